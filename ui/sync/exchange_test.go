package sync

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/store/oplog"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

func TestTwoLaptopsMeetSettleAndAgree(t *testing.T) {
	asha, ben, _ := two(t)
	asha.marks(1, room.Act{Verb: room.Present}) // two keys of Asha's
	asha.marks(1, room.Act{Verb: room.Late, Typed: at(9*60 + 20)})
	ben.marks(1, room.Act{Verb: room.Left, Typed: at(15 * 60)}) // and one of Ben's
	asha.marks(2, room.Act{Verb: room.Present})
	ben.marks(2, room.Act{Verb: room.Present}) // the same mark twice is no disagreement
	asha.marks(3, room.Act{Verb: room.Absent})
	ben.marks(3, room.Act{Verb: room.Present})
	asha.press("s")
	asha.sees("4 changes of yours sent, not known to be received yet")
	ben.press("s")
	ben.sees("2 disagreements to settle", "all of theirs is here")
	if !strings.Contains(ben.last(), "4 changes received, ") {
		t.Errorf("said %q", ben.last())
	}
	asha.press("s")
	asha.sees("Ben's laptop", "has everything of yours up to", "2 disagreements to settle")
	ben.press("c")
	ben.sees("2 disagreements: nothing is settled until somebody does", "1 Ana, day 1", "mine: 09:00", "Asha: 09:00")
	ben.press("b")
	if !strings.HasSuffix(ben.last(), "settled") || ben.states(1) != "09:00 part: came 09:20, 20 min missed, 13:00 part: left 15:00, 1 h missed" {
		t.Errorf("both came to %q, said %q", ben.states(1), ben.last())
	}
	ben.press("b")
	if !strings.Contains(ben.last(), "both is for an") {
		t.Errorf("both of present and absent: %q", ben.last())
	}
	ben.press("t")
	ben.sees("Nobody disagrees")
	if ben.states(3) != "absent" {
		t.Errorf("theirs is %q", ben.states(3))
	}
	ben.press("u")
	ben.sees("1 disagreement: nothing")
	ben.press("m", "esc", "s")
	asha.press("s")
	asha.lacks("to settle")
	for row := 1; row <= 3; row++ {
		if asha.states(row) != ben.states(row) {
			t.Errorf("row %d: %q and %q", row, asha.states(row), ben.states(row))
		}
	}
	if asha.states(3) != "present" {
		t.Errorf("the settlement came as %q", asha.states(3))
	}
}

func TestAPageTellsWhoSaidWhatAndWhatTheyHadSeen(t *testing.T) {
	asha, ben, _ := two(t)
	ben.marks(1, room.Act{Verb: room.Present})
	ben.press("s")
	asha.press("s")
	asha.marks(1, room.Act{Verb: room.Absent})
	ben.marks(1, room.Act{Verb: room.Late, Typed: at(9*60 + 20)})
	asha.press("s")
	ben.press("s", "c", "enter")
	ben.sees("1 Ana, day 1", "2 sides", "mine: Ben on Ben's laptop", "Asha on Asha's laptop", "Mon 2 Mar 09:05", " absent ",
		"part: came 09:20, 20 min missed", "Asha had seen: present", "this laptop had seen: present")
	ben.press("down", "enter")
	ben.sees("Nobody disagrees")
	if ben.states(1) != "absent" {
		t.Errorf("Enter on Asha's side made %q", ben.states(1))
	}
}

func TestTheCurtainHidesWordsInTheListOfDisagreements(t *testing.T) {
	asha, ben, _ := two(t)
	for i, d := range []*desk{asha, ben} {
		c := d.r.Cohort
		d.run(d.r.Commit(oplog.Single, "", c.EditRemark(c.Row(1), c.BlocksOf(1)[0].ID, []string{"bus", "snow"}[i])))
	}
	asha.press("s")
	ben.press("s", "c")
	ben.sees("remark: bus", "remark: snow")
	ben.r.Curtain = true
	ben.r.Show(ben.r.Cohort) // the screen is laid out anew
	ben.lacks("bus", "snow")
	ben.press("enter")
	ben.lacks("bus", "snow")
	ben.sees("hidden by the curtain")
}

