package sync

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
)

// secretStep is where the page of a new passphrase is.
type secretStep uint8

const (
	proposing secretStep = iota
	showing              // seven words are on the screen
	proving              // two of them are asked for
	own                  // the person types one of their own, twice
	working              // it is used
)

// secretPage gives a share a passphrase: seven words are proposed and shown once, and two of them asked
// for; or the person types one. Nothing has changed before use is called.
type secretPage struct {
	x     *Exchange
	title string
	about string // what will happen, in a sentence
	doing string // what is said meanwhile
	// use begins the work with the passphrase, which it clears. Its end comes as usedMsg.
	use func(pass []byte, page *secretPage) tea.Cmd

	step         secretStep
	words        []string
	asks         [2]int
	answers      [2]kit.Line
	first, again lock.Hidden
	at           int
	says         string
}

type (
	// proposedMsg brings seven words, and which of them are asked for.
	proposedMsg struct {
		to    *secretPage
		words []string
		asks  [2]int
		err   error
	}
	// usedMsg says what came of the work: the page closes where err is nil.
	usedMsg struct {
		page kit.Overlay
		say  string
		err  error
		sync bool // all shares are synced then, and what is said comes with what came of that
	}
)

// Start proposes seven words.
func (p *secretPage) Start() tea.Cmd {
	book := p.x.r.Book
	return func() tea.Msg {
		msg := proposedMsg{to: p}
		var words string
		if words, msg.err = book.ProposePassphrase(); msg.err != nil {
			return msg
		}
		msg.words = strings.Fields(words)
		chance, err := book.NewID() // for the choice of two words
		msg.err = err
		msg.asks[0] = int(chance[0]) % len(msg.words)
		msg.asks[1] = (msg.asks[0] + 1 + int(chance[1])%(len(msg.words)-1)) % len(msg.words)
		if msg.asks[1] < msg.asks[0] {
			msg.asks[0], msg.asks[1] = msg.asks[1], msg.asks[0]
		}
		return msg
	}
}

// Update goes from step to step.
func (p *secretPage) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case proposedMsg:
		if msg.to == p && p.step == proposing {
			p.step, p.words, p.asks = showing, msg.words, msg.asks
			if msg.err != nil {
				p.step, p.says = own, "no words could be proposed: type a passphrase of your own"
			}
		}
	case usedMsg:
		if msg.page == kit.Overlay(p) {
			return p.used(msg)
		}
	case tea.PasteMsg:
		p.paste(msg)
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	return false, nil
}

func (p *secretPage) used(msg usedMsg) (done bool, cmd tea.Cmd) {
	if msg.err != nil {
		p.step, p.says = showing, msg.err.Error()
		if p.words == nil {
			p.step = own
		}
		return false, nil
	}
	p.clear()
	return true, p.x.after(msg)
}

func (p *secretPage) paste(msg tea.PasteMsg) {
	switch p.step {
	case proving:
		p.answers[p.at].Update(msg)
	case own:
		if !p.fields()[p.at].Paste(msg.Content) {
			p.says = "that is too long for a passphrase"
		}
	}
}

func (p *secretPage) fields() [2]*lock.Hidden { return [2]*lock.Hidden{&p.first, &p.again} }

func (p *secretPage) key(key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	name := key.String()
	leave := name == "esc" || name == "ctrl+c"
	switch p.step {
	case proposing:
		return leave, nil
	case working:
		if leave {
			p.x.stop()
		}
		return false, nil
	case showing:
		switch {
		case leave:
			p.clear()
			return true, kit.Say("nothing has changed")
		case name == "enter":
			p.step, p.at, p.says = proving, 0, ""
		case name == "tab":
			p.step, p.at, p.says = own, 0, ""
		}
		return false, nil
	}
	switch {
	case leave && (p.step == proving || p.words != nil):
		p.step, p.says, p.answers = showing, "", [2]kit.Line{}
		p.first.Clear()
		p.again.Clear()
	case leave:
		p.clear()
		return true, kit.Say("nothing has changed")
	case name == "tab", name == "down", name == "shift+tab", name == "up", name == "enter" && p.at == 0:
		p.at = 1 - p.at
	case name == "enter" && p.step == proving:
		return false, p.prove()
	case name == "enter":
		return false, p.take()
	case p.step == proving:
		p.answers[p.at].Update(key)
		p.says = ""
	case p.fields()[p.at].Key(key):
		p.says = ""
	}
	return false, nil
}

// prove compares the two words with those that were shown.
func (p *secretPage) prove() tea.Cmd {
	for i, asked := range p.asks {
		if !strings.EqualFold(strings.TrimSpace(p.answers[i].Text()), p.words[asked]) {
			p.answers[i].Set("")
			p.at, p.says = i, fmt.Sprintf("this is not word %d: look at your paper, or esc shows the words again", asked+1)
			return nil
		}
	}
	return p.begin([]byte(strings.Join(p.words, " ")))
}

// take looks at what was typed instead.
func (p *secretPage) take() tea.Cmd {
	switch {
	case p.first.Empty():
		p.at, p.says = 0, "type a passphrase: several words are easy to tell and hard to guess"
		return nil
	case p.again.Empty():
		p.at, p.says = 1, "type it once more: what is typed can't be seen"
		return nil
	case !p.first.Same(&p.again):
		p.first.Clear()
		p.again.Clear()
		p.at, p.says = 0, "the two are not the same: type both again"
		return nil
	case p.first.Words() < 4:
		p.first.Clear()
		p.again.Clear()
		p.at, p.says = 0, "too short: whoever finds the share can try as long as they like, so take four words or more"
		return nil
	}
	typed := p.first.Take()
	defer clear(typed)
	p.again.Clear()
	pass, err := share.Passphrase(typed)
	if err != nil {
		p.at, p.says = 0, err.Error()
		return nil
	}
	return p.begin(pass)
}

func (p *secretPage) begin(pass []byte) tea.Cmd {
	p.step, p.says = working, ""
	return p.use(pass, p)
}

// clear forgets what was shown and typed.
func (p *secretPage) clear() {
	p.first.Clear()
	p.again.Clear()
	p.words, p.answers = nil, [2]kit.Line{}
}

// Keep forgets what was shown and typed when the screen is locked: other words are proposed then. The
// work is stopped by the exchange.
func (p *secretPage) Keep() tea.Cmd {
	if p.step == working || p.step == proposing {
		return nil
	}
	p.clear()
	p.step, p.at, p.says = proposing, 0, ""
	return p.Start()
}

// Keeping reports whether the share is being made.
func (p *secretPage) Keeping() bool { return p.step == working }

// Kept lets the page go; it is not opened again.
func (p *secretPage) Kept() bool { return p.step != working }

// Again does nothing: what was shown is gone.
func (p *secretPage) Again() tea.Cmd { return nil }

// Place is a page.
func (p *secretPage) Place() kit.Place { return kit.OnPage }
