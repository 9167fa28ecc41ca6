// Package people is everything about one person of the cohort: adding them, also as a guest, what is
// known of them, their page, what they made up, their own words, the remark on a mark, which other
// records are theirs, and that they are no longer coming. All of it are overlays, so that every screen
// can open them.
//
// It is not for marking: that is package room, with Today and Topics. Start reading at PageOf
// (page.go), which leads to the others.
package people

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Named is the one person of the cohort on the screen whom a part of a name, or a row number, means.
// ok is false where it means nobody or several.
func Named(r *room.Room, query string) (id model.ID, ok bool) {
	if r.Cohort == nil {
		return id, false
	}
	var row int
	if _, err := fmt.Sscanf(query+"\n", "%d\n", &row); err == nil {
		if p := r.Cohort.Row(row); p != nil {
			return p.Trainee.ID, true
		}
	}
	found := model.Find(query, r.Cohort.People, func(p *store.Person) string { return p.Name })
	if len(found) != 1 {
		return id, false
	}
	return found[0].Trainee.ID, true
}

// person looks somebody up: never kept across messages, for an undo replaces the whole cohort.
func person(r *room.Room, id model.ID) *store.Person {
	if r.Cohort == nil {
		return nil
	}
	return r.Cohort.Person(id)
}

func label(p *store.Person) string { return fmt.Sprintf("%d %s", p.Row, p.Name) }

// Behind is shown in place of what the curtain hides.
func Behind(r *room.Room) kit.Overlay {
	return &kit.Help{Theme: r.Theme, Pages: []kit.Page{{Title: "The curtain is closed",
		Text: "Only names and marks are shown on a projected screen. Go back with esc; . and Enter open the curtain."}}}
}

// nothingWritten is shown in place of what would write about somebody who was forgotten.
func nothingWritten(r *room.Room) kit.Overlay {
	return &kit.Help{Theme: r.Theme, Pages: []kit.Page{{Title: "Nothing to write",
		Text: "This person was forgotten: nothing more is written about them. Marks and days can still change. Go back with esc."}}}
}

// gone is shown in place of a person who is not in the cohort any more, such as after an undo.
func gone(r *room.Room) kit.Overlay {
	return &kit.Help{Theme: r.Theme, Pages: []kit.Page{{Title: "Nobody is here",
		Text: "This person is not in the cohort any more: adding them may have been undone. Go back with esc; ctrl+r puts back what was undone."}}}
}

// tells is a binding that an overlay handles in its Update: the footer only tells of it.
func tells(key, name, about string, footer int) kit.Binding {
	return kit.Binding{Keys: []string{key}, Name: name, About: about, Footer: footer, Do: nothing}
}

// daysWords are the days from first to last as a sentence names them.
func daysWords(first, last int) string {
	if first == last {
		return fmt.Sprintf("day %d", first)
	}
	return fmt.Sprintf("days %d–%d", first, last)
}

// lastDay is the number of the cohort's last day, 0 for a cohort without days.
func lastDay(c *store.Cohort) int {
	if len(c.Days) == 0 {
		return 0
	}
	return c.Days[len(c.Days)-1].Number
}

func nothing() tea.Cmd { return nil }
