package ui_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rollbook/store/share/sharetest"
)

// Syncs that are cut off in the middle. Whatever was there before is there afterwards, and the next sync
// goes on.

// gate is a server that stops at one request of its own counting and holds it until it is let go.
type gate struct {
	inside  http.Handler
	stopAt  atomic.Int64 // which request is held, counted from 1; 0: none
	count   atomic.Int64
	reached chan struct{} // gets a value when the request is held
	let     chan struct{} // a value lets it go
	after   bool          // it is held when it was done, and not yet answered
}

func newGate(after bool) *gate {
	return &gate{inside: sharetest.S3("trainings", sharetest.Keys{User: "key-of-asha"}), reached: make(chan struct{}, 1),
		let: make(chan struct{}), after: after}
}

func (g *gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	held := g.count.Add(1) == g.stopAt.Load()
	if held && !g.after {
		g.hold()
		return // the one who asked is gone
	}
	g.inside.ServeHTTP(w, r)
	if held {
		g.hold()
	}
}

func (g *gate) hold() {
	g.reached <- struct{}{}
	<-g.let
}

// at has the request held that comes n requests from now.
func (g *gate) at(n int64) {
	g.count.Store(0)
	g.stopAt.Store(n)
}

// TestKilledAtEveryRequestOfASync kills the program at the first request of a sync, at the second, and so
// on until one gets through; the first times with more to send.
func TestKilledAtEveryRequestOfASync(t *testing.T) {
	t.Parallel()
	for _, after := range []bool{false, true} {
		t.Run(fmt.Sprintf("request done %v", after), func(t *testing.T) {
			t.Parallel()
			g := newGate(after)
			server := httptest.NewServer(g)
			t.Cleanup(server.Close)
			target, env := bucketAt(server.URL)
			all := met(t, target, env, "Ben")
			asha, ben := all[0], all[1]
			for day := range 3 { // files of Ben's that Asha has not got
				ben.run("mark", "--day", fmt.Sprint(2+day), "--rest", "present")
				ben.run("sync")
			}
			killed := 0
			for n := int64(1); ; n++ {
				if n < 4 { // what was cut and not sent has to end some time
					asha.run("mark", "--day", "1", "--row", fmt.Sprint(n), "present")
				}
				g.at(n)
				if !killedAt(g, asha) {
					break
				}
				killed++
			}
			if killed < 3 {
				t.Errorf("a sync had %d requests only", killed)
			}
			heal(t, all...)
		})
	}
}

// killedAt syncs, and kills the program when the gate holds its request; false where none was held.
func killedAt(g *gate, l laptop) bool {
	defer g.at(0)
	s := l.start("sync")
	ended := make(chan int, 1)
	go func() { ended <- s.Exit() }()
	select {
	case <-g.reached:
		s.Kill()
		g.let <- struct{}{}
		<-ended
		return true
	case <-ended:
		return false
	}
}

// heal syncs all laptops until nothing is new, and compares what they have.
func heal(t *testing.T, all ...laptop) {
	t.Helper()
	for range 3 {
		for _, l := range all {
			l.run("sync", "--verify")
		}
	}
	agree(t, all...)
}

// TestStoppedWithCtrlCInTheMiddle says that all is whole, and it is.
func TestStoppedWithCtrlCInTheMiddle(t *testing.T) {
	t.Parallel()
	g := newGate(false)
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	target, env := bucketAt(server.URL)
	all := met(t, target, env, "Ben")
	all[0].run("mark", "--day", "1", "--rest", "present")
	g.at(2)
	s := all[0].start("sync")
	<-g.reached
	s.Ctrl("c")
	began := time.Now()
	if code := s.Exit(); code != 1 || !strings.Contains(s.Screen(), "stopped in the middle") {
		t.Errorf("exit code %d, and it says\n%s", code, s.Screen())
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it stopped after %v", took)
	}
	g.let <- struct{}{}
	g.at(0)
	heal(t, all...)
	if all[1].state(1, 1) != "present" {
		t.Error("the mark did not arrive")
	}
}

