package store

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/faults"
)

// cuts tries power cuts on sessions, some at a time, and counts.
type cuts struct {
	t      *testing.T
	cohort model.ID
	slots  chan bool
	wait   sync.WaitGroup

	tried, promised, lost, refused atomic.Int64
	wrong                          atomic.Int64
	mayLose                        bool // for the control
}

func newCuts(t *testing.T, cohort model.ID) *cuts {
	return &cuts{t: t, cohort: cohort, slots: make(chan bool, runtime.NumCPU())}
}

// try lays out what a power cut left, and holds the book against what was promised before it.
func (c *cuts) try(what string, files map[string][]byte, p *promises) {
	folder := quickFolder(c.t)
	c.slots <- true
	saved := append([]string{}, p.saved...)
	formed := map[string]touched{}
	for id, g := range p.formed {
		formed[id] = g
	}
	now := &promises{formed: formed, saved: saved, kept: p.kept}
	c.wait.Go(func() {
		defer func() { <-c.slots }()
		defer os.RemoveAll(folder)
		err := faults.Lay(folder, files)
		if err == nil {
			err = inTime(func() error { return now.keeps(filepath.Join(folder, "roll.book"), c.cohort) })
		}
		c.tried.Add(1)
		c.promised.Add(int64(len(saved)))
		switch {
		case err == nil:
		case c.mayLose && errors.Is(err, errLost):
			c.lost.Add(1)
		case c.mayLose && (errors.Is(err, ErrDamaged) || errors.Is(err, ErrNotBook)):
			c.refused.Add(1)
		default:
			c.wrong.Add(1)
			c.t.Errorf("%s: %v", what, err)
		}
	})
}

// inTime runs what must not hang.
func inTime(run func() error) error {
	result := make(chan error, 1)
	go func() { result <- run() }()
	select {
	case err := <-result:
		return err
	case <-time.After(20 * time.Second):
		return errors.New("it hangs")
	}
}

// along plays a session and cuts the power before each call that makes something sure, when all that
// came since the last one is at stake, and after each promise. Of these, it does one in every some.
func (c *cuts) along(what string, r *sessionRun, chance *rand.Rand, every int) {
	c.t.Helper()
	p, disk, moments, some := &promises{}, r.before, chance.IntN(every), faults.Losses()
	if r.from > 0 {
		some = some[:3]
	} else {
		some = append(some, faults.None) // the program is killed, not the machine
	}
	for i, call := range r.calls {
		if i >= r.from && (call.Op == faults.Sync || call.Op == faults.Rename || i > 0 && r.calls[i-1].Op == faults.Say) {
			if moments++; moments%every == 0 {
				c.cut(fmt.Sprintf("%s, before call %d, %v", what, i, call), disk, p, chance, some)
			}
		}
		p.hearCall(call)
		disk.Do(call)
	}
	c.cut(what+", at the end", disk, p, chance, some)
	now, err := faults.Read(r.folder)
	if err != nil {
		c.t.Fatal(err)
	}
	if !maps.EqualFunc(now.After(faults.None, nil), disk.After(faults.None, nil), bytes.Equal) {
		c.t.Errorf("%s: what was played is not what happened", what)
	}
}

// cut cuts the power, with each of some losses.
func (c *cuts) cut(what string, disk *faults.Disk, p *promises, chance *rand.Rand, some []faults.Loss) {
	for _, loss := range some {
		c.try(fmt.Sprintf("%s, %v", what, loss), disk.After(loss, chance), p)
	}
}

func TestAPowerCutLosesNothingThatWasCalledSaved(t *testing.T) {
	books, cohort := sessionBooks(t)
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 4))
	all := newCuts(t, cohort.Cohort.ID)
	for _, kind := range []string{sessionPlain, sessionSealed, sessionSeals} {
		r := runSession(t, kind, books[kind], nil)
		if r == nil {
			return
		}
		if p := heard(r.calls); len(p.failed) > 0 || !p.done || len(p.saved) < sessionGestures {
			t.Fatalf("an undisturbed session says %q", p.failed)
		}
		all.along(fmt.Sprintf("seed %d, %s", seed, kind), r, chance, 10/fewer(10))
	}
	all.wait.Wait()
	t.Logf("power cuts: %d tried, %d gestures acknowledged before them, %d lost", all.tried.Load(), all.promised.Load(), all.lost.Load())
}

// Where nothing is synced, power cuts must lose something, or they prove nothing.
func TestWithoutSyncsAPowerCutLosesGestures(t *testing.T) {
	books, cohort := sessionBooks(t)
	r := runSession(t, sessionNoSync, books[sessionNoSync], nil)
	if r == nil {
		return
	}
	all := newCuts(t, cohort.Cohort.ID)
	all.mayLose = true
	all.along("without syncs", r, rand.New(rand.NewPCG(5, 6)), 10)
	all.wait.Wait()
	if all.lost.Load() == 0 {
		t.Error("nothing was lost")
	}
	t.Logf("power cuts without syncs: %d tried, %d lost gestures, %d were damaged", all.tried.Load(), all.lost.Load(), all.refused.Load())
}
