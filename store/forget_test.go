package store

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// textsOf are all texts that the book still holds, as one.
func textsOf(t testing.TB, b *Book) string {
	t.Helper()
	b.Flush()
	var all []string
	err := b.view(func(tx *boltTx) error {
		all = nil
		return tx.Bucket([]byte(bucketTexts)).ForEach(func(key, sealed []byte) error {
			plain, err := openSealed(b.sealer, bucketTexts, key, sealed)
			all = append(all, oplog.Text(plain).String())
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return strings.Join(all, "|")
}

// told is all that a journal says.
func told(t testing.TB, b *Book, cohort model.ID) string {
	t.Helper()
	entries, err := b.Journal(cohort)
	if err != nil {
		t.Fatal(err)
	}
	var says []string
	for _, e := range entries {
		says = append(says, e.What)
		for _, ch := range e.Changes {
			says = append(says, ch.Field, ch.From, ch.To)
		}
	}
	return strings.Join(says, "\n")
}

func TestAForgottenPersonsTextsAreGoneEverywhere(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Maja")
	maya := c.Row(1).Trainee
	maya.Phone = "555 0100"
	save(t, c, oplog.Single, c.EditTrainee(maya)...)
	maya.Phone = "555 0101"
	save(t, c, oplog.Single, c.EditTrainee(maya)...)
	first := c.Blocks[0].ID
	save(t, c, oplog.Single, c.EditMark(c.Row(1), first, model.Plain(model.Absent)), c.EditRemark(c.Row(1), first, "bus 22"),
		c.EditOwnWords(c.Row(1), first, "the bus never came"), c.EditRemark(c.Row(2), first, "Noor's remark"))
	undone := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: undone, Trainee: maya.ID, Text: "a note taken back"})...)
	undo(t, b)
	c = reload(t, c)
	about, day := newID(t, b), newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: about, Trainee: maya.ID, Text: "asked for larger print"})...)
	save(t, c, oplog.Single, c.EditNoteWords(about, "only on day one"))
	save(t, c, oplog.Single, c.EditNote(Note{ID: day, Day: 1, Text: "a snow day"})...)
	madeUp(t, c, 1, first, 60)
	save(t, c, oplog.Single, c.EditMark(c.Row(2), first, model.Plain(model.Absent)))
	edits, err := c.AddMakeUp(c.Row(2), MakeUp{With: "Maya", MakeUp: model.MakeUp{Block: first, Minutes: 60, Date: model.DateOf(2026, 3, 4)}})
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, edits...)
	autumn := newCohort(t, b, 1, "Olga")
	if edits, _, err = autumn.Enroll([]model.Trainee{maya}, 1, false); err != nil {
		t.Fatal(err)
	}
	save(t, autumn, oplog.Single, edits...)
	save(t, autumn, oplog.Single, autumn.EditRemark(autumn.Person(maya.ID), autumn.Blocks[0].ID, "came with Maja"))
	planJoin(t, b, maya.ID, c.Row(3).Trainee.ID)

	c = reload(t, c)
	unsaved, err := c.Form(oplog.Single, c.EditRemark(c.Row(1), first, "a late remark")) // on its way while she is forgotten
	if err != nil {
		t.Fatal(err)
	}
	d, err := b.PlanForget(maya.ID)
	if err != nil {
		t.Fatal(err)
	}
	c.Apply(d)
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	for _, place := range []string{"note/x/person/" + maya.ID.String(), "note/x/note/" + about.String(), "note/x/note/" + day.String()} {
		if err := b.KeepDraft(place, "unfinished"); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.ForgetDrafts(maya.ID); err != nil {
		t.Fatal(err)
	}
	if places, err := b.Drafts(); err != nil || !slices.Equal(places, []string{"note/x/note/" + day.String()}) {
		t.Errorf("drafts kept: %q, %v", places, err)
	}
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Error(diff)
	}
	if got, want := textsOf(t, b), "Asha|Asha\nBen|Asha\nBen|Maya|Noor|Noor's remark|Olga|a snow day"; got != want {
		t.Errorf("the book still holds\n%s, want\n%s", got, want)
	}
	c = reload(t, c)
	p := c.Row(1)
	if !p.Forgotten || p.Name != "a former trainee" || p.Phone != "" || p.Cell(first).Mark.State != model.Absent ||
		p.Cell(first).Remark != "" || p.Cell(first).OwnWords != "" || len(c.Notes) != 1 || len(p.MakeUps) != 1 || p.MakeUps[0].With != "" ||
		c.Row(2).MakeUps[0].With != "Maya" {
		t.Errorf("forgotten: %+v, notes %+v", viewOf(c).People, c.Notes)
	}
	c.Apply(unsaved)
	if err := b.Save(unsaved).Wait(); err != nil {
		t.Fatal(err)
	}
	if got := c.Row(1).Cell(first).Remark; got != "" || reload(t, c).Row(1).Cell(first).Remark != "" {
		t.Errorf("what comes later shows: %q", got)
	}
	for _, of := range []model.ID{{}, c.Cohort.ID} {
		says := told(t, b, of)
		for _, gone := range []string{"Maja", "555", "bus", "larger print", "taken back", "day one", "came with", "late remark", "with struck"} {
			if strings.Contains(says, gone) {
				t.Errorf("the journal tells %q:\n%s", gone, says)
			}
		}
		if !strings.Contains(says, "a former trainee: forgotten, 11 texts struck") {
			t.Errorf("the journal does not say that it was struck:\n%s", says)
		}
	}
	known, err := b.Trainees()
	if err != nil || slices.ContainsFunc(known, func(k Known) bool { return k.ID == maya.ID }) {
		t.Errorf("still known: %+v, %v", known, err)
	}
	if _, err := b.PlanUndoOf(d.Gesture.ID); !errors.Is(err, ErrStruck) || err.Error() != "it can't be undone: a former trainee was forgotten: what was struck stays struck" {
		t.Errorf("forgetting undone: %v", err)
	}
	if _, err := b.PlanForget(newID(t, b)); !errors.Is(err, ErrNoPerson) {
		t.Errorf("forgetting nobody: %v", err)
	}
}

