package kit

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Section is a titled group of fields.
type Section struct {
	Title  string // may be ""
	Fields []*Field
}

// Form is labelled fields on a page. Enter goes on and, on the last field, saves; ctrl+s saves from
// anywhere. esc asks first when something was typed.
type Form struct {
	Theme    *Theme
	Title    string
	Sections []Section
	// Save reads the fields, all of whose checks pass. done false keeps the form open: the command
	// says why.
	Save   func() (done bool, cmd tea.Cmd)
	Cancel func() tea.Cmd // may be nil

	fields  []*Field
	at      int
	top     int // first line in sight of what is under the title
	dirty   bool
	leaving bool // asked whether to leave
	tried   bool // saving was tried: every field says what is wrong with it
	started bool
}

func (f *Form) start() {
	if f.started {
		return
	}
	f.started = true
	for _, s := range f.Sections {
		for _, field := range s.Fields {
			field.start()
			f.fields = append(f.fields, field)
		}
	}
}

// Update moves between the fields, edits the one that has the focus, saves and leaves.
func (f *Form) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	f.start()
	key, isKey := msg.(tea.KeyPressMsg)
	if isKey && f.leaving {
		return f.answer(key.String())
	}
	if len(f.fields) == 0 {
		return isKey && key.String() == "esc", nil
	}
	field := f.fields[f.at]
	if isKey {
		switch key.String() {
		case "ctrl+s":
			return f.save()
		case "esc", "ctrl+c":
			if f.dirty {
				f.leaving = true
				return false, nil
			}
			return true, call(f.Cancel)
		case "tab":
			f.move(1)
			return false, nil
		case "shift+tab":
			f.move(-1)
			return false, nil
		case "enter":
			switch {
			case field.Kind == LinesField:
			case f.last():
				return f.save()
			default:
				f.move(1)
				return false, nil
			}
		case "up", "down":
			if field.Kind != LinesField {
				f.move(map[bool]int{true: -1, false: 1}[key.String() == "up"])
				return false, nil
			}
		}
	}
	changed, cut, atEdge := field.update(f.Theme, msg)
	f.dirty = f.dirty || changed
	if atEdge {
		f.move(map[bool]int{true: -1, false: 1}[key.String() == "up"])
	}
	if cut {
		return false, Warn(cutShort)
	}
	return false, nil
}

// move goes round at the ends only by tab's own direction: the first field after the last.
func (f *Form) move(by int) {
	for range f.fields {
		f.at = (f.at + by + len(f.fields)) % len(f.fields)
		if f.fields[f.at].there() {
			return
		}
	}
}

// last reports whether no field comes after the focused one.
func (f *Form) last() bool {
	return !slices.ContainsFunc(f.fields[f.at+1:], (*Field).there)
}

// answer is y, n or esc to the question whether to leave.
func (f *Form) answer(key string) (done bool, cmd tea.Cmd) {
	switch key {
	case "y", "Y":
		return true, call(f.Cancel)
	case "n", "N", "esc":
		f.leaving = false
		return false, nil
	case "ctrl+s":
		f.leaving = false
		return f.save()
	}
	return false, Say("y: leave without saving, n: stay, ctrl+s: save")
}

func (f *Form) save() (done bool, cmd tea.Cmd) {
	f.tried = true
	for i, field := range f.fields {
		if err := field.Err(); err != nil {
			f.at = i
			return false, Warn(field.Label + ": " + err.Error())
		}
	}
	return f.Save()
}

