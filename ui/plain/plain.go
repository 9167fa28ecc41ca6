// Package plain is Rollbook as lines: the same keys as on the screen, each answered with one
// sentence. For a screen reader, and for a pipe.
//
// There are no boxes and nothing is drawn again. The end of the input ends it and marks nothing
// more. Start reading at Run, then answer (words.go).
package plain

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
	"rollbook/ui/start"
)

// Options are what plain mode runs on.
type Options struct {
	Room   *room.Room
	Cohort string // a part of the name of the cohort to open, or empty
	In     io.Reader
	Out    io.Writer
}

// session is one run of plain mode.
type session struct {
	r       *room.Room
	out     io.Writer
	at      model.ID       // the person that a key without a row number acts on
	pending *store.Undoing // what was asked about: the next u does it
	looked  bool           // what other cohorts tell of these people was read
	over    bool
}

// Run reads lines until the input ends or says q. An error is one of reading or writing; what a
// line asks for and can't have is answered in a sentence.
func Run(o Options) error {
	s := &session{r: o.Room, out: o.Out}
	if err := s.begin(o.Cohort); err != nil {
		return err
	}
	lines := linesOf(o.In)
	for !s.over {
		line, whole, err := lines.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read a line: %w", err)
		}
		answer := "This line is too long: nothing of it was done."
		if whole {
			answer = s.answer(line)
		}
		if err := s.say(answer); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) say(text string) error {
	if text == "" {
		return nil
	}
	_, err := fmt.Fprintln(s.out, text)
	return err
}

// begin opens the cohort that has a day today, or says which there are.
func (s *session) begin(name string) error {
	cohorts, err := s.r.Book.Calendar()
	if err != nil {
		return err
	}
	if name != "" {
		return s.say(s.openNamed(name))
	}
	pick, several, said := start.Opening(cohorts, s.r.Today)
	switch {
	case len(cohorts) == 0:
		return s.say("There is no cohort in this book yet: make one with rollbook cohort new.")
	case pick == nil || len(several) > 1:
		var names []string
		for _, c := range several {
			names = append(names, c.Name)
		}
		return s.say("Several cohorts have a day today: " + strings.Join(names, ", ") + ". Say cohort and a part of the name.")
	}
	if said != "" {
		if err := s.say(sentence(said)); err != nil {
			return err
		}
	}
	return s.say(s.open(pick.ID))
}

func (s *session) openNamed(name string) string {
	cohorts, err := s.r.Book.Calendar()
	if err != nil {
		return sentence(err.Error())
	}
	found := model.Find(name, cohorts, func(c store.Listed) string { return c.Name })
	switch len(found) {
	case 1:
		return s.open(found[0].ID)
	case 0:
		found = cohorts
	}
	var names []string
	for _, c := range found {
		names = append(names, c.Name)
	}
	return "Which one? " + strings.Join(names, ", ") + "."
}

func (s *session) open(id model.ID) string {
	c, err := s.r.Book.Load(id)
	if err != nil {
		return sentence(err.Error())
	}
	s.r.Show(c)
	s.at, s.looked = model.ID{}, false
	return c.Name + ", " + s.dayWords()
}

// dayWords says the day, who is on it and what the keys act on.
func (s *session) dayWords() string {
	r := s.r
	d := r.DayNow()
	if d.Number == 0 {
		return "without days yet."
	}
	people := r.Cohort.PeopleOn(r.Day)
	unmarked := 0
	for _, p := range people {
		if s.state(p) == model.Unmarked {
			unmarked++
		}
	}
	cancelled := ""
	if d.Cancelled {
		cancelled = " This day is cancelled."
	}
	cancelled += s.closedWords(d)
	if len(people) == 0 {
		return fmt.Sprintf("day %d of %d, %s.%s Nobody is on the roster of this day: + and a name adds somebody.", d.Number, len(r.Cohort.Days), d.Date.Words(), cancelled)
	}
	if s.person() == nil {
		s.at = people[0].Trainee.ID
	}
	return fmt.Sprintf("day %d of %d, %s.%s %d people, %d not marked. Marks go to %s. First %s. ? tells the words.",
		d.Number, len(r.Cohort.Days), d.Date.Words(), cancelled, len(people), unmarked, s.target(), s.short(s.person()))
}

// closedWords say who closed a day, and whether its marks are others since.
func (s *session) closedWords(d model.Day) string {
	closing, closed := s.r.Cohort.Closed[d.Number]
	switch {
	case !closed || d.Cancelled:
		return ""
	case closing.Changed && closing.ChangedBy != "":
		return fmt.Sprintf(" Closed by %s, changed since by %s.", closing.By, closing.ChangedBy)
	case closing.Changed:
		return fmt.Sprintf(" Closed by %s, changed since.", closing.By)
	}
	return fmt.Sprintf(" Closed by %s.", closing.By)
}

func (s *session) target() string {
	if _, whole := s.r.Target(); whole {
		return "the " + s.r.TargetWords()
	}
	return s.r.TargetWords()
}

// person is the one that a key without a row number acts on, nil where nobody is.
func (s *session) person() *store.Person {
	if s.r.Cohort == nil {
		return nil
	}
	return s.r.Cohort.Person(s.at)
}

// slots are the blocks that the keys act on, with a person's marks.
func (s *session) slots(p *store.Person) []model.Slot {
	scope, err := s.r.Cohort.Scope(p, s.r.Day, s.r.BlockID())
	if err != nil {
		return nil
	}
	if scope.Block >= 0 {
		return scope.Slots[scope.Block : scope.Block+1]
	}
	return scope.Slots
}

func (s *session) state(p *store.Person) model.State { return room.DayState(s.slots(p)) }

// short is a person and what is known of them: "8 Noor, not marked".
func (s *session) short(p *store.Person) string {
	return fmt.Sprintf("%d %s, %s", p.Row, p.Name, room.StateWords(s.slots(p), s.r.Twelve))
}

// next is the person after p in the order of the list, nil after the last.
func (s *session) next(p *store.Person) *store.Person {
	people := s.r.Cohort.PeopleOn(s.r.Day)
	for i, q := range people {
		if q.Trainee.ID == p.Trainee.ID && i+1 < len(people) {
			return people[i+1]
		}
	}
	return nil
}

// commit saves a gesture and waits for the disk: the answer says 'saved' only then.
func (s *session) commit(how oplog.How, edits ...store.Edit) error {
	if s.r.Paper {
		edits = store.FromPaper(edits)
	}
	return s.commitIn(s.r.Cohort, how, edits...)
}

// commitIn is commit in a cohort that may be another one.
func (s *session) commitIn(c *store.Cohort, how oplog.How, edits ...store.Edit) error {
	d, err := c.Form(how, edits...)
	if err != nil || d == nil {
		return err
	}
	if err := s.r.Book.Save(d).Wait(); err != nil {
		return fmt.Errorf("not saved: %w", err)
	}
	c.Apply(d)
	return nil
}

// sentence is a text with a capital at the front and a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	r := []rune(text)
	out := strings.ToUpper(string(r[0])) + string(r[1:])
	if !strings.HasSuffix(out, ".") {
		out += "."
	}
	return out
}

// wrong is an error as a sentence.
func (s *session) wrong(err error) string {
	switch {
	case errors.Is(err, room.ErrNoTime):
		return "This day is not today: say the time as well, such as l 920."
	case errors.Is(err, model.ErrWhichBlock):
		return "Minutes alone need one block: say from when to when, such as o 1440-1520."
	}
	return sentence(s.r.Sentence(err))
}
