package today

import (
	"fmt"
	"strconv"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
)

// Number is a row number being typed, before the key that acts on that row.
type Number struct {
	digits string

	// Row finds who has a row number on the screen, and what to say where nobody has it.
	Row func(n int) (id model.ID, name, why string)
	// Table is the keys that act on that person.
	Table func(id model.ID) []kit.Binding
	// Go puts the focus on that person: what Enter does after a number.
	Go func(id model.ID)
}

// digitsLimit keeps a row number to what a roster can have.
const digitsLimit = 5

// Type takes digits, and with digits typed the key that they are for. Any other key drops them and
// goes its way. It answers capital letters that no key has, too: Caps Lock would make them.
func (n *Number) Type(key tea.KeyPressMsg) (taken bool, cmd tea.Cmd) {
	name := key.String()
	switch {
	case len(name) == 1 && name >= "0" && name <= "9":
		if n.digits == "" && name == "0" {
			return true, kit.Say("rows begin with 1")
		}
		if len(n.digits) < digitsLimit {
			n.digits += name
		}
		return true, nil
	case capital(name):
		n.digits = ""
		return true, kit.Say(name + " does nothing here: is Caps Lock on?")
	case n.digits == "":
		return false, nil
	}
	return n.then(name, key)
}

// then is the first key after the digits.
func (n *Number) then(name string, key tea.KeyPressMsg) (taken bool, cmd tea.Cmd) {
	digits := n.digits
	switch name {
	case "backspace":
		n.digits = digits[:len(digits)-1]
		return true, nil
	case "esc":
		n.digits = ""
		return true, kit.Say("row " + digits + " dropped")
	case "P", "D":
		n.digits = ""
		return true, kit.Say(name + " is for everyone: press it without a row number")
	}
	n.digits = ""
	row, _ := strconv.Atoi(digits)
	id, _, why := n.Row(row)
	table := n.Table(id)
	if !has(table, name) {
		return false, nil
	}
	if why != "" {
		return true, kit.Say(why)
	}
	if name == "enter" {
		n.Go(id)
		return true, nil
	}
	cmd, _ = kit.Press(table, key)
	return true, cmd
}

// Drop forgets the digits.
func (n *Number) Drop() { n.digits = "" }

// Waiting is what was typed and whose row it is: "7 Maya", or "" while nothing is typed.
func (n *Number) Waiting() string {
	if n.digits == "" {
		return ""
	}
	row, _ := strconv.Atoi(n.digits)
	_, name, why := n.Row(row)
	if why != "" {
		return n.digits + " (nobody)"
	}
	return fmt.Sprintf("%d %s", row, name)
}

// Line says which row waits and for what, in w cells.
func (n *Number) Line(t *kit.Theme, w int) string {
	row := t.Cut("row "+n.Waiting(), w)
	return t.Focus.Render(row) + t.Cut(": press p a l o i t c r n e m h v; Enter goes there, esc drops it", w-t.Width(row))
}

// Keys is a table with the row that waits before it, for the footer; the table itself while
// nothing waits.
func (n *Number) Keys(table []kit.Binding) []kit.Binding {
	if n.digits == "" {
		return table
	}
	row := kit.Binding{Keys: []string{n.Waiting()}, Name: "then", About: "The row that the next key marks.", Footer: 1,
		Do: func() tea.Cmd { return nil }}
	drop := kit.Binding{Keys: []string{"esc"}, Name: "drop it", About: "Forgets the row number.", Footer: 2,
		Do: func() tea.Cmd { n.Drop(); return nil }}
	return append([]kit.Binding{row, drop}, table...)
}

func has(table []kit.Binding, key string) bool {
	for _, b := range table {
		for _, k := range b.Keys {
			if k == key {
				return true
			}
		}
	}
	return false
}

// capital reports whether a key is a capital letter that does nothing.
func capital(name string) bool {
	r, size := utf8.DecodeRuneInString(name)
	return size == len(name) && unicode.IsUpper(r) && name != "P" && name != "D"
}
