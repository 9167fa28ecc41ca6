package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

func (r *run) undoCommand() *cobra.Command {
	var gesture string
	c := &cobra.Command{
		Use:   "undo [--gesture ID]",
		Short: "take back what was done last on this laptop",
		Long: `Takes back what was done last on this laptop, whole: a mark of thirty people as well as one of
one. With --gesture, any entry of the journal, whoever made it. It is never asked for: redo puts it back.
What was struck can't be brought back: then nothing is done, and it says how to undo what was before.`,
		Example: `  rollbook undo
  rollbook undo --gesture 3f0a9c12`,
		Args: noArguments,
		RunE: r.writing(func([]string) error {
			if gesture == "" {
				return r.reverse("undone", false, r.book.PlanUndo)
			}
			id, err := r.gesture(gesture)
			if err != nil {
				return err
			}
			return r.reverse("undone", true, func() (*store.Undoing, error) { return r.book.PlanUndoOf(id) })
		}),
	}
	c.Flags().StringVar(&gesture, "gesture", "", "an entry of the journal: the `id`, or the beginning of it")
	return c
}

func (r *run) redoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "redo", Short: "put back what was undone last", Args: noArguments,
		RunE: r.writing(func([]string) error { return r.reverse("put back", false, r.book.PlanRedo) }),
	}
}

// reverse carries an undo or a redo out and says what it was of, and what it had to leave: counted
// where that are fields of one gesture.
func (r *run) reverse(verb string, counted bool, plan func() (*store.Undoing, error)) error {
	if err := r.author(); err != nil {
		return err
	}
	u, err := plan()
	switch {
	case errors.Is(err, store.ErrNothing), errors.Is(err, store.ErrNoRedo):
		r.say("%s", err)
		return nil
	case errors.Is(err, store.ErrAllLeft):
		return errors.New(oneLine(err.Error()) + ": undo the later change first, with --gesture")
	case err != nil:
		return err
	case len(u.Struck) > 0:
		return fmt.Errorf("the last change can't be undone: %s: %w: rollbook undo --gesture %s takes back what was before it: %s",
			strings.Join(u.Struck, ", "), store.ErrStruck, short(u.Of), u.What)
	}
	if err := r.book.Save(u.Draft).Wait(); err != nil {
		return err
	}
	r.say("%s: %s", verb, u.What)
	if len(u.Left) > 0 && counted {
		r.say("%d put back, %d changed since: left", u.Done, len(u.Left))
	}
	if len(u.Left) > 0 {
		r.say("left as it is now: %s", strings.Join(u.Left, "; "))
	}
	return nil
}

// gesture is the id of an entry of the journal, of which the beginning may have been typed.
func (r *run) gesture(query string) (model.ID, error) {
	entries, err := r.book.Journal(model.ID{})
	if err != nil {
		return model.ID{}, err
	}
	e, err := byID("entry of the journal", query, entries, func(e store.Entry) model.ID { return e.Gesture })
	return e.Gesture, err
}
