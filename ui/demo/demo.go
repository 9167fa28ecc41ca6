// Package demo is a made-up cohort in a temporary book, with a day in progress: to look around
// without a roster, and to show Rollbook to others. Nobody in it exists, and nothing of it is left
// behind.
package demo

import (
	"errors"
	"os"
	"path/filepath"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

// BookName is the name of the demo's book in its folder.
const BookName = "demo.book"

// folderName begins the names of the demo's folders.
const folderName = "rollbook-demo-"

// Folder makes a temporary folder for the demo's book, and takes away what a demo left that was
// killed.
func Folder(world store.World) (string, error) {
	sweep(os.TempDir(), world)
	return os.MkdirTemp("", folderName)
}

// sweep removes the folders of demos whose book nobody has open.
func sweep(temp string, world store.World) {
	folders, _ := filepath.Glob(filepath.Join(temp, folderName+"*"))
	for _, folder := range folders {
		book, err := store.Open(filepath.Join(folder, BookName), world)
		if err == nil {
			book.Close()
			os.RemoveAll(folder)
		}
	}
}

// today is the date of the demo's third day.
func today(world store.World, given model.Date) model.Date {
	if given != model.NoDate {
		return given
	}
	return model.DateIn(world.Now())
}

// Make makes the demo's book at path, with day 3 on the given date, or on the clock's.
func Make(path string, world store.World, given model.Date) (err error) {
	book, err := store.Create(path, world)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if err := book.SetAuthor(Trainer); err != nil {
		return err
	}
	course, ok := model.EmbeddedCourse("cipss")
	if !ok {
		return errors.New("the course cipss is not in this program")
	}
	first := today(world, given) - 2
	var dates []model.Date
	for n := range course.Days {
		dates = append(dates, first+model.Date(n))
	}
	c, edits, err := book.NewCohort("Demo round", course, dates, "Made-up Hall, Augusta", []string{Trainer, "Sam"})
	if err != nil {
		return err
	}
	b := &builder{book: book, c: c}
	b.do(oplog.Single, edits...)
	b.people()
	b.marks()
	b.notes()
	return b.err
}

// builder forms one gesture after another, until one fails.
type builder struct {
	book *store.Book
	c    *store.Cohort
	err  error
	last *store.Saving
}

func (b *builder) do(how oplog.How, edits ...store.Edit) {
	if b.err != nil {
		return
	}
	d, err := b.c.Form(how, edits...)
	if err != nil || d == nil {
		b.err = err
		return
	}
	b.c.Apply(d)
	b.last = b.book.Save(d)
}

func (b *builder) people() {
	people := make([]model.Trainee, len(roster))
	copy(people, roster)
	edits, _, err := b.c.Enroll(people, 1, false)
	if err != nil {
		b.err = err
		return
	}
	b.do(oplog.Import, edits...)
}

// act is a rule of package model applied to one row.
type act func(model.Scope) ([]model.Slot, error)

func absent(s model.Scope) ([]model.Slot, error) { return s.Absent(), nil }

func late(at model.Clock) act {
	return func(s model.Scope) ([]model.Slot, error) { return s.Late(at) }
}

func left(at model.Clock) act {
	return func(s model.Scope) ([]model.Slot, error) { return s.Leave(at) }
}

// marks are two whole days, and a third on which the afternoon is half done.
func (b *builder) marks() {
	b.one(7, 1, absent)
	b.one(12, 1, late(9*60+25))
	b.rest(1, model.ID{})
	b.close(1)
	b.one(4, 2, left(15*60))
	b.one(7, 2, late(13*60+10))
	b.rest(2, model.ID{})
	b.close(2)
	morning := b.block(3, 0)
	b.one(3, 3, absent)
	b.one(9, 3, late(9*60+20))
	b.rest(3, morning)
	afternoon := b.block(3, 1)
	for row := 1; row <= 6; row++ {
		if row != 3 {
			b.in(row, 3, afternoon, func(s model.Scope) ([]model.Slot, error) { return s.Present(), nil })
		}
	}
	if b.err == nil {
		edits, err := b.c.Told(b.c.Row(3), 3, model.ID{}, true)
		if b.err = err; err == nil {
			b.do(oplog.Single, append(edits, b.c.EditRemark(b.c.Row(9), morning, "bus from Bangor"))...)
		}
	}
}

func (b *builder) block(day, n int) model.ID {
	if blocks := b.c.BlocksOf(day); n < len(blocks) {
		return blocks[n].ID
	}
	return model.ID{}
}

func (b *builder) one(row, day int, a act) { b.in(row, day, model.ID{}, a) }

func (b *builder) in(row, day int, block model.ID, a act) {
	if b.err != nil {
		return
	}
	edits, err := b.c.MarkDay(b.c.Row(row), day, block, a)
	if b.err = err; err == nil {
		b.do(oplog.Single, edits...)
	}
}

func (b *builder) rest(day int, block model.ID) {
	if b.err != nil {
		return
	}
	edits, _, err := b.c.MarkRest(day, block, false)
	if b.err = err; err == nil {
		b.do(oplog.Rest, edits...)
	}
}

func (b *builder) close(day int) {
	d, _ := b.c.Cohort.Day(day)
	counted := b.c.Count(day)
	b.do(oplog.Single, b.c.EditClosing(d.ID, &counted))
}

func (b *builder) notes() {
	for _, n := range []store.Note{
		{Day: 2, Text: "The room was cold until ten. Ask for the key of the heating the evening before."},
		{Topic: "Language", Text: "The pairs wanted more time for the last exercise: plan 30 minutes."},
		{Trainee: b.c.Row(9).Trainee.ID, Together: true, Text: "Comes by the bus from Bangor, which is in at 9:15: starts with us at 9:20 on most days."},
	} {
		id, err := b.book.NewID()
		if err != nil {
			b.err = err
			return
		}
		n.ID = id
		b.do(oplog.Single, b.c.EditNote(n)...)
	}
	if b.err == nil && b.last != nil {
		b.err = b.last.Wait()
	}
}
