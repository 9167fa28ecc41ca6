package notes

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"rollbook/store"
	"rollbook/ui/room"
)

func TestALockLeavesTheCursorOfADraftWhereItWas(t *testing.T) {
	d := newDesk(t)
	d.Open(Editor(d.Room, room.WantMsg{What: room.WantNote, Person: d.row(3)}))
	d.Press("'first स्ते", "enter", "'second line", "up", "left")
	e := d.Stack.Top().(*editor)
	before := e.View(80, 20).Cursor
	d.Run(d.Stack.Keep())
	if !e.Kept() {
		t.Fatal("the book has not got the draft")
	}
	again := d.Stack.LetGo()
	if d.Stack.Len() != 0 {
		t.Fatal("the editor is not let go")
	}
	d.Run(again)
	after := d.Stack.Top().View(80, 20).Cursor
	if before != after || after.Y == 0 {
		t.Errorf("the cursor was at %v, and is at %v", before, after)
	}
	d.Press("'X", "ctrl+s")
	if got := d.stored()[0].Text; got != "first Xस्ते\nsecond line" {
		t.Errorf("typed there: %q", got)
	}
}

func TestAKeptDraftComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := kept{at: time.Date(2026, 3, 3, 9, 5, 7, 0, time.UTC), together: rapid.Bool().Draw(t, "together"),
			text: rapid.StringN(1, 40, -1).Draw(t, "text")}
		k.after = rapid.IntRange(0, len(k.text)).Draw(t, "after")
		if got := decodeKept(k.encode()); got != k {
			t.Fatalf("%+v comes back as %+v", k, got)
		}
	})
}

func TestADraftKeptBeforeTheCursorWasIsRead(t *testing.T) {
	for _, c := range []struct {
		draft string
		want  kept
	}{
		{"2026-03-03T09:05:07Z\nwords", kept{at: time.Date(2026, 3, 3, 9, 5, 7, 0, time.UTC), text: "words"}},
		{"2026-03-03T09:05:07Z together\nwords", kept{at: time.Date(2026, 3, 3, 9, 5, 7, 0, time.UTC), together: true, text: "words"}},
		{"2026-03-03T09:05:07Z after 99\nwords", kept{at: time.Date(2026, 3, 3, 9, 5, 7, 0, time.UTC), text: "words"}},
		{"2026-03-03T09:05:07Z after -1\nwords", kept{at: time.Date(2026, 3, 3, 9, 5, 7, 0, time.UTC), text: "words"}},
		{"she came after 12\nwords", kept{text: "she came after 12\nwords"}},
	} {
		if got := decodeKept(c.draft); got != c.want {
			t.Errorf("%q is read as %+v", c.draft, got)
		}
	}
}

func TestSomebodyForgottenCanNotBeChosenForANote(t *testing.T) {
	d := newDesk(t)
	d.Run(d.Room.Forget(d.row(3)))
	d.Press("n", "'former", "enter")
	d.Heard(store.ErrForgotten.Error())
	if d.Stack.Len() != 1 || len(d.Wanted) != 0 {
		t.Errorf("%d overlays", d.Stack.Len())
	}
	if d.Room.WhyNoWords(d.row(1)) != "" {
		t.Error("nobody can be written about")
	}
}
