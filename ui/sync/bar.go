package sync

import (
	"fmt"
	"strings"

	"rollbook/ui/kit"
)

// bar is what is under way, in two lines and an empty one: what, and how far. Nothing is drawn while
// nothing is.
func (x *Exchange) bar(t *kit.Theme, w int) []string {
	if x.run == nil {
		return nil
	}
	u := x.run
	words := u.what
	if u.far.target != "" {
		words += " with " + u.far.target
	}
	switch {
	case u.stops:
		words = "stopping"
	case u.far.What != "":
		words += ": " + u.far.What
	}
	right := "esc stops it"
	if u.stops {
		right = ""
	}
	line := "  " + t.Strong.Render(t.Fit(words, max(w-4-t.Width(right), 1))) + " " + t.Faint.Render(right)
	return []string{t.FitStyled(line, w), "  " + progressLine(t, u.far.Done, u.far.All, w-4), ""}
}

// progressLine is a drawn bar with the figures behind it; where the whole is not known, the figures
// alone.
func progressLine(t *kit.Theme, done, all int64, w int) string {
	if all <= 0 {
		if done <= 0 {
			return t.Faint.Render(t.Cut("looking at what is there", w))
		}
		return t.Faint.Render(t.Cut(fmt.Sprintf("%d so far", done), w))
	}
	done = min(max(done, 0), all)
	figures := fmt.Sprintf(" %d of %d", done, all)
	room := max(w-t.Width(figures), 1)
	full := int(done * int64(room) / all)
	shape, rest := "█", "░"
	if t.ASCII {
		shape, rest = "#", "."
	}
	return strings.Repeat(shape, full) + t.Faint.Render(strings.Repeat(rest, room-full)+figures)
}
