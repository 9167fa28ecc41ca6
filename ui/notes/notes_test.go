package notes

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// write writes a note by keys: the chooser's filter, then the text.
func (d *desk) write(about, text string) {
	d.Helper()
	d.Press("n", "'"+about, "enter")
	d.Paste(text)
	d.Press("ctrl+s")
	if d.Stack.Len() != 0 {
		d.Fatalf("the editor is still open: %q", d.Said)
	}
}

func TestNoteOnADayATopicAndAPersonIsStoredAsThat(t *testing.T) {
	d := newDesk(t)
	d.write("day 3", "Bring chairs")
	d.write("language", "More examples")
	d.write("maya", "Likes to go first")
	notes := d.stored()
	if len(notes) != 3 {
		t.Fatalf("%d notes: %q", len(notes), d.Said)
	}
	if n := notes[0]; n.Day != 3 || n.Topic != "" || !n.Trainee.IsZero() || n.Text != "Bring chairs" {
		t.Errorf("on day 3: %+v", n)
	}
	if n := notes[1]; n.Topic != "Language" || n.Day != 0 {
		t.Errorf("on Language: %+v", n)
	}
	if n := notes[2]; n.Trainee != d.row(1) || n.By != "Asha" {
		t.Errorf("on Maya: %+v", n)
	}
	d.Sees("3 notes", "day 3", "Language", "1 Maya Lopez", "Likes to go first")
	if got := d.screen.focused(); got.Text != "Likes to go first" {
		t.Errorf("the focus is not on the note just written: %+v", got)
	}
}

func TestRewordingKeepsTheNoteAndUndoBringsItsWordsBack(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "first")
	id := d.stored()[0].ID
	d.Press("enter", "' words", "ctrl+s")
	if n := d.stored(); len(n) != 1 || n[0].ID != id || n[0].Text != "first words" {
		t.Fatalf("reworded: %+v", n)
	}
	d.Press("u")
	if n := d.stored(); n[0].Text != "first" {
		t.Errorf("undone: %+v", n)
	}
	d.Sees("first")
}

func TestTogetherTurnsOnAndOffAndIsUndone(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "words")
	d.Press("t")
	if !d.stored()[0].Together {
		t.Error("t did not say written together")
	}
	d.Sees("written together")
	d.Press("u")
	if d.stored()[0].Together {
		t.Error("undo left it written together")
	}
	d.Press("n", "'zoé", "enter", "'with Zoé", "ctrl+t", "ctrl+s")
	if n := d.stored()[1]; !n.Together {
		t.Errorf("ctrl+t in the editor: %+v", n)
	}
}

func TestOwnWordsStandBesideANoteOnAPersonAndAreStruckWithIt(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "asked for larger print")
	d.Press("o", "'only on day one", "enter")
	if n := d.stored(); n[0].OwnWords != "only on day one" || n[0].Text != "asked for larger print" {
		t.Fatalf("stored: %+v", n[0])
	}
	d.Sees("| Maya Lopez sees it differently: only on day one")
	d.Press("u")
	d.Lacks("sees it differently")
	d.write("day 2", "bring chairs")
	d.Press("o")
	if d.Stack.Len() != 0 || !strings.Contains(d.Last(), "own words are a person's: this note is on day 2") {
		t.Errorf("o on a note about a day: %q", d.Said)
	}
	d.Press("down", "o", "'struck with it", "enter", "x", "y")
	entries, err := d.Room.Book.Journal(d.Room.Cohort.Cohort.ID)
	d.Must(err)
	for _, e := range entries {
		for _, ch := range e.Changes {
			if strings.Contains(ch.To+ch.From, "struck with it") {
				t.Errorf("the journal still says %+v", ch)
			}
		}
	}
}

func TestUnderTheEditorStandsForWhomToWrite(t *testing.T) {
	d := newDesk(t)
	for about, line := range map[string]string{
		"maya":     "write what Maya Lopez could read beside you; no reasons, health or stories.",
		"language": "write what everybody in the room could read; no reasons, health or stories.",
	} {
		d.Press("n", "'"+about, "enter")
		lines := d.Bare(80, 24).Lines()
		if got := lines[len(lines)-1]; got != line {
			t.Errorf("under the editor stands %q", got)
		}
		d.Press("esc")
	}
}

func TestStrikingAsksAndTakesTheWordsAndTheDraftForGood(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "to be struck")
	id := d.stored()[0].ID
	d.Press("e", "' more", "esc")
	d.Press("x", "n")
	if len(d.stored()) != 1 {
		t.Fatal("n struck the note")
	}
	d.Press("x")
	d.Sees("gone for good: here, and by", "This can't be undone")
	d.Press("y")
	if len(d.stored()) != 0 {
		t.Error("the note is still there")
	}
	if got := d.draftOf(subject{note: id}); got.text != "" {
		t.Errorf("its draft is still kept: %q", got.text)
	}
	d.Lacks("to be struck")
	entries, err := d.Room.Book.Journal(d.Room.Cohort.Cohort.ID)
	d.Must(err)
	for _, e := range entries {
		for _, ch := range e.Changes {
			if strings.Contains(ch.To+ch.From, "to be struck") {
				t.Errorf("the journal still says %+v", ch)
			}
		}
	}
}

