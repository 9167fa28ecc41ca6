package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Dispute is what the same two or more people, each on one laptop, say differently of one person on one
// day, or of the cohort itself: all of it is settled at once. Two laptops that each marked a person for
// the whole day make one, with however many keys.
type Dispute struct {
	Person  model.ID // the person's id in the cohort, or zero
	Parties []Party  // this laptop's first
	Fields  []Disputed
}

// Party is one side of a dispute: who, and on which laptop.
type Party struct {
	By, Device string
	At         time.Time // of the latest gesture, by that laptop's clock, in its zone
	Here       bool      // made on this laptop
}

// Disputed is one field of a dispute.
type Disputed struct {
	Block model.ID // that it is about, or zero
	Day   int      // that it is about, or 0
	Note  model.ID // that it is about, or zero
	Sides []Side   // one for each of the parties, in their order
}

// Disagreements are what people disagree on in this cohort, in the order of rows and days; those about the
// cohort itself come last.
func (c *Cohort) Disagreements() []Dispute {
	all := inDispute{c: c, at: map[string]int{}}
	for _, p := range c.People {
		if p.Forgotten {
			all.marks(p)
			continue
		}
		all.person(p)
		all.marks(p)
		all.enrollment(p)
		for _, m := range p.MakeUps {
			all.add(p.Trainee.ID, Disputed{Block: m.Block}, m.Conflict)
		}
	}
	all.plan()
	slices.SortStableFunc(all.found, func(a, b Dispute) int {
		return cmp.Or(cmp.Compare(all.place(a), all.place(b)), cmp.Compare(a.Fields[0].Day, b.Fields[0].Day))
	})
	return all.found
}

// DisagreementsOf are those about one person.
func (c *Cohort) DisagreementsOf(person model.ID) []Dispute {
	return slices.DeleteFunc(c.Disagreements(), func(d Dispute) bool { return d.Person != person })
}

// inDispute puts fields in question together by person, day and who says them.
type inDispute struct {
	c     *Cohort
	found []Dispute
	at    map[string]int
}

// place is the row of a dispute's person, or behind all of them.
func (g *inDispute) place(d Dispute) int {
	if p := g.c.byID[d.Person]; p != nil {
		return p.Row
	}
	return g.c.maxRow + 1
}

// add takes the sides of one field or of several, one after another.
func (g *inDispute) add(person model.ID, about Disputed, sides []Side) {
	for len(sides) > 0 {
		n := 1
		for n < len(sides) && sides[n].Field == sides[0].Field {
			n++
		}
		about.Sides = slices.Clone(sides[:n])
		g.addField(person, about)
		sides = sides[n:]
	}
}

func (g *inDispute) addField(person model.ID, one Disputed) {
	here := func(s Side) bool { return g.c.opOf(s).Device == g.c.book.device }
	slices.SortStableFunc(one.Sides, func(a, b Side) int {
		switch x, y := here(a), here(b); {
		case x && !y:
			return -1
		case y && !x:
			return 1
		}
		x, y := g.c.opOf(a), g.c.opOf(b)
		if x.Device != y.Device || x.Author != y.Author { // in the same order for all fields
			return cmp.Or(compareIDs(x.Device, y.Device), compareIDs(x.Author, y.Author))
		}
		return cmp.Or(b.At.Compare(a.At), compareIDs(a.Op.Gesture, b.Op.Gesture))
	})
	if b, ok := g.c.Block(one.Block); ok {
		one.Day = b.Day
	}
	key := g.key(person, one)
	if i, there := g.at[key]; there {
		d := &g.found[i]
		d.Fields = append(d.Fields, one)
		for i, s := range one.Sides {
			if s.At.After(d.Parties[i].At) {
				d.Parties[i].At = s.At
			}
		}
		return
	}
	d := Dispute{Person: person, Fields: []Disputed{one}}
	for _, s := range one.Sides {
		d.Parties = append(d.Parties, Party{By: s.By, Device: s.Device, At: s.At, Here: here(s)})
	}
	g.at[key] = len(g.found)
	g.found = append(g.found, d)
}

