package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

func (r *run) requiredCommands() *cobra.Command {
	return group("required", "the course that comes before, where this book does not know of it", r.requiredSetCommand())
}

func (r *run) requiredSetCommand() *cobra.Command {
	var cohort, trainee, where string
	var clear bool
	c := &cobra.Command{
		Use:   "set --trainee NAME --date DATE [--where W]",
		Short: "state that a person did the course that comes before",
		Long: `States, in your name, that a person did the course that the cohort's rule asks for, or one that is
accepted in its place: when, and where. Somebody who attended it in a cohort of this book needs none.`,
		Example: `  rollbook required set --trainee maya --date 2026-01-12 --where "Portland, with Ben Cole"
  rollbook required set --trainee maya --clear`,
		Args: noArguments,
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&trainee, "trainee", "", "the person: a part of the `name`, or the row number")
	r.whenFlag(c, "when it was, `YYYY-MM-DD`")
	c.Flags().StringVar(&where, "where", "", "`where` it was, and with whom")
	c.Flags().BoolVar(&clear, "clear", false, "take the statement back")
	c.RunE = func(c *cobra.Command, args []string) error {
		switch {
		case trainee == "":
			return misused("nobody is named: say who, with --trainee NAME")
		case clear && (r.given != model.NoDate || where != ""):
			return misused("--clear takes the statement back: leave out --date and --where")
		case !clear && r.given == model.NoDate:
			return misused("the date is missing: say when it was, with --date YYYY-MM-DD, or take a statement back with --clear")
		}
		return r.writing(func([]string) error {
			co, p, err := r.personOf(cohort, trainee)
			if err != nil {
				return err
			}
			return r.state(co, p, where)
		})(c, args)
	}
	return c
}

// state keeps a statement of the date that was given, or where none was takes it back.
func (r *run) state(c *store.Cohort, p *store.Person, where string) error {
	course := model.CourseTitle(c.Rule.Requires)
	if course == "" {
		return misused("the rule of %s asks for no course before: rollbook rule set --requires says which", c.Name)
	}
	if r.given == model.NoDate {
		return r.saveSaying(c, fmt.Sprintf("%s: nobody states that %s was done", rowAndName(p), course), []store.Edit{c.EditRequired(p, model.NoDate, "")})
	}
	r.warnToCome()
	where = r.clean("--where", where, model.NameLimit)
	what := fmt.Sprintf("%s: %s done on %s", rowAndName(p), course, r.given.Words())
	if where != "" {
		what += ", " + where
	}
	return r.saveSaying(c, what, []store.Edit{c.EditRequired(p, r.given, where)})
}

// whenFlag is --date of a command that says when something was: there it is no other 'today'.
func (r *run) whenFlag(c *cobra.Command, about string) {
	c.Flags().StringVar(&r.dateFlag, "date", "", about)
}

// warnToCome warns of a date at which nothing can have been yet.
func (r *run) warnToCome() {
	if now := model.DateIn(r.World.Now()); r.given > now {
		r.warn("%s is still to come: by this laptop's clock it is %s", r.given.Words(), now.Words())
	}
}
