package lock

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/seal"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

var day = model.DateOf(2026, 3, 2)

// typed gives a page keys, and returns the last command.
func typed(s *Screen, keys ...string) (cmd tea.Cmd) {
	for _, key := range vtest.Keys(keys...) {
		cmd = s.Update(key)
	}
	return cmd
}

// refusing tries nothing, and keeps what it was given.
func refusing(got *string) func(store.Secret) tea.Cmd {
	return func(s store.Secret) tea.Cmd {
		*got = string(s)
		return kit.Send(FailedMsg{store.ErrWrong})
	}
}

func TestWhatIsTypedIsTriedAndCleared(t *testing.T) {
	var got string
	s := &Screen{Theme: kit.NewTheme(true, true, false), Try: refusing(&got)}
	cmd := typed(s, "' four  wörds q?j", "backspace", "'日", "left", "up", "ctrl+x", "enter")
	if got != " four  wörds q?日" || !s.Busy() {
		t.Errorf("tried %q", got)
	}
	typed(s, "'more", "enter", "tab") // while it is tried
	s.Update(cmd())
	if s.Busy() || !s.field.Empty() || !strings.Contains(strings.Join(s.View(80, 24).Lines, "\n"), "neither the passphrase nor the recovery code") {
		t.Error("a wrong one is not said, or something is left in the field")
	}
	if typed(s, "enter"); s.Busy() {
		t.Error("nothing was tried as a passphrase")
	}
	s.Update(tea.PasteMsg{Content: "legal winner\nthank year\n"})
	if typed(s, "enter"); got != "legal winner thank year" {
		t.Errorf("pasted, %q was tried", got)
	}
}

func TestAHiddenLineShowsAShapeForEachCharacterAndIsOverwritten(t *testing.T) {
	theme := kit.NewTheme(true, true, false)
	var h Hidden
	h.Paste("स्तेñ")
	h.Paste("n\u0303日")
	shown, x := h.View(theme, 20)
	n := strings.Count(shown, "●")
	if x != n || n < 4 || n > 6 {
		t.Errorf("%q, cursor %d", shown, x)
	}
	memory := h.typed[:cap(h.typed)]
	h.Key(vtest.Key("backspace"))
	h.Key(vtest.Key("backspace"))
	if string(h.typed) != "स्तेñ" {
		t.Errorf("twice taken back: %q", h.typed)
	}
	if h.Paste(strings.Repeat("x", most)) || string(h.typed) != "स्तेñ" {
		t.Error("more was taken than there is room for")
	}
	h.Clear()
	if !bytes.Equal(memory, make([]byte, most)) {
		t.Error("cleared, it is in memory still")
	}
	for w := 1; w < 12; w++ {
		h.Paste("abc")
		if shown, x := h.View(theme, w); theme.Width(shown) != w || x >= w {
			t.Errorf("in %d cells: %q, cursor %d", w, shown, x)
		}
	}
}

func TestAPINIsRightOrWrongThreeTimes(t *testing.T) {
	chance := rand.NewChaCha8([32]byte{1})
	for digits, good := range map[string]bool{"4711": true, "123456789012": true, "471": false, "47a1": false, "": false, "1234567890123": false} {
		if _, err := NewPIN([]byte(digits), day, chance); (err == nil) != good {
			t.Errorf("%q: %v", digits, err)
		}
	}
	p, err := NewPIN([]byte("4711"), day, chance)
	if err != nil {
		t.Fatal(err)
	}
	try := func(digits string) Answer { return p.Try([]byte(digits)) }
	if try("4712") != Wrong || try("4711") != Right || p.Left() != 3 {
		t.Error("right after wrong does not count anew")
	}
	if try("0000") != Wrong || try("") != Wrong || try("47110") != Spent || try("4711") != Spent {
		t.Error("it opens after three wrong ones")
	}
	p.Renew()
	if try("4711") != Right || p.On(day+1) || !p.On(day) {
		t.Error("after the passphrase it does not hold, or it holds tomorrow")
	}
	var none *PIN
	none.Renew()
	if none.On(day) {
		t.Error("no PIN holds")
	}
	if strings.Contains(fmt.Sprintf("%v", *p), "4711") || bytes.Contains(p.sum[:], []byte("4711")) {
		t.Error("it is kept as it was typed")
	}
}

