package todaytest

import (
	"flag"
	"testing"

	"pgregory.net/rapid"

	"rollbook/ui/kit"
)

// anyKey are keys that mark, move, open, type and go back.
var anyKey = []string{"p", "a", "space", "l", "o", "i", "t", "c", "P", "w", "v", "h", "r", "e", "x", "n", "+", "b", "D", "=",
	"1", "2", "7", "0", "enter", "enter", "esc", "esc", "up", "down", "left", "right", "home", "end", "pgdown", "A", "ctrl+t",
	"ctrl+s", "tab", "y", "backspace", "[", "]", "'915", "'40m", "u"}

// Monkey presses keys in windows of all sizes, on a screen that open makes, and sees that every
// screen stays in its window with the cursor inside, and that the disk has what the screen shows.
func Monkey(t *testing.T, open func(d *Desk) kit.Screen) {
	runs := flag.Lookup("rapid.checks")
	before, most := runs.Value.String(), "60"
	if testing.Short() {
		most = "6"
	}
	if err := runs.Value.Set(most); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = runs.Value.Set(before) }() // what was read from it can be set
	rapid.Check(t, func(rt *rapid.T) {
		d := New(t, Names[:rapid.IntRange(0, len(Names)).Draw(rt, "people")]...)
		d.Screen = open(d)
		for range rapid.IntRange(1, 40).Draw(rt, "keys") {
			d.Press(rapid.SampledFrom(anyKey).Draw(rt, "key"))
			w, h := rapid.IntRange(40, 130).Draw(rt, "w"), rapid.IntRange(3, 45).Draw(rt, "h")
			f := d.Screen.View(w, h)
			if len(f.Lines) > h {
				rt.Fatalf("%d lines in a window of %d", len(f.Lines), h)
			}
			for _, line := range f.Lines {
				if n := d.Room.Theme.Width(line); n > w {
					rt.Fatalf("a line of %d cells in a window of %d: %q", n, w, line)
				}
			}
			if f.Cursor.X < 0 || f.Cursor.X >= w || f.Cursor.Y < 0 || f.Cursor.Y >= max(len(f.Lines), 1) {
				rt.Fatalf("the cursor is at %v, the screen has %d lines of %d", f.Cursor, len(f.Lines), w)
			}
			if top := d.Stack.Top(); top != nil {
				top.View(w, h)
			}
		}
		if d.Room.Cohort == nil { // undone, all of it
			return
		}
		for day := 1; day <= 3; day++ {
			if shown, kept := d.Room.Cohort.Count(day), d.Load().Count(day); shown != kept {
				rt.Fatalf("day %d shows %+v, the disk has %+v", day, shown, kept)
			}
		}
	})
}
