package review

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/report"
	"rollbook/ui/room"
)

// what is exported.
type what uint8

const (
	theReview what = iota
	theMarks
	theSignIn
)

func (x what) words() string { return [...]string{"review", "marks", "sign-in sheet"}[x] }

// formWords are what a form is for.
var formWords = map[report.Form]string{
	report.PDF:  "PDF: to print and to hand over",
	report.HTML: "HTML: a page to print from a browser, in every script",
	report.XLSX: "XLSX: a spreadsheet, with a password if you like",
	report.CSV:  "CSV: a table for other programs",
}

// exports lists what can be written to a file: of the cohort on the screen, or of all in the book.
func exports(r *room.Room, all bool) *kit.Chooser {
	type way struct {
		what what
		form report.Form
	}
	var ways []way
	title := "Write what to a file?"
	things := []what{theReview, theSignIn, theMarks}
	if all {
		title, things = "Write what of all cohorts to a file?", []what{theReview, theMarks}
	}
	c := &kit.Chooser{Theme: r.Theme, Title: title, Choose: func(i int) tea.Cmd {
		return kit.Open(newExportForm(r, ways[i].what, ways[i].form, all))
	}}
	for _, x := range things {
		for _, form := range []report.Form{report.PDF, report.HTML, report.XLSX, report.CSV} {
			ways = append(ways, way{x, form})
			c.Items = append(c.Items, kit.Item{Title: x.words(), Detail: formWords[form]})
		}
	}
	return c
}

// export is a file on its way: all that its writing needs, so that nothing of the screen is read
// meanwhile.
type export struct {
	book    *store.Book
	what    what
	form    report.Form
	cohort  model.ID // zero for all in the book
	day     int      // of a sign-in sheet, 0 for all days
	path    string
	asOf    model.Moment
	options report.Options
}

// exportedMsg says that a file is written, or why not.
type exportedMsg struct {
	of  *exportForm
	err error
}

// exportingMsg tells how far the writing is.
type exportingMsg struct {
	of   *exportForm
	rows int
	next <-chan exportingMsg
}

// commands write the file, and tell meanwhile how far that is.
func (x export) commands(of *exportForm, overwrite bool) tea.Cmd {
	told := make(chan exportingMsg, 1)
	x.options.Progress = func(rows int) {
		select {
		case told <- exportingMsg{of, rows, told}:
		default: // the screen is not ready for more
		}
	}
	return kit.Batch(func() tea.Msg {
		defer close(told)
		return exportedMsg{of, x.write(overwrite)}
	}, heard(told))
}

func heard(told <-chan exportingMsg) tea.Cmd {
	return func() tea.Msg {
		msg, more := <-told
		if !more {
			return nil
		}
		return msg
	}
}

// write writes the file as the book has it, never the half of one.
func (x export) write(overwrite bool) error {
	x.book.Flush()
	cohorts := []model.ID{x.cohort}
	if x.cohort.IsZero() {
		listed, err := x.book.Cohorts()
		if err != nil {
			return err
		}
		cohorts = cohorts[:0]
		for _, l := range listed {
			cohorts = append(cohorts, l.ID)
		}
	}
	paper, err := x.book.Setting("paper")
	if err != nil {
		return err
	}
	if paper != "" {
		if x.options.Paper, err = report.ParsePaper(paper); err != nil {
			return err
		}
	}
	return report.ToFile(x.path, overwrite, func(w io.Writer) error { return x.to(w, cohorts) })
}

func (x export) to(w io.Writer, cohorts []model.ID) error {
	switch x.what {
	case theMarks:
		return report.Marks(w, x.form, report.Loaded(x.book, cohorts), x.options)
	case theSignIn:
		c, err := x.book.Load(x.cohort)
		if err != nil {
			return err
		}
		days, err := report.DaysOf(c, x.day)
		if err != nil {
			return err
		}
		return report.SignIn(w, x.form, days, x.options)
	}
	reviews, err := report.ReviewsOf(x.book, cohorts, x.asOf)
	if err != nil {
		return err
	}
	return report.Review(w, x.form, reviews, x.options)
}

// proposed is a file in the home folder, named for what is in it.
func proposed(of string, x what, date model.Date, form report.Form) string {
	var b strings.Builder
	for _, c := range model.Fold(of) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := strings.Trim(b.String(), "-")
	if name != "" {
		name += "-"
	}
	return "~" + string(filepath.Separator) + fmt.Sprintf("%s%s-%s.%s", name, strings.ReplaceAll(x.words(), " ", "-"), date, form)
}

var errPath = errors.New("type where to write the file")

// typedPath is the path that a text means: from the home folder where it begins with ~, and with the
// ending of its form.
func typedPath(text string, form report.Form) (string, error) {
	path := strings.TrimSpace(text)
	if path == "" || path == "~" || os.IsPathSeparator(path[len(path)-1]) {
		return "", errPath
	}
	if rest, ok := strings.CutPrefix(path, "~"); ok && os.IsPathSeparator(rest[0]) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", errors.New("the home folder is not known: type the whole path")
		}
		path = filepath.Join(home, rest)
	}
	if !strings.EqualFold(filepath.Ext(path), "."+string(form)) {
		path += "." + string(form)
	}
	return path, nil
}
