package command

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/report"
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

// traineeCohortJSON is the person in one cohort; marks, notes, make-ups and the review are as their own
// listings show them.
type traineeCohortJSON struct {
	ID      string              `json:"id"`
	Cohort  string              `json:"cohort"`
	Row     int                 `json:"row"`
	From    *int                `json:"from_day"`
	To      *int                `json:"to_day"`
	WalkIn  bool                `json:"walk_in"`
	Marks   []markJSON          `json:"marks"`
	Notes   []noteJSON          `json:"notes"`
	MakeUps []makeUpJSON        `json:"make_ups"`
	Before  report.PageRequired `json:"required"`
	Review  *reviewedJSON       `json:"review"` // null for a guest, who is outside all totals
}

func (r *run) traineeCommands() *cobra.Command {
	return group("trainee", "one person, wherever they are enrolled", r.traineeShowCommand(), r.traineeListCommand(),
		r.traineeJoinCommand(), r.traineeForgetCommand())
}

// showing is what `rollbook trainee show` was told.
type showing struct {
	cohort          string
	pdf, html, text string
	paper           string
	force, asJSON   bool
}

func (r *run) traineeShowCommand() *cobra.Command {
	var s showing
	c := &cobra.Command{
		Use:   "show NAME [--cohort C] [--pdf FILE | --html FILE | --text FILE | --json]",
		Short: "all that is recorded about a person: a page to read together",
		Long: `Shows what is recorded about a person in a cohort, to read it together and put right what is not:
contacts, marks, minutes, where it stands, make-ups, and notes with the person's own words. NAME may be
the row number where the cohort is clear. The page of somebody in several cohorts is of one of them;
--json has all.`,
		Example: `  rollbook trainee show maya
  rollbook trainee show maya --cohort spring --pdf maya.pdf`,
		Args: exactly(1, "the person's name"),
	}
	c.Flags().StringVar(&s.cohort, "cohort", "", "in this cohort: a part of its `name`")
	c.Flags().StringVar(&s.pdf, "pdf", "", "write it to this `file` as PDF")
	c.Flags().StringVar(&s.html, "html", "", "write it to this `file` as a page for a browser, which can write every script")
	c.Flags().StringVar(&s.text, "text", "", "write it to this `file` as text")
	c.Flags().StringVar(&s.paper, "paper", "", "`letter` or a4; else as set, or letter")
	c.Flags().BoolVar(&s.force, "force", false, "replace the file if it is there")
	jsonFlag(c, &s.asJSON)
	c.RunE = func(c *cobra.Command, args []string) error {
		form, file, err := s.form()
		if err != nil {
			return err
		}
		return r.reading(func([]string) error { return r.showTrainee(args[0], s, form, file) })(c, args)
	}
	return c
}

// form is how the page is to be written, and where; "-" for the standard output.
func (s showing) form() (report.Form, string, error) {
	form, file, given := report.Text, "-", 0
	for _, one := range []struct {
		form report.Form
		file string
	}{{report.PDF, s.pdf}, {report.HTML, s.html}, {report.Text, s.text}} {
		if one.file != "" {
			form, file, given = one.form, one.file, given+1
		}
	}
	if given > 1 || given == 1 && s.asJSON {
		return form, file, misused("--pdf, --html, --text and --json can't come together: keep one of them")
	}
	if s.paper != "" {
		if _, err := report.ParsePaper(s.paper); err != nil {
			return form, file, misused("%w", err)
		}
	}
	return form, file, nil
}

func (r *run) showTrainee(query string, s showing, form report.Form, file string) error {
	t, in, err := r.personEverywhere(query, s.cohort)
	switch {
	case err != nil:
		return err
	case s.asJSON:
		j, err := r.traineeOf(t, in)
		if err != nil {
			return err
		}
		return r.json(j)
	case len(in) == 0:
		r.say("%s is enrolled in no cohort now", t.Name)
		return nil
	case len(in) > 1:
		return misused("%s is in several cohorts: say with --cohort in which of %s", t.Name,
			labels(in, func(c *store.Cohort) string { return "'" + c.Name + "'" }))
	}
	page, err := report.PageOf(r.book, in[0], in[0].Person(t.ID), r.asOf())
	if err != nil {
		return err
	}
	o := report.Options{Paper: report.Paper(strings.ToLower(s.paper))}
	if err := r.printing(&o); err != nil {
		return err
	}
	if file == "-" {
		o.Twelve = o.Twelve && form != report.Text // the command line writes times of 24 hours
		return report.WritePage(r.out, form, page, o)
	}
	if err := r.toFile(file, s.force, func(w io.Writer) error { return report.WritePage(w, form, page, o) }); err != nil {
		return err
	}
	r.say("the page of %s: %s written", t.Name, file)
	return nil
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
	if _, isRow := strconv.Atoi(query); isRow == nil {
		if all, err := r.book.Calendar(); err == nil && len(all) == 1 {
			return r.personEverywhere(query, all[0].Name)
		}
	}
	k, err := r.traineeInBook(query)
	if err != nil {
		return model.Trainee{}, nil, err
	}
	all, err := r.cohortsNamed("")
	var in []*store.Cohort
	for _, c := range all {
		if c.Person(k.ID) != nil {
			in = append(in, c)
		}
	}
	return k.Trainee, in, err
}

