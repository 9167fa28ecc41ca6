// Package sync is the screen about sharing the book with co-trainers and the office, and what goes on
// behind it: the shares and who meets there, making and joining one, and the syncing itself, which goes
// on whichever screen is open.
//
// What is done is package store's, where it lies package share's. Start reading at Exchange
// (exchange.go), which is the work, then at Screen, which draws what the Exchange knows. What is said
// of shares is in words.go, for the command line as well.
package sync

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/room"
	"rollbook/ui/sync/disputes"
)

// Screen lists the shares of the book, who meets there, and what there is to do.
type Screen struct {
	r     *room.Room
	x     *Exchange
	sheet kit.Sheet
	items []item // by the stops of the sheet
	place string // of the book's file
}

// New makes the screen over an exchange.
func New(r *room.Room, x *Exchange) *Screen {
	return &Screen{r: r, x: x, sheet: kit.Sheet{Theme: r.Theme}, place: r.Book.Path()}
}

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Sync" }

// Update looks into the book when the screen is gone to, and after what was settled or undone.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case room.GoMsg:
		if msg.Tab == room.Sync {
			return s.x.read()
		}
	case room.SavedMsg: // something was settled from the list here
		return s.x.read()
	}
	return nil
}

// item is what a line with the focus is about: a stick, or a share and, of it, a laptop, work that is
// pending, or a place.
type item struct {
	stick   *share.Stick
	share   *seen
	laptop  *store.Laptop
	pending *store.Pending
	target  string
	open    bool // what people disagree on
	same    bool // cohorts that may be one
	make    bool // to make or to join a share, where there is none
	join    bool
}

// focused is what the cursor is on.
func (s *Screen) focused() item {
	s.lay()
	if s.sheet.At < len(s.items) {
		return s.items[max(s.sheet.At, 0)]
	}
	return item{}
}

// share is the share that the cursor is on, or the only one.
func (s *Screen) share() *seen {
	if of := s.focused().share; of != nil {
		return of
	}
	if len(s.x.known.shares) == 1 {
		return &s.x.known.shares[0]
	}
	return nil
}

// Keys is the table of the screen.
func (s *Screen) Keys() []kit.Binding {
	do := func(key, name, about, command string, footer int, why func() string, act func() tea.Cmd) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, About: about, Command: command, Footer: footer, Why: why, Do: act}
	}
	keys := []kit.Binding{
		do("s", "sync", "Brings what was marked here to every share of this book, and what others marked there into it. esc stops it.", "rollbook sync", 1, s.noShare, s.syncNow),
		do("c", "disagreements", "Lists what two laptops say differently of a person, to be settled: mine, theirs, or both.", "rollbook conflicts", 3, nil,
			func() tea.Cmd { return kit.Open(disputes.Open(s.r)) }),
		do("n", "make a share", "Makes a share in a folder, on a stick, in a bucket or on a WebDAV server, for co-trainers or for the office.", "rollbook sync new TARGET", 5, s.noNew, func() tea.Cmd { return s.newShare("") }),
		do("i", "join a share", "Goes into a share that a co-trainer made, with its passphrase.", "rollbook sync join TARGET", 6, s.readOnly, func() tea.Cmd { return s.join("") }),
		do("enter", s.entering(), "Does what the line is about: a stick, a share, a laptop, work that waits to be accepted.", "rollbook sync status", 2, s.noEnter, s.enter),
		do("a", "accept", "Takes what a laptop made while the share was made new, and sends it on.", "rollbook sync accept LABEL", 7, s.noAccept, s.accept),
		do("x", "remove a laptop", "The share goes on without the laptop that the cursor is on, under a new passphrase. What it marked stays.", "rollbook sync members remove LABEL", 8, s.noRemove, s.remove),
		do("e", "new passphrase", "The share goes on under a new passphrase; who is to stay gets it from you.", "rollbook sync rotate", 9, s.noOneShare, func() tea.Cmd { return s.rotate(nil) }),
		do("p", "take the new passphrase", "Goes on with a share that has a new passphrase, or was made new by somebody else.", "rollbook sync join TARGET", 9, s.noBehind, s.rejoin),
		do("t", "another place", "Puts the share into a further place as well: a second stick, a bucket.", "rollbook sync add TARGET", 10, s.noOneShare, s.anotherPlace),
		do("w", "carry more", "Chooses further cohorts of this book that the share is to carry.", "rollbook sync carry --cohort C", 11, s.noMoreCohorts, s.carry),
		do("o", "one cohort", "Joins cohorts that two laptops made each for itself, day by day and person by person.", "rollbook cohort join NAME --into COHORT", 14, s.noSame, s.joinCohorts),
		do("f", "check all files", "Syncs, and reads every file of the shares anew to see that all are whole.", "rollbook sync --verify", 12, s.noShare, s.verify),
		do("l", "leave", "Forgets a share, or one of its places. What came through it stays in this book.", "rollbook sync leave", 13, s.noOneShare, s.leave),
	}
	return append(keys, s.sheet.MoveKeys()...)
}

