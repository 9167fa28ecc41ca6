package model

import (
	"bytes"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2"
)

// Limits of a course file: far over any real course, so that a wrong file is refused early.
const (
	CourseFileLimit  = 256 << 10 // bytes
	CourseDayLimit   = 366
	CourseBlockLimit = 24 // blocks a day
	ruleMinutesLimit = CourseDayLimit * 24 * 60
	ruleListLimit    = 1000 // entries of a list in the rule
)

// CourseError is a mistake in a course file: where it is and what it is.
type CourseError struct {
	File string
	Line int // from 1
	What string
}

// Error is `file:line: what`.
func (e *CourseError) Error() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.What) }

// courseFile is a course as TOML has it. Names of the keys are part of the file format.
type courseFile struct {
	Name  string    `toml:"name"`
	Title string    `toml:"title"`
	About string    `toml:"about"`
	Note  string    `toml:"note"`
	Rule  ruleFile  `toml:"rule"`
	Days  []dayFile `toml:"days"`
}

type ruleFile struct {
	Allowance int      `toml:"allowance_minutes"`
	Grace     int      `toml:"grace_minutes"`
	Days      []int    `toml:"must_attend_days"`
	Topics    []string `toml:"must_attend_topics"`
	Requires  string   `toml:"requires"`
	Instead   []string `toml:"accepts_instead"`
}

type dayFile struct {
	Title  string      `toml:"title"`
	Blocks []blockFile `toml:"blocks"`
}

type blockFile struct {
	Start string `toml:"start"`
	End   string `toml:"end"`
	Topic string `toml:"topic"`
}

// ParseCourse reads a course from TOML. A file without a name is called as the file is. Texts are
// cleaned like any text from outside. Every error is a *CourseError: the first mistake found.
func ParseCourse(filename string, data []byte) (Course, error) {
	r := courseReader{file: filename}
	if len(data) > CourseFileLimit {
		return Course{}, r.mistake("", "the file is larger than %d KiB", CourseFileLimit>>10)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	var f courseFile
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Course{}, r.decodeMistake(err)
	}
	r.lines = linesOf(data)
	return r.course(f)
}

// courseReader checks what a decoded file says and finds the line of what is wrong.
type courseReader struct {
	file  string
	lines map[string]int // path of a key, such as "days.0.blocks.1.start", to its line
}

func (r courseReader) course(f courseFile) (Course, error) {
	var c Course
	var err error
	base := strings.TrimSuffix(filepath.Base(r.file), ".toml")
	if c.Name, err = r.text("name", f.Name); err != nil {
		return c, err
	}
	if c.Name == "" {
		c.Name, _ = Clean(base, NameLimit)
	}
	if c.Title, err = r.text("title", f.Title); err != nil {
		return c, err
	}
	if c.Title == "" {
		c.Title = c.Name
	}
	c.About, _ = CleanLines(f.About, TextLimit)
	c.Note, _ = CleanLines(f.Note, TextLimit)
	if c.Days, err = r.days(f.Days); err != nil {
		return Course{}, err
	}
	if c.Rule, err = r.rule(f.Rule, c.Days); err != nil {
		return Course{}, err
	}
	return c, nil
}

func (r courseReader) days(files []dayFile) ([]CourseDay, error) {
	switch {
	case len(files) == 0:
		return nil, r.mistake("days", "the course has no days: add [[days]] with [[days.blocks]]")
	case len(files) > CourseDayLimit:
		return nil, r.mistake(fmt.Sprintf("days.%d", CourseDayLimit), "a course has at most %d days", CourseDayLimit)
	}
	var days []CourseDay
	for i, f := range files {
		at := fmt.Sprintf("days.%d", i)
		title, err := r.text(at+".title", f.Title)
		if err != nil {
			return nil, err
		}
		blocks, err := r.blocks(at, f.Blocks)
		if err != nil {
			return nil, err
		}
		days = append(days, CourseDay{Title: title, Blocks: blocks})
	}
	return days, nil
}

func (r courseReader) blocks(day string, files []blockFile) ([]CourseBlock, error) {
	switch {
	case len(files) == 0:
		return nil, r.mistake(day, "the day has no blocks: add [[days.blocks]]")
	case len(files) > CourseBlockLimit:
		return nil, r.mistake(fmt.Sprintf("%s.blocks.%d", day, CourseBlockLimit), "a day has at most %d blocks", CourseBlockLimit)
	}
	var blocks []CourseBlock
	for i, f := range files {
		at := fmt.Sprintf("%s.blocks.%d", day, i)
		b, err := r.block(at, f)
		if err != nil {
			return nil, err
		}
		for _, o := range blocks {
			if b.Start < o.End && o.Start < b.End {
				return nil, r.mistake(at, "%s–%s overlaps the block %s–%s of its day", b.Start, b.End, o.Start, o.End)
			}
		}
		blocks = append(blocks, b)
	}
	slices.SortFunc(blocks, func(a, b CourseBlock) int { return int(a.Start) - int(b.Start) })
	return blocks, nil
}

