package room

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
)

// erase is the command that takes what was just struck out of the book's file and the backups beside
// it. Marks that are made meanwhile wait for it, and the screen doesn't.
func (r *Room) erase() tea.Cmd {
	book, sentence := r.Book, r.Sentence
	return func() tea.Msg {
		done, err := book.Erase(true)
		switch {
		case err != nil:
			return kit.SayMsg{Text: sentence(err), Bad: true}
		case len(done.Left) > 0:
			return kit.SayMsg{Text: "struck, and this backup may still have it: " + done.Left[0], Bad: true}
		}
		return nil
	}
}
