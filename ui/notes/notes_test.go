package notes

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

// write writes a note by keys: the chooser's filter, then the text.
func (d *desk) write(about, text string) {
	d.t.Helper()
	d.keys("n", "'"+about, "enter")
	d.paste(text)
	d.keys("ctrl+s")
	if d.stack.Len() != 0 {
		d.t.Fatalf("the editor is still open: %q", d.said)
	}
}

func TestNoteOnADayATopicAndAPersonIsStoredAsThat(t *testing.T) {
	d := newDesk(t)
	d.write("day 3", "Bring chairs")
	d.write("language", "More examples")
	d.write("maya", "Likes to go first")
	notes := d.stored()
	if len(notes) != 3 {
		t.Fatalf("%d notes: %q", len(notes), d.said)
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
	d.sees("3 notes", "day 3", "Language", "1 Maya Lopez", "Likes to go first")
	if got := d.screen.focused(); got.Text != "Likes to go first" {
		t.Errorf("the focus is not on the note just written: %+v", got)
	}
}

func TestRewordingKeepsTheNoteAndUndoBringsItsWordsBack(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "first")
	id := d.stored()[0].ID
	d.keys("enter", "' words", "ctrl+s")
	if n := d.stored(); len(n) != 1 || n[0].ID != id || n[0].Text != "first words" {
		t.Fatalf("reworded: %+v", n)
	}
	d.keys("u")
	if n := d.stored(); n[0].Text != "first" {
		t.Errorf("undone: %+v", n)
	}
	d.sees("first")
}

func TestTogetherTurnsOnAndOffAndIsUndone(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "words")
	d.keys("t")
	if !d.stored()[0].Together {
		t.Error("t did not say written together")
	}
	d.sees("written together")
	d.keys("u")
	if d.stored()[0].Together {
		t.Error("undo left it written together")
	}
	d.keys("n", "'zoé", "enter", "'with Zoé", "ctrl+t", "ctrl+s")
	if n := d.stored()[1]; !n.Together {
		t.Errorf("ctrl+t in the editor: %+v", n)
	}
}

func TestOwnWordsStandBesideANoteOnAPersonAndAreStruckWithIt(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "asked for larger print")
	d.keys("o", "'only on day one", "enter")
	if n := d.stored(); n[0].OwnWords != "only on day one" || n[0].Text != "asked for larger print" {
		t.Fatalf("stored: %+v", n[0])
	}
	d.sees("| Maya Lopez sees it differently: only on day one")
	d.keys("u")
	d.lacks("sees it differently")
	d.write("day 2", "bring chairs")
	d.keys("o")
	if d.stack.Len() != 0 || !strings.Contains(d.last(), "own words are a person's: this note is on day 2") {
		t.Errorf("o on a note about a day: %q", d.said)
	}
	d.keys("down", "o", "'struck with it", "enter", "x", "y")
	entries, err := d.r.Book.Journal(d.r.Cohort.Cohort.ID)
	d.must(err)
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
		d.keys("n", "'"+about, "enter")
		lines := d.shot(80, 24).Lines()
		if got := lines[len(lines)-1]; got != line {
			t.Errorf("under the editor stands %q", got)
		}
		d.keys("esc")
	}
}

func TestStrikingAsksAndTakesTheWordsAndTheDraftForGood(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "to be struck")
	id := d.stored()[0].ID
	d.keys("e", "' more", "esc")
	d.keys("x", "n")
	if len(d.stored()) != 1 {
		t.Fatal("n struck the note")
	}
	d.keys("x")
	d.sees("gone for good: here, and by", "This can't be undone")
	d.keys("y")
	if len(d.stored()) != 0 {
		t.Error("the note is still there")
	}
	if got := d.draftOf(subject{note: id}); got.text != "" {
		t.Errorf("its draft is still kept: %q", got.text)
	}
	d.lacks("to be struck")
	entries, err := d.r.Book.Journal(d.r.Cohort.Cohort.ID)
	d.must(err)
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
	d.keys("down", "enter", "' words", "ctrl+s", "h")
	d.sees("History of the note on 1 Maya Lopez", "first → first words", "Asha")
	d.lacks("another")
	d.keys("u", "y")
	if n := d.stored(); n[0].Text != "first" {
		t.Errorf("undone from the history: %+v", n)
	}
	d.sees("undone")
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
		d.keys("f", "'"+c.choose, "enter")
		d.sees(c.sees)
		d.lacks(c.lacks)
	}
	d.take(room.FocusMsg{Person: d.row(1)})
	d.sees("1 note of 3")
	d.take(room.FocusMsg{Person: model.ID{9}})
	d.sees("1 note of 3")
}

func TestFindWithinTextIgnoresCaseAndAccents(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "Résumé of the morning")
	d.write("day 3", "Bring chairs")
	if n := d.screen.Find("resume MORNING"); n != 1 {
		t.Errorf("%d found", n)
	}
	d.sees("with 'resume MORNING'")
	d.lacks("chairs")
	if n := d.screen.Find("nowhere"); n != 0 {
		t.Errorf("%d found", n)
	}
	d.sees("No note is like that")
	if n := d.screen.Find(""); n != 2 {
		t.Errorf("%d after clearing", n)
	}
}

func TestCurtainHidesTheTextsAndTheKeysSayWhy(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "secret words")
	d.r.Curtain = true
	d.sees("1 note: the curtain is closed")
	d.lacks("secret", "Maya")
	for _, key := range []string{"n", "e", "t", "x", "h", "f"} {
		d.said = nil
		d.keys(key)
		if d.stack.Len() != 0 || !strings.Contains(d.last(), "curtain is closed") {
			t.Errorf("%s: %q, %d overlays", key, d.said, d.stack.Len())
		}
	}
	if n := d.screen.Find("secret"); n != 0 {
		t.Error("find tells what the curtain hides")
	}
	d.run(room.Ask(room.WantMsg{What: room.WantNote, Person: d.row(1)}))
	d.lacks("secret", "Note on")
}

func TestEmptyScreenSaysWhatToDo(t *testing.T) {
	d := newDesk(t)
	d.sees("No notes yet. n writes one")
	d.keys("e")
	if !strings.Contains(d.last(), "n writes one") {
		t.Errorf("e said %q", d.last())
	}
	d.r.Cohort = nil
	d.keys("n")
	if !strings.Contains(d.last(), "no cohort") {
		t.Errorf("n without a cohort said %q", d.last())
	}
}

func TestMovingThroughManyNotesKeepsTheFocusInSight(t *testing.T) {
	d := newDesk(t)
	for i := range 12 {
		d.write("maya", strings.Repeat("words that go on ", 1+9*(i%3)))
	}
	for _, key := range []string{"down", "down", "down", "pgdown", "end", "up", "up", "pgup", "home", "end"} {
		d.keys(key)
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
	d.keys("down", "t")
	for _, size := range []struct {
		name string
		w, h int
	}{{"notes-60x20", 60, 17}, {"notes-80x24", 80, 21}, {"notes-120x40", 120, 37}} {
		vtest.Golden(t, size.name, d.shot(size.w, size.h).Shot())
	}
	vtest.Golden(t, "notes-colour", d.shot(80, 21).Styled())
	*d.r.Theme = *theme(true)
	vtest.Golden(t, "notes-nocolor", d.shot(80, 21).Styled())
}
