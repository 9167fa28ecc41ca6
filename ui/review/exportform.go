package review

import (
	"errors"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/report"
	"rollbook/ui/room"
)

// exportForm asks where a file is to be written and what is to be in it. It stays open until the file
// is written, so that nothing typed is lost where it can't be.
type exportForm struct {
	kit.Form
	r    *room.Room
	what what
	kind report.Form
	all  bool
	busy bool
	rows int // written so far

	path, day, notes, remarks, certificates, password, again *kit.Field
}

const allDays = "all days"

func newExportForm(r *room.Room, x what, form report.Form, all bool) *exportForm {
	f := &exportForm{r: r, what: x, kind: form, all: all}
	of, title := "all cohorts", "all cohorts"
	if !all {
		of = r.Cohort.Name
		title = of
	}
	f.path = &kit.Field{Label: "File", Text: proposed(of, x, r.AsOf().Date, form), Check: check(func(text string) (string, error) { return typedPath(text, form) }),
		Hint: "~ is your home folder; whoever gets the file can read it"}
	fields := []*kit.Field{f.path}
	if x == theSignIn {
		f.day = &kit.Field{Kind: kit.ChoiceField, Label: "Day", Choices: []string{allDays}, Text: allDays, Hint: "a page for each day"}
		for _, d := range r.Cohort.Days {
			if len(r.Cohort.BlocksOf(d.Number)) == 0 {
				continue
			}
			f.day.Choices = append(f.day.Choices, dayTitle(d))
			if d.Number == r.Day {
				f.day.Text = dayTitle(d)
			}
		}
		fields = append(fields, f.day)
	} else {
		f.notes = &kit.Field{Kind: kit.YesNoField, Label: "With notes"}
		f.remarks = &kit.Field{Kind: kit.YesNoField, Label: "With remarks", Hint: "and with what people say to their marks"}
		f.certificates = &kit.Field{Kind: kit.YesNoField, Label: "With names for the certificate"}
		fields = append(fields, f.notes, f.remarks, f.certificates)
	}
	if form == report.XLSX {
		f.password = &kit.Field{Label: "Password", Secret: true, Hint: "to open the file with; empty for none. Nobody can open it without"}
		f.again = &kit.Field{Label: "Once more", Secret: true, When: func() bool { return f.password.Text != "" }, Check: func(text string) error {
			if text != f.password.Text {
				return errors.New("the two are not the same")
			}
			return nil
		}}
		fields = append(fields, f.password, f.again)
	}
	f.Form = kit.Form{Theme: r.Theme, Title: fmt.Sprintf("The %s of %s, as %s", x.words(), title, form), Save: f.save, Sections: []kit.Section{{Fields: fields}}}
	return f
}

// Update takes what comes of the writing. Keys wait for it.
func (f *exportForm) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case exportingMsg:
		if msg.of == f {
			f.rows = msg.rows
			return false, heard(msg.next)
		}
		return false, nil
	case exportedMsg:
		if msg.of != f {
			return false, nil
		}
		f.busy = false
		return f.written(msg.err)
	case tea.KeyPressMsg, tea.PasteMsg:
		if f.busy {
			return false, kit.Say("the file is being written")
		}
	}
	return f.Form.Update(msg)
}

// save begins to write.
func (f *exportForm) save() (done bool, cmd tea.Cmd) {
	if f.r.Cohort == nil && !f.all {
		return true, nil
	}
	return false, f.write(false)
}

func (f *exportForm) write(overwrite bool) tea.Cmd {
	x, err := f.export()
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	f.busy, f.rows = true, 0
	return x.commands(f, overwrite)
}

// export is what was typed.
func (f *exportForm) export() (x export, err error) {
	r := f.r
	x = export{book: r.Book, what: f.what, form: f.kind, asOf: r.AsOf(), options: report.Options{Twelve: r.Twelve, Made: r.Now()}}
	if x.path, err = typedPath(f.path.Text, f.kind); err != nil {
		return x, err
	}
	if !f.all {
		x.cohort = r.Cohort.Cohort.ID
	}
	if f.what == theSignIn {
		for _, d := range r.Cohort.Days {
			if dayTitle(d) == f.day.Text {
				x.day = d.Number
			}
		}
	} else {
		x.options.Notes, x.options.Remarks, x.options.Certificates = f.notes.Yes, f.remarks.Yes, f.certificates.Yes
	}
	if f.password != nil {
		x.options.Password = f.password.Text
	}
	return x, nil
}

// written says that the file is there, or asks whether one that was there may be replaced.
func (f *exportForm) written(err error) (done bool, cmd tea.Cmd) {
	path, pathErr := typedPath(f.path.Text, f.kind)
	switch {
	case err == nil && pathErr == nil:
		return true, kit.Say("written: " + path)
	case errors.Is(err, report.ErrExists):
		return false, kit.Open(&kit.Confirm{Theme: f.r.Theme, Question: path + " is there already. Replace it?",
			Yes: "replace it", No: "leave it, choose another name", Do: func() tea.Cmd { return f.write(true) }})
	case err == nil:
		err = pathErr
	}
	return false, kit.Warn("not written: " + room.Sentence(err))
}

// View draws the form, or how far the writing is.
func (f *exportForm) View(w, h int) kit.Frame {
	if !f.busy || h < 2 {
		return f.Form.View(w, h)
	}
	t := f.r.Theme
	says := "writing the file"
	if f.rows > 0 {
		says += fmt.Sprintf(": %s so far", howMany(f.rows, "row", "rows"))
	}
	return kit.Frame{Lines: []string{t.Title.Render(t.Cut(f.Title, w)), t.Cut(says, w)}, Cursor: kit.Point{Y: 1}}
}
