package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"rollbook/model"
	"rollbook/store/oplog"
)

func planJoin(t testing.TB, b *Book, x, y model.ID) *Joining {
	t.Helper()
	j, err := b.PlanJoin(x, y)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(j.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	return j
}

func takeBack(t testing.TB, b *Book, gesture model.ID) *Undoing {
	t.Helper()
	u, err := b.PlanUndoOf(gesture)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	return u
}

func TestAPlannedJoinSaysWhatWillBeInQuestion(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Maja")
	maya, maja := c.Row(1).Trainee, c.Row(3).Trainee
	maya.Phone, maja.Phone, maya.Email, maya.Certificate, maja.Certificate = "555 0100", "555 0199", "m@example.org", "Mary Lin", "Mary Lynn"
	save(t, c, oplog.Single, append(c.EditTrainee(maya), c.EditTrainee(maja)...)...)
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, model.Plain(model.Absent)),
		c.EditMark(c.Row(3), c.Blocks[0].ID, model.Plain(model.Present)), c.EditMark(c.Row(3), c.Blocks[1].ID, model.Plain(model.Present)))
	j, err := b.PlanJoin(maya.ID, maja.ID)
	if err != nil {
		t.Fatal(err)
	}
	if into := slices.MinFunc([]model.ID{maya.ID, maja.ID}, compareIDs); j.Into != into {
		t.Errorf("shown under %s, want %s", j.Into, into)
	}
	for i, says := range j.Disagree { // which side comes first is as the ids fall
		head, sides, _ := strings.Cut(says, ": ")
		both := strings.Split(sides, " or ")
		slices.Sort(both)
		j.Disagree[i] = head + ": " + strings.Join(both, " or ")
	}
	want := []string{"name: Maja or Maya", "certificate name: kept for the certificate",
		"phone: 555 0100 or 555 0199", "Spring, day 1, 09:00 Language, attendance: absent or present"}
	if !slices.Equal(j.Disagree, want) {
		t.Errorf("in question: %q", j.Disagree)
	}
	if len(reload(t, c).People) != 3 {
		t.Error("a plan alone joins")
	}
	if err := b.Save(j.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	if _, err := b.PlanJoin(maja.ID, maya.ID); !errors.Is(err, ErrSamePerson) {
		t.Errorf("joined again: %v", err)
	}
	if _, err := b.PlanJoin(maja.ID, newID(t, b)); !errors.Is(err, ErrNoPerson) {
		t.Errorf("joined with nobody: %v", err)
	}
	all, err := b.Joins()
	if err != nil || len(all) != 1 || all[0].A.Name != "Maya" || all[0].B.Name != "Maja" || all[0].By != "Asha" || all[0].Gesture != j.Draft.Gesture.ID {
		t.Errorf("joins: %+v, %v", all, err)
	}
	if u := undo(t, b); u.What != "Maya and Maja: one person" {
		t.Errorf("undone %q", u.What)
	}
	if all, err = b.Joins(); err != nil || len(all) != 0 {
		t.Errorf("taken back, joins: %+v, %v", all, err)
	}
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	var says []string
	for _, e := range entries[len(entries)-2:] {
		says = append(says, e.What)
	}
	if !slices.Equal(says, []string{"Maya and Maja: one person", "undone: Maya and Maja: one person"}) {
		t.Errorf("the journal of the cohort ends with %q", says)
	}
}