func TestTheWatchKnowsIdleTimeAndSleep(t *testing.T) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	at := start
	w := &Watch{Idle: 2 * time.Minute}
	if w.Key(at) {
		t.Error("the first key comes after sleep")
	}
	beats := func(d time.Duration) (why Why, due bool) {
		for end := at.Add(d); at.Before(end) && !due; {
			at = at.Add(Beat)
			why, due = w.Due(at)
		}
		return why, due
	}
	w.Begin(at)
	if _, due := beats(119 * time.Second); due {
		t.Error("too early")
	}
	w.Key(at)
	if _, due := beats(119 * time.Second); due {
		t.Error("a key does not count")
	}
	if why, due := beats(time.Second); !due || why != Idle {
		t.Error("two minutes without a key are nothing")
	}
	w.Key(at)
	at = at.Add(19 * time.Second) // a busy machine
	if _, due := w.Due(at); due {
		t.Error("late is taken for asleep")
	}
	at = at.Add(20 * time.Second)
	if why, due := w.Due(at); !due || why != Slept {
		t.Error("sleep was not noticed by the watch")
	}
	at = at.Add(time.Hour)
	if !w.Key(at) || w.Key(at.Add(time.Second)) {
		t.Error("sleep was not noticed by a key, or noticed twice")
	}
	at = at.Add(-24 * time.Hour) // the clock is put right
	if _, due := w.Due(at); due {
		t.Error("a clock that is put back locks")
	}
}

func TestWhatTheSettingSays(t *testing.T) {
	for setting, want := range map[string]time.Duration{"": 10 * time.Minute, "0": 0, "5": 5 * time.Minute, "-1": 10 * time.Minute, "soon": 10 * time.Minute} {
		if got := IdleOf(setting); got != want {
			t.Errorf("%q: %v", setting, got)
		}
	}
}

var sizes = [][2]int{{60, 20}, {80, 24}, {120, 40}}

// coloured finds a tag of Styled that names a colour.
var coloured = regexp.MustCompile(`‹[^›]*#[0-9a-f]{6}`)

// golden compares what draw draws with the golden files of a name: at three sizes, and in colour and
// without.
func golden(t *testing.T, name string, draw func(theme *kit.Theme, w, h int) kit.Frame) {
	t.Helper()
	shot := func(theme *kit.Theme, w, h int) *vtest.Screen {
		f := draw(theme, w, h)
		if len(f.Lines) > h {
			t.Errorf("%s: %d lines in a window of %d", name, len(f.Lines), h)
		}
		for _, line := range f.Lines {
			if theme.Width(line) > w {
				t.Errorf("%s: a line of %d cells in %d: %q", name, theme.Width(line), w, line)
			}
		}
		s := vtest.NewScreen(t, w, h)
		s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
		return s
	}
	for _, size := range sizes {
		vtest.Golden(t, fmt.Sprintf("%s-%dx%d", name, size[0], size[1]), shot(kit.NewTheme(true, true, false), size[0], size[1]).Shot())
	}
	vtest.Golden(t, name+"-colour", shot(kit.NewTheme(true, false, false), 80, 24).Styled())
	plain := shot(kit.NewTheme(true, true, false), 80, 24).Styled()
	if coloured.MatchString(strings.Join(plain, "\n")) {
		t.Errorf("%s: a colour with NO_COLOR", name)
	}
	vtest.Golden(t, name+"-nocolor", plain)
}

