package lock

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
)

// PINForm asks for a PIN of the day, twice.
type PINForm struct {
	Theme *kit.Theme
	Date  model.Date
	// Make is the command that makes the PIN out of digits, which it clears, and hands it on.
	Make func(digits []byte, date model.Date) tea.Cmd

	first, again Hidden
	second       bool // it is typed once more
	says         string
}

// Update takes the digits.
func (f *PINForm) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	key, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		return false, nil // a PIN is not pasted
	}
	switch name := key.String(); {
	case name == "esc", name == "ctrl+c":
		f.clear()
		return true, kit.Say("no PIN was set")
	case name == "enter" && !f.second:
		if err := CheckPIN(f.first.typed); err != nil {
			f.clear()
			f.says = err.Error()
			return false, nil
		}
		f.second, f.says = true, ""
	case name == "enter" && !f.first.same(&f.again):
		f.clear()
		f.says = "the two are not the same: type both again"
	case name == "enter":
		digits := f.first.Take()
		f.clear()
		return true, f.Make(digits, f.Date)
	case f.second:
		f.again.Key(key)
	case f.first.Key(key):
		f.says = ""
	}
	return false, nil
}

func (f *PINForm) clear() {
	f.first.Clear()
	f.again.Clear()
	f.second = false
}

// View draws what a PIN is for, and the line to type it in.
func (f *PINForm) View(w, h int) kit.Frame {
	t := f.Theme
	p := &sheet{t: t, w: w}
	p.say(t.Title, "A PIN for "+f.Date.Words())
	p.say(t.Text, fmt.Sprintf("Today it opens the screen where it locked by itself for want of a key. %d tries, then the passphrase; ctrl+l and sleep always ask for that.", triesPIN))
	p.gap()
	if f.second {
		p.ask("Once more    ", &f.again, true)
	} else {
		p.ask("4–12 digits  ", &f.first, true)
	}
	if f.says != "" {
		p.say(t.Bad, kit.ConflictSign+" "+f.says)
	}
	return p.frame(h)
}

// Keys is what the footer shows meanwhile.
func (f *PINForm) Keys() []kit.Binding {
	nothing := func() tea.Cmd { return nil }
	return []kit.Binding{
		{Keys: []string{"enter"}, Name: "go on", About: "Takes the PIN; it is typed twice.", Footer: 1, Do: nothing},
		{Keys: []string{"esc"}, Name: "no PIN", About: "Leaves everything as it is.", Footer: 2, Do: nothing},
	}
}

// Place is in a box.
func (f *PINForm) Place() kit.Place { return kit.InBox }
