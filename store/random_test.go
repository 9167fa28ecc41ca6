package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
	"rollbook/store/oplog"
)

// TestWhatTheScreenShowsIsWhatTheBookHolds edits a small cohort at random. After each gesture the
// cohort that it was applied to in memory shows what a freshly loaded one does, and at the end the
// state derived anew from the log is the one that was kept.
func TestWhatTheScreenShowsIsWhatTheBookHolds(t *testing.T) {
	runs(t, 40)
	folder, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		b, err := Create(filepath.Join(folder, fmt.Sprintf("%d.book", n)), World{Now: morning(), Chance: rand.Reader})
		if err != nil {
			rt.Fatal(err)
		}
		defer b.Close()
		if err := b.SetAuthor("Asha"); err != nil {
			rt.Fatal(err)
		}
		c := newCohort(t, b, 2, "Maya", "Noor", "Olga", "Maja")
		stale := reload(t, c) // what a screen shows that has not heard of anything since
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			if step := rapid.SampledFrom([]string{"edit", "edit", "edit", "edit", "behind", "undo", "redo", "author"}).Draw(rt, "step"); step != "edit" {
				c = otherStep(rt, t, b, c, stale, step)
				continue
			}
			how := rapid.SampledFrom([]oplog.How{oplog.Single, oplog.Rest, oplog.Import, oplog.Settle}).Draw(rt, "how")
			save(t, c, how, randomEdits(rt, t, c)...)
			if diff := differs(c, reload(t, c)); diff != "" {
				rt.Fatal(diff)
			}
		}
		before := derived(t, b)
		if err := b.rebuild(); err != nil {
			rt.Fatal(err)
		}
		if !reflect.DeepEqual(derived(t, b), before) {
			rt.Fatal("derived anew, the state is another")
		}
	})
}

// otherStep does what a screen can't show by itself, and loads the cohort anew.
func otherStep(rt *rapid.T, t *testing.T, b *Book, c, stale *Cohort, step string) *Cohort {
	switch step {
	case "behind":
		if d, err := stale.Form(oplog.Single, stale.EditMark(stale.Row(1), stale.Blocks[0].ID, randomMark(rt))); err != nil {
			rt.Fatal(err)
		} else if d != nil {
			if err := b.Save(d).Wait(); err != nil {
				rt.Fatal(err)
			}
		}
	case "undo", "redo":
		plan := map[string]func() (*Undoing, error){"undo": b.PlanUndo, "redo": b.PlanRedo}[step]
		if u, err := plan(); err == nil {
			if err := b.Save(u.Draft).Wait(); err != nil {
				rt.Fatal(err)
			}
		}
	case "author":
		if err := b.SetAuthor(rapid.SampledFrom([]string{"Ben", "asha", "Chloë", "chloe"}).Draw(rt, "author")); err != nil {
			rt.Fatal(err)
		}
	}
	again, err := b.Load(c.Cohort.ID)
	if errors.Is(err, ErrNoCohort) { // the cohort itself was undone: a screen would leave it
		u, planned := b.PlanRedo()
		if planned != nil {
			rt.Fatal(planned)
		}
		if err := b.Save(u.Draft).Wait(); err != nil {
			rt.Fatal(err)
		}
		again, err = b.Load(c.Cohort.ID)
	}
	if err != nil {
		rt.Fatal(err)
	}
	return again
}

func randomMark(t *rapid.T) model.Mark {
	m := model.Plain(model.State(rapid.IntRange(0, 3).Draw(t, "state")))
	if m.State == model.Part {
		m.Arrived = model.Clock(rapid.IntRange(541, 700).Draw(t, "arrived"))
	}
	return m
}

