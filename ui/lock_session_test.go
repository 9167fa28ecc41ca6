package ui_test

import (
	"bytes"
	"crypto/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/store"
	"rollbook/store/seal"
	"rollbook/ui/kit/pty"
	"rollbook/ui/kit/vtest"
)

const words = "four words of none"

// encrypted is a prepared home whose book has a passphrase that costs little to try, and locks after
// a minute.
func encrypted(t *testing.T) pty.Options {
	t.Helper()
	o := prepared(t)
	world := store.World{Now: time.Now, Chance: rand.Reader, Cost: seal.Cost{Memory: 64, Passes: 1, Lanes: 1}}
	book, err := store.Open(bookIn(t, o.Home), world)
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	code, err := book.NewRecovery()
	if err == nil {
		_, err = book.SetPassphrase(store.Secret(words), code)
	}
	if err == nil {
		err = book.Put("lock-minutes", "1")
	}
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// clocked is encrypted, with a clock that a test moves.
func clocked(t *testing.T) pty.Options {
	t.Helper()
	o := encrypted(t)
	o.Program = pty.BuildPackage(t, "rollbook/ui/testdata/clocked")
	o.Args = []string{bookIn(t, o.Home)}
	o.Wait = 30 * time.Second
	return o
}

// beside makes a file beside the book, which tells the clock of clocked what to do.
func beside(t *testing.T, o pty.Options, name string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(filepath.Dir(bookIn(t, o.Home)), name), nil, 0o600); err != nil {
		t.Fatal(err)
	}
}

// tellsNobody fails where bytes hold a name of the book.
func tellsNobody(t *testing.T, what string, data []byte) {
	t.Helper()
	for _, name := range append([]string{"Spring", "Asha", "CIPSS"}, people...) {
		if bytes.Contains(data, []byte(name)) {
			t.Errorf("%s: %q can be read", what, name)
		}
	}
}

// unlock types a secret on the locked screen, and fails where it or a name was written meanwhile.
func unlock(t *testing.T, s *pty.Session, secret string, until ...string) {
	t.Helper()
	s.Type(secret)
	s.Until(strings.Repeat("●", len(secret)))
	tellsNobody(t, "the locked screen", []byte(s.Screen()))
	s.Type("⏎")
	s.Until(until...)
}

// leftClean fails where the alternate screen held anything when it was left, or what was written
// afterwards has a name in it.
func leftClean(t *testing.T, s *pty.Session) {
	t.Helper()
	raw := s.Raw()
	left := bytes.LastIndex(raw, []byte("\x1b[?1049l"))
	if left < 0 || s.AltScreen() {
		t.Fatal("the alternate screen was not left")
	}
	screen := vtest.NewScreen(t, 80, 24)
	if _, err := screen.Write(raw[:left]); err != nil {
		t.Fatal(err)
	}
	if text := strings.TrimSpace(screen.Text()); text != "" {
		t.Errorf("the alternate screen was left with\n%s", text)
	}
	tellsNobody(t, "after the alternate screen", raw[left:])
	if bytes.Contains(raw, []byte(words)) {
		t.Error("the passphrase was written to the terminal")
	}
}

