package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

func (r *run) noteWordsCommand() *cobra.Command {
	return r.onNote(&cobra.Command{
		Use:   "words ID TEXT",
		Short: "the person's own words beside a note; an empty TEXT takes them off",
		Long: `Keeps beside a note what the person whom it is about says to it, in their own words. The note itself
stays: reword it with rollbook note edit, or strike it.`,
		Example: `  rollbook note words 3f0a "Sees it differently: I had asked first."`,
		Args:    exactly(2, "the note's id or the person's words"),
	}, func(c *store.Cohort, n store.Note, args []string) error {
		words := r.cleanLines("the person's own words", args[1], model.TextLimit)
		what := fmt.Sprintf("note %s on %s: own words kept beside it", short(n.ID), aboutWords(c, n))
		if words == "" {
			what = fmt.Sprintf("note %s on %s: no own words beside it", short(n.ID), aboutWords(c, n))
		}
		return r.saveSaying(c, what, []store.Edit{c.EditNoteWords(n.ID, words)})
	})
}

// noteLine is a note in one line, with the person's own words.
func noteLine(n store.Note) string {
	line := oneLine(n.Text)
	if n.OwnWords != "" {
		line += " (in their own words: " + oneLine(n.OwnWords) + ")"
	}
	return line
}
