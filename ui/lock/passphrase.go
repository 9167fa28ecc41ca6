package lock

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/store"
	"rollbook/store/seal"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Offer is what there is to know before choosing a passphrase, in two sentences.
const Offer = "A name in this book says that a person has lived experience: with a passphrase, whoever finds this laptop or a copy of the book can read none of it. " +
	"Whoever loses both the passphrase and its recovery code loses the book, and nobody can help."

// Elsewhere is what no passphrase reaches.
const Elsewhere = "Copies that are elsewhere stay as they are: on sticks and other laptops, exports, mails, and what the disk keeps of the old file until it writes over it."

// act is what is done with the passphrase.
type act uint8

const (
	setting act = iota
	changing
	removing
)

// step is where a change of the passphrase is.
type step uint8

const (
	typing  step = iota
	asking       // whether the old one is right, and for a new recovery code
	writing      // the recovery code is on the screen
	proving      // that it was written down
	working      // the book is being sealed anew
	over
)

// change sets, changes or removes the passphrase of the open book. Nothing of the book changes before
// two words of the new recovery code were typed.
type change struct {
	r    *room.Room
	act  act
	step step
	at   int // the field with the focus
	says string

	old, first, again Hidden
	oldPass, newPass  store.Secret
	code              []string
	asks              [2]int // which words are asked for, from 0
	words             [2]kit.Line
	rekeyed           store.Rekeyed
	unsettled         bool
}

// Passphrase sets the passphrase of the open book. Where it has one, it asks what is to become of it.
func Passphrase(r *room.Room) kit.Overlay {
	if !r.Book.Encrypted() {
		return &change{r: r, act: setting}
	}
	return &kit.Chooser{Theme: r.Theme, Title: "The passphrase of this book",
		Items: []kit.Item{
			{Title: "change it", Detail: "and get a new recovery code"},
			{Title: "remove it", Detail: "then whoever has the file can read it"},
		},
		Choose: func(i int) tea.Cmd { return kit.Open(&change{r: r, act: changing + act(i)}) }}
}

type (
	// askedMsg brings what is needed before the book can be sealed anew.
	askedMsg struct {
		to   *change
		code []string
		asks [2]int
		err  error
	}
	// sealedMsg says what became of it.
	sealedMsg struct {
		to      *change
		rekeyed store.Rekeyed
		err     error
	}
)

// fields are the lines to type, in order.
func (c *change) fields() []*Hidden {
	switch c.act {
	case changing:
		return []*Hidden{&c.old, &c.first, &c.again}
	case removing:
		return []*Hidden{&c.old}
	}
	return []*Hidden{&c.first, &c.again}
}

// Update goes from step to step.
func (c *change) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case askedMsg:
		if msg.to == c && c.step == asking {
			return false, c.asked(msg)
		}
	case sealedMsg:
		if msg.to == c {
			return c.sealed(msg)
		}
	case tea.PasteMsg:
		c.paste(msg)
	case tea.KeyPressMsg:
		return c.key(msg)
	}
	return false, nil
}

func (c *change) paste(msg tea.PasteMsg) {
	switch c.step {
	case typing:
		if !c.fields()[c.at].Paste(msg.Content) {
			c.says = "that is too long for a passphrase"
		}
	case proving:
		c.words[c.at].Update(msg)
	}
}

func (c *change) key(key tea.KeyPressMsg) (done bool, cmd tea.Cmd) {
	name := key.String()
	leave := name == "esc" || name == "ctrl+c"
	switch c.step {
	case asking, working:
		return false, nil
	case over:
		c.scroll(name)
		return leave || name == "enter", nil
	case writing:
		return c.written(name)
	}
	switch {
	case leave && c.step == proving:
		c.step, c.says = writing, ""
		return false, nil
	case leave:
		c.clear()
		return true, kit.Say("nothing has changed")
	case name == "tab", name == "down":
		c.move(1)
	case name == "shift+tab", name == "up":
		c.move(-1)
	case name == "enter" && c.at < c.last():
		c.move(1)
	case name == "enter" && c.step == proving:
		return false, c.prove()
	case name == "enter":
		return false, c.typed()
	case c.step == proving:
		c.words[c.at].Update(key)
		c.says = ""
	case c.fields()[c.at].Key(key):
		c.says = ""
	}
	return false, nil
}

