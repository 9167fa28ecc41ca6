package sync

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollbook/store/share"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// withStick is a laptop whose share lies on a stick that is in. look looks what is plugged in.
func withStick(t *testing.T) (d *desk, dir string, look func(in ...share.Stick)) {
	t.Helper()
	dir = t.TempDir()
	d = sits(t, roomtest.New(t, roomtest.DayOne), "Asha", nil)
	var in []share.Stick
	d.x.Sticks = func() []share.Stick { return in }
	look = func(sticks ...share.Stick) {
		t.Helper()
		in = sticks
		d.take(stopTicks(d, d.x.Update(pollMsg{})()))
	}
	look(share.Stick{Path: dir})
	d.shares(dir)
	return d, dir, look
}

func TestAStickMayBePulledOutOnlyWhileNothingIsLeftToSend(t *testing.T) {
	asha, dir, look := withStick(t)
	asha.sees(EjectWords + ". s syncs again")
	asha.marks(1, present)
	asha.lacks(EjectWords)
	asha.press("s")
	asha.sees(EjectWords)
	look()
	asha.lacks(EjectWords)
	asha.x.locked = true // put in again, and not synced yet
	look(share.Stick{Path: dir})
	asha.lacks(EjectWords)
}

func TestAStickIsNotDoneWhileThePassphraseIsTheOldOne(t *testing.T) {
	asha, dir, _ := withStick(t)
	asha.x.known.shares[0].share.Behind = "the share was made new"
	if asha.x.ejectable(share.Stick{Path: dir}) {
		t.Error("nothing can be sent, and it is said to be done")
	}
}

func TestWhatIsDoneWithAStickIsSaidFirst(t *testing.T) {
	asha, dir, _ := withStick(t)
	if want := filepath.Base(dir) + " " + EjectWords; !strings.HasPrefix(asha.last(), want) {
		t.Errorf("said %q", asha.last())
	}
}

func TestAnotherShareOnTheStickIsNotTakenForOurs(t *testing.T) {
	asha, dir, look := withStick(t)
	look()
	if err := os.RemoveAll(filepath.Join(dir, "v1")); err != nil {
		t.Fatal(err)
	}
	zoe := sits(t, roomtest.New(t, roomtest.DayOne), "Zoe", nil)
	zoe.shares(dir)
	shares, err := zoe.r.Book.Shares()
	if err != nil {
		t.Fatal(err)
	}
	look(share.Stick{Path: dir, Share: shares[0].Space, Folder: dir})
	asha.sees("It holds another share than yours: i joins it")
	asha.lacks("It is a place of your share")
	asha.press("s")
	asha.sees("this place holds another share, or this one under a new passphrase: i joins it")
	asha.lacks("rollbook sync")
	if !strings.Contains(asha.last(), "g s, i joins it") {
		t.Errorf("said %q", asha.last())
	}
	asha.press("i")
	asha.sees("Join a share", filepath.Base(filepath.Dir(dir)))
}

func TestAWarningIsOverOnceTheSyncSucceedsByItself(t *testing.T) {
	asha, ben, place := two(t)
	ben.marks(1, room.Act{Verb: room.Absent})
	place.Away = true
	ben.press("s")
	warned := ben.last()
	place.Away = false
	cmd := ben.x.sync(syncing{auto: true})
	if cmd == nil {
		t.Fatal("it does not begin")
	}
	ben.run(cmd)
	if ben.over != warned || warned == "" {
		t.Errorf("%q is over, the warning was %q", ben.over, warned)
	}
	asha.press("s")
	if asha.states(1) != "absent" {
		t.Error("it was not sent")
	}
}

func TestWithSeveralPlacesEachIsNamed(t *testing.T) {
	dir := t.TempDir()
	asha := sits(t, roomtest.New(t, roomtest.DayOne), "Asha", nil)
	asha.shares(dir)
	other := t.TempDir()
	asha.shares(other)
	asha.press("s")
	if !strings.Contains(asha.last(), dir+": ") || !strings.Contains(asha.last(), other+": ") {
		t.Errorf("said %q", asha.last())
	}
}
