package notes

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
)

// shown is how many lines of a note without the focus are seen; the focused one is seen whole.
const shown = 3

// View draws the notes around the focused one, under the date that they were written on.
func (s *Screen) View(w, h int) kit.Frame {
	t := s.r.Theme
	if w < 1 || h < 1 || s.r.Cohort == nil {
		return kit.Frame{Lines: []string{""}}
	}
	if s.r.Curtain {
		return kit.Frame{Lines: []string{t.Faint.Render(t.Cut(number(len(s.r.Cohort.Notes))+": the curtain is closed", w))}}
	}
	hits := s.list()
	head := []string{t.Title.Render(t.Cut(s.heading(len(hits)), w))}
	if len(hits) == 0 {
		return s.empty(head, w, h)
	}
	room := max(h-1, 1)
	s.scroll(w, room)
	f := kit.Frame{Lines: head}
	s.page = 0
	for i := s.top; i < len(hits) && len(f.Lines)-1 < room; i++ {
		if i == s.top || s.newDate(i) {
			f.Lines = append(f.Lines, t.Strong.Render(t.Cut(model.DateIn(s.note(i).At).Words(), w)))
		}
		if i == s.at {
			f.Cursor.Y = len(f.Lines)
		}
		f.Lines = append(f.Lines, s.draw(i, w, room)...)
		s.page++
	}
	f.Lines = f.Lines[:min(len(f.Lines), h)]
	f.Cursor.Y = min(f.Cursor.Y, len(f.Lines)-1)
	return f
}

func (s *Screen) note(i int) *store.Note { return &s.r.Cohort.Notes[s.hits[i]] }

// newDate reports whether a note was written on another date than the one above it.
func (s *Screen) newDate(i int) bool {
	return i == 0 || model.DateIn(s.note(i).At) != model.DateIn(s.note(i-1).At)
}

// heading says what is listed, and what makes it less than all.
func (s *Screen) heading(n int) string {
	var parts []string
	c := s.r.Cohort
	switch {
	case s.only.day != 0:
		parts = append(parts, fmt.Sprintf("on day %d or written then", s.only.day))
	case s.only.topic != "", !s.only.person.IsZero():
		parts = append(parts, "on "+subject{topic: s.only.topic, person: s.only.person}.words(c))
	}
	if s.only.text != "" {
		parts = append(parts, "with '"+s.only.text+"'")
	}
	if len(parts) == 0 {
		return number(n)
	}
	return fmt.Sprintf("%s of %d, %s; f: all", number(n), len(c.Notes), strings.Join(parts, " "))
}

func (s *Screen) empty(head []string, w, h int) kit.Frame {
	says := "No notes yet. n writes one on the day, a topic or a person."
	if s.only != (filter{}) {
		says = "No note is like that. f lists all notes again."
	}
	f := kit.Frame{Lines: append(head, s.r.Theme.Wrap(says, w)...)}
	f.Lines = f.Lines[:min(len(f.Lines), h)]
	f.Cursor.Y = len(f.Lines) - 1
	return f
}

// scroll moves the window as little as it must for the focused note to be in it, going through the
// notes in sight and no others.
func (s *Screen) scroll(w, room int) {
	s.at = max(0, min(s.at, len(s.hits)-1))
	s.top = min(s.top, s.at)
	lines := 1 + s.height(s.at, w, room) // the date over the first one
	least := s.at
	for least > 0 && least > s.top {
		lines += s.height(least-1, w, room)
		if s.newDate(least) {
			lines++
		}
		if lines > room {
			break
		}
		least--
	}
	s.top = max(s.top, least)
}

func (s *Screen) height(i, w, room int) int { return len(s.draw(i, w, room)) }

// draw is one note: what it is about, by whom, and its words.
func (s *Screen) draw(i, w, room int) []string {
	t, n := s.r.Theme, s.note(i)
	head := about(n).words(s.r.Cohort)
	tail := n.By + " " + model.ClockIn(n.At).Words(s.r.Twelve)
	if n.Together {
		tail += ", written together"
	}
	sign, most := "  ", shown
	if i == s.at {
		sign, most = t.Strong.Render("> "), max(room-3, shown)
	}
	first := sign + t.Strong.Render(t.Cut(head, max(w/2, 1)))
	lines := []string{t.FitStyled(first+"  "+t.Faint.Render(tail), w)}
	text, more := n.Text, ""
	if enough := 16 * w; i != s.at && len(text) > enough { // of a long note, only what may be seen is wrapped
		text, more = strings.ToValidUTF8(text[:enough], ""), "more: Enter"
	}
	words := t.Wrap(text, max(w-4, 1))
	if len(words) > most {
		more = fmt.Sprintf("%d more lines: Enter", len(words)-most+1)
		if i != s.at {
			more = "more: Enter"
		}
	}
	if more != "" {
		words = append(slices.Clip(words[:min(len(words), most-1)]), t.Faint.Render(t.Cut(more, max(w-4, 1))))
	}
	for _, line := range words {
		lines = append(lines, t.FitStyled("    "+line, w))
	}
	return append(lines, s.own(n, i == s.at, w)...)
}

// own are the person's own words beside a note: all of them where it has the focus, else one line.
func (s *Screen) own(n *store.Note, focused bool, w int) (lines []string) {
	if n.OwnWords == "" {
		return nil
	}
	t, says := s.r.Theme, "seen differently: "
	if p := s.r.Cohort.Person(n.Trainee); p != nil {
		says = p.Name + " sees it differently: "
	}
	words := t.Wrap(says+n.OwnWords, max(w-6, 1))
	if !focused && len(words) > 1 {
		words = []string{t.Cut(strings.Join(words, " "), max(w-6, 1))}
	}
	for _, line := range words {
		lines = append(lines, t.FitStyled("    "+t.Strong.Render("|")+" "+line, w))
	}
	return lines
}
