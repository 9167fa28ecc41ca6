package room

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
)

// onPaper adds to the marks among edits that they are keyed in from paper, while that is on.
func (r *Room) onPaper(edits []store.Edit) []store.Edit {
	if !r.Paper {
		return edits
	}
	return store.FromPaper(edits)
}

// TurnPaper says that the marks from here on are keyed in from a sheet on paper, or no longer.
func (r *Room) TurnPaper() tea.Cmd {
	if r.Paper = !r.Paper; r.Paper {
		return kit.Say("marks are from paper from here on, and the journal says so; f ends it")
	}
	return kit.Say("marks are not from paper any more")
}
