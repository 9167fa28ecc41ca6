package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// entryJSON is one gesture of `rollbook journal --json`.
type entryJSON struct {
	Gesture string       `json:"gesture"`
	At      *string      `json:"at"`
	By      string       `json:"by"`
	Device  string       `json:"device"`
	How     string       `json:"how"`
	What    string       `json:"what"`
	Changes []changeJSON `json:"changes"`
	Undone  bool         `json:"undone"`
}

type changeJSON struct {
	Field string  `json:"field"`
	From  *string `json:"from"`
	To    *string `json:"to"`
}

func (r *run) journalCommand() *cobra.Command {
	var cohort, trainee string
	var asJSON bool
	c := &cobra.Command{
		Use:   "journal [--cohort C] [--trainee NAME]",
		Short: "everything that was ever done, oldest first",
		Example: `  rollbook journal --trainee maya
  rollbook journal --cohort spring --json`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			entries, err := r.entries(cohort, trainee)
			if err != nil {
				return err
			}
			if asJSON {
				return r.json(r.entriesOf(entries))
			}
			t := tableOf("when", "by", "what", "id", "")
			for _, e := range entries {
				undone := ""
				if e.Undone {
					undone = "undone"
				}
				t.add(e.At.Format("2006-01-02 15:04"), e.By, e.What, short(e.Gesture), undone)
			}
			r.show(t, "nothing was done yet")
			return nil
		}),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "only of this cohort: a part of its `name`")
	c.Flags().StringVar(&trainee, "trainee", "", "only what is about this person: a part of the `name`")
	jsonFlag(c, &asJSON)
	return c
}

// entries are those of a cohort, or of the book where none is named, about one person, or everybody.
func (r *run) entries(cohort, trainee string) ([]store.Entry, error) {
	var of, about model.ID
	var c *store.Cohort
	var err error
	if cohort != "" {
		if c, err = r.cohort(cohort); err != nil {
			return nil, err
		}
		of = c.Cohort.ID
	}
	switch {
	case trainee != "" && c != nil:
		p, err := person(c, trainee)
		if err != nil {
			return nil, err
		}
		about = p.Trainee.ID
	case trainee != "":
		k, err := r.traineeInBook(trainee)
		if err != nil {
			return nil, err
		}
		about = k.ID
	}
	entries, err := r.book.Journal(of)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	if about.IsZero() {
		return entries, nil
	}
	return onlyAbout(entries, about), nil
}

// onlyAbout leaves of each entry what is about one person: what it did to others is not theirs to see.
func onlyAbout(entries []store.Entry, person model.ID) []store.Entry {
	var out []store.Entry
	for _, e := range entries {
		e.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(ch store.Changed) bool { return ch.Trainee != person })
		if len(e.Changes) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// certificateField begins the journal's words for the name on the certificate, which is shown nowhere
// else: that it changed is told, and not to what.
const certificateField = "certificate name"

func (r *run) entriesOf(entries []store.Entry) []entryJSON {
	out := []entryJSON{}
	for _, e := range entries {
		j := entryJSON{Gesture: e.Gesture.String(), At: atOrNull(e.At), By: e.By, Device: r.device(e.Device), How: e.How, What: e.What,
			Changes: []changeJSON{}, Undone: e.Undone}
		for _, ch := range e.Changes {
			if strings.HasPrefix(ch.Field, certificateField) {
				ch.From, ch.To = unshown(ch.From), unshown(ch.To)
			}
			j.Changes = append(j.Changes, changeJSON{ch.Field, orNull(ch.From), orNull(ch.To)})
		}
		out = append(out, j)
	}
	return out
}

func unshown(value string) string {
	if value == "" {
		return ""
	}
	return "not shown"
}
