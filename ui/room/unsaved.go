package room

import (
	"fmt"
	"strings"

	"rollbook/store"
)

// mostUnsaved is how many changes that are not saved are named one by one.
const mostUnsaved = 5

// unsaved are the gestures that are not on the disk, in the order in which they were made: what was on
// its way when another failed came before it.
func (r *Room) unsaved() []*store.Draft {
	var drafts []*store.Draft
	for _, s := range r.saving {
		drafts = append(drafts, s.Draft)
	}
	return append(drafts, r.failed...)
}

// UnsavedCount says how much is not on the disk, and of what kind: "4 marks, 1 note and 1 other change".
func (r *Room) UnsavedCount() string {
	drafts, others := r.unsaved(), 0
	marks, notes := store.Writes(drafts...)
	for _, d := range drafts {
		if m, n := store.Writes(d); m+n == 0 {
			others++
		}
	}
	var said []string
	count := func(n int, one, many string) {
		switch {
		case n == 1:
			said = append(said, "1 "+one)
		case n > 1:
			said = append(said, fmt.Sprintf("%d %s", n, many))
		}
	}
	count(marks, "mark", "marks")
	count(notes, "note", "notes")
	if len(said) > 0 {
		count(others, "other change", "other changes")
	} else {
		count(others, "change", "changes")
	}
	if n := len(said); n > 1 {
		return strings.Join(said[:n-1], ", ") + " and " + said[n-1]
	}
	return strings.Join(said, "")
}

// UnsavedLines name what is not on the disk, a line each, the first few of them. Behind the curtain only
// marks are named, and without an open cohort nothing is.
func (r *Room) UnsavedLines() (lines []string) {
	if r.Cohort == nil {
		return nil
	}
	drafts := r.unsaved()
	for i, d := range drafts {
		if i == mostUnsaved && len(drafts) > mostUnsaved+1 {
			return append(lines, fmt.Sprintf("and %d more", len(drafts)-i))
		}
		marks, _ := store.Writes(d)
		undo, isUndo := r.undos[d.Gesture.ID]
		switch {
		case r.Curtain && marks == 0:
			lines = append(lines, "something that the curtain hides")
		case isUndo:
			lines = append(lines, undo)
		default:
			lines = append(lines, r.Cohort.What(d))
		}
	}
	return lines
}
