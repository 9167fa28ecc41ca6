package ui

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"weak"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/store/seal"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/lock"
	"rollbook/ui/notes"
	"rollbook/ui/review"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
	"rollbook/ui/today"
	"rollbook/ui/topics"
)

const passphrase = "four words of none"

// clock is a clock that a test moves, and where the book lies.
type clock struct {
	at   time.Time
	path string
}

func (c *clock) now() time.Time { return c.at }

// cheap is what a passphrase costs in tests.
var cheap = seal.Cost{Memory: 64, Passes: 1, Lanes: 1}

// sealed is the root on a book with a passphrase, on the first day of its cohort, and its clock.
func sealed(t testing.TB, names ...string) (*root, *clock) {
	t.Helper()
	c := &clock{roomtest.DayOne, filepath.Join(t.TempDir(), "roll.book")}
	o := Options{World: store.World{Now: c.now, Chance: rand.Reader, Cost: cheap}, Path: c.path,
		Date: model.NoDate, As: "Asha", Env: func(string) string { return "" }}
	book, err := store.Create(o.Path, o.World)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	course, _ := model.EmbeddedCourse("cipss")
	cohort, edits, err := book.NewCohort("Spring", course, model.Dates(model.DateOf(2026, 3, 2), 8, nil), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, book, cohort, oplog.Single, edits...)
	if len(names) == 0 {
		for i := range 20 {
			names = append(names, fmt.Sprintf("Person %c", 'A'+i))
		}
	}
	people := make([]model.Trainee, len(names))
	for i := range names {
		people[i].Name = names[i]
	}
	if edits, _, err = cohort.Enroll(people, 1, false); err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, book, cohort, oplog.Import, edits...)
	code, err := book.NewRecovery()
	if err == nil {
		_, err = book.SetPassphrase(store.Secret(passphrase), code)
	}
	if err != nil {
		t.Fatal(err)
	}
	m, err := enter(book, o, kit.NewTheme(true, true, false))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if m.room.Book != nil {
			m.room.Book.Close()
		}
	})
	m.watch.Begin(c.now())
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	settle(m, m.first)
	return m, c
}

// pass lets time go by, beat for beat, as it does while somebody looks at the screen.
func pass(m *root, c *clock, d time.Duration) {
	const beat = 10 * time.Second
	for ; d > 0; d -= beat {
		c.at = c.at.Add(beat)
		cmd := m.now(m.beaten())
		settle(m, kit.Batch(cmd, m.letGo()))
	}
}

// settleBut settles all that does not wait for a while.
func settleBut(m *root, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	done := make(chan tea.Msg, 1)
	go func() { done <- cmd() }()
	select {
	case msg := <-done:
		if batch, several := msg.(tea.BatchMsg); several {
			for _, c := range batch {
				settleBut(m, c)
			}
			return
		}
		if msg != nil {
			_, next := m.Update(msg)
			settleBut(m, next)
		}
	case <-time.After(lock.Beat / 2):
	}
}

// sees fails unless the screen shows all of the words.
func sees(t testing.TB, m *root, words ...string) {
	t.Helper()
	for _, w := range words {
		if !shows(m, w) {
			t.Errorf("%q is not on the screen:\n%s", w, strings.Join(m.frame().Lines, "\n"))
		}
	}
}

func TestALockedBookIsLetGoAndOpensWhereItWas(t *testing.T) {
	m, _ := sealed(t)
	press(m, "3", "a", "]", "g", "o", "5", "p")
	row := m.screens[room.Topics].(stander).Stands()
	press(m, "ctrl+l")
	if shows(m, "Person") || shows(m, "Spring") || m.room.Cohort != nil || m.room.Book != nil || m.screens != nil {
		t.Fatalf("locked, there is still: %v %v\n%s", m.room.Cohort, m.room.Book, strings.Join(m.frame().Lines, "\n"))
	}
	press(m, "'wrong", "enter")
	sees(t, m, "this is neither the passphrase nor the recovery code", "nobody can open")
	press(m, "'"+passphrase)
	if shows(m, "words") && !shows(m, "the twelve words") || shows(m, passphrase) {
		t.Error("what is typed can be read")
	}
	press(m, "enter")
	if m.cover != nil || m.tab != room.Topics || m.room.Day != 2 || m.screens[room.Topics].(stander).Stands() != row {
		t.Fatalf("open again on tab %v, day %d, %v, was %v:\n%s", m.tab, m.room.Day, m.screens[room.Topics].(stander).Stands(), row, strings.Join(m.frame().Lines, "\n"))
	}
	press(m, "g", "t", "[", "4", "a")
	if got := states(t, m); got != "··○○················" {
		t.Errorf("marked on: %s", got)
	}
}

