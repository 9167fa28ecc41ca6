package start

import (
	"slices"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/intake"
)

// kind is what a line of the comparison is about. The order is that of the list.
type kind int

const (
	likely   kind = iota // perhaps somebody known: a person decides
	twice                // an earlier line of the file is the same
	changed              // one field of somebody in the cohort
	enrolled             // known to the book, new to this cohort
	added                // new to the book
	unlisted             // in the cohort, not in the file
)

// String is the kind's words on the screen.
func (k kind) String() string {
	return [...]string{"perhaps known", "twice in file", "changed", "known", "new", "not listed"}[k]
}

// line is one decision of an import.
type line struct {
	kind       kind
	person     intake.Person      // of the file; of an unlisted one nothing
	known      *intake.Known      // who it is, where that is certain
	change     intake.Change      // of a changed one
	differs    []intake.Change    // of an enrolled one: what the book keeps
	candidates []intake.Candidate // of a likely or twice one, most alike first
	earlier    int                // of a twice one: the line that is the same

	// answer is 0 for no and 1 for yes. Of a likely one: 0 not decided, 1 to n the candidate that
	// it is, n+1 another person.
	answer int
}

// linesOf are the decisions that a finding asks for; none where the book says the same.
func linesOf(f intake.Finding) []line {
	l := line{person: f.Person, known: f.Known, candidates: slices.DeleteFunc(slices.Clone(f.Candidates), unlike), earlier: f.TwiceInFile}
	switch {
	case f.Known != nil && !f.Known.InCohort:
		l.kind, l.answer, l.differs = enrolled, 1, f.Changes
		return []line{l}
	case f.Known != nil:
		var lines []line
		for _, ch := range f.Changes {
			l.kind, l.change = changed, ch
			lines = append(lines, l)
		}
		return lines
	case f.TwiceInFile > 0:
		l.kind = twice
	case len(l.candidates) > 0:
		l.kind = likely
	default:
		l.kind, l.answer = added, 1
	}
	return []line{l}
}

// fileAlike is how alike two rows of one file must be to be asked about. Everybody has a row of
// their own in a roster: two names that differ by a letter are two people, unless more speaks for it.
const fileAlike = 75

func unlike(c intake.Candidate) bool { return c.Known == nil && c.Alike < fileAlike }

// turn goes to the next answer.
func (l *line) turn() {
	last := 1
	if l.kind == likely {
		last = len(l.candidates) + 1
	}
	if l.answer++; l.answer > last {
		l.answer = 0
	}
}

// is is the candidate that a likely one was said to be, nil where not decided or another person.
func (l *line) is() *intake.Candidate {
	if l.kind == likely && l.answer >= 1 && l.answer <= len(l.candidates) {
		return &l.candidates[l.answer-1]
	}
	return nil
}

// another says that a likely one was said to be another person.
func (l *line) another() bool { return l.kind == likely && l.answer > len(l.candidates) }

// outcome is what the answers come to.
type outcome struct {
	people    []model.Trainee // to be enrolled; those known to the book have their id
	changes   []line          // changed fields that were confirmed
	leave     []model.ID      // no longer coming
	undecided int             // who may be known
	leftOut   int             // new ones that were turned off
}

func (o *outcome) empty() bool { return len(o.people)+len(o.changes)+len(o.leave) == 0 }

// decide reads the answers.
func decide(lines []line) outcome {
	var o outcome
	taken := map[model.ID]bool{}
	enroll := func(k *intake.Known) {
		if !k.InCohort && !taken[k.ID] {
			taken[k.ID] = true
			t := k.Trainee
			t.ID = k.ID
			o.people = append(o.people, t)
		}
	}
	for i := range lines {
		switch l := &lines[i]; {
		case l.another():
			o.people = append(o.people, l.person.Trainee)
		case l.kind == likely && l.answer == 0:
			o.undecided++
		case l.kind == likely:
			if known := l.is().Known; known != nil {
				enroll(known)
			}
		case l.answer == 0:
			if l.kind == added || l.kind == enrolled {
				o.leftOut++
			}
		case l.kind == enrolled:
			enroll(l.known)
		case l.kind == changed:
			o.changes = append(o.changes, *l)
		case l.kind == unlisted:
			o.leave = append(o.leave, l.known.ID)
		default:
			o.people = append(o.people, l.person.Trainee)
		}
	}
	store.ByName(o.people)
	return o
}

// edits are what the outcome does to a cohort: people come from day from on, and those who are no
// longer coming stay away from day leave on. Whoever is not as they were when it was decided is
// passed over.
func (o *outcome) edits(c *store.Cohort, from, leave int) ([]store.Edit, error) {
	var fresh []model.Trainee
	for _, t := range o.people {
		if t.ID.IsZero() || c.Person(t.ID) == nil {
			fresh = append(fresh, t)
		}
	}
	edits, _, err := c.Enroll(fresh, from, false)
	if err != nil {
		return nil, err
	}
	after := map[model.ID]model.Trainee{}
	var order []model.ID
	for _, l := range o.changes {
		p := c.Person(l.known.ID)
		if p == nil {
			continue
		}
		t, begun := after[l.known.ID]
		if !begun {
			t = p.Trainee
			order = append(order, l.known.ID)
		}
		set(&t, l.change)
		after[l.known.ID] = t
	}
	for _, id := range order {
		edits = append(edits, c.EditTrainee(after[id])...)
	}
	for _, id := range o.leave {
		if p := c.Person(id); p != nil {
			edits = append(edits, c.Leave(p, leave)...)
		}
	}
	return edits, nil
}

// changedPeople is how many people the confirmed changes are of.
func (o *outcome) changedPeople() int {
	people := map[model.ID]bool{}
	for _, l := range o.changes {
		people[l.known.ID] = true
	}
	return len(people)
}

// set takes a field's value from the file.
func set(t *model.Trainee, ch intake.Change) {
	into := map[intake.Field]*string{
		intake.Name: &t.Name, intake.Say: &t.Say, intake.Pronouns: &t.Pronouns, intake.Certificate: &t.Certificate,
		intake.Email: &t.Email, intake.Phone: &t.Phone, intake.Worksite: &t.Worksite,
	}[ch.Field]
	if into != nil {
		*into = ch.To
	}
}
