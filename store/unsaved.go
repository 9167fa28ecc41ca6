package store

import (
	"rollbook/model"
	"rollbook/store/oplog"
)

// What says in a few words what a draft does to the cohort: "7 Maya: absent", "note on day 2". It reads
// nothing: things are called as the cohort in hand has them.
func (c *Cohort) What(d *Draft) string {
	switch of := cohortOf(d.Gesture); {
	case of.IsZero() || of == c.Cohort.ID:
		return teller{c: c}.What(d.Gesture)
	case c.who[of] != "":
		return "a change in " + c.who[of]
	}
	return "a change in another cohort"
}

// Writes is how many marks and how many notes drafts write between them: a mark is of one person in one
// block, and counts once however often it is written.
func Writes(drafts ...*Draft) (marks, notes int) {
	seen := map[oplog.Field]bool{}
	for _, d := range drafts {
		for _, c := range d.Gesture.Changes {
			f := c.Field
			f.Prop = 0
			if c.Field.Kind == kindNote && c.Text == (model.ID{}) || seen[f] {
				continue
			}
			seen[f] = true
			switch f.Kind {
			case kindMark:
				marks++
			case kindNote:
				notes++
			}
		}
	}
	return marks, notes
}