// TestKilledAtAnyMomentOfASyncWithAFolder is the same without a hook: the moment is chance.
func TestKilledAtAnyMomentOfASyncWithAFolder(t *testing.T) {
	t.Parallel()
	all := met(t, filepath.Join(t.TempDir(), "share"), nil, "Ben")
	rounds := 16
	if testing.Short() {
		rounds = 4
	}
	for n := range rounds {
		for i, l := range all {
			l.run("mark", "--day", fmt.Sprint(1+i), "--row", fmt.Sprint(1+n%9), []string{"present", "absent"}[n/9])
			s := l.start("sync")
			time.Sleep(time.Duration(n*97%64) * time.Millisecond)
			s.Kill()
		}
	}
	heal(t, all...)
	for _, m := range all[0].marks() {
		if m.Day <= 2 && m.Row <= min(9, rounds) && m.State == "unmarked" {
			t.Errorf("day %d block %d row %d is not marked any more", m.Day, m.Block, m.Row)
		}
	}
}

// TestFolderRemovedInTheMiddle takes the folder away while a sync is under way, by moving it as a stick
// that is pulled out, then by deleting it: the laptops put all of it back.
func TestFolderRemovedInTheMiddle(t *testing.T) {
	t.Parallel()
	target := filepath.Join(t.TempDir(), "share")
	away := target + ".away"
	all := met(t, target, nil, "Ben")
	rounds := 10
	if testing.Short() {
		rounds = 3
	}
	for n := range rounds {
		l := all[n%2]
		l.run("mark", "--day", "1", "--row", fmt.Sprint(1+n%9), "present")
		s := l.start("sync")
		time.Sleep(time.Duration(n*41%60) * time.Millisecond)
		if err := os.Rename(target, away); err != nil {
			t.Fatal(err)
		}
		if code := s.Exit(); code > 1 {
			t.Fatalf("exit code %d:\n%s", code, s.Screen())
		}
		if _, err := os.Stat(target); !os.IsNotExist(err) {
			t.Fatalf("a sync made the folder anew: %v", err)
		}
		if out, errs, code := l.try("sync"); code != 1 || out != "" || strings.Count(errs, "\n") != 1 {
			t.Errorf("with the folder away: exit code %d, %q, %q", code, out, errs)
		}
		if err := os.Rename(away, target); err != nil {
			t.Fatal(err)
		}
	}
	heal(t, all...)

	all[0].run("mark", "--day", "2", "--rest", "present")
	s := all[0].start("sync")
	time.Sleep(20 * time.Millisecond)
	_ = os.RemoveAll(target) // it may be written to while it is being deleted
	if code := s.Exit(); code > 1 {
		t.Fatalf("exit code %d:\n%s", code, s.Screen())
	}
	if err := os.RemoveAll(target); err != nil {
		t.Fatal(err)
	}
	all[0].run("sync", "add", target)
	heal(t, append(all, all[0].another("Cora", target))...)
}

// TestTerminatedWhileTheScreensSync hangs up on the screens in the middle of s.
func TestTerminatedWhileTheScreensSync(t *testing.T) {
	t.Parallel()
	g := newGate(false)
	server := httptest.NewServer(g)
	t.Cleanup(server.Close)
	target, env := bucketAt(server.URL)
	all := met(t, target, env, "Ben")
	s := open(t, all[0].o)
	s.Type("P3a")
	s.Saved("9 people: 8 ● 0 ◐ 1 ○ 0 ·")
	g.at(2)
	s.Type("gss")
	<-g.reached
	s.Type("gt3p") // marking goes on
	s.Saved("9 people: 9 ● 0 ◐ 0 ○ 0 ·")
	s.Signal(syscall.SIGHUP)
	g.let <- struct{}{}
	s.Exit()
	g.at(0)
	heal(t, all...)
	if all[1].state(3, 1) != "present" {
		t.Error("the mark that was made meanwhile did not arrive")
	}
}
