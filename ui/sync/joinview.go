package sync

import (
	"strings"

	"rollbook/store"
	"rollbook/ui/kit"
)

// View draws the step.
func (p *joinPage) View(w, h int) kit.Frame {
	t := p.x.r.Theme
	l := &page{t: t, w: w}
	title := "Join a share"
	if p.again {
		title = "The share has a new passphrase"
	}
	l.say(t.Title, title)
	l.gap()
	switch p.step {
	case asking:
		p.askingView(l)
	case looking:
		l.here()
		l.say(t.Text, "Looking at what is there. This takes a moment, so that guessing takes years. esc stops it.")
		l.gap()
		l.lines = append(l.lines, p.x.bar(t, w)...)
	case seeing:
		p.seeingView(l)
	case joining:
		l.here()
		l.say(t.Text, "Joining. esc stops it.")
		l.gap()
		l.lines = append(l.lines, p.x.bar(t, w)...)
	}
	l.wrong(p.says)
	return l.frame(h)
}

func (p *joinPage) askingView(l *page) {
	t := l.t
	if p.again {
		l.say(t.Text, "It was made new on another laptop. Whoever did that has the passphrase; what you marked meanwhile is kept, and goes along.")
	} else {
		l.say(t.Text, "Where the share is, and the passphrase that whoever made it wrote down. Nothing changes before you have seen what is there.")
	}
	l.gap()
	l.ask("Where     ", p.at == 0, func(w int) (string, int) { return p.where.View(t, w) })
	l.say(t.Faint, "the path of a folder, s3://bucket/prefix?endpoint=https://…, or webdavs://host/path")
	l.ask("Passphrase", p.at == 1, l.hidden(&p.pass, p.seen))
	if p.seen {
		l.say(t.Faint, "ctrl+t hides it")
	} else {
		l.say(t.Faint, "ctrl+t shows what is typed, where nobody looks on")
	}
}

func (p *joinPage) seeingView(l *page) {
	t := l.t
	theirs, own := InvitationWords(p.inv)
	l.say(t.Strong, theirs)
	if len(p.inv.Laptops) > 0 {
		l.say(t.Text, "laptops: "+list(p.inv.Laptops))
	}
	if names := names(p.inv.Cohorts); len(names) > 0 {
		l.say(t.Text, "cohorts: "+list(names))
	}
	if p.inv.For == store.ForOffice {
		l.say(t.Text, "It is for the office: no note and no remark goes there, unless it was made so.")
	}
	l.gap()
	l.say(t.Strong, own)
	if names := names(p.inv.OwnCohorts); len(names) > 0 {
		l.say(t.Text, "cohorts: "+list(names))
	}
	if p.inv.Known {
		l.gap()
		l.here()
		l.say(t.Text, "This book is in that share already. Enter goes on with it here; esc leaves all as it is.")
		return
	}
	l.gap()
	l.ask("This laptop", p.at == 0, func(w int) (string, int) { return p.label.View(t, w) })
	if len(p.mine) > 0 {
		l.gap()
		l.say(t.Text, "Cohorts of this book that the share does not carry. Space takes one along:")
	}
	for i, c := range p.mine {
		sign := "[ ] "
		if p.carry[c.ID] {
			sign = "[x] "
		}
		style := t.Text
		if p.at == i+1 {
			l.here()
			style = t.Focus
		}
		l.lines = append(l.lines, "  "+style.Render(t.Cut(sign+c.Name, max(l.w-4, 1))))
	}
	l.gap()
	l.say(t.Text, "Enter joins: what is there comes here, and what is yours goes there.")
}

func names(cohorts []store.Listed) (all []string) {
	for _, c := range cohorts {
		if name := strings.TrimSpace(c.Name); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// Keys is what the footer shows meanwhile.
func (p *joinPage) Keys() []kit.Binding {
	switch p.step {
	case asking:
		return []kit.Binding{tells("enter", "look", "Goes to the next line, and from the last one looks at the share.", 1), tells("tab", "next line", "Goes to the next line.", 2),
			tells("ctrl+t", "show or hide", "Shows what is typed as the passphrase, or hides it again.", 3), tells("esc", "stop", "Leaves everything as it is.", 4)}
	case seeing:
		keys := []kit.Binding{tells("enter", "join", "Joins the share, and syncs.", 1), tells("esc", "not now", "Leaves everything as it is.", 4)}
		if p.lines() > 1 {
			keys = append(keys, tells("tab", "next line", "Goes to the next line.", 3), tells("space", "take along", "Takes a cohort of this book along, or not.", 2))
		}
		return keys
	}
	return []kit.Binding{tells("esc", "stop", "Stops it; nothing is half done.", 1)}
}
