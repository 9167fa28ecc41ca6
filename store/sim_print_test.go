package store

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"rollbook/model"
)

// printed is all that a cohort shows, in one order for all laptops. An office has no notes and no
// remarks.
func (l *simLaptop) printed(c *Cohort, office bool) string {
	var out strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&out, format+"\n", args...) }
	line("%s, %s, %s, %q, %+v", c.Name, c.Course, c.Place, c.Trainers, c.Rule)
	for _, d := range c.Days {
		line("day %+v", d)
	}
	for _, b := range c.Blocks {
		line("block %+v", b)
	}
	for _, p := range c.People {
		line("%d %+v %v %v", p.Row, p.Trainee, p.Enrollment, p.Forgotten)
		if p.Stated != nil {
			line("  %+v %s", p.Stated.Date, p.Stated.Where)
		}
		for _, m := range p.MakeUps {
			line("  made up %+v with %s, by %s", m.MakeUp, m.With, m.By)
		}
		for _, block := range slices.SortedFunc(maps.Keys(p.Marks), compareIDs) {
			if cell := p.Marks[block]; !office || cell.Told || !cell.Gesture.IsZero() {
				line("  %s %s", block, l.printedCell(cell, office))
			}
		}
	}
	if !office {
		for _, n := range c.Notes {
			line("note %s on %d %s: %q %q %v by %s at %v", n.ID, n.Day, n.Trainee, n.Text, n.OwnWords, n.Together, n.By, n.At.UTC())
		}
	}
	for _, n := range slices.Sorted(maps.Keys(c.Closed)) {
		closing := c.Closed[n]
		line("closed %d by %s: %v, changed since: %v", n, closing.By, closing.counts(), closing.Changed)
	}
	return out.String()
}

func (l *simLaptop) printedCell(cell *Cell, office bool) string {
	var sides []string
	for _, s := range cell.Conflict {
		if remark := s.Field.Prop == propRemark || s.Field.Prop == propOwnWords; !remark || !office {
			sides = append(sides, fmt.Sprintf("%d %x %s by %s on %s", s.Field.Prop, s.Op.Bytes(), s.Value, s.By, l.device(s.Device)))
		}
	}
	remark, own := cell.Remark, cell.OwnWords
	if office {
		remark, own = "", ""
	}
	return fmt.Sprintf("%+v %v %q %q by %s on %s, %s, %v, waiting %v, %s", cell.Mark, cell.Told, remark, own, cell.By, l.device(cell.Device),
		cell.Gesture, cell.Paper, cell.Waiting && !office, strings.Join(sides, "; "))
}

// device is what others call this laptop, where nobody named it. Copies of a book have one device, and
// each may be called otherwise in each of their shares.
func (l *simLaptop) device(name string) string {
	if slices.ContainsFunc(l.run.laptops, func(l *simLaptop) bool { return l.twice }) {
		return "a laptop"
	}
	if name == "this laptop" {
		return l.book.Device().String()[:8]
	}
	return name
}

// journal is what a cohort's journal says.
func (l *simLaptop) journal(cohort model.ID) string {
	entries, err := l.book.Journal(cohort)
	l.run.must(err, "read the journal")
	var out strings.Builder
	for _, e := range entries {
		fmt.Fprintf(&out, "%s %s by %s: %s, undone %v\n", e.Gesture, e.How, e.By, e.What, e.Undone)
		for _, c := range e.Changes {
			fmt.Fprintf(&out, "  %s: %s to %s, %v\n", c.Field, c.From, c.To, c.Undone)
		}
	}
	return out.String()
}

// firstDifference are the first lines in which two texts differ.
func firstDifference(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range max(len(x), len(y)) {
		var left, right string
		if i < len(x) {
			left = x[i]
		}
		if i < len(y) {
			right = y[i]
		}
		if left != right {
			return fmt.Sprintf("  %s\n  %s", left, right)
		}
	}
	return "none"
}
