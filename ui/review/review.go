// Package review shows who missed what so far: trainees by days, with minutes.
//
// It reports and judges nobody: what the minutes mean under a cohort's rule is not decided here.
// Start reading at Screen, then at count.go, which keeps the totals.
package review

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// The columns before the days.
const (
	rowColumn = iota
	nameColumn
	firstDay
)

// Screen is the matrix of trainees and days.
type Screen struct {
	r     *room.Room
	grid  kit.Grid
	foot  kit.Grid // the totals, in the same columns
	sums  sums
	shown model.ID              // the cohort of which the focus is
	asOf  model.Moment          // up to when is counted
	drawn map[int]model.Account // by row, of those in sight lately
}

// New makes the screen.
func New(r *room.Room) *Screen {
	s := &Screen{r: r}
	s.grid = kit.Grid{Theme: r.Theme, Cell: s.cell, Frozen: firstDay, ByCell: true, Col: firstDay, Empty: "nobody is on the roster yet"}
	// A row below the totals takes the focus of that grid, and is not drawn.
	s.foot = kit.Grid{Theme: r.Theme, Cell: s.footCell, Frozen: firstDay, ByCell: true, NoHeader: true, Rows: 2, Row: 1}
	return s
}

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Review" }

// Update puts the focus on a person, and goes on counting.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case room.FocusMsg:
		s.focus(msg.Person)
	case moreMsg:
		s.sums.waiting = false
		if s.r.Cohort != nil {
			s.count()
		}
	}
	return s.goOn()
}

func (s *Screen) focus(id model.ID) {
	if s.r.Cohort == nil {
		return
	}
	s.enter()
	for i, p := range s.r.Cohort.People {
		if p.Trainee.ID == id {
			s.grid.Row = i
		}
	}
}

// Keys are the moves, and where the cell leads to.
func (s *Screen) Keys() []kit.Binding {
	if s.r.Cohort != nil {
		s.enter()
	}
	nobody := func() string {
		if s.person() == nil {
			return "nobody is on the roster yet"
		}
		return ""
	}
	noDay := func() string {
		if _, ok := s.day(); !ok {
			return "go to a day first: left and right"
		}
		return ""
	}
	keys := []kit.Binding{
		{Keys: []string{"enter"}, Name: "the person", About: "Opens the page of the person.", Command: "rollbook trainee show NAME --cohort C", Footer: 1,
			Why: nobody, Do: func() tea.Cmd { return kit.Open(people.PageOf(s.r, s.person().Trainee.ID)) }},
		{Keys: []string{"d"}, Name: "that day", About: "Goes to Today, on the day of the cell.", Command: "rollbook marks --cohort C --day N", Footer: 2,
			Why: noDay, Do: s.toDay},
	}
	for _, move := range s.grid.MoveKeys() {
		do := move.Do
		move.Do = func() tea.Cmd { return kit.Batch(do(), s.goOn()) }
		keys = append(keys, move)
	}
	return keys
}

func (s *Screen) toDay() tea.Cmd {
	d, _ := s.day()
	s.r.Day = d.Number
	to := room.GoMsg{Tab: room.Today}
	if p := s.person(); p != nil {
		to.Person = p.Trainee.ID
	}
	return kit.Send(to)
}

// person is the one that the cursor is on, nil where nobody is on the roster.
func (s *Screen) person() *store.Person {
	c := s.r.Cohort
	if c == nil || len(c.People) == 0 {
		return nil
	}
	return c.People[max(0, min(s.grid.Row, len(c.People)-1))]
}

// day is the one of the cursor's column.
func (s *Screen) day() (model.Day, bool) {
	c := s.r.Cohort
	if at := s.grid.Col - firstDay; c != nil && at >= 0 && at < len(c.Days) {
		return c.Days[at], true
	}
	return model.Day{}, false
}

// View draws a line on the cell, the matrix, and the totals.
func (s *Screen) View(w, h int) kit.Frame {
	t, c := s.r.Theme, s.r.Cohort
	if c == nil || h < 1 {
		return kit.Frame{}
	}
	s.enter()
	s.count()
	s.columns(w)
	head := []string{t.Title.Render(t.Cut(s.heading(), w)), t.Text.Render(t.Cut(s.about(), w))}
	tail := 1
	if h < 6 || s.r.Curtain {
		tail = 0
	}
	head = head[:min(len(head), max(0, h-3))]
	f := s.grid.View(w, max(1, h-len(head)-tail))
	s.foot.Col = s.grid.Col
	lines := append(head, f.Lines...)
	if foot := s.foot.View(w, 2); tail > 0 && s.grid.Rows > 0 && len(foot.Lines) > 0 {
		for len(lines) < h-tail {
			lines = append(lines, "")
		}
		lines = append(lines, foot.Lines[0])
	}
	return kit.Frame{Lines: lines[:min(len(lines), h)], Cursor: kit.Point{X: f.Cursor.X, Y: f.Cursor.Y + len(head)}}
}

// enter puts the focus on the first person and the day on the screen, where another cohort is shown
// than before.
func (s *Screen) enter() {
	if c := s.r.Cohort; s.shown != c.Cohort.ID {
		s.shown = c.Cohort.ID
		s.grid.Row, s.grid.Col = 0, firstDay+s.columnOf(s.r.Day)
		s.columns(0)
	}
}

func (s *Screen) columnOf(number int) int {
	for i, d := range s.r.Cohort.Days {
		if d.Number == number {
			return i
		}
	}
	return 0
}

// moment is up to when is counted: now, or with --date the end of that day.
func moment(r *room.Room) model.Moment {
	if r.Given != model.NoDate {
		return model.Moment{Date: r.Given, Clock: 24 * 60}
	}
	now := r.Now()
	return model.Moment{Date: model.DateIn(now), Clock: model.ClockIn(now)}
}

func (s *Screen) heading() string {
	until := s.asOf.Date.Words()
	if s.r.Given == model.NoDate {
		until += ", " + s.asOf.Clock.Words(s.r.Twelve)
	}
	return fmt.Sprintf("%s up to %s", s.r.Cohort.Name, until)
}

// about says in words what the cell under the cursor shows.
func (s *Screen) about() string {
	p := s.person()
	if p == nil {
		return ""
	}
	who := fmt.Sprintf("%d %s", p.Row, p.Name)
	d, ok := s.day()
	if !ok {
		if s.r.Curtain {
			return who
		}
		a := s.account(max(0, min(s.grid.Row, len(s.r.Cohort.People)-1)))
		return fmt.Sprintf("%s: %s of %s missed, %s not marked", who, model.DescribeMinutes(a.Missed), model.DescribeMinutes(a.Scheduled), model.DescribeMinutes(a.Unmarked))
	}
	return fmt.Sprintf("%s, day %d, %s: %s", who, d.Number, d.Date.Words(), s.dayWords(d))
}

func (s *Screen) dayWords(d model.Day) string {
	a := s.account(max(0, min(s.grid.Row, len(s.r.Cohort.People)-1)))
	for _, day := range a.Days {
		if day.Day != d.Number {
			continue
		}
		words := map[model.DayState]string{model.DayPresent: "present", model.DayPart: "part", model.DayAbsent: "absent all day",
			model.DayUnmarked: "not marked", model.DayUpcoming: "to come", model.DayNotEnrolled: "not enrolled", model.DayCancelled: "cancelled"}[day.State]
		if day.Missed > 0 && !s.r.Curtain {
			words += ", " + model.DescribeMinutes(day.Missed) + " missed"
		}
		return words
	}
	return "no such day"
}
