package store

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
	"rollbook/store/oplog"
)

// TestJoiningCohortsLosesNothingOfEither lets two laptops make the same cohort and do with it what people
// do, each for itself, then joins the one into the other. Whatever the one says of somebody in a block is
// shown in the other then, or is a side of what people disagree on; and taking it back leaves what was.
func TestJoiningCohortsLosesNothingOfEither(t *testing.T) {
	runs(t, 40)
	folder, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		book := func(trainer string) *Book {
			b, err := Create(filepath.Join(folder, fmt.Sprintf("%d %s.book", n, trainer)), World{Now: morning(), Chance: rand.Reader})
			if err == nil {
				err = b.SetAuthor(trainer)
			}
			if err != nil {
				rt.Fatal(err)
			}
			return b
		}
		b, other := book("Asha"), book("Ben")
		defer b.Close()
		defer other.Close()
		mine, his := newCohort(t, b, 2, "Maya", "Noor", "Olga"), newCohort(t, other, 3, "Olga", "Maya", "Kim")
		stale := reload(t, his)
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			c := rapid.SampledFrom([]*Cohort{mine, his}).Draw(rt, "whose")
			if c == his && rapid.IntRange(0, 3).Draw(rt, "behind") == 0 { // a second window that knew nothing of it
				p, block := stale.People[0], stale.Blocks[rapid.IntRange(0, 1).Draw(rt, "block")].ID
				if d, err := stale.Form(oplog.Single, stale.EditMark(p, block, randomMark(rt))); err != nil {
					rt.Fatal(err)
				} else if d != nil {
					if err := other.Save(d).Wait(); err != nil {
						rt.Fatal(err)
					}
					his = reload(t, his)
				}
				continue
			}
			save(t, c, oplog.Single, randomEdits(rt, t, c)...)
		}
		meet(t, b, other)
		a, bb := mine.Cohort.ID, his.Cohort.ID
		pairs, err := b.LikelyPairs(a, bb)
		if err != nil {
			rt.Fatal(err)
		}
		pairs = slices.DeleteFunc(pairs, func(Pair) bool { return rapid.IntRange(0, 4).Draw(rt, "apart") == 0 })
		before, theirs := reload(t, mine), reload(t, atHome(b, his))
		j, err := b.PlanCohortJoin(a, bb, pairs)
		if err != nil {
			rt.Fatal(err)
		}
		if err := b.Save(j.Draft).Wait(); err != nil {
			rt.Fatal(err)
		}
		now := reload(t, mine)
		for _, says := range lost(now, theirs, joinedBlocks(t, b, bb)) {
			rt.Error(says)
		}
		for _, says := range lost(now, before, nil) {
			rt.Error(says)
		}
		if again, err := b.PlanCohortJoin(a, bb, nil); err != nil || again.Draft != nil {
			rt.Errorf("something is left to join: %+v, %v", again, err)
		}
		u, err := b.PlanUndo()
		if err != nil || len(u.Left) > 0 {
			rt.Fatalf("%+v, %v", u, err)
		}
		if err := b.Save(u.Draft).Wait(); err != nil {
			rt.Fatal(err)
		}
		if diff := differsButRow(before, reload(t, mine)); diff != "" {
			rt.Error(diff)
		}
		if diff := differsButRow(theirs, reload(t, atHome(b, his))); diff != "" {
			rt.Error(diff)
		}
		derivedBefore := derived(t, b)
		if err := b.rebuild(); err != nil {
			rt.Fatal(err)
		}
		if fmt.Sprint(derived(t, b)) != fmt.Sprint(derivedBefore) {
			rt.Error("derived anew, the state is another")
		}
	})
}

// atHome is the cohort of another book in this one.
func atHome(b *Book, c *Cohort) *Cohort { return b.Blank(c.Cohort.ID) }

// joinedBlocks are the blocks that a cohort's were taken for.
func joinedBlocks(t *testing.T, b *Book, id model.ID) map[model.ID]model.ID {
	t.Helper()
	c, err := b.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	at := map[model.ID]model.ID{}
	for _, w := range cohortJoins(c.regs) {
		for ids := idsIn(w.Blocks); len(ids) >= 2; ids = ids[2:] {
			at[ids[0]] = ids[1]
		}
	}
	return at
}

// lost is what a cohort said and another shows nowhere: neither in its place nor as a side of what is in
// question. Blocks that are not in at have the same id in both.
func lost(now, then *Cohort, at map[model.ID]model.ID) (says []string) {
	for _, p := range then.People {
		q := now.Person(p.Trainee.ID)
		if q == nil {
			says = append(says, p.Name+" is gone")
			continue
		}
		for _, block := range then.Blocks {
			there := block.ID
			if to, is := at[block.ID]; is {
				there = to
			}
			for prop := uint16(propAttendance); prop <= propOwnWords; prop++ {
				for _, h := range then.merged(p, kindMark, prop, block.ID).Heads() {
					if h.Text.IsZero() && isBlank(h.Value) {
						continue
					}
					if !saysSo(now, then, now.merged(q, kindMark, prop, there), h) {
						says = append(says, fmt.Sprintf("%s of %s, %s is gone", fieldWords(oplog.Field{Kind: kindMark, Prop: prop}), p.Name, then.blockWords(block.ID)))
					}
				}
			}
			if cell := p.Marks[block.ID]; cell != nil && cell.Mark.State != model.Unmarked && p.Covers(block) {
				if to, ok := now.Block(there); !ok || !q.Covers(to) {
					says = append(says, fmt.Sprintf("%s is not enrolled for %s", p.Name, then.blockWords(block.ID)))
				}
			}
		}
		for _, m := range p.MakeUps {
			if !slices.ContainsFunc(q.MakeUps, func(o MakeUp) bool { return o.ID == m.ID && o.Minutes == m.Minutes && o.With == m.With }) {
				says = append(says, "a make-up of "+p.Name+" is gone")
			}
		}
		if p.Stated != nil && q.Stated == nil {
			says = append(says, "what was stated of "+p.Name+" is gone")
		}
	}
	for _, note := range then.Notes {
		if !slices.ContainsFunc(now.Notes, func(o Note) bool {
			return o.ID == note.ID && o.Text == note.Text && o.OwnWords == note.OwnWords && o.By == note.By
		}) {
			says = append(says, "the note '"+note.Text+"' is gone")
		}
	}
	return says
}

// saysSo reports whether one of a register's heads says what an operation of another cohort does.
func saysSo(now, then *Cohort, r *oplog.Register, h *oplog.Op) bool {
	return slices.ContainsFunc(r.Heads(), func(o *oplog.Op) bool {
		if o.Text.IsZero() || h.Text.IsZero() {
			return o.Text == h.Text && sameValue(o.Value, h.Value)
		}
		return o.Text == h.Text || now.texts[o.Text] == then.texts[h.Text]
	})
}
