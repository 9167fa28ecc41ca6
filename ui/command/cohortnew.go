package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store/oplog"
)

// newCohort is what `rollbook cohort new` was told.
type newCohort struct {
	course, start, place, weekdays, dates, trainers string
}

func (r *run) cohortNewCommand() *cobra.Command {
	var n newCohort
	c := &cobra.Command{
		Use:   "new NAME --course C --start DATE",
		Short: "make a cohort, and the book if there is none",
		Long: `Makes a cohort of a course: with its plan and its rule, on the dates given. Without --weekdays
and --dates it meets on weekdays in a row from --start. --dates says all its days, the first one too.`,
		Example: `  rollbook cohort new "Spring 2026" --course cipss --start 2026-03-02 --place Augusta --as "Asha Rao"
  rollbook cohort new "Tuesdays" --course cipss --start 2026-03-03 --weekdays tue,thu
  rollbook cohort new "PS 101 in May" --course ps101 --dates 2026-05-04`,
		Args: exactly(1, "the cohort's name"),
	}
	c.Flags().StringVar(&n.course, "course", "", "the course: a `name` of rollbook course list, or a TOML file")
	c.Flags().StringVar(&n.start, "start", "", "the first day, `YYYY-MM-DD`")
	c.Flags().StringVar(&n.place, "place", "", "where it meets")
	c.Flags().StringVar(&n.weekdays, "weekdays", "", "the `weekdays` it meets on, such as mon,tue")
	c.Flags().StringVar(&n.dates, "dates", "", "the `dates` of all its days, with commas between")
	c.Flags().StringVar(&n.trainers, "trainers", "", "the trainers' `names`, with commas between")
	c.RunE = func(_ *cobra.Command, args []string) error {
		course, err := courseNamed(n.course)
		if err != nil {
			return err
		}
		dates, err := n.days(r, course)
		if err != nil {
			return err
		}
		if name, _ := model.Clean(args[0], model.NameLimit); name == "" {
			return errNoCohortName
		}
		return r.inNewBook(func() error { return r.newCohort(args[0], n, course, dates) })
	}
	return c
}

// days are the dates of a new cohort's days.
func (n newCohort) days(r *run, course model.Course) ([]model.Date, error) {
	switch {
	case n.dates != "" && n.weekdays != "":
		return nil, misused("--dates and --weekdays can't come together: keep one of them")
	case n.dates != "":
		return n.listed(course)
	case n.start == "":
		return nil, misused("the first day is missing: say when, with --start YYYY-MM-DD")
	}
	start, err := date("--start", n.start)
	if err != nil {
		return nil, err
	}
	weekdays, err := model.ParseWeekdays(n.weekdays)
	if n.weekdays == "" {
		weekdays, err = nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("--weekdays can't be %s: %w", quoted(n.weekdays), model.ErrWeekdays)
	}
	dates := model.Dates(start, len(course.Days), weekdays)
	if dates[0] != start {
		r.warn("%s is none of its weekdays: day 1 is on %s", start.Words(), dates[0].Words())
	}
	return dates, nil
}

func (n newCohort) listed(course model.Course) ([]model.Date, error) {
	var dates []model.Date
	for _, text := range strings.Split(n.dates, ",") {
		d, err := date("--dates", strings.TrimSpace(text))
		if err != nil {
			return nil, err
		}
		dates = append(dates, d)
	}
	if len(dates) != len(course.Days) {
		return nil, misused("%s: %s has %s, so --dates needs as many",
			howMany(len(dates), "date", "dates"), course.Name, howMany(len(course.Days), "day", "days"))
	}
	for i := 1; i < len(dates); i++ { // the course's own rule, before a book is made for it
		if dates[i] <= dates[i-1] {
			return nil, misused("%s does not come after %s: %w", dates[i], dates[i-1], model.ErrDates)
		}
	}
	if n.start == "" {
		return dates, nil
	}
	start, err := date("--start", n.start)
	if err == nil && start != dates[0] {
		err = misused("--start is %s and the first of --dates %s: make them the same, or leave out --start", start, dates[0])
	}
	return dates, err
}

// newCohort makes the cohort in the open book.
func (r *run) newCohort(name string, n newCohort, course model.Course, dates []model.Date) error {
	name, err := r.newName(name, model.ID{})
	if err != nil {
		return err
	}
	c, edits, err := r.book.NewCohort(name, course, dates, r.clean("the place", n.place, model.NameLimit), r.names("a trainer's name", n.trainers))
	if err != nil {
		return err
	}
	if _, err := r.save(c, oplog.Single, edits); err != nil {
		return err
	}
	r.say("%s: %s from %s to %s, saved", name, howMany(len(dates), "day", "days"), dates[0].Words(), dates[len(dates)-1].Words())
	if course.Note != "" {
		r.warn("about the course %s: %s", course.Name, oneLine(course.Note))
	}
	return nil
}

var errNoCohortName = misused("a cohort needs a name: say one in quotation marks")

// newName is a name for the cohort of that id, which no other cohort may have.
func (r *run) newName(name string, id model.ID) (string, error) {
	name = r.clean("the cohort's name", name, model.NameLimit)
	if name == "" {
		return "", errNoCohortName
	}
	all, err := r.book.Cohorts()
	if err != nil {
		return "", err
	}
	for _, l := range all {
		if l.ID != id && model.Fold(l.Name) == model.Fold(name) {
			return "", misused("there is a cohort '%s' already: give this one another name", l.Name)
		}
	}
	return name, nil
}

// names are names with commas between, cleaned, blank ones left out.
func (r *run) names(what, text string) []string {
	var out []string
	for _, name := range strings.Split(text, ",") {
		if name = r.clean(what, name, model.NameLimit); name != "" {
			out = append(out, name)
		}
	}
	return out
}
