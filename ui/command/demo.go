package command

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

func (r *run) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "a made-up cohort to try things on; nothing of it is kept",
		Long: `Opens a made-up cohort with a day in progress, in a book of its own that goes away when you quit.
Your own book is not touched.`,
		Example: `  rollbook demo
  rollbook demo --plain`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return r.demo() },
	}
}

// demo makes the book of the demo, opens it, and takes it away.
func (r *run) demo() (err error) {
	if r.bookFlag != "" {
		return misused("the demo has a book of its own: leave out --book")
	}
	if !r.plain && (!r.Terminal || r.Screens == nil) {
		return errNoTerminal
	}
	folder, err := os.MkdirTemp("", "rollbook-demo-*")
	if err != nil {
		return fmt.Errorf("the demo has no place for its book: %w", err)
	}
	defer func() {
		if left := os.RemoveAll(folder); err == nil && left != nil {
			err = fmt.Errorf("the demo's book is left behind at %s: %w", folder, left)
		}
	}()
	r.bookFlag = filepath.Join(folder, "demo.book")
	if r.asFlag == "" {
		r.asFlag = "Demo Trainer"
	}
	if r.book, err = store.Create(r.bookFlag, r.World); err != nil {
		return err
	}
	if err = r.author(); err == nil {
		err = r.fillDemo()
	}
	if err = r.closing(err); err != nil {
		return err
	}
	if r.plain {
		return r.inBook(func() error { return r.runPlain("") })
	}
	return r.openScreens(r.bookFlag)
}

// The made-up people of the demo; the first is row 1.
var demoPeople = []model.Trainee{
	{Name: "Aaliyah Brooks", Say: "ah-LEE-yah", Pronouns: "she/her", Worksite: "Maine Warmline"},
	{Name: "Ben Ouellette", Say: "well-ETT", Pronouns: "he/him", Worksite: "Riverview"},
	{Name: "Chidi Okafor", Say: "CHEE-dee", Worksite: "ACT team, Lewiston"},
	{Name: "Dana Thibodeau", Say: "TIB-uh-doe", Pronouns: "they/them"},
	{Name: "Élodie Bélanger", Pronouns: "she/her", Worksite: "Dorothea Dix"},
	{Name: "Farah Haidari", Pronouns: "she/her"},
	{Name: "Gus Pelletier", Worksite: "Peer center, Bangor"},
	{Name: "Hana 山田", Say: "HA-na", Pronouns: "she/her"},
	{Name: "Ines Carvalho", Worksite: "Behavioral Health Home"},
	{Name: "Jo Francis", Pronouns: "they/them", Worksite: "Emergency department"},
	{Name: "Khadija Warsame", Say: "ka-DEE-ja", Pronouns: "she/her"},
	{Name: "Leo Michaud", Say: "mee-SHOW", Pronouns: "he/him", Worksite: "Maine Warmline"},
}

// fillDemo makes a cohort of which two days are done and the third is today.
func (r *run) fillDemo() error {
	course, _ := model.EmbeddedCourse("cipss")
	dates := make([]model.Date, len(course.Days))
	for i := range dates {
		dates[i] = r.today() + model.Date(i-2)
	}
	c, edits, err := r.book.NewCohort("Demo cohort", course, dates, "The library, Augusta", []string{r.asFlag})
	if err != nil {
		return err
	}
	if _, err := r.save(c, oplog.Single, edits); err != nil {
		return err
	}
	if edits, _, err = c.Enroll(demoPeople, 1, false); err != nil {
		return err
	}
	if _, err := r.save(c, oplog.Import, edits); err != nil {
		return err
	}
	for _, step := range demoMarks {
		if err := r.demoMark(c, step); err != nil {
			return err
		}
	}
	for day := 1; day <= 2; day++ {
		if err := r.demoDone(c, day); err != nil {
			return err
		}
	}
	return nil
}

// demoStep is one mark of the demo.
type demoStep struct {
	day, row int
	act      func(model.Scope) ([]model.Slot, error)
	told     bool
	remark   string
}

// demoMarks are the exceptions of the demo; everybody else of days 1 and 2 was present.
var demoMarks = []demoStep{
	{1, 3, func(s model.Scope) ([]model.Slot, error) { return s.Late(9*60 + 20) }, false, "bus from Lewiston"},
	{1, 7, func(s model.Scope) ([]model.Slot, error) { return s.Leave(15 * 60) }, true, ""},
	{2, 9, func(s model.Scope) ([]model.Slot, error) { return s.Absent(), nil }, true, "family"},
	{2, 4, func(s model.Scope) ([]model.Slot, error) { return s.OutSpan(10*60, 10*60+25) }, false, ""},
	{3, 1, func(s model.Scope) ([]model.Slot, error) { s.Block = 0; return s.Present(), nil }, false, ""},
	{3, 2, func(s model.Scope) ([]model.Slot, error) { s.Block = 0; return s.Present(), nil }, false, ""},
	{3, 5, func(s model.Scope) ([]model.Slot, error) { return s.Absent(), nil }, true, ""},
}

func (r *run) demoMark(c *store.Cohort, step demoStep) error {
	p := c.Row(step.row)
	edits, err := c.MarkDay(p, step.day, model.ID{}, step.act)
	if err != nil {
		return err
	}
	if step.told {
		told, err := c.Told(p, step.day, model.ID{}, true)
		if err != nil {
			return err
		}
		edits = append(edits, told...)
	}
	if step.remark != "" {
		remark, err := c.Remark(p, step.day, model.ID{}, step.remark)
		if err != nil {
			return err
		}
		edits = append(edits, remark...)
	}
	_, err = r.save(c, oplog.Single, edits)
	return err
}

// demoDone marks the rest of a day present and closes it.
func (r *run) demoDone(c *store.Cohort, day int) error {
	edits, _, err := c.MarkRest(day, model.ID{}, false)
	if err != nil {
		return err
	}
	if _, err := r.save(c, oplog.Rest, edits); err != nil {
		return err
	}
	d, _ := c.Cohort.Day(day)
	counted := c.Count(day)
	_, err = r.save(c, oplog.Single, []store.Edit{c.EditClosing(d.ID, &counted)})
	return err
}
