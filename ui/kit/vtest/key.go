package vtest

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
)

var named = map[string]rune{
	"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown,
	"enter": tea.KeyEnter, "tab": tea.KeyTab, "esc": tea.KeyEscape, "space": tea.KeySpace,
	"backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
}

// Key is the message for a key as a binding names it: "p", "P", "space", "ctrl+s", "日".
func Key(name string) tea.KeyPressMsg {
	var k tea.Key
	rest := name
	for _, m := range []struct {
		prefix string
		mod    tea.KeyMod
	}{{"ctrl+", tea.ModCtrl}, {"alt+", tea.ModAlt}, {"shift+", tea.ModShift}} {
		if r, ok := strings.CutPrefix(rest, m.prefix); ok && r != "" {
			k.Mod |= m.mod
			rest = r
		}
	}
	if code, ok := named[rest]; ok {
		k.Code = code
		if rest == "space" && k.Mod == 0 {
			k.Text = " "
		}
		return tea.KeyPressMsg(k)
	}
	r, size := utf8.DecodeRuneInString(rest)
	k.Code = r
	if size < len(rest) {
		k.Code = tea.KeyExtended
	}
	if k.Mod == 0 {
		k.Text = rest
	}
	return tea.KeyPressMsg(k)
}

// Keys is one message for each name; a name that begins with ' stands for its characters typed one
// after the other: Keys("l", "'920", "enter").
func Keys(names ...string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, name := range names {
		text, ok := strings.CutPrefix(name, "'")
		if !ok || text == "" {
			keys = append(keys, Key(name))
			continue
		}
		for _, r := range text {
			if r == ' ' {
				keys = append(keys, Key("space"))
				continue
			}
			keys = append(keys, Key(string(r)))
		}
	}
	return keys
}