// key tells which fields belong together: the same property, of one person and day, said by the same
// people on the same laptops in the same order. Two sides of one laptop are told apart by their gestures.
func (g *inDispute) key(person model.ID, one Disputed) string {
	key := fmt.Sprintf("%s %d %d.%d", person, one.Day, one.Sides[0].Field.Kind, one.Sides[0].Field.Prop)
	seen := map[string]bool{}
	gestures := ""
	for _, s := range one.Sides {
		op := g.c.opOf(s)
		who := fmt.Sprintf(" %s@%s", op.Author, op.Device)
		seen[who] = true
		key += who
		gestures += s.Op.Gesture.String()
	}
	if len(seen) < len(one.Sides) {
		key += gestures
	}
	return key
}

func (g *inDispute) person(p *Person) {
	g.add(p.Trainee.ID, Disputed{}, g.c.Questions(p))
}

func (g *inDispute) marks(p *Person) {
	for _, b := range g.c.Blocks {
		if cell := p.Marks[b.ID]; cell != nil {
			g.add(p.Trainee.ID, Disputed{Block: b.ID}, cell.Conflict)
		}
	}
}

// enrollment is from which day to which, as a guest for what, and what was said of the required course.
// Rows are never in question, and of joined records each may say another.
func (g *inDispute) enrollment(p *Person) {
	if len(p.records) > 1 {
		return
	}
	for _, prop := range []uint16{propFrom, propTo, propGuest, propRequired} {
		g.add(p.Trainee.ID, Disputed{}, g.c.sides(g.c.merged(p, kindEnrollment, prop), field(kindEnrollment, prop, g.c.Cohort.ID, p.records[0])))
	}
}

// plan is what is about no person's mark: the cohort itself, its days and blocks, and notes.
func (g *inDispute) plan() {
	c := g.c
	var fields []oplog.Field
	for f, r := range c.regs {
		switch f.Kind {
		case kindCohort, kindDay, kindBlock, kindNote:
			if len(r.Ops) > 1 {
				fields = append(fields, f)
			}
		}
	}
	slices.SortFunc(fields, func(a, b oplog.Field) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Entity, b.Entity), cmp.Compare(a.Prop, b.Prop))
	})
	for _, f := range fields {
		var person model.ID
		about := Disputed{}
		switch f.Kind {
		case kindDay:
			about.Day = c.numberOf(part(f.Entity, 1))
		case kindBlock:
			about.Block = part(f.Entity, 1)
		case kindNote:
			about.Note = part(f.Entity, 1)
			i := slices.IndexFunc(c.Notes, func(n Note) bool { return n.ID == about.Note })
			if i < 0 {
				continue // struck, or of somebody who was forgotten
			}
			about.Day, person = c.Notes[i].Day, c.Notes[i].Trainee
		}
		g.add(person, about, c.sides(c.regs[f], f))
	}
}

// opOf is the operation of a side, an empty one where it is gone.
func (c *Cohort) opOf(s Side) *oplog.Op {
	for _, e := range spread(c, []Edit{{field: s.Field}}) {
		if op := c.regs[e.field].Find(s.Op); op != nil {
			return op
		}
	}
	return &oplog.Op{}
}

// Seen is what whoever wrote a side had seen of the field before, in words: "not marked", "present". A
// change to what people disagreed on had seen all of it.
func (c *Cohort) Seen(s Side) []string {
	var seen []string
	for _, e := range spread(c, []Edit{{field: s.Field}}) {
		r := c.regs[e.field]
		op := r.Find(s.Op)
		if op == nil {
			continue
		}
		for _, id := range op.Preds {
			if p := r.Find(id); p != nil {
				if words := c.valueWords(s.Field, p.Value, p.Text); !slices.Contains(seen, words) {
					seen = append(seen, words)
				}
			}
		}
	}
	if len(seen) == 0 {
		seen = []string{c.valueWords(s.Field, nil, model.ID{})}
	}
	return seen
}