// last is the number of the last line to type.
func (c *change) last() int {
	if c.step == proving {
		return len(c.words) - 1
	}
	return len(c.fields()) - 1
}

func (c *change) move(by int) { c.at = (c.at + by + c.last() + 1) % (c.last() + 1) }

// typed looks at what was typed, and goes on where it can be.
func (c *change) typed() tea.Cmd {
	refuse := func(at int, says string) tea.Cmd {
		c.at, c.says = at, says
		return nil
	}
	if c.act != setting && c.old.Empty() {
		return refuse(0, "type the passphrase that the book has, or its recovery code")
	}
	if c.act != removing {
		first := c.last() - 1
		switch err := store.CheckPassphrase(c.first.typed); {
		case errors.Is(err, seal.ErrEmpty):
			return refuse(first, "type a passphrase: four words or more are easy to keep and hard to guess")
		case err != nil:
			return refuse(first, err.Error())
		case c.again.Empty():
			return refuse(first+1, "type it once more: what is typed can't be seen")
		case !c.first.same(&c.again):
			c.first.Clear()
			c.again.Clear()
			return refuse(first, "the two are not the same: type both again")
		}
	}
	c.oldPass, c.newPass = c.old.Take(), c.first.Take()
	c.again.Clear()
	c.says = ""
	if c.act == removing {
		return c.work()
	}
	c.step = asking
	return c.ask()
}

// ask is the command that tries the old secret and makes a recovery code.
func (c *change) ask() tea.Cmd {
	book, act, old := c.r.Book, c.act, c.oldPass
	return func() tea.Msg {
		msg := askedMsg{to: c}
		if act == changing {
			if msg.err = book.Unlocks(old); msg.err != nil {
				return msg
			}
		}
		chance, err := book.NewID() // for the choice of two words
		if err == nil {
			msg.code, err = book.NewRecovery()
		}
		msg.asks[0] = int(chance[0]) % 12
		msg.asks[1] = (msg.asks[0] + 1 + int(chance[1])%11) % 12
		if msg.asks[1] < msg.asks[0] {
			msg.asks[0], msg.asks[1] = msg.asks[1], msg.asks[0]
		}
		msg.err = err
		return msg
	}
}

func (c *change) asked(msg askedMsg) tea.Cmd {
	if msg.err != nil {
		c.clear()
		c.says = sentence(msg.err)
		return nil
	}
	c.code, c.asks, c.step, c.at = msg.code, msg.asks, writing, 0
	return nil
}

// written goes on from the code on the screen.
func (c *change) written(name string) (done bool, cmd tea.Cmd) {
	switch name {
	case "enter":
		c.step, c.at, c.says = proving, 0, ""
		for i := range c.words {
			c.words[i].Set("")
		}
	case "esc", "ctrl+c":
		c.clear()
		return true, kit.Say("nothing has changed, and this code opens nothing")
	}
	return false, nil
}

// prove compares the two words that were typed with those of the code.
func (c *change) prove() tea.Cmd {
	for i, asked := range c.asks {
		if !strings.EqualFold(strings.TrimSpace(c.words[i].Text()), c.code[asked]) {
			c.at, c.says = i, fmt.Sprintf("word %d is another one: look at your paper, or esc for the code", asked+1)
			return nil
		}
	}
	return c.work()
}

// work is the command that seals the book anew.
func (c *change) work() tea.Cmd {
	c.step, c.says = working, ""
	book, act, old, pass, code := c.r.Book, c.act, c.oldPass, c.newPass, c.code
	return func() tea.Msg {
		msg := sealedMsg{to: c}
		switch act {
		case setting:
			msg.rekeyed, msg.err = book.SetPassphrase(pass, code)
		case changing:
			msg.rekeyed, msg.err = book.ChangePassphrase(old, pass, code)
		case removing:
			msg.rekeyed, msg.err = book.RemovePassphrase(old)
		}
		return msg
	}
}

func (c *change) sealed(msg sealedMsg) (done bool, cmd tea.Cmd) {
	c.clear()
	c.unsettled = errors.Is(msg.err, store.ErrUnsettled)
	if msg.err != nil && !c.unsettled {
		c.says = sentence(msg.err)
		return false, nil
	}
	c.step, c.rekeyed = over, msg.rekeyed
	return false, nil
}
