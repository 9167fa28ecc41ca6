package model

import (
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Course is a plan to teach: what a cohort copies when it is made.
type Course struct {
	Name  string // what --course and Rule.Requires say
	Title string
	About string // may have several lines
	Note  string // what is to be confirmed before relying on it, or empty
	Days  []CourseDay
	Rule  Rule
}

// CourseDay is one day of a course. Day 1 is the first.
type CourseDay struct {
	Title  string
	Blocks []CourseBlock // in order of start, apart from each other
}

// CourseBlock is a timed piece of a course's day on one topic.
type CourseBlock struct {
	Start Clock
	End   Clock
	Topic string
}

// Errors of making a cohort's plan and of its dates.
var (
	ErrDates    = errors.New("give each day of the course a date of its own, in order")
	ErrWeekdays = errors.New("weekdays are names with commas between, such as mon,tue")
)

// Plan copies the course's days and blocks for a cohort: day 1 on the first date and so on. Each
// day and block gets an id from newID. The error wraps ErrDates where there isn't one date for
// each day, each after the one before.
func (c Course) Plan(dates []Date, newID func() ID) ([]Day, []Block, error) {
	if len(dates) != len(c.Days) {
		return nil, nil, fmt.Errorf("%d dates for a course of %d days: %w", len(dates), len(c.Days), ErrDates)
	}
	var days []Day
	var blocks []Block
	for i, day := range c.Days {
		if i > 0 && dates[i] <= dates[i-1] {
			return nil, nil, fmt.Errorf("%s does not come after %s: %w", dates[i], dates[i-1], ErrDates)
		}
		days = append(days, Day{ID: newID(), Number: i + 1, Date: dates[i]})
		for _, b := range day.Blocks {
			blocks = append(blocks, Block{ID: newID(), Day: i + 1, Start: b.Start, End: b.End, Topic: b.Topic})
		}
	}
	return days, blocks, nil
}

// Dates are n dates from start on that fall on one of the weekdays: on Monday to Friday where none
// are given.
func Dates(start Date, n int, weekdays []time.Weekday) []Date {
	var on [7]bool
	for _, w := range weekdays {
		if w >= time.Sunday && w <= time.Saturday {
			on[w] = true
		}
	}
	if on == [7]bool{} {
		on = [7]bool{time.Monday: true, time.Tuesday: true, time.Wednesday: true, time.Thursday: true, time.Friday: true}
	}
	var dates []Date
	for d := start; len(dates) < n; d++ {
		if on[d.Weekday()] {
			dates = append(dates, d)
		}
	}
	return dates
}

// ParseWeekdays reads names of weekdays, whole or by their first three letters or more, with commas
// between: "mon,tue". Each comes once, in the order given. The error wraps ErrWeekdays.
func ParseWeekdays(text string) ([]time.Weekday, error) {
	var days []time.Weekday
	for _, name := range strings.Split(text, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		day := time.Weekday(-1)
		for w := time.Sunday; w <= time.Saturday; w++ {
			if len(name) >= 3 && strings.HasPrefix(strings.ToLower(w.String()), name) {
				day = w
			}
		}
		if day < 0 {
			return nil, fmt.Errorf("%q is not a weekday: %w", name, ErrWeekdays)
		}
		if !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	return days, nil
}

//go:embed courses/*.toml
var courseFiles embed.FS

var embeddedNames = []string{"cipss", "ps101"}

// The embedded files are parsed at the first call that needs them, not at every start.
var embeddedCourses = sync.OnceValue(func() []Course {
	var courses []Course
	for _, name := range embeddedNames {
		text, _ := CourseTOML(name)
		c, err := ParseCourse(name+".toml", text)
		if err != nil {
			panic(err) // the build carries a course that its tests would have refused
		}
		courses = append(courses, c)
	}
	return courses
})

// EmbeddedCourses are the courses that come with Rollbook. The slice is the caller's; what the
// courses hold is shared and not to be changed.
func EmbeddedCourses() []Course { return slices.Clone(embeddedCourses()) }

// EmbeddedCourse is the embedded course of that name.
func EmbeddedCourse(name string) (Course, bool) {
	for _, c := range embeddedCourses() {
		if c.Name == name {
			return c, true
		}
	}
	return Course{}, false
}

// CourseTitle is what people call the course of that name: an embedded one's title, else the name.
func CourseTitle(name string) string {
	if c, known := EmbeddedCourse(name); known && c.Title != "" {
		return c.Title
	}
	return name
}

// CourseCalled is the name of the course that a person calls so: of an embedded one by its name or its
// title, else what was given.
func CourseCalled(text string) string {
	for _, c := range embeddedCourses() {
		if folded := Fold(text); folded == Fold(c.Name) || folded == Fold(c.Title) {
			return c.Name
		}
	}
	return text
}

// CourseTOML is the text of an embedded course as it is, comments and all: what one starts a course
// of one's own from. The slice is the caller's.
func CourseTOML(name string) ([]byte, bool) {
	if !slices.Contains(embeddedNames, name) {
		return nil, false
	}
	text, err := courseFiles.ReadFile("courses/" + name + ".toml")
	return text, err == nil
}
