package today_test

import (
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/today"
	"rollbook/ui/today/todaytest"
)

func TestTheCurtainLeavesNamesAndMarks(t *testing.T) {
	d := busy(t)
	d.Room.Curtain = true
	d.Press("7", "enter")
	s := d.Draw(80, 24)
	vtest.Golden(t, "curtain", d.Shot(80, 24))
	for _, hidden := range []string{"she/her", "Riverview", "bus", "remark:", "told us ahead ·", "absent so far", "Asha", "walked in"} {
		if strings.Contains(s.Text(), hidden) {
			t.Errorf("the curtain shows %q", hidden)
		}
	}
}

func TestTheHeaderSaysWhatIsUnusual(t *testing.T) {
	d := desk(t, "Maya", "Noor", "Guest")
	guest := d.Room.Cohort.Row(3).Enrollment
	guest.Guest = []model.ID{d.Room.Cohort.BlocksOf(2)[0].ID}
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditEnrollment(guest)...))
	d.Press("w", "P", "D", "enter")
	closed := "closed by Asha Tue 3 Mar 09:20"
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, closed) || strings.Contains(got, "changed since") {
		t.Errorf("closed:\n%s", got)
	}
	d.Clock = d.Clock.Add(time.Minute)
	d.Press("3", "a")
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, closed) || strings.Contains(got, "changed since") {
		t.Errorf("a guest, who counts nowhere, changed:\n%s", got)
	}
	d.Press("1", "a")
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, closed+", changed since") {
		t.Errorf("changed:\n%s", got)
	}
	d.Room.Today = model.DateOf(2026, 3, 9)
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, "not today: today is Mon 9 Mar 2026, day 3 is nearest") {
		t.Errorf("another day:\n%s", got)
	}
	for _, w := range []int{60, 80} {
		got := strings.Join(strings.Fields(d.Draw(w, 20).Text()), " ")
		if !strings.Contains(got, closed+", changed since by Asha Tue 3 Mar 09:21") {
			t.Errorf("a closed day that was changed, seen on another day, in %d columns:\n%s", w, got)
		}
	}
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, "making something up") {
		t.Errorf("a guest without a heading:\n%s", got)
	}
	d.Room.Curtain = true
	if got := d.Draw(80, 24).Text(); strings.Contains(got, "making something up") || !strings.Contains(got, "Guest") {
		t.Errorf("behind the curtain it shows who makes something up:\n%s", got)
	}
	d.Room.Curtain = false
	day := d.Room.DayNow()
	day.Cancelled = true
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditDay(day)...))
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, "this day is cancelled and counts for nobody") {
		t.Errorf("cancelled:\n%s", got)
	}
	for _, key := range []string{"p", "P", "space", "l"} {
		d.Press(key)
		if !strings.Contains(d.Said, "is cancelled: b brings it back") {
			t.Errorf("%s on a cancelled day: %q", key, d.Said)
		}
	}
}

func TestEmptyScreensSayWhatToDo(t *testing.T) {
	d := todaytest.New(t)
	d.Screen = today.New(d.Room)
	vtest.Golden(t, "nobody", d.Shot(60, 14))
	for _, key := range []string{"p", "space", "a", "l", "v", "h", "P", "7", "enter"} {
		d.Press(key)
	}
	d.Room.Show(nil)
	vtest.Golden(t, "no-cohort", d.Shot(60, 14))
	d.Press("p")
	if !strings.Contains(d.Said, "no cohort is open") {
		t.Errorf("p without a cohort: %q", d.Said)
	}
	for _, key := range []string{"P", "w", "+", "b", "D", "7", "a", "down", "end"} {
		d.Press(key)
	}
}

func TestTimesAreInTwelveHoursWhereThatIsSet(t *testing.T) {
	d := desk(t, "Maya")
	d.Room.Twelve = true
	d.Press("l", "'905", "enter")
	if got := d.Draw(80, 24).Text(); !strings.Contains(got, "came 9:05 am, 5 min missed") || !strings.Contains(got, "[9:00]") {
		t.Errorf("the screen:\n%s", got)
	}
	d.Press("l", "'5pm", "enter")
	if !strings.Contains(d.Said, "5:00 pm") {
		t.Errorf("refused with %q", d.Said)
	}
}

func TestTheCountsFollowEveryKey(t *testing.T) {
	d := desk(t)
	counts := func() string { return d.Draw(80, 24).Text() }
	for _, step := range []struct{ key, want string }{
		{"p", "20 people: 1 ● 0 ◐ 0 ○ 19 ·"}, {"a", "1 ● 0 ◐ 1 ○ 18 ·"}, {"P", "19 ● 0 ◐ 1 ○ 0 ·"},
		{"u", "1 ● 0 ◐ 1 ○ 18 ·"}, {"w", "0 ● 0 ◐ 0 ○ 20 ·"}, {"p", "1 ● 0 ◐ 0 ○ 19 ·"}, {"u", "0 ● 0 ◐ 0 ○ 20 ·"},
	} {
		d.Press(step.key)
		if got := counts(); !strings.Contains(got, step.want) {
			t.Errorf("after %s, want %s:\n%s", step.key, step.want, got)
		}
	}
}

func TestAMarkThatCouldNotBeSavedSaysSo(t *testing.T) {
	d := desk(t, "Maya", "Noor")
	d.Press("p")
	if err := d.Room.Book.Close(); err != nil {
		t.Fatal(err)
	}
	d.Press("a")
	text := d.Draw(80, 24).Text()
	if strings.Count(text, "! NOT SAVED") != 1 || !strings.Contains(text, "2 Noor") {
		t.Errorf("after a failed save:\n%s", text)
	}
	d.Press("up", "down")
	if text := d.Draw(80, 24).Text(); !strings.Contains(text, ", NOT SAVED") {
		t.Errorf("the person's line:\n%s", text)
	}
}

func TestTheKeyOfTopicsSaysWhereItIs(t *testing.T) {
	d := desk(t, "Maya")
	d.Press("=")
	if !strings.Contains(d.Said, "on Topics (g o)") {
		t.Errorf("= on Today: %q", d.Said)
	}
}
