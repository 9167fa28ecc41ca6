package people

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Remark asks for the remark on a person's block, or on the first of the day where block is zero.
// An empty one takes it away.
func Remark(r *room.Room, id model.ID, day int, block model.ID) kit.Overlay {
	p := person(r, id)
	switch {
	case p == nil:
		return gone(r)
	case r.Curtain:
		return Behind(r)
	case p.Forgotten:
		return nothingWritten(r)
	}
	was := remarkNow(r, p, day, block)
	return &kit.Prompt{
		Theme: r.Theme, Label: label(p) + ", remark", Text: was,
		Preview: func(text string) (string, bool) {
			p := person(r, id)
			if p == nil {
				return "this person is not in the cohort any more: esc", true
			}
			if _, err := r.Cohort.Scope(p, day, block); err != nil {
				return r.Sentence(err), true
			}
			if strings.TrimSpace(text) == "" && was != "" {
				return "Enter takes the remark away", false
			}
			return "write what " + p.Name + " could read beside you", false
		},
		Enter: func(text string) (bool, tea.Cmd) { return setRemark(r, id, day, block, text) },
	}
}

// remarkNow is the remark that stands on the block, or on the first of the day.
func remarkNow(r *room.Room, p *store.Person, day int, block model.ID) string {
	s, err := r.Cohort.Scope(p, day, block)
	if err != nil {
		return ""
	}
	return p.Cell(s.Slots[max(0, s.Block)].Block.ID).Remark
}

func setRemark(r *room.Room, id model.ID, day int, block model.ID, typed string) (done bool, cmd tea.Cmd) {
	p := person(r, id)
	if p == nil {
		return true, kit.Warn("this person is not in the cohort any more: the remark was not saved")
	}
	text, lost := model.Clean(typed, model.CellLimit)
	was := remarkNow(r, p, day, block)
	edits, err := r.Cohort.Remark(p, day, block, text)
	if err != nil {
		return false, kit.Warn(r.Sentence(err))
	}
	say := label(p) + ": remark saved"
	switch {
	case text == was:
		return true, kit.Say(label(p) + ": nothing changed")
	case text == "":
		say = label(p) + ": remark taken away"
	case lost:
		say += fmt.Sprintf(", without control characters and what goes beyond %d characters", model.CellLimit)
	}
	s, _ := r.Cohort.Scope(p, day, block)
	how := oplog.Single
	if cell := p.Cell(s.Slots[max(0, s.Block)].Block.ID); len(cell.Conflict) > 0 {
		how = cell.Settle()
	}
	cmd, err = r.TryCommit(how, say, edits...)
	if err != nil {
		return false, kit.Warn(r.Sentence(err))
	}
	return true, cmd
}
