package people

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// beside is what own words stand beside: a mark, or a note.
type beside struct {
	block, note model.ID
}

// OwnWords asks for a person's own words beside a mark of theirs or, where note is not zero, beside a
// note. What they stand beside stays as it is; empty words take them away.
func OwnWords(r *room.Room, id, block, note model.ID) kit.Overlay {
	at := beside{block, note}
	p := person(r, id)
	switch {
	case p == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	case p.Forgotten:
		return nothingWritten(r)
	}
	was, _ := at.now(r, p)
	return &kit.Prompt{
		Theme: r.Theme, Label: p.Name + " sees it differently:", Text: was,
		Preview: func(text string) (string, bool) {
			p := person(r, id)
			if p == nil {
				return "this person is not in the cohort any more: esc", true
			}
			_, what := at.now(r, p)
			switch {
			case what == "":
				return "what the words were to stand beside is not there any more: esc", true
			case strings.TrimSpace(text) == "" && was != "":
				return "Enter takes the words away", false
			}
			return "in their own words, beside: " + what, false
		},
		Enter: func(text string) (bool, tea.Cmd) { return at.set(r, id, text) },
	}
}

// now is the words that stand there, and what they stand beside; empty where that is gone.
func (at beside) now(r *room.Room, p *store.Person) (words, what string) {
	if !at.note.IsZero() {
		i := slices.IndexFunc(r.Cohort.Notes, func(n store.Note) bool { return n.ID == at.note })
		if i < 0 {
			return "", ""
		}
		return r.Cohort.Notes[i].OwnWords, "the note of " + r.Cohort.Notes[i].At.Format("Mon 2 Jan")
	}
	b, ok := r.Cohort.Block(at.block)
	if !ok {
		return "", ""
	}
	cell := p.Cell(b.ID)
	return cell.OwnWords, fmt.Sprintf("day %d %s, %s", b.Day, b.Start.Words(r.Twelve), model.Describe(cell.Mark, b, r.Twelve))
}

func (at beside) set(r *room.Room, id model.ID, typed string) (done bool, cmd tea.Cmd) {
	p := person(r, id)
	if p == nil {
		return true, kit.Warn("this person is not in the cohort any more: the words were not saved")
	}
	was, what := at.now(r, p)
	text, lost := model.Clean(typed, model.CellLimit)
	says := label(p) + ": own words saved, beside " + what
	switch {
	case what == "":
		return true, kit.Warn("what the words were to stand beside is not there any more: they were not saved")
	case text == was:
		return true, kit.Say(label(p) + ": nothing changed")
	case text == "":
		says = label(p) + ": own words taken away"
	case lost:
		says += fmt.Sprintf(", without control characters and what goes beyond %d characters", model.CellLimit)
	}
	edit := r.Cohort.EditOwnWords(p, at.block, text)
	if !at.note.IsZero() {
		edit = r.Cohort.EditNoteWords(at.note, text)
	}
	cmd, err := r.TryCommit(oplog.Single, says, edit)
	if err != nil {
		return false, kit.Warn(r.Sentence(err))
	}
	return true, cmd
}

func (p *page) whyNoOwnWords() string {
	on := p.on()
	switch why := p.whyNoNote(); {
	case why != "":
		return why
	case !on.Note.IsZero(), !on.Block.IsZero() && on.Cohort.IsZero():
		return ""
	}
	return "go to a mark or a note first: own words stand beside it"
}

func (p *page) ownWords() tea.Cmd {
	return kit.Open(OwnWords(p.r, p.id, p.on().Block, p.on().Note))
}
