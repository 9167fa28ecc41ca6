package store

import (
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// laptop is a book of a trainer of their own.
func laptop(t testing.TB, trainer string) *Book {
	t.Helper()
	b, err := Create(filepath.Join(t.TempDir(), trainer+".book"), World{Now: morning(), Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	if err := b.SetAuthor(trainer); err != nil {
		t.Fatal(err)
	}
	return b
}

// meet gives each book what the other has, as a sync of everything would.
func meet(t testing.TB, books ...*Book) {
	t.Helper()
	for _, from := range books {
		drafts := draftsOf(t, from)
		for _, into := range books {
			if into == from {
				continue
			}
			var last *Saving
			for _, d := range drafts {
				last = into.Save(d)
			}
			if err := last.Wait(); err != nil {
				t.Fatal(err)
			}
			into.mu.Lock()
			for _, d := range drafts {
				into.ticker.See(d.Gesture.Stamp, into.world.Now())
			}
			into.mu.Unlock()
		}
	}
}

// draftsOf are all gestures of a book with the texts that it has of them.
func draftsOf(t testing.TB, b *Book) (out []*Draft) {
	t.Helper()
	b.Flush()
	err := b.view(func(tx *boltTx) error {
		out = nil
		return tx.Bucket([]byte(bucketLog)).ForEach(func(key, sealed []byte) error {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return err
			}
			g, err := parseLogged(raw)
			if err != nil {
				return err
			}
			d := &Draft{Gesture: g, Texts: map[model.ID]oplog.Text{}}
			for _, c := range g.Changes {
				if plain, err := getSealed(tx, b.sealer, bucketTexts, c.Text[:]); err != nil {
					return err
				} else if plain != nil {
					d.Texts[c.Text] = plain
				}
			}
			out = append(out, d)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// twice is one cohort as two laptops made it, both known to Asha's.
func twice(t testing.TB, asha, ben []string) (b, other *Book, mine, his *Cohort) {
	t.Helper()
	b, other = laptop(t, "Asha"), laptop(t, "Ben")
	mine, his = newCohort(t, b, 2, asha...), newCohort(t, other, 2, ben...)
	return b, other, mine, his
}

func called(t testing.TB, c *Cohort, name string) *Person {
	t.Helper()
	for _, p := range c.People {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no %s in %s", name, c.Name)
	return nil
}

// joinCohorts joins cohort bb into a, with those who are likely one person.
func joinCohorts(t testing.TB, b *Book, a, bb model.ID) *CohortJoining {
	t.Helper()
	pairs, err := b.LikelyPairs(a, bb)
	if err != nil {
		t.Fatal(err)
	}
	j, err := b.PlanCohortJoin(a, bb, pairs)
	if err != nil {
		t.Fatal(err)
	}
	if j.Draft == nil {
		t.Fatal("nothing to join")
	}
	if err := b.Save(j.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	return j
}

func listedIn(t testing.TB, b *Book) (ids []model.ID) {
	t.Helper()
	all, err := b.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	days, err := b.Calendar()
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range all {
		ids = append(ids, l.ID)
		if len(days) != len(all) || days[i].ID != l.ID {
			t.Errorf("the calendar has others than the list: %d and %d", len(days), len(all))
		}
	}
	return ids
}

func TestTheSameCohortMadeTwiceIsFoundAndJoined(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya Lopez", "Noor"}, []string{"Noor", "Lopez, Maya", "Olga"})
	first, second := his.Blocks[0].ID, his.Blocks[1].ID
	save(t, mine, oplog.Single, mine.EditMark(called(t, mine, "Noor"), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, mine, oplog.Single, mine.EditMark(called(t, mine, "Maya Lopez"), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(called(t, his, "Noor"), first, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(called(t, his, "Lopez, Maya"), first, model.Plain(model.Absent)),
		his.EditRemark(called(t, his, "Lopez, Maya"), first, "the bus"), his.EditTold(called(t, his, "Lopez, Maya"), first, true))
	save(t, his, oplog.Rest, his.EditMark(called(t, his, "Olga"), second, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditNote(Note{ID: newID(t, other), Day: 2, Text: "bring paper"})...)
	save(t, his, oplog.Single, his.EditRequired(called(t, his, "Olga"), model.DateOf(2026, 1, 5), "Bangor"))
	edits, err := his.AddMakeUp(called(t, his, "Olga"), MakeUp{With: "Ben", MakeUp: model.MakeUp{Block: second, Minutes: 60, Date: model.DateOf(2026, 3, 20)}})
	if err != nil {
		t.Fatal(err)
	}
	save(t, his, oplog.Single, edits...)
	meet(t, b, other)

	same, err := b.SameCohorts()
	if err != nil || len(same) != 1 {
		t.Fatalf("found %+v, %v", same, err)
	}
	if want := "the same name and course, the same 2 dates, 2 of 3 people alike"; same[0].Why != want || same[0].Later != 0 ||
		!same[0].A.ID.Less(same[0].B.ID) {
		t.Errorf("found because of %q, %d later", same[0].Why, same[0].Later)
	}
	a, bb := mine.Cohort.ID, his.Cohort.ID
	j := joinCohorts(t, b, a, bb)
	if j.Marks != 1 || j.Agree != 1 || j.Disagree != 1 || len(j.Only) != 1 || j.Only[0] != "Olga" || len(j.Same) != 2 || len(j.Plan) != 0 {
		t.Errorf("the plan: %d new, %d agree, %d disagree, only %v, same %v, %v", j.Marks, j.Agree, j.Disagree, j.Only, j.Same, j.Plan)
	}
	if want := []string{"1 Maya Lopez, day 1, 09:00 Language: present or absent"}; !slices.Equal(j.Question, want) {
		t.Errorf("in question: %q", j.Question)
	}
	if got := listedIn(t, b); !slices.Equal(got, []model.ID{a}) {
		t.Errorf("listed after the join: %v", got)
	}
	if in, err := b.ShownIn(bb); err != nil || in != a {
		t.Errorf("shown in %v, %v", in, err)
	}
	if in, err := b.ShownIn(a); err != nil || in != a {
		t.Errorf("the one that stays is shown in %v, %v", in, err)
	}
	if joined, err := b.JoinedCohorts(); err != nil || len(joined) != 1 || joined[0].ID != bb || joined[0].Into.ID != a {
		t.Errorf("joined: %+v, %v", joined, err)
	}

	now := reload(t, mine)
	maya := now.Row(1)
	cell := maya.Cell(now.Blocks[0].ID)
	if cell.Mark.State != model.Present || len(cell.Conflict) != 2 || !cell.Told || cell.Remark != "the bus" {
		t.Errorf("Maya's mark: %+v", cell)
	}
	if by := []string{cell.Conflict[0].By, cell.Conflict[1].By}; by[0] != "Asha" || by[1] != "Ben" {
		t.Errorf("said by %v", by)
	}
	if was := his.Row(2).Cell(first); !cell.Conflict[1].At.Equal(was.At) {
		t.Errorf("Ben said it at %v, not at %v", cell.Conflict[1].At, was.At)
	}
	if cell := called(t, now, "Noor").Cell(now.Blocks[0].ID); cell.Conflict != nil || cell.Mark.State != model.Present {
		t.Errorf("both said the same: %+v", cell)
	}
	olga := called(t, now, "Olga")
	if olga.Row != 3 || olga.Cell(now.Blocks[1].ID).Mark.State != model.Absent || olga.Stated == nil || olga.Stated.Where != "Bangor" ||
		len(olga.MakeUps) != 1 || olga.MakeUps[0].With != "Ben" || olga.MakeUps[0].Block != now.Blocks[1].ID {
		t.Errorf("Olga: %+v", olga)
	}
	if len(now.Notes) != 1 || now.Notes[0].Text != "bring paper" || now.Notes[0].By != "Ben" || now.Notes[0].ID != his.Notes[0].ID {
		t.Errorf("notes: %+v", now.Notes)
	}
	if now.NextRow() != 4 {
		t.Errorf("the next row is %d", now.NextRow())
	}
	if found, err := b.SameCohorts(); err != nil || len(found) != 0 {
		t.Errorf("found again: %+v, %v", found, err)
	}
	tellsTheJoin(t, b, a, bb)
}

// tellsTheJoin looks at what the journals of both cohorts say.
func tellsTheJoin(t *testing.T, b *Book, a, bb model.ID) {
	t.Helper()
	of := func(id model.ID) string {
		entries, err := b.Journal(id)
		if err != nil {
			t.Fatal(err)
		}
		var says []string
		for _, e := range entries {
			says = append(says, e.How+": "+e.What)
		}
		return strings.Join(says, "\n")
	}
	for _, want := range []string{
		": absent; told us ahead; remark, brought from a cohort that was joined into this one",
		": make-up of day 1, 13:00 First Contact: 1 h on 2026-03-20 with Ben, brought from a cohort",
		"import: 3 people added, brought from a cohort that was joined into this one",
		"import: note on day 2, brought from a cohort that was joined into this one",
	} {
		if got := of(a); !strings.Contains(got, want) {
			t.Errorf("the journal of the one has no %q:\n%s", want, got)
		}
	}
	if got := of(bb); !strings.HasSuffix(got, "single: cohort Spring: joined into Spring") {
		t.Errorf("the journal of the other:\n%s", got)
	}
}

// differsButRow compares all but the next row: one that was given is not given again.
func differsButRow(a, b *Cohort) string {
	b.maxRow = a.maxRow
	return differs(a, b)
}

func TestAJoinOfCohortsIsTakenBackAsOneAndPutBack(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya", "Noor"}, []string{"Maya", "Olga"})
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(1), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditMark(his.Row(2), his.Blocks[0].ID, model.Plain(model.Absent)))
	meet(t, b, other)
	before, listed := reload(t, mine), listedIn(t, b)
	j := joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	joined := reload(t, mine)
	u, err := b.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	if u.What != "cohort Spring: joined into Spring" || len(u.Left) != 0 || len(u.Draft.With) != len(j.Draft.With) {
		t.Errorf("undone: %q, left %v, %d of %d gestures", u.What, u.Left, len(u.Draft.With), len(j.Draft.With))
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	if diff := differsButRow(before, reload(t, mine)); diff != "" {
		t.Error(diff)
	}
	if got := listedIn(t, b); !slices.Equal(got, listed) {
		t.Errorf("listed: %v, before: %v", got, listed)
	}
	if u, err = b.PlanRedo(); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	if diff := differs(joined, reload(t, mine)); diff != "" || len(listedIn(t, b)) != 1 {
		t.Errorf("put back: %s", diff)
	}
	if u, err = b.PlanUndoOf(j.Draft.Gesture.ID); err != nil || b.Save(u.Draft).Wait() != nil {
		t.Fatal(err)
	}
	if diff := differsButRow(before, reload(t, mine)); diff != "" {
		t.Errorf("undone from the journal: %s", diff)
	}
}

func TestWhatComesLaterIsOfferedAndBroughtByItself(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya", "Noor"}, []string{"Maya", "Noor"})
	third := laptop(t, "Carl")
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(1), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditMark(his.Row(2), his.Blocks[0].ID, model.Plain(model.Present)))
	meet(t, b, other, third)
	a, bb := mine.Cohort.ID, his.Cohort.ID
	joinCohorts(t, b, a, bb)
	now := reload(t, mine)
	save(t, now, oplog.Settle, now.EditMark(now.Row(1), now.Blocks[0].ID, model.Plain(model.Present)))
	save(t, now, oplog.Single, now.EditMark(now.Row(2), now.Blocks[0].ID, model.Plain(model.Absent)))
	if found, err := b.SameCohorts(); err != nil || len(found) != 0 {
		t.Fatalf("what was settled is offered again: %+v, %v", found, err)
	}

	carls, err := third.Load(bb)
	if err != nil {
		t.Fatal(err)
	}
	late := model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}
	save(t, carls, oplog.Single, carls.EditMark(carls.Row(1), carls.Blocks[0].ID, late))
	save(t, carls, oplog.Single, carls.EditMark(carls.Row(2), carls.Blocks[1].ID, model.Plain(model.Present)))
	meet(t, b, third)
	if got := listedIn(t, third); !slices.Equal(got, []model.ID{a}) {
		t.Errorf("Carl's laptop lists %v", got)
	}
	found, err := b.SameCohorts()
	if err != nil || len(found) != 1 || found[0].Later != 2 || found[0].A.ID != a || found[0].B.ID != bb ||
		found[0].Why != "2 marks and notes came to the other one after it was joined" {
		t.Fatalf("what came later: %+v, %v", found, err)
	}
	j := joinCohorts(t, b, a, bb)
	if j.Marks != 1 || j.Disagree != 1 || len(j.Only) != 0 {
		t.Errorf("joined again: %+v", j)
	}
	now = reload(t, mine)
	cell := now.Row(1).Cell(now.Blocks[0].ID)
	if cell.Mark.State != model.Present || len(cell.Conflict) != 2 || cell.Conflict[1].By != "Carl" {
		t.Errorf("Carl saw what was settled here: %+v", cell)
	}
	if now.Row(2).Cell(now.Blocks[1].ID).Mark.State != model.Present || now.Row(2).Cell(now.Blocks[0].ID).Conflict != nil {
		t.Errorf("Noor: %+v", now.Row(2).Marks)
	}
	if found, err := b.SameCohorts(); err != nil || len(found) != 0 {
		t.Errorf("found once more: %+v, %v", found, err)
	}
}

func TestAMarkThatCameLaterReplacesTheOneThatItsMakerSaw(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya"}, []string{"Maya"})
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(1), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Absent)))
	meet(t, b, other)
	joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Present)))
	meet(t, b, other)
	joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	if cell := reload(t, mine).Row(1).Cell(mine.Blocks[0].ID); cell.Conflict != nil || cell.Mark.State != model.Present {
		t.Errorf("Ben corrected himself: %+v", cell)
	}
}

func TestJoinedIntoEachOtherTheSmallerStays(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya", "Noor"}, []string{"Maya", "Olga"})
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(1), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(2), mine.Blocks[0].ID, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditMark(his.Row(2), his.Blocks[0].ID, model.Plain(model.Absent)))
	meet(t, b, other)
	joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	joinCohorts(t, other, his.Cohort.ID, mine.Cohort.ID)
	meet(t, b, other)
	stays := slices.MinFunc([]model.ID{mine.Cohort.ID, his.Cohort.ID}, compareIDs)
	for _, book := range []*Book{b, other} {
		if got := listedIn(t, book); !slices.Equal(got, []model.ID{stays}) {
			t.Fatalf("listed: %v, the smaller is %v", got, stays)
		}
		if found, err := book.SameCohorts(); err != nil || len(found) != 0 {
			t.Errorf("found again: %+v, %v", found, err)
		}
		c, err := book.Load(stays)
		if err != nil {
			t.Fatal(err)
		}
		if cell := called(t, c, "Maya").Cell(c.Blocks[0].ID); len(c.People) != 3 || len(cell.Conflict) != 2 {
			t.Errorf("%d people, Maya %+v", len(c.People), cell)
		}
		for _, name := range []string{"Noor", "Olga"} {
			if called(t, c, name).Cell(c.Blocks[0].ID).Mark.State != model.Absent {
				t.Errorf("%s's mark is gone", name)
			}
		}
	}
}

func TestTheSameJoinOnTwoLaptopsIsOne(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya"}, []string{"Maya", "Olga"})
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(1), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditNote(Note{ID: newID(t, other), Day: 1, Text: "bring paper"})...)
	meet(t, b, other)
	joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	once := reload(t, mine)
	ours := joinCohorts(t, other, mine.Cohort.ID, his.Cohort.ID)
	meet(t, b, other)
	again := reload(t, mine)
	if len(again.Notes) != 1 || len(again.People) != 2 || len(again.Row(1).Cell(again.Blocks[0].ID).Conflict) != 2 {
		t.Errorf("joined twice: %+v", again)
	}
	if len(again.Row(1).Cell(again.Blocks[0].ID).Conflict) != len(once.Row(1).Cell(once.Blocks[0].ID).Conflict) {
		t.Errorf("in question: %+v", again.Row(1).Cell(again.Blocks[0].ID))
	}
	// One of them takes it back: the other's join stands.
	u, err := b.PlanUndoOf(ours.Draft.Gesture.ID)
	if err != nil || b.Save(u.Draft).Wait() != nil {
		t.Fatal(err)
	}
	if got := listedIn(t, b); !slices.Equal(got, []model.ID{mine.Cohort.ID}) || len(reload(t, mine).People) != 2 {
		t.Errorf("one taken back, listed: %v", got)
	}
}

func TestACohortIsListedWhereTheOneItWasJoinedIntoIsNotInTheBook(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya"}, []string{"Maya"})
	meet(t, b, other)
	j := joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	office := laptop(t, "Dora")
	for _, d := range draftsOf(t, b) {
		if of := cohortOf(d.Gesture); of == his.Cohort.ID || of.IsZero() {
			if err := office.Save(d).Wait(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := listedIn(t, office); !slices.Equal(got, []model.ID{his.Cohort.ID}) {
		t.Errorf("the office lists %v", got)
	}
	meet(t, b, office)
	if got := listedIn(t, office); !slices.Equal(got, []model.ID{mine.Cohort.ID}) {
		t.Errorf("with both, the office lists %v", got)
	}
	if j.A.ID != mine.Cohort.ID || j.B.ID != his.Cohort.ID {
		t.Errorf("joined %v into %v", j.B.ID, j.A.ID)
	}
}

func TestDaysAndBlocksAreMatchedByDateAndHours(t *testing.T) {
	b, other := laptop(t, "Asha"), laptop(t, "Ben")
	mine, his := newCohort(t, b, 2, "Maya"), newCohort(t, other, 3, "Maya")
	// Ben's second day was moved to the third date and is longer; a block of his third day begins later.
	afternoon := his.BlocksOf(2)[1]
	afternoon.Start, afternoon.End, afternoon.Topic = 800, 1000, "Language"
	save(t, his, oplog.Single, his.EditBlock(afternoon)...)
	extra := model.Block{ID: newID(t, other), Day: 1, Start: 1000, End: 1060, Topic: "Closing circle"}
	save(t, his, oplog.Single, his.EditBlock(extra)...)
	maya := his.Row(1)
	for _, block := range his.Blocks {
		save(t, his, oplog.Single, his.EditMark(maya, block.ID, model.Plain(model.Absent)))
	}
	meet(t, b, other)
	j := joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	want := []string{"day 3, Wed 4 Mar 2026: in the other one only, is added as day 3",
		"day 1, 16:40 Closing circle: in the other one only, is added",
		"day 2, 13:00 First Contact is 13:20–16:40 Language in the other one",
		"day 3, 09:00 Language: in the other one only, is added", "day 3, 13:00 First Contact: in the other one only, is added"}
	if !slices.Equal(j.Plan, want) {
		t.Errorf("the plan: %q", j.Plan)
	}
	now := reload(t, mine)
	if len(now.Days) != 3 || len(now.Blocks) != 7 || j.Marks != 7 {
		t.Fatalf("%d days, %d blocks, %d marks", len(now.Days), len(now.Blocks), j.Marks)
	}
	for _, block := range now.Blocks {
		if now.Row(1).Cell(block.ID).Mark.State != model.Absent || !now.Row(1).Covers(block) {
			t.Errorf("day %d, %s: %+v", block.Day, block.Topic, now.Row(1).Cell(block.ID))
		}
	}
	if now.BlocksOf(2)[1].Topic != "First Contact" {
		t.Errorf("a block that both have became %+v", now.BlocksOf(2)[1])
	}
}

func TestCohortsThatCantBeJoinedAreRefused(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya"}, []string{"Maya"})
	meet(t, b, other)
	try := func(a, bb model.ID, pairs ...Pair) error {
		_, err := b.PlanCohortJoin(a, bb, pairs)
		return err
	}
	if err := try(mine.Cohort.ID, mine.Cohort.ID); !errors.Is(err, ErrSameCohort) {
		t.Errorf("into itself: %v", err)
	}
	if err := try(mine.Cohort.ID, model.ID{7}); !errors.Is(err, ErrNoCohort) {
		t.Errorf("one that is not there: %v", err)
	}
	if err := try(mine.Cohort.ID, his.Cohort.ID, Pair{A: mine.Row(1).Trainee.ID, B: mine.Row(1).Trainee.ID}); !errors.Is(err, ErrNotInBoth) {
		t.Errorf("a pair of one cohort: %v", err)
	}
	joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	if err := try(his.Cohort.ID, mine.Cohort.ID); !errors.Is(err, ErrJoinedAway) {
		t.Errorf("into one that was joined: %v", err)
	}
	j, err := b.PlanCohortJoin(mine.Cohort.ID, his.Cohort.ID, nil)
	if err != nil || j.Draft != nil {
		t.Errorf("joined again without anything new: %+v, %v", j, err)
	}
}

func TestStrikingWhatWasBroughtStrikesItInBoth(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya"}, []string{"Maya"})
	save(t, his, oplog.Single, his.EditNote(Note{ID: newID(t, other), Day: 1, Text: "told in confidence"})...)
	save(t, his, oplog.Single, his.EditRemark(his.Row(1), his.Blocks[0].ID, "told in confidence"))
	meet(t, b, other)
	joinCohorts(t, b, mine.Cohort.ID, his.Cohort.ID)
	now := reload(t, mine)
	save(t, now, oplog.Single, append(now.EditStrike(now.Notes[0].ID), now.EditStrikeMark(now.Row(1), now.Blocks[0].ID)...)...)
	for _, id := range []model.ID{mine.Cohort.ID, his.Cohort.ID} {
		c, err := b.Load(id)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Notes) != 0 || c.Row(1).Cell(c.Blocks[0].ID).Remark != "" {
			t.Errorf("still there: %+v", c.Notes)
		}
	}
	if found, err := b.SameCohorts(); err != nil || len(found) != 0 {
		t.Errorf("what was struck is offered: %+v, %v", found, err)
	}
}

func TestTwoRoundsOfOneCourseAreNotTakenForOne(t *testing.T) {
	b := laptop(t, "Asha")
	newCohort(t, b, 2, "Maya", "Noor", "Pia")
	other := newCohort(t, b, 2, "Olga", "Kim", "Lee")
	if found, err := b.SameCohorts(); err != nil || len(found) != 0 {
		t.Errorf("other people: %+v, %v", found, err)
	}
	twin := newCohort(t, b, 2, "Olga", "Kim", "Ana")
	found, err := b.SameCohorts()
	if err != nil || len(found) != 1 || found[0].Why != "the same name and course, the same 2 dates, 2 of 3 people alike" {
		t.Fatalf("the same people: %+v, %v", found, err)
	}
	if err := b.NotSameCohort(twin.Cohort.ID, other.Cohort.ID); err != nil {
		t.Fatal(err)
	}
	if found, err := b.SameCohorts(); err != nil || len(found) != 0 {
		t.Errorf("offered again: %+v, %v", found, err)
	}
}
