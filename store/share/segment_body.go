package share

import (
	"bytes"
	"compress/flate"
	"fmt"
	"io"

	"rollbook/store/oplog"
)

// The body of a segment is an array of two: the gestures and the texts, each an array of byte
// strings. It is deflated.

// saltSize is what every text begins with.
const saltSize = 16

// mostRatio is how many bytes one byte of deflate can stand for: a match of 258 takes two bits or more.
const mostRatio = 258 * 8 / 2

// bodySize is how long the body of a segment is before deflating: ErrLimit, or ErrFormat for a text
// that is none.
func bodySize(s *Segment) (int, error) {
	if len(s.Gestures) > MaxGestures || len(s.Texts) > MaxTexts {
		return 0, fmt.Errorf("%w: %d gestures and %d texts", ErrLimit, len(s.Gestures), len(s.Texts))
	}
	size := 1 + headSize(uint64(len(s.Gestures))) + headSize(uint64(len(s.Texts)))
	for _, g := range s.Gestures {
		if len(g) > oplog.MaxGesture {
			return 0, fmt.Errorf("%w: a gesture of %d bytes", ErrLimit, len(g))
		}
		size += headSize(uint64(len(g))) + len(g)
	}
	for _, text := range s.Texts {
		if len(text) < saltSize {
			return 0, fmt.Errorf("%w: %w", ErrFormat, oplog.ErrText)
		}
		size += headSize(uint64(len(text))) + len(text)
	}
	if size > MaxInflated {
		return 0, fmt.Errorf("%w: %d bytes before deflating", ErrLimit, size)
	}
	return size, nil
}

// deflated is the body of a segment, deflated as small as it gets.
func deflated(s *Segment) ([]byte, error) {
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestCompression)
	if err != nil {
		return nil, fmt.Errorf("deflate a segment: %w", err)
	}
	write := func(b []byte) {
		if err == nil {
			_, err = w.Write(b)
		}
	}
	write(appendHead(appendHead(nil, cborArray, 2), cborArray, uint64(len(s.Gestures))))
	for _, g := range s.Gestures {
		write(appendHead(nil, cborBytes, uint64(len(g))))
		write(g)
	}
	write(appendHead(nil, cborArray, uint64(len(s.Texts))))
	for _, text := range s.Texts {
		write(appendHead(nil, cborBytes, uint64(len(text))))
		write(text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("deflate a segment: %w", err)
	}
	return out.Bytes(), nil
}

// readBody inflates a body whose claims are within the limits, and takes its gestures and texts.
func readBody(s *Segment, deflated []byte, claimed claims) error {
	if claimed.inflated > uint64(len(deflated))*mostRatio {
		return fmt.Errorf("%w: %d bytes can't inflate to %d", ErrFormat, len(deflated), claimed.inflated)
	}
	body, err := inflate(deflated, int(claimed.inflated))
	if err != nil {
		return err
	}
	t := taker{b: body}
	t.array(2)
	t.array(claimed.gestures)
	if t.bad || claimed.gestures > uint64(len(t.b)) {
		return fmt.Errorf("%w: it holds another number of gestures than it says", ErrFormat)
	}
	s.Gestures = make([][]byte, 0, claimed.gestures)
	for range claimed.gestures {
		g := t.bytes()
		if len(g) > oplog.MaxGesture {
			return fmt.Errorf("%w: a gesture of %d bytes", ErrLimit, len(g))
		}
		s.Gestures = append(s.Gestures, g)
	}
	t.array(claimed.texts)
	for range claimed.texts {
		text := t.bytes()
		if len(text) < saltSize {
			return fmt.Errorf("%w: its texts can't be read", ErrFormat)
		}
		s.Texts = append(s.Texts, text)
	}
	if t.bad || len(t.b) > 0 {
		return fmt.Errorf("%w: its body can't be read", ErrFormat)
	}
	return nil
}

// inflate is what a body inflates to, where that is exactly of that size and nothing follows.
func inflate(deflated []byte, size int) ([]byte, error) {
	from := bytes.NewReader(deflated)
	r := flate.NewReader(from)
	body := make([]byte, size)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, fmt.Errorf("%w: inflate: %w", ErrFormat, err)
	}
	if n, err := r.Read(make([]byte, 1)); n > 0 || err != io.EOF || from.Len() > 0 {
		return nil, fmt.Errorf("%w: it inflates to something else than it says", ErrFormat)
	}
	return body, nil
}
