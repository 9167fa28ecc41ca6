package review

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
	"rollbook/ui/sync/disputes"
)

// matrixKeys is the table while the cohort is on the screen.
func (s *Screen) matrixKeys() []kit.Binding {
	m, r := s.matrix, s.r
	if r.Cohort != nil {
		m.sync()
	}
	keys := []kit.Binding{
		{Keys: []string{"enter"}, Name: m.entering(), About: "Opens that day or topic of the person, with what can be done; on a name or a total the page of the person.",
			Command: "rollbook trainee show NAME --cohort C", Footer: 1, Why: m.nobody, Do: m.open},
		{Keys: []string{"m"}, Name: "make up", About: "Writes down that what was missed here was made up.",
			Command: "rollbook makeup add --cohort C --trainee NAME --day N --block B --minutes M --date D", Footer: 2, Why: m.noMakeUp, Do: m.makeUp},
		{Keys: []string{"b"}, Name: m.nextBy().words(), About: "Shows the days, the topics, or the blocks as a picture.", Command: "rollbook review --cohort C --json", Footer: 3,
			Why: m.noCohort, Do: m.turn},
		{Keys: []string{"f"}, Name: "filter", About: "Lists who missed something, has time to make up or unmarked blocks, or is of one worksite.",
			Command: "rollbook review --cohort C --missed", Footer: 5, Why: m.uncovered, Do: m.filters},
		{Keys: []string{"s"}, Name: "sort", About: "Sorts by row, by name, or by minutes missed.", Command: "rollbook review --cohort C --json", Footer: 7, Why: m.uncovered, Do: m.next},
		{Keys: []string{"w"}, Name: "book", About: "Shows everybody in the book, a line each, across all cohorts.", Command: "rollbook review --all-cohorts", Footer: 6,
			Why: m.uncovered, Do: s.turn},
		{Keys: []string{"r"}, Name: "rule", About: "Changes the rule of this cohort, and says before what that changes for whom.", Command: "rollbook rule set --cohort C", Footer: 8,
			Why: m.uncovered, Do: func() tea.Cmd { return kit.Open(newRuleForm(r)) }},
		{Keys: []string{"x"}, Name: "export", About: "Writes the review, the marks or a sign-in sheet to a file: PDF, spreadsheet or a page for the browser.",
			Command: "rollbook export review --cohort C --format pdf -o FILE", Footer: 9, Why: m.noCohort, Do: func() tea.Cmd { return kit.Open(exports(r, false)) }},
		{Keys: []string{"c"}, Name: "disagreements", About: "Lists what two laptops say differently of a person, to be settled: mine, theirs, or both.",
			Command: "rollbook conflicts", Footer: 11, Do: func() tea.Cmd { return kit.Open(disputes.Open(r)) }},
		{Keys: []string{"d"}, Name: "that day", About: "Goes to Today, on the day of the cell.", Command: "rollbook marks --cohort C --day N", Footer: 10,
			Why: m.noDay, Do: m.toDay},
	}
	for _, move := range m.grid.MoveKeys() {
		do := move.Do
		move.Do = func() tea.Cmd {
			do()
			m.moved()
			return m.goOn()
		}
		keys = append(keys, move)
	}
	return keys
}

func (m *matrix) nextBy() by { return (m.by + 1) % 3 }

// entering is what Enter opens, in a word or two.
func (m *matrix) entering() string {
	switch m.aim().kind {
	case dayColumn, blockColumn:
		return "this day"
	case topicColumn:
		return "this topic"
	}
	return "the person"
}

func (m *matrix) noCohort() string {
	if m.r.Cohort == nil {
		return "there is no cohort yet: n makes one"
	}
	return ""
}

func (m *matrix) uncovered() string {
	if why := m.noCohort(); why != "" {
		return why
	}
	return hidden(m.r)
}

func (m *matrix) nobody() string {
	switch {
	case m.person() != nil:
		return ""
	case m.only.what != all:
		return "nobody is listed: f lists everybody again"
	}
	return "nobody is on the roster yet"
}

func (m *matrix) noDay() string {
	if _, ok := m.day(); !ok {
		return "go to a day first: left and right, or b for the days"
	}
	return ""
}

func (m *matrix) noMakeUp() string {
	if why := m.nobody(); why != "" {
		return why
	}
	return people.NoMakeUp(m.r, m.person().Trainee.ID, m.blocks())
}

func (m *matrix) makeUp() tea.Cmd { return people.MakeUps(m.r, m.person().Trainee.ID, m.blocks()) }

// open opens the cell in the focus, or the person's page.
func (m *matrix) open() tea.Cmd {
	p := m.person()
	at := m.aim()
	if !at.kind.piece() {
		return kit.Open(people.PageOf(m.r, p.Trainee.ID))
	}
	title, blocks, focus := "", m.blocks(), model.ID{}
	if d, ok := m.day(); ok {
		title, blocks = dayTitle(d), m.r.Cohort.BlocksOf(d.Number)
	} else {
		title = m.r.Cohort.Topics()[at.at]
	}
	if at.kind == blockColumn {
		focus = m.blocks()[0].ID
	}
	return kit.Open(newCellPage(m.r, p.Trainee.ID, title, ids(blocks), focus))
}

func ids(blocks []model.Block) (out []model.ID) {
	for _, b := range blocks {
		out = append(out, b.ID)
	}
	return out
}

func (m *matrix) toDay() tea.Cmd {
	d, _ := m.day()
	m.r.Day = d.Number
	to := room.GoMsg{Tab: room.Today}
	if p := m.person(); p != nil {
		to.Person = p.Trainee.ID
	}
	return kit.Send(to)
}