func TestAStruckTextIsNotBroughtBackByAGestureThatStillHasIt(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	id := newID(t, b)
	written := save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "first words"})...)
	save(t, c, oplog.Single, c.EditStrike(id)...)
	c.Bring(written)
	if err := b.Save(written).Wait(); err != nil {
		t.Fatal(err)
	}
	if len(c.Notes) != 0 || len(reload(t, c).Notes) != 0 || strings.Contains(textsOf(t, b), "first words") {
		t.Errorf("it is back: %+v", c.Notes)
	}
}

func TestAnOldNameIsStruckWithTheChangeOfNameUnlessThePersonWishesOtherwise(t *testing.T) {
	for _, keep := range []bool{false, true} {
		b := newBook(t)
		c := newCohort(t, b, 1, "Marlon", "Noor")
		p := c.Row(1)
		said := p.Trainee
		said.Say, said.Email = "MAR-lon", "m@example.org"
		save(t, c, oplog.Single, c.EditTrainee(said)...)
		maya := said
		maya.Name, maya.Say = "Maya", "MY-a"
		save(t, c, oplog.Single, c.EditName(c.Row(1), maya, keep)...)
		if diff := differs(c, reload(t, c)); diff != "" || c.Row(1).Name != "Maya" || c.Row(1).Email != "m@example.org" {
			t.Fatalf("%s\n%+v", diff, c.Row(1).Trainee)
		}
		holds, says := textsOf(t, b), told(t, b, c.Cohort.ID)
		if kept := strings.Contains(holds, "Marlon") && strings.Contains(holds, "MAR-lon") && strings.Contains(says, "Marlon"); kept != keep {
			t.Errorf("kept %v, the book holds %q and tells\n%s", keep, holds, says)
		}
		if !strings.Contains(holds, "Maya") || !strings.Contains(holds, "m@example.org") {
			t.Errorf("the book holds %q", holds)
		}
		if keep {
			if u := undo(t, b); u.What != "Maya: name, say-it-like" || reload(t, c).Row(1).Name != "Marlon" {
				t.Errorf("undone %q", u.What)
			}
			continue
		}
		if !strings.Contains(says, "1 Maya: name, say-it-like, 2 texts struck") {
			t.Errorf("the journal tells\n%s", says)
		}
		// The old name can't come back: it is named, beside what was done before.
		if u := undo(t, b); !slices.Equal(u.Struck, []string{"name of Maya, say-it-like of Maya"}) || !slices.Equal(u.Left, []string{"say-it-like of Maya"}) || u.What != "Maya: say-it-like, email" {
			t.Errorf("undone %q, left %q, struck %q", u.What, u.Left, u.Struck)
		}
	}
}

