package command

import (
	"github.com/spf13/cobra"

	"rollbook/model"
)

func (r *run) rootCommand() *cobra.Command {
	var cohort string
	c := &cobra.Command{
		Use:   "rollbook",
		Short: "a roll book for a training room",
		Long: `Rollbook is a roll book for a training room without internet.

Without a command it opens today's roster on the screen. The commands do the same
without screens: each says in one sentence what it did.`,
		Example: `  rollbook demo
  rollbook cohort new "Spring 2026" --course cipss --start 2026-03-02
  rollbook roster import people.csv
  rollbook mark --day 1 --rest present
  rollbook mark --day 1 --row 7 late 09:20`,
		Version:           r.Version,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misused("there is no command %s: rollbook help lists them", quoted(args[0]))
			}
			return nil
		},
		RunE: func(*cobra.Command, []string) error {
			if r.plain {
				return r.lookInBook(func() error { return r.runPlain(cohort) })
			}
			path, err := r.path()
			if err != nil {
				return err
			}
			return r.openScreens(path, false)
		},
	}
	c.SetVersionTemplate("rollbook {{.Version}}\n")
	c.Flags().StringVar(&cohort, "cohort", "", "with --plain: the cohort, a part of its `name`")
	return c
}

var errNoTerminal = misused("the screens need a terminal: use rollbook --plain, or a command that rollbook help lists")

// openScreens opens the screens on the book at path; a passing one is thrown away at the end.
func (r *run) openScreens(path string, passing bool) error {
	if !r.Terminal || r.Screens == nil {
		return errNoTerminal
	}
	as := ""
	if r.asFlag != "" {
		as = r.clean("the name after --as", r.asFlag, model.NameLimit)
	}
	return elsewherePlease(r.Screens(Opening{World: r.World, Path: path, Date: r.given, As: as, Passing: passing}))
}

// runPlain runs the open book as lines.
func (r *run) runPlain(cohort string) error {
	if r.Plain == nil {
		return misused("this program has no plain mode: use a command that rollbook help lists")
	}
	if r.book.Writable() == nil { // nobody marks in a book that can only be read
		if err := r.somebody(); err != nil {
			return err
		}
		if err := r.author(); err != nil {
			return err
		}
	}
	if cohort != "" {
		if _, err := r.listedCohort(cohort); err != nil {
			return err
		}
	}
	if err := r.out.Flush(); err != nil {
		return err
	}
	r.showTyping()
	return r.Plain(r.book, Opening{World: r.World, Path: r.book.Path(), Date: r.given, Cohort: cohort})
}
