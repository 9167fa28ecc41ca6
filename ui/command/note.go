package command

import (
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// noteJSON is one note of `rollbook note list --json`.
type noteJSON struct {
	ID       string  `json:"id"`
	About    string  `json:"about"`
	Day      *int    `json:"day"`
	Topic    *string `json:"topic"`
	Trainee  *string `json:"trainee"`
	Text     string  `json:"text"`
	By       string  `json:"by"`
	At       *string `json:"at"`
	Together bool    `json:"together"`
	OwnWords *string `json:"own_words"` // what the person says to it
}

func (r *run) noteCommands() *cobra.Command {
	return group("note", "notes about a day, a topic or a person", r.noteAddCommand(), r.noteListCommand(), r.noteEditCommand(), r.noteWordsCommand(), r.noteStrikeCommand())
}

func (r *run) noteAddCommand() *cobra.Command {
	var cohort, dayText, topicText, trainee string
	var together bool
	c := &cobra.Command{
		Use:   "add (--day N | --topic T | --trainee NAME) TEXT",
		Short: "write a note; TEXT '-' reads it from the input",
		Long: `Writes a note about a day, a topic or a person: of a person, what they could read beside you; no
reasons, health or stories. It is best written together with them.`,
		Example: `  rollbook note add --day 3 "The pairs exercise needs twenty minutes more."
  rollbook note add --trainee maya --together "Would like to be asked before role play."
  rollbook note add --topic language - < note.txt`,
		Args: exactly(1, "the text"),
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&dayText, "day", "", "about a day: its `number`")
	c.Flags().StringVar(&topicText, "topic", "", "about a topic: a part of its `name`")
	c.Flags().StringVar(&trainee, "trainee", "", "about a person: a part of the `name`")
	c.Flags().BoolVar(&together, "together", false, "written together with that person")
	c.RunE = func(c *cobra.Command, args []string) error {
		about := 0
		for _, given := range []string{dayText, topicText, trainee} {
			if given != "" {
				about++
			}
		}
		switch {
		case about != 1:
			return misused("a note is about one thing: say --day, --topic or --trainee")
		case together && trainee == "":
			return misused("--together is for a note about a person: say who, with --trainee")
		}
		return r.writing(func([]string) error {
			co, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			n := store.Note{Together: together}
			switch {
			case dayText != "":
				d, err := day(co, "--day", dayText)
				if err != nil {
					return err
				}
				n.Day = d.Number
			case topicText != "":
				if n.Topic, err = topic(co, topicText); err != nil {
					return err
				}
			default:
				p, err := person(co, trainee)
				if err != nil {
					return err
				}
				n.Trainee = p.Trainee.ID
			}
			if n.Text, err = r.noteText(args[0]); err != nil {
				return err
			}
			if n.ID, err = r.book.NewID(); err != nil {
				return err
			}
			return r.saveSaying(co, fmt.Sprintf("note %s on %s", short(n.ID), aboutWords(co, n)), co.EditNote(n))
		})(c, args)
	}
	return c
}

// noteText is the text of a note, of which '-' stands for the input.
func (r *run) noteText(arg string) (string, error) {
	if arg == "-" {
		r.showTyping()
		text, err := io.ReadAll(io.LimitReader(r.In, 1<<20))
		if err != nil {
			return "", fmt.Errorf("the note can't be read: %w", err)
		}
		arg = string(text)
	}
	text := r.cleanLines("the note", arg, model.TextLimit)
	if text == "" {
		return "", misused("a note needs a text: say it in quotation marks, or '-' to read it from the input")
	}
	return text, nil
}

func (r *run) noteListCommand() *cobra.Command {
	var cohort, find string
	var asJSON bool
	c := &cobra.Command{
		Use:     "list [--find TEXT]",
		Short:   "the notes of a cohort, oldest first",
		Example: `  rollbook note list --find "role play"`,
		Args:    noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			list := []noteJSON{}
			t := tableOf("id", "about", "by", "when", "note")
			for _, n := range c.Notes {
				about := aboutWords(c, n)
				if find != "" && !model.Matches(find, n.Text) && !model.Matches(find, about) {
					continue
				}
				list = append(list, noteOf(c, n))
				if n.Together {
					about += ", together"
				}
				t.add(short(n.ID), about, n.By, n.At.Format("2006-01-02 15:04"), noteLine(n))
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "no notes: rollbook note add writes one")
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&find, "find", "", "only notes with this `text` in them, or about it")
	jsonFlag(c, &asJSON)
	return c
}

func noteOf(c *store.Cohort, n store.Note) noteJSON {
	j := noteJSON{ID: n.ID.String(), Text: n.Text, OwnWords: orNull(n.OwnWords), By: n.By, At: atOrNull(n.At), Together: n.Together}
	switch {
	case !n.Trainee.IsZero():
		name := aboutWords(c, n)
		j.About, j.Trainee = "trainee", &name
	case n.Topic != "":
		j.About, j.Topic = "topic", &n.Topic
	default:
		j.About, j.Day = "day", &n.Day
	}
	return j
}

// aboutWords is what a note is about.
func aboutWords(c *store.Cohort, n store.Note) string {
	switch {
	case !n.Trainee.IsZero():
		return c.Called(n.Trainee)
	case n.Topic != "":
		return n.Topic
	}
	return fmt.Sprintf("day %d", n.Day)
}

// onNote is a command about one note, of which the beginning of the id is the first argument.
func (r *run) onNote(c *cobra.Command, do func(*store.Cohort, store.Note, []string) error) *cobra.Command {
	var cohort string
	cohortFlag(c, &cohort)
	c.RunE = r.writing(func(args []string) error {
		co, n, err := r.note(cohort, args[0])
		if err != nil {
			return err
		}
		return do(co, n, args)
	})
	return c
}

// note finds a note in a cohort, or where none is named in all of them.
func (r *run) note(cohort, query string) (*store.Cohort, store.Note, error) {
	var in []*store.Cohort
	if cohort != "" {
		c, err := r.cohort(cohort)
		if err != nil {
			return nil, store.Note{}, err
		}
		in = append(in, c)
	} else {
		all, err := r.book.Cohorts()
		if err != nil {
			return nil, store.Note{}, err
		}
		for _, l := range all {
			c, err := r.book.Load(l.ID)
			if err != nil {
				return nil, store.Note{}, err
			}
			in = append(in, c)
		}
	}
	var notes []store.Note
	for _, c := range in {
		notes = append(notes, c.Notes...)
	}
	n, err := byID("note", query, notes, func(n store.Note) model.ID { return n.ID })
	if err != nil {
		return nil, n, err
	}
	i := slices.IndexFunc(in, func(c *store.Cohort) bool {
		return slices.ContainsFunc(c.Notes, func(o store.Note) bool { return o.ID == n.ID })
	})
	return in[i], n, nil
}

func (r *run) noteEditCommand() *cobra.Command {
	var together bool
	c := &cobra.Command{
		Use:   "edit ID [TEXT]",
		Short: "reword a note; TEXT '-' reads it from the input",
		Example: `  rollbook note edit 3f0a "The pairs exercise needs ten minutes more."
  rollbook note edit 3f0a --together`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 && c.Flags().Changed("together") {
				return nil
			}
			return exactly(2, "the note's id or its text")(c, args)
		},
	}
	c.Flags().BoolVar(&together, "together", false, "it was written together with that person, or with =false it was not")
	return r.onNote(c, func(co *store.Cohort, n store.Note, args []string) (err error) {
		if len(args) == 2 {
			if n.Text, err = r.noteText(args[1]); err != nil {
				return err
			}
		}
		if c.Flags().Changed("together") {
			n.Together = together
		}
		return r.saveSaying(co, fmt.Sprintf("note %s on %s: as you say", short(n.ID), aboutWords(co, n)), co.EditNote(n))
	})
}

func (r *run) noteStrikeCommand() *cobra.Command {
	var keep bool
	c := &cobra.Command{
		Use:   "strike ID",
		Short: "take a note's text out of the book for good",
		Long: `Takes all that a note ever said out of the book, and out of the backups beside it. It can't be
undone.`,
		Args: exactly(1, "the note's id"),
	}
	c.Flags().BoolVar(&keep, "keep-backups", false, "leave the backups beside the book as they are")
	return r.onNote(c, func(c *store.Cohort, n store.Note, _ []string) error {
		what := fmt.Sprintf("note %s on %s is struck: its text is gone for good", short(n.ID), aboutWords(c, n))
		if err := r.saveSaying(c, what, c.EditStrike(n.ID)); err != nil {
			return err
		}
		return r.erase(keep)
	})
}