func TestKeysTypedBeforeTheLockAreSavedAndThoseAfterItAreNotMarks(t *testing.T) {
	m, _ := sealed(t)
	press(m, "1", "a")
	burst(m, "u", "2", "a", "ctrl+l", "3", "a", "P", "enter")
	press(m, "esc", "'"+passphrase, "enter")
	if got := states(t, m); got != "·○··················" {
		t.Errorf("marked: %s", got)
	}
}

func TestAnUnfinishedNoteIsKeptSealedAndGoneOnWith(t *testing.T) {
	m, c := sealed(t)
	burst(m, "1", "n", "'a thought half", "ctrl+l")
	if m.room.Book != nil || m.stack.Len() != 0 {
		t.Fatalf("it is not let go: %d overlays", m.stack.Len())
	}
	raw, err := os.ReadFile(c.path)
	if err != nil || strings.Contains(string(raw), "a thought") {
		t.Errorf("the draft is in the file for everybody to read (%v)", err)
	}
	press(m, "'"+passphrase, "enter")
	sees(t, m, "Note on 1 Person A", "a thought half")
	press(m, "' done", "ctrl+s")
	if notes := m.room.Cohort.Notes; len(notes) != 1 || notes[0].Text != "a thought half done" {
		t.Errorf("the note is %+v", notes)
	}
}

func TestWhatIsTypedIntoAFormStaysAndAPageDoesNot(t *testing.T) {
	m, _ := sealed(t)
	press(m, "1", "e", "' Quinn", "ctrl+l")
	if m.stack.Len() != 1 {
		t.Fatalf("%d overlays are kept", m.stack.Len())
	}
	press(m, "'"+passphrase, "enter")
	sees(t, m, "Person A Quinn")
	press(m, "ctrl+s")
	if got := m.room.Cohort.Row(1).Name; got != "Person A Quinn" {
		t.Errorf("saved as %q", got)
	}
	press(m, "enter", "ctrl+l")
	if m.stack.Len() != 0 {
		t.Error("a page that only shows is kept")
	}
}

func TestWhatIsNotSavedStaysAndIsSaidAndIsTriedAgain(t *testing.T) {
	m, _ := sealed(t)
	path := m.room.Book.Path()
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	_, cmd := m.Update(vtest.Key("1"))
	settleBut(m, cmd)
	_, cmd = m.Update(vtest.Key("a"))
	settleBut(m, cmd)
	_, cmd = m.Update(vtest.Key("ctrl+l"))
	settleBut(m, cmd)
	sees(t, m, "1 change is not saved")
	if m.room.Cohort != nil || m.room.Book == nil {
		t.Fatal("the cohort is kept, or the book let go with what is not saved")
	}
	press(m, "ctrl+c")
	if m.leaving {
		t.Fatal("it quits without a word")
	}
	press(m, "'nonsense", "enter")
	sees(t, m, "this is neither")
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	settleBut(m, m.room.Retry())
	if m.room.Failed() || m.room.Book != nil {
		t.Fatal("tried again, it is not saved, or the book is not let go")
	}
	press(m, "'"+passphrase, "enter")
	if got := states(t, m); got != "○···················" {
		t.Errorf("marked: %s", got)
	}
}

func TestIdleTimeAndSleepLock(t *testing.T) {
	m, c := sealed(t)
	pass(m, c, 9*time.Minute)
	press(m, "1", "a")
	pass(m, c, 9*time.Minute)
	if m.cover != nil {
		t.Fatal("a key does not count")
	}
	pass(m, c, time.Minute+10*time.Second)
	sees(t, m, "Rollbook is locked", "No key was pressed")
	press(m, "'"+passphrase, "enter")
	c.at = c.at.Add(time.Hour)
	press(m, "2", "a") // before a beat: the lid was just opened
	sees(t, m, "The laptop was asleep")
	press(m, "esc", "'"+passphrase, "enter")
	if got := states(t, m); got != "○···················" {
		t.Errorf("marked: %s", got)
	}
	m.watch.Idle = time.Minute
	pass(m, c, 2*time.Minute)
	press(m, "'"+passphrase[:4])
	pass(m, c, 10*time.Second)
	press(m, "'"+passphrase[4:], "enter")
	if m.cover != nil {
		t.Error("what is typed after a long while is cleared while it is typed")
	}
	pass(m, c, 2*time.Minute)
	press(m, "'"+passphrase)
	pass(m, c, 2*time.Minute)
	press(m, "enter")
	sees(t, m, "type the passphrase first")
	press(m, "'"+passphrase, "enter")
	m.watch.Idle = 0
	pass(m, c, 3*time.Hour)
	if m.cover != nil {
		t.Error("0 minutes locks")
	}
}

