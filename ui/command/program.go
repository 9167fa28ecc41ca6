// Package command is the command line: thin cobra commands over the same book that the screens
// show. It decides nothing that the model or the store decide; it finds what a person named, says
// what was done in one sentence, and turns every error into another.
//
// Data goes to standard output, everything else to standard error. Exit codes are 0 for done, 1 for
// failed and 2 for misused. Start reading at Program.Run, then tree (tree.go), then mark.go, which is
// the command that the others look like.
package command

import (
	"bufio"
	"fmt"
	"io"

	"rollbook/model"
	"rollbook/store"
)

// Exit codes of Program.Run.
const (
	exitDone    = 0 // also where there was nothing to change
	exitFailed  = 1
	exitMisused = 2
)

// Program is the command line with all that it takes from the machine around it.
type Program struct {
	World    store.World
	Env      func(name string) string
	In       io.Reader
	Out      io.Writer
	Err      io.Writer
	Terminal bool // In and Out are a terminal, so that somebody can be asked

	// Secret asks at the terminal for a line that is not shown; nil where nobody can be asked. From then
	// on the terminal shows nothing that is typed, until Show is called, which may be nil.
	Secret func(question string) ([]byte, error)
	Show   func()

	GOOS    string // as runtime.GOOS: decides where the book lies by default
	Version string

	// ShareWork is what the passphrase of a share costs to try, as store.ShareForm has it; 0 is the full cost.
	ShareWork int

	// Screens opens the screens and returns when they are left.
	Screens func(Opening) error
	// Plain runs the open book as lines, up to the end of In.
	Plain func(*store.Book, Opening) error
}

// Opening is what the screens, or plain mode, begin with.
type Opening struct {
	World   store.World
	Path    string     // of the book; for the screens there may be none yet
	Date    model.Date // --date, or NoDate
	As      string     // --as, cleaned, or empty
	Passing bool       // the book is thrown away at the end
	Cohort  string     // a part of the name of the cohort to open, or empty
}

// run is one run of a Program: its global flags, and the book while it is open.
type run struct {
	Program
	out *bufio.Writer // standard output; flushed when the command has ended

	bookFlag, dateFlag, asFlag string
	plain                      bool

	given  model.Date // --date, or NoDate
	book   *store.Book
	secret store.Secret // that the book was opened with, until it is closed
}

// Run runs the command that args name, without the program's own name, and returns the exit code.
// Nothing that goes wrong shows more than a sentence.
func (p Program) Run(args []string) (exit int) {
	r := &run{Program: p, out: bufio.NewWriter(p.Out), given: model.NoDate}
	defer func() {
		if fault := recover(); fault != nil {
			fmt.Fprintln(p.Err, "rollbook: something went wrong inside Rollbook: nothing that was saved is lost, so try again")
			exit = exitFailed
		}
	}()
	defer r.showTyping()
	root := r.tree()
	root.SetArgs(append([]string{}, args...))
	err := root.Execute()
	if lost := r.out.Flush(); err == nil && lost != nil {
		err = fmt.Errorf("the answer could not be written, though the command did its work: %w", lost)
	}
	if err == nil {
		return exitDone
	}
	fmt.Fprintf(p.Err, "rollbook: %s\n", sentence(r.withWayOut(err)))
	return exitOf(err)
}

// showTyping has the terminal show what is typed from now on.
func (r *run) showTyping() {
	if r.Show != nil {
		r.Show()
	}
}

// say writes one line to standard output.
func (r *run) say(form string, args ...any) { fmt.Fprintf(r.out, form+"\n", args...) }

// warn writes one line to standard error; the command goes on.
func (r *run) warn(form string, args ...any) {
	r.out.Flush() // what was said before stands before it; an error shows again at the end
	fmt.Fprintf(r.Err, "rollbook: %s\n", shown(fmt.Sprintf(form, args...)))
}

// today is the date that counts as today: --date, or the clock's.
func (r *run) today() model.Date {
	if r.given != model.NoDate {
		return r.given
	}
	return model.DateIn(r.World.Now())
}

// asOf is the moment up to which a review counts: the end of --date, or now.
func (r *run) asOf() model.Moment {
	if r.given != model.NoDate {
		return model.Moment{Date: r.given, Clock: 24 * 60}
	}
	now := r.World.Now()
	return model.Moment{Date: model.DateIn(now), Clock: model.ClockIn(now)}
}

// clean makes a text of one line from a flag or an argument fit to be stored, and warns where that
// took something away. what is what the warning calls it.
func (r *run) clean(what, text string, limit int) string {
	cleaned, lost := model.Clean(text, limit)
	whole, _ := model.Clean(text, len(text))
	r.warnLost(what, lost, len(cleaned) < len(whole), limit)
	return cleaned
}

// cleanLines is clean for a text of several lines.
func (r *run) cleanLines(what, text string, limit int) string {
	cleaned, lost := model.CleanLines(text, limit)
	whole, _ := model.CleanLines(text, len(text))
	r.warnLost(what, lost, len(cleaned) < len(whole), limit)
	return cleaned
}

func (r *run) warnLost(what string, lost, cut bool, limit int) {
	switch {
	case lost && cut:
		r.warn("%s was cut to %d characters", what, limit)
	case lost:
		r.warn("%s had characters that can't be shown: they were taken out", what)
	}
}