func TestTheLockedScreen(t *testing.T) {
	pin, err := NewPIN([]byte("4711"), day, rand.NewChaCha8([32]byte{1}))
	if err != nil {
		t.Fatal(err)
	}
	two := func() int { return 2 }
	var got string
	for name, one := range map[string]struct {
		screen Screen
		keys   []string
	}{
		"start":   {Screen{Why: AtStart, Place: "/media/stick/training/roll.book", Try: refusing(&got)}, []string{"'four words"}},
		"wrong":   {Screen{Why: ByKey, Try: refusing(&got), Unsaved: two}, []string{"'four words", "enter"}},
		"opening": {Screen{Why: Slept, Try: func(store.Secret) tea.Cmd { return nil }}, []string{"'four words", "enter"}},
		"pin":     {Screen{Why: Idle, Try: refusing(&got), PIN: pin}, []string{"'47", "backspace", "'712", "enter", "'47"}},
		"covered": {Screen{Why: Idle}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := one.screen
			s.Theme = kit.NewTheme(true, true, false)
			if cmd := typed(&s, one.keys...); cmd != nil {
				s.Update(cmd())
			}
			golden(t, name, func(theme *kit.Theme, w, h int) kit.Frame {
				s.Theme = theme
				return s.View(w, h)
			})
		})
	}
}

func TestALockedScreenIsDrawnInAnyWindow(t *testing.T) {
	var got string
	s := &Screen{Theme: kit.NewTheme(true, true, true), Why: AtStart, Place: strings.Repeat("/a/long/way", 20), Try: refusing(&got), Unsaved: func() int { return 1 }}
	typed(s, "'"+strings.Repeat("x", 200))
	for _, size := range [][2]int{{1, 1}, {5, 2}, {39, 9}, {40, 10}, {60, 12}, {300, 80}} {
		f := s.View(size[0], size[1])
		if len(f.Lines) > size[1] || f.Cursor.X >= size[0] || f.Cursor.Y >= size[1] {
			t.Errorf("at %v: %d lines, cursor %v", size, len(f.Lines), f.Cursor)
		}
		for _, line := range f.Lines {
			if s.Theme.Width(line) > size[0] {
				t.Errorf("at %v: %q", size, line)
			}
		}
	}
}

func TestQuittingALockedScreenAsksWhereSomethingIsNotSaved(t *testing.T) {
	s := &Screen{Theme: kit.NewTheme(true, true, false), Unsaved: func() int { return 1 }}
	if cmd := typed(s, "ctrl+c"); cmd != nil {
		t.Error("it quits without a word")
	}
	if cmd := typed(s, "x", "ctrl+c"); cmd != nil {
		t.Error("another key in between does not count")
	}
	if cmd := typed(s, "ctrl+c"); cmd == nil || cmd() != (QuitMsg{Lose: true}) {
		t.Error("asked twice it does not quit")
	}
}

// sealedRoom is a room on a book whose chance is always the same.
func sealedRoom(t *testing.T) *room.Room {
	t.Helper()
	now := func() time.Time { return roomtest.DayOne }
	book, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: now, Chance: rand.NewChaCha8([32]byte{7}),
		Cost: seal.Cost{Memory: 64, Passes: 1, Lanes: 1}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return &room.Room{Theme: kit.NewTheme(true, true, false), Book: book, Now: now, Today: day}
}

func TestTheWayToAPassphrase(t *testing.T) {
	d := roomtest.At(t, sealedRoom(t))
	look := func(name string) {
		t.Helper()
		golden(t, name, func(theme *kit.Theme, w, h int) kit.Frame {
			*d.Room.Theme = *theme
			f := kit.Frame{Lines: make([]string, h)}
			f.Lines[h-1] = theme.Footer(d.Stack.Keys(), w)
			return d.Stack.Compose(f, w, h, 1, 2)
		})
	}
	d.Open(Passphrase(d.Room))
	d.Press("'four words", "enter", "'four wordz", "enter")
	look("set")
	d.Press("'four words", "enter", "'four words", "enter")
	look("code")
	c := d.Stack.Top().(*change)
	code, asks := c.code, c.asks
	d.Press("enter", "'"+code[asks[0]], "enter", "'zoo", "enter")
	look("proof")
	d.Press("backspace", "backspace", "backspace", "'"+strings.ToUpper(code[asks[1]]), "enter")
	look("sealed")
	if c.code != nil || c.newPass != nil {
		t.Error("the code or the passphrase is kept")
	}
	if d.Press("enter"); d.Stack.Len() != 0 || !d.Room.Book.Encrypted() {
		t.Error("it is not over, or the book is not sealed")
	}
	d.Open(Passphrase(d.Room))
	d.Press("enter")
	look("change")
	d.Press("esc")
	d.Open(Passphrase(d.Room))
	d.Press("down", "enter")
	look("remove")
	d.Press("'nonsense", "enter")
	d.Sees("neither the passphrase nor the recovery code")
	d.Press("'"+strings.Join(code, " "), "enter")
	d.Sees("no passphrase any more")
	if d.Room.Book.Encrypted() {
		t.Error("the recovery code does not take it away")
	}
	d.Press("enter")
	d.Open(&PINForm{Theme: d.Room.Theme, Date: day})
	d.Press("'471", "enter")
	look("pin-form")
}

