package report

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
)

// Section is a titled part of a page.
type Section struct {
	Title string
	Items []Item
}

// Item is one thing that a page says: a text beside a label, with more under it. What it is about
// says which day, block, note or make-up a change of it is a change of; they are zero for none.
type Item struct {
	Label string
	Text  string
	Under []string
	Shape rune // of a mark, 0 for none

	Day    int
	Block  model.ID
	Note   model.ID
	MakeUp model.ID
	Cohort model.ID // of the block, where that is another one
}

// Heading is whose page it is: "14 Maya Lopez".
func (p *Page) Heading() string { return fmt.Sprintf("%d %s", p.Row, p.Name) }

// Lead is what the page is, in a sentence to the person whose it is.
func (p *Page) Lead(twelve bool) string {
	return "What is written down about you in " + p.Cohort + ", counted up to " + asOfWords(p.asOf, twelve) + "."
}

// Sections are what the page says, in order; empty ones are left out. With twelve, times are of 12
// hours.
func (p *Page) Sections(twelve bool) []Section {
	all := []Section{
		{"Where it stands", p.stands()},
		{"Missed, and what can be made up", p.canMakeGood(twelve)},
		{"To make up from other cohorts", p.owedElsewhere(twelve)},
		{"Not settled", p.notSettled()},
		{"Made up", p.madeUp(twelve)},
		{"Attendance", p.attendance(twelve)},
		{"Notes about you", p.notes()},
		{"Who you are here", p.who()},
	}
	var out []Section
	for _, s := range all {
		if len(s.Items) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func (p *Page) who() []Item {
	var items []Item
	add := func(label, text string) {
		if text != "" {
			items = append(items, Item{Label: label, Text: text})
		}
	}
	if p.Forgotten {
		add("Forgotten", "What was written about you was struck.")
	}
	add("Say it like", string(p.Say))
	add("Pronouns", string(p.Pronouns))
	add("Worksite", string(p.Worksite))
	add("Email", string(p.Email))
	add("Phone", string(p.Phone))
	switch {
	case p.trainee.Certificate == "":
	case p.certificate:
		add("Name for the certificate", p.trainee.Certificate)
	default:
		add("Name for the certificate", "There is one. It is shown nowhere but where somebody asks for it.")
	}
	add("Course", string(p.Title))
	add("Place", string(p.Place))
	add("Trainers", strings.Join(p.Trainers, ", "))
	add("Enrolled", p.enrolled())
	if p.Guest {
		return items // what comes before the course is asked of who takes it
	}
	switch p.Required.State {
	case string(model.RequiredMet):
		add("Required before", model.CourseTitle(p.rule.Requires)+": done. "+Sentence(string(p.Required.How)))
	case string(model.RequiredMissing):
		add("Required before", model.CourseTitle(p.rule.Requires)+": not known. "+Sentence(string(p.Required.How)))
	}
	return items
}

// enrolled are the days that the person is here for.
func (p *Page) enrolled() string {
	if p.Guest {
		return "A guest, only to make something up: outside all totals."
	}
	words := ""
	switch {
	case p.ToDay == nil && p.FromDay <= 1:
		words = "For all days"
	case p.ToDay == nil:
		words = fmt.Sprintf("From day %d on", p.FromDay)
	case *p.ToDay == 0:
		words = "For no day: no longer coming"
	case *p.ToDay < p.lastDay:
		words = fmt.Sprintf("From day %d to day %d, no longer coming after that", p.FromDay, *p.ToDay)
	default:
		words = fmt.Sprintf("From day %d to day %d", p.FromDay, *p.ToDay)
	}
	if p.WalkIn {
		words += "; walked in"
	}
	return words + "."
}

// stands are the minutes of what has ended, and what the rule makes of them.
func (p *Page) stands() []Item {
	if p.Guest {
		return nil
	}
	minutes := []string{model.DescribeMinutes(p.Attended) + " attended of " + model.DescribeMinutes(p.Scheduled)}
	for _, m := range []struct {
		n    int
		said string
	}{{p.Missed, "missed"}, {p.MadeUp, "of that made up"}, {p.Unmarked, "not marked"}, {p.Outside, "before joining or after leaving, counted nowhere"}} {
		if m.n > 0 {
			minutes = append(minutes, model.DescribeMinutes(m.n)+" "+m.said)
		}
	}
	items := []Item{{Label: "So far", Text: Sentence(strings.Join(minutes, ", "))}}
	standing := Sentence(model.Standing(p.Standing).Words())
	if p.Why != "" {
		standing += " " + Sentence(string(p.Why))
	}
	items = append(items, Item{Label: "By the rule", Text: standing})
	var rule []string
	for _, sentence := range p.rule.Words() {
		rule = append(rule, Sentence(sentence))
	}
	if len(rule) > 0 {
		items = append(items, Item{Label: "The rule", Text: strings.Join(rule, " ")})
	}
	return items
}

// notSettled is what somebody has yet to do or to know about the person.
func (p *Page) notSettled() []Item {
	var items []Item
	for _, open := range p.Open {
		items = append(items, Item{Text: Sentence(open)})
	}
	return items
}

func (p *Page) attendance(twelve bool) []Item {
	var items []Item
	for _, d := range p.Days {
		label := fmt.Sprintf("Day %d, %s", d.Day, d.date.Words())
		if len(d.Blocks) == 0 {
			if !p.Guest {
				items = append(items, Item{Label: label, Text: Sentence(dayWords(model.DayState(d.State))), Day: d.Day})
			}
			continue
		}
		if first, last := d.Blocks[0], d.Blocks[len(d.Blocks)-1]; d.toCome() {
			items = append(items, Item{Label: label, Day: d.Day, Shape: noShape,
				Text: first.block.Start.Words(twelve) + " to " + last.block.End.Words(twelve) + ": to come."})
			continue
		}
		for i := range d.Blocks {
			it := d.Blocks[i].item(label, d.Day, twelve)
			if p.Guest {
				it.Under = append(it.Under, p.makesGood(d.Blocks[i].Topic)...)
			}
			items = append(items, it)
			label = ""
		}
	}
	return items
}

// toCome reports whether nothing of the day has ended and nothing is recorded for it.
func (d PageDay) toCome() bool {
	return !slices.ContainsFunc(d.Blocks, func(b PageBlock) bool {
		return b.ended || b.State != model.Unmarked.String() || b.Told || b.Remark != "" || b.OwnWords != "" || len(b.Conflict) > 0
	})
}

// item is a block: its time and topic, the mark, and what stands beside it.
func (b *PageBlock) item(label string, day int, twelve bool) Item {
	m := b.cell.Mark.In(b.block)
	says := model.Describe(m, b.block, twelve)
	it := Item{Label: label, Day: day, Block: b.block.ID, Shape: shapeOf(m.State)}
	if m.State == model.Unmarked && !b.ended {
		says, it.Shape = "to come", noShape
	}
	it.Text = b.block.Start.Words(twelve) + " to " + b.block.End.Words(twelve) + ", " + b.Topic + ": " + says
	if b.Told {
		it.Text += "; told us ahead"
	}
	if b.Paper {
		it.Text += "; from paper"
	}
	if b.MadeUp > 0 {
		it.Text += "; " + model.DescribeMinutes(b.MadeUp) + " made up"
	}
	it.Text += "."
	if len(b.Conflict) > 0 {
		it.Under = append(it.Under, "Not agreed: "+strings.Join(b.Conflict, ", ")+".")
	}
	if b.cell.Moved {
		it.Under = append(it.Under, "The block's hours changed after the times were written down.")
	}
	if b.Remark != "" {
		it.Under = append(it.Under, "Remark: "+string(b.Remark))
	}
	if b.OwnWords != "" {
		it.Under = append(it.Under, b.ownWords())
	}
	return it
}

func (b *PageBlock) ownWords() string { return "In your own words: " + string(b.OwnWords) }

func (p *Page) madeUp(twelve bool) []Item {
	var items []Item
	for _, m := range p.MakeUps {
		text := fmt.Sprintf("%s of day %d, %s, on %s", model.DescribeMinutes(m.Minutes), m.Day, m.Topic, m.makeUp.Date.Words())
		switch {
		case m.OneToOne:
			text += ", one to one"
		case m.In != "":
			text += ", in " + string(m.In)
		default:
			text += ", in another cohort"
		}
		if m.With != "" {
			text += ", with " + string(m.With)
		}
		items = append(items, Item{Text: text + ".", Under: []string{"Written by " + string(m.By) + ", " + m.makeUp.At.Format("Mon 2 Jan 2006") + "."},
			Day: m.Day, Block: m.makeUp.Block, MakeUp: m.makeUp.ID})
	}
	return items
}

func (p *Page) notes() []Item {
	var items []Item
	for _, n := range p.Notes {
		items = append(items, noteItem("", n.note, "your"))
	}
	return items
}