func TestAJoinTakenBackAfterOtherWorkLeavesEachWithTheirOwn(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Maja")
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.BlocksOf(1)[0].ID, model.Plain(model.Absent)))
	save(t, c, oplog.Single, c.EditMark(c.Row(3), c.BlocksOf(1)[1].ID, model.Plain(model.Present)))
	autumn := newCohort(t, b, 1, "Olga")
	edits, _, err := autumn.Enroll([]model.Trainee{c.Row(3).Trainee}, 1, false) // Maja alone
	if err != nil {
		t.Fatal(err)
	}
	save(t, autumn, oplog.Single, edits...)
	maya, maja := c.Row(1).Trainee.ID, c.Row(3).Trainee.ID
	j := planJoin(t, b, maya, maja)

	c, autumn = reload(t, c), reload(t, autumn)
	p := c.Person(maya)
	t1 := p.Trainee
	t1.Phone = "555 0100"
	save(t, c, oplog.Single, c.EditTrainee(t1)...)
	save(t, c, oplog.Single, c.Leave(p, 2)...)
	madeUp(t, c, 1, c.BlocksOf(1)[0].ID, 60)
	save(t, autumn, oplog.Single, autumn.EditMark(autumn.Person(maya), autumn.Blocks[0].ID, model.Plain(model.Present)))
	note := newID(t, b)
	save(t, autumn, oplog.Single, autumn.EditNote(Note{ID: note, Trainee: autumn.Person(maya).Trainee.ID, Text: "asked for larger print"})...)
	save(t, autumn, oplog.Single, autumn.EditNote(Note{ID: note, Trainee: autumn.Person(maya).Trainee.ID, Text: "asked for large print"})...)

	takeBack(t, b, j.Draft.Gesture.ID)
	c, autumn = reload(t, c), reload(t, autumn)
	one, other := c.Person(maya), c.Person(maja)
	if one.Row != 1 || other.Row != 3 || one.Name != "Maya" || other.Name != "Maja" {
		t.Errorf("rows %d %s and %d %s", one.Row, one.Name, other.Row, other.Name)
	}
	if len(one.MakeUps) != 1 || len(other.MakeUps) != 0 {
		t.Errorf("the make-up went to %+v and %+v", one.MakeUps, other.MakeUps)
	}
	if one.To != 1 || other.To != 1 {
		t.Errorf("said of one person, it is of both: last days %d and %d", one.To, other.To)
	}
	if got := autumn.Person(maja); got.Cell(autumn.Blocks[0].ID).Mark.State != model.Present || autumn.Notes[0].Trainee != maja {
		t.Errorf("what was done in a cohort of hers alone: %+v, note on %s", got.Cell(autumn.Blocks[0].ID), autumn.Notes[0].Trainee)
	}
}

func TestADuplicateThatWasSaidToHaveLeftHidesNothing(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Maja")
	save(t, c, oplog.Single, c.Leave(c.Row(3), 1)...) // never came, under that name
	planJoin(t, b, c.Row(1).Trainee.ID, c.Row(3).Trainee.ID)
	c = reload(t, c)
	if p := c.Row(1); p.To != 0 || p.From != 1 {
		t.Errorf("joined: %+v", p.Enrollment)
	}
	save(t, c, oplog.Single, c.Leave(c.Row(1), 2)...)
	if p := reload(t, c).Row(1); p.To != 1 || differs(c, reload(t, c)) != "" {
		t.Errorf("said to leave: %+v", p.Enrollment)
	}
}

func TestWhatIsSettledOfAJoinedPersonIsSettledForBothRecords(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Maja")
	planJoin(t, b, c.Row(1).Trainee.ID, c.Row(3).Trainee.ID)
	c = reload(t, c)
	sides := c.Questions(c.Row(1))
	if len(sides) != 2 || sides[0].Value == sides[1].Value || sides[0].About() != "name" {
		t.Fatalf("in question: %+v", sides)
	}
	second := sides[1]
	edit, err := c.EditSide(second)
	if err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Settle, edit)
	c = reload(t, c)
	if got := c.Questions(c.Row(1)); len(got) != 0 || c.Row(1).Name != second.Value {
		t.Errorf("settled: %s, %+v", c.Row(1).Name, got)
	}
}