func TestWhatComesLoadsTheOpenCohortAnew(t *testing.T) {
	asha, ben, _ := two(t)
	asha.marks(1, room.Act{Verb: room.Absent})
	asha.press("s")
	before := ben.r.Revision()
	ben.r.Day = 3
	ben.press("s")
	if ben.r.Day != 3 || ben.r.Revision() == before || ben.states(1) != "absent" {
		t.Errorf("day %d, %q", ben.r.Day, ben.states(1))
	}
	before = ben.r.Revision()
	ben.press("s")
	if ben.r.Revision() != before {
		t.Error("nothing came, and the cohort was loaded anew")
	}
}

func TestTheFirstCohortThatComesAsksToBeOpened(t *testing.T) {
	place, at := memory("the folder")
	asha := sits(t, roomtest.New(t, roomtest.DayOne), "Asha", at)
	asha.shares("the folder")
	ben := sits(t, roomtest.Empty(t, roomtest.DayOne), "Ben", at)
	ben.joins("the folder", "Ben's laptop")
	if ben.came != 1 || len(place.Names()) == 0 {
		t.Errorf("came %d times", ben.came)
	}
}

func TestAPlaceThatCanOnlyBeReadIsReadAndSaysWhyNothingIsSent(t *testing.T) {
	asha, ben, place := two(t)
	asha.marks(1, room.Act{Verb: room.Absent})
	asha.press("s")
	ben.marks(2, room.Act{Verb: room.Absent})
	place.ReadOnly = true
	ben.press("s")
	if ben.states(1) != "absent" {
		t.Errorf("nothing was read: %q", ben.states(1))
	}
	why := ""
	for _, o := range ben.x.results[ben.x.known.shares[0].share.Space] {
		why = o.synced.ReadOnly
	}
	if why == "" || !strings.Contains(ben.last(), why) {
		t.Errorf("said %q, why: %q", ben.last(), why)
	}
	ben.sees(why)
}

func TestAPlaceThatIsGoneIsSaidAndHarmsNothing(t *testing.T) {
	asha, ben, place := two(t)
	place.Away = true
	ben.marks(1, room.Act{Verb: room.Absent})
	ben.press("s")
	if len(ben.said) == 0 || !strings.Contains(ben.text(), kit.ConflictSign) {
		t.Errorf("said %q", ben.said)
	}
	said := len(ben.said)
	ben.run(ben.x.sync(syncing{auto: true}))
	if len(ben.said) != said || len(ben.news) != 0 {
		t.Errorf("by itself it said %q %q", ben.said[said:], ben.news)
	}
	place.Away = false
	ben.press("s")
	asha.press("s")
	if asha.states(1) != "absent" {
		t.Errorf("%q", asha.states(1))
	}
}

// slow is a place whose writes wait until they are told to stop.
type slow struct {
	*sharetest.Memory
	puts chan struct{} // closed at the first
	once bool
}

func (p *slow) Put(ctx context.Context, name string, data []byte) error {
	if !p.once {
		p.once = true
		close(p.puts)
	}
	<-ctx.Done()
	return ctx.Err()
}

func TestEscStopsASyncAndMarkingGoesOnMeanwhile(t *testing.T) {
	asha, _, place := two(t)
	stuck := &slow{Memory: place, puts: make(chan struct{})}
	asha.x.Open = places{"the folder": stuck}.open
	asha.marks(1, room.Act{Verb: room.Present})
	cmd, _ := kit.Press(asha.s.Keys(), tea.KeyPressMsg{Text: "s", Code: 's'})
	_, later := kit.Ready(cmd)
	batch := later().(tea.BatchMsg)
	ended := make(chan tea.Msg, 1)
	go func() { ended <- batch[0]() }()
	<-stuck.puts
	asha.sees("esc stops it")
	asha.marks(2, room.Act{Verb: room.Absent})
	if asha.states(2) != "absent" || !asha.x.Busy() {
		t.Error("marking waits for the sync")
	}
	asha.press("esc")
	asha.take(<-ended)
	if asha.x.Busy() || !strings.Contains(asha.last(), "stopped") {
		t.Errorf("said %q", asha.said)
	}
	asha.x.Open = places{"the folder": place}.open
	asha.press("s")
	if !strings.Contains(asha.last(), "sent") {
		t.Errorf("afterwards %q", asha.last())
	}
}

