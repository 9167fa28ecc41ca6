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

// Undo takes back this laptop's newest gesture that stands. One of an earlier date by the
// machine's clock is asked about first.
func (r *Room) Undo() tea.Cmd { return r.plan("undone", r.Book.PlanUndo) }

// Redo puts back what was undone last.
func (r *Room) Redo() tea.Cmd { return r.plan("put back", r.Book.PlanRedo) }

// UndoOf takes back one gesture of the journal.
func (r *Room) UndoOf(id model.ID) tea.Cmd {
	return r.plan("undone", func() (*store.Undoing, error) { return r.Book.PlanUndoOf(id) })
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
		if errors.Is(msg.err, store.ErrNothing) || errors.Is(msg.err, store.ErrNoRedo) || errors.Is(msg.err, errUnsaved) {
			return kit.Say(msg.err.Error())
		}
		return kit.Warn(r.Sentence(msg.err))
	}
	if model.DateIn(msg.u.At) == model.DateIn(r.Now()) {
		return r.carryOut(msg)
	}
	r.busy = false
	question := fmt.Sprintf("%s of %s: %s?", map[string]string{"undone": "Undo", "put back": "Put back"}[msg.verb],
		model.DateIn(msg.u.At).Words(), msg.u.What)
	return kit.Open(&kit.Confirm{Theme: r.Theme, Question: question, Do: func() tea.Cmd {
		r.busy = true
		return r.carryOut(msg)
	}})
}

// carryOut saves the undo and loads the cohort anew.
func (r *Room) carryOut(msg plannedMsg) tea.Cmd {
	say := fmt.Sprintf("%s: %s", msg.verb, msg.u.What)
	if len(msg.u.Left) > 0 {
		say += fmt.Sprintf("; left as it is now: %s", strings.Join(msg.u.Left, ", "))
	}
	book, saving := r.Book, r.Book.Save(msg.u.Draft)
	cohort := model.ID{}
	if r.Cohort != nil {
		cohort = r.Cohort.Cohort.ID
	}
	return func() tea.Msg {
		if err := saving.Wait(); err != nil {
			return LoadedMsg{Err: err}
		}
		if cohort.IsZero() {
			return LoadedMsg{Say: say}
		}
		c, err := book.Load(cohort)
		if errors.Is(err, store.ErrNoCohort) {
			return LoadedMsg{Say: say}
		}
		return LoadedMsg{Cohort: c, Say: say, Err: err}
	}
}