func TestWhatIsInQuestionAboutAPersonIsOpenInTheReview(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya", "Noor", "Maja")
	maya, maja := c.Row(1).Trainee, c.Row(3).Trainee
	maya.Phone, maja.Phone = "555 0100", "555 0199"
	save(t, c, oplog.Single, append(c.EditTrainee(maya), c.EditTrainee(maja)...)...)
	planJoin(t, b, maya.ID, maja.ID)
	c = reload(t, c)
	a := c.Account(c.Row(1), model.Moment{}, model.RequiredNone)
	if a.Conflicts != 2 || !slices.Equal(a.Open, []string{"not agreed: name", "not agreed: phone"}) {
		t.Errorf("%d conflicts, open: %q", a.Conflicts, a.Open)
	}
	if a := c.Account(c.Row(2), model.Moment{}, model.RequiredNone); a.Conflicts != 0 || len(a.Open) != 0 {
		t.Errorf("of somebody else: %d conflicts, open: %q", a.Conflicts, a.Open)
	}
}

func TestAGestureOnBothRecordsOfAPersonIsOfOnePerson(t *testing.T) {
	b, c, _ := joined(t, func(c *Cohort) {
		for _, row := range []int{1, 3} {
			save(t, c, oplog.Single, c.EditMark(c.Row(row), c.Blocks[0].ID, model.Plain(model.Present)))
		}
	})
	absent := model.Plain(model.Absent)
	both := save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[0].ID, absent))
	save(t, c, oplog.Single, c.EditMark(c.Row(1), c.Blocks[1].ID, absent), c.EditMark(c.Row(2), c.Blocks[1].ID, absent))
	save(t, c, oplog.Single, c.Leave(c.Row(1), 1)...)
	entries, err := b.Journal(c.Cohort.ID)
	if err != nil || len(both.Gesture.Changes) != 2 {
		t.Fatalf("%d changes, %v", len(both.Gesture.Changes), err)
	}
	var says []string
	for _, e := range entries[len(entries)-3:] {
		says = append(says, e.What)
	}
	name := c.Row(1).Name
	if want := []string{"1 " + name + ": absent", "2 people: absent", "1 " + name + ": last day"}; !slices.Equal(says, want) {
		t.Errorf("the journal tells %q, want %q", says, want)
	}
}

// TestJoiningInAnyOrderWithMarksGivesTheSameState gives the same gestures to two books in orders of
// their own: what they show is the same, and taking all joins back restores what was there without.
func TestJoiningInAnyOrderWithMarksGivesTheSameState(t *testing.T) {
	runs(t, 40)
	folder, n := t.TempDir(), 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		make := func(name string) *Book {
			b, err := Create(filepath.Join(folder, fmt.Sprintf("%d %s.book", n, name)), World{Now: morning(), Chance: rand.Reader})
			if err != nil {
				rt.Fatal(err)
			}
			return b
		}
		b, other := make("one"), make("other")
		defer b.Close()
		defer other.Close()
		c, drafts := cohortAndDrafts(t, b, "Maya", "Noor", "Maja", "Mia")
		before := viewOf(reload(t, c))
		var joins, ids []model.ID
		for _, p := range c.People {
			ids = append(ids, p.Trainee.ID)
		}
		one := func(n int, of string) int { return rapid.IntRange(0, n-1).Draw(rt, of) } // ids differ from run to run
		for range rapid.IntRange(1, 8).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"join", "mark", "mark", "part"}).Draw(rt, "step") {
			case "join":
				j, err := b.PlanJoin(ids[one(4, "a")], ids[one(4, "b")])
				if errors.Is(err, ErrSamePerson) {
					continue
				}
				if err != nil || b.Save(j.Draft).Wait() != nil {
					rt.Fatal(err)
				}
				joins = append(joins, j.Draft.Gesture.ID)
				drafts = append(drafts, j.Draft)
			case "mark":
				now := reload(t, c)
				p, block := now.Person(ids[one(4, "person")]), now.Blocks[one(2, "block")].ID
				if d := save(t, now, oplog.Single, now.EditMark(p, block, randomMark(rt))); d != nil {
					drafts = append(drafts, d)
				}
			case "part":
				if len(joins) > 0 {
					u, err := b.PlanUndoOf(joins[one(len(joins), "join")])
					if errors.Is(err, ErrNothing) {
						continue
					}
					if err != nil || b.Save(u.Draft).Wait() != nil {
						rt.Fatal(err)
					}
					drafts = append(drafts, u.Draft)
				}
			}
		}
		for _, i := range rapid.Permutation(upTo(len(drafts))).Draw(rt, "order") {
			if err := other.Save(drafts[i]).Wait(); err != nil {
				rt.Fatal(err)
			}
		}
		there, err := other.Load(c.Cohort.ID)
		if err != nil {
			rt.Fatal(err)
		}
		there.who[b.device] = "this laptop"
		there.derive()
		if diff := differs(reload(t, c), there); diff != "" {
			rt.Fatal(diff)
		}
		for _, id := range joins {
			if u, err := b.PlanUndoOf(id); err == nil {
				if err := b.Save(u.Draft).Wait(); err != nil {
					rt.Fatal(err)
				}
			}
		}
		after := viewOf(reload(t, c))
		for i := range after.People {
			after.People[i].Marks, before.People[i].Marks = nil, nil
		}
		if fmt.Sprint(after.People) != fmt.Sprint(before.People) {
			rt.Fatalf("all taken back:\n%+v\n%+v", after.People, before.People)
		}
	})
}

