// Package big makes books of any size, to measure on. What is in them is made up, but lies in them
// as it would after years of trainings: each block was marked by one key for everybody and one for
// each exception. It is no part of the program.
package big

import (
	"fmt"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

// Size is how much a book holds.
type Size struct {
	Cohorts  int
	People   int // a cohort
	Days     int // a cohort
	Blocks   int // a day, at most 8
	Unmarked int // days of each cohort, the last ones, that are not marked yet
}

// Large is what Rollbook is tested at: 5,000 people and 500,000 marks, and in each of the 200
// cohorts a day still to be marked.
var Large = Size{Cohorts: 200, People: 25, Days: 26, Blocks: 4, Unmarked: 1}

// Marks is how many marks such a book holds.
func (s Size) Marks() int { return s.Cohorts * s.People * (s.Days - s.Unmarked) * s.Blocks }

// String names the size, also in the name of a file.
func (s Size) String() string {
	return fmt.Sprintf("%dx%dx%dx%d-%d", s.Cohorts, s.People, s.Days, s.Blocks, s.Unmarked)
}

// exceptions is how many people of each block are marked one by one.
const exceptions = 3

// Build makes a book of a size at path, where there must be none.
func Build(path string, size Size, world store.World) error {
	b, err := store.Create(path, world)
	if err != nil {
		return err
	}
	err = fill(b, size)
	if closed := b.Close(); err == nil {
		err = closed
	}
	return err
}

func fill(b *store.Book, size Size) error {
	if err := b.SetAuthor("Asha"); err != nil {
		return err
	}
	for n := range size.Cohorts {
		id, err := b.NewID()
		if err != nil {
			return err
		}
		w := writing{Cohort: b.Blank(id), book: b}
		if err := w.all(n, size); err != nil {
			return fmt.Errorf("make cohort %d: %w", n, err)
		}
	}
	return nil
}

// writing hands the gestures of one cohort to the book without waiting for each.
type writing struct {
	*store.Cohort
	book   *store.Book
	saving []*store.Saving
}

func (w *writing) all(n int, size Size) error {
	for _, part := range []func(int, Size) error{w.plan, w.people, w.marks} {
		if err := part(n, size); err != nil {
			return err
		}
	}
	for _, s := range w.saving {
		if err := s.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// gesture forms a gesture and hands it over.
func (w *writing) gesture(how oplog.How, edits ...store.Edit) (*store.Draft, error) {
	d, err := w.Form(how, edits...)
	if err == nil {
		w.saving = append(w.saving, w.book.Save(d))
	}
	return d, err
}

func (w *writing) plan(n int, size Size) error {
	edits := w.EditCohort(model.Cohort{ID: w.Cohort.ID, Name: fmt.Sprintf("Round %d", n+1), Course: "cipss", Place: "Augusta",
		Trainers: []string{"Asha", "Ben"}, Rule: model.Rule{AllowanceMinutes: 300}})
	first, length := model.DateOf(2020, 1, 6)+model.Date(10*n), model.Clock(480/size.Blocks)
	for day := range size.Days {
		id, err := w.book.NewID()
		if err != nil {
			return err
		}
		edits = append(edits, w.EditDay(model.Day{ID: id, Number: day + 1, Date: first + model.Date(day)})...)
		for block := range model.Clock(size.Blocks) {
			if id, err = w.book.NewID(); err != nil {
				return err
			}
			start := 540 + block*length
			edits = append(edits, w.EditBlock(model.Block{ID: id, Day: day + 1, Start: start, End: start + length - 5, Topic: "Language"})...)
		}
	}
	d, err := w.gesture(oplog.Single, edits...)
	if err == nil {
		w.Apply(d)
	}
	return err
}

// atOnce is how many people one import adds: a gesture has a limit.
const atOnce = 500

func (w *writing) people(n int, size Size) error {
	for first := 0; first < size.People; first += atOnce {
		var edits []store.Edit
		for i := first; i < min(first+atOnce, size.People); i++ {
			id, err := w.book.NewID()
			if err != nil {
				return err
			}
			name := fmt.Sprintf("Person %d of round %d", i+1, n+1)
			edits = append(edits, w.EditTrainee(model.Trainee{ID: id, Name: name, Pronouns: "they", Worksite: "warmline",
				Email: fmt.Sprintf("person%d@round%d.example", i+1, n+1)})...)
			edits = append(edits, w.EditEnrollment(model.Enrollment{Trainee: id, Row: i + 1, From: 1})...)
		}
		d, err := w.gesture(oplog.Import, edits...)
		if err != nil {
			return err
		}
		w.Apply(d)
	}
	return nil
}

// marks marks each block once. What is formed is not applied: no mark is looked at again.
func (w *writing) marks(n int, size Size) error {
	for i, block := range w.Blocks {
		if block.Day > size.Days-size.Unmarked {
			break
		}
		var rest []store.Edit
		for row, p := range w.People {
			if (row+i+n)%max(1, size.People/exceptions) != 0 {
				rest = append(rest, w.EditMark(p, block.ID, model.Plain(model.Present)))
				continue
			}
			mark := model.Mark{State: model.Part, Arrived: block.Start + 20, Left: model.NoClock}
			if _, err := w.gesture(oplog.Single, w.EditMark(p, block.ID, mark)); err != nil {
				return err
			}
		}
		if len(rest) == 0 {
			continue
		}
		if _, err := w.gesture(oplog.Rest, rest...); err != nil {
			return err
		}
	}
	return nil
}