// randomEdits is what one key or form can do.
func randomEdits(rt *rapid.T, t *testing.T, c *Cohort) (edits []Edit) {
	if len(c.People) == 0 || len(c.Blocks) == 0 || len(c.Days) == 0 {
		return c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: "Spring again"})
	}
	p := rapid.SampledFrom(c.People).Draw(rt, "person")
	block := rapid.SampledFrom(c.Blocks).Draw(rt, "block")
	day := rapid.SampledFrom(c.Days).Draw(rt, "day")
	words := rapid.SampledFrom([]string{"", "bus", "ill", "日本語"}).Draw(rt, "words")
	yes := rapid.Bool().Draw(rt, "yes")
	switch rapid.IntRange(0, 16).Draw(rt, "edit") {
	case 0, 1:
		edits = append(edits, c.EditMark(p, block.ID, randomMark(rt)))
	case 2:
		for _, p := range c.People {
			edits = append(edits, c.EditMark(p, block.ID, randomMark(rt)), c.EditTold(p, block.ID, yes))
		}
	case 3:
		edits = append(edits, c.EditRemark(p, block.ID, words), c.EditTold(p, block.ID, yes))
	case 4:
		someone := p.Trainee
		someone.Name, someone.Phone, someone.Worksite = someone.Name+words, words, "warmline"
		edits = c.EditTrainee(someone)
	case 5:
		id := newID(t, c.book)
		edits = append(c.EditTrainee(model.Trainee{ID: id, Name: "Pia" + words}),
			c.EditEnrollment(model.Enrollment{Trainee: id, Row: c.NextRow(), From: day.Number, WalkIn: yes})...)
	case 6:
		e := p.Enrollment
		e.To, e.WalkIn, e.Guest = day.Number*rapid.IntRange(0, 1).Draw(rt, "leaves"), yes, nil
		if yes {
			e.Guest = []model.ID{block.ID}
		}
		edits = c.EditEnrollment(e)
	case 7:
		block.Start, block.Cancelled, block.Topic = block.Start+5, yes, "Language "+words
		edits = c.EditBlock(block)
	case 8:
		day.Date, day.Cancelled = day.Date+1, yes
		counted := c.Count(day.Number)
		edits = append(c.EditDay(day), c.EditClosing(day.ID, &counted))
		if yes {
			edits[len(edits)-1] = c.EditClosing(day.ID, nil)
		}
	case 9:
		n := Note{ID: newID(t, c.book), Day: day.Number, Text: "note " + words, Together: yes}
		if len(c.Notes) > 0 && yes {
			n = c.Notes[0]
			n.Text += words
		} else if words == "bus" {
			n.Day, n.Trainee = 0, p.Trainee.ID
		}
		edits = c.EditNote(n)
	case 10:
		if len(c.Notes) > 0 {
			edits = c.EditStrike(c.Notes[0].ID)
		}
	case 11:
		edits = append(edits, joinOf(t, c.book, p.Trainee.ID, c.People[len(c.People)-1].Trainee.ID))
	case 12, 13:
		if left := c.Owing(p, block.ID); left > 0 {
			made := day.Date // on a day that is not before the one missed, wherever that was moved to
			for _, d := range c.Days {
				if d.Number == block.Day {
					made = max(made, d.Date)
				}
			}
			m := MakeUp{MakeUp: model.MakeUp{Block: block.ID, Minutes: rapid.IntRange(1, left).Draw(rt, "minutes"), Date: made}, With: words}
			if yes {
				m.InCohort, m.InBlock = c.Cohort.ID, block.ID
			}
			var err error
			if edits, err = c.AddMakeUp(p, m); err != nil {
				rt.Fatal(err)
			}
		} else if len(p.MakeUps) > 0 {
			edits = c.RemoveMakeUp(p.MakeUps[0].ID)
		}
	case 14:
		edits = append(edits, c.EditOwnWords(p, block.ID, words), c.EditRequired(p, day.Date, words))
		if len(c.Notes) > 0 {
			edits = append(edits, c.EditNoteWords(c.Notes[0].ID, words))
		}
	case 15:
		someone := p.Trainee
		someone.Name += "x"
		edits = c.EditName(p, someone, yes)
	case 16:
		if yes {
			edits = c.EditStrikeMark(p, block.ID)
		} else {
			var err error
			if edits, _, err = c.EnrollGuest(model.Trainee{Name: "Gita"}, []model.ID{block.ID}); err != nil {
				rt.Fatal(err)
			}
		}
	}
	return edits
}
