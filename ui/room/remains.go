package room

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
)

// remains is the page that says, once a person was forgotten, what may still tell of them: notes that
// were kept, and files that could not be reached.
type remains struct{ sheet kit.Sheet }

// remainsOf is that page; nil where nothing is known that may.
func remainsOf(t *kit.Theme, done store.Forgotten) kit.Overlay {
	b := done.Backups
	if len(done.Naming)+len(b.Left)+len(b.Copies)+len(b.Shares) == 0 {
		return nil
	}
	pieces := []kit.Piece{{Text: "Forgotten. What may still tell of them:", Style: t.Title}}
	part := func(heading string, lines []string) {
		if len(lines) == 0 {
			return
		}
		pieces = append(pieces, kit.Piece{Style: t.Text}, kit.Piece{Text: heading, Style: t.Strong})
		for _, line := range lines {
			pieces = append(pieces, kit.Piece{Text: line, Style: t.Text, Indent: 2, Stops: true})
		}
	}
	var notes, left, copies []string
	for _, n := range done.Naming {
		notes = append(notes, fmt.Sprintf("%s, %s", kit.CleanLine(n.Cohort.Name), aboutOf(n.Note.Day, n.Note.Topic)))
	}
	for _, path := range b.Left {
		left = append(left, kit.CleanLine(path))
	}
	for _, c := range b.Copies {
		copies = append(copies, kit.CleanLine(c.Path)+": "+c.Words())
	}
	part("Notes in which the name may stand: look at them (g n)", notes)
	part("Backups that could not be written anew", left)
	part("Shares that have it, sealed, until they are made new (g s, then e)", b.Shares)
	part("Copies of the book that stay as they were", copies)
	part("Nobody can know of", []string{"exported files, other sticks and laptops, and the bins of cloud folders: only you can find those"})
	p := &remains{kit.Sheet{Theme: t}}
	p.sheet.Set(pieces)
	return p
}

// Update takes keys.
func (p *remains) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, isKey := msg.(tea.KeyPressMsg)
	switch {
	case !isKey:
		return false, nil
	case key.String() == "enter":
		return true, nil
	}
	return kit.PressPage(p.Keys(), key)
}

// View draws the lines around the focus.
func (p *remains) View(w, h int) kit.Frame { return p.sheet.View(w, h) }

// Keys is what can be pressed.
func (p *remains) Keys() []kit.Binding {
	return append(p.sheet.MoveKeys(), kit.Binding{Keys: []string{"enter"}, Name: "close", About: "Closes the page; esc does the same.", Footer: 1,
		Do: func() tea.Cmd { return nil }}) // Update closes it
}

// Place is between header and footer.
func (p *remains) Place() kit.Place { return kit.OnPage }
