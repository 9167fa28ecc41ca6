package store

import (
	"errors"

	"github.com/fxamacker/cbor/v2"
)

// ErrNoSide is returned for a value that is not, or no more, one of those that people disagree on.
var ErrNoSide = errors.New("that value is not in question any more")

// EditSide sets a field to one of the values that people disagree on, as it was first written:
// formed with oplog.Settle, it settles the conflict. The error is ErrNoSide.
func (c *Cohort) EditSide(s Side) (Edit, error) {
	fields := spread(c, []Edit{{field: s.Field}})
	for _, e := range fields {
		op := c.regs[e.field].Find(s.Op)
		if op == nil {
			continue
		}
		if op.Text.IsZero() {
			return Edit{field: s.Field, value: cbor.RawMessage(op.Value)}, nil
		}
		if text, here := c.texts[op.Text]; here {
			return Edit{field: s.Field, text: &text}, nil
		}
	}
	return Edit{}, ErrNoSide
}

// About is what a side is of, in words: "attendance", "told us ahead", "remark".
func (s Side) About() string { return fieldWords(s.Field) }
