package ui

import (
	"crypto/rand"
	"fmt"
	"strings"
	"testing"

	"rollbook/store"
	"rollbook/ui/kit/vtest"
)

func TestAPassphraseIsSetChangedAndRemovedFromTheScreen(t *testing.T) {
	m, _ := sealed(t)
	book := m.room.Book
	press(m, "g", "k", "enter", "'nothing", "tab", "'another", "enter", "'another", "enter")
	sees(t, m, "this is neither")
	press(m, "'"+passphrase, "enter", "'another", "enter", "'anothre", "enter")
	sees(t, m, "the two are not the same")
	press(m, "'another", "enter", "'another", "enter")
	sees(t, m, "Write these twelve words")
	code := wordsOn(t, m)
	press(m, "enter")
	asked := askedFor(t, m)
	press(m, "'"+code[asked[0]], "enter", "'nonsense", "enter")
	sees(t, m, "is another one")
	press(m, "esc", "enter", "'"+code[asked[0]], "enter", "'"+code[asked[1]], "enter")
	sees(t, m, "The book is sealed")
	press(m, "enter")
	for secret, want := range map[string]bool{"another": true, strings.Join(code, " "): true, passphrase: false} {
		if err := book.Unlocks(store.Secret(secret)); (err == nil) != want {
			t.Errorf("%s: %v", secret, err)
		}
	}
	press(m, "1", "a", "ctrl+l", "'"+strings.ToUpper(strings.Join(code, "  ")), "enter")
	if got := states(t, m); got != "○···················" {
		t.Errorf("with the recovery code: %s", got)
	}
	press(m, "g", "k", "down", "enter", "'another", "enter")
	sees(t, m, "no passphrase any more")
	if m.room.Book.Encrypted() {
		t.Error("it has one still")
	}
	press(m, "enter", "ctrl+l")
	sees(t, m, "Enter opens it")
	press(m, "enter", "g", "k", "'now", "enter", "'now", "enter", "esc")
	if m.room.Book.Encrypted() || m.stack.Len() != 0 {
		t.Error("esc does not leave it as it was")
	}
	press(m, ".", "g", "k")
	if m.stack.Len() != 0 {
		t.Error("the code would be shown on the projector")
	}
}

// wordsOn are the words of the recovery code on the screen.
func wordsOn(t testing.TB, m *root) (words []string) {
	t.Helper()
	s := vtest.NewScreen(t, 80, 24)
	s.DrawView(m.View())
	var number int
	for _, line := range s.Lines() {
		fields := strings.Fields(line)
		for i := 0; i+1 < len(fields); i += 2 {
			if n, err := fmt.Sscanf(fields[i], "%d", &number); err == nil && n == 1 && number == len(words)+1 {
				words = append(words, fields[i+1])
			}
		}
	}
	if len(words) != 12 {
		t.Fatalf("%d words: %v\n%s", len(words), words, s.Text())
	}
	return words
}

// askedFor are the numbers, from 0, of the words that are asked for.
func askedFor(t testing.TB, m *root) (asked []int) {
	t.Helper()
	s := vtest.NewScreen(t, 80, 24)
	s.DrawView(m.View())
	for _, line := range s.Lines() {
		var n int
		if _, err := fmt.Sscanf(strings.TrimSpace(line), "Word %d", &n); err == nil {
			asked = append(asked, n-1)
		}
	}
	if len(asked) != 2 || asked[0] == asked[1] {
		t.Fatalf("asked for %v:\n%s", asked, s.Text())
	}
	return asked
}

func TestALockWhileThePassphraseIsSetAsksForIt(t *testing.T) {
	m := opened(t)
	path := m.room.Book.Path()
	m.reopen = func(s store.Secret) (*store.Book, error) {
		return store.OpenWith(path, store.World{Now: m.room.Now, Chance: rand.Reader}, s)
	}
	press(m, "g", "k", "'now", "enter", "'now", "enter")
	code := wordsOn(t, m)
	press(m, "enter")
	asked := askedFor(t, m)
	press(m, "'"+code[asked[0]], "enter")
	burst(m, "'"+code[asked[1]], "enter", "ctrl+l")
	if m.room.Cohort != nil || shows(m, "Enter opens") {
		t.Errorf("it is only covered:\n%s", strings.Join(m.frame().Lines, "\n"))
	}
	press(m, "'now", "enter")
	sees(t, m, "Person A")
}
