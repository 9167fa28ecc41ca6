package kit_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

// listing is a page of a roster.
func listing(rows int) kit.Listing {
	t := light()
	g := roster(t, rows)
	return kit.Listing{Theme: t, Head: []string{t.Title.Render("Who is here"), "on day 1"}, Body: g.View,
		Foot: t.Footing("the line in the focus, in full, which may be longer than the window is wide, so that it goes on below", 40, 2)}
}

func TestAListingSaysThatItIsReadOrWhyItCouldNotBe(t *testing.T) {
	for name, c := range map[string]struct {
		failed, reading string
		want            []string
		lacks           string
	}{
		"read":           {"", "", []string{"Who is here", "on day 1", "the line in the focus"}, "reading"},
		"being read":     {"", "reading who is here", []string{"Who is here", "on day 1", "reading who is here"}, "the line in the focus"},
		"not to be read": {"the disk is away", "reading who is here", []string{"Who is here", "! the disk is away"}, "reading"},
	} {
		l := listing(5)
		l.Failed, l.Reading = c.failed, c.reading
		text := show(t, l.View(40, 16), 40, 16).Text()
		for _, want := range c.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: %q is not there:\n%s", name, want, text)
			}
		}
		if strings.Contains(text, c.lacks) {
			t.Errorf("%s: %q is there:\n%s", name, c.lacks, text)
		}
	}
}

func TestAListingFitsInAnyWindowWithTheCursorOnTheFocus(t *testing.T) {
	for w := range 50 {
		for h := range 20 {
			for _, l := range []kit.Listing{listing(40), {Theme: light(), Head: []string{"head"}, Failed: "no"}, {Theme: light(), Reading: "reading"}} {
				f := l.View(w, h)
				if len(f.Lines) > h || h > 0 && w > 0 && f.Cursor.Y >= max(h, 3) {
					t.Fatalf("%d lines and the cursor at %v in %d by %d", len(f.Lines), f.Cursor, w, h)
				}
			}
		}
	}
	l := listing(40)
	if f := l.View(40, 16); len(f.Lines) != 16 || f.Cursor.Y < 2 || f.Cursor.Y > 12 {
		t.Errorf("%d lines, cursor at %v", len(f.Lines), f.Cursor)
	}
}

func TestAKeyOnAPageClosesItActsOrGoesOn(t *testing.T) {
	acted := 0
	table := []kit.Binding{{Keys: []string{"x"}, Do: func() tea.Cmd { acted++; return nil }}}
	for name, want := range map[string]struct{ done, besides, acts bool }{
		"esc": {done: true}, "q": {done: true}, "ctrl+c": {done: true}, "x": {acts: true}, "?": {besides: true}, "g": {besides: true},
	} {
		acted = 0
		done, cmd := kit.PressPage(table, vtest.Key(name))
		besides := false
		if cmd != nil {
			_, besides = cmd().(kit.BesidesMsg)
		}
		if done != want.done || besides != want.besides || (acted == 1) != want.acts {
			t.Errorf("%s: done %v, besides %v, acted %d", name, done, besides, acted)
		}
	}
}
