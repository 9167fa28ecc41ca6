package share

import (
	"bytes"
	"compress/flate"
	"crypto/ed25519"
	"errors"
	"runtime"
	"slices"
	"testing"

	"rollbook/store/oplog"
)

// squeezed is what a body deflates to.
func squeezed(t testing.TB, body []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err == nil {
		_, err = w.Write(body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// bomb is what deflates to next to nothing, and inflates to so many MiB of zeros.
func bomb(t testing.TB, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	var ends []int
	for range 2 {
		if err == nil {
			_, err = w.Write(make([]byte, 1<<20))
		}
		if err == nil {
			err = w.Flush() // to a whole byte: what follows the first MiB can be said again and again
		}
		ends = append(ends, out.Len())
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	first, again, end := out.Bytes()[:ends[0]], out.Bytes()[ends[0]:ends[1]], out.Bytes()[ends[1]:]
	return slices.Concat(first, bytes.Repeat(again, size-1), end)
}

// claim is a header that a laptop of the share signs, whatever the body is.
func claim() wireSegment {
	zero := make([]byte, 16)
	return wireSegment{Version: version, Space: zero, Epoch: zero, Public: goldenKeyOf.Public().(ed25519.PublicKey), Incarnation: zero[:8], Previous: zero, Tips: []byte{}, Cohorts: []byte{}}
}

// told is a segment of a header and a deflated body, signed as it should be.
func told(t testing.TB, header, deflated []byte) []byte {
	t.Helper()
	data, err := segmentForm.cut(header, deflated, goldenKeyOf, goldenIdentity(t))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatAHeaderSaysIsNotBelieved(t *testing.T) {
	salted := append(bytes.Repeat([]byte{'s'}, 16), "Maya"...)
	honest := oplog.Encode([]any{[][]byte{[]byte("gesture"), []byte("another")}, [][]byte{salted}})
	for name, lie := range map[string]struct {
		change func(h *wireSegment)
		body   []byte // deflated; the honest one where nil
		after  []byte
		want   error
	}{
		"nothing":                 {change: func(h *wireSegment) {}},
		"a byte more":             {change: func(h *wireSegment) { h.Inflated++ }, want: ErrFormat},
		"a byte less":             {change: func(h *wireSegment) { h.Inflated-- }, want: ErrFormat},
		"nothing in it":           {change: func(h *wireSegment) { h.Inflated = 0 }, want: ErrFormat},
		"all that may be":         {change: func(h *wireSegment) { h.Inflated = MaxInflated }, want: ErrFormat},
		"more than may be":        {change: func(h *wireSegment) { h.Inflated = MaxInflated + 1 }, want: ErrLimit},
		"far more":                {change: func(h *wireSegment) { h.Inflated = 1 << 62 }, want: ErrLimit},
		"a gesture more":          {change: func(h *wireSegment) { h.Gestures++ }, want: ErrFormat},
		"a gesture less":          {change: func(h *wireSegment) { h.Gestures-- }, want: ErrFormat},
		"all gestures that may":   {change: func(h *wireSegment) { h.Gestures = MaxGestures }, want: ErrFormat},
		"too many gestures":       {change: func(h *wireSegment) { h.Gestures = MaxGestures + 1 }, want: ErrLimit},
		"far too many gestures":   {change: func(h *wireSegment) { h.Gestures = 1 << 62 }, want: ErrLimit},
		"a text more":             {change: func(h *wireSegment) { h.Texts++ }, want: ErrFormat},
		"a text less":             {change: func(h *wireSegment) { h.Texts-- }, want: ErrFormat},
		"too many texts":          {change: func(h *wireSegment) { h.Texts = MaxTexts + 1 }, want: ErrLimit},
		"too many tips":           {change: func(h *wireSegment) { h.Tips = make([]byte, 16*(MaxListed+1)) }, want: ErrLimit},
		"too many cohorts":        {change: func(h *wireSegment) { h.Cohorts = make([]byte, 16*(MaxListed+1)) }, want: ErrLimit},
		"half a tip":              {change: func(h *wireSegment) { h.Tips = make([]byte, 24) }, want: ErrFormat},
		"half a cohort":           {change: func(h *wireSegment) { h.Cohorts = make([]byte, 8) }, want: ErrFormat},
		"a short id":              {change: func(h *wireSegment) { h.Space = h.Space[:15] }, want: ErrFormat},
		"a long public key":       {change: func(h *wireSegment) { h.Public = append(bytes.Clone(h.Public), 0) }, want: ErrFormat},
		"a number out of names":   {change: func(h *wireSegment) { h.Seq = MaxSeq + 1 }, want: ErrFormat},
		"version 0":               {change: func(h *wireSegment) { h.Version = 0 }, want: ErrFormat},
		"a version to come":       {change: func(h *wireSegment) { h.Version = 2 }, want: ErrNewer},
		"bytes after the body":    {change: func(h *wireSegment) {}, after: []byte{0}, want: ErrFormat},
		"two bodies":              {change: func(h *wireSegment) {}, after: squeezed(t, honest), want: ErrFormat},
		"a bomb":                  {change: func(h *wireSegment) {}, body: bomb(t, 2*MaxInflated>>20), want: ErrFormat},
		"a bomb that may be":      {change: func(h *wireSegment) { h.Inflated = MaxInflated }, body: bomb(t, MaxInflated>>20), want: ErrFormat},
		"a text without its salt": {change: func(h *wireSegment) { h.Inflated = 21 }, body: squeezed(t, oplog.Encode([]any{[][]byte{{1}, {2}}, [][]byte{salted[:15]}})), want: ErrFormat},
	} {
		h := claim()
		h.Gestures, h.Texts, h.Inflated = 2, 1, len(honest)
		lie.change(&h)
		body := lie.body
		if body == nil {
			body = squeezed(t, honest)
		}
		data := told(t, oplog.Encode(h), append(body, lie.after...))
		s, err := Read(data, goldenIdentity(t))
		if !errors.Is(err, lie.want) || (err == nil) != (lie.want == nil) || (err == nil) != (s != nil) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A claim costs nothing: what is allocated is bounded by what came.
func TestALieAllocatesNothing(t *testing.T) {
	h := claim()
	h.Gestures, h.Texts, h.Inflated = MaxGestures, MaxTexts, MaxInflated
	data, id := told(t, oplog.Encode(h), squeezed(t, []byte{0x82, 0x80, 0x80})), goldenIdentity(t)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Read(data, id); !errors.Is(err, ErrFormat) {
		t.Errorf("it is read: %v", err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
		t.Errorf("%d bytes were allocated for a file of %d", n, len(data))
	}
}

// There is one encoding of a record: what a lenient reader would take is refused.
func TestOnlyPlainRecordsAreRead(t *testing.T) {
	header := func(gestures int, body []byte) []byte {
		h := claim()
		h.Gestures, h.Inflated = gestures, len(body)
		return oplog.Encode(h)
	}
	refused := func(name string, header, body []byte) {
		if _, err := Read(told(t, header, squeezed(t, body)), goldenIdentity(t)); !errors.Is(err, ErrFormat) {
			t.Errorf("%s: %v", name, err)
		}
	}
	deep := append(bytes.Repeat([]byte{0x81}, 10000), 0)
	empty := []byte{0x82, 0x80, 0x80}
	plain := header(0, empty)
	first, rest := plain[0], plain[1:]
	for name, header := range map[string][]byte{
		"a longer form of the version": slices.Concat([]byte{first, 0x18, 1}, rest[1:]),
		"a longer form of the length":  slices.Concat([]byte{0x98, segmentPieces}, rest),
		"a header of no stated length": slices.Concat([]byte{0x9f}, rest, []byte{0xff}),
		"a header with a piece more":   slices.Concat([]byte{first + 1}, rest, []byte{0}),
		"a header with a piece less":   slices.Concat([]byte{first - 1}, rest[:len(rest)-1]),
		"a map in place of a header":   {0xa2, 0x01, 0x01, 0x02, 0x02},
		"a header with a key twice":    {0xa2, 0x01, 0x01, 0x01, 0x01},
		"a header too deep":            slices.Concat([]byte{first, 1}, deep),
		"a tag in a header":            slices.Concat([]byte{first, 1, 0xc1}, rest[1:]),
		"no header":                    nil,
	} {
		refused(name, header, empty)
	}
	for name, body := range map[string][]byte{
		"a body of no stated length":    {0x9f, 0x81, 0x41, 1, 0x80, 0xff},
		"gestures of no stated length":  {0x82, 0x9f, 0x41, 1, 0xff, 0x80},
		"a gesture of no stated length": {0x82, 0x81, 0x5f, 0x41, 1, 0xff, 0x80},
		"a gesture as text":             {0x82, 0x81, 0x61, 'a', 0x80},
		"a gesture that is none":        {0x82, 0x81, 0xf6, 0x80},
		"a gesture that is an array":    {0x82, 0x81, 0x81, 0x41, 1, 0x80},
		"a longer form of a length":     {0x82, 0x81, 0x58, 1, 1, 0x80},
		"a length past the end":         {0x82, 0x81, 0x5b, 0x7f, 255, 255, 255, 255, 255, 255, 255, 0x80},
		"a length past all numbers":     {0x82, 0x81, 0x5b, 255, 255, 255, 255, 255, 255, 255, 255, 0x80},
		"a map in place of a body":      {0xa2, 0x01, 0x81, 0x41, 1, 0x02, 0x80},
		"a body with a key twice":       {0xa2, 0x01, 0x81, 0x41, 1, 0x01, 0x80},
		"a body too deep":               deep,
		"an array more":                 {0x83, 0x81, 0x41, 1, 0x80, 0x80},
		"something after":               {0x82, 0x81, 0x41, 1, 0x80, 0x80},
		"no body":                       nil,
	} {
		refused(name, header(1, body), body)
	}
	if _, err := Read(told(t, plain, squeezed(t, empty)), goldenIdentity(t)); err != nil {
		t.Errorf("as it should be, and empty: %v", err)
	}
	one := []byte{0x82, 0x81, 0x41, 1, 0x80}
	if _, err := Read(told(t, header(1, one), squeezed(t, one)), goldenIdentity(t)); err != nil {
		t.Errorf("as it should be: %v", err)
	}
}

func TestNothingOverTheLimitIsCut(t *testing.T) {
	id := goldenIdentity(t)
	noise := make([]byte, oplog.MaxGesture)
	x := uint32(1)
	for i := range noise { // what deflate can't shorten
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	many := 63
	if testing.Short() {
		many = 8
	}
	repeated := func(n int, one []byte) (all [][]byte) {
		for range n {
			all = append(all, one)
		}
		return all
	}
	texts := func(n int) (all []oplog.Text) {
		for range n {
			all = append(all, make(oplog.Text, 16))
		}
		return all
	}
	for name, c := range map[string]struct {
		s    Segment
		want error
	}{
		"all gestures that may be": {Segment{Gestures: repeated(MaxGestures, []byte{1})}, nil},
		"a gesture more":           {Segment{Gestures: repeated(MaxGestures+1, []byte{1})}, ErrLimit},
		"the largest gesture":      {Segment{Gestures: [][]byte{noise}}, nil},
		"a larger one":             {Segment{Gestures: [][]byte{append(noise, 0)}}, ErrLimit},
		"too many texts":           {Segment{Texts: texts(MaxTexts + 1)}, ErrLimit},
		"all texts that may be":    {Segment{Texts: texts(MaxTexts)}, nil},
		"no text":                  {Segment{Texts: []oplog.Text{make(oplog.Text, 15)}}, ErrFormat},
		"too large a file":         {Segment{Gestures: [][]byte{noise, noise[1:], noise[2:], noise[3:], noise[4:]}}, ErrLimit},
		"too much to inflate":      {Segment{Gestures: repeated(64, make([]byte, oplog.MaxGesture))}, ErrLimit},
		"much to inflate":          {Segment{Gestures: repeated(many, make([]byte, oplog.MaxGesture))}, nil},
		"too many tips":            {Segment{Tips: make([]Hash, MaxListed+1)}, ErrLimit},
		"too high a number":        {Segment{Seq: MaxSeq + 1}, ErrLimit},
	} {
		data, err := Cut(&c.s, goldenKeyOf, id)
		if !errors.Is(err, c.want) || (err == nil) != (c.want == nil) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if err == nil {
			if got, err := Read(data, id); err != nil || len(got.Gestures) != len(c.s.Gestures) || len(got.Texts) != len(c.s.Texts) {
				t.Errorf("%s is not read: %v", name, err)
			}
		}
	}
}
