package share

import (
	"encoding/json"
	"fmt"

	"rollbook/model"
)

// Hint is the name of the file that says which share lies in a place. It is not sealed and proves
// nothing: it is for the question whether a place holds a share at all.
const Hint = "v1/space.json"

// MaxHint is the most bytes that a hint may have.
const MaxHint = 4096

// hintFormat is the version of the layout of a share, as the v1 in the names.
const hintFormat = 1

type wireHint struct {
	Format int    `json:"format"`
	Space  string `json:"space"`
}

// HintBytes are the bytes of the hint of a share, the same at every time.
func HintBytes(space model.ID) []byte {
	return fmt.Appendf(nil, "{\"format\": %d, \"space\": \"%s\"}\n", hintFormat, space)
}

// ReadHint is the share that a hint names. It returns ErrLimit, ErrFormat or ErrNewer for a hint that
// can't be used.
func ReadHint(data []byte) (model.ID, error) {
	if len(data) > MaxHint {
		return model.ID{}, fmt.Errorf("%w: a hint of %d bytes", ErrLimit, len(data))
	}
	var w wireHint
	if err := json.Unmarshal(data, &w); err != nil {
		return model.ID{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if w.Format > hintFormat {
		return model.ID{}, ErrNewer
	}
	var space model.ID
	if w.Format != hintFormat || !hexInto(space[:], w.Space) || space.IsZero() {
		return model.ID{}, fmt.Errorf("%w: the hint names no share", ErrFormat)
	}
	return space, nil
}
