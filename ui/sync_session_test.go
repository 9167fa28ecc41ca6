package ui_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/ui/kit/pty"
)

// TestTwoLaptopsAgreeThroughAFolder is two trainers who mark the same person differently, each on a
// terminal of their own, and settle it.
func TestTwoLaptopsAgreeThroughAFolder(t *testing.T) {
	t.Parallel()
	twoTrainersAndTheOffice(t, filepath.Join(t.TempDir(), "share"), nil)
}

func TestTwoLaptopsAgreeThroughABucket(t *testing.T) {
	t.Parallel()
	target, env := bucket(t)
	twoTrainersAndTheOffice(t, target, env)
}

func twoTrainersAndTheOffice(t *testing.T, target string, env []string) {
	all := met(t, target, env, "Ben", "Robin")
	asha, ben := open(t, all[0].o), open(t, all[1].o)

	asha.Type("P3a")
	asha.Saved("9 people: 8 ● 0 ◐ 1 ○ 0 ·")
	ben.Type("P3l920⏎")
	ben.Saved("9 people: 8 ● 1 ◐ 0 ○ 0 ·")
	asha.Type("gss")
	ben.Type("gss")
	exchange(t, asha, ben, is("1 disagreement to settle"))
	exchange(t, ben, asha, is("1 disagreement to settle"))

	// What both said alike is no conflict. On the cell that is one both sides stand, and Ben settles it.
	ben.Type("gt3v")
	ben.Until("Asha's laptop", "absent", "came 09:20")
	ben.Type("m")
	ben.Saved("9 people: 8 ● 1 ◐ 0 ○ 0 ·")
	ben.Type("gs")
	exchange(t, ben, asha, isNot("to settle"))
	asha.Type("gt")
	asha.Saved("9 people: 8 ● 1 ◐ 0 ○ 0 ·")

	// Undone, the disagreement is back, and everywhere; then it is settled from the list.
	ben.Type("u")
	ben.Until("1 disagreement to settle")
	asha.Type("gs")
	exchange(t, ben, asha, is("1 disagreement to settle"))
	asha.Type("c")
	asha.Until("3 Chidi Okafor", "Ben")
	asha.Type("m")
	asha.Until("Nobody disagrees")
	asha.Type("⎋")
	asha.Until("For trainers")
	exchange(t, asha, ben, isNot("to settle"))
	for _, code := range []int{asha.Quit(), ben.Quit()} {
		if code != 0 {
			t.Errorf("q ended with exit code %d", code)
		}
	}

	office := all[2]
	office.run("sync")
	for _, l := range all {
		l.run("sync")
	}
	agree(t, all...)
	if s := office.state(3, 1); s != "absent" {
		t.Errorf("the office has row 3 as %s", s)
	}
	for _, m := range office.marks() {
		if m.Conflict != nil {
			t.Errorf("row %d in block %d is in question still", m.Row, m.Block)
		}
	}
}

func is(text string) func(string) bool {
	return func(s string) bool { return strings.Contains(s, text) }
}

func isNot(text string) func(string) bool {
	return func(s string) bool { return strings.Contains(s, "synced") && !strings.Contains(s, text) }
}

// exchange syncs on two Sync screens, the one and then the other, until the other is as asked: who syncs
// first has not what the other sends meanwhile.
func exchange(t *testing.T, from, to *pty.Session, ok func(screen string) bool) {
	t.Helper()
	for range 40 {
		for _, s := range []*pty.Session{from, to} {
			s.Type("s")
			s.UntilTrue("the end of a sync", func(screen string) bool { return strings.Contains(screen, "synced just now") })
		}
		if ok(to.Screen()) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("after many syncs the screen is\n%s", to.Screen())
}
