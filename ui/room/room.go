// Package room is what is open while the program runs: the book, the cohort and the day on the
// screen, and the one way from a gesture to the disk.
//
// A key makes edits, Commit forms a gesture of them, shows it, and hands it to the book's writer;
// SavedMsg says when it is on the disk. Screens share one Room and change it in Update only. Start
// reading at Room, then Commit, then Do (act.go), which is what the marking keys mean.
package room

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
)

// Room is shared by all screens. Cohort is nil while none is chosen.
type Room struct {
	Theme  *kit.Theme
	Book   *store.Book
	Cohort *store.Cohort
	Now    func() time.Time

	Given      model.Date // --date, or NoDate
	Today      model.Date // which date is today: Given, or the clock's when it was last asked
	Day        int        // number of the day on the screen, 0 for none
	Whole      bool       // marks go to the whole day
	Paper      bool       // marks are keyed in from a sheet on paper
	Twelve     bool       // clock times in 12 hours
	MonthFirst bool       // 11/21 is the 21st of November: the locale writes the month first
	Curtain    bool       // hides all but names, say-it-like and marks

	// What other cohorts of the book tell, by person of this one; nil until a Look is back.
	Required map[model.ID]store.Required
	Owed     map[model.ID][]store.Owed

	looking, lookAgain bool
	revision           int

	saving []*store.Saving     // on their way, in order
	failed []*store.Draft      // in order; what is formed meanwhile waits behind them
	whyNot string              // what kept gestures off the disk; empty once all are on it
	again  bool                // a retry is on its way: one is enough for all that failed
	undos  map[model.ID]string // by gesture: undos that are not on the disk yet, and what to say then
	busy   bool
}

// SavedMsg says that a gesture is on the disk, or why it is not.
type SavedMsg struct{ Saving *store.Saving }

// retryMsg asks to try once more what could not be saved.
type retryMsg struct{}

// retryAfter is how long what could not be saved waits before it is tried again.
const retryAfter = 3 * time.Second

// LoadedMsg brings a cohort as the book has it now; the root puts it into the room.
type LoadedMsg struct {
	Cohort *store.Cohort
	Say    string
	Then   kit.Overlay // opens once the cohort is on the screen; nil: none
	Err    error
}

// Commit forms a gesture of edits, shows it at once, and saves it; say is what the message line
// tells. Edits that change nothing make no gesture.
func (r *Room) Commit(how oplog.How, say string, edits ...store.Edit) tea.Cmd {
	cmd, err := r.TryCommit(how, say, edits...)
	if err != nil {
		return kit.Warn(r.Sentence(err))
	}
	return cmd
}

// TryCommit is Commit for a caller that keeps what was typed when it fails.
func (r *Room) TryCommit(how oplog.How, say string, edits ...store.Edit) (tea.Cmd, error) {
	d, err := r.Cohort.Form(how, r.onPaper(edits)...)
	if err != nil {
		return nil, err
	}
	if d == nil {
		return kit.Say(say), nil
	}
	saved := r.Save(d) // the disk works while the screen is made ready
	r.Cohort.Apply(d)
	r.revision++
	return kit.Batch(kit.Say(say), saved), nil
}

// Save hands a formed gesture to the writer and returns the command that waits for it.
func (r *Room) Save(d *store.Draft) tea.Cmd {
	if len(r.failed) > 0 {
		r.failed = append(r.failed, d)
		return nil
	}
	s := r.Book.Save(d)
	r.saving = append(r.saving, s)
	return func() tea.Msg {
		<-s.Done()
		return SavedMsg{s}
	}
}

// Update takes the messages that the room sends to itself. The root calls it before the screen.
func (r *Room) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case retryMsg:
		r.again = false
		return r.Retry()
	case SavedMsg:
		r.saving = slices.DeleteFunc(r.saving, func(s *store.Saving) bool { return s == msg.Saving })
		if msg.Saving.Err != nil {
			r.failed = append(r.failed, msg.Saving.Draft)
			if r.isUndo(msg.Saving.Draft) {
				r.busy = false // what it takes back stays on the screen until it is saved
			}
			r.whyNot = "not saved: " + r.Sentence(msg.Saving.Err)
			return kit.Batch(kit.Warn(r.whyNot), r.retryLater())
		}
		if r.whyNot != "" && r.Unsaved() == 0 {
			r.whyNot = ""
			return kit.Batch(kit.Say("saved: all of it is on the disk now"), r.saved(msg.Saving.Draft))
		}
		return r.saved(msg.Saving.Draft)
	case LoadedMsg:
		r.busy = false
		if msg.Err != nil {
			return kit.Warn(r.Sentence(msg.Err))
		}
		r.Show(msg.Cohort)
		var follows []tea.Cmd
		if msg.Say != "" {
			follows = append(follows, kit.Say(msg.Say))
		}
		if msg.Then != nil {
			follows = append(follows, kit.Open(msg.Then))
		}
		return kit.Batch(append(follows, r.Look())...)
	case lookMsg:
		return r.Look()
	case lookedMsg:
		return r.looked(msg)
	case plannedMsg:
		return r.planned(msg)
	}
	return nil
}

