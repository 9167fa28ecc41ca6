package start

import (
	"fmt"
	"strings"

	"rollbook/ui/intake"
)

// What a line of the comparison says.

func (l *line) sign() string {
	switch {
	case l.is() != nil:
		return "[=]"
	case l.another():
		return "[+]"
	case l.kind == likely:
		return "[?]"
	case l.answer > 0:
		return "[x]"
	}
	return "[ ]"
}

// who names the person as the book does where it knows them, else as the file does.
func (l *line) who() string {
	if l.known != nil {
		return knownWords(l.known)
	}
	return l.person.Name
}

func knownWords(k *intake.Known) string {
	if k.InCohort {
		return fmt.Sprintf("%d %s", k.Row, k.Trainee.Name)
	}
	return k.Trainee.Name
}

// says is what the line means as it is answered now. Behind the curtain no contact is named.
func (l *line) says(leaveDay int, curtain bool) string {
	switch l.kind {
	case likely:
		return l.likelySays()
	case twice:
		words := fmt.Sprintf("line %d is the same as line %d", l.person.Line, l.earlier)
		if l.answer > 0 {
			return words + ", yet another person: is added"
		}
		return words + ": is left out"
	case changed:
		if l.answer > 0 {
			return changeWords(l.change, curtain)
		}
		return changeWords(l.change, curtain) + "? space takes it over"
	case enrolled:
		return l.enrolledSays(curtain)
	case unlisted:
		if l.answer > 0 {
			return fmt.Sprintf("no longer coming from day %d", leaveDay)
		}
		return "is on the roster, not in the file: stays"
	}
	if l.answer == 0 {
		return "is left out"
	}
	if curtain {
		return ""
	}
	return l.person.Email
}

func (l *line) likelySays() string {
	if l.another() {
		return "is another person: is added"
	}
	if c := l.is(); c != nil {
		return "is " + candidateWords(c) + ", the same person"
	}
	c := &l.candidates[0]
	return fmt.Sprintf("may be %s: %d%% alike, %s. Not decided: is left out", candidateWords(c), c.Alike, strings.Join(c.Why, ", "))
}

func candidateWords(c *intake.Candidate) string {
	switch {
	case c.Known == nil:
		return fmt.Sprintf("the one of line %d", c.Line)
	case c.Known.InCohort:
		return knownWords(c.Known)
	}
	return c.Known.Trainee.Name + " of another cohort"
}

func (l *line) enrolledSays(curtain bool) string {
	if l.answer == 0 {
		return "is left out"
	}
	words := "is in the book from another cohort"
	if len(l.differs) > 0 {
		var fields []string
		for _, ch := range l.differs {
			fields = append(fields, changeWords(ch, curtain))
		}
		words += ", which keeps what it has: " + strings.Join(fields, "; ")
	}
	return words
}

// changeWords is 'phone: 207-555-0101 → 207-555-0199'. A name for the certificate is on no screen.
func changeWords(ch intake.Change, curtain bool) string {
	switch {
	case ch.Field == intake.Certificate, curtain && ch.Field != intake.Name && ch.Field != intake.Say:
		return fieldWords[ch.Field] + ": something else"
	case ch.From == "":
		return fmt.Sprintf("%s: %s", fieldWords[ch.Field], ch.To)
	}
	return fmt.Sprintf("%s: %s → %s", fieldWords[ch.Field], ch.From, ch.To)
}
