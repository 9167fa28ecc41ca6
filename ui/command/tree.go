package command

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"rollbook/model"
)

// Started from a file manager on Windows, the program is to open its screens and not cobra's advice
// to use a prompt.
func init() { cobra.MousetrapHelpText = "" }

// tree builds all commands.
func (r *run) tree() *cobra.Command {
	root := r.rootCommand()
	root.AddCommand(r.demoCommand(),
		r.courseCommands(), r.cohortCommands(), r.dayCommands(), r.blockCommands(), r.rosterCommands(),
		r.markCommand(), r.marksCommand(), r.noteCommands(), r.reviewCommand(), r.ruleCommands(),
		r.requiredCommands(), r.makeUpCommands(), r.traineeCommands(), r.journalCommand(), r.undoCommand(), r.redoCommand(),
		r.exportCommands(), r.readyCommand(), r.conflictsCommand(), r.settleCommand(), r.settingCommands(), r.passphraseCommands(),
		r.backupCommand(), r.restoreCommand(), r.checkCommand(), r.syncCommands())
	plainUse(root)
	flags := root.PersistentFlags()
	flags.StringVar(&r.bookFlag, "book", "", "the book's file, a `path` (or ROLLBOOK_BOOK)")
	flags.StringVar(&r.dateFlag, "date", "", "the `day` that counts as today, YYYY-MM-DD")
	flags.StringVar(&r.asFlag, "as", "", "your `name`, as it stands beside what you mark; kept in the book")
	flags.BoolVar(&r.plain, "plain", false, "lines instead of screens, for a screen reader or a pipe")
	root.SetOut(r.out)
	root.SetErr(r.Err)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return flagError(pathOf(c), err) })
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpCommand(helpCommand())
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error {
		if err := nothingNamed(c); err != nil {
			return err
		}
		return r.readDate()
	}
	return root
}

// plainUse keeps cobra from writing [flags] after each command's own words.
func plainUse(c *cobra.Command) {
	c.DisableFlagsInUseLine = true
	for _, below := range c.Commands() {
		plainUse(below)
	}
}

// usageTemplate is what help shows below the description; errors never show it.
const usageTemplate = `Usage:
  {{if .HasParent}}{{if not .HasSubCommands}}{{.UseLine}}{{else}}{{if ne .Use .Name}}{{.UseLine}}
  {{end}}{{.CommandPath}} COMMAND{{end}}{{else}}{{.CommandPath}} [COMMAND]{{end}}
{{if .HasExample}}
Examples:
{{.Example}}
{{end}}{{if .HasAvailableSubCommands}}
Commands:{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding}} {{.Short}}{{end}}{{end}}
{{end}}{{if .HasAvailableLocalFlags}}
Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableInheritedFlags}}
Flags of every command:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}
{{end}}{{if .HasAvailableSubCommands}}
rollbook help{{if .HasParent}} {{slice .CommandPath 9}}{{end}} COMMAND tells more.
{{end}}`

// naming are the flags that name something. Given without a value, as a script does whose variable is
// empty, they must not mean the whole day, the newest gesture or the book by default.
var naming = []string{"book", "date", "as", "cohort", "course", "day", "from-day", "block", "row", "trainee", "topic",
	"start", "end", "to", "dates", "weekdays", "gesture", "salvage", "by", "must-attend-days", "must-attend-topics", "requires", "accepts",
	"in", "in-day", "in-block", "pdf", "html", "text", "output", "format", "paper", "password-file", "share", "for", "label", "epoch"}

// nothingNamed refuses a flag that names something and was given without a value.
func nothingNamed(c *cobra.Command) error {
	for _, name := range naming {
		f := c.Flags().Lookup(name)
		if f == nil || !f.Changed {
			continue
		}
		empty := strings.TrimSpace(f.Value.String()) == ""
		if list, many := f.Value.(pflag.SliceValue); many {
			empty = slices.ContainsFunc(list.GetSlice(), func(one string) bool { return strings.TrimSpace(one) == "" })
		}
		if empty {
			return misused("--%s is empty: give it a value, or leave it out", name)
		}
	}
	return nil
}

// readDate checks --date before anything is done.
func (r *run) readDate() (err error) {
	if r.dateFlag != "" {
		r.given, err = date("--date", r.dateFlag)
	}
	return err
}

// pathOf is a command without the program's name: "roster list".
func pathOf(c *cobra.Command) string {
	return strings.TrimSpace(strings.TrimPrefix(c.CommandPath(), c.Root().Name()))
}

// group is a word that only has commands below it.
func group(use, short string, below ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: use, Short: short, Args: cobra.ArbitraryArgs}
	var names []string
	for _, b := range below {
		names = append(names, "rollbook "+use+" "+b.Name())
		c.AddCommand(b)
	}
	c.RunE = func(_ *cobra.Command, args []string) error {
		if len(args) > 0 {
			return misused("there is no command %s: there is %s", quoted(use+" "+args[0]), strings.Join(names, ", "))
		}
		return misused("'%s' needs a word more: there is %s", use, strings.Join(names, ", "))
	}
	return c
}

// exactly refuses all but n arguments; what says what they are.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) < n:
			return misused("%s is missing: rollbook help %s shows how", what, pathOf(c))
		case len(args) > n:
			return misused("%s is one too many: put names and texts of several words in quotation marks", quoted(args[n]))
		}
		return nil
	}
}

func noArguments(c *cobra.Command, args []string) error { return exactly(0, "")(c, args) }

// helpCommand is `rollbook help`, which cobra's own leaves with exit code 0 for what is not there.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [command]", Short: "how a command is used", Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return misused("there is no command %s: rollbook help lists them", quoted(strings.Join(args, " ")))
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

// date reads a date that was given as what.
func date(what, text string) (model.Date, error) {
	d, err := model.ParseDate(text)
	if err != nil {
		return d, misused("%s can't be %s: %w", what, quoted(text), err)
	}
	return d, nil
}

// clock reads a time of day that was given as what.
func clock(what, text string) (model.Clock, error) {
	t, err := model.ParseClock(text)
	if err != nil {
		return t, misused("%s can't be %s: %w", what, quoted(text), err)
	}
	return t, nil
}

// Flags that many commands have.

func cohortFlag(c *cobra.Command, into *string) {
	c.Flags().StringVar(into, "cohort", "", "the cohort: a part of its `name`; not needed where the book has one only")
}

func dayFlag(c *cobra.Command, into *string) {
	c.Flags().StringVar(into, "day", "", "the `number` of the day, from 1")
}

func jsonFlag(c *cobra.Command, into *bool) {
	c.Flags().BoolVar(into, "json", false, "as JSON, for other programs")
}
