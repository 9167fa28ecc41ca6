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

// toFile asks for a file. It stays open until the page is written, so that the path typed is not lost where
// it can't be.
type toFile struct {
	kit.Prompt
	r    *room.Room
	busy bool
}

// writtenMsg tells what came of the writing.
type writtenMsg struct {
	to  *toFile
	w   writing
	err error
}

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
	f := &toFile{r: r}
	f.Prompt = kit.Prompt{
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
			w := writing{book: r.Book, cohort: r.Cohort.Cohort.ID, person: id, path: path, form: form,
				asOf: r.AsOf(), twelve: r.Twelve, now: r.Now()}
			return false, f.write(w, false)
		},
	}
	return f
}

// Waiting keeps the keys while the file is written.
func (f *toFile) Waiting() bool { return f.busy }

// Update types the path, and takes what came of the writing.
func (f *toFile) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if msg, ok := msg.(writtenMsg); ok {
		if msg.to != f {
			return false, nil
		}
		f.busy = false
		return f.written(msg.w, msg.err)
	}
	return f.Prompt.Update(msg)
}

// write is the command that writes the page.
func (f *toFile) write(w writing, overwrite bool) tea.Cmd {
	f.busy = true
	return func() tea.Msg { return writtenMsg{f, w, w.write(overwrite)} }
}

// written says that the file is there, or asks whether one that was there may be replaced.
func (f *toFile) written(w writing, err error) (done bool, cmd tea.Cmd) {
	switch {
	case err == nil:
		return true, kit.Say("written: " + w.path)
	case errors.Is(err, report.ErrExists):
		return false, kit.Open(&kit.Confirm{Theme: f.r.Theme, Question: filepath.Base(w.path) + " is there already. Replace it?",
			Detail: w.path, Yes: "replace it", No: "leave it, choose another name", Do: func() tea.Cmd { return f.write(w, true) }})
	}
	return false, kit.Warn("not written: " + room.Sentence(err))
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
	book           *store.Book
	cohort, person model.ID
	path           string
	form           report.Form
	asOf           model.Moment
	twelve         bool
	now            time.Time
}

// write writes the page as the book has it.
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