func TestUndoSaysOnceThatSomethingWasStruck(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block := c.Blocks[0].ID
	for _, s := range []model.State{model.Absent, model.Present} {
		save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(s)))
	}
	id := newID(t, b)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "first words"})...)
	save(t, c, oplog.Single, c.EditNote(Note{ID: id, Day: 1, Text: "other words"})...)
	save(t, c, oplog.Single, c.EditStrike(id)...)
	var left []string
	for range 4 {
		u, err := b.PlanUndo()
		if err != nil {
			t.Fatal(err)
		}
		if err := b.Save(u.Draft).Wait(); err != nil {
			t.Fatal(err)
		}
		left = append(left, u.Struck...)
		left = append(left, u.Left...)
	}
	if !slices.Equal(left, []string{"note on day 1"}) {
		t.Errorf("four undos leave %q", left)
	}
	if says := told(t, b, c.Cohort.ID); !strings.Contains(says, "note on day 1: struck") {
		t.Errorf("the journal tells\n%s", says)
	}
}

func TestOwnWordsStandBesideMarkAndNote(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	block, note := c.Blocks[0].ID, newID(t, b)
	save(t, c, oplog.Single, c.EditOwnWords(c.Row(1), block, "I was in the hall"))
	save(t, c, oplog.Single, c.EditNote(Note{ID: note, Trainee: c.Row(1).Trainee.ID, Text: "asked for larger print"})...)
	save(t, c, oplog.Single, c.EditNoteWords(note, "only on day one"))
	if diff := differs(c, reload(t, c)); diff != "" {
		t.Fatal(diff)
	}
	if cell := c.Row(1).Cell(block); cell.OwnWords != "I was in the hall" || cell.Mark.State != model.Unmarked || c.Notes[0].OwnWords != "only on day one" {
		t.Errorf("beside the mark %+v, beside the note %+v", cell, c.Notes[0])
	}
	if u := undo(t, b); u.What != "own words beside the note on Maya" {
		t.Errorf("undone %q", u.What)
	}
	undo(t, b)
	if u := undo(t, b); u.What != "1 Maya: own words" || reload(t, c).Row(1).Cell(block).OwnWords != "" {
		t.Errorf("undone %q", u.What)
	}
	c = reload(t, c)
	save(t, c, oplog.Single, c.EditMark(c.Row(1), block, model.Plain(model.Absent)), c.EditRemark(c.Row(1), block, "left early"))
	save(t, c, oplog.Single, c.EditOwnWords(c.Row(1), block, "I see it differently"))
	save(t, c, oplog.Single, c.EditStrikeMark(c.Row(1), block)...)
	cell := reload(t, c).Row(1).Cell(block)
	if cell.OwnWords != "" || cell.Remark != "" || cell.Mark.State != model.Absent || strings.Contains(textsOf(t, b), "early") {
		t.Errorf("struck: %+v, the book holds %q", cell, textsOf(t, b))
	}
	if says := told(t, b, c.Cohort.ID); !strings.Contains(says, "remark of 1 Maya, day 1 09:00 Language, own words of 1 Maya, day 1 09:00 Language: struck") {
		t.Errorf("the journal tells\n%s", says)
	}
}
