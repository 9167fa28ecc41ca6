package sync

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/store/share"
	"rollbook/ui/kit"
)

// What goes on by itself, once Watch was called: sticks are looked for every few seconds, and folders
// are synced every few minutes, when a stick of the book's share is put in, and when a day is closed.

const (
	pollEvery = 4 * time.Second
	autoAfter = 10 * time.Second // of the start: the first keys come before it
	autoEvery = 5 * time.Minute
)

type (
	pollMsg   struct{}
	autoMsg   struct{}
	sticksMsg struct {
		sticks []share.Stick
	}
)

// Watch begins to look for sticks and to sync by itself.
func (x *Exchange) Watch() tea.Cmd { return kit.Batch(poll(), autoIn(autoAfter)) }

func poll() tea.Cmd { return tea.Tick(pollEvery, func(time.Time) tea.Msg { return pollMsg{} }) }

func autoIn(after time.Duration) tea.Cmd {
	return tea.Tick(after, func(time.Time) tea.Msg { return autoMsg{} })
}

// Behind keeps the clock going while the book is locked: nothing is looked for.
func (x *Exchange) Behind(msg tea.Msg) tea.Cmd {
	switch msg.(type) {
	case pollMsg, sticksMsg:
		return poll()
	case autoMsg:
		return autoIn(autoEvery)
	}
	return nil
}

func (x *Exchange) byItself(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pollMsg:
		if x.Sticks == nil || x.r.Book == nil {
			return poll()
		}
		if !x.known.loaded { // whose stick it is has to be known first
			return kit.Batch(x.read(), poll())
		}
		look := x.Sticks
		return func() tea.Msg { return sticksMsg{sticks: look()} }
	case sticksMsg:
		return kit.Batch(x.found(msg.sticks), poll())
	case autoMsg:
		return kit.Batch(x.sync(syncing{auto: true, folders: true}), autoIn(autoEvery))
	}
	return nil
}

// afterClosing syncs once a day was closed, where folders are synced by themselves at all.
func (x *Exchange) afterClosing() tea.Cmd {
	if x.Sticks == nil {
		return nil
	}
	return x.sync(syncing{auto: true, folders: true})
}

// found compares the sticks that are in with those that were: a new one of the book's share is synced,
// another is offered.
func (x *Exchange) found(sticks []share.Stick) tea.Cmd {
	was := x.sticks
	x.sticks = sticks
	for path := range x.whole {
		if !slices.ContainsFunc(sticks, func(s share.Stick) bool { return s.Path == path }) {
			delete(x.whole, path)
		}
	}
	var cmds []tea.Cmd
	for _, s := range sticks {
		if slices.ContainsFunc(was, func(w share.Stick) bool { return w.Path == s.Path && w.Share == s.Share }) {
			continue
		}
		if x.stickIs(s) == OurPlace {
			cmds = append(cmds, x.sync(syncing{auto: true, folders: true}))
			continue
		}
		if x.known.loaded && (!s.ReadOnly || !s.Share.IsZero()) {
			cmds = append(cmds, news(StickWords(s, x.stickIs(s))+" (g s)"))
		}
	}
	return kit.Batch(cmds...)
}

// stickIs is what a stick is to the book.
func (x *Exchange) stickIs(s share.Stick) StickIs {
	known := slices.ContainsFunc(x.known.shares, func(one seen) bool { return one.share.Space == s.Share })
	switch targeted := x.targeted(s); {
	case targeted && (known || s.Share.IsZero()):
		return OurPlace
	case targeted:
		return Another
	case known:
		return OurShare
	}
	return Stranger
}

// ejectable reports whether a stick was synced since it was put in, and nothing was marked after that.
func (x *Exchange) ejectable(s share.Stick) bool {
	if !x.whole[s.Path] || x.Busy() {
		return false
	}
	return !slices.ContainsFunc(x.known.shares, func(one seen) bool {
		on := slices.ContainsFunc(one.share.Targets, func(t string) bool { return onStick(t, s) })
		return on && (one.status.Unsent > 0 || one.share.Behind != "")
	})
}

// targeted reports whether a share of the book has a place on a stick.
func (x *Exchange) targeted(s share.Stick) bool {
	for _, one := range x.known.shares {
		if slices.ContainsFunc(one.share.Targets, func(t string) bool { return onStick(t, s) }) {
			return true
		}
	}
	return false
}

// stickOf is the stick that a target lies on.
func (x *Exchange) stickOf(target string) (share.Stick, bool) {
	for _, s := range x.sticks {
		if onStick(target, s) {
			return s, true
		}
	}
	return share.Stick{}, false
}

func onStick(target string, s share.Stick) bool {
	rest, under := strings.CutPrefix(target, strings.TrimRight(s.Path, `/\`))
	return under && (rest == "" || rest[0] == '/' || rest[0] == '\\')
}