// Type takes esc while something is under way: it stops that.
func (s *Screen) Type(key tea.KeyPressMsg) (taken bool, cmd tea.Cmd) {
	if key.String() != "esc" || !s.x.Busy() {
		return false, nil
	}
	return true, s.stop()
}

func (s *Screen) stop() tea.Cmd {
	s.x.stop()
	return kit.Say("stopping: what was done is kept")
}

func (s *Screen) readOnly() string {
	if err := s.r.Book.Writable(); err != nil {
		return room.Sentence(err)
	}
	return ""
}

func (s *Screen) noShare() string {
	if s.x.known.loaded && len(s.x.known.shares) == 0 { // else a key that comes at once finds out
		return "there is no share yet: n makes one, i joins one"
	}
	return s.readOnly()
}

func (s *Screen) noNew() string {
	if s.x.known.loaded && len(s.x.known.order) == 0 {
		return "there is no cohort to share yet: i joins a share that a co-trainer made"
	}
	return s.readOnly()
}

// noOneShare says why nothing can be done to a share: none is there, or it is not known which is meant.
func (s *Screen) noOneShare() string {
	if why := s.noShare(); why != "" {
		return why
	}
	if s.share() == nil {
		return "go to the share that is meant first: up and down"
	}
	return ""
}

func (s *Screen) noAccept() string {
	if why := s.noShare(); why != "" {
		return why
	}
	if len(s.pendings()) == 0 {
		return "nothing waits to be accepted"
	}
	return ""
}

func (s *Screen) noRemove() string {
	if why := s.noShare(); why != "" {
		return why
	}
	l := s.focused().laptop
	switch {
	case l == nil:
		return "go to the laptop that is meant first: up and down"
	case l.Me:
		return "this is the laptop that you sit at: l leaves the share"
	case l.Removed:
		return l.Label + " is removed already"
	}
	return ""
}

func (s *Screen) noBehind() string {
	if why := s.noOneShare(); why != "" {
		return why
	}
	of := s.share().share
	behind := slices.ContainsFunc(s.x.results[of.Space], func(o outcome) bool { return errors.Is(o.err, store.ErrBehind) })
	if of.Behind == "" && !behind {
		return "this laptop has it already: e makes a new one"
	}
	return ""
}

func (s *Screen) noMoreCohorts() string {
	if why := s.noOneShare(); why != "" {
		return why
	}
	if len(s.notCarried(s.share().share)) == 0 {
		return "the share carries every cohort of this book"
	}
	return ""
}

func (s *Screen) noSame() string {
	if why := s.readOnly(); why != "" {
		return why
	}
	if len(s.x.known.same) == 0 {
		return "no two cohorts look as if they were one"
	}
	return ""
}

func (s *Screen) joinCohorts() tea.Cmd { return kit.Open(NewSameCohorts(s.r, s.x.known.same)) }

// syncNow syncs all shares; what goes on by itself becomes what was asked for.
func (s *Screen) syncNow() tea.Cmd { return s.begin(syncing{}) }

func (s *Screen) verify() tea.Cmd { return s.begin(syncing{verify: true}) }

func (s *Screen) begin(of syncing) tea.Cmd {
	if s.x.Busy() && !s.x.run.auto {
		return kit.Say("it is under way: esc stops it")
	}
	return kit.Batch(kit.Say("syncing: esc stops it, and other screens can be gone to meanwhile"), s.x.sync(of))
}
