package kit

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Binding is one action and its key. One table of them feeds the footer, the page of keys, the
// palette and the guide, so that they cannot disagree.
type Binding struct {
	Keys    []string // as tea.KeyPressMsg.String() writes them: "p", "space", "ctrl+r"; the first is the one shown
	Name    string   // a word or two, for the footer: "present"
	About   string   // one sentence, for the page of keys, the palette and the guide
	Command string   // the same action on the command line: "rollbook mark … present"; never empty for an action on the book
	Footer  int      // place in the footer, 1 first; 0: not there
	Hidden  bool     // moving keys and the like: on the page of keys only

	// Why says in one sentence why the key can't act now, or "" when it can. nil: it always can.
	Why func() string
	// Do acts. It may change the screen's own state and returns what is to be done beside that.
	Do func() tea.Cmd
}

// Press finds the binding of a key and runs it. A key that can't act says why.
// found is false for a key that the table does not have.
func Press(table []Binding, k tea.KeyPressMsg) (cmd tea.Cmd, found bool) {
	for _, b := range table {
		if !key.Matches(k, key.NewBinding(key.WithKeys(b.Keys...))) {
			continue
		}
		if b.Why != nil {
			if why := b.Why(); why != "" {
				return Say(why), true
			}
		}
		return b.Do(), true
	}
	return nil, false
}
