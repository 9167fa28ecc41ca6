package today

import (
	"fmt"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// Tally counts the states of people in columns of blocks, and follows the change of one person
// without looking at the others. People enrolled for no block of a column don't count there.
type Tally struct {
	Counts [][4]int // by column, then by state

	columns [][]model.Block
	states  map[model.ID][]model.State // by person and column; notHere for who is not enrolled for it
}

const notHere model.State = 0xff

// NewTally counts people in columns: what each column's blocks come to together is one state.
func NewTally(people []*store.Person, columns ...[]model.Block) Tally {
	t := Tally{Counts: make([][4]int, len(columns)), columns: columns, states: make(map[model.ID][]model.State, len(people))}
	room := make([]model.State, len(people)*len(columns))
	for i, p := range people {
		states := room[i*len(columns) : (i+1)*len(columns)]
		for c := range states {
			states[c] = notHere
		}
		t.states[p.Trainee.ID] = states
		t.Follow(p)
	}
	return t
}

// Follow counts a person anew after a change of their marks.
func (t *Tally) Follow(p *store.Person) {
	states := t.states[p.Trainee.ID]
	for c := range states {
		if was := states[c]; was != notHere {
			t.Counts[c][was]--
		}
		states[c] = together(p, t.columns[c])
		if is := states[c]; is != notHere {
			t.Counts[c][is]++
		}
	}
}

// together is the one state that a person's marks in blocks come to, as room.DayState says it.
func together(p *store.Person, blocks []model.Block) model.State {
	all := notHere
	for _, b := range blocks {
		if !p.Covers(b) {
			continue
		}
		state := model.Unmarked
		if cell := p.Marks[b.ID]; cell != nil {
			state = cell.Mark.In(b).State
		}
		switch {
		case state == model.Unmarked:
			return model.Unmarked
		case all == notHere:
			all = state
		case all != state:
			all = model.Part
		}
	}
	return all
}

// Words are the counts of a column: "18 people: 12 ● 2 ◐ 1 ○ 3 ·".
func (t *Tally) Words(theme *kit.Theme, column int) string {
	n := t.Counts[column]
	word := "people"
	if total(n) == 1 {
		word = "person"
	}
	return fmt.Sprintf("%d %s: %d %s %d %s %d %s %d %s", total(n), word,
		n[model.Present], theme.Glyph(kit.Present), n[model.Part], theme.Glyph(kit.Part),
		n[model.Absent], theme.Glyph(kit.Absent), n[model.Unmarked], theme.Glyph(kit.Unmarked))
}

func total(n [4]int) int { return n[0] + n[1] + n[2] + n[3] }
