package store

import (
	"context"
	"slices"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share/sharetest"
)

// TestACohortJoinedOnOneLaptopIsJoinedOnTheOtherOnceBothHaveSynced goes the whole way: two laptops make the
// same cohort offline, meet in a share, and one of them joins the two.
func TestACohortJoinedOnOneLaptopIsJoinedOnTheOtherOnceBothHaveSynced(t *testing.T) {
	b, other, mine, his := twice(t, []string{"Maya", "Noor"}, []string{"Maya", "Olga"})
	save(t, mine, oplog.Single, mine.EditMark(mine.Row(1), mine.Blocks[0].ID, model.Plain(model.Present)))
	save(t, his, oplog.Single, his.EditMark(his.Row(1), his.Blocks[0].ID, model.Plain(model.Absent)))
	save(t, his, oplog.Single, his.EditRemark(his.Row(2), his.Blocks[0].ID, "the bus"))
	ctx, place, pass := context.Background(), &sharetest.Memory{}, []byte("seven words of no sense at all here")
	shared, err := b.NewShare(ctx, place, ShareForm{Target: "memory", Cohorts: []model.ID{mine.Cohort.ID}, For: ForTrainers, Notes: true,
		Remarks: true, Label: "Asha's laptop", Passphrase: pass, Work: 1})
	if err != nil {
		t.Fatal(err)
	}
	sync := func(books ...*Book) {
		t.Helper()
		for _, book := range books {
			if done, err := book.Sync(ctx, shared.Space, place, "memory", SyncOptions{}); err != nil || done.Question != "" || done.ReadOnly != "" {
				t.Fatalf("%+v, %v", done, err)
			}
		}
	}
	sync(b)
	inv, err := other.SeeShare(ctx, place, "memory", pass)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.JoinShare(ctx, place, inv, JoinForm{Label: "Ben's laptop", Cohorts: []model.ID{his.Cohort.ID}}); err != nil {
		t.Fatal(err)
	}
	sync(other, b, other)
	for _, book := range []*Book{b, other} {
		if found, err := book.SameCohorts(); err != nil || len(found) != 1 {
			t.Fatalf("found %+v, %v", found, err)
		}
	}
	a, bb := mine.Cohort.ID, his.Cohort.ID
	joinCohorts(t, b, a, bb)
	sync(b, other, b)
	for _, book := range []*Book{b, other} {
		if got := listedIn(t, book); !slices.Equal(got, []model.ID{a}) {
			t.Errorf("listed: %v, not %v alone", got, a)
		}
		c, err := book.Load(a)
		if err != nil {
			t.Fatal(err)
		}
		if len(c.People) != 3 || len(called(t, c, "Maya").Cell(c.Blocks[0].ID).Conflict) != 2 || called(t, c, "Olga").Cell(c.Blocks[0].ID).Remark != "the bus" {
			t.Errorf("%d people, Maya %+v", len(c.People), called(t, c, "Maya").Marks)
		}
	}
	one, two := reload(t, mine), reload(t, atHome(other, mine))
	if len(one.Disagreements()) != 1 || len(two.Disagreements()) != 1 {
		t.Errorf("in question: %+v and %+v", one.Disagreements(), two.Disagreements())
	}
}
