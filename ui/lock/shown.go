package lock

import "rollbook/ui/kit"

// Shown is what was typed, to be read, in w cells, and the cursor's cell: for a secret that somebody
// reads off a paper, where nobody looks on. A line longer than that shows its end.
func (h *Hidden) Shown(t *kit.Theme, w int) (shown string, x int) {
	var line kit.Line
	line.Set(string(h.typed))
	return line.View(t, w)
}

// Same reports whether two lines hold the same text.
func (h *Hidden) Same(other *Hidden) bool { return h.same(other) }

// Words is how many words were typed.
func (h *Hidden) Words() (n int) {
	in := false
	for _, c := range h.typed {
		space := c == ' ' || c == '\t'
		if !space && !in {
			n++
		}
		in = !space
	}
	return n
}