// TestADayWithALockedLaptop is a day of a book with a passphrase: it is opened, marked, locks by
// itself, opens with the PIN, is tried by somebody else, and is marked on.
func TestADayWithALockedLaptop(t *testing.T) {
	t.Parallel()
	o := clocked(t)
	s := pty.Start(t, o)
	s.Until("This book has a passphrase", "Passphrase")
	tellsNobody(t, "before it was opened", s.Raw())
	unlock(t, s, "four words of mine", "! this is neither the passphrase nor the recovery code")
	unlock(t, s, words, "Day 1 of 8", "9 people: 0 ● 0 ◐ 0 ○ 9 ·")
	s.Type("3a")
	s.Saved("3 Chidi Okafor: absent")
	s.Type("gp")
	s.Until("A PIN for ")
	s.Type("4711⏎")
	s.Until("Once more")
	s.Type("4711⏎")
	s.Until("the PIN opens an idle lock")
	s.Type("5")
	s.Until("row 5 ")
	s.Type("⎋")
	s.Until("row 5 dropped")

	beside(t, o, "idle")
	s.Until("Rollbook is locked", "No key was pressed for a while.", "PIN of the day")
	locked := len(s.Raw())
	tellsNobody(t, "locked for want of a key", []byte(s.Screen()))
	unlock(t, s, "4712", "! this is not the PIN of the day: 2 tries left")
	tellsNobody(t, "written while locked", s.Raw()[locked:])
	unlock(t, s, "4711", "Day 1 of 8", "9 people: 0 ● 0 ◐ 1 ○ 8 ·")
	s.Type("7a")
	s.Saved("7 Gus Pelletier: absent")

	beside(t, o, "idle")
	s.Until("PIN of the day")
	locked = len(s.Raw())
	for _, left := range []string{"2 tries left", "1 try left", "the passphrase opens it"} {
		unlock(t, s, "1234", left)
	}
	unlock(t, s, "4711", "! this is neither the passphrase nor the recovery code")
	tellsNobody(t, "written while locked", s.Raw()[locked:])
	unlock(t, s, words, "Day 1 of 8", "9 people: 0 ● 0 ◐ 2 ○ 7 ·")

	beside(t, o, "sleep")
	s.Until("The laptop was asleep.", "Passphrase")
	unlock(t, s, words, "Day 1 of 8")
	s.Type("P")
	s.Saved("9 people: 7 ● 0 ◐ 2 ○ 0 ·")
	if code := s.Quit(); code != 0 {
		t.Errorf("q ended with exit code %d", code)
	}
	leftClean(t, s)
	data, err := os.ReadFile(bookIn(t, o.Home))
	if err != nil {
		t.Fatal(err)
	}
	tellsNobody(t, "the file", data)
}

func TestLockedByHandANoteGoesOnWhereItStopped(t *testing.T) {
	t.Parallel()
	o := encrypted(t)
	s := pty.Start(t, o)
	s.Until("This book has a passphrase")
	unlock(t, s, words, "Day 1 of 8")
	s.Type("9n")
	s.Until("Note on 9 Ines Carvalho")
	s.Type("we spoke of the bus")
	s.Ctrl("l")
	s.Until("Rollbook is locked")
	tellsNobody(t, "locked by hand", []byte(s.Screen()))
	data, err := os.ReadFile(bookIn(t, o.Home))
	if err != nil || bytes.Contains(data, []byte("we spoke")) {
		t.Errorf("the draft can be read in the file (%v)", err)
	}
	unlock(t, s, words, "Note on 9 Ines Carvalho", "we spoke of the bus")
	s.Type(" again")
	s.Ctrl("s")
	s.Saved("note on 9 Ines Carvalho saved")
	s.Ctrl("l")
	s.Until("Rollbook is locked")
	s.Key("ctrl+c")
	if code := s.Exit(); code != 0 {
		t.Errorf("ctrl+c on the locked screen ended with exit code %d", code)
	}
	leftClean(t, s)
	s = pty.Start(t, o)
	s.Until("This book has a passphrase")
	unlock(t, s, words, "Day 1 of 8")
	s.Type("gn")
	s.Until("we spoke of the bus again")
}

func TestAPassphraseFileOpensTheScreens(t *testing.T) {
	t.Parallel()
	o := encrypted(t)
	path := filepath.Join(o.Home, "secret")
	if err := os.WriteFile(path, []byte(words+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	o.Env = []string{"ROLLBOOK_PASSPHRASE_FILE=" + path}
	open(t, o).Quit()
	if err := os.WriteFile(path, []byte("another\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := pty.Start(t, o)
	s.Until("! this is neither the passphrase nor the recovery code")
	unlock(t, s, words, "Day 1 of 8")
}

func TestAFaultOfTheProgramTellsNoName(t *testing.T) {
	t.Parallel()
	o := clocked(t)
	s := pty.Start(t, o)
	s.Until("This book has a passphrase")
	unlock(t, s, words, "Day 1 of 8")
	s.Type("3a")
	s.Saved("3 Chidi Okafor: absent")
	beside(t, o, "fault")
	if code := s.Exit(); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if !strings.Contains(s.Screen(), "something went wrong inside Rollbook: nothing that was saved is lost") || strings.Contains(s.Screen(), "goroutine") {
		t.Errorf("it says\n%s", s.Screen())
	}
	leftClean(t, s)
}
