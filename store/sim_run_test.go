package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// simRun is one run of the simulation: a world of laptops and targets.
type simRun struct {
	seed   uint64
	folder string
	plan   *rand.Rand // draws the steps
	now    time.Time  // the true time
	step   *rand.Rand // what the step under way draws from

	mu     sync.Mutex // guards chance, which books read from several goroutines
	chance *rand.ChaCha8

	laptops []*simLaptop
	shares  []*simShare
	targets []*simTarget
	put     map[string]map[string]bool // what was put by laptops whose files are numbered once: by place in a chain, names

	settled []settlement
	sealed  []simSealed           // segments that laptops put
	cutters map[string]*simLaptop // who cut under a number, by device and incarnation

	segments map[share.Hash]*share.Segment // that laptops cut

	drawn   int
	taken   []int // steps
	said    []string
	check   string // which check failed
	failure string
}

// simStop ends a run that failed.
type simStop struct{}

// fail ends the run: check names what did not hold, in a few words that stay the same.
func (r *simRun) fail(check, format string, args ...any) {
	r.check, r.failure = check, fmt.Sprintf(format, args...)
	panic(simStop{})
}

// must ends the run where something failed that can't.
func (r *simRun) must(err error, doing string) {
	if err != nil {
		r.fail("unexpected error: "+doing, "%s: %v", doing, err)
	}
}

// say adds a line to the story.
func (r *simRun) say(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

// also adds to the last line of the story.
func (r *simRun) also(format string, args ...any) {
	r.said[len(r.said)-1] += "; " + fmt.Sprintf(format, args...)
}

// simulate makes one run. Only names the steps to take, all where it is nil.
func simulate(seed uint64, only []int, folder string) (r *simRun) {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	r = &simRun{seed: seed, plan: rand.New(rand.NewPCG(seed, 1)), chance: rand.NewChaCha8(key), put: map[string]map[string]bool{}, cutters: map[string]*simLaptop{}, segments: map[share.Hash]*share.Segment{},
		now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), folder: filepath.Join(folder, fmt.Sprint(seed))}
	defer func() {
		r.close()
		os.RemoveAll(r.folder)
	}()
	defer func() {
		if stop := recover(); stop != nil && stop != (simStop{}) {
			r.check, r.failure = "a panic", fmt.Sprintf("%v\n%s", stop, debug.Stack())
		}
	}()
	r.begin()
	r.drawn = *simSteps
	if r.drawn == 0 {
		r.drawn = 8 + r.plan.IntN(30)
	}
	for n := range r.drawn {
		act := simDraw(r.plan)
		laptop, own := r.plan.IntN(1<<16), r.plan.Uint64()
		if only != nil && !slices.Contains(only, n) {
			continue
		}
		r.step = rand.New(rand.NewPCG(own, 2))
		l := r.laptops[laptop%len(r.laptops)]
		if l.gone {
			continue
		}
		r.taken = append(r.taken, n)
		r.now = r.now.Add(time.Duration(1+r.step.IntN(600)) * time.Second)
		r.say("%3d %s: %s", n, l.name, act.name)
		act.do(r, l)
		for _, l := range r.laptops {
			l.settleDown()
		}
	}
	r.step = rand.New(rand.NewPCG(seed, 3))
	r.say("healed")
	r.heal()
	r.say("checked")
	r.checkAll()
	return r
}

// simLaptop is one machine with one book.
type simLaptop struct {
	run   *simRun
	name  string
	path  string
	book  *Book
	skew  time.Duration
	acked map[model.ID]bool // gestures that were called saved, and are on this disk
	kept  []simCopy         // of the book
	gone  bool              // stolen, or at the bottom of a lake
	twice bool              // restored, copied or a copy: places in its chains may be used twice

	own   map[model.ID]bool    // devices that this book was at some time
	reach []int                // targets that it can get to
	in    map[*simShare]bool   // shares that it joined
	knew  map[string]simStruck // texts known to be struck when an epoch was taken up

	dead  bool // crashed: nothing goes to the disk or a place any more
	reads int  // random reads until it crashes; 0: it doesn't
	calls int  // calls to a place until it crashes or is stopped; 0: neither
	stops bool // calls only stop the exchange
}

