package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// Prompt asks for one line on the lines over the footer, and says before Enter what it will do.
type Prompt struct {
	Theme *Theme
	Label string
	Text  string // what stands there at first
	// Secret shows a star for each character.
	Secret bool
	// Passing text changes nothing, and is not missed: what is searched for.
	Passing bool
	// Preview says before Enter what it will do; bad: why it can't be done. May be nil.
	Preview func(text string) (says string, bad bool)
	// Changed hears of the text after each change, before anything is drawn: a list behind the prompt
	// follows it. May be nil.
	Changed func(text string)
	// Enter acts. done false keeps the prompt open.
	Enter func(text string) (done bool, cmd tea.Cmd)
	// Cancel is run on esc; may be nil.
	Cancel func() tea.Cmd

	line    Line
	started bool
}

func (p *Prompt) start() {
	if !p.started {
		p.started = true
		p.line.Secret = p.Secret
		p.line.Set(p.Text)
	}
}

// Now is the text as it stands.
func (p *Prompt) Now() string {
	p.start()
	return p.line.Text()
}

// Update takes keys and pastes; a paste is text, whatever keys it holds.
func (p *Prompt) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	p.start()
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "enter":
			return p.Enter(p.line.Text())
		case "esc", "ctrl+c":
			return true, call(p.Cancel)
		}
	}
	before := p.line.Text()
	_, _, cut := p.line.Update(msg)
	if now := p.line.Text(); p.Changed != nil && now != before {
		p.Changed(now)
	}
	if cut {
		return false, Warn(cutShort)
	}
	return false, nil
}

// View draws the line being typed and under it what Enter will do, on as many lines as there are.
func (p *Prompt) View(w, h int) Frame {
	p.start()
	t := p.Theme
	label := t.ask(p.Label, max(w/2, min(w*2/3, w-24), 1))
	lw := t.Width(label)
	if lw > 0 && lw+1 < w {
		label, lw = label+" ", lw+1
	}
	if lw >= w {
		label, lw = "", 0
	}
	shown, x := p.line.View(t, w-lw)
	f := Frame{
		Lines:  []string{t.Strong.Render(label) + t.Input.Render(shown)},
		Cursor: Point{X: lw + x},
		Bar:    true,
	}
	if p.Preview != nil && h > 1 {
		says, bad := p.Preview(p.line.Text())
		style := t.Faint
		if bad {
			says, style = ConflictSign+" "+says, t.Bad
		}
		lines := t.Wrap(says, w)
		if len(lines) >= h { // the last one in sight tells that there is more
			lines = append(lines[:h-2], t.Cut(strings.Join(lines[h-2:], " "), w))
		}
		for _, line := range lines {
			f.Lines = append(f.Lines, style.Render(line))
		}
	}
	return t.clip(f, w, h)
}

// ask is a label in w cells. What it asks for stands at its end, behind a name that may be long: so a
// part of the name goes, not 'left at'.
func (t *Theme) ask(label string, w int) string {
	words := strings.Split(label, " ")
	tail := ""
	for i := len(words) - 1; i > 0; i-- {
		longer := " " + strings.Join(words[i:], " ")
		if t.Width(longer) > w/2 {
			break
		}
		tail = longer
	}
	if t.Width(label) <= w {
		return label
	}
	return t.Cut(strings.TrimSuffix(label, tail), w-t.Width(tail)) + tail
}

// Keys is what the footer shows meanwhile.
func (p *Prompt) Keys() []Binding {
	return []Binding{
		shown("enter", "do it", "Does what the line says.", 1),
		shown("esc", "cancel", "Leaves everything as it is.", 2),
	}
}

// Place is on the lines over the footer.
func (p *Prompt) Place() Place { return AtPrompt }

// shown is a key that an overlay handles in its Update: the binding only tells of it.
func shown(key, name, about string, footer int) Binding {
	return Binding{Keys: []string{key}, Name: name, About: about, Footer: footer, Do: func() tea.Cmd { return nil }}
}

func call(f func() tea.Cmd) tea.Cmd {
	if f == nil {
		return nil
	}
	return f()
}
