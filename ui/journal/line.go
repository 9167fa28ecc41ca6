package journal

import (
	"fmt"
	"strings"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// line is what is kept of a gesture.
type line struct {
	gesture model.ID
	at      time.Time
	by      string
	device  string
	what    string // the gesture in a few words
	told    []store.Changed
	block   model.ID // in which all of its marks are, or zero
	day     int      // on which they are, or 0
	changes int      // how many the gesture has
	undone  bool     // nothing of it stands
	undoes  bool     // it is an undo or a redo itself
	marks   bool     // it is about attendance only
	folded  string   // all of its words, as they are searched
}

// mostTold is how many changes of a gesture a line tells one by one.
const mostTold = 4

// lineOf is the line of an entry; false where the filter leaves it out.
func lineOf(e *store.Entry, only Only) (l line, listed bool) {
	if only.Trainer != "" && e.By != only.Trainer {
		return l, false
	}
	l = line{gesture: e.Gesture, at: e.At, by: e.By, device: e.Device, what: e.What, changes: len(e.Changes), undone: e.Undone,
		undoes: e.How == "undo", marks: len(e.Changes) > 0}
	l.block, l.day = place(e.Changes)
	matching := 0
	for i := range e.Changes {
		ch := &e.Changes[i]
		if !only.has(ch) {
			continue
		}
		l.marks = l.marks && isMark(ch.Field)
		if matching++; len(l.told) < mostTold && !strings.HasPrefix(ch.Field, noteAbout) {
			l.told = append(l.told, *ch)
		}
	}
	if !only.narrow() && (matching > 1 || l.undoes) {
		l.told = nil
	}
	l.folded = model.Fold(strings.Join(append([]string{e.By, e.Device, e.What}, toldWords(l.told)...), " "))
	return l, matching > 0 || len(e.Changes) == 0 && only == Only{Trainer: only.Trainer}
}

// place is where all marks of a gesture are, as far as they are in one block or on one day.
func place(changes []store.Changed) (block model.ID, day int) {
	for i := range changes {
		ch := &changes[i]
		switch {
		case !isMark(ch.Field):
			return model.ID{}, 0
		case i == 0:
			block, day = ch.Block, ch.Day
		}
		if ch.Block != block {
			block = model.ID{}
		}
		if ch.Day != day {
			day = 0
		}
	}
	return block, day
}

func toldWords(told []store.Changed) (words []string) {
	for _, ch := range told {
		words = append(words, ch.Field, ch.From, ch.To)
	}
	return words
}

// What the journal calls the mark itself, the name that is shown nowhere but on the certificate, and
// what a note is about, which each line of a note tells anyhow.
const (
	attendance  = "attendance"
	certificate = "certificate name"
	noteAbout   = "note about"
)

func isMark(field string) bool {
	return strings.HasPrefix(field, attendance) || strings.HasPrefix(field, "from paper of ")
}

// hidden stands for what is neither a name nor a mark while the curtain is closed.
const hidden = "something that the curtain hides"

// words are what a line says: the gesture or, where it is one change or the page is about one person
// or note, from what to what.
func (p *Page) words(l *line) string {
	words := l.what
	switch {
	case len(l.told) > 0:
		var each []string
		for i := range l.told {
			if !p.r.Curtain || isMark(l.told[i].Field) {
				each = append(each, p.change(&l.told[i]))
			}
		}
		if words = strings.Join(each, "; "); words == "" {
			words = hidden
		}
		if l.undoes && p.only.narrow() {
			prefix, _, _ := strings.Cut(l.what, ": ")
			words = prefix + ": " + words
		}
	case p.r.Curtain && !l.marks:
		words = hidden
	default:
		words += p.where(l)
	}
	switch {
	case l.undone && l.undoes:
		if done, rest, two := strings.Cut(words, ": "); two {
			return done + ", then taken back: " + rest
		}
		return "taken back: " + words
	case l.undone:
		return "was undone: " + words
	}
	return words
}

// where is the one block or day of a gesture's marks, behind its words.
func (p *Page) where(l *line) string {
	b, ok := p.r.Cohort.Block(l.block)
	switch {
	case ok:
		return fmt.Sprintf(" (day %d %s %s)", b.Day, b.Start.Words(p.r.Twelve), b.Topic)
	case l.day != 0:
		return fmt.Sprintf(" (day %d)", l.day)
	}
	return ""
}

// change is one change, without what the title says already: whom it is about, from what to what, and
// in which block.
func (p *Page) change(ch *store.Changed) string {
	field, who, where := p.parts(ch)
	if !p.only.Person.IsZero() {
		who = ""
	}
	words := join(who, join(field, fromTo(p.r.Theme, ch)))
	if where != "" && p.only.Block.IsZero() {
		words += " (" + where + ")"
	}
	return words
}

// parts are what the journal's name of a field is made of: what it is, of whom and of which block. A
// mark is called by nothing but that.
func (p *Page) parts(ch *store.Changed) (field, who, where string) {
	field = ch.Field
	if name, on, is := strings.Cut(field, " on "); is && !ch.Note.IsZero() {
		if p.only.narrow() {
			on = ""
		}
		return name, on, ""
	}
	if day, is := strings.CutPrefix(field, "day closed of "); is {
		return "closed", day, ""
	}
	if q := p.r.Cohort.Person(ch.Trainee); q != nil {
		if name, rest, of := strings.Cut(field, " of "+label(q)); of && (rest == "" || strings.HasPrefix(rest, ", ")) {
			field, who, where = name, label(q), strings.TrimPrefix(rest, ", ")
		}
	}
	if field == attendance {
		field = ""
	}
	return field, who, where
}

func join(before, words string) string {
	switch {
	case before == "":
		return words
	case words == "":
		return before
	}
	return before + ": " + words
}

func fromTo(t *kit.Theme, ch *store.Changed) string {
	arrow := " → "
	if t.ASCII {
		arrow = " -> "
	}
	switch {
	case strings.HasPrefix(ch.Field, certificate):
		return "changed"
	case ch.From == "":
		return ch.To
	case ch.To == "":
		return "taken away, was " + ch.From
	}
	return ch.From + arrow + ch.To
}

func (p *Page) cell(row, col int) kit.Cell {
	l := &p.lines[p.hits[row]]
	style := p.r.Theme.Text
	if l.undone {
		style = p.r.Theme.Faint.Strikethrough(true)
	}
	if col == 2 && len(p.grid.Columns) < len(p.columns) {
		col = 3 // the laptop is left out
	}
	switch col {
	case 0:
		return kit.Cell{Text: p.when(l.at), Style: style}
	case 1:
		return kit.Cell{Text: l.by, Style: style}
	case 2:
		return kit.Cell{Text: l.device, Style: style}
	}
	return kit.Cell{Text: p.words(l), Style: style}
}

// when is a moment: of another year the date alone.
func (p *Page) when(at time.Time) string {
	if at.Year() != p.r.Now().Year() {
		return at.Format("2 Jan 2006")
	}
	return at.Format("2 Jan ") + model.ClockIn(at).Words(p.r.Twelve)
}
