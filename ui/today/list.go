package today

import (
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// List is who stands on a screen, line by line: those enrolled, in order of row, then the guests
// under a heading.
type List struct {
	Lines  []Line
	Absent int // people of the cohort who are enrolled for none of the blocks

	at    map[model.ID]int // line of a person
	byRow map[int]model.ID
}

// Line is a person, or a heading, which never has the focus.
type Line struct {
	Person  model.ID
	Heading string
}

const makingUp, behindCurtain = "making something up", "also here"

// HeadingFor is the heading as the screen shows it: behind the curtain it doesn't tell who has something
// to make up.
func (l Line) HeadingFor(r *room.Room) string {
	if r.Curtain {
		return behindCurtain
	}
	return l.Heading
}

// NewList lists the people enrolled for any of the blocks; here are those on the list without the
// guests.
func NewList(c *store.Cohort, blocks []model.Block) (l List, here []*store.Person) {
	l = List{at: map[model.ID]int{}, byRow: map[int]model.ID{}}
	if c == nil {
		return l, nil
	}
	var guests []*store.Person
	for _, p := range c.People {
		switch {
		case !slices.ContainsFunc(blocks, p.Covers):
			l.Absent++
		case len(p.Guest) > 0:
			guests = append(guests, p)
		default:
			here = append(here, p)
		}
	}
	for _, p := range here {
		l.add(p)
	}
	if len(guests) > 0 {
		l.Lines = append(l.Lines, Line{Heading: makingUp})
	}
	for _, p := range guests {
		l.add(p)
	}
	return l, here
}

func (l *List) add(p *store.Person) {
	l.at[p.Trainee.ID] = len(l.Lines)
	if _, taken := l.byRow[p.Row]; !taken {
		l.byRow[p.Row] = p.Trainee.ID
	}
	l.Lines = append(l.Lines, Line{Person: p.Trainee.ID})
}

// Who is on a line, zero for nobody.
func (l *List) Who(line int) model.ID {
	if line < 0 || line >= len(l.Lines) {
		return model.ID{}
	}
	return l.Lines[line].Person
}

// Focus puts a grid's focus on a person; false: they are not on the list.
func (l *List) Focus(g *kit.Grid, id model.ID) bool {
	i, there := l.at[id]
	if there {
		g.Row = i
	}
	return there
}

// Move moves a grid's focus and steps over a heading: on in the same direction, or back where that
// ends.
func (l *List) Move(g *kit.Grid, by func()) {
	was := g.Row
	by()
	g.Move(0, 0)
	if g.Row >= len(l.Lines) || l.Lines[g.Row].Heading == "" {
		return
	}
	if g.Row < was && g.Row > 0 {
		g.Row--
		return
	}
	g.Row++
}

// Row finds who has a row number on the list, or says why nobody has it.
func (l *List) Row(c *store.Cohort, n int) (id model.ID, name, why string) {
	if c == nil {
		return id, "", noCohort
	}
	if id, there := l.byRow[n]; there {
		if p := c.Person(id); p != nil {
			return id, p.Name, ""
		}
	}
	if p := c.Row(n); p != nil {
		return model.ID{}, "", fmt.Sprintf("%d %s is not on this day", n, p.Name)
	}
	return model.ID{}, "", fmt.Sprintf("nobody has row %d", n)
}

// Digits is how many cells the row numbers take.
func (l *List) Digits(c *store.Cohort) int {
	widest := 2
	for i := len(l.Lines) - 1; i >= 0 && i >= len(l.Lines)-2; i-- { // rows are in order
		if p := c.Person(l.Lines[i].Person); p != nil {
			widest = max(widest, len(fmt.Sprint(p.Row)))
		}
	}
	return widest
}

// Key tells whether what was worked out of a room still holds: it is another one after any gesture,
// and where another cohort, day or target is on the screen.
type Key struct {
	cohort   *store.Cohort
	first    *store.Person // made anew whenever more than marks has changed
	people   int
	day      int
	target   model.ID
	revision int
}

// KeyOf is the key of what would be worked out now.
func KeyOf(r *room.Room) Key {
	k := Key{cohort: r.Cohort, day: r.Day, target: r.BlockID(), revision: r.Revision()}
	if k.cohort != nil && len(k.cohort.People) > 0 {
		k.first, k.people = k.cohort.People[0], len(k.cohort.People)
	}
	return k
}

// Follows makes k the key of the room after one gesture that changed marks of one person; false:
// more than that has changed, and it stays as it was.
func (k *Key) Follows(r *room.Room) bool {
	next := KeyOf(r)
	k.revision++
	if *k == next {
		return true
	}
	k.revision--
	return false
}

// SameCohort reports whether both keys are of one cohort, maybe loaded anew.
func (k Key) SameCohort(other Key) bool {
	return k.cohort != nil && other.cohort != nil && k.cohort.Cohort.ID == other.cohort.Cohort.ID
}
