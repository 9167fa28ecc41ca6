package notes

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

func TestDraftIsKeptWhileTypingAndFoundAgainAfterTheBookIsReopened(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'maya", "enter", "'half a thou")
	maya := subject{person: d.row(1)}
	if got := d.draftOf(maya); got.text != "half a thou" {
		t.Fatalf("in the book is %q", got.text)
	}
	path, cohort := d.Room.Book.Path(), d.Room.Cohort.Cohort.ID
	d.Must(d.Room.Book.Close())
	book, err := store.Open(path, d.clock.World())
	d.Must(err)
	t.Cleanup(func() { book.Close() })
	d.Said = nil
	d.sit(book, cohort)
	d.Run(Unfinished(d.Room))
	if d.Last() != "an unfinished note on 1 Maya Lopez was kept: Notes, n" {
		t.Errorf("said %q", d.Said)
	}
	d.Press("n")
	d.Sees("left unfinished")
	d.Press("'maya", "enter")
	if !strings.HasPrefix(d.Last(), "a draft from Tue 3 Mar 09:0") {
		t.Errorf("said %q", d.Said)
	}
	d.Sees("half a thou")
	d.Press("'ght", "ctrl+s")
	if n := d.stored(); len(n) != 1 || n[0].Text != "half a thought" {
		t.Errorf("stored %+v", n)
	}
	if got := d.draftOf(maya); got.text != "" {
		t.Errorf("the draft stays after saving: %q", got.text)
	}
	if places, err := book.Drafts(); err != nil || len(places) != 0 {
		t.Errorf("drafts %q, %v", places, err)
	}
}

func TestUnfinishedNamesNobodyBehindTheCurtain(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'maya", "enter", "'words", "esc")
	d.Room.Curtain = true
	d.Run(Unfinished(d.Room))
	if d.Last() != "an unfinished note was kept: Notes, n" {
		t.Errorf("said %q", d.Last())
	}
}

// While keys come fast, the book is written to at once, then no more than once a second, and what
// it has at last is the last text.
func TestDraftIsWrittenOnceASecondAndNeverOutOfOrder(t *testing.T) {
	d := newDesk(t)
	d.clock.Step = 0
	dr := &draft{book: d.Room.Book, place: "note/test", now: d.Room.Now}
	first := dr.change("a", false, 0)
	if first == nil {
		t.Fatal("the first change is not written at once")
	}
	if cmd := dr.change("ab", false, 0); cmd != nil {
		t.Fatal("a second write began while the first was under way")
	}
	firstDone := first()
	_, tick := dr.update(firstDone)
	if tick == nil || !dr.waiting {
		t.Fatal("nothing waits for the second to pass")
	}
	if cmd := dr.change("abc", false, 0); cmd != nil {
		t.Fatal("a change within the second was written")
	}
	_, write := dr.update(tickMsg{dr})
	if write == nil {
		t.Fatal("nothing was written when the second had passed")
	}
	if cmd := dr.change("abcd", true, 0); cmd != nil {
		t.Fatal("a write began beside another")
	}
	_, later := dr.update(write())
	if text, _ := d.Room.Book.Draft("note/test"); decodeKept(text).text != "abc" {
		t.Errorf("in the book is %q", text)
	}
	if later == nil || dr.settled() {
		t.Fatal("the last text is not waiting to be written")
	}
	d.clock.At = d.clock.At.Add(2 * time.Second)
	_, write = dr.update(tickMsg{dr})
	dr.update(write())
	text, err := d.Room.Book.Draft("note/test")
	d.Must(err)
	if got := decodeKept(text); got.text != "abcd" || !got.together || !dr.settled() {
		t.Errorf("in the book is %+v", got)
	}
}

func TestClosingWhileAWriteIsUnderWayWaitsForTheLastText(t *testing.T) {
	d := newDesk(t)
	d.clock.Step = 0
	e := Editor(d.Room, room.WantMsg{Person: d.row(1)}).(*editor)
	e.Update(e.Start()())
	_, write := e.Update(vtest.Key("a"))
	if write == nil {
		t.Fatal("the first key is not written at once")
	}
	e.Update(vtest.Key("b"))
	if done, _ := e.Update(vtest.Key("esc")); done {
		t.Fatal("it closed over a write under way")
	}
	done, next := e.Update(write())
	if done || next == nil {
		t.Fatal("the last text is not written before closing")
	}
	if done, _ = e.Update(next()); !done {
		t.Fatal("it stays open after the last write")
	}
	if got := d.draftOf(subject{person: d.row(1)}); got.text != "ab" {
		t.Errorf("kept %q", got.text)
	}
}

func TestKeysWaitWhileTheDraftIsReadAndWhileItIsPutAway(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'maya", "enter", "'one", "esc")
	e := Editor(d.Room, room.WantMsg{Person: d.row(1)}).(*editor)
	if !e.Waiting() {
		t.Error("keys are taken before the draft is read")
	}
	e.Update(e.Start()())
	if e.Waiting() || e.Now() != "one" {
		t.Errorf("read, it waits or has %q", e.Now())
	}
	e.Update(vtest.Key("x"))
	e.Update(vtest.Key("esc"))
	if !e.Waiting() {
		t.Error("keys are taken by an editor that is closing")
	}
}

func TestADraftThatIsSavedAlreadyIsDropped(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "the note")
	maya := subject{person: d.row(1)}
	d.Must(d.Room.Book.KeepDraft(maya.place(d.Room.Cohort), kept{at: d.clock.Now(), text: "the note"}.encode()))
	d.Said = nil
	d.Press("n", "'maya", "enter")
	if len(d.Said) > 0 {
		t.Errorf("said %q", d.Said)
	}
	if got := d.draftOf(maya); got.text != "" {
		t.Errorf("the draft stays: %q", got.text)
	}
}

