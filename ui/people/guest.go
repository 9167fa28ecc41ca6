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

// guestBlocks are those that a guest added now comes for: the one that marks go to, or the day's.
func (a *add) guestBlocks() []model.Block {
	b, whole := a.r.Target()
	if whole {
		return a.r.Cohort.BlocksOf(a.r.Day)
	}
	return []model.Block{b}
}

func (a *add) guestWords() string {
	blocks := a.guestBlocks()
	if len(blocks) == 1 {
		return a.r.BlockWords(blocks[0])
	}
	return fmt.Sprintf("day %d", a.r.Day)
}

// coversAll reports whether a guest comes for all of some blocks already.
func coversAll(p *store.Person, blocks []model.Block) bool {
	return !slices.ContainsFunc(blocks, func(b model.Block) bool { return !p.Covers(b) })
}

// guest takes somebody whom the book knows as a guest for the blocks that marks go to.
func (a *add) guest(text string) (done bool, cmd tea.Cmd) {
	name, _ := model.Clean(text, model.NameLimit)
	if name == "" {
		return false, kit.Say("type the name that they use")
	}
	here, elsewhere := a.match(name)
	var t model.Trainee
	switch {
	case here != nil && len(here.Guest) > 0 && coversAll(here, a.guestBlocks()):
		return true, kit.Batch(kit.Say(label(here)+" is a guest here already"), focus(here.Trainee.ID))
	case here != nil:
		t = here.Trainee
	case elsewhere != nil:
		t = elsewhere.Trainee
	default:
		return false, kit.Say("a guest makes up what they missed in another cohort, and nobody of that name is in this book: Enter adds them to the roster")
	}
	var ids []model.ID
	for _, b := range a.guestBlocks() {
		ids = append(ids, b.ID)
	}
	edits, id, err := a.r.Cohort.EnrollGuest(t, ids)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	row := a.r.Cohort.NextRow()
	if here != nil {
		row = here.Row
	}
	say := fmt.Sprintf("%d %s: a guest for %s", row, t.Name, a.guestWords())
	cmd, err = a.r.TryCommit(oplog.Single, say, edits...)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	return true, kit.Batch(cmd, a.r.Reload(say), focus(id))
}