func TestHistoryOfANoteShowsItsWordingsAndUndoesOne(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "first")
	d.write("day 2", "another")
	d.Press("down", "enter", "' words", "ctrl+s", "h")
	d.Sees("History of the note on 1 Maya Lopez", "first → first words", "Asha")
	d.Lacks("another")
	d.Press("u", "y")
	if n := d.stored(); n[0].Text != "first" {
		t.Errorf("undone from the history: %+v", n)
	}
	d.Sees("undone")
}

func TestFilterListsADayATopicOrAPerson(t *testing.T) {
	d := newDesk(t)
	d.write("day 3", "Bring chairs")
	d.write("language", "More examples")
	d.write("maya", "Likes to go first")
	for _, c := range []struct{ choose, sees, lacks string }{
		{"maya", "Likes to go first", "Bring chairs"},
		{"language", "More examples", "Likes to go first"},
		{"day 3", "Bring chairs", "More examples"},
		{"day 2", "Likes to go first", "nothing of the kind"}, // all were written on day 2
		{"all", "3 notes", "of 3"},
	} {
		d.Press("f", "'"+c.choose, "enter")
		d.Sees(c.sees)
		d.Lacks(c.lacks)
	}
	d.Run(kit.Send(room.FocusMsg{Person: d.row(1)}))
	d.Sees("1 note of 3")
	d.Run(kit.Send(room.FocusMsg{Person: model.ID{9}}))
	d.Sees("1 note of 3")
}

func TestFindWithinTextIgnoresCaseAndAccents(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "Résumé of the morning")
	d.write("day 3", "Bring chairs")
	if n := d.screen.Find("resume MORNING"); n != 1 {
		t.Errorf("%d found", n)
	}
	d.Sees("with 'resume MORNING'")
	d.Lacks("chairs")
	if n := d.screen.Find("nowhere"); n != 0 {
		t.Errorf("%d found", n)
	}
	d.Sees("No note is like that")
	if n := d.screen.Find(""); n != 2 {
		t.Errorf("%d after clearing", n)
	}
}

func TestCurtainHidesTheTextsAndTheKeysSayWhy(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "secret words")
	d.Room.Curtain = true
	d.Sees("1 note: the curtain is closed")
	d.Lacks("secret", "Maya")
	for _, key := range []string{"n", "e", "t", "x", "h", "f"} {
		d.Said = nil
		d.Press(key)
		if d.Stack.Len() != 0 || !strings.Contains(d.Last(), "curtain is closed") {
			t.Errorf("%s: %q, %d overlays", key, d.Said, d.Stack.Len())
		}
	}
	if n := d.screen.Find("secret"); n != 0 {
		t.Error("find tells what the curtain hides")
	}
	d.Run(room.Ask(room.WantMsg{What: room.WantNote, Person: d.row(1)}))
	d.Lacks("secret", "Note on")
}

func TestEmptyScreenSaysWhatToDo(t *testing.T) {
	d := newDesk(t)
	d.Sees("No notes yet. n writes one")
	d.Press("e")
	if !strings.Contains(d.Last(), "n writes one") {
		t.Errorf("e said %q", d.Last())
	}
	d.Room.Cohort = nil
	d.Press("n")
	if !strings.Contains(d.Last(), "no cohort") {
		t.Errorf("n without a cohort said %q", d.Last())
	}
}

func TestMovingThroughManyNotesKeepsTheFocusInSight(t *testing.T) {
	d := newDesk(t)
	for i := range 12 {
		d.write("maya", strings.Repeat("words that go on ", 1+9*(i%3)))
	}
	for _, key := range []string{"down", "down", "down", "pgdown", "end", "up", "up", "pgup", "home", "end"} {
		d.Press(key)
		for _, h := range []int{3, 6, 10, 20} {
			f := d.screen.View(60, h)
			if len(f.Lines) > h || f.Cursor.Y < 0 || f.Cursor.Y >= len(f.Lines) {
				t.Fatalf("after %s: %d lines, cursor %d in %d", key, len(f.Lines), f.Cursor.Y, h)
			}
			if h > 3 && !strings.Contains(f.Lines[f.Cursor.Y], ">") {
				t.Errorf("after %s at %d lines the cursor is on %q", key, h, f.Lines[f.Cursor.Y])
			}
		}
	}
	if d.screen.at != 11 {
		t.Errorf("End led to note %d", d.screen.at)
	}
}

func TestNotesScreenAtTheUsualSizes(t *testing.T) {
	d := newDesk(t)
	d.write("day 3", "Bring chairs, and the other projector. "+strings.Repeat("It is in the cupboard behind the stairs. ", 8))
	d.write("language", "More examples of 'not in agreement with me'")
	for _, name := range []string{"स्तेफ़ानी", "日本", "نور"} {
		d.write(name, "Wants the handout in large print: "+name)
	}
	d.Press("down", "t")
	for _, size := range []struct {
		name string
		w, h int
	}{{"notes-60x20", 60, 17}, {"notes-80x24", 80, 21}, {"notes-120x40", 120, 37}} {
		vtest.Golden(t, size.name, d.Bare(size.w, size.h).Shot())
	}
	vtest.Golden(t, "notes-colour", d.Bare(80, 21).Styled())
	*d.Room.Theme = *roomtest.Theme(true)
	vtest.Golden(t, "notes-nocolor", d.Bare(80, 21).Styled())
}