func TestThrowingAwayAsksAndForgetsTheDraft(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'maya", "enter", "'words", "ctrl+x", "n")
	d.Sees("words")
	d.Press("ctrl+x", "y")
	if d.Stack.Len() != 0 || d.draftOf(subject{person: d.row(1)}).text != "" || len(d.stored()) != 0 {
		t.Errorf("%d overlays, said %q", d.Stack.Len(), d.Said)
	}
}

func TestLeavingUnchangedWordsKeepsNoDraft(t *testing.T) {
	d := newDesk(t)
	d.write("maya", "words")
	d.Press("e", "'x", "backspace", "esc")
	if places, err := d.Room.Book.Drafts(); err != nil || len(places) != 0 {
		t.Errorf("drafts %q, %v", places, err)
	}
	if strings.Contains(d.Last(), "draft") {
		t.Errorf("said %q", d.Last())
	}
}

func TestAPasteWithControlCharactersIsText(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'day 2", "enter")
	d.Paste("one\x1b[31m red\x13 q\r\ntwo\x03\tend\n")
	if d.Stack.Len() != 1 {
		t.Fatal("the paste closed the editor")
	}
	d.Press("ctrl+s")
	n := d.stored()
	if len(n) != 1 || strings.ContainsAny(n[0].Text, "\x1b\x13\x03\r") || !strings.Contains(n[0].Text, "one") || !strings.Contains(n[0].Text, "\ntwo") {
		t.Errorf("stored %+v", n)
	}
}

func TestATextThatIsTooLongIsCutAndSaidSo(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'day 2", "enter")
	d.Paste(strings.Repeat("ä", model.TextLimit+5))
	d.Sees("10005 characters, 10000 are kept")
	d.Press("ctrl+s")
	if n := d.stored(); len(n) != 1 || len([]rune(n[0].Text)) != model.TextLimit {
		t.Errorf("%d notes", len(n))
	}
	if !strings.Contains(strings.Join(d.Said, " "), "cut at 10000 characters") {
		t.Errorf("said %q", d.Said)
	}
}

func TestNothingIsSavedOfAnEmptyNote(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'day 2", "enter", "'  ", "ctrl+s")
	if d.Stack.Len() != 1 || !strings.Contains(d.Last(), "nothing is typed") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("esc")
	if places, _ := d.Room.Book.Drafts(); len(places) != 0 || len(d.stored()) != 0 {
		t.Errorf("drafts %q", places)
	}
}

func TestADraftThatCantBeKeptIsSaidAndTheTextStays(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'day 2", "enter", "'a")
	d.Must(os.Rename(d.Room.Book.Path(), d.Room.Book.Path()+".away"))
	d.Press("'b")
	if !strings.Contains(d.Last(), "the draft could not be kept") {
		t.Errorf("said %q", d.Last())
	}
	d.Press("esc")
	d.Sees("ab", "draft NOT kept")
	d.Must(os.Rename(d.Room.Book.Path()+".away", d.Room.Book.Path()))
	d.Press("esc")
	if d.Stack.Len() != 0 {
		t.Error("the second esc did not leave")
	}
}

func TestEditorOfWhatIsGoneSaysSo(t *testing.T) {
	d := newDesk(t)
	for _, want := range []room.WantMsg{{Note: model.ID{1}}, {Person: model.ID{1}}, {Topic: "Nothing"}, {Day: 99}} {
		d.Run(room.Ask(room.WantMsg{What: room.WantNote, Note: want.Note, Person: want.Person, Topic: want.Topic, Day: want.Day}))
		d.Sees("No note")
		d.Press("esc")
	}
	d.write("maya", "words")
	id := d.stored()[0].ID
	d.Press("e", "' more")
	draft, err := d.Room.Cohort.Form(0, d.Room.Cohort.EditStrike(id)...)
	d.Must(err)
	d.Room.Cohort.Apply(draft)
	d.Press("ctrl+s")
	if d.Stack.Len() != 1 || !strings.Contains(d.Last(), "not there any more") {
		t.Errorf("said %q", d.Last())
	}
}

func TestAFailedReadOfTheDraftIsSaid(t *testing.T) {
	d := newDesk(t)
	e := Editor(d.Room, room.WantMsg{Person: d.row(1)}).(*editor)
	_, cmd := e.Update(draftMsg{e, "", errors.New("the disk is gone")})
	d.Run(cmd)
	if !strings.Contains(d.Last(), "the disk is gone") {
		t.Errorf("said %q", d.Said)
	}
	if done, _ := e.Update(tea.PasteMsg{Content: "typed"}); done || e.Now() != "typed" {
		t.Error("the editor can't be used then")
	}
}

func TestEditorAtTheUsualSizes(t *testing.T) {
	d := newDesk(t)
	d.Press("n", "'日本", "enter", "'日本 太郎 came early, स्तेफ़ानी and نور helped with the chairs; Zoe\u0301 too.", "enter", "'Second line", "ctrl+t")
	for _, size := range []struct {
		name string
		w, h int
	}{{"editor-60x20", 60, 17}, {"editor-80x24", 80, 21}, {"editor-120x40", 120, 37}} {
		vtest.Golden(t, size.name, d.Bare(size.w, size.h).Shot())
	}
	d.Press("esc")
	d.Press("n")
	vtest.Golden(t, "choose-80x24", d.Bare(80, 21).Shot())
}
