package room

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// plannedMsg brings an undo or a redo that can be saved.
type plannedMsg struct {
	u    *store.Undoing
	err  error
	verb string // "undone" or "put back"
}

var errUnsaved = errors.New("something is not saved: undo works once it is")

// Undo takes back this laptop's newest gesture that stands. One of an earlier date by the machine's
// clock is asked about first, and one from before something that was struck.
func (r *Room) Undo() tea.Cmd { return r.plan("undone", r.Book.PlanUndo) }

// Redo puts back what was undone last.
func (r *Room) Redo() tea.Cmd { return r.plan("put back", r.Book.PlanRedo) }

// UndoOf takes back one gesture of the journal, whoever made it.
func (r *Room) UndoOf(id model.ID) tea.Cmd {
	return r.plan("undone", func() (*store.Undoing, error) { return r.Book.PlanUndoOf(id) })
}

// RedoOf puts back what was undone of one gesture of the journal.
func (r *Room) RedoOf(id model.ID) tea.Cmd {
	return r.plan("put back", func() (*store.Undoing, error) { return r.Book.PlanRedoOf(id) })
}

func (r *Room) plan(verb string, work func() (*store.Undoing, error)) tea.Cmd {
	if r.Failed() {
		return kit.Say(errUnsaved.Error())
	}
	r.busy = true
	settled := r.Settled()
	return func() tea.Msg {
		if !settled() { // what is to be undone is not in the book: the one before it would be
			return plannedMsg{err: errUnsaved}
		}
		u, err := work()
		return plannedMsg{u, err, verb}
	}
}

func (r *Room) planned(msg plannedMsg) tea.Cmd {
	if msg.err != nil {
		r.busy = false
		for _, plain := range []error{store.ErrNothing, store.ErrNoRedo, store.ErrAllLeft, store.ErrStruck, errUnsaved} {
			if errors.Is(msg.err, plain) {
				return kit.Say(msg.err.Error())
			}
		}
		return kit.Warn(r.Sentence(msg.err))
	}
	ask := r.ask(msg)
	if ask == nil {
		return r.carryOut(msg)
	}
	r.busy = false
	return kit.Open(ask)
}

// ask is the question to ask before an undo or a redo is carried out, nil for none.
func (r *Room) ask(msg plannedMsg) *kit.Confirm {
	u := msg.u
	asked := fmt.Sprintf("%s '%s'", map[string]string{"undone": "Undo", "put back": "Put back"}[msg.verb], u.What)
	c := &kit.Confirm{Theme: r.Theme, Do: func() tea.Cmd { return r.carryOut(msg) }}
	if made := model.DateIn(u.At); made != model.DateIn(r.Now()) {
		asked += " of " + made.Words()
		c.Question = asked + "?"
	}
	if len(u.Struck) > 0 {
		c.Question = asked + ", which came before?"
		c.Detail = fmt.Sprintf("The last change can't be undone (%s): %s.", strings.Join(u.Struck, ", "), store.ErrStruck)
	}
	if c.Question == "" {
		return nil
	}
	return c
}

// carryOut saves the undo; undone follows once the disk has it.
func (r *Room) carryOut(msg plannedMsg) tea.Cmd {
	if r.Failed() { // since it was asked about
		r.busy = false
		return kit.Say(errUnsaved.Error())
	}
	if r.undos == nil {
		r.undos = map[model.ID]string{}
	}
	r.busy = true
	r.undos[msg.u.Draft.Gesture.ID] = undoWords(msg)
	return r.Save(msg.u.Draft)
}

// undoWords say what was taken back, and what was not because something later stands there.
func undoWords(msg plannedMsg) string {
	u := msg.u
	say := fmt.Sprintf("%s: %s", msg.verb, u.What)
	since := len(u.Left) - len(u.Passed)
	if since > 0 {
		say = fmt.Sprintf("%d put back, %d changed since: left: %s (%s)", u.Done, since, strings.Join(u.Left[len(u.Passed):], ", "), u.What)
	}
	if len(u.Passed) > 0 {
		say += "; left as it is now: " + strings.Join(u.Passed, ", ")
	}
	return say
}

func (r *Room) isUndo(d *store.Draft) bool {
	_, is := r.undos[d.Gesture.ID]
	return is
}

// undone loads the cohort anew where what was just saved is an undo, at the first try or a later one.
func (r *Room) undone(d *store.Draft) tea.Cmd {
	say, is := r.undos[d.Gesture.ID]
	if !is {
		return nil
	}
	delete(r.undos, d.Gesture.ID)
	if r.Cohort == nil {
		r.busy = false
		return kit.Say(say)
	}
	r.busy = true
	book, cohort := r.Book, r.Cohort.Cohort.ID
	return func() tea.Msg {
		c, err := book.Load(cohort)
		if errors.Is(err, store.ErrNoCohort) {
			return LoadedMsg{Say: say}
		}
		return LoadedMsg{Cohort: c, Say: say, Err: err}
	}
}
