package notes

import (
	"strings"
	"testing"
)

func TestPlacesHoldNoNamesAndLeadBack(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "words")
	c := d.Room.Cohort
	for _, s := range []subject{{day: 2}, {topic: "First Contact"}, {person: d.row(3)}} {
		place := s.place(c)
		if back, ok := subjectAt(c, place); !ok || back != s {
			t.Errorf("%s leads to %+v, not %+v", place, back, s)
		}
		if strings.ContainsAny(strings.TrimPrefix(place, "note/"), " FC日") {
			t.Errorf("%s holds a name", place)
		}
	}
	n := subject{note: c.Notes[0].ID}
	if back, ok := subjectAt(c, n.place(c)); !ok || back.note != n.note || back.person != d.row(1) {
		t.Errorf("the place of a note leads to %+v", back)
	}
	for _, place := range []string{"", "note/", "note/x/day/1", "names/" + c.Cohort.ID.String(), "note/" + c.Cohort.ID.String() + "/day/zz"} {
		if _, ok := subjectAt(c, place); ok {
			t.Errorf("%q leads somewhere", place)
		}
	}
}
