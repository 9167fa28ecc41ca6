package store

import (
	"errors"
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// cohort is one of the cohorts of the laptop's book, nil where it has none with a plan.
func (l *simLaptop) cohort() *Cohort {
	list, err := l.book.Cohorts()
	l.run.must(err, "list cohorts")
	if len(list) == 0 {
		return nil
	}
	c, err := l.book.Load(some(l.run, list).ID)
	l.run.must(err, "load a cohort")
	if len(c.Blocks) == 0 || len(c.Days) == 0 {
		return nil // its plan was taken back, or has not arrived
	}
	return c
}

var simWords = []string{"bus", "ill", "日本語", "needs a quiet room", "rang at 8", "came with Noor"}

// cell is a person of the cohort and a block, nil where there is nobody.
func (r *simRun) cell(c *Cohort) (*Person, model.Block) {
	if len(c.People) == 0 {
		return nil, model.Block{}
	}
	return some(r, c.People), some(r, c.Blocks)
}

func (r *simRun) anyMark() model.Mark {
	m := model.Plain(model.State(r.step.IntN(4)))
	if m.State == model.Part {
		m.Arrived = model.Clock(545 + 5*r.step.IntN(10))
	}
	return m
}

func (r *simRun) mark(l *simLaptop, c *Cohort) {
	if p, b := r.cell(c); p != nil {
		m := r.anyMark()
		l.save(c, oplog.Single, c.EditMark(p, b.ID, m))
		c, err := l.book.Load(c.Cohort.ID)
		r.must(err, "load a cohort")
		if cell := c.Person(p.Trainee.ID).Cell(b.ID); cell.Mark.State != m.State || m.State == model.Part && !cell.Mark.Equal(m) || cell.Disputed() {
			r.fail("a mark does not show", "%s marked %+v, and sees %+v", l.name, m, cell)
		}
	}
}

func (r *simRun) markRest(l *simLaptop, c *Cohort) {
	edits, _, err := c.MarkRest(some(r, c.Days).Number, model.ID{}, r.step.IntN(3) == 0)
	r.must(err, "mark the rest")
	l.save(c, oplog.Rest, edits...)
}

func (r *simRun) told(l *simLaptop, c *Cohort) {
	if p, b := r.cell(c); p != nil {
		l.save(c, oplog.Single, c.EditTold(p, b.ID, !p.Cell(b.ID).Told))
	}
}

func (r *simRun) remark(l *simLaptop, c *Cohort) {
	if p, b := r.cell(c); p != nil {
		l.save(c, oplog.Single, c.EditRemark(p, b.ID, some(r, append(simWords, ""))))
	}
}

func (r *simRun) ownWords(l *simLaptop, c *Cohort) {
	if len(c.Notes) > 0 && r.step.IntN(2) == 0 {
		l.save(c, oplog.Single, c.EditNoteWords(some(r, c.Notes).ID, some(r, simWords)))
	} else if p, b := r.cell(c); p != nil {
		l.save(c, oplog.Single, c.EditOwnWords(p, b.ID, some(r, simWords)))
	}
}

func (r *simRun) note(l *simLaptop, c *Cohort) {
	n := Note{ID: l.id(), Day: some(r, c.Days).Number, Text: "a note: " + some(r, simWords), Together: r.step.IntN(3) == 0}
	if p, _ := r.cell(c); p != nil && r.step.IntN(2) == 0 {
		n.Day, n.Trainee = 0, p.Trainee.ID
	}
	l.save(c, oplog.Single, c.EditNote(n)...)
}

func (l *simLaptop) id() model.ID {
	id, err := l.book.NewID()
	l.run.must(err, "make an id")
	return id
}

func (r *simRun) editNote(l *simLaptop, c *Cohort) {
	if len(c.Notes) > 0 {
		n := some(r, c.Notes)
		n.Text = some(r, simWords) + " and " + some(r, simWords)
		l.save(c, oplog.Single, c.EditNote(n)...)
	}
}

func (r *simRun) strike(l *simLaptop, c *Cohort) {
	if len(c.Notes) > 0 && r.step.IntN(2) == 0 {
		l.save(c, oplog.Single, c.EditStrike(some(r, c.Notes).ID)...)
	} else if p, b := r.cell(c); p != nil {
		l.save(c, oplog.Single, c.EditStrikeMark(p, b.ID)...)
	}
}

// settle takes one party's side of something that people disagree on, or says something else.
func (r *simRun) settle(l *simLaptop, c *Cohort) {
	all := c.Disagreements()
	if len(all) == 0 {
		r.also("nothing in question")
		return
	}
	d := some(r, all)
	edits, err := c.EditsFor(d, r.step.IntN(len(d.Parties)))
	r.must(err, "settle")
	made, err := c.Form(oplog.Settle, edits...)
	if errors.Is(err, ErrForgotten) || made == nil && err == nil {
		r.also("nothing to do")
		return
	}
	r.must(err, "form a settlement")
	l.keep(made)
	s := settlement{gesture: made.Gesture.ID}
	for _, f := range d.Fields {
		for _, side := range f.Sides {
			s.sides = append(s.sides, side.Op)
		}
	}
	r.settled = append(r.settled, s)
	c, err = l.book.Load(c.Cohort.ID)
	r.must(err, "load a cohort")
	l.settledStays(c)
}

func (r *simRun) walkIn(l *simLaptop, c *Cohort) {
	edits, _, err := c.Enroll([]model.Trainee{{Name: fmt.Sprintf("Guest %d", r.step.IntN(100)), Phone: "555 0100"}}, 1, r.step.IntN(2) == 0)
	r.must(err, "add a person")
	l.save(c, oplog.Single, edits...)
}

func (r *simRun) join(l *simLaptop, c *Cohort) {
	if len(c.People) < 2 {
		return
	}
	j, err := l.book.PlanJoin(some(r, c.People).Trainee.ID, some(r, c.People).Trainee.ID)
	if errors.Is(err, ErrSamePerson) || errors.Is(err, ErrNoPerson) {
		r.also("one person already")
		return
	}
	r.must(err, "join two people")
	l.keep(j.Draft)
}

func (r *simRun) forget(l *simLaptop, c *Cohort) {
	p, _ := r.cell(c)
	if p == nil {
		return
	}
	d, err := l.book.PlanForget(p.Trainee.ID)
	if errors.Is(err, ErrNoPerson) || d == nil && err == nil {
		return
	}
	r.must(err, "forget a person")
	l.keep(d)
}

func (r *simRun) rename(l *simLaptop, c *Cohort) {
	if p, _ := r.cell(c); p != nil && !p.Forgotten {
		t := p.Trainee
		t.Name, t.Email = t.Name+string(rune('a'+r.step.IntN(26))), some(r, []string{t.Email, "me@example.org", ""})
		l.save(c, oplog.Single, c.EditName(p, t, r.step.IntN(2) == 0)...)
	}
}

func (r *simRun) replan(l *simLaptop, c *Cohort) {
	b := some(r, c.Blocks)
	b.Start, b.Topic = b.Start+model.Clock(5*r.step.IntN(3)), some(r, []string{"Language", "Listening"})
	b.Cancelled = r.step.IntN(5) == 0
	l.save(c, oplog.Single, c.EditBlock(b)...)
}

func (r *simRun) closeDay(l *simLaptop, c *Cohort) {
	d := some(r, c.Days)
	counted := c.Count(d.Number)
	l.save(c, oplog.Single, c.EditClosing(d.ID, &counted))
}

func (r *simRun) makeUp(l *simLaptop, c *Cohort) {
	p, b := r.cell(c)
	if p == nil {
		return
	}
	left := c.Owing(p, b.ID)
	if left == 0 {
		return
	}
	d, _ := c.Day(b.Day)
	edits, err := c.AddMakeUp(p, MakeUp{MakeUp: model.MakeUp{Block: b.ID, Minutes: 1 + r.step.IntN(left), Date: d.Date}, With: "Dina"})
	r.must(err, "make up")
	l.save(c, oplog.Single, edits...)
}

func (r *simRun) leave(l *simLaptop, c *Cohort) {
	if p, _ := r.cell(c); p != nil {
		l.save(c, oplog.Single, c.Leave(p, r.step.IntN(3))...)
	}
}

// newer is a gesture as a later version might make: a kind of things, or a property of marks, that this
// one does not know, some with a text.
func (r *simRun) newer(l *simLaptop, c *Cohort) {
	f := field(77, 3, c.Cohort.ID, l.id())
	if p, b := r.cell(c); p != nil && r.step.IntN(2) == 0 {
		f = field(kindMark, 9, c.Cohort.ID, b.ID, p.Trainee.ID)
	}
	e := Edit{field: f, value: map[string]int{"size": r.step.IntN(9)}}
	if words := "said later"; r.step.IntN(2) == 0 {
		e = Edit{field: f, text: &words}
	}
	l.save(c, oplog.Single, e)
}

// enrollKnown enrolls somebody whom the book knows from another cohort.
func (r *simRun) enrollKnown(l *simLaptop, c *Cohort) {
	all, err := l.book.Trainees()
	r.must(err, "list people")
	all = slices.DeleteFunc(all, func(k Known) bool { return c.Person(k.ID) != nil })
	if len(all) == 0 {
		return
	}
	edits, _, err := c.Enroll([]model.Trainee{some(r, all).Trainee}, 1, false)
	r.must(err, "enroll a person")
	l.save(c, oplog.Import, edits...)
}

func (r *simRun) undoAny(l *simLaptop, c *Cohort) {
	entries, err := l.book.Journal(c.Cohort.ID)
	r.must(err, "read the journal")
	if len(entries) > 3 { // the first make the cohort
		r.reverse(l, func() (*Undoing, error) { return l.book.PlanUndoOf(some(r, entries[2:]).Gesture) })
	}
}

func (r *simRun) undo(l *simLaptop) { r.reverse(l, l.book.PlanUndo) }
func (r *simRun) redo(l *simLaptop) { r.reverse(l, l.book.PlanRedo) }

func (r *simRun) reverse(l *simLaptop, plan func() (*Undoing, error)) {
	u, err := plan()
	for _, none := range []error{ErrNothing, ErrNoRedo, ErrAllLeft, ErrStruck, ErrNoGesture} {
		if errors.Is(err, none) {
			r.also("nothing to do")
			return
		}
	}
	r.must(err, "undo or redo")
	r.also("%s", u.What)
	l.keep(u.Draft)
}

func (r *simRun) author(l *simLaptop) {
	r.must(l.book.SetAuthor(some(r, simTrainers)), "name an author")
}

// newCohort makes a cohort of two days with two blocks each, and three people.
func (r *simRun) newCohort(l *simLaptop) {
	c := l.book.Blank(l.id())
	edits := c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: "Course " + l.name, Course: "cipss", Trainers: []string{"Asha", "Ben"}})
	for n := 1; n <= 2; n++ {
		edits = append(edits, c.EditDay(model.Day{ID: l.id(), Number: n, Date: model.DateOf(2026, 3, 1+n)})...)
		edits = append(edits, c.EditBlock(model.Block{ID: l.id(), Day: n, Start: 540, End: 720, Topic: "Language"})...)
		edits = append(edits, c.EditBlock(model.Block{ID: l.id(), Day: n, Start: 780, End: 960, Topic: "First Contact"})...)
	}
	l.save(c, oplog.Single, edits...)
	c, err := l.book.Load(c.Cohort.ID)
	r.must(err, "load a new cohort")
	edits, _, err = c.Enroll([]model.Trainee{{Name: "Maya", Certificate: "Maya M."}, {Name: "Noor"}, {Name: "Olga"}}, 1, false)
	r.must(err, "import people")
	l.save(c, oplog.Import, edits...)
}
