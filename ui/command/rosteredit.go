package command

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
)

// personFlags are the flags that say something about a person.
type personFlags struct{ name, say, pronouns, certificate, email, phone, worksite string }

func (f *personFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.say, "say", "", "how to say the name")
	c.Flags().StringVar(&f.pronouns, "pronouns", "", "pronouns")
	c.Flags().StringVar(&f.certificate, "certificate", "", "the `name` for the certificate; shown nowhere else")
	c.Flags().StringVar(&f.email, "email", "", "email")
	c.Flags().StringVar(&f.phone, "phone", "", "phone")
	c.Flags().StringVar(&f.worksite, "worksite", "", "where the person works")
}

// into puts what was given into a trainee, cleaned, and reports whether anything was.
func (f *personFlags) into(r *run, c *cobra.Command, t *model.Trainee) (given bool) {
	for _, one := range []struct {
		flag string
		text string
		to   *string
	}{{"name", f.name, &t.Name}, {"say", f.say, &t.Say}, {"pronouns", f.pronouns, &t.Pronouns},
		{"certificate", f.certificate, &t.Certificate}, {"email", f.email, &t.Email}, {"phone", f.phone, &t.Phone},
		{"worksite", f.worksite, &t.Worksite}} {
		if c.Flags().Changed(one.flag) {
			*one.to, given = r.clean("--"+one.flag, one.text, model.NameLimit), true
		}
	}
	return given
}

func (r *run) rosterAddCommand() *cobra.Command {
	var cohort, fromDay string
	var walkIn bool
	var f personFlags
	c := &cobra.Command{
		Use:   `add "NAME"`,
		Short: "add one person",
		Long:  "Adds a person from day 1 on; a walk-in, who was on no list, from today's day on.",
		Example: `  rollbook roster add "Maya Lopez" --pronouns she/her
  rollbook roster add "Noor" --walk-in`,
		Args: exactly(1, "the person's name"),
	}
	cohortFlag(c, &cohort)
	c.Flags().BoolVar(&walkIn, "walk-in", false, "came without being on a list")
	c.Flags().StringVar(&fromDay, "from-day", "", "the `number` of the first day")
	f.add(c)
	c.RunE = r.writing(func(args []string) error {
		co, err := r.cohort(cohort)
		if err != nil {
			return err
		}
		from, err := r.firstDay(co, fromDay, walkIn)
		if err != nil {
			return err
		}
		t := model.Trainee{Name: r.clean("the name", args[0], model.NameLimit)}
		if t.Name == "" {
			return misused("a person needs a name: say one in quotation marks")
		}
		f.into(r, c, &t)
		return r.enroll(co, t, from, walkIn)
	})
	return c
}

// firstDay is the day from which a person comes.
func (r *run) firstDay(c *store.Cohort, text string, walkIn bool) (int, error) {
	if text != "" {
		d, err := day(c, "--from-day", text)
		return d.Number, err
	}
	if !walkIn {
		return 1, nil
	}
	n, exact := room.NearestDay(&c.Cohort, r.today())
	if !exact {
		return 0, misused("%s is no day of this cohort: say from which day the walk-in comes, with --from-day", r.today().Words())
	}
	return n, nil
}

// enroll adds one person. Somebody with the same email whom the book knows from elsewhere is that
// person.
func (r *run) enroll(c *store.Cohort, t model.Trainee, from int, walkIn bool) error {
	for _, p := range c.People {
		if t.Email != "" && strings.EqualFold(p.Email, t.Email) {
			r.say("%s has this email and is on the roster already: nothing to change", rowAndName(p))
			return nil
		}
		if model.Fold(p.Name) == model.Fold(t.Name) {
			r.warn("%s has the same name: if it is the same person, rollbook undo takes the second one off", rowAndName(p))
		}
	}
	known, err := r.book.Trainees()
	if err != nil {
		return err
	}
	for _, k := range known {
		if t.Email != "" && strings.EqualFold(k.Email, t.Email) {
			r.warn("the book knows %s by this email: what it knows of them is kept", k.Name)
			t = k.Trainee
			break
		}
	}
	edits, ids, err := c.Enroll([]model.Trainee{t}, from, walkIn)
	if err != nil {
		return err
	}
	if _, err := r.save(c, oplog.Single, edits); err != nil {
		return err
	}
	if c, err = r.book.Load(c.Cohort.ID); err != nil { // with what is known of somebody from elsewhere
		return err
	}
	r.say("%s added, from day %d, saved", rowAndName(c.Person(ids[0])), from)
	return nil
}

