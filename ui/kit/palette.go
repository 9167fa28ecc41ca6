package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// NewPalette is the list of every action by name, with its key. Choosing one does it; one that
// can't act now is shown with the reason and says it.
func NewPalette(t *Theme, bindings []Binding) *Chooser {
	var acts []Binding
	var items []Item
	for _, b := range bindings {
		if b.Hidden || b.Do == nil || len(b.Keys) == 0 {
			continue
		}
		item := Item{Title: b.Name, Detail: t.KeyName(b.Keys[0])}
		if about := strings.TrimSuffix(b.About, "."); about != "" {
			item.Detail += "  " + about
		}
		if b.Why != nil {
			item.Why = b.Why()
		}
		if item.Why != "" {
			item.Why = t.KeyName(b.Keys[0]) + "  not now: " + item.Why
		}
		acts, items = append(acts, b), append(items, item)
	}
	return &Chooser{
		Theme:  t,
		Title:  "Every action",
		Items:  items,
		Choose: func(i int) tea.Cmd { return acts[i].Do() },
	}
}
