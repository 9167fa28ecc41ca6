package disputes

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Page is one disagreement: who said what, when, on which laptop, and what each had seen. What the
// focus is on holds once Enter is pressed.
type Page struct {
	r     *room.Room
	in    *store.Cohort // nil for the one that is open
	d     store.Dispute
	done  func() // called after a settlement, may be nil
	sheet kit.Sheet
}

// settledMsg says that something was settled here.
type settledMsg struct{}

// Update moves and settles. Once it is settled, or gone with what an undo took back, the page closes.
func (p *Page) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case room.LoadedMsg, settledMsg:
		return p.view().gone(), nil
	case tea.KeyPressMsg:
		p.lay()
		return kit.PressPage(p.Keys(), msg)
	}
	return false, nil
}

func (p *Page) view() view { return view{r: p.r, c: one{p.in, p.d}.cohort(p.r), d: p.d} }

// choices are what can be taken: a party each, and both together where they fit.
func (p *Page) choices() []choice {
	var all []choice
	for i := range p.d.Parties {
		all = append(all, choice(i))
	}
	if p.view().whyNot(both) == "" {
		all = append(all, both)
	}
	return all
}

// Keys is the table of the page.
func (p *Page) Keys() []kit.Binding {
	settle := func(keys []string, name, about string, footer int, c func() choice) kit.Binding {
		return kit.Binding{Keys: keys, Name: name, About: about, Command: "rollbook settle ID VALUE", Footer: footer,
			Why: func() string { return p.view().whyNot(c()) }, Do: func() tea.Cmd { return p.settle(c()) }}
	}
	is := func(c choice) func() choice { return func() choice { return c } }
	focused := func() choice {
		all := p.choices()
		return all[max(0, min(p.sheet.At, len(all)-1))]
	}
	return append([]kit.Binding{
		settle([]string{"enter"}, "this holds", "What the cursor is on holds from now on, on all laptops.", 1, focused),
		settle([]string{"m"}, "mine", "What was said on this laptop holds.", 2, is(mine)),
		settle([]string{"t"}, "theirs", "What was said on the other laptop holds.", 3, is(theirs)),
		settle([]string{"b"}, "both", "Both hold: one saw the person come, the other saw them leave.", 4, is(both)),
		{Keys: []string{"esc"}, Name: "leave it open", About: "Goes back; both are kept as they are.", Footer: 5, Do: func() tea.Cmd { return nil }},
	}, p.sheet.MoveKeys()...)
}

// settle commits the choice; what the page is about is gone then, and the page with it.
func (p *Page) settle(c choice) tea.Cmd {
	cmd := p.view().settle(c)
	if p.done != nil {
		p.done()
	}
	return cmd
}

// lay puts the disagreement on the sheet.
func (p *Page) lay() {
	v, t := p.view(), p.r.Theme
	if v.c == nil {
		p.sheet.Set([]kit.Piece{{Text: "The cohort is not open any more: esc goes back.", Style: t.Text}})
		return
	}
	var parts []kit.Piece
	for i, party := range p.d.Parties {
		if i > 0 {
			parts = append(parts, kit.Piece{})
		}
		parts = append(parts, kit.Piece{Text: v.partyTitle(i), Right: p.r.Moment(party.At), Style: t.Text, Stops: true})
		for _, f := range p.d.Fields {
			if says := v.said(f, i); says != "" {
				piece := kit.Piece{Text: says, Style: t.Text, Indent: 2}
				if at := p.r.Moment(f.Sides[i].At); at != p.r.Moment(party.At) {
					piece.Right = at
				}
				parts = append(parts, piece)
				if seen := v.hadSeen(f, i); seen != "" {
					parts = append(parts, kit.Piece{Text: seen, Style: t.Faint, Indent: 4})
				}
			}
		}
	}
	if words, ok := v.bothWords(); ok {
		parts = append(parts, kit.Piece{}, kit.Piece{Text: "both: one saw them come, the other saw them leave", Style: t.Text, Stops: true})
		parts = append(parts, kit.Piece{Text: words, Style: t.Text, Indent: 2})
	}
	if v.c == p.r.Cohort && !p.d.Person.IsZero() {
		parts = append(parts, kit.Piece{}, kit.Piece{Text: "Neither? esc, then mark the person anew: that settles it as well.", Style: t.Faint})
	}
	p.sheet.Set(parts)
}

// View draws the page.
func (p *Page) View(w, h int) kit.Frame {
	t := p.r.Theme
	p.lay()
	v := p.view()
	head := []string{}
	if v.c != nil {
		head = append(head, t.Title.Render(t.Cut(v.title(), w)))
		if n := len(p.d.Fields); n > 1 && h > 12 {
			head = append(head, t.Faint.Render(t.Cut(fmt.Sprintf("%d fields of one day, said by the same people: they are settled together", n), w)))
		}
		head = append(head, "")
	}
	return kit.Listing{Theme: t, Head: head, Body: p.sheet.View}.View(w, h)
}