func TestWhatIsStoppedBeforeItBeganNeverBegins(t *testing.T) {
	asha, _, place := two(t)
	asha.marks(1, room.Act{Verb: room.Present})
	calls := 0
	place.Before = func(sharetest.Call) error { calls++; return nil }
	cmd := asha.x.sync(syncing{})
	asha.x.Stop()()
	asha.run(cmd)
	if calls != 0 {
		t.Errorf("%d calls of the place", calls)
	}
}

func TestTheLockStopsASyncAndItGoesOnAfterwards(t *testing.T) {
	asha, ben, _ := two(t)
	asha.marks(1, room.Act{Verb: room.Present})
	cmd := asha.x.sync(syncing{})
	asha.x.Lock()
	asha.run(cmd)
	if asha.x.Busy() {
		t.Fatal("it goes on")
	}
	asha.run(asha.x.sync(syncing{auto: true}))
	ben.press("s")
	if ben.states(1) != "not marked" {
		t.Error("it was synced behind the lock")
	}
	asha.run(asha.x.Return())
	ben.press("s")
	if ben.states(1) != "present" {
		t.Error("it did not go on")
	}
}

func TestSticksAreOfferedAndOwnOnesSynced(t *testing.T) {
	dir := t.TempDir()
	asha := sits(t, roomtest.New(t, roomtest.DayOne), "Asha", nil)
	var in []share.Stick
	asha.x.Sticks = func() []share.Stick { return in }
	look := func() {
		t.Helper()
		cmd := asha.x.Update(pollMsg{})
		asha.take(stopTicks(asha, cmd()))
	}
	look()
	in = []share.Stick{{Path: dir}}
	look()
	if len(asha.news) != 1 || !strings.Contains(asha.news[0], "A stick is here") || !strings.Contains(asha.news[0], "n makes a share") {
		t.Errorf("news %q", asha.news)
	}
	asha.sees("A stick is here")
	look()
	if len(asha.news) != 1 {
		t.Errorf("said again: %q", asha.news[1:])
	}
	asha.shares(dir)
	if !strings.Contains(asha.last(), EjectWords) {
		t.Errorf("after a sync with a stick: %q", asha.last())
	}
	in = nil
	look()
	asha.marks(1, room.Act{Verb: room.Present})
	in = []share.Stick{{Path: dir}}
	look()
	if n := len(asha.news); n != 2 || !strings.Contains(asha.news[n-1], "1 change sent") || !strings.Contains(asha.news[n-1], EjectWords) {
		t.Errorf("put in again: %q", asha.news)
	}
}

// stopTicks leaves out of what comes of a look at the sticks that it is looked again.
func stopTicks(d *desk, msg tea.Msg) tea.Msg {
	if found, ok := msg.(sticksMsg); ok {
		d.run(d.x.found(found.sticks))
		return nil
	}
	return msg
}

func TestClosingADaySyncsWhereFoldersAreSyncedAtAll(t *testing.T) {
	for _, itself := range []bool{false, true} {
		dir := t.TempDir()
		asha := sits(t, roomtest.New(t, roomtest.DayOne), "Asha", nil)
		asha.shares(dir)
		if itself {
			asha.x.Sticks = func() []share.Stick { return nil }
		}
		c := asha.r.Cohort
		n := c.Count(1)
		asha.run(asha.r.Commit(oplog.Single, "", c.EditClosing(c.Days[0].ID, &n)))
		if synced := len(asha.news) == 1; synced != itself {
			t.Errorf("by itself %v: %q", itself, asha.news)
		}
	}
}
