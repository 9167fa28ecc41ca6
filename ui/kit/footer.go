package kit

import (
	"slices"
	"strings"
)

// Footer is one line of w cells: as many keys as fit, in the order of Binding.Footer. `?` and `q`,
// where the table has them, stand at the end and are never left out for others.
func (t *Theme) Footer(bindings []Binding, w int) string {
	var pinned, others []Binding
	for _, b := range bindings {
		switch {
		case len(b.Keys) == 0 || b.Hidden:
		case b.Keys[0] == "?" || b.Keys[0] == "q":
			pinned = append(pinned, b)
		case b.Footer > 0:
			others = append(others, b)
		}
	}
	slices.SortStableFunc(others, func(a, b Binding) int { return a.Footer - b.Footer })
	slices.SortStableFunc(pinned, func(a, b Binding) int { return strings.Compare(a.Keys[0], b.Keys[0]) })

	room := w
	for _, b := range pinned {
		room -= t.entryWidth(b) + 2
	}
	var show []Binding
	for _, b := range others {
		n := t.entryWidth(b) + 2
		if n > room+2 {
			break
		}
		show, room = append(show, b), room-n
	}
	var b strings.Builder
	for i, e := range append(show, pinned...) {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(t.Key.Render(t.KeyName(e.Keys[0])))
		b.WriteByte(' ')
		b.WriteString(t.Faint.Render(e.Name))
	}
	return t.FitStyled(b.String(), w)
}

func (t *Theme) entryWidth(b Binding) int {
	return t.Width(t.KeyName(b.Keys[0])) + 1 + t.Width(b.Name)
}

// Header is the tab line, w cells. The current tab is in brackets. right (the cohort, 'saved',
// 'saving', 'not saved') may be styled and is never left out: tabs give way to it.
func (t *Theme) Header(tabs []string, current int, right string, w int) string {
	rw := t.Width(right)
	for _, only := range []bool{false, true} {
		var b strings.Builder
		n := 0
		for i, tab := range tabs {
			switch {
			case i == current:
				b.WriteString(t.TabOn.Render("[" + tab + "]"))
			case only:
				continue
			default:
				b.WriteString(t.Tab.Render(" " + tab + " "))
			}
			n += t.Width(tab) + 2
		}
		if n+1+rw <= w || only {
			return t.ends(b.String(), right, w)
		}
	}
	return ""
}

// Message is the message line, w cells. What went wrong begins with a sign.
func (t *Theme) Message(text string, bad bool, w int) string {
	text = strings.ReplaceAll(text, "\n", " ")
	if bad {
		return t.Bad.Render(t.Fit(ConflictSign+" "+text, w))
	}
	return t.Text.Render(t.Fit(text, w))
}