func (r *run) traineeOf(t model.Trainee, in []*store.Cohort) (traineeJSON, error) {
	j := traineeJSON{ID: t.ID.String(), Name: t.Name, Say: orNull(t.Say), Pronouns: orNull(t.Pronouns), Email: orNull(t.Email),
		Phone: orNull(t.Phone), Worksite: orNull(t.Worksite), Cohorts: []traineeCohortJSON{}}
	plans, err := r.plans()
	if err != nil {
		return j, err
	}
	for _, c := range in {
		p := c.Person(t.ID)
		required, err := r.book.Required(c, r.asOf())
		if err != nil {
			return j, err
		}
		before := required[p.Trainee.ID]
		roster := rosterOf(c, p, before.State)
		one := traineeCohortJSON{ID: c.Cohort.ID.String(), Cohort: c.Name, Row: p.Row, From: roster.From, To: roster.To, WalkIn: p.WalkIn,
			Marks: r.marksOf(c, 0, p), Notes: []noteJSON{}, MakeUps: []makeUpJSON{},
			Before: report.PageRequired{State: string(before.State), How: report.Maybe(before.How)}}
		for _, n := range c.Notes {
			if n.Trainee == p.Trainee.ID {
				one.Notes = append(one.Notes, noteOf(c, n))
			}
		}
		for _, m := range p.MakeUps {
			one.MakeUps = append(one.MakeUps, makeUpOf(c, p, m, plans))
		}
		if len(p.Guest) == 0 {
			review := reviewedOf(p, c.Account(p, r.asOf(), before.State), before)
			one.Review = &review
		}
		j.Cohorts = append(j.Cohorts, one)
	}
	return j, nil
}

// knownJSON is one person of `rollbook trainee list --json`.
type knownJSON struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Records []string `json:"records"` // several where records were joined
}

func (r *run) traineeListCommand() *cobra.Command {
	var likely, joined, asJSON bool
	var cohort string
	c := &cobra.Command{
		Use:   "list [--likely [--cohort C] | --joined]",
		Short: "everybody in the book; or who may be one person, or was joined",
		Long: `Lists everybody whom the book knows, wherever they are enrolled. With --likely, two who may be one
person, and why; with --joined, records that were joined, and how each join is taken back.`,
		Example: `  rollbook trainee list
  rollbook trainee list --likely --cohort spring`,
		Args: noArguments,
	}
	c.Flags().BoolVar(&likely, "likely", false, "who may be one person, and why")
	c.Flags().StringVar(&cohort, "cohort", "", "with --likely: only of this cohort, a part of its `name`")
	c.Flags().BoolVar(&joined, "joined", false, "records that were joined")
	jsonFlag(c, &asJSON)
	c.RunE = func(c *cobra.Command, args []string) error {
		if likely && joined || cohort != "" && !likely {
			return misused("--likely and --joined can't come together, and --cohort goes with --likely: keep one of them")
		}
		return r.reading(func([]string) error {
			switch {
			case likely:
				return r.listLikely(cohort, asJSON)
			case joined:
				return r.listJoined(asJSON)
			}
			return r.listKnown(asJSON)
		})(c, args)
	}
	return c
}

func (r *run) listKnown(asJSON bool) error {
	all, err := r.book.Trainees()
	if err != nil {
		return err
	}
	list := []knownJSON{}
	t := tableOf("id", "name", "records")
	for _, k := range all {
		list = append(list, knownOf(k))
		t.add(short(k.ID), k.Name, len(k.Records))
	}
	if asJSON {
		return r.json(list)
	}
	r.show(t, "the book knows nobody yet: rollbook roster add or import brings people in")
	return nil
}

func knownOf(k store.Known) knownJSON {
	j := knownJSON{ID: k.ID.String(), Name: k.Name, Records: []string{}}
	for _, id := range k.Records {
		j.Records = append(j.Records, id.String())
	}
	return j
}

func nameAndID(k store.Known) string { return fmt.Sprintf("%s (%s)", k.Name, short(k.ID)) }
