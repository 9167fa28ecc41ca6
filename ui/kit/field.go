package kit

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

// FieldKind is what a form's field holds.
type FieldKind uint8

// The kinds of fields.
const (
	TextField   FieldKind = iota
	ChoiceField           // one of Choices; Text is the chosen one
	YesNoField            // Yes
	LinesField            // a few lines of text
)

// fieldRows is how many rows of a LinesField are seen at once.
const fieldRows = 4

// Field is one field of a Form. Text, and Yes, hold its value before, meanwhile and after.
type Field struct {
	Kind    FieldKind
	Label   string
	Hint    string // under the field while it is the focus
	Text    string
	Choices []string
	Yes     bool
	Secret  bool // stars, for a passphrase
	// Number says that the text is a number or begins with one: what is typed behind a lone 0 replaces it.
	Number bool
	// Check is asked after each change, and its sentence shown under the field; nil: anything goes.
	// It gets "yes" or "no" of a YesNoField.
	Check func(text string) error
	// Understood says what the text is taken for once something was typed, before it is saved: a date in
	// words. nil or "": nothing.
	Understood func(text string) string
	// When says whether the field is there at all; it is neither seen nor reached nor checked while
	// it isn't. nil: always.
	When func() bool

	line    Line
	area    area
	touched bool
}

func (f *Field) start() {
	switch f.Kind {
	case TextField:
		f.line.Secret = f.Secret
		f.line.Set(f.Text)
		f.Text = f.line.Text()
	case LinesField:
		f.area.w = 60
		f.area.fill(f.Text)
		f.Text = f.area.s
	}
}

func (f *Field) there() bool { return f.When == nil || f.When() }

// understood is what was typed, in words.
func (f *Field) understood() string {
	if f.Understood == nil || !f.touched {
		return ""
	}
	return f.Understood(f.Text)
}

// Err is what is wrong with the value now, nil when nothing is.
func (f *Field) Err() error {
	switch {
	case f.Check == nil, !f.there():
		return nil
	case f.Kind == YesNoField && f.Yes:
		return f.Check("yes")
	case f.Kind == YesNoField:
		return f.Check("no")
	}
	return f.Check(f.Text)
}

// update takes a key or a paste; atEdge lets up and down leave a field of several lines.
func (f *Field) update(t *Theme, msg tea.Msg) (changed, cut, atEdge bool) {
	switch f.Kind {
	case TextField:
		if f.Number && f.line.Text() == "0" && begins(msg) {
			f.line.Set("")
		}
		_, changed, cut = f.line.Update(msg)
		f.Text = f.line.Text()
	case LinesField:
		changed, cut, atEdge = f.area.update(t, msg)
		f.Text = f.area.s
	default:
		if key, ok := msg.(tea.KeyPressMsg); ok {
			changed = f.pick(key.String())
		}
	}
	f.touched = f.touched || changed
	return changed, cut, atEdge
}

// begins reports whether a key or a paste begins with a digit.
func begins(msg tea.Msg) bool {
	text := ""
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		text = typed(msg)
	case tea.PasteMsg:
		text = strings.TrimSpace(msg.Content)
	}
	return text != "" && text[0] >= '0' && text[0] <= '9'
}

func (f *Field) pick(key string) (changed bool) {
	if f.Kind == YesNoField {
		was := f.Yes
		switch key {
		case "space", "left", "right":
			f.Yes = !f.Yes
		case "y":
			f.Yes = true
		case "n":
			f.Yes = false
		}
		return f.Yes != was
	}
	switch key {
	case "left":
		return f.choose(f.chosen() - 1)
	case "right", "space":
		return f.choose(f.chosen() + 1)
	case "home":
		return f.choose(0)
	case "end":
		return f.choose(len(f.Choices) - 1)
	}
	if utf8.RuneCountInString(key) != 1 {
		return false
	}
	for i := range f.Choices { // a letter goes to the next choice that begins with it
		at := (max(f.chosen(), 0) + 1 + i) % len(f.Choices)
		if strings.HasPrefix(fold(f.Choices[at]), fold(key)) {
			return f.choose(at)
		}
	}
	return false
}

// chosen is the index of the choice, -1 when Text is none of them.
func (f *Field) chosen() int {
	for i, c := range f.Choices {
		if c == f.Text {
			return i
		}
	}
	return -1
}

func (f *Field) choose(i int) (changed bool) {
	if len(f.Choices) == 0 {
		return false
	}
	was := f.Text
	f.Text = f.Choices[(i+len(f.Choices))%len(f.Choices)]
	return f.Text != was
}

// view draws the value in w cells, and where the cursor stands in it.
func (f *Field) view(t *Theme, w int, focused bool) (lines []string, cur Point) {
	style := t.Text
	if focused {
		style = t.Focus
	}
	switch f.Kind {
	case TextField:
		shown, x := f.line.View(t, w)
		return []string{t.Input.Render(shown)}, Point{X: x}
	case LinesField:
		rows, cur := f.area.view(t, w, fieldRows)
		for len(rows) < 2 {
			rows = append(rows, "")
		}
		for i := range rows {
			rows[i] = t.Input.Render(t.Fit(rows[i], w))
		}
		return rows, cur
	case YesNoField:
		sign := "[ ] no"
		if f.Yes {
			sign = "[x] yes"
		}
		return []string{style.Render(t.Cut(sign, w))}, Point{X: 1}
	}
	return []string{style.Render(t.Cut("< "+t.Cut(or(f.Text, "choose"), max(w-4, 1))+" >", w))}, Point{X: 2}
}
