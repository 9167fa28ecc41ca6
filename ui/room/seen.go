package room

import (
	"slices"
	"time"

	"rollbook/model"
	"rollbook/store"
)

// Revision grows with every gesture committed and every cohort shown. A screen that keeps totals
// looks at it to know whether they still hold.
func (r *Room) Revision() int { return r.revision }

// Unwritten tells of a gesture that is not on the disk: saving while it is on its way, failed where
// it could not be saved.
func (r *Room) Unwritten(gesture model.ID) (saving, failed bool) {
	for _, d := range r.failed {
		if d.Gesture.ID == gesture {
			return false, true
		}
	}
	return slices.ContainsFunc(r.saving, func(s *store.Saving) bool { return s.Draft.Gesture.ID == gesture }), false
}

// Moment is when something was done, as the screen says it: "Tue 3 Mar 16:05".
func (r *Room) Moment(at time.Time) string {
	return model.DateIn(at).Short() + " " + model.ClockIn(at).Words(r.Twelve)
}
