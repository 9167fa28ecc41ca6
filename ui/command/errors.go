package command

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/pflag"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/intake"
	"rollbook/ui/report"
)

// misuse is an error of the one who typed the command: exit code 2.
type misuse struct{ cause error }

func (m misuse) Error() string { return m.cause.Error() }
func (m misuse) Unwrap() error { return m.cause }

// misused makes a misuse of a sentence: what went wrong: what to do.
func misused(form string, args ...any) error { return misuse{fmt.Errorf(form, args...)} }

// misuses are errors of other packages that say the command was given something that can't be.
var misuses = []error{
	store.ErrNotEnrolled, store.ErrNoName, store.ErrNotBoth, model.ErrWhichBlock,
	model.ErrNoDay, model.ErrBlockTimes, model.ErrBlockTopic, model.ErrBlockOverlap, model.ErrDateTaken, model.ErrNoDate,
	model.ErrDates, model.ErrWeekdays, model.ErrRuleMinutes, model.ErrRuleDay, model.ErrRuleTopic, model.ErrRuleText,
	store.ErrNotMissed, store.ErrEnrolled, store.ErrNoBlocks, store.ErrMakeUpTooMuch, store.ErrMakeUpWhat, store.ErrMakeUpEarly, report.ErrWith, report.ErrPassword, report.ErrForm,
	intake.ErrMap, intake.ErrNoField, intake.ErrNoColumn, intake.ErrNoName,
}

// exitOf is the exit code of an error.
func exitOf(err error) int {
	var m misuse
	var g *model.GestureError
	if errors.As(err, &m) || errors.As(err, &g) {
		return exitMisused
	}
	for _, known := range misuses {
		if errors.Is(err, known) {
			return exitMisused
		}
	}
	return exitFailed
}

// mostSaid is the longest sentence that is shown, in characters; only what somebody typed is longer.
const mostSaid = 2000

// sentence is an error as a person reads it on the command line: one line, lower case, and nothing
// in it that a terminal would obey, whatever was typed or stands in the name of a file.
func sentence(err error) string { return shown(sentenceOf(err)) }

func shown(text string) string {
	text, _ = model.Clean(text, mostSaid)
	return text
}

func sentenceOf(err error) string {
	var g *model.GestureError
	var of *store.SecretError
	switch {
	case errors.As(err, &of):
		return err.Error()
	case errors.As(err, &g):
		return g.What + ": " + asCommand.Replace(g.Do)
	case errors.Is(err, model.ErrWhichBlock):
		return "minutes alone need one block: say which, with --block"
	case errors.Is(err, store.ErrMissing):
		return err.Error() + ": make one with rollbook cohort new"
	case errors.Is(err, store.ErrNotEnrolled):
		return err.Error() + ": rollbook roster list shows who comes when"
	case errors.Is(err, store.ErrWrong):
		return err.Error() + ": try again; without one of the two nobody can open the book"
	case errors.Is(err, oplog.ErrTooBig):
		return "this is too much for one change: do it in parts"
	}
	return err.Error()
}

// asCommand says what to do in a command where the rules of marking say which key to press.
var asCommand = strings.NewReplacer(
	"press w to mark the whole day", "leave out --block to mark the whole day",
	"press i for in again", "say 'in' for in again",
	"press p for present, or l for the time of arrival", "say 'present', or 'late' with the time of arrival",
	"type ", "give ",
)

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// flagError puts what the flags' package found into our words.
func flagError(command string, err error) error {
	var unknown *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var bad *pflag.InvalidValueError
	see := "rollbook help shows how"
	if command != "" {
		see = "rollbook help " + command + " shows how"
	}
	switch {
	case errors.As(err, &unknown):
		name := "--" + unknown.GetSpecifiedName()
		if unknown.GetSpecifiedShortnames() != "" {
			name = "-" + unknown.GetSpecifiedName()
			see += "; what begins with - itself goes after --"
		}
		return misused("there is no flag %s here: %s", quoted(name), see)
	case errors.As(err, &bare):
		return misused("--%s needs a value: %s", bare.GetSpecifiedName(), see)
	case errors.As(err, &bad):
		return misused("--%s can't be %s: %s", bad.GetFlag().Name, quoted(bad.GetValue()), see)
	}
	return misused("%w: %s", err, see)
}

// quoted is what somebody typed, safe to be shown again.
func quoted(text string) string {
	text, _ = model.Clean(text, model.NameLimit)
	return "'" + text + "'"
}

// listed are names in a sentence, at most a dozen.
func listed(names []string) string {
	const most = 12
	more := ""
	if n := len(names) - most; n > 0 {
		names, more = names[:most], fmt.Sprintf(" and %d more", n)
	}
	return strings.Join(names, ", ") + more
}
