package people

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// making is what a make-up form begins with.
type making struct {
	cohort  model.ID    // of the missed block, where that is not the one on the screen
	block   model.ID    // that was missed
	was     model.ID    // the make-up to change, zero for a new one
	in      model.ID    // the cohort where it was made up, zero for one to one
	at      model.Block // the block there
	minutes int         // 0 for what is left
}

// makeUp is the form of one make-up. It reads the other cohorts before it shows itself.
type makeUp struct {
	kit.Form
	making
	r      *room.Room
	id     model.ID
	other  *store.Cohort // of the missed block, where that is not the one on the screen
	listed []store.Listed
	fresh  model.ID // the id of a new one
	open   bool

	minutesField, date, with, where *kit.Field
}

func newMakeUp(r *room.Room, id model.ID, m making) *makeUp {
	return &makeUp{r: r, id: id, making: m}
}

// makeUpMsg brings what the form has to know.
type makeUpMsg struct {
	to     *makeUp
	listed []store.Listed
	other  *store.Cohort
	author string
	fresh  model.ID
	err    error
}

// Start reads the cohorts of the book, and the one of the missed block where it is not on the screen.
func (m *makeUp) Start() tea.Cmd {
	book, cohort := m.r.Book, m.cohort
	return func() tea.Msg {
		msg := makeUpMsg{to: m}
		if msg.listed, msg.err = book.Cohorts(); msg.err != nil {
			return msg
		}
		if !cohort.IsZero() {
			book.Flush()
			if msg.other, msg.err = book.Load(cohort); msg.err != nil {
				return msg
			}
		}
		if msg.author, msg.err = book.Author(); msg.err == nil {
			msg.fresh, msg.err = book.NewID()
		}
		return msg
	}
}

// Waiting keeps the keys until the form is there.
func (m *makeUp) Waiting() bool { return !m.open }

// missedIn is the cohort of the missed block, and the person in it; nil where an undo took them away.
func (m *makeUp) missedIn() (*store.Cohort, *store.Person) {
	c := m.other
	if m.cohort.IsZero() {
		c = m.r.Cohort
	}
	if c == nil {
		return nil, nil
	}
	return c, c.Person(m.id)
}

// who is the person with their row on the screen, also where the missed block is of another cohort.
func (m *makeUp) who(p *store.Person) string {
	if here := person(m.r, m.id); here != nil {
		return label(here)
	}
	return p.Name
}

// Update opens the form once what it needs is read, and takes keys for the list of where.
func (m *makeUp) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case makeUpMsg:
		if msg.to == m {
			return m.begin(msg)
		}
		return false, nil
	case tea.KeyPressMsg:
		key := msg.String()
		switch {
		case !m.open:
			return key == "esc", nil
		case key == "ctrl+x" && !m.was.IsZero():
			return m.remove()
		case m.Focused() == m.where && (key == "space" || key == "left" || key == "right"):
			return false, kit.Open(m.chooser())
		}
	}
	if !m.open {
		return false, nil
	}
	return m.Form.Update(msg)
}

// begin makes the fields.
func (m *makeUp) begin(msg makeUpMsg) (done bool, cmd tea.Cmd) {
	m.open = true
	if msg.err != nil {
		return true, kit.Warn(room.Sentence(msg.err))
	}
	m.listed, m.fresh = msg.listed, msg.fresh
	if msg.other != nil {
		m.other = m.r.Brought(msg.other)
	}
	c, p := m.missedIn()
	if p == nil {
		return true, kit.Warn("this person is not in that cohort any more: nothing was written down")
	}
	before := store.MakeUp{With: msg.author}
	before.Minutes, before.Date = m.minutes, m.r.Today
	if known, _ := c.MakeUp(m.was); known != nil {
		before = *known
		m.in, m.at = before.InCohort, m.blockIn(before.InCohort, before.InBlock)
	} else if why := m.linked(p); why != "" {
		return true, kit.Say(why)
	}
	left := c.Owing(p, m.block)
	if before.Minutes == 0 {
		before.Minutes = left
	}
	if !m.in.IsZero() && m.was.IsZero() {
		before.Date = m.dateOf(m.in, m.at)
	}
	b, _ := c.Block(m.block)
	m.Form = kit.Form{Theme: m.r.Theme, Title: fmt.Sprintf("%s: make up day %d, %s", m.who(p), b.Day, m.r.BlockWords(b)), Save: m.save}
	if m.other != nil {
		m.Title += " of " + c.Name
	}
	m.minutesField = &kit.Field{Label: "How long", Text: model.DescribeMinutes(before.Minutes), Hint: "90, 1h 30m or 1:30",
		Check: func(text string) error { _, err := ParseMinutes(text); return err }}
	m.date = dateField(m.r, &kit.Field{Label: "Date", Text: before.Date.String(), Hint: m.r.DateHint() + "; +1 or -1 for a day after or before today"})
	m.with = &kit.Field{Label: "With whom", Text: before.With, Hint: "may stay empty"}
	m.where = &kit.Field{Kind: kit.ChoiceField, Label: "Where", Text: m.whereWords(), Hint: "space lists the blocks of other cohorts, this topic first"}
	fields := []*kit.Field{m.minutesField, m.date, m.with, m.where}
	if p.Forgotten { // with whom it was would be words about them
		m.with.Text = ""
		fields = slices.Delete(fields, 2, 3)
	}
	m.Sections = []kit.Section{{Fields: fields}}
	return false, nil
}

