package today

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/plan"
	"rollbook/ui/room"
)

// View draws the header, the grid with the cursor on the focused row, and what is known of that
// person.
func (s *Screen) View(w, h int) kit.Frame {
	s.sync()
	head, foot := s.header(w), s.foot(w)
	switch { // the list needs its lines more than what stands around it
	case h < 8:
		head, foot = head[:1], nil
	case h < 14:
		foot = foot[:1]
	}
	s.columns(w)
	f := s.grid.View(w, h-len(head)-len(foot))
	f.Cursor.Y += len(head)
	f.Lines = append(head, f.Lines...)
	for len(f.Lines) < h-len(foot) {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, foot...)
	return f
}

// unusualLines is how many lines what is unusual may take: none of it hides who changed a closed day.
const unusualLines = 3

// header says which day this is, what keys act on, what the marks come to, and what is unusual.
func (s *Screen) header(w int) []string {
	t, r := s.r.Theme, s.r
	if r.Cohort == nil {
		return []string{t.Title.Render(t.Cut(noCohort, w))}
	}
	d := r.DayNow()
	day := fmt.Sprintf("Day %d of %d · %s", d.Number, len(r.Cohort.Days), d.Date.Words())
	if d.Number == 0 {
		day = "no days yet"
	}
	lines := []string{t.Title.Render(t.Cut(fitted(t, r.Cohort.Name, day, w), w))}
	if d.Cancelled {
		return append(lines, t.Bad.Render(t.Cut("this day is cancelled and counts for nobody: b brings it back", w)))
	}
	target, counts := "marks go to: "+r.TargetWords(), s.list.tally.Words(t, 0)
	if room := w - t.Width(counts) - 2; t.Width(target) <= room {
		lines = append(lines, t.Strong.Render(t.Fit(target, room))+"  "+counts)
	} else {
		lines = append(lines, t.Strong.Render(t.Cut(target, w)), t.Cut(counts, w))
	}
	if unusual := s.unusual(d); unusual != "" {
		said := t.Wrap(unusual, w)
		for _, line := range said[:min(len(said), unusualLines)] {
			lines = append(lines, t.Part.Render(line))
		}
	}
	if n := s.list.lack; n > 0 && !r.Curtain {
		lacking := fmt.Sprintf("%s not known of %s: c on their page states it", r.RequiredTitle(), peopleWords(n))
		lines = append(lines, t.Part.Render(t.Cut(lacking, w)))
	}
	return lines
}

// fitted is a name and what stands behind it, the name cut where both are too long.
func fitted(t *kit.Theme, name, rest string, w int) string {
	return t.Cut(name, max(w-t.Width(rest)-3, 8)) + " · " + rest
}

// unusual is what a trainer should know about the day: that it is another than today, that it was
// closed.
func (s *Screen) unusual(d model.Day) string {
	var says []string
	r := s.r
	if d.Date != r.Today {
		near, exact := room.NearestDay(&r.Cohort.Cohort, r.Today)
		which := fmt.Sprintf("today is %s", r.Today.Words())
		switch {
		case exact:
			which += fmt.Sprintf(", day %d", near)
		case near != d.Number:
			which += fmt.Sprintf(", day %d is nearest", near)
		}
		says = append(says, "not today: "+which)
	}
	if c, closed := r.Cohort.Closed[d.Number]; closed {
		says = append(says, plan.ClosedWords(r, c))
	}
	return strings.Join(says, " · ")
}

// foot is what is known of the focused person, or the row number that waits; and who is not listed.
func (s *Screen) foot(w int) []string {
	t := s.r.Theme
	lines := []string{"", ""}
	copy(lines, Detail(s.r, Aim{Person: s.focused(), Day: s.r.Day, Block: s.r.BlockID()}, w))
	if s.number.Waiting() != "" {
		lines[0] = s.number.Line(t, w)
	}
	if n := s.list.Absent; n > 0 && s.r.Cohort != nil && len(s.list.blocks) > 0 {
		lines = append(lines, t.Faint.Render(t.Cut(peopleWords(n)+" not on this day", w)))
	}
	return lines
}

// Detail is two lines on the person of an aim: who it is, then the mark, who made it and its remark.
// Behind the curtain only name, say-it-like and mark are told.
func Detail(r *room.Room, aim Aim, w int) []string {
	if r.Cohort == nil {
		return nil
	}
	p := r.Cohort.Person(aim.Person)
	if p == nil {
		return nil
	}
	who := []string{fmt.Sprintf("%d %s", p.Row, calledBy(p, !r.Curtain))}
	slots := Covered(r.Cohort, p, aim)
	what := []string{room.StateWords(slots, r.Twelve)}
	if !r.Curtain {
		if p.Worksite != "" {
			who = append(who, p.Worksite)
		}
		if blocks, days := r.Cohort.Absences(p); blocks > 0 {
			who = append(who, fmt.Sprintf("absent so far: %s on %s", counted(blocks, "block"), counted(days, "day")))
		}
		what = append(what, marked(r, p, slots)...)
	}
	t := r.Theme
	return []string{t.Strong.Render(t.Cut(strings.Join(who, " · "), w)), t.Cut(strings.Join(what, " · "), w)}
}

// marked says what else is known of a person's marks: who made the last one, when, whether it is on
// the disk, and the remark.
func marked(r *room.Room, p *store.Person, slots []model.Slot) (says []string) {
	var last store.Cell
	remark, told := "", false
	for _, sl := range slots {
		c := p.Cell(sl.Block.ID)
		if !c.Gesture.IsZero() && !c.At.Before(last.At) {
			last = c
		}
		if remark == "" {
			remark = c.Remark
		}
		told = told || c.Told
	}
	if told {
		says = append(says, "told us ahead")
	}
	if !last.Gesture.IsZero() {
		by := fmt.Sprintf("by %s on %s, %s", last.By, last.Device, model.ClockIn(last.At).Words(r.Twelve))
		if date := model.DateIn(last.At); date != model.DateIn(r.Now()) {
			by += " on " + date.Short()
		}
		switch saving, failed := r.Unwritten(last.Gesture); {
		case failed:
			by += ", NOT SAVED"
		case saving:
			by += ", saving"
		}
		says = append(says, by)
	}
	if remark != "" {
		says = append(says, "remark: "+remark)
	}
	return says
}

// calledBy is a name with how to say it and, where asked for, pronouns.
func calledBy(p *store.Person, pronouns bool) string {
	more := p.Say
	if pronouns && p.Pronouns != "" {
		if more != "" {
			more += ", "
		}
		more += p.Pronouns
	}
	if more == "" {
		return p.Name
	}
	return p.Name + " (" + more + ")"
}

func counted(n int, word string) string {
	if n != 1 {
		word += "s"
	}
	return fmt.Sprintf("%d %s", n, word)
}