// Place is a page.
func (p *Page) Place() kit.Place { return kit.OnPage }

// hiddenWords stand for what the curtain hides.
const hiddenWords = "hidden by the curtain: . and Enter open it"

// open reports whether a field may be shown behind a closed curtain: marks may, words about people
// may not.
func open(s store.Side) bool {
	about := s.About()
	return about == "attendance" || about == "told us ahead"
}

// view tells of one disagreement.
type view struct {
	r *room.Room
	c *store.Cohort
	d store.Dispute
}

// who it is about: "7 Maya".
func (v view) who() string {
	if p := v.c.Person(v.d.Person); p != nil {
		return fmt.Sprintf("%d %s", p.Row, p.Name)
	}
	return v.c.Name
}

// about names what it is about, without the person: "day 3, Tue 3 Mar".
func (v view) about() string {
	f := v.d.Fields[0]
	if d, ok := v.c.Day(f.Day); ok {
		words := fmt.Sprintf("day %d, %s", d.Number, d.Date.Short())
		if b, ok := v.c.Block(f.Block); ok && len(v.d.Fields) == 1 {
			words += ", " + b.Start.Words(v.r.Twelve) + " " + b.Topic
		}
		return words
	}
	return ""
}

func (v view) title() string {
	return v.name() + ": " + counted(len(v.d.Parties), "side")
}

// name is whom and what the disagreement is about: "7 Maya, day 3, Tue 3 Mar".
func (v view) name() string {
	if about := v.about(); about != "" {
		return v.who() + ", " + about
	}
	return v.who()
}

// side is what a party says, in one line: "mine: absent".
func (v view) side(i int) string { return v.party(i) + ": " + v.values(i) }

// party is who a party is, in a word: "mine", "Ben".
func (v view) party(i int) string {
	p := v.d.Parties[i]
	if p.Here {
		return "mine"
	}
	for j, other := range v.d.Parties {
		if j != i && other.By == p.By && !other.Here {
			return p.By + " on " + p.Device
		}
	}
	return p.By
}

func (v view) partyTitle(i int) string {
	p := v.d.Parties[i]
	words := fmt.Sprintf("%s on %s", p.By, p.Device)
	if p.Here {
		return "mine: " + words
	}
	return words
}

// values are what a party said of all fields, in a few words.
func (v view) values(i int) string {
	var words []string
	same := true
	for _, f := range v.d.Fields {
		says := v.value(f, i)
		same = same && says == v.value(v.d.Fields[0], i) && f.Sides[i].About() == v.d.Fields[0].Sides[i].About()
		if b, ok := v.c.Block(f.Block); ok && len(v.d.Fields) > 1 {
			says = b.Start.Words(v.r.Twelve) + " " + says
		}
		words = append(words, says)
	}
	if same {
		return v.value(v.d.Fields[0], i)
	}
	return strings.Join(words, ", ")
}

// value is what a party said of a field.
func (v view) value(f store.Disputed, i int) string {
	s := f.Sides[i]
	if v.r.Curtain && !open(s) {
		return "hidden"
	}
	switch about := s.About(); {
	case about == "attendance":
		return s.Value
	case about == "told us ahead" && s.Value == "yes":
		return "told us ahead"
	case about == "told us ahead":
		return "did not tell us ahead"
	case s.Value == "":
		return "no " + about
	default:
		return about + ": " + s.Value
	}
}

// said is a line for one field: "09:00 absent".
func (v view) said(f store.Disputed, i int) string {
	if v.r.Curtain && !open(f.Sides[i]) {
		return hiddenWords
	}
	if b, ok := v.c.Block(f.Block); ok && len(v.d.Fields) > 1 {
		return b.Start.Words(v.r.Twelve) + " " + v.value(f, i)
	}
	return v.value(f, i)
}

// hadSeen says what stood there when the party said something else.
func (v view) hadSeen(f store.Disputed, i int) string {
	if v.r.Curtain && !open(f.Sides[i]) {
		return ""
	}
	seen := v.c.Seen(f.Sides[i])
	for i := range seen {
		if seen[i] == "" {
			seen[i] = "nothing"
		}
	}
	who := v.d.Parties[i].By
	if v.d.Parties[i].Here {
		who = "this laptop"
	}
	if len(seen) > 1 {
		return who + " had seen both: " + strings.Join(seen, ", ")
	}
	return who + " had seen: " + seen[0]
}
