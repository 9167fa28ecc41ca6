package plain

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

func (s *session) walkIn(name string) string {
	name, lost := model.Clean(name, model.NameLimit)
	if name == "" {
		return "Say + and the name."
	}
	for _, p := range s.r.Cohort.People {
		if model.Fold(p.Name) == model.Fold(name) {
			return fmt.Sprintf("%d %s is on the roster already.", p.Row, p.Name)
		}
	}
	edits, ids, err := s.r.Cohort.Enroll([]model.Trainee{{Name: name}}, max(1, s.r.Day), true)
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commit(oplog.Single, edits...); err != nil {
		return s.wrong(err)
	}
	s.at, s.looked = ids[0], false // of whom nothing was looked at yet
	said := sentence(s.short(s.person())) + " Added, saved."
	if lost {
		said += " Part of what was typed was left out."
	}
	return said
}

func (s *session) find(name string) string {
	found := model.Find(name, s.r.Cohort.People, func(p *store.Person) string { return p.Name })
	if len(found) == 0 || strings.TrimSpace(name) == "" {
		return "Nobody of that name."
	}
	s.at = found[0].Trainee.ID
	if len(found) == 1 {
		return sentence(s.short(found[0]))
	}
	var all []string
	for _, p := range found {
		all = append(all, fmt.Sprintf("%d %s", p.Row, p.Name))
	}
	return strings.Join(all, ", ") + "."
}

// about tells all that is known of a person on this day.
func (s *session) about(p *store.Person) string {
	s.at = p.Trainee.ID
	who := fmt.Sprintf("%d %s", p.Row, p.Name)
	if p.Say != "" {
		who += ", say it like " + p.Say
	}
	if p.Pronouns != "" {
		who += ", " + p.Pronouns
	}
	var parts []string
	for _, sl := range s.r.Cohort.Slots(p, s.r.Day) {
		cell := p.Cell(sl.Block.ID)
		words := fmt.Sprintf("%s %s: %s", sl.Block.Start.Words(s.r.Twelve), sl.Block.Topic, model.Describe(sl.Mark, sl.Block, s.r.Twelve))
		if cell.Told {
			words += ", told us ahead"
		}
		if cell.Remark != "" {
			words += ", remark: " + cell.Remark
		}
		if cell.OwnWords != "" {
			words += ", in their own words: " + cell.OwnWords
		}
		if cell.Paper {
			words += ", from paper"
		}
		if cell.Moved {
			words += ", the block's hours changed since"
		}
		if len(cell.Conflict) > 0 {
			words += ", two laptops differ"
		}
		parts = append(parts, words)
	}
	if len(parts) == 0 {
		parts = []string{"Not on the roster of this day"}
	}
	blocks, days := s.r.Cohort.Absences(p)
	return fmt.Sprintf("%s. %s. Absent so far: %s. %s", who, strings.Join(parts, "; "), absences(blocks, days), s.stands(p))
}

func absences(blocks, days int) string {
	if blocks == 0 {
		return "never"
	}
	plural := func(n int, one string) string {
		if n == 1 {
			return "1 " + one
		}
		return fmt.Sprintf("%d %ss", n, one)
	}
	return plural(blocks, "block") + " on " + plural(days, "day")
}

func (s *session) remark(p *store.Person, text string) string {
	text, _ = model.Clean(text, model.CellLimit)
	edits, err := s.r.Cohort.Remark(p, s.r.Day, s.r.BlockID(), text)
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commit(oplog.Single, edits...); err != nil {
		return s.wrong(err)
	}
	if text == "" {
		return fmt.Sprintf("%d %s, no remark, saved.", p.Row, p.Name)
	}
	return fmt.Sprintf("%d %s, remark %s, saved.", p.Row, p.Name, text)
}

func (s *session) note(p *store.Person, text string) string {
	text, _ = model.CleanLines(text, model.TextLimit)
	if text == "" {
		return "Say n and the words: what " + p.Name + " could read beside you; no reasons, health or stories."
	}
	id, err := s.r.Book.NewID()
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commit(oplog.Single, s.r.Cohort.EditNote(store.Note{ID: id, Trainee: p.Trainee.ID, Text: text})...); err != nil {
		return s.wrong(err)
	}
	return fmt.Sprintf("Note on %d %s, saved.", p.Row, p.Name)
}
