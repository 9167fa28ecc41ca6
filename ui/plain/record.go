package plain

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/report"
)

// look reads, once it is needed, what other cohorts tell of the people of this one. What it can't read
// it leaves out: marking goes on.
func (s *session) look() error {
	if s.looked {
		return nil
	}
	c, asOf := s.r.Cohort, s.r.AsOf()
	required, err := s.r.Book.Required(c, asOf)
	if err != nil {
		return err
	}
	owed, err := s.r.Book.Owed(c, asOf)
	if err != nil {
		return err
	}
	s.r.Required, s.r.Owed, s.looked = required, owed, true
	return nil
}

// account is what a person's marks come to.
func (s *session) account(p *store.Person) (model.Account, error) {
	err := s.look()
	return s.r.Cohort.Account(p, s.r.AsOf(), s.r.Required[p.Trainee.ID].State), err
}

// stands says where a person stands by the rule, what can be made good, and what is not settled.
func (s *session) stands(p *store.Person) string {
	if len(p.Guest) > 0 {
		return "A guest, who makes something up: outside all totals."
	}
	a, err := s.account(p)
	if err != nil {
		return s.wrong(err)
	}
	said := a.Standing.Words()
	if a.Why != "" {
		said += ": " + a.Why
	}
	said = sentence(said)
	if owing := s.owing(p, a); len(owing) > 0 {
		said += " Can be made up: " + strings.Join(owing, "; ") + "."
	}
	if len(a.Open) > 0 {
		said += " Not settled: " + strings.Join(a.Open, "; ") + "."
	}
	return said
}

// owing are the blocks that a make-up can cover, in words.
func (s *session) owing(p *store.Person, a model.Account) (words []string) {
	for _, b := range made(a) {
		words = append(words, s.blockWords(b.Block)+", "+model.DescribeMinutes(model.Owing(b)))
	}
	return words
}

// made are the blocks of an account that a make-up can cover.
func made(a model.Account) (blocks []model.BlockAccount) {
	for _, b := range a.Blocks {
		if model.Owing(b) > 0 {
			blocks = append(blocks, b)
		}
	}
	return blocks
}

func (s *session) blockWords(b model.Block) string {
	return fmt.Sprintf("day %d, %s %s", b.Day, b.Start.Words(s.r.Twelve), b.Topic)
}

// page reads a person's own page, to be heard together.
func (s *session) page(p *store.Person) string {
	s.at = p.Trainee.ID
	page, err := report.PageOf(s.r.Book, s.r.Cohort, p, s.r.AsOf())
	if err != nil {
		return s.wrong(err)
	}
	var text strings.Builder
	if err := report.WritePage(&text, report.Text, page, report.Options{Twelve: s.r.Twelve}); err != nil {
		return s.wrong(err)
	}
	return strings.TrimSpace(text.String())
}

// pageOf is page for a row number that was typed.
func (s *session) pageOf(row string) string {
	if p, why := s.inRow(row); p == nil {
		return why
	} else {
		return s.page(p)
	}
}

// inRow is the person of a row number that was typed, or why there is none.
func (s *session) inRow(row string) (*store.Person, string) {
	if row == "" {
		if p := s.person(); p != nil {
			return p, ""
		}
		return nil, "Nobody is on the roster of this day."
	}
	n, err := strconv.Atoi(row)
	if p := s.r.Cohort.Row(n); err == nil && p != nil {
		return p, ""
	}
	return nil, fmt.Sprintf("There is no row %s.", row)
}

// says keeps a person's own words beside their mark; without words it takes them off.
func (s *session) says(p *store.Person, words string) string {
	words, _ = model.Clean(words, model.CellLimit)
	scope, err := s.r.Cohort.Scope(p, s.r.Day, s.r.BlockID())
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commit(oplog.Single, s.r.Cohort.EditOwnWords(p, scope.Slots[max(0, scope.Block)].Block.ID, words)); err != nil {
		return s.wrong(err)
	}
	if words == "" {
		return fmt.Sprintf("%d %s, no own words, saved.", p.Row, p.Name)
	}
	return fmt.Sprintf("%d %s says %s, saved.", p.Row, p.Name, words)
}

// ready says whether all is set for the day, a line for each thing that is open.
func (s *session) ready() string {
	checks, err := s.r.Book.Ready(s.r.Cohort, s.r.Day, s.r.AsOf())
	if errors.Is(err, model.ErrNoDay) {
		return "This cohort has no days yet."
	}
	if err != nil {
		return s.wrong(err)
	}
	var open []string
	for _, check := range checks {
		if !check.OK {
			line := "Open, " + check.What + ": " + check.Says
			if check.Do != "" {
				line += ": " + check.Do
			}
			open = append(open, sentence(line))
		}
	}
	if len(open) == 0 {
		return fmt.Sprintf("All is set for day %d.", s.r.Day)
	}
	return strings.Join(open, "\n")
}

// rule reads the cohort's rule.
func (s *session) rule() string { return sentence(strings.Join(s.r.Cohort.Rule.Words(), "; ")) }
