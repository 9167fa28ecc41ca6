package command

import (
	"fmt"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// traineeJSON is what the book has recorded about a person. The name for the certificate is shown
// nowhere but on it.
type traineeJSON struct {
	ID       string              `json:"id"`
	Name     string              `json:"name"`
	Say      *string             `json:"say"`
	Pronouns *string             `json:"pronouns"`
	Email    *string             `json:"email"`
	Phone    *string             `json:"phone"`
	Worksite *string             `json:"worksite"`
	Cohorts  []traineeCohortJSON `json:"cohorts"`
}

// traineeCohortJSON is the person in one cohort; marks and notes are as their own listings show them.
type traineeCohortJSON struct {
	ID     string     `json:"id"`
	Cohort string     `json:"cohort"`
	Row    int        `json:"row"`
	From   *int       `json:"from_day"`
	To     *int       `json:"to_day"`
	WalkIn bool       `json:"walk_in"`
	Marks  []markJSON `json:"marks"`
	Notes  []noteJSON `json:"notes"`
}

func (r *run) traineeCommands() *cobra.Command {
	return group("trainee", "one person, wherever they are enrolled", r.traineeShowCommand())
}

func (r *run) traineeShowCommand() *cobra.Command {
	var cohort string
	var asJSON bool
	c := &cobra.Command{
		Use:   "show NAME [--cohort C]",
		Short: "all that is recorded about a person",
		Long: `Shows what is recorded about a person, such as the person may ask for: contacts, cohorts, marks,
remarks and notes.`,
		Example: `  rollbook trainee show maya
  rollbook trainee show maya --cohort spring --json`,
		Args: exactly(1, "the person's name"),
		RunE: r.reading(func(args []string) error {
			t, in, err := r.personEverywhere(args[0], cohort)
			if err != nil {
				return err
			}
			if asJSON {
				return r.json(r.traineeOf(t, in))
			}
			r.showTrainee(t, in)
			return nil
		}),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "only in this cohort: a part of its `name`")
	jsonFlag(c, &asJSON)
	return c
}

// personEverywhere is a person, and the cohorts that they are in, or the one that is named.
func (r *run) personEverywhere(query, cohort string) (model.Trainee, []*store.Cohort, error) {
	if cohort != "" {
		c, p, err := r.personOf(cohort, query)
		if err != nil {
			return model.Trainee{}, nil, err
		}
		return p.Trainee, []*store.Cohort{c}, nil
	}
	k, err := r.traineeInBook(query)
	if err != nil {
		return model.Trainee{}, nil, err
	}
	all, err := r.book.Cohorts()
	if err != nil {
		return model.Trainee{}, nil, err
	}
	var in []*store.Cohort
	for _, l := range all {
		c, err := r.book.Load(l.ID)
		if err != nil {
			return model.Trainee{}, nil, err
		}
		if c.Person(k.ID) != nil {
			in = append(in, c)
		}
	}
	return k.Trainee, in, nil
}

func (r *run) traineeOf(t model.Trainee, in []*store.Cohort) traineeJSON {
	j := traineeJSON{ID: t.ID.String(), Name: t.Name, Say: orNull(t.Say), Pronouns: orNull(t.Pronouns), Email: orNull(t.Email),
		Phone: orNull(t.Phone), Worksite: orNull(t.Worksite), Cohorts: []traineeCohortJSON{}}
	for _, c := range in {
		p := c.Person(t.ID)
		roster := rosterOf(c, p, "")
		one := traineeCohortJSON{ID: c.Cohort.ID.String(), Cohort: c.Name, Row: p.Row, From: roster.From, To: roster.To, WalkIn: p.WalkIn,
			Marks: r.marksOf(c, 0, p), Notes: []noteJSON{}}
		for _, n := range c.Notes {
			if n.Trainee == p.Trainee.ID {
				one.Notes = append(one.Notes, noteOf(c, n))
			}
		}
		j.Cohorts = append(j.Cohorts, one)
	}
	return j
}

func (r *run) showTrainee(t model.Trainee, in []*store.Cohort) {
	r.say("%s", t.Name)
	for _, f := range [][2]string{{"say it like", t.Say}, {"pronouns", t.Pronouns}, {"email", t.Email}, {"phone", t.Phone}, {"worksite", t.Worksite}} {
		if f[1] != "" {
			r.say("%s: %s", f[0], f[1])
		}
	}
	for _, c := range in {
		p := c.Person(t.ID)
		r.say("")
		r.say("%s, row %d, days %s", c.Name, p.Row, daysWords(c, p))
		table := tableOf("day", "block", "mark", "told ahead", "remark")
		eachMark(c, 0, p, func(d model.Day, _ int, b model.Block, p *store.Person) {
			cell := p.Cell(b.ID)
			if cell.Mark.In(b).State == model.Unmarked && !cell.Told && cell.Remark == "" {
				return
			}
			told := map[bool]string{true: "yes", false: "-"}[cell.Told]
			table.add(d.Number, blockWords(b), model.Describe(cell.Mark, b, false), told, dash(cell.Remark))
		})
		if len(table.rows) > 1 {
			r.show(table, "")
		} else {
			r.say("nothing is marked yet")
		}
		for _, n := range c.Notes {
			if n.Trainee == p.Trainee.ID {
				r.say("note by %s, %s: %s", n.By, n.At.Format("2006-01-02"), oneLine(n.Text))
			}
		}
	}
	if len(in) == 0 {
		r.say("%s", fmt.Sprintf("%s is enrolled in no cohort now", t.Name))
	}
}
