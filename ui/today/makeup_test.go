package today_test

import (
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/today/todaytest"
)

// missedElsewhere makes a cohort of the winter before, in which the person of a row missed a block of
// an hour and a quarter on Language, and nothing may be missed. It returns that cohort's id.
func missedElsewhere(d *todaytest.Desk, row int) model.ID {
	c := d.Room.Book.Blank(d.ID())
	block := d.ID()
	edits := c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: "Winter 2025", Course: "cipss"})
	edits = append(edits, c.EditDay(model.Day{ID: d.ID(), Number: 1, Date: model.DateOf(2025, 12, 1)})...)
	edits = append(edits, c.EditBlock(model.Block{ID: block, Day: 1, Start: 9 * 60, End: 10*60 + 15, Topic: "Language"})...)
	edits = append(edits, c.EditEnrollment(model.Enrollment{Trainee: d.Room.Cohort.Row(row).Trainee.ID, Row: 1, From: 1})...)
	save(d, c, edits...)
	c, err := d.Room.Book.Load(c.Cohort.ID)
	if err != nil {
		d.Fatal(err)
	}
	save(d, c, c.EditMark(c.Row(1), block, model.Plain(model.Absent)))
	d.Run(d.Room.Look())
	return c.Cohort.ID
}

func save(d *todaytest.Desk, c *store.Cohort, edits ...store.Edit) {
	draft, err := c.Form(oplog.Single, edits...)
	if err == nil {
		err = d.Room.Book.Save(draft).Wait()
	}
	if err != nil {
		d.Fatal(err)
	}
}

func TestAMarkOffersToLinkWhatWasMissedOfTheTopicElsewhere(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	winter := missedElsewhere(d, 1)
	d.Press("p") // 09:20: a block on another topic
	if strings.Contains(d.Said, "make up") {
		t.Errorf("another topic: %q", d.Said)
	}
	d.Clock = d.Clock.Add(100 * time.Minute) // 11:00, Language
	d.Press("home", "p")
	if d.Said != "1 Maya: present · 1m links it to 1 h 15 min of Language to make up from Winter 2025" {
		t.Errorf("said %q", d.Said)
	}
	if s := d.Draw(80, 24).Text(); !strings.Contains(s, "m: 1 h 15 min to make up") {
		t.Errorf("the row:\n%s", s)
	}
	vtest.Golden(t, "offer", d.Shot(80, 24))
	made := func() []store.MakeUp {
		d.Room.Book.Flush()
		c, err := d.Room.Book.Load(winter)
		if err != nil {
			t.Fatal(err)
		}
		return c.Row(1).MakeUps
	}
	if len(made()) != 0 {
		t.Fatal("it was linked by itself")
	}
	d.Press("1", "m")
	if got := d.Overlay(); !strings.Contains(got, "Language of Winter 2025") || !strings.Contains(got, "in Spring 2026, day 2, 10:45–12:00 Language") {
		t.Fatalf("the form:\n%s", got)
	}
	d.Press("ctrl+s")
	if m := made(); len(m) != 1 || m[0].Minutes != 75 || m[0].InCohort != d.Room.Cohort.Cohort.ID {
		t.Errorf("written down %+v, said %q", m, d.Said)
	}
	if s := d.Draw(80, 24).Text(); strings.Contains(s, "m: 1 h 15 min to make up") {
		t.Errorf("still offered:\n%s", s)
	}
	d.Press("u")
	if len(made()) != 0 || !strings.Contains(d.Draw(80, 24).Text(), "m: 1 h 15 min to make up") {
		t.Errorf("not undone, said %q", d.Said)
	}
}

func TestTheRestPresentSaysWhoHasThisToMakeUp(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	missedElsewhere(d, 2)
	d.Clock = d.Clock.Add(100 * time.Minute)
	d.Press("P")
	if d.Said != "2 people marked present; 1 of them has this to make up from another cohort: m on their row" {
		t.Errorf("said %q", d.Said)
	}
}

func TestTheCurtainHidesWhatIsToMakeUp(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	missedElsewhere(d, 1)
	d.Clock = d.Clock.Add(100 * time.Minute)
	d.Room.Curtain = true
	d.Press("p")
	if d.Said != "1 Maya: present" || strings.Contains(d.Draw(80, 24).Text(), "to make up") {
		t.Errorf("said %q", d.Said)
	}
	d.Press("1", "m")
	if !strings.Contains(d.Said, "the curtain is closed") {
		t.Errorf("m said %q", d.Said)
	}
}

func TestMakingUpSaysWhyNotAndAsksWhichBlockOfAWholeDay(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	for _, step := range []struct{ keys, said string }{
		{"m", "1 Maya is not marked here"},
		{"1p", "1 Maya: present"}, {"1m", "1 Maya missed nothing here"},
	} {
		for _, key := range step.keys {
			d.Press(string(key))
		}
		if !strings.HasPrefix(d.Said, step.said) {
			t.Errorf("%s said %q", step.keys, d.Said)
		}
	}
	d.Press("1", "a", "1", "m")
	if got := d.Overlay(); !strings.Contains(got, "1 Maya: make up day 2, 09:00–10:30 Creating") {
		t.Errorf("the form:\n%s", got)
	}
	d.Press("esc", "w", "1", "a", "1", "m")
	if got := d.Overlay(); !strings.Contains(got, "what was made up?") || !strings.Contains(got, "13:00–14:30") {
		t.Errorf("the list:\n%s", got)
	}
}

func TestWhoLacksTheRequiredCourseIsOnTheRosterUntilTheirFirstDay(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditRule(model.Rule{Requires: "ps101"})...))
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditRequired(d.Room.Cohort.Row(2), model.DateOf(2026, 1, 12), "Portland")))
	d.Run(d.Room.Look())
	d.Room.Day = 1
	s := d.Draw(80, 24).Text()
	if strings.Count(s, "Peer Support 101 not known") != 2 || !strings.Contains(s, "Peer Support 101 not known of 1 person: c on their page states it") {
		t.Errorf("before day 1:\n%s", s)
	}
	vtest.Golden(t, "required", d.Shot(80, 24))
	d.Room.Curtain = true
	if s := d.Draw(80, 24).Text(); strings.Contains(s, "Peer Support") {
		t.Errorf("behind the curtain:\n%s", s)
	}
	d.Room.Curtain, d.Room.Day = false, 2
	if s := d.Draw(80, 24).Text(); strings.Contains(s, "Peer Support") {
		t.Errorf("on day 2:\n%s", s)
	}
	if d.Room.LacksRequired(d.Room.Cohort.Row(1)) != "" || (&room.Room{Cohort: d.Room.Cohort, Day: 1}).LacksRequired(d.Room.Cohort.Row(1)) != "" {
		t.Error("said where nothing is known of it yet")
	}
}