// linked says why a block can't be linked that something was made up in already.
func (m *makeUp) linked(p *store.Person) string {
	if m.in.IsZero() {
		return ""
	}
	for _, made := range p.MakeUps {
		if made.InCohort == m.in && made.InBlock == m.at.ID {
			return fmt.Sprintf("%s of it were made up in this block already: it is written down", model.DescribeMinutes(made.Minutes))
		}
	}
	return ""
}

// typed is the make-up as the form has it now.
func (m *makeUp) typed() (made store.MakeUp, err error) {
	made.ID, made.Trainee, made.Block = m.was, m.id, m.block
	if m.was.IsZero() {
		made.ID = m.fresh
	}
	if made.Minutes, err = ParseMinutes(m.minutesField.Text); err != nil {
		return made, err
	}
	if made.Date, err = typedDate(m.r, m.date.Text); err != nil {
		return made, err
	}
	made.With, _ = model.Clean(m.with.Text, model.NameLimit)
	made.InCohort, made.InBlock = m.in, m.at.ID
	return made, nil
}

// edits are what the form would change, and what it would say of it.
func (m *makeUp) edits() (edits []store.Edit, says, after string, err error) {
	c, p := m.missedIn()
	if p == nil {
		return nil, "", "", fmt.Errorf("this person is not in that cohort any more: esc")
	}
	made, err := m.typed()
	if err != nil {
		return nil, "", "", err
	}
	if edits, err = c.AddMakeUp(p, made); err != nil {
		return nil, "", "", err
	}
	b, _ := c.Block(m.block)
	left := c.Owing(p, m.block) - made.Minutes
	if known, _ := c.MakeUp(m.was); known != nil {
		left += known.Minutes
	}
	says = fmt.Sprintf("%s: %s of day %d, %s made up on %s", m.who(p), model.DescribeMinutes(made.Minutes), b.Day, b.Topic, made.Date.Short())
	switch {
	case left > 0:
		after = model.DescribeMinutes(left) + " left to make up"
	default:
		after = "all of it is made up then"
	}
	if made.Date > m.r.Today {
		after += "; that date is still to come"
	}
	return edits, says, after, nil
}

func (m *makeUp) save() (done bool, cmd tea.Cmd) {
	edits, says, _, err := m.edits()
	if err == nil {
		cmd, err = m.commit(says, edits)
	}
	if err != nil {
		return false, kit.Warn(m.r.Sentence(err))
	}
	return true, cmd
}

func (m *makeUp) commit(says string, edits []store.Edit) (tea.Cmd, error) {
	if m.other != nil {
		return m.r.TryCommitIn(m.other, oplog.Single, says, edits...)
	}
	return m.r.TryCommit(oplog.Single, says, edits...)
}

// remove takes the make-up away: the time is to make up again.
func (m *makeUp) remove() (done bool, cmd tea.Cmd) {
	c, p := m.missedIn()
	if p == nil {
		return true, kit.Warn("this person is not in that cohort any more: nothing was changed")
	}
	known, _ := c.MakeUp(m.was)
	if known == nil {
		return true, kit.Say("this make-up is not there any more")
	}
	b, _ := c.Block(known.Block)
	cmd, err := m.commit(fmt.Sprintf("%s: make-up of day %d, %s taken away, %s to make up again", m.who(p), b.Day, b.Topic,
		model.DescribeMinutes(c.Owing(p, known.Block)+known.Minutes)), c.RemoveMakeUp(m.was))
	if err != nil {
		return false, kit.Warn(m.r.Sentence(err))
	}
	return true, cmd
}