// saved is what follows once a gesture is on the disk.
func (r *Room) saved(d *store.Draft) tea.Cmd {
	if d.Strikes() {
		return kit.Batch(r.undone(d), r.erase())
	}
	return r.undone(d)
}

// retryLater is the command that waits and has all tried again that could not be saved; nil where one
// waits already. One a gesture would try each as often as there are gestures, and never rest.
func (r *Room) retryLater() tea.Cmd {
	if r.again {
		return nil
	}
	r.again = true
	return tea.Tick(retryAfter, func(time.Time) tea.Msg { return retryMsg{} })
}

// Show puts a cohort on the screen, on the day that it was on or the one for today.
func (r *Room) Show(c *store.Cohort) {
	same := r.Cohort != nil && c != nil && r.Cohort.Cohort.ID == c.Cohort.ID
	r.Cohort = c
	r.revision++
	if !same {
		r.Paper = false
		r.forgetElsewhere()
	}
	if c == nil {
		r.Day = 0
		return
	}
	r.bringUnsaved(c)
	if _, there := c.Cohort.Day(r.Day); !same || !there {
		r.Day, _ = NearestDay(&c.Cohort, r.Today)
	}
}

// bringUnsaved shows on a cohort that came from the disk what is not there yet: a mark made upon it
// has to name that, else it would disagree with it once both are saved.
func (r *Room) bringUnsaved(c *store.Cohort) {
	for _, s := range r.saving {
		c.Bring(s.Draft)
	}
	for _, d := range r.failed {
		c.Bring(d)
	}
}

// Settled is a function that waits for the disk and reports whether all that is on its way now got
// there. It is for commands: Update never waits.
func (r *Room) Settled() func() bool {
	saving := slices.Clone(r.saving)
	return func() bool {
		saved := true
		for _, s := range saving {
			saved = s.Wait() == nil && saved
		}
		return saved
	}
}

// Busy reports whether keys have to wait for an undo or a load that is under way. The root keeps
// them meanwhile, in order.
func (r *Room) Busy() bool { return r.busy }

// Load is the command that reads the cohort anew, after what Apply does not know.
func (r *Room) Load(id model.ID, say string) tea.Cmd {
	r.busy = true
	book := r.Book
	return func() tea.Msg {
		book.Flush()
		c, err := book.Load(id)
		return LoadedMsg{Cohort: c, Say: say, Err: err}
	}
}

// Reload reads the cohort on the screen anew.
func (r *Room) Reload(say string) tea.Cmd { return r.Load(r.Cohort.Cohort.ID, say) }

// Status is what the header says of the disk: saved, saving, or how much is not saved.
func (r *Room) Status() (text string, bad bool) {
	switch {
	case len(r.failed) > 0:
		return "NOT SAVED", true
	case len(r.saving) > 0:
		return "saving", false
	}
	return "saved", false
}

// Unsaved is how many gestures are not on the disk: those that failed, and those on their way.
func (r *Room) Unsaved() int { return len(r.failed) + len(r.saving) }

// Retry hands what could not be saved to the writer once more, in order.
func (r *Room) Retry() tea.Cmd {
	failed := r.failed
	r.failed = nil
	var cmds []tea.Cmd
	for _, d := range failed {
		cmds = append(cmds, r.Save(d))
	}
	return kit.Batch(cmds...)
}

// WhyNotSaved says why something could not be saved, until it is; empty where all is on the disk or on
// its way there for the first time.
func (r *Room) WhyNotSaved() string { return r.whyNot }

// Failed reports whether something could not be saved.
func (r *Room) Failed() bool { return len(r.failed) > 0 }

// Sentence is an error as a person reads it, with times as the room shows them.
func (r *Room) Sentence(err error) string {
	var g *model.GestureError
	if errors.As(err, &g) {
		return g.Words(r.Twelve)
	}
	return Sentence(err)
}

// Sentence is an error that tells of no time of day, as a person reads it.
func Sentence(err error) string { return err.Error() }
