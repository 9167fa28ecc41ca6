package command

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/intake"
)

// rosterImport is what `rollbook roster import` was told.
type rosterImport struct {
	cohort, same    string
	columns         []string
	dryRun, skipBad bool
}

func (r *run) rosterImportCommand() *cobra.Command {
	var im rosterImport
	c := &cobra.Command{
		Use:   "import FILE",
		Short: "bring in a roster from a CSV or Excel file",
		Long: `Brings in the people of a CSV or Excel (.xlsx) file, all or nobody, as one change. Columns are
recognised by their headings; --map says it where they aren't. Fields are name, first, last, say,
pronouns, certificate, email, phone and worksite; other columns are not stored.

Who is on the roster already, by the same email or the same name, is left out and listed.`,
		Example: `  rollbook roster import people.csv --dry-run
  rollbook roster import people.xlsx --map name=Participant --map worksite=D
  rollbook undo`,
		Args: exactly(1, "the file"),
	}
	cohortFlag(c, &im.cohort)
	c.Flags().StringArrayVar(&im.columns, "map", nil, "which column a field is, as `field=column`; again for another")
	c.Flags().BoolVar(&im.dryRun, "dry-run", false, "say what would happen, and change nothing")
	c.Flags().BoolVar(&im.skipBad, "skip-bad", false, "leave out rows that have a mistake")
	c.Flags().StringVar(&im.same, "same", "", "'add' brings in people who are on the roster already once more")
	c.RunE = func(c *cobra.Command, args []string) error {
		if im.same != "" && im.same != "add" {
			return misused("--same can't be %s: it is 'add', or left out", quoted(im.same))
		}
		do := func([]string) error { return r.importRoster(args[0], im) }
		if im.dryRun {
			return r.reading(do)(c, args)
		}
		return r.writing(do)(c, args)
	}
	return c
}

func (r *run) importRoster(path string, im rosterImport) error {
	c, err := r.cohort(im.cohort)
	if err != nil {
		return err
	}
	people, err := r.readRoster(path, im)
	if err != nil {
		return err
	}
	known, err := r.known(c)
	if err != nil {
		return err
	}
	add := r.choose(intake.Compare(people, known), im.same == "add")
	store.ByName(add)
	edits, ids, err := c.Enroll(add, 1, false)
	if err != nil {
		return err
	}
	switch {
	case len(add) == 0:
		r.say("nobody new: nothing to change")
		return nil
	case im.dryRun:
		first := c.NextRow()
		for i, t := range add {
			r.say("%d %s", first+i, t.Name)
		}
		r.say("%s would be added to %s: nothing was changed", howMany(len(add), "person", "people"), c.Name)
		return nil
	}
	_, err = r.save(c, oplog.Import, edits)
	if errors.Is(err, oplog.ErrTooBig) {
		return errors.New("the roster is too long for one change, nobody was imported: import it in parts of up to 2000 rows")
	}
	if err != nil {
		return err
	}
	if c, err = r.book.Load(c.Cohort.ID); err != nil {
		return err
	}
	for _, id := range ids {
		r.say("%s", rowAndName(c.Person(id)))
	}
	r.say("%s added to %s, saved", howMany(len(add), "person", "people"), c.Name)
	return nil
}

// readRoster reads the file and names what is wrong with it. Nobody is returned with an error.
func (r *run) readRoster(path string, im rosterImport) ([]intake.Person, error) {
	said, err := intake.ParseMap(im.columns)
	if err != nil {
		return nil, err
	}
	table, err := intake.Read(path, intake.Options{Headings: said.Headings()})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no file %s: nothing was imported", quoted(path))
	}
	if errors.Is(err, fs.ErrPermission) {
		return nil, fmt.Errorf("the file %s may not be read, nothing was imported: allow reading it, or make a copy", quoted(path))
	}
	if err != nil {
		return nil, err
	}
	mapping, err := intake.Recognise(table.Header, said)
	if err != nil {
		return nil, err
	}
	if err := mapping.Check(); err != nil {
		return nil, err
	}
	for _, note := range table.Notes {
		r.warn("%s", note)
	}
	for _, left := range mapping.LeftOut(table) {
		r.warn("%s", left.Sentence())
	}
	result := intake.People(table, mapping)
	for _, w := range result.Warnings {
		r.warn("%s", w)
	}
	for _, f := range result.Faults {
		r.warn("%s", f)
	}
	if len(result.Faults) > 0 && !im.skipBad {
		return nil, fmt.Errorf("%s a mistake, nobody was imported: correct the file, or leave such rows out with --skip-bad",
			howMany(len(result.Faults), "row has", "rows have"))
	}
	return result.People, nil
}

// known are the people of the book as the comparison takes them.
func (r *run) known(c *store.Cohort) ([]intake.Known, error) {
	all, err := r.book.Trainees()
	if err != nil {
		return nil, err
	}
	var out []intake.Known
	for _, k := range all {
		one := intake.Known{ID: k.ID, Trainee: k.Trainee}
		if p := c.Person(k.ID); p != nil {
			one.Row, one.InCohort = p.Row, true
		}
		out = append(out, one)
	}
	return out, nil
}

// choose says who is to be added: those on the roster already are left out and listed unless again is
// set, and those whom the book knows from elsewhere come under the id that they have.
func (r *run) choose(findings []intake.Finding, again bool) []model.Trainee {
	var add []model.Trainee
	taken := map[model.ID]bool{}
	for _, f := range findings {
		if !again && intake.Skip(f) {
			r.warn("line %d, %s: %s: left out; --same add brings it in all the same", f.Person.Line, f.Person.Name, whySkipped(f))
			continue
		}
		t := f.Person.Trainee
		if k := elsewhere(f); k != nil && !taken[k.ID] {
			taken[k.ID] = true
			t.ID = k.ID
			r.warn("line %d, %s: the book knows them from another cohort: what it knows of them is kept", f.Person.Line, f.Person.Name)
		}
		add = append(add, t)
	}
	return add
}

// whySkipped names whom a row is the same as.
func whySkipped(f intake.Finding) string {
	if f.TwiceInFile != 0 {
		return fmt.Sprintf("is on line %d already", f.TwiceInFile)
	}
	i := slices.IndexFunc(f.Candidates, func(c intake.Candidate) bool { return c.Known != nil && c.Known.InCohort })
	k := f.Candidates[i].Known
	return fmt.Sprintf("is on the roster already, in row %d (%s)", k.Row, k.Name)
}

// elsewhere is who of the book, outside the cohort, the person is: for certain, or by their email.
func elsewhere(f intake.Finding) *intake.Known {
	if f.Known != nil && !f.Known.InCohort {
		return f.Known
	}
	for _, c := range f.Candidates {
		if c.Known != nil && !c.Known.InCohort && c.Known.Email != "" && strings.EqualFold(c.Known.Email, f.Person.Email) {
			return c.Known
		}
	}
	return nil
}
