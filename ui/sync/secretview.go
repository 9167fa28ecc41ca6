package sync

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"rollbook/ui/kit"
	"rollbook/ui/lock"
)

// page gathers lines of running text and lines to type in.
type page struct {
	t     *kit.Theme
	w     int
	lines []string
	at    kit.Point
	bar   bool
}

func (p *page) say(style lipgloss.Style, text string) {
	for _, line := range p.t.Wrap(text, max(p.w-4, 1)) {
		p.lines = append(p.lines, "  "+style.Render(line))
	}
}

func (p *page) gap() { p.lines = append(p.lines, "") }

// here puts the cursor on the line that comes next.
func (p *page) here() { p.at = kit.Point{X: 2, Y: len(p.lines)} }

// ask adds a labelled line; view draws what was typed in the cells that it is given.
func (p *page) ask(label string, focused bool, view func(w int) (string, int)) {
	t := p.t
	style := t.Text
	if focused {
		style = t.Strong
	}
	room := max(1, p.w-4-t.Width(label)-2)
	shown, x := view(min(room, 60))
	if focused {
		p.at, p.bar = kit.Point{X: 2 + t.Width(label) + 2 + x, Y: len(p.lines)}, true
	}
	p.lines = append(p.lines, "  "+style.Render(label)+"  "+t.Input.Render(shown))
}

// hidden draws a secret: as it is where it may be seen.
func (p *page) hidden(h *lock.Hidden, seen bool) func(w int) (string, int) {
	return func(w int) (string, int) {
		if seen {
			return h.Shown(p.t, w)
		}
		return h.View(p.t, w)
	}
}

// frame is what fits in h lines, the cursor among them.
func (p *page) frame(h int) kit.Frame {
	top := max(0, min(p.at.Y-h+2, len(p.lines)-h))
	f := kit.Frame{Lines: p.lines[top:min(len(p.lines), top+max(h, 0))], Cursor: kit.Point{X: min(p.at.X, max(p.w-1, 0)), Y: max(0, p.at.Y-top)}, Bar: p.bar}
	for i := range f.Lines {
		f.Lines[i] = p.t.FitStyled(f.Lines[i], p.w)
	}
	return f
}

func (p *page) wrong(says string) {
	if says != "" {
		p.gap()
		p.say(p.t.Bad, kit.ConflictSign+" "+says)
	}
}

// View draws the step.
func (p *secretPage) View(w, h int) kit.Frame {
	t := p.x.r.Theme
	l := &page{t: t, w: w}
	l.say(t.Title, p.title)
	l.gap()
	switch p.step {
	case proposing:
		l.say(t.Text, "One moment.")
	case showing:
		l.say(t.Text, p.about)
		l.gap()
		l.here()
		for i := 0; i < len(p.words); i += 4 {
			var line strings.Builder
			for j := i; j < min(i+4, len(p.words)); j++ {
				line.WriteString(t.Fit(fmt.Sprintf("%d %s", j+1, p.words[j]), min(16, max((w-4)/4, 1))))
			}
			l.say(t.Strong, line.String())
		}
		l.gap()
		l.say(t.Text, "Write these seven words down, in this order. They are shown this once. Give them to whom you share with: on paper or by voice, never beside the stick.")
		l.say(t.Faint, "Whoever has the share and these words can read all of it. tab: a passphrase of your own instead.")
	case proving:
		l.say(t.Text, "From your paper, so that it is known to be right:")
		l.gap()
		for i, asked := range p.asks {
			line := &p.answers[i]
			l.ask(fmt.Sprintf("Word %d", asked+1), i == p.at, func(w int) (string, int) { return line.View(t, min(w, 20)) })
		}
	case own:
		l.say(t.Text, "A passphrase of your own. What is typed can't be seen.")
		l.gap()
		l.ask("Passphrase", p.at == 0, l.hidden(&p.first, false))
		l.ask("Once more ", p.at == 1, l.hidden(&p.again, false))
		l.gap()
		l.say(t.Faint, "Whoever finds the share can try as long as they like: words that stand together nowhere are the best.")
	case working:
		l.here()
		l.say(t.Text, p.doing+". esc stops it.")
		l.gap()
		l.lines = append(l.lines, p.x.bar(t, w)...)
	}
	l.wrong(p.says)
	return l.frame(h)
}

// tells is a key that a page handles in its Update: the binding only tells of it.
func tells(key, name, about string, footer int) kit.Binding {
	return kit.Binding{Keys: []string{key}, Name: name, About: about, Footer: footer, Do: func() tea.Cmd { return nil }}
}

// Keys is what the footer shows meanwhile.
func (p *secretPage) Keys() []kit.Binding {
	switch p.step {
	case showing:
		return []kit.Binding{tells("enter", "I wrote it down", "Goes on; two of the words are asked for.", 1),
			tells("tab", "my own", "Takes a passphrase that you type instead.", 2), tells("esc", "stop", "Leaves everything as it is.", 3)}
	case proving:
		return []kit.Binding{tells("enter", "go on", "Compares the words, and goes on.", 1), tells("esc", "the words again", "Shows the words again.", 2)}
	case own:
		return []kit.Binding{tells("enter", "go on", "Goes to the next line, and on from the last.", 1), tells("tab", "next line", "Goes to the next line.", 2),
			tells("esc", "back", "Goes back to the words that were proposed.", 3)}
	}
	return []kit.Binding{tells("esc", "stop", "Stops it; nothing is half done.", 1)}
}
