package command

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/ui/report"
)

// exporting is what `rollbook export` was told.
type exporting struct {
	cohorts      []string
	all          bool
	format, file string
	with         []string
	paper        string
	passwordFile string
	day          string
	force        bool
}

func (r *run) exportCommands() *cobra.Command {
	return group("export", "paper and spreadsheets: the marks, the review, sheets to sign in on",
		r.exportCommand("marks", "what is marked, to give away", `  rollbook export marks -o spring.xlsx
  rollbook export marks --all-cohorts --format csv -o -
  rollbook export marks -o office.xlsx --password-file secret.txt --with remarks`),
		r.exportCommand("review", "what everybody attended, missed and made up", `  rollbook export review --cohort spring -o review.pdf
  rollbook export review --cohort spring --date 2026-03-06 -o review.xlsx`),
		r.exportCommand("signin", "sheets to sign in on, with the row numbers of the roster", `  rollbook export signin --day 3 -o day3.pdf
  rollbook export signin -o sheets.html --paper a4`))
}

// exportCommand is one of the three; what is its name.
func (r *run) exportCommand(what, short, example string) *cobra.Command {
	var x exporting
	c := &cobra.Command{
		Use:   what + " [--cohort C]... --format csv|xlsx|pdf|html -o FILE",
		Short: short,
		Long: map[string]string{
			"marks":  "Writes every person and block that counts, with the mark.",
			"review": "Writes the review: minutes, days, standing, what is open. Blocks that have ended count.",
			"signin": `Writes a sheet for a day, or for each: row numbers and names as they are used, in and out for morning
and afternoon, blank rows, and the line on which the trainer attests. What is signed on paper is keyed
in by its row number: rollbook mark --row 7 late 09:20 --from-paper.`,
		}[what] + `

A file is never replaced without --force, and only its owner can read it; '-o -' writes to the standard
output. Notes, remarks and the names for certificates are left out unless --with asks for them. HTML is
one page to print from a browser, which can write every script.`,
		Example: example,
		Args:    noArguments,
	}
	flags := c.Flags()
	flags.StringArrayVar(&x.cohorts, "cohort", nil, "a cohort: a part of its `name`; again for another")
	flags.BoolVar(&x.all, "all-cohorts", false, "every cohort of the book")
	flags.StringVar(&x.format, "format", "", "`csv`, xlsx, pdf or html; else as the name of the file ends")
	flags.StringVarP(&x.file, "output", "o", "", "the `file` to write, or - for the standard output")
	flags.StringSliceVar(&x.with, "with", nil, "also `what` is private: notes, remarks, certificate-names")
	flags.StringVar(&x.paper, "paper", "", "`letter` or a4; else as set, or letter")
	flags.StringVar(&x.passwordFile, "password-file", "", "the password of an xlsx file: the first line of this `file`")
	if what == "signin" {
		dayFlag(c, &x.day)
		c.Flag("with").Hidden = true // everybody in the room reads it: the report says so
	}
	flags.BoolVar(&x.force, "force", false, "replace the file if it is there")
	c.RunE = func(c *cobra.Command, args []string) error {
		form, o, err := x.check()
		if err != nil {
			return err
		}
		return r.reading(func([]string) error { return r.export(what, x, form, o) })(c, args)
	}
	return c
}

// check reads what can be read before the book is opened.
func (x exporting) check() (form report.Form, o report.Options, err error) {
	switch {
	case x.all && len(x.cohorts) > 0:
		return form, o, misused("--all-cohorts and --cohort can't come together: keep one of them")
	case x.file == "":
		return form, o, misused("the file is missing: say where to write, with -o FILE, or -o - for the standard output")
	case x.format == "" && x.file == "-":
		return form, o, misused("the format is missing: say csv, xlsx, pdf or html, with --format")
	}
	format := x.format
	if format == "" {
		format = strings.TrimPrefix(filepath.Ext(x.file), ".")
	}
	if form, err = report.ParseForm(format); err != nil {
		return form, o, misused("%w", err)
	}
	for _, with := range x.with {
		switch strings.TrimSpace(with) {
		case "notes":
			o.Notes = true
		case "remarks":
			o.Remarks = true
		case "certificate-names":
			o.Certificates = true
		default:
			return form, o, misused("--with can't be %s: it is notes, remarks or certificate-names", quoted(with))
		}
	}
	if x.paper != "" {
		if o.Paper, err = report.ParsePaper(x.paper); err != nil {
			return form, o, misused("%w", err)
		}
	}
	if x.passwordFile != "" {
		if form != report.XLSX {
			return form, o, misused("a password can't be put on %s: choose --format xlsx", form)
		}
		o.Password, err = passwordIn(x.passwordFile)
	}
	return form, o, err
}