func (r *run) rosterEditCommand() *cobra.Command {
	var cohort, fromDay string
	var keepOld bool
	var f personFlags
	c := &cobra.Command{
		Use:   "edit NAME",
		Short: "change what is known of a person; NAME may be the row number",
		Long: `Changes what is known of a person. An old name is struck with the change, here and wherever it was
synced to, unless the person wishes that it stay in the journal: --keep-old-name.`,
		Example: `  rollbook roster edit maya --say "MY-ah" --worksite Riverview
  rollbook roster edit 7 --name "Maya Lopez-Reyes" --from-day 2`,
		Args: exactly(1, "the person's name"),
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&f.name, "name", "", "the name that the person uses")
	c.Flags().StringVar(&fromDay, "from-day", "", "the `number` of the first day")
	c.Flags().BoolVar(&keepOld, "keep-old-name", false, "the old name stays in the journal")
	f.add(c)
	c.RunE = r.writing(func(args []string) error {
		co, p, err := r.personOf(cohort, args[0])
		if err != nil {
			return err
		}
		t := p.Trainee
		given := f.into(r, c, &t)
		switch {
		case !given && fromDay == "":
			return misused("there is nothing to change: say what, such as --pronouns or --worksite")
		case t.Name == "":
			return misused("a person needs a name: say one with --name")
		case keepOld && !named(c):
			return misused("--keep-old-name is for a change of name: say the new one, with --name, --say or --certificate")
		}
		var edits []store.Edit
		if given {
			edits = co.EditName(p, t, keepOld)
		}
		if fromDay != "" {
			d, err := day(co, "--from-day", fromDay)
			if err != nil {
				return err
			}
			e := p.Enrollment
			e.Trainee, e.From = p.Trainee.ID, d.Number
			switch {
			case e.To == model.NoDay: // who never came is to come after all
				e.To = 0
			case e.To != 0 && e.From > e.To:
				return misused("%s comes up to day %d: give that day or an earlier one", p.Name, e.To)
			}
			edits = append(edits, co.EditEnrollment(e)...)
		}
		what := fmt.Sprintf("%d %s: as you say", p.Row, t.Name)
		if t.Name != p.Name && !keepOld {
			what += "; the old name is struck"
		}
		erases := named(c) && !keepOld && t != p.Trainee // what was struck
		if err := r.saveSaying(co, what, edits); err != nil || !erases {
			return err
		}
		return r.erase(false)
	})
	return c
}

// named reports whether a name is to change: what names a person, or how it is said.
func named(c *cobra.Command) bool { return anyChanged(c, "name", "say", "certificate") }

// personOf is a person of a cohort, both by what names them.
func (r *run) personOf(cohort, query string) (*store.Cohort, *store.Person, error) {
	c, err := r.cohort(cohort)
	if err != nil {
		return nil, nil, err
	}
	p, err := person(c, query)
	return c, p, err
}

func (r *run) rosterLeaveCommand() *cobra.Command {
	var cohort, fromDay string
	c := &cobra.Command{
		Use:   "leave NAME --from-day N",
		Short: "say that a person is no longer coming; NAME may be the row number",
		Long: `Says from which day on a person is no longer coming. What was marked before stays, the row number
stays theirs, and days from then on count nowhere. Somebody who never came leaves from day 1.`,
		Example: `  rollbook roster leave maya --from-day 5`,
		Args:    exactly(1, "the person's name"),
	}
	cohortFlag(c, &cohort)
	c.Flags().StringVar(&fromDay, "from-day", "", "the `number` of the first day not attended")
	c.RunE = r.writing(func(args []string) error {
		co, p, err := r.personOf(cohort, args[0])
		if err != nil {
			return err
		}
		d, err := day(co, "--from-day", fromDay)
		if err != nil {
			return err
		}
		if d.Number < p.From {
			return misused("%s comes from day %s on: give that day or a later one", p.Name, strconv.Itoa(p.From))
		}
		return r.saveSaying(co, fmt.Sprintf("%s: no longer coming, from day %d on", rowAndName(p), d.Number), co.Leave(p, d.Number))
	})
	return c
}
