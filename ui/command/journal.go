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

// journalFor is what of the journal is asked for; empty for all.
type journalFor struct{ cohort, trainee, day, by string }

func (r *run) journalCommand() *cobra.Command {
	var f journalFor
	var asJSON bool
	c := &cobra.Command{
		Use:   "journal [--cohort C] [--trainee NAME] [--day N] [--by NAME]",
		Short: "everything that was ever done, oldest first",
		Long: `Lists who did what and when; --json has from what to what as well. What is listed can be taken back by
its id: rollbook undo --gesture ID.`,
		Example: `  rollbook journal --trainee maya
  rollbook journal --cohort spring --day 3 --by asha
  rollbook journal --cohort spring --json`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			entries, err := r.entries(f)
			if err != nil {
				return err
			}
			if asJSON {
				return r.json(r.entriesOf(entries))
			}
			t := tableOf("when", "by", "what", "id", "")
			ids := make([]string, len(entries))
			for i, e := range entries {
				ids[i] = e.Gesture.String()
			}
			short := shortest(ids)
			for _, e := range entries {
				undone := ""
				if e.Undone {
					undone = "undone"
				}
				t.add(e.At.Format("2006-01-02 15:04"), e.By, e.What, short[e.Gesture.String()], undone)
			}
			r.show(t, "nothing was done yet")
			return nil
		}),
	}
	c.Flags().StringVar(&f.cohort, "cohort", "", "only of this cohort: a part of its `name`")
	c.Flags().StringVar(&f.trainee, "trainee", "", "only what is about this person: a part of the `name`")
	c.Flags().StringVar(&f.day, "day", "", "only what is about this day of the cohort: its `number`")
	c.Flags().StringVar(&f.by, "by", "", "only what this trainer did: a part of the `name`")
	jsonFlag(c, &asJSON)
	return c
}

// entries are those of a cohort, or of the book where none is named, as far as they are asked for.
func (r *run) entries(f journalFor) ([]store.Entry, error) {
	var of, about model.ID
	var c *store.Cohort
	var err error
	if f.cohort != "" || f.day != "" { // a day is one of a cohort
		if c, err = r.journaled(f.cohort); err != nil {
			return nil, err
		}
		of = c.Cohort.ID
	}
	number := 0
	if f.day != "" {
		d, err := day(c, "--day", f.day)
		if err != nil {
			return nil, err
		}
		number = d.Number
	}
	switch {
	case f.trainee != "" && c != nil:
		p, err := person(c, f.trainee)
		if err != nil {
			return nil, err
		}
		about = p.Trainee.ID
	case f.trainee != "":
		k, err := r.traineeInBook(f.trainee)
		if err != nil {
			return nil, err
		}
		about = k.ID
	}
	entries, err := r.book.Journal(of)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	if !about.IsZero() {
		entries = only(entries, func(ch store.Changed) bool { return ch.Trainee == about })
	}
	if number > 0 {
		entries = only(entries, func(ch store.Changed) bool { return ch.Day == number })
	}
	if f.by != "" {
		return doneBy(entries, f.by)
	}
	return entries, nil
}

// only leaves of each entry what is asked for: what it did to others is not one person's to see.
func only(entries []store.Entry, wanted func(store.Changed) bool) []store.Entry {
	var out []store.Entry
	for _, e := range entries {
		e.Changes = slices.DeleteFunc(slices.Clone(e.Changes), func(ch store.Changed) bool { return !wanted(ch) })
		if len(e.Changes) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// doneBy are the entries of one trainer, by a part of the name.
func doneBy(entries []store.Entry, query string) ([]store.Entry, error) {
	var names []string
	for _, e := range entries {
		if !slices.Contains(names, e.By) {
			names = append(names, e.By)
		}
	}
	name, err := pick("trainer", query, names, func(n string) string { return n }, quoted)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(entries, func(e store.Entry) bool { return e.By != name }), nil
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
