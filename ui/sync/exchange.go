package sync

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Exchange is what goes on between the book and its shares, whichever screen is open. There is one a
// program: the root gives it every message that is no key, lets it end before the book is closed, and
// the screen draws what it knows. One piece of work is under way at a time.
type Exchange struct {
	r *room.Room
	// Open is the place that a target names.
	Open func(target string) (share.Place, error)
	// Sticks lists what is plugged in; nil: nothing is looked for.
	Sticks func() []share.Stick
	// Work is what a passphrase costs to try, as store.ShareForm has it; 0 is the full cost.
	Work int

	run     *run // under way; nil for none
	resume  bool // a sync was stopped by the lock
	locked  bool // nothing begins by itself
	reload  bool // something came: the open cohort is to be read anew
	known   known
	reading int // turn of the last look into the book
	results map[model.ID][]outcome
	told    map[string]string // what went wrong by itself and was said, by target
	sticks  []share.Stick
	whole   map[string]bool // sticks that were synced since they were put in, by path
	warned  string          // the last warning of a sync that somebody asked for
}

// NewExchange is the exchange of a room's book. Open and Sticks are the caller's to set.
func NewExchange(r *room.Room) *Exchange {
	return &Exchange{r: r, results: map[model.ID][]outcome{}, told: map[string]string{}, whole: map[string]bool{}}
}

// progress is how far the work is.
type progress struct {
	target string
	store.SyncProgress
}

// run is a piece of work under way.
type run struct {
	what   string // "syncing", for the line with the bar
	auto   bool   // nobody asked for it
	cancel context.CancelFunc
	far    progress
	stops  bool // it was told to stop

	mu    sync.Mutex
	state uint8         // 0 not begun, 1 begun, 2 never to begin
	ended chan struct{} // closed when the work is done
}

// mostWait is how long work that was stopped is waited for.
const mostWait = 5 * time.Second

// begins reports whether the work may begin.
func (u *run) begins() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.state == 0 {
		u.state = 1
		return true
	}
	return false
}

// wait lets the work end, if it has begun: a place that is gone may take its time to say so.
func (u *run) wait() {
	u.mu.Lock()
	begun := u.state == 1
	if !begun {
		u.state = 2
	}
	u.mu.Unlock()
	if !begun {
		return
	}
	select {
	case <-u.ended:
	case <-time.After(mostWait):
	}
}

type (
	// farMsg tells how far the work is.
	farMsg struct {
		of   *run
		far  progress
		next <-chan farMsg
	}
	// endedMsg says that the work is done, and brings what it leads to.
	endedMsg struct {
		of   *run
		then tea.Msg
	}
)

// work is what is done in the background. It ends soon once ctx does.
type work func(ctx context.Context, tell func(progress)) tea.Msg

// begin starts a piece of work. What is under way is stopped first, and waited for.
func (x *Exchange) begin(what string, auto bool, do work) tea.Cmd {
	ctx, cancel := context.WithCancel(context.Background())
	u := &run{what: what, auto: auto, cancel: cancel, ended: make(chan struct{})}
	before := x.Stop()
	x.run = u
	told := make(chan farMsg, 1)
	tell := func(far progress) {
		select {
		case told <- farMsg{u, far, told}:
		default: // the last one was not looked at yet
		}
	}
	return kit.Batch(func() tea.Msg {
		defer close(told)
		before()
		if !u.begins() {
			return nil
		}
		defer close(u.ended)
		defer cancel()
		return endedMsg{u, do(ctx, tell)}
	}, heard(told))
}

func heard(told <-chan farMsg) tea.Cmd {
	return func() tea.Msg {
		msg, more := <-told
		if !more {
			return nil
		}
		return msg
	}
}

// Busy reports whether work is under way.
func (x *Exchange) Busy() bool { return x.run != nil }

// stop tells the work to stop; what it has done so far is kept, and goes on next time.
func (x *Exchange) stop() {
	if x.run != nil {
		x.run.stops = true
		x.run.cancel()
	}
}

// Lock stops what is under way, before the book is let go of: nothing begins until Return.
func (x *Exchange) Lock() {
	x.locked = true
	if x.run != nil {
		x.resume = true
		x.stop()
	}
}

// Stop stops what is under way, and returns a function that waits for it. It may be called more than
// once, and is for the end of the program.
func (x *Exchange) Stop() (wait func()) {
	u := x.run
	x.stop()
	return func() {
		if u != nil {
			u.wait()
		}
	}
}

// Return goes on in the book that was opened again.
func (x *Exchange) Return() tea.Cmd {
	again := x.resume
	x.resume, x.locked = false, false
	if again {
		return kit.Batch(x.read(), x.sync(syncing{auto: true}))
	}
	return x.read()
}

// Update takes every message that is no key.
func (x *Exchange) Update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case farMsg:
		if msg.of == x.run {
			x.run.far = msg.far
		}
		cmd = heard(msg.next)
	case endedMsg:
		if msg.of == x.run {
			x.run = nil
		}
		if msg.then != nil {
			cmd = kit.Send(msg.then)
		}
	case syncedMsg:
		cmd = x.synced(msg)
	case doneMsg:
		cmd = x.done(msg)
	case knownMsg:
		x.take(msg)
	case pollMsg, autoMsg, sticksMsg:
		cmd = x.byItself(msg)
	case room.SavedMsg:
		if msg.Saving.Err == nil && msg.Saving.Draft.Closes() {
			cmd = x.afterClosing()
		}
	}
	return kit.Batch(cmd, x.reloaded())
}

// reloaded reads the open cohort anew where something came, as soon as no undo is under way.
func (x *Exchange) reloaded() tea.Cmd {
	if !x.reload || x.r.Busy() || x.r.Book == nil {
		return nil
	}
	x.reload = false
	if x.r.Cohort == nil {
		return kit.Send(CameMsg{})
	}
	return x.r.Reload("")
}

// CameMsg says that something came into a book of which no cohort is open.
type CameMsg struct{}

// NewsMsg is a sentence about what went on by itself. It doesn't take the place of one about what went
// wrong, unless that is over.
type NewsMsg struct {
	Text string
	Over string // a warning that is over with this; empty for none
}

func news(text string) tea.Cmd { return kit.Send(NewsMsg{Text: text}) }

// clock is the room's, for sentences.
func (x *Exchange) clock() Clock { return Clock{Now: x.r.Now(), Twelve: x.r.Twelve} }
