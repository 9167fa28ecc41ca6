package room_test

import (
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

func TestWhatOtherCohortsTellIsReadBesideTheScreenAndDroppedWithIt(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	maya, spring := r.Cohort.Row(7), r.Cohort
	if r.LacksRequired(maya) != "" || r.Required != nil {
		t.Error("something is told before it was read")
	}
	first := r.Look()
	if r.Look() != nil {
		t.Error("a second look does not wait for the first")
	}
	r.Cohort.Apply(draft(t, r, r.Cohort.EditRequired(r.Cohort.Row(1), model.DateOf(2026, 1, 12), "")))
	roomtest.Run(r, first) // and the one that was asked for meanwhile
	if r.LacksRequired(maya) != "Peer Support 101 not known" {
		t.Errorf("of Maya it tells %+v", r.Required[maya.Trainee.ID])
	}
	if got := r.Required[r.Cohort.Row(1).Trainee.ID].State; got != model.RequiredMet {
		t.Errorf("what was stated meanwhile is %q", got)
	}
	late := r.Look()
	r.Show(nil)
	roomtest.Run(r, late)
	if r.Required != nil || r.Owed != nil {
		t.Error("it is there for another cohort")
	}
	r.Show(spring)
	if r.Required != nil {
		t.Error("it is there before it was read again")
	}
}

// draft saves edits and returns them as they were formed.
func draft(t *testing.T, r *room.Room, edits ...store.Edit) *store.Draft {
	t.Helper()
	d, err := r.Cohort.Form(oplog.Single, edits...)
	if err == nil {
		err = r.Book.Save(d).Wait()
	}
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestOffersAreOfTheSameTopicAndNoLongerThanThePersonWasHere(t *testing.T) {
	r := roomtest.New(t, roomtest.DayOne)
	maya, block := r.Cohort.Row(7), r.Cohort.BlocksOf(1)[0]
	owed := store.Owed{CohortName: "Winter", Block: model.Block{Topic: " " + block.Topic}, Minutes: 120}
	r.Owed = map[model.ID][]store.Owed{maya.Trainee.ID: {owed, {Block: model.Block{Topic: "Something else"}, Minutes: 60}}}
	for _, c := range []struct {
		mark model.Mark
		want int
	}{
		{model.Plain(model.Unmarked), 0}, {model.Plain(model.Absent), 0}, {model.Plain(model.Present), min(120, block.Minutes())},
		{model.Mark{State: model.Part, Arrived: block.End - 30, Left: model.NoClock}, 30},
	} {
		roomtest.Run(r, r.Commit(oplog.Single, "", r.Cohort.EditMark(maya, block.ID, c.mark)))
		offers := r.Offers(r.Cohort.Row(7), r.Cohort.BlocksOf(1))
		switch {
		case c.want == 0 && len(offers) > 0, c.want > 0 && len(offers) != 1:
			t.Errorf("%v: %d offers", c.mark.State, len(offers))
		case c.want > 0 && (offers[0].Minutes != c.want || offers[0].Here.ID != block.ID):
			t.Errorf("%v: %+v", c.mark.State, offers[0])
		}
	}
}