// View draws the title and the fields around the focused one, the cursor in it.
func (f *Form) View(w, h int) Frame {
	f.start()
	if w < 1 || h < 1 {
		return Frame{}
	}
	t := f.Theme
	var head []string
	if h > 2 {
		head = append(head, t.Title.Render(t.Cut(f.Title, w)))
	}
	if f.leaving {
		ask := t.Focus.Render(t.Cut("leave without saving? y leaves, n stays", w))
		return t.clip(Frame{Lines: append([]string{ask}, head...)}, w, h)
	}
	lines, cur, first, last := f.body(w)
	room := h - len(head)
	// The focused field is seen whole with what stands under it; if that is too much, its cursor.
	f.top = min(f.top, first)
	f.top = max(f.top, last-room+1)
	f.top = max(0, min(f.top, cur.Y, len(lines)-room))
	f.top = max(f.top, cur.Y-room+1)
	frame := Frame{
		Lines:  append(head, lines[f.top:min(f.top+room, len(lines))]...),
		Cursor: Point{X: cur.X, Y: len(head) + cur.Y - f.top},
	}
	if f.at < len(f.fields) {
		kind := f.fields[f.at].Kind
		frame.Bar = kind == TextField || kind == LinesField
	}
	return t.clip(frame, w, h)
}

// body draws all fields; first and last are the lines of the focused one.
func (f *Form) body(w int) (lines []string, cur Point, first, last int) {
	t := f.Theme
	label := f.labels(w)
	n := 0
	for _, s := range f.Sections {
		if s.Title != "" {
			lines = append(lines, "", t.Title.Render(t.Cut(s.Title, w)))
		}
		for _, field := range s.Fields {
			focused := n == f.at
			n++
			if !field.there() {
				continue
			}
			at := len(lines)
			values, c := field.view(t, max(w-label-2, 1), focused)
			for i, v := range values {
				name, style := "", t.Text
				if i == 0 {
					name = field.Label
				}
				if focused {
					style = t.Strong
				}
				lines = append(lines, style.Render(t.PadLeft(name, label))+"  "+v)
			}
			lines = append(lines, f.under(field, focused, label+2, w)...)
			if focused {
				cur = Point{X: label + 2 + c.X, Y: at + c.Y}
				first, last = at, len(lines)-1
			}
		}
	}
	return lines, cur, first, last
}

// under is what stands below a field: what is wrong with it, or its hint.
func (f *Form) under(field *Field, focused bool, indent, w int) (lines []string) {
	t := f.Theme
	style, says := t.Faint, ""
	if focused {
		says = field.Hint
		if understood := field.understood(); understood != "" {
			says = strings.TrimSuffix(understood+"; "+says, "; ")
		}
	}
	if field.touched || f.tried {
		if err := field.Err(); err != nil {
			style, says = t.Bad, ConflictSign+" "+err.Error()
		}
	}
	if says == "" {
		return nil
	}
	if w-indent < 20 {
		indent = min(2, w-1)
	}
	for _, line := range t.Wrap(says, w-indent) {
		lines = append(lines, spaces(indent)+style.Render(line))
	}
	return lines
}

// labels is the width of the column of labels.
func (f *Form) labels(w int) int {
	widest := 0
	for _, field := range f.fields {
		widest = max(widest, f.Theme.Width(field.Label))
	}
	return min(widest, w*2/5)
}

// Keys is what the footer shows meanwhile.
func (f *Form) Keys() []Binding {
	if f.leaving {
		return []Binding{
			shown("y", "leave", "Leaves; nothing of what was typed is kept.", 1),
			shown("n", "stay", "Goes back to the form.", 2),
			shown("ctrl+s", "save", "Saves the form.", 3),
		}
	}
	keys := []Binding{
		shown("ctrl+s", "save", "Saves the form; Enter on the last field does the same.", 1),
		shown("tab", "next field", "Goes to the next field; shift+tab to the one before.", 2),
		shown("esc", "cancel", "Leaves the form; asks first when something was typed.", 3),
	}
	if f.at < len(f.fields) {
		switch f.fields[f.at].Kind {
		case ChoiceField:
			keys = append(keys, shown("right", "next choice", "Takes the next choice; left the one before; a letter the next that begins with it.", 4))
		case YesNoField:
			keys = append(keys, shown("space", "yes or no", "Turns yes to no and back; y and n do as well.", 4))
		}
	}
	return keys
}

// Place is a page.
func (f *Form) Place() Place { return OnPage }