// mostPassword is the longest password that spreadsheets take, in characters.
const mostPassword = 255

// passwordIn is the first line of a file, without a byte order mark.
func passwordIn(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("the password file can't be read: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, 8<<10))
	if err != nil {
		return "", fmt.Errorf("the password file can't be read: %w", err)
	}
	line, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("\ufeff")), []byte("\n"))
	password := strings.TrimSuffix(string(line), "\r")
	switch {
	case password == "":
		return "", misused("the password file %s begins with an empty line: put the password on its first line", quoted(path))
	case len([]rune(password)) > mostPassword:
		return "", misused("the password in %s is too long: a spreadsheet takes up to %d characters", quoted(path), mostPassword)
	}
	return password, nil
}

// export writes the file.
func (r *run) export(what string, x exporting, form report.Form, o report.Options) error {
	ids, err := r.cohortIDs(x.cohorts, x.all)
	if err != nil {
		return err
	}
	if err := r.printing(&o); err != nil {
		return err
	}
	write, err := r.exporter(what, x, ids, form, o)
	if err != nil {
		return err
	}
	if x.file == "-" {
		return write(r.out)
	}
	if err := r.toFile(x.file, x.force, write); err != nil {
		return err
	}
	r.say("%s of %s: %s written", what, howMany(len(ids), "cohort", "cohorts"), x.file)
	return nil
}

// printing completes options from the settings of this laptop.
func (r *run) printing(o *report.Options) error {
	if o.Paper == "" {
		paper, err := r.book.Setting("paper")
		if err != nil {
			return err
		}
		o.Paper = report.Paper(paper)
	}
	hours, err := r.book.Setting("hours")
	o.Twelve, o.Made = hours == "12", r.World.Now()
	return err
}

// exporter is what writes; an error in what was asked for comes before a file is begun.
func (r *run) exporter(what string, x exporting, ids []model.ID, form report.Form, o report.Options) (func(io.Writer) error, error) {
	if r.Terminal && x.file != "-" {
		o.Progress = func(rows int) { r.over(howMany(rows, "row", "rows")) }
	}
	done := func(err error) error {
		if o.Progress != nil {
			r.over("")
		}
		return err
	}
	switch what {
	case "marks":
		return func(w io.Writer) error { return done(report.Marks(w, form, report.Loaded(r.book, ids), o)) }, nil
	case "review":
		reviews, err := report.ReviewsOf(r.book, ids, r.asOf())
		return func(w io.Writer) error { return done(report.Review(w, form, reviews, o)) }, err
	}
	var days []report.Day
	for _, id := range ids {
		c, err := r.book.Load(id)
		if err != nil {
			return nil, err
		}
		n := 0
		if x.day != "" {
			d, err := day(c, "--day", x.day)
			if err != nil {
				return nil, err
			}
			n = d.Number
		}
		of, err := report.DaysOf(c, n)
		if err != nil {
			return nil, err
		}
		days = append(days, of...)
	}
	if len(days) == 0 {
		return nil, misused("there is no day to sign in on: rollbook block add gives a day its blocks")
	}
	return func(w io.Writer) error { return done(report.SignIn(w, form, days, o)) }, nil
}

// toFile writes a file and says what to do where it can't be.
func (r *run) toFile(path string, force bool, write func(io.Writer) error) error {
	err := report.ToFile(path, force, write)
	var refused *fs.PathError
	var link *os.LinkError
	switch {
	case errors.Is(err, report.ErrExists):
		return fmt.Errorf("%s is there already: choose another name, or replace it with --force", quoted(path))
	case errors.Is(err, report.ErrIsBook):
		return err
	case errors.As(err, &refused), errors.As(err, &link):
		return fmt.Errorf("%w: choose another place", err)
	}
	return err
}
