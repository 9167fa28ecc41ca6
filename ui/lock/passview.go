package lock

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
)

// View draws the step.
func (c *change) View(w, h int) kit.Frame {
	t := c.r.Theme
	p := &sheet{t: t, w: w}
	p.say(t.Title, [...]string{"A passphrase for this book", "Another passphrase for this book", "No passphrase any more"}[c.act])
	p.gap()
	switch c.step {
	case typing, asking:
		c.typingView(p)
	case writing:
		c.codeView(p)
	case proving:
		c.provingView(p)
	case working:
		p.say(t.Text, "The book is being written anew. This takes some seconds; a flat battery now leaves it as it was, or as it will be.")
	case over:
		c.overView(p, h)
	}
	if c.says != "" {
		p.gap()
		p.say(t.Bad, kit.ConflictSign+" "+c.says)
	}
	return p.frame(h)
}

func (c *change) typingView(p *sheet) {
	t := p.t
	switch c.act {
	case setting:
		p.say(t.Text, Offer)
	case changing:
		p.say(t.Text, "The old passphrase and the old recovery code open nothing afterwards. There is a new code to write down.")
	case removing:
		p.say(t.Text, "Whoever has this laptop, or a copy of the file, can then read every name in it.")
	}
	p.gap()
	labels := map[*Hidden]string{&c.old: "Now it is   ", &c.first: "Passphrase  ", &c.again: "Once more   "}
	for i, field := range c.fields() {
		p.ask(labels[field], field, i == c.at && c.step == typing)
	}
	if c.act == removing {
		p.say(t.Faint, "the passphrase, or the recovery code")
	}
	if c.step == asking {
		p.gap()
		p.say(t.Text, "One moment.")
	}
}

func (c *change) codeView(p *sheet) {
	t := p.t
	p.say(t.Text, "Write these twelve words on paper, in this order, and keep the paper away from this laptop. They open the book when the passphrase is lost. They are shown this once.")
	p.gap()
	cell := min(20, p.inner()/3)
	for row := 0; row < len(c.code); row += 3 {
		var line strings.Builder
		for i := row; i < row+3; i++ {
			line.WriteString(t.Fit(fmt.Sprintf("%2d  %s", i+1, c.code[i]), cell))
		}
		if row == 0 {
			p.f.Cursor = kit.Point{X: margin, Y: len(p.lines)}
		}
		p.add(t.Strong.Render(line.String()))
	}
	p.gap()
	p.say(t.Text, "Nothing has changed yet: two of the words are asked for next.")
}

func (c *change) provingView(p *sheet) {
	t := p.t
	p.say(t.Text, "From your paper, so that it is known to be right:")
	p.gap()
	for i, asked := range c.asks {
		label := fmt.Sprintf("Word %2d  ", asked+1)
		room := max(1, min(20, p.inner()-t.Width(label)))
		shown, x := c.words[i].View(t, room)
		style := t.Text
		if i == c.at {
			style = t.Strong
			p.f.Cursor, p.f.Bar = kit.Point{X: margin + t.Width(label) + x, Y: len(p.lines)}, true
		}
		p.add(style.Render(label) + t.Input.Render(shown))
	}
}

func (c *change) overView(p *sheet, h int) {
	t := p.t
	p.f.Cursor = kit.Point{X: margin, Y: len(p.lines)}
	if c.act == removing {
		p.say(t.Strong, "The book has no passphrase any more. The recovery code is of no use now.")
	} else {
		p.say(t.Strong, "The book is sealed. From now on it asks for the passphrase when it is opened.")
	}
	p.gap()
	switch n := c.rekeyed.Resealed; {
	case n == 1:
		p.say(t.Text, "The backup beside it is sealed the same way.")
	case n > 1:
		p.say(t.Text, fmt.Sprintf("The %d backups beside it are sealed the same way.", n))
	}
	if len(c.rekeyed.Left) > 0 {
		p.say(t.Bad, kit.ConflictSign+" These could not be, and are as they were: "+strings.Join(c.rekeyed.Left, ", "))
	}
	if c.unsettled {
		p.say(t.Bad, kit.ConflictSign+" The disk did not confirm it: make a backup, and check the disk.")
	}
	if n := len(c.rekeyed.Copies); n > 0 {
		p.say(t.Text, "These copies are known, and stay as they are:")
		for _, known := range c.rekeyed.Copies {
			p.say(t.Text, kit.CleanLine(known.Path)+": "+known.Words())
		}
		p.gap()
	}
	p.say(t.Text, Elsewhere)
	if more := len(p.lines) - h; more > 0 { // the cursor goes to the last line that is to be seen
		c.at = min(c.at, more)
		p.f.Cursor.Y = c.at + h - 2
	}
}

// scroll moves what is said at the end, which may be longer than the window.
func (c *change) scroll(name string) {
	switch name {
	case "down", "j", "pgdown", "space":
		c.at++
	case "up", "k", "pgup":
		c.at = max(0, c.at-1)
	}
}

// Keys is what the footer shows meanwhile.
func (c *change) Keys() []kit.Binding {
	tells := func(key, name, about string, footer int) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: name, About: about, Footer: footer, Do: func() tea.Cmd { return nil }}
	}
	stop := tells("esc", "stop", "Leaves everything as it is.", 3)
	switch c.step {
	case typing:
		return []kit.Binding{tells("enter", "go on", "Goes to the next line, and on from the last.", 1), tells("tab", "next line", "Goes to the next line.", 2), stop}
	case writing:
		return []kit.Binding{tells("enter", "I wrote it down", "Goes on; two of the words are asked for.", 1), stop}
	case proving:
		return []kit.Binding{tells("enter", "seal the book", "Compares the words, and seals the book.", 1), tells("esc", "the code again", "Shows the code again.", 2)}
	case over:
		keys := []kit.Binding{tells("enter", "close", "Goes back.", 1)}
		if len(c.rekeyed.Copies) > 0 {
			keys = append(keys, tells("down", "more", "Goes on where it is longer than the window; up goes back.", 2))
		}
		return keys
	}
	return nil
}

// Place is a page.
func (c *change) Place() kit.Place { return kit.OnPage }
