package sync

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/room"
)

// joinStep is where joining is.
type joinStep uint8

const (
	asking  joinStep = iota // where, and the passphrase
	looking                 // at the share
	seeing                  // both counts are on the screen
	joining
)

// joinPage goes into a share: where it is and its passphrase, then what is there and what of this book
// would go there, and only then the share is joined.
type joinPage struct {
	x     *Exchange
	again bool // the share is this book's already, and went on under a new passphrase
	step  joinStep
	says  string

	where kit.Line
	pass  lock.Hidden
	seen  bool // the passphrase can be read
	at    int

	place share.Place
	inv   *store.Invitation
	epoch model.ID // picked where there are several
	label kit.Line
	mine  []store.Listed // cohorts of this book that the share does not carry
	carry map[model.ID]bool
}

// invitedMsg brings what is in a share.
type invitedMsg struct {
	to  *joinPage
	inv *store.Invitation
	err error
}

// join asks for a share and its passphrase.
func (s *Screen) join(target string) tea.Cmd {
	for _, stick := range s.x.sticks { // what is plugged in is most likely meant
		if target == "" && !stick.Share.IsZero() && (s.x.stickIs(stick) == Stranger || s.x.stickIs(stick) == Another) {
			target = stick.Folder
		}
	}
	return kit.Open(s.x.joinPage(target, false))
}

func (x *Exchange) joinPage(target string, again bool) *joinPage {
	p := &joinPage{x: x, again: again, carry: map[model.ID]bool{}}
	p.where.Set(target)
	p.label.Set(x.labelled())
	if target != "" {
		p.at = 1
	}
	return p
}

// Update goes from step to step.
func (p *joinPage) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case invitedMsg:
		if msg.to == p {
			return false, p.invited(msg)
		}
	case usedMsg:
		if msg.page == kit.Overlay(p) {
			if msg.err != nil {
				p.step, p.says = seeing, msg.err.Error()
				return false, nil
			}
			return true, p.x.after(msg)
		}
	case tea.PasteMsg:
		p.paste(msg)
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	return false, nil
}

func (p *joinPage) paste(msg tea.PasteMsg) {
	switch {
	case p.step == asking && p.at == 0:
		p.where.Update(msg)
	case p.step == asking && !p.pass.Paste(msg.Content):
		p.says = "that is too long for a passphrase"
	case p.step == seeing && p.at == 0:
		p.label.Update(msg)
	}
}

func (p *joinPage) key(key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	name := key.String()
	leave := name == "esc" || name == "ctrl+c"
	switch p.step {
	case looking, joining:
		if leave {
			p.x.stop()
		}
		return false, nil
	case seeing:
		return p.keySeeing(key)
	}
	switch {
	case leave:
		p.pass.Clear()
		return true, kit.Say("nothing has changed")
	case name == "tab", name == "down", name == "shift+tab", name == "up":
		p.at = 1 - p.at
	case name == "enter" && p.at == 0:
		p.at = 1
	case name == "enter":
		return false, p.look()
	case name == "ctrl+t":
		p.seen = !p.seen
	case p.at == 0:
		p.where.Update(key)
		p.says = ""
	case p.pass.Key(key):
		p.says = ""
	}
	return false, nil
}

// look reads what is in the share, and changes nothing.
func (p *joinPage) look() tea.Cmd {
	place, err := p.x.Open(p.where.Text())
	switch {
	case err != nil:
		p.at, p.says = 0, room.Sentence(err)
		return nil
	case p.pass.Empty():
		p.at, p.says = 1, "type the passphrase of the share: who made it knows it"
		return nil
	}
	typed := p.pass.Take()
	pass, err := share.Passphrase(typed)
	clear(typed)
	if err != nil {
		p.at, p.says = 1, err.Error()
		return nil
	}
	p.step, p.says, p.place = looking, "", place
	book := p.x.r.Book
	return p.x.begin("looking at "+place.String(), false, func(ctx context.Context, _ func(progress)) tea.Msg {
		defer clear(pass)
		book.Flush()
		inv, err := book.SeeShare(ctx, place, place.String(), pass)
		return invitedMsg{p, inv, said(err)}
	})
}

func (p *joinPage) invited(msg invitedMsg) tea.Cmd {
	if msg.err != nil {
		p.step, p.at, p.says = asking, 1, room.Sentence(msg.err)
		if errors.Is(msg.err, share.ErrPassphrase) {
			p.says += ". Words that were proposed are seven, in small letters; ctrl+t shows what is typed"
		}
		if errors.Is(msg.err, share.ErrAway) || errors.Is(msg.err, store.ErrNoShare) || errors.Is(msg.err, share.ErrTarget) {
			p.at = 0
		}
		return nil
	}
	p.step, p.at, p.inv, p.says = seeing, 0, msg.inv, ""
	p.mine = nil
	for _, l := range p.x.known.order {
		there := func(c store.Listed) bool { return c.ID == l.ID }
		if !contains(p.inv.Cohorts, there) {
			p.mine = append(p.mine, l)
		}
	}
	if len(p.inv.Epochs) > 1 {
		return p.pick()
	}
	return nil
}

func contains(all []store.Listed, is func(store.Listed) bool) bool {
	for _, l := range all {
		if is(l) {
			return true
		}
	}
	return false
}

// lines is how many lines can have the focus once the share was looked at: the label, and the cohorts
// of this book that can go along.
func (p *joinPage) lines() int {
	if p.inv.Known {
		return 1
	}
	return 1 + len(p.mine)
}

func (p *joinPage) keySeeing(key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	switch name := key.String(); {
	case name == "esc", name == "ctrl+c":
		return true, kit.Say("not joined: nothing has changed")
	case name == "enter":
		return false, p.take()
	case name == "tab", name == "down":
		p.at = (p.at + 1) % p.lines()
	case name == "shift+tab", name == "up":
		p.at = (p.at + p.lines() - 1) % p.lines()
	case p.at > 0 && name == "space":
		id := p.mine[p.at-1].ID
		p.carry[id] = !p.carry[id]
	case p.at == 0 && !p.inv.Known:
		p.label.Update(key)
		p.says = ""
	}
	return false, nil
}

// take joins, and syncs then.
func (p *joinPage) take() tea.Cmd {
	label := strings.TrimSpace(p.label.Text())
	if label == "" && !p.inv.Known {
		p.at, p.says = 0, "name this laptop: the others see it so"
		return nil
	}
	form := store.JoinForm{Label: label, Epoch: p.epoch}
	for _, l := range p.mine {
		if p.carry[l.ID] {
			form.Cohorts = append(form.Cohorts, l.ID)
		}
	}
	p.step, p.says = joining, ""
	book, place, inv := p.x.r.Book, p.place, p.inv
	return p.x.begin("joining", false, func(ctx context.Context, _ func(progress)) tea.Msg {
		_, err := book.JoinShare(ctx, place, inv, form)
		return usedMsg{page: p, err: said(err), say: "joined", sync: true}
	})
}

// Keep forgets the passphrase when the screen is locked.
func (p *joinPage) Keep() tea.Cmd {
	p.pass.Clear()
	return nil
}

// Keeping reports whether work is under way.
func (p *joinPage) Keeping() bool { return p.step == looking || p.step == joining }

// Kept lets the page go; it is not opened again.
func (p *joinPage) Kept() bool { return !p.Keeping() }

// Again does nothing: what was typed is gone.
func (p *joinPage) Again() tea.Cmd { return nil }

// Place is a page.
func (p *joinPage) Place() kit.Place { return kit.OnPage }