func TestACodeIsNoPassphraseAndNothingIsNone(t *testing.T) {
	d := roomtest.At(t, sealedRoom(t))
	d.Open(Passphrase(d.Room))
	d.Press("enter", "enter")
	d.Sees("type a passphrase")
	code, err := d.Room.Book.NewRecovery()
	if err != nil {
		t.Fatal(err)
	}
	d.Press("'"+strings.Join(code, " "), "enter", "enter")
	d.Sees("a recovery code, not a passphrase")
	d.Press("esc")
	if d.Room.Book.Encrypted() || d.Stack.Len() != 0 {
		t.Error("something has changed")
	}
}

func TestLockingDropsACodeThatIsShown(t *testing.T) {
	d := roomtest.At(t, sealedRoom(t))
	d.Open(Passphrase(d.Room))
	d.Press("'four", "enter", "'four", "enter")
	c := d.Stack.Top().(*change)
	pass := c.newPass
	d.Run(d.Stack.Keep())
	if again := d.Stack.LetGo(); again != nil || d.Stack.Len() != 0 || c.code != nil || string(pass) != "\x00\x00\x00\x00" {
		t.Errorf("kept: %d pages, code %v, passphrase %q", d.Stack.Len(), c.code, pass)
	}
}

func TestAFileThatCanNotBeReadIsSaid(t *testing.T) {
	s := &Screen{Theme: kit.NewTheme(true, true, false), Try: func(store.Secret) tea.Cmd { return nil }}
	s.Update(s.From(func() (store.Secret, error) { return nil, errors.New("no such file: type it") })())
	if s.Busy() || !strings.Contains(strings.Join(s.View(80, 24).Lines, "\n"), "no such file") {
		t.Error("it is not said")
	}
}

func TestCopiesThatStayAsTheyAreAreNamedToTheLast(t *testing.T) {
	d := roomtest.At(t, sealedRoom(t))
	c := &change{r: d.Room, act: changing, step: over}
	for n := range 30 {
		c.rekeyed.Copies = append(c.rekeyed.Copies, store.Copy{Path: fmt.Sprintf("/media/stick/a folder/of\x1b[2J copies/roll-%02d.book", n), There: true, Seal: store.SealEarlier})
	}
	seen := map[string]bool{}
	for range 60 {
		f := c.View(60, 20)
		if len(f.Lines) > 20 || f.Cursor.Y >= 20 {
			t.Fatalf("%d lines, the cursor in line %d", len(f.Lines), f.Cursor.Y)
		}
		text := strings.Join(f.Lines, "\n")
		for _, m := range regexp.MustCompile(`roll-\d\d\.book`).FindAllString(text, -1) {
			seen[m] = true
		}
		if strings.Contains(text, "\x1b[2J") {
			t.Fatal("a name of a file is obeyed by the terminal")
		}
		c.key(vtest.Key("down"))
	}
	if len(seen) != 30 || !strings.Contains(strings.Join(c.View(60, 20).Lines, "\n"), "until it writes over it") {
		t.Errorf("seen are %d copies, and the end is\n%s", len(seen), strings.Join(c.View(60, 20).Lines, "\n"))
	}
	for range 60 {
		c.key(vtest.Key("up"))
	}
	if !strings.Contains(strings.Join(c.View(60, 20).Lines, "\n"), "The book is sealed.") {
		t.Error("it does not go back to the beginning")
	}
}
