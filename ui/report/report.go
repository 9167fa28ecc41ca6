// Package report writes what is in the book on paper and into spreadsheets: the marks, the review,
// the sign-in sheet, and a trainee's own page.
//
// It is for what leaves Rollbook. It decides nothing: counts and standings come from package model,
// and of the book it reads other cohorts only where a review or a page asks for them (ReviewOf,
// PageOf). Notes, remarks and the names for certificates are left out unless Options asks for them.
//
// Start reading at Marks (marks.go), Review (review.go), SignIn (signin.go) and PageOf (page.go). The
// first three come as tables (table.go), which csv.go and xlsx.go write, and all as sheets of paper
// (paper.go), which html.go and pdf.go draw. ToFile (file.go) puts a file in its place.
package report

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"rollbook/model"
	"rollbook/store"
)

// Form is the kind of file to write.
type Form string

// The forms.
const (
	CSV  Form = "csv"
	XLSX Form = "xlsx"
	PDF  Form = "pdf"
	HTML Form = "html" // one page that needs nothing else, to print from a browser
	Text Form = "text" // a trainee's own page only
)

// ErrForm is the cause of an error about a form that there is not, or not for this.
var ErrForm = errors.New("choose csv, xlsx, pdf or html")

// ErrPassword is returned where a password is asked for and the file can't have one.
var ErrPassword = errors.New("only an xlsx file can have a password: choose that form")

// ErrWith is the cause of an error about something that an export has no place for.
var ErrWith = errors.New("leave it out of --with")

// ParseForm reads the name of a form that marks, review and signin can have. The error wraps ErrForm.
func ParseForm(name string) (Form, error) {
	switch f := Form(strings.ToLower(name)); f {
	case CSV, XLSX, PDF, HTML:
		return f, nil
	}
	name, _ = model.Clean(name, 20)
	return "", fmt.Errorf("a file can't be %q: %w", name, ErrForm)
}

// Paper is the size of a sheet.
type Paper string

// The sizes. The zero value is Letter.
const (
	Letter Paper = "letter" // 8.5 × 11 inches
	A4     Paper = "a4"
)

// ErrPaper is the cause of an error about a size of paper that there is not.
var ErrPaper = errors.New("choose letter or a4")

// ParsePaper reads the name of a size. The error wraps ErrPaper.
func ParsePaper(name string) (Paper, error) {
	switch p := Paper(strings.ToLower(name)); p {
	case Letter, A4:
		return p, nil
	}
	name, _ = model.Clean(name, 20)
	return "", fmt.Errorf("paper can't be %q: %w", name, ErrPaper)
}

// Options are what can be chosen. The zero value leaves out what is private and prints on Letter,
// with times of 24 hours.
type Options struct {
	Notes        bool
	Remarks      bool
	Certificates bool // the names for the certificate
	Paper        Paper
	Twelve       bool           // times of 12 hours on paper; a CSV has 24 always, a spreadsheet shows what it is set to
	Password     string         // of an XLSX file; empty for none
	Made         time.Time      // when, as a PDF and an XLSX file have it among their properties
	Progress     func(rows int) // told now and then how many rows are done, may be nil
}

func (o Options) check(form Form) error {
	if o.Password != "" && form != XLSX {
		return ErrPassword
	}
	return nil
}

// Cohorts hands over one cohort after another, each loaded when its turn comes, so that no more than
// one is held. It ends with the first error of yield.
type Cohorts func(yield func(*store.Cohort) error) error

// Only are the cohorts given.
func Only(cohorts ...*store.Cohort) Cohorts {
	return func(yield func(*store.Cohort) error) error {
		for _, c := range cohorts {
			if err := yield(c); err != nil {
				return err
			}
		}
		return nil
	}
}

// Loaded are the cohorts of those ids, read from the book one by one.
func Loaded(b *store.Book, ids []model.ID) Cohorts {
	return func(yield func(*store.Cohort) error) error {
		for _, id := range ids {
			c, err := b.Load(id)
			if err != nil {
				return err
			}
			if err := yield(c); err != nil {
				return err
			}
		}
		return nil
	}
}