// cohortAndDrafts is a cohort of one day with the gestures that made it.
func cohortAndDrafts(t *testing.T, b *Book, names ...string) (*Cohort, []*Draft) {
	t.Helper()
	c := newCohort(t, b, 1)
	var drafts []*Draft
	err := b.view(func(tx *boltTx) error {
		texts := map[model.ID]oplog.Text{}
		if err := tx.Bucket([]byte(bucketTexts)).ForEach(func(key, sealed []byte) error {
			plain, err := openSealed(b.sealer, bucketTexts, key, sealed)
			texts[model.ID(key)] = plain
			return err
		}); err != nil {
			return err
		}
		cur := tx.Bucket([]byte(bucketLog)).Cursor()
		for key, sealed := cur.First(); key != nil; key, sealed = cur.Next() {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return err
			}
			g, err := parseLogged(raw)
			if err != nil {
				return err
			}
			drafts = append(drafts, &Draft{Gesture: g, Texts: texts})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		edits, _, err := c.Enroll([]model.Trainee{{Name: name}}, 1, false)
		if err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, save(t, c, oplog.Single, edits...))
	}
	return c, drafts
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestGuestAndRosterOfOnePersonAreOnTheRoster(t *testing.T) {
	roster := model.Enrollment{Row: 5, From: 2, To: 3, WalkIn: true}
	for _, x := range []struct {
		holds      string
		a, b, want model.Enrollment
	}{
		{"a guest is on the roster where the other is", model.Enrollment{Row: 7, From: 1, Guest: []model.ID{{1}}}, roster, model.Enrollment{Row: 5, From: 2, To: 3, WalkIn: true}},
		{"two guests come for both", model.Enrollment{Row: 7, Guest: []model.ID{{1}}}, model.Enrollment{Row: 8, Guest: []model.ID{{2}, {1}}}, model.Enrollment{Row: 7, Guest: []model.ID{{1}, {2}}}},
		{"who was there to the end was there to the end", model.Enrollment{Row: 7, From: 1}, roster, model.Enrollment{Row: 5, From: 1}},
		{"the later last day counts", model.Enrollment{Row: 7, From: 3, To: 6, WalkIn: true}, roster, model.Enrollment{Row: 5, From: 2, To: 6, WalkIn: true}},
		{"one who never came under the other name did come", model.Enrollment{Row: 7, From: 1, To: model.NoDay}, roster, model.Enrollment{Row: 5, From: 1, To: 3}},
	} {
		t.Run(x.holds, func(t *testing.T) {
			for _, got := range []model.Enrollment{together(x.a, x.b), together(x.b, x.a)} {
				slices.SortFunc(got.Guest, compareIDs)
				if fmt.Sprint(got) != fmt.Sprint(x.want) {
					t.Errorf("got %+v, want %+v", got, x.want)
				}
			}
		})
	}
}
