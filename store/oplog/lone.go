package oplog

// LoneValue is what a register shows that one operation was ever done to, and with a value, as most
// marks are; nil where it was taken back. ok is false for any other register: read that one whole. The
// value lies within data. Most of a large book's registers are such, and a survey asks nothing else of
// them.
func LoneValue(data []byte) (value []byte, ok bool) {
	t := taker{b: data}
	if t.head(cborArray) != 1 || t.head(cborArray) != 11 {
		return nil, false
	}
	t.bytes() // id
	for n := t.head(cborArray); n > 0 && !t.bad; n-- {
		t.bytes() // pred
	}
	t.head(cborUint) // stamp
	t.int()          // wall
	t.int()          // offset
	t.bytes()        // author
	t.bytes()        // device
	t.head(cborUint) // how
	value = t.bytesOrNull()
	if !t.is(cborNull) {
		return nil, false
	}
	if t.is(cborTrue) {
		value = nil
	} else if !t.is(cborFalse) {
		return nil, false
	}
	return value, !t.bad && len(t.b) == 0
}
