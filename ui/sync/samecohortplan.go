package sync

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// samePlan is the page that says what joining two cohorts comes to.
type samePlan struct {
	r     *room.Room
	offer store.SameCohort
	j     *store.CohortJoining
	sheet kit.Sheet
	done  bool
}

func newSamePlan(r *room.Room, s store.SameCohort, j *store.CohortJoining) *samePlan {
	p := &samePlan{r: r, offer: s, j: j, sheet: kit.Sheet{Theme: r.Theme}}
	p.sheet.Set(p.pieces())
	return p
}

// pieces are the lines of the page, each part with its own heading.
func (p *samePlan) pieces() []kit.Piece {
	t, j := p.r.Theme, p.j
	title := fmt.Sprintf("Join '%s' into '%s'?", j.B.Name, j.A.Name)
	if j.A.Name == j.B.Name {
		title = fmt.Sprintf("Join the two cohorts '%s' into one?", j.A.Name)
	}
	out := []kit.Piece{{Text: title, Style: t.Title},
		{Text: p.offer.Why, Style: t.Faint}, {Style: t.Text},
		{Text: p.counts(), Style: t.Strong, Stops: true},
		{Text: "Nothing of either is lost: both sides of what is in question are kept until somebody settles it, and the joined one " +
			"keeps its journal. It is not listed any more. u takes all of it back.", Style: t.Text}}
	part := func(heading string, lines []string) {
		if len(lines) == 0 {
			return
		}
		out = append(out, kit.Piece{Style: t.Text}, kit.Piece{Text: heading, Style: t.Strong})
		for _, line := range lines {
			out = append(out, kit.Piece{Text: line, Style: t.Text, Indent: 2, Stops: true})
		}
	}
	part("In question", j.Question)
	part("One person", sameWords(j.Same))
	part("Added to the one that stays", j.Only)
	part("Days and blocks", j.Plan)
	part("Not brought", j.Stays)
	return out
}

// counts sums up the marks in a sentence.
func (p *samePlan) counts() string {
	j := p.j
	return fmt.Sprintf("%s brought, %d the same in both, %d in question, %s besides.", several(j.Marks, "mark", "marks"), j.Agree, j.Disagree,
		several(j.Besides, "remark, note or make-up", "remarks, notes and make-ups"))
}

func several(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func sameWords(pairs []store.Pair) (out []string) {
	for _, p := range pairs {
		words := p.NameB
		if p.NameA != p.NameB {
			words += " is " + p.NameA
		}
		out = append(out, words+": "+p.Why)
	}
	return out
}

// Update takes keys, and ends once one of them decided.
func (p *samePlan) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		return false, nil
	}
	done, cmd = kit.PressPage(p.Keys(), key)
	return done || p.done, cmd
}

// View draws the lines around the focus.
func (p *samePlan) View(w, h int) kit.Frame { return p.sheet.View(w, h) }

// Keys is what can be pressed.
func (p *samePlan) Keys() []kit.Binding {
	decide := func(do func() tea.Cmd) func() tea.Cmd {
		return func() tea.Cmd { p.done = true; return do() }
	}
	keys := append(p.sheet.MoveKeys(),
		kit.Binding{Keys: []string{"y"}, Name: "join them", About: "Joins the cohorts as the page says.", Command: "rollbook cohort join", Footer: 1, Do: decide(p.join)},
		kit.Binding{Keys: []string{"n"}, Name: "leave them", About: "Leaves both as they are; esc does the same.", Footer: 2,
			Do: decide(func() tea.Cmd { return nil })})
	if p.offer.Later > 0 {
		return keys
	}
	return append(keys, kit.Binding{Keys: []string{"x"}, Name: "not the same", About: "Keeps on this laptop that they are two cohorts: they are not offered again.",
		Footer: 3, Do: decide(p.apart)})
}

// join saves the join and shows the cohort that stays, unless another one is on the screen.
func (p *samePlan) join() tea.Cmd {
	r, j := p.r, p.j
	if r.Failed() {
		return kit.Say("something is not saved: join them once it is")
	}
	shows := j.A.ID
	if c := r.Cohort; c != nil && c.Cohort.ID != j.B.ID {
		shows = c.Cohort.ID
	}
	say := fmt.Sprintf("'%s' is joined into '%s': u takes it back", j.B.Name, j.A.Name)
	if j.Disagree > 0 {
		say += fmt.Sprintf(", %d in question", j.Disagree)
	}
	return kit.Batch(r.Save(j.Draft), r.Load(shows, say))
}

// apart keeps that they are not the same.
func (p *samePlan) apart() tea.Cmd {
	book, a, b := p.r.Book, p.j.A, p.j.B
	return func() tea.Msg {
		if err := book.NotSameCohort(a.ID, b.ID); err != nil {
			return kit.SayMsg{Text: room.Sentence(err), Bad: true}
		}
		return kit.SayMsg{Text: fmt.Sprintf("'%s' and '%s' are two cohorts: they are not offered again", a.Name, b.Name)}
	}
}

// Place is a page.
func (p *samePlan) Place() kit.Place { return kit.OnPage }
