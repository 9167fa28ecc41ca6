package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/faults"
)

// failing tries faults of a session's calls.
type failing struct {
	t      *testing.T
	cohort model.ID
	cuts   *cuts
	slots  chan bool
	wait   sync.WaitGroup

	tried, acknowledged, said atomic.Int64
}

// fault is what happens to a session: a call and how it fails, once or from there on.
type fault struct {
	call    int
	how     faults.Verdict
	forGood bool
}

func (f fault) judge(n int, _ faults.Call) faults.Verdict {
	if n == f.call || f.forGood && n > f.call {
		return f.how
	}
	return faults.Verdict{}
}

func (f fault) String() string {
	text := fmt.Sprintf("call %d fails, %v", f.call, f.how.Errno)
	if f.how.After {
		text += ", half done"
	}
	if f.forGood {
		text += ", and so do all after it"
	}
	return text
}

// try lives a session with a fault, and holds the book against what the session said: as the machine
// shows it then, and as power cuts leave it.
func (f *failing) try(what, kind string, book []byte, is fault, chance *rand.Rand) {
	f.slots <- true
	f.wait.Go(func() {
		defer func() { <-f.slots }()
		what := fmt.Sprintf("%s, %v", what, is)
		r := runSession(f.t, kind, book, is.judge)
		if r == nil {
			return
		}
		defer os.RemoveAll(r.folder)
		p := heard(r.calls)
		f.tried.Add(1)
		f.acknowledged.Add(int64(len(p.saved)))
		f.said.Add(int64(len(p.failed)))
		f.sayings(what, is, p)
		f.cuts.along(what, r, chance, 40)
		if err := inTime(func() error { return p.keeps(filepath.Join(r.folder, "roll.book"), f.cohort) }); err != nil {
			f.t.Errorf("%s: %v\n%s", what, err, strings.Join(p.failed, "\n"))
		}
	})
}

// sayings checks what a session said: it ended, what failed was said by what it is, and after a fault
// that passed the book takes gestures as before.
func (f *failing) sayings(what string, is fault, p *promises) {
	if !p.done {
		f.t.Errorf("%s: the session did not end", what)
	}
	gestures := 0
	for _, line := range p.failed {
		words := strings.Fields(line)
		if words[0] == "failed" {
			gestures++
		}
		kind := map[syscall.Errno]string{syscall.EIO: " io: ", syscall.ENOSPC: " room: "}[is.how.Errno]
		if !strings.Contains(line, kind) && !strings.Contains(line, " unsettled: ") {
			f.t.Errorf("%s: it says %q", what, line)
		}
	}
	if !is.forGood && gestures > 4 {
		f.t.Errorf("%s: %d gestures could not be saved", what, gestures)
	}
}

// Each call of a session fails once: not done, done by half, or done and still answered with an error.
// Or the disk is gone from there on.
func TestEveryCallThatFailsIsSaidAndNothingSavedIsLost(t *testing.T) {
	books, cohort := sessionBooks(t)
	f := &failing{t: t, cohort: cohort.Cohort.ID, cuts: newCuts(t, cohort.Cohort.ID), slots: make(chan bool, runtime.NumCPU())}
	seed := uint64(time.Now().UnixNano())
	first := rand.New(rand.NewPCG(seed, 7)).IntN(10)
	for _, kind := range []string{sessionPlain, sessionSeals} {
		whole := runSession(t, kind, books[kind], nil)
		if whole == nil {
			return
		}
		calls := slices.DeleteFunc(whole.calls, func(c faults.Call) bool { return c.Op == faults.Say })
		from, to := 0, len(calls)
		if kind == sessionSeals { // before and after that it is like the plain one
			other := func(c faults.Call) bool {
				return c.Op == faults.MakeFolder || c.Op != faults.Sync && c.Name != "roll.book"
			}
			from = slices.IndexFunc(calls, other)
			slices.Reverse(calls)
			to = len(calls) - slices.IndexFunc(calls, other) + 12 // and the next gesture
			slices.Reverse(calls)
		}
		if from < 0 || to-from < 50 {
			t.Fatalf("the session makes %d calls, from %d to %d on its own", len(calls), from, to)
		}
		for n := from; n < min(to, len(calls)); n++ {
			if testing.Short() && n%10 != first {
				continue
			}
			hard, full := faults.Verdict{Errno: syscall.EIO}, faults.Verdict{Errno: syscall.ENOSPC}
			half := faults.Verdict{Errno: []syscall.Errno{syscall.EIO, syscall.ENOSPC}[n%2], After: true}
			all := []fault{{n, hard, false}, {n, full, false}}
			switch n % 8 {
			case 0, 3:
				all = append(all, fault{n, half, false})
			case 1:
				all = append(all, fault{n, hard, true})
			case 4:
				all = append(all, fault{n, full, true})
			case 6:
				all = append(all, fault{n, half, true})
			}
			for i, is := range all {
				f.try(fmt.Sprintf("seed %d, %s, %v", seed, kind, calls[n]), kind, books[kind], is, rand.New(rand.NewPCG(seed, uint64(8+4*n+i))))
			}
		}
	}
	f.wait.Wait()
	f.cuts.wait.Wait()
	t.Logf("faults: %d tried, and %d power cuts after them; %d gestures acknowledged, %d failures said, %d lost",
		f.tried.Load(), f.cuts.tried.Load(), f.acknowledged.Load(), f.said.Load(), f.cuts.lost.Load())
}