func TestThePINOpensAnIdleLockUntilItIsWrongThreeTimesOrTheDayIsOver(t *testing.T) {
	m, c := sealed(t)
	idle := func() { pass(m, c, 11*time.Minute) }
	press(m, "g", "p", "'4711", "enter", "'4711", "enter")
	idle()
	sees(t, m, "PIN of the day")
	if m.room.Cohort != nil {
		t.Error("the cohort is kept")
	}
	press(m, "'4711", "enter")
	if m.cover != nil || m.room.Cohort == nil {
		t.Fatal("the PIN does not open it")
	}
	idle()
	press(m, "'1234", "enter", "'47111", "enter")
	sees(t, m, "1 try left")
	press(m, "'0000", "enter")
	sees(t, m, "the passphrase opens it")
	if m.room.Book != nil {
		t.Error("the key is kept")
	}
	press(m, "'4711", "enter")
	sees(t, m, "this is neither")
	press(m, "'"+passphrase, "enter", "ctrl+l")
	if shows(m, "PIN") {
		t.Error("it opens what was locked by hand")
	}
	press(m, "'"+passphrase, "enter")
	idle()
	press(m, "tab", "'"+passphrase, "enter")
	if m.cover != nil {
		t.Error("the passphrase does not open where the PIN would")
	}
	idle()
	press(m, "ctrl+l")
	if shows(m, "PIN") || m.room.Book != nil {
		t.Error("ctrl+l does not ask for the passphrase")
	}
	press(m, "'"+passphrase, "enter")
	idle()
	sees(t, m, "PIN of the day")
	pass(m, c, 16*time.Hour)
	if shows(m, "PIN") || m.room.Book != nil {
		t.Error("the PIN outlives its date")
	}
}

func TestTheRightPINWhileTheScreensAreLetGoOpensThem(t *testing.T) {
	m, _ := sealed(t)
	press(m, "g", "p", "'4711", "enter", "'4711", "enter", "1", "a")
	m.lock(lock.Idle)
	m.arm()
	burst(m, "'4711", "enter")
	if m.cover != nil || m.room.Cohort == nil || !shows(m, "Person A") {
		t.Errorf("open, it shows\n%s", strings.Join(m.frame().Lines, "\n"))
	}
}

func TestAPINIsForADayOfTrainingOfABookWithAPassphrase(t *testing.T) {
	m := opened(t)
	press(m, "g", "p")
	sees(t, m, "a PIN would keep nobody out")
	m, c := sealed(t)
	c.at = c.at.AddDate(0, 1, 0)
	m.room.Today = model.DateIn(c.at)
	m.watch.Begin(c.at)
	press(m, "g", "p")
	sees(t, m, "a PIN is for a day of training")
}

// held reports, once it was locked, whether anything still holds what it points to.
func held[T any](p *T) func() bool {
	weakly := weak.Make(p)
	return func() bool { return weakly.Value() != nil }
}

func TestNothingHoldsTheCohortTheScreensOrTheBookWhileTheScreenIsLocked(t *testing.T) {
	m, _ := sealed(t)
	press(m, "P", "g", "o", "g", "r", "g", "n", "g", "t", "1", "r", "'snow", "enter", "2", "n", "'half", "ctrl+l", "'"+passphrase, "enter", "esc", "enter")
	m.View()
	things := map[string]func() bool{
		"the cohort": held(m.room.Cohort), "a person": held(m.room.Cohort.Row(1)), "the book with its key": held(m.room.Book),
		"Today": held(m.screens[room.Today].(*today.Screen)), "Topics": held(m.screens[room.Topics].(*topics.Screen)),
		"Notes": held(m.screens[room.Notes].(*notes.Screen)), "Review": held(m.screens[room.Review].(*review.Screen)),
	}
	runtime.GC()
	for name, is := range things {
		if !is() {
			t.Fatalf("while it is open nothing holds %s: this test sees nothing", name)
		}
	}
	press(m, "ctrl+l")
	m.View()
	runtime.GC()
	runtime.GC()
	for name, is := range things {
		if is() {
			t.Errorf("something holds %s", name)
		}
	}
	press(m, "'"+passphrase, "enter")
	sees(t, m, "Person A")
}
