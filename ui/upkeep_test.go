package ui

import (
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// kept is what the upkeep of a book says.
func kept(t *testing.T, book *store.Book, first bool) string {
	t.Helper()
	msg := keepUp(book, first, func(err error) string { return err.Error() }, func(at time.Time) string { return at.Format(time.DateOnly) })
	if msg == nil {
		return ""
	}
	return msg.(kit.SayMsg).Text
}

func TestTheUpkeepMakesTheBackupOfTheDayAndSaysWhatIsRisky(t *testing.T) {
	now := time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC)
	world := store.World{Now: func() time.Time { return now }, Chance: rand.Reader}
	path := filepath.Join(t.TempDir(), "Dropbox", "roll.book")
	book, err := store.Create(path, world)
	if err != nil {
		t.Fatal(err)
	}
	if err := book.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	if said := kept(t, book, true); !strings.Contains(said, "Dropbox") {
		t.Errorf("at first %q", said)
	}
	m := opened(t)
	m.w, m.h = 80, 24
	m.Update(keepUp(book, true, room.Sentence, nil))
	sees(t, m, "Dropbox", "rollbook sync") // to its end
	if said := kept(t, book, false); said != "" {
		t.Errorf("an hour later %q", said)
	}
	backups, err := book.Backups()
	if err != nil || len(backups) != 1 || !backups[0].OK {
		t.Fatalf("%+v: %v", backups, err)
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	older, err := store.Create(path, world)
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	if said := kept(t, older, false); said != "" { // another book: its backups are not of this one
		t.Errorf("of another book %q", said)
	}
	if _, err := store.NewestBackup(path); errors.Is(err, store.ErrNoBackup) {
		t.Error("the backup of the other book is gone")
	}
}
