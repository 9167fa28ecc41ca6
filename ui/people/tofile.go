package people

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/report"
	"rollbook/ui/room"
)

// ToFile asks for a file to write a person's page to; its ending says whether as PDF, HTML or text. The
// name that it proposes tells a row number and no name. A file that is there is asked about first.
func ToFile(r *room.Room, id model.ID) kit.Overlay {
	p := person(r, id)
	switch {
	case p == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	}
	return &kit.Prompt{
		Theme: r.Theme, Label: label(p) + ", the page to", Text: proposed(r.Cohort.Name, p.Row),
		Preview: func(text string) (string, bool) {
			path, form, err := fileOf(text)
			if err != nil {
				return err.Error(), true
			}
			return fmt.Sprintf("Enter writes %s, %s; .pdf, .html or .txt", path, formWords[form]), false
		},
		Enter: func(text string) (bool, tea.Cmd) {
			path, form, err := fileOf(text)
			if err != nil {
				return false, kit.Warn(err.Error())
			}
			w := writing{theme: r.Theme, book: r.Book, cohort: r.Cohort.Cohort.ID, person: id, path: path, form: form,
				asOf: r.AsOf(), twelve: r.Twelve, now: r.Now()}
			return true, w.command(false)
		},
	}
}

// proposed is a file in the home folder that names the cohort and the row.
func proposed(cohort string, row int) string {
	var b strings.Builder
	for _, c := range model.Fold(cohort) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	name := fmt.Sprintf("row-%d.pdf", row)
	if head := strings.Trim(b.String(), "-"); head != "" {
		name = head + "-" + name
	}
	return "~" + string(filepath.Separator) + name
}

var formWords = map[report.Form]string{report.PDF: "as PDF", report.HTML: "as a page for a browser", report.Text: "as text"}

// fileOf is the file that a text means, and what it is to be.
func fileOf(text string) (path string, form report.Form, err error) {
	path = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || os.IsPathSeparator(rest[0])) {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", "", errors.New("the home folder is not known: type the whole path")
		}
		path = filepath.Join(home, rest)
	}
	switch strings.ToLower(filepath.Ext(path)) {
	case ".pdf":
		return path, report.PDF, nil
	case ".html", ".htm":
		return path, report.HTML, nil
	case ".txt":
		return path, report.Text, nil
	}
	return "", "", errors.New("end the name with .pdf, .html or .txt")
}

// writing is a page on its way to a file.
type writing struct {
	theme          *kit.Theme
	book           *store.Book
	cohort, person model.ID
	path           string
	form           report.Form
	asOf           model.Moment
	twelve         bool
	now            time.Time
}

// command writes the page as the book has it, and asks before it replaces a file.
func (w writing) command(overwrite bool) tea.Cmd {
	return func() tea.Msg {
		err := w.write(overwrite)
		switch {
		case err == nil:
			return kit.SayMsg{Text: "written: " + w.path}
		case errors.Is(err, report.ErrExists):
			return kit.OpenMsg{Overlay: &kit.Confirm{Theme: w.theme, Question: filepath.Base(w.path) + " is there already. Replace it?",
				Detail: w.path, Yes: "replace it", No: "leave it", Do: func() tea.Cmd { return w.command(true) }}}
		}
		return kit.SayMsg{Text: room.Sentence(err), Bad: true}
	}
}

func (w writing) write(overwrite bool) error {
	w.book.Flush()
	c, err := w.book.Load(w.cohort)
	if err != nil {
		return err
	}
	p := c.Person(w.person)
	if p == nil {
		return errors.New("this person is not in the cohort any more: nothing was written")
	}
	page, err := report.PageOf(w.book, c, p, w.asOf)
	if err != nil {
		return err
	}
	o := report.Options{Twelve: w.twelve, Made: w.now}
	if paper, err := w.book.Setting("paper"); err == nil && paper != "" {
		if o.Paper, err = report.ParsePaper(paper); err != nil {
			return err
		}
	}
	return report.ToFile(w.path, overwrite, func(out io.Writer) error { return report.WritePage(out, w.form, page, o) })
}