type simStruck map[string]bool // by digest

// simCopy is an older copy of a book.
type simCopy struct {
	data  []byte
	acked map[model.ID]bool
}

var errSimCrash = errors.New("the laptop's battery is empty")

// Read gives random bytes until the laptop crashes. Every value of a book is sealed with some, so that
// it can crash before any of them.
func (l *simLaptop) Read(p []byte) (int, error) {
	l.run.mu.Lock()
	defer l.run.mu.Unlock()
	if l.reads > 0 {
		l.reads--
		l.dead = l.dead || l.reads == 0
	}
	if l.dead {
		return 0, errSimCrash
	}
	return l.run.chance.Read(p)
}

// world is the laptop as its book sees it. Its clock may be years wrong.
func (l *simLaptop) world() World {
	return World{Chance: l, Now: func() time.Time {
		l.run.mu.Lock()
		defer l.run.mu.Unlock()
		l.run.now = l.run.now.Add(time.Millisecond)
		return l.run.now.Add(l.skew)
	}}
}

func (l *simLaptop) open() {
	b, err := Open(l.path, l.world())
	l.run.must(err, "open a book")
	l.book = b
	l.own[b.Device()] = true
}

func (l *simLaptop) close() {
	if l.book != nil {
		_ = l.book.Close() // of a laptop that crashed it fails to catch up
		l.book = nil
	}
}

// settleDown begins anew after a crash.
func (l *simLaptop) settleDown() {
	if l.gone {
		return
	}
	l.reads, l.calls, l.stops = 0, 0, false
	if l.dead {
		l.close()
		l.dead = false
		l.open()
		l.run.also("crashed")
	}
	for _, s := range l.run.shares {
		l.in[s] = l.share(s) != nil
	}
}

// newLaptop is a laptop with an empty book of its own.
func (r *simRun) newLaptop() *simLaptop {
	l := r.addLaptop()
	b, err := Create(l.path, l.world())
	r.must(err, "create a book")
	l.book = b
	l.own[b.Device()] = true
	r.must(b.SetAuthor(simTrainers[len(r.laptops)%len(simTrainers)]), "name an author")
	return l
}

var simTrainers = []string{"Asha", "Ben", "Chloë", "Dina"}

// addLaptop is a laptop without a book.
func (r *simRun) addLaptop() *simLaptop {
	n := len(r.laptops)
	l := &simLaptop{run: r, name: string(rune('A' + n)), path: filepath.Join(r.folder, fmt.Sprint(n), "roll.book"), acked: map[model.ID]bool{},
		own: map[model.ID]bool{}, in: map[*simShare]bool{}, knew: map[string]simStruck{}}
	r.must(os.MkdirAll(filepath.Dir(l.path), 0o700), "make a folder")
	r.laptops = append(r.laptops, l)
	return l
}

// close lets go of all books.
func (r *simRun) close() {
	for _, l := range r.laptops {
		l.close()
	}
}

// save forms a gesture and saves it. From then on it is acknowledged.
func (l *simLaptop) save(c *Cohort, how oplog.How, edits ...Edit) {
	d, err := c.Form(how, edits...)
	if errors.Is(err, ErrForgotten) || d == nil && err == nil {
		l.run.also("nothing to do")
		return
	}
	l.run.must(err, "form a gesture")
	l.keep(d)
}

func (l *simLaptop) keep(d *Draft) {
	l.run.must(l.book.Save(d).Wait(), "save a gesture")
	l.acked[d.Gesture.ID] = true
	l.run.also("%s", d.Gesture.ID.String()[:6])
}

// some is one of a list, at random.
func some[T any](r *simRun, list []T) T { return list[r.step.IntN(len(list))] }

var simContext = context.Background()