func (r courseReader) block(at string, f blockFile) (CourseBlock, error) {
	var b CourseBlock
	var err error
	if b.Start, err = ParseClock(f.Start); err != nil {
		return b, r.mistake(at+".start", "start %q: %s", f.Start, ErrClock)
	}
	if b.End, err = ParseClock(f.End); err != nil {
		return b, r.mistake(at+".end", "end %q: %s", f.End, ErrClock)
	}
	if b.End <= b.Start {
		return b, r.mistake(at+".end", "the block ends at %s, not after its start at %s", b.End, b.Start)
	}
	if b.Topic, err = r.text(at+".topic", f.Topic); err != nil {
		return b, err
	}
	if b.Topic == "" {
		return b, r.mistake(at+".topic", "the block has no topic")
	}
	return b, nil
}

func (r courseReader) rule(f ruleFile, days []CourseDay) (Rule, error) {
	rule := Rule{AllowanceMinutes: f.Allowance, GraceMinutes: f.Grace, MustAttendDays: f.Days}
	for _, m := range []struct {
		key string
		n   int
	}{{"allowance_minutes", f.Allowance}, {"grace_minutes", f.Grace}} {
		if m.n < 0 || m.n > ruleMinutesLimit {
			return rule, r.mistake("rule."+m.key, "%s is %d: minutes are 0 or more", m.key, m.n)
		}
	}
	for i, day := range f.Days {
		if day < 1 || day > len(days) {
			return rule, r.mistake(fmt.Sprintf("rule.must_attend_days.%d", i),
				"must-attend day %d is not a day of the course: it has days 1 to %d", day, len(days))
		}
	}
	topics := map[string]bool{}
	for _, d := range days {
		for _, b := range d.Blocks {
			topics[Fold(b.Topic)] = true
		}
	}
	var err error
	if rule.MustAttendTopics, err = r.texts("rule.must_attend_topics", f.Topics); err != nil {
		return rule, err
	}
	for i, topic := range rule.MustAttendTopics {
		if !topics[Fold(topic)] {
			return rule, r.mistake(fmt.Sprintf("rule.must_attend_topics.%d", i),
				"must-attend topic %q is the topic of no block", topic)
		}
	}
	if rule.Requires, err = r.text("rule.requires", f.Requires); err != nil {
		return rule, err
	}
	rule.AcceptsInstead, err = r.texts("rule.accepts_instead", f.Instead)
	return rule, err
}

// text is a text of one line, cleaned; it may be empty, and is refused over NameLimit.
func (r courseReader) text(at, s string) (string, error) {
	clean, _ := Clean(s, CourseFileLimit)
	if utf8.RuneCountInString(clean) > NameLimit {
		return "", r.mistake(at, "the text is longer than %d characters", NameLimit)
	}
	return clean, nil
}

func (r courseReader) texts(at string, list []string) ([]string, error) {
	if len(list) > ruleListLimit {
		return nil, r.mistake(at, "the list is longer than %d", ruleListLimit)
	}
	var out []string
	for i, s := range list {
		clean, err := r.text(fmt.Sprintf("%s.%d", at, i), s)
		if err != nil {
			return nil, err
		}
		out = append(out, clean)
	}
	return out, nil
}

// mistake names the line of the key at path, or of the nearest thing around it that the file has.
func (r courseReader) mistake(path, form string, args ...any) *CourseError {
	line := 1
	for path != "" {
		if n, ok := r.lines[path]; ok {
			line = n
			break
		}
		path = path[:max(0, strings.LastIndexByte(path, '.'))]
	}
	return &CourseError{File: r.file, Line: line, What: fmt.Sprintf(form, args...)}
}

// decodeMistake puts what go-toml found into the words of a course file.
func (r courseReader) decodeMistake(err error) *CourseError {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		first := unknown.Errors[0]
		line, _ := first.Position()
		return &CourseError{r.file, line, fmt.Sprintf("unknown key %q", strings.Join(first.Key(), "."))}
	}
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return &CourseError{r.file, 1, strings.TrimPrefix(err.Error(), "toml: ")}
	}
	line, _ := at.Position()
	what := strings.TrimPrefix(at.Error(), "toml: ")
	if key := at.Key(); len(key) > 0 && strings.Contains(what, "cannot") {
		what = fmt.Sprintf("%s has a value of the wrong kind", strings.Join(key, "."))
		if last := key[len(key)-1]; last == "start" || last == "end" {
			what += ": a time stands in quotes, \"09:00\""
		}
	}
	return &CourseError{r.file, line, what}
}
