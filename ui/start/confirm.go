package start

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// confirmStep says what will be done. Enter does it, as one gesture.
type confirmStep struct {
	i       *importer
	compare *compareStep
	outcome outcome
	from    int // first day of those who are added
}

// newConfirmStep takes a first roster as complete from day 1; whoever comes to it later comes from
// the day that is next, so that no day before is left open for them.
func newConfirmStep(i *importer, compare *compareStep, o outcome) *confirmStep {
	s := &confirmStep{i: i, compare: compare, outcome: o, from: 1}
	if len(i.r.Cohort.People) > 0 {
		s.from = max(1, i.leaveDay())
	}
	return s
}

func (s *confirmStep) start() tea.Cmd { return nil }

func (s *confirmStep) update(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	switch key.String() {
	case "left":
		s.from = max(1, s.from-1)
	case "right":
		if _, there := s.i.r.Cohort.Day(s.from + 1); there {
			s.from++
		}
	case "enter":
		return s.carryOut()
	}
	return nil
}

// carryOut makes the one gesture. People whom the cohort did not know are read from the book anew.
func (s *confirmStep) carryOut() tea.Cmd {
	r := s.i.r
	edits, err := s.outcome.edits(r.Cohort, s.from, s.i.leaveDay())
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	say := s.words("added", "changed") + ": u takes it back"
	cmd, err := r.TryCommit(oplog.Import, say, edits...)
	if errors.Is(err, oplog.ErrTooBig) {
		return kit.Warn("this is too much for one import: split the file in two, and import one after the other")
	}
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	s.i.done = true
	for _, t := range s.outcome.people {
		if !t.ID.IsZero() {
			return kit.Batch(cmd, r.Reload(say))
		}
	}
	return cmd
}

// words counts what the import does: "adds 18 people, changes 2".
func (s *confirmStep) words(adds, changes string) string {
	var parts []string
	if n := len(s.outcome.people); n > 0 {
		parts = append(parts, adds+" "+count(n, "person", "people"))
	}
	if n := s.outcome.changedPeople(); n > 0 {
		word := fmt.Sprint(n)
		if len(parts) == 0 {
			word = count(n, "person", "people")
		}
		parts = append(parts, changes+" "+word)
	}
	if n := len(s.outcome.leave); n > 0 {
		parts = append(parts, fmt.Sprintf("%d no longer coming from day %d", n, s.i.leaveDay()))
	}
	return strings.Join(parts, ", ")
}

func (s *confirmStep) view(w, h int) kit.Frame {
	t := s.i.r.Theme
	c := s.i.r.Cohort
	p := newPage(t, w)
	p.say(t.Title, s.compare.file+" into "+c.Name)
	p.gap()
	p.cursor = kit.Point{X: margin, Y: len(p.lines)}
	p.say(t.Strong, "This "+s.words("adds", "changes")+".")
	if len(s.outcome.people) > 0 {
		p.say(t.Text, fmt.Sprintf("They are numbered by name, from %d on, and expected from day %s.", c.NextRow(), s.dayWords()))
	}
	for _, n := range []struct {
		n         int
		one, many string
	}{
		{s.outcome.undecided, "who may be known: not decided, left out", "who may be known: not decided, left out"},
		{s.outcome.leftOut, "turned off: left out", "turned off: left out"},
		{s.compare.same, "as in the book: nothing to do", "as in the book: nothing to do"},
		{len(s.compare.result.Skipped), "blank row: skipped", "blank rows: skipped"},
		{faulty(s.compare.result.Faults), "row that can't be read: left out", "rows that can't be read: left out"},
	} {
		switch {
		case n.n == 1:
			p.say(t.Faint, "1 "+n.one)
		case n.n > 1:
			p.say(t.Faint, fmt.Sprintf("%d %s", n.n, n.many))
		}
	}
	p.gap()
	p.say(t.Text, "Enter does it; u takes all of it back.")
	return p.frame(h)
}

func (s *confirmStep) dayWords() string {
	d, ok := s.i.r.Cohort.Day(s.from)
	if !ok || d.Date == model.NoDate {
		return fmt.Sprint(s.from)
	}
	return fmt.Sprintf("%d (%s)", s.from, d.Date.Short())
}

func (s *confirmStep) keys() []kit.Binding {
	keys := []kit.Binding{tells("enter", "import", "Does what the page says.", 1)}
	if len(s.outcome.people) > 0 {
		keys = append(keys, tells("right", "a later day", "Left and right change the first day of those who are added.", 2))
	}
	return keys
}
