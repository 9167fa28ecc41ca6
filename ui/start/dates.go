package start

import (
	"errors"
	"fmt"
	"strings"
	"unicode"

	"rollbook/model"
	"rollbook/ui/room"
)

// What the fields of the form of a new cohort come to.

var errStart = errors.New("a date is written as 2026-01-31: year, month, day")

func (o *cohortForm) checkFile(string) error {
	if o.course.Text != ownFile {
		return nil
	}
	_, err := o.chosen()
	return err
}

func (o *cohortForm) checkStart(text string) error {
	if _, err := typedDate(o.r, text, o.r.Today); err != nil && !listed(o.days.Text) {
		return err
	}
	return nil
}

func (o *cohortForm) checkDays(string) error {
	course, err := o.chosen()
	if err != nil || o.checkStart(o.start.Text) != nil {
		return nil // said at the field that is wrong
	}
	_, err = o.dates(course)
	return err
}

// listed reports whether the days are dates, not weekdays.
func listed(days string) bool { return strings.ContainsFunc(days, unicode.IsDigit) }

// dates are those of a course's days: as listed, or from the start on.
func (o *cohortForm) dates(course model.Course) ([]model.Date, error) {
	return datesFrom(o.r, o.start.Text, o.days.Text, len(course.Days))
}

// datesFrom are n dates: days lists them, or names the weekdays from start on, or is empty for
// Monday to Friday.
func datesFrom(r *room.Room, start, days string, n int) ([]model.Date, error) {
	if listed(days) {
		return listedDates(r, days, n)
	}
	first, err := typedDate(r, start, r.Today)
	if err != nil {
		return nil, err
	}
	if strings.TrimSpace(days) == "" {
		return model.Dates(first, n, nil), nil
	}
	weekdays, err := model.ParseWeekdays(strings.Trim(strings.TrimSpace(days), ","))
	if err != nil {
		return nil, err
	}
	return model.Dates(first, n, weekdays), nil
}

// typedDate reads a date as people type it.
func typedDate(r *room.Room, text string, near model.Date) (model.Date, error) {
	d, err := r.TypedDate(text, near)
	if errors.Is(err, model.ErrDate) {
		err = errStart
	}
	return d, err
}

func listedDates(r *room.Room, days string, n int) ([]model.Date, error) {
	var dates []model.Date
	near := r.Today // of a date without a year: the one before
	words := strings.FieldsFunc(days, func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
	for _, word := range words {
		d, err := typedDate(r, word, near)
		switch {
		case errors.Is(err, errStart):
			return nil, fmt.Errorf("%s: %w", word, err)
		case err != nil:
			return nil, err
		}
		near = d
		if len(dates) > 0 && d <= dates[len(dates)-1] {
			return nil, fmt.Errorf("%s does not come after %s", d.Short(), dates[len(dates)-1].Short())
		}
		dates = append(dates, d)
	}
	if len(dates) != n {
		return nil, fmt.Errorf("%s for a course of %s", count(len(dates), "date", "dates"), count(n, "day", "days"))
	}
	return dates, nil
}

// dateWords is 'Mon 5 Jan … Wed 14 Jan 2026 (8 days)'.
func dateWords(dates []model.Date) string {
	switch n := len(dates); n {
	case 0:
		return "no days"
	case 1:
		return dates[0].Words() + " (1 day)"
	default:
		return fmt.Sprintf("%s … %s (%d days)", dates[0].Short(), dates[n-1].Words(), n)
	}
}

// defaultName is made of the course and the month of the first day: "CIPSS Jan 2026".
func (o *cohortForm) defaultName() string {
	course, err := o.chosen()
	if err != nil {
		return "the course and its month"
	}
	name := course.Name
	if len(name) <= 6 && !strings.ContainsFunc(name, func(r rune) bool { return r > unicode.MaxASCII || unicode.IsSpace(r) }) {
		name = strings.ToUpper(name)
	}
	dates, err := o.dates(course)
	if err != nil || len(dates) == 0 {
		return name
	}
	_, month, _ := strings.Cut(dates[0].Words(), " ") // without the weekday
	_, month, _ = strings.Cut(month, " ")             // and the day
	return name + " " + month
}

func (o *cohortForm) nameOr() string {
	if name, _ := model.Clean(o.name.Text, model.NameLimit); name != "" {
		return name
	}
	return o.defaultName()
}

func (o *cohortForm) trainerList() []string {
	var names []string
	for part := range strings.SplitSeq(o.trainers.Text, ",") {
		if name, _ := model.Clean(part, model.NameLimit); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// count is a number with its word: "1 day", "8 days".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
