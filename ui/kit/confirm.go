package kit

import (
	tea "charm.land/bubbletea/v2"
)

// Confirm asks a yes/no question that names what will happen. esc and n are no.
type Confirm struct {
	Theme    *Theme
	Question string
	Detail   string // stands under the question; may be ""
	Yes, No  string // what y and n do, in words: "cancel the day", "keep it"
	Default  bool   // Enter means yes; else Enter only says which keys do
	Do       func() tea.Cmd
	Not      func() tea.Cmd // may be nil
}

// Update answers by y, n and esc, and by Enter where yes is the default.
func (c *Confirm) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false, nil
	}
	switch key.String() {
	case "y", "Y":
		return true, call(c.Do)
	case "n", "N", "esc", "ctrl+c":
		return true, call(c.Not)
	case "enter":
		if c.Default {
			return true, call(c.Do)
		}
	}
	return false, Say("y: " + c.yes() + ", n or esc: " + c.no())
}

// View draws the question, and the two answers with the cursor on what Enter means.
func (c *Confirm) View(w, h int) Frame {
	t := c.Theme
	var f Frame
	for _, line := range t.Wrap(c.Question, w) {
		f.Lines = append(f.Lines, t.Strong.Render(line))
	}
	if c.Detail != "" {
		f.Lines = append(f.Lines, t.Wrap(c.Detail, w)...)
	}
	yes, no := "y  "+c.yes(), "n  "+c.no()
	if c.Default {
		yes = "y, Enter  " + c.yes()
	}
	answers := []string{yes, no}
	room := max(h-len(answers), 0)
	if room < len(f.Lines) { // the answers stay on a small window
		f.Lines = f.Lines[:room]
	} else if room > len(f.Lines) {
		f.Lines = append(f.Lines, "")
	}
	f.Cursor.Y = len(f.Lines) + 1
	if c.Default {
		f.Cursor.Y = len(f.Lines)
	}
	for i, a := range answers {
		style := t.Text
		if (i == 0) == c.Default {
			style = t.Focus
		}
		f.Lines = append(f.Lines, style.Render(t.Cut(a, w)))
	}
	return t.clip(f, w, h)
}

func (c *Confirm) yes() string { return or(c.Yes, "yes") }
func (c *Confirm) no() string  { return or(c.No, "no") }

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// Keys is what the footer shows meanwhile.
func (c *Confirm) Keys() []Binding {
	return []Binding{
		shown("y", c.yes(), "Does what the question names.", 1),
		shown("n", c.no(), "Leaves everything as it is; esc does the same.", 2),
	}
}

// Asks keeps stray keys from answering.
func (c *Confirm) Asks() bool { return true }

// Place is in a box.
func (c *Confirm) Place() Place { return InBox }
