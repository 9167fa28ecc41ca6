package store

import "slices"

// FromPaper adds to edits of marks that they are keyed in from a sheet of paper. What the sheet says
// is kept beside the attendance: where that is changed later it is no longer from paper, and the
// journal has both.
func FromPaper(edits []Edit) []Edit {
	out := slices.Clip(edits)
	for _, e := range edits {
		if e.field.Kind == kindMark && e.field.Prop == propAttendance {
			e.field.Prop = propPaper
			out = append(out, e)
		}
	}
	return out
}
