package oplog

import (
	"bytes"
	"errors"
	"testing"

	"rollbook/model"
)

// wire is a gesture's encoding as an array that tests can spoil.
func wire(spoil func(g []any)) []byte {
	g := []any{make([]byte, 16), 5, 6, -300, make([]byte, 16), make([]byte, 16), make([]byte, 8), 0,
		[]any{[]any{48, make([]byte, 48), 1, []any{OpID{model.ID{1}, 0}.Bytes()}, 1}}}
	spoil(g)
	return Encode(g)
}

func change(g []any) []any { return g[8].([]any)[0].([]any) }

// nested is a value of arrays within arrays.
func nested(depth int) any {
	var v any = 1
	for range depth {
		v = []any{v}
	}
	return v
}

func TestWhatIsNotAGestureIsRefused(t *testing.T) {
	fine := wire(func([]any) {})
	many := func(n int) (preds []any) {
		for range n {
			preds = append(preds, make([]byte, 17))
		}
		return preds
	}
	replace := func(old, new string) []byte { return bytes.Replace(fine, []byte(old), []byte(new), 1) }
	for name, c := range map[string]struct {
		raw  []byte
		want error
	}{
		"as it should be":              {fine, nil},
		"nothing":                      {nil, ErrGesture},
		"a cut one":                    {fine[:len(fine)-1], ErrGesture},
		"trailing bytes":               {append(bytes.Clone(fine), 0), ErrGesture},
		"two gestures":                 {append(bytes.Clone(fine), fine...), ErrGesture},
		"an array of no stated length": {append(append([]byte{0x9f}, fine[1:]...), 0xff), ErrGesture},
		"changes of no stated length":  {append(replace("\x81\x85", "\x9f\x85"), 0xff), ErrGesture},
		"bytes of no stated length":    {replace("\x58\x30", "\x5f\x58\x30"), ErrGesture},
		"a field less":                 {Encode(make([]any, 8)), ErrGesture},
		"a field more":                 {wire(func(g []any) { g[8] = []any{append(change(g), 1)} }), ErrGesture},
		"a map":                        {Encode(map[string]int{"nonce": 1}), ErrGesture},
		"a negative stamp":             {wire(func(g []any) { g[1] = -5 }), ErrGesture},
		"a kind too large":             {wire(func(g []any) { change(g)[0] = 1 << 17 }), ErrGesture},
		"a nonce of 15 bytes":          {wire(func(g []any) { g[0] = make([]byte, 15) }), ErrGesture},
		"no nonce":                     {wire(func(g []any) { g[0] = nil }), ErrGesture},
		"an author of 17 bytes":        {wire(func(g []any) { g[4] = make([]byte, 17) }), ErrGesture},
		"a device of 32 bytes":         {wire(func(g []any) { g[5] = make([]byte, 32) }), ErrGesture},
		"an incarnation of 16 bytes":   {wire(func(g []any) { g[6] = make([]byte, 16) }), ErrGesture},
		"a mark of no cohort":          {wire(func(g []any) { change(g)[1] = make([]byte, 15) }), ErrGesture},
		"one field twice":              {wire(func(g []any) { g[8] = []any{change(g), change(g)} }), ErrGesture},
		"a digest of 15 bytes":         {wire(func(g []any) { change(g)[4] = tagged(15) }), ErrGesture},
		"a digest of 16 bytes":         {wire(func(g []any) { change(g)[4] = tagged(16) }), nil},
		"1,024 preds":                  {wire(func(g []any) { change(g)[3] = many(1024) }), nil},
		"1,025 preds":                  {wire(func(g []any) { change(g)[3] = many(1025) }), ErrTooBig},
		"a pred without an index":      {wire(func(g []any) { change(g)[3] = []any{make([]byte, 16)} }), ErrGesture},
		"a pred spelled at length":     {wire(func(g []any) { change(g)[3] = []any{append(make([]byte, 16), 0x80, 0)} }), ErrGesture},
		"a pred over the largest":      {wire(func(g []any) { change(g)[3] = []any{append(make([]byte, 16), 0xff, 0xff, 0xff, 0xff, 0x7f)} }), ErrGesture},
		"a pred that goes on":          {wire(func(g []any) { change(g)[3] = []any{append(make([]byte, 16), 0, 0)} }), ErrGesture},
		"a value of depth 5":           {wire(func(g []any) { change(g)[4] = nested(5) }), nil},
		"a value too deep":             {wire(func(g []any) { change(g)[4] = nested(6) }), ErrGesture},
		"1 MiB":                        {wire(func(g []any) { change(g)[4] = make([]byte, MaxGesture-len(fine)-4) }), nil},
		"over 1 MiB":                   {wire(func(g []any) { change(g)[4] = make([]byte, MaxGesture-len(fine)-3) }), ErrTooBig},
		"gigabytes announced":          {append([]byte{0x89, 0x5b, 0, 0, 0, 0x80}, make([]byte, 100)...), ErrGesture},
	} {
		g, err := Parse(c.raw)
		if !errors.Is(err, c.want) || c.want == nil && err != nil {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if (g == nil) != (err != nil) {
			t.Errorf("%s: both a gesture and an error, or neither", name)
		}
	}
}

func tagged(size int) any {
	return taggedText{make([]byte, size)}
}

type taggedText struct{ digest []byte }

// MarshalCBOR writes the tag of a text's digest.
func (t taggedText) MarshalCBOR() ([]byte, error) {
	return append([]byte{0xd9, 0x52, 0x42}, Encode(t.digest)...), nil
}

func TestAnOperationHasOneSpelling(t *testing.T) {
	for _, index := range []uint32{0, 1, 127, 128, 65535, 1 << 20, 1 << 31} {
		id := OpID{model.ID{3}, index}
		if got, err := ParseOpID(id.Bytes()); err != nil || got != id {
			t.Errorf("%d reads back as %v: %v", index, got, err)
		}
	}
}

func TestFormMakesWhatParseReads(t *testing.T) {
	l := newLaptop(4)
	l.make(t, 10, Single, set(present, 1))
	c, _ := l.write(t, remark, "bus")
	g := l.make(t, 11, Rest, set(present, 3), c)
	again, err := Parse(g.Raw)
	if err != nil || again.ID != g.ID || len(again.Changes) != 2 || again.Changes[1].Text != c.Text ||
		again.Changes[0].Field != present || len(again.Changes[0].Preds) != 1 || again.How != Rest || again.Stamp != g.Stamp {
		t.Errorf("it reads back as %+v: %v", again, err)
	}
}

// FuzzParse looks for bytes that make the reader fall over, or that read as a gesture which does
// not apply.
func FuzzParse(f *testing.F) {
	f.Add(wire(func([]any) {}))
	f.Add(wire(func(g []any) { change(g)[4] = tagged(16) }))
	f.Add(wire(func(g []any) { change(g)[4] = nested(5) }))
	f.Add(wire(func(g []any) {
		g[8] = []any{[]any{1, make([]byte, 17), 0, []any{}, nil}, []any{2, make([]byte, 16), 0, []any{}, nil}}
	}))
	f.Add([]byte{0x9f, 0xff})
	f.Fuzz(func(t *testing.T, raw []byte) {
		g, err := Parse(raw)
		if err != nil {
			return
		}
		s := newShelf()
		s.arrive(t, g, g)
		for i, c := range g.Changes {
			if r := s.register(t, c.Field); r.Find(g.Op(i)) == nil {
				t.Errorf("change %d was not applied", i)
			}
		}
	})
}
