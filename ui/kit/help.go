package kit

import (
	"strings"

	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
)

// KeyGroup is a titled part of the page of keys.
type KeyGroup struct {
	Title string
	Keys  []Binding
}

// Page is a page of the guide: plain text. Lines that begin with '# ' or '## ' are headings, lines
// that begin with a blank or '|' are kept as they are, others flow together up to an empty line.
type Page struct{ Title, Text string }

// Help is the page of keys, then the pages of the guide, to read and scroll. The cursor stands on
// the line being read, so that a screen reader says it.
type Help struct {
	Theme  *Theme
	Groups []KeyGroup
	Pages  []Page

	lines  []string
	starts []int // the lines at which groups and pages begin
	w      int   // of lines
	dark   bool  // of lines
	at     int   // the line being read
	window viewport.Model
}

// Update scrolls; esc, q and ? close.
func (p *Help) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return false, nil
	}
	switch key.String() {
	case "esc", "q", "?", "ctrl+c":
		return true, nil
	case "up", "k":
		p.at--
	case "down", "j", "enter":
		p.at++
	case "pgup", "b":
		p.at -= max(p.window.Height()-1, 1)
	case "pgdown", "space":
		p.at += max(p.window.Height()-1, 1)
	case "home":
		p.at = 0
	case "end":
		p.at = len(p.lines)
	case "tab":
		p.jump(1)
	case "shift+tab":
		p.jump(-1)
	}
	p.at = max(0, min(p.at, len(p.lines)-1))
	return false, nil
}

// jump goes to the next or the previous part, and shows it from its title on.
func (p *Help) jump(by int) {
	for i := range p.starts {
		if by < 0 {
			i = len(p.starts) - 1 - i
		}
		if s := p.starts[i]; (s-p.at)*by > 0 {
			p.at = s
			p.window.SetYOffset(s)
			return
		}
	}
}

// View draws the lines around the one being read.
func (p *Help) View(w, h int) Frame {
	if w < 1 || h < 1 {
		return Frame{}
	}
	t := p.Theme
	if p.w != w || p.dark != t.Dark || p.lines == nil {
		p.lay(w)
	}
	p.at = max(0, min(p.at, len(p.lines)-1))
	p.window.SetWidth(w)
	p.window.SetHeight(h)
	p.window.SetYOffset(max(p.at-h+1, min(p.window.YOffset(), p.at)))
	return t.clip(Frame{
		Lines:  strings.Split(p.window.View(), "\n"),
		Cursor: Point{Y: p.at - p.window.YOffset()},
	}, w, h)
}

func (p *Help) lay(w int) {
	p.w, p.dark, p.lines, p.starts = w, p.Theme.Dark, nil, nil
	for _, g := range p.Groups {
		p.begin(g.Title)
		p.keys(g.Keys)
	}
	for _, page := range p.Pages {
		p.begin(page.Title)
		p.guide(page.Text)
	}
	top := p.window.YOffset()
	p.window = viewport.New()
	p.window.SetContentLines(p.lines)
	p.window.SetYOffset(top)
}

func (p *Help) begin(title string) {
	if len(p.lines) > 0 {
		p.lines = append(p.lines, "")
	}
	p.starts = append(p.starts, len(p.lines))
	p.lines = append(p.lines, p.Theme.TabOn.Render(p.Theme.Cut(title, p.w)))
}

// keys lists bindings: keys, what they do, and the same on the command line.
func (p *Help) keys(bindings []Binding) {
	t := p.Theme
	column := 0
	names := make([]string, len(bindings))
	for i, b := range bindings {
		keys := make([]string, len(b.Keys))
		for j, k := range b.Keys {
			keys[j] = t.KeyName(k)
		}
		names[i] = strings.Join(keys, " ")
		column = max(column, t.Width(names[i]))
	}
	column = min(column, max(p.w/3, 1))
	for i, b := range bindings {
		about := or(b.About, b.Name)
		if b.Command != "" {
			about += " Command: " + b.Command
		}
		for j, line := range t.Wrap(about, max(p.w-column-2, 1)) {
			name := ""
			if j == 0 {
				name = names[i]
			}
			p.lines = append(p.lines, t.Key.Render(t.Fit(name, column))+"  "+line)
		}
	}
}

// guide lays out a page of plain text.
func (p *Help) guide(text string) {
	t := p.Theme
	var flow []string
	flush := func() {
		if len(flow) > 0 {
			p.lines = append(p.lines, t.Wrap(strings.Join(flow, " "), min(p.w, 90))...)
			flow = nil
		}
	}
	for _, line := range strings.Split(Clean(text), "\n") {
		switch {
		case strings.HasPrefix(line, "#"):
			flush()
			p.lines = append(p.lines, t.Title.Render(t.Cut(strings.TrimLeft(line, "# "), p.w)))
		case strings.TrimSpace(line) == "":
			flush()
			p.lines = append(p.lines, "")
		case line[0] == ' ' || line[0] == '|':
			flush()
			p.lines = append(p.lines, t.Cut(line, p.w))
		case strings.HasPrefix(line, "- "):
			flush()
			flow = append(flow, line)
		default:
			flow = append(flow, line)
		}
	}
	flush()
}

// Keys is what the footer shows meanwhile.
func (p *Help) Keys() []Binding {
	return []Binding{
		shown("down", "scroll", "One line down; up, PgUp, PgDn, Home and End scroll as well.", 1),
		shown("tab", "next part", "Goes to the next part; shift+tab to the one before.", 2),
		shown("esc", "close", "Goes back to the screen.", 3),
	}
}

// Place is a page.
func (p *Help) Place() Place { return OnPage }
