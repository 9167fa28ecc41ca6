package start

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/room"
)

// A new book is offered a passphrase, once: before there is a name in it.

// offers are the two answers.
func (s *Screen) offers() []kit.Binding {
	return []kit.Binding{
		{Keys: []string{"p"}, Name: "seal the book", About: "A passphrase, and a recovery code to write down.",
			Command: "rollbook passphrase set", Footer: 2, Do: func() tea.Cmd { return kit.Open(lock.Passphrase(s.r)) }},
		{Keys: []string{"l"}, Name: "later, or not", About: "g k sets one at any time.",
			Command: "rollbook passphrase set", Footer: 3, Do: s.decline},
	}
}

// declinedMsg says whether the book knows that it was offered.
type declinedMsg struct{ err error }

func (s *Screen) decline() tea.Cmd {
	s.offer, s.at = false, 0
	book := s.r.Book
	return func() tea.Msg { return declinedMsg{book.Put(passphraseOffered, "yes")} }
}

func (s *Screen) declined(msg declinedMsg) tea.Cmd {
	if msg.err != nil {
		return kit.Warn(room.Sentence(msg.err))
	}
	return nil
}

func (s *Screen) offerView(p *page) {
	t := s.r.Theme
	p.say(t.Strong, "Hello, "+s.author+". Shall this book have a passphrase?")
	p.say(t.Text, lock.Offer)
	p.gap()
	for i, c := range s.offers() {
		p.choice(i == s.at, c.Keys[0], c.Name, c.About)
	}
}
