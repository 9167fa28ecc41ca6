package store

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/store/oplog"
)

// passAfter is the passphrase after so many changes, none after every third.
func passAfter(n int) Secret {
	if n%3 == 0 {
		return nil
	}
	return Secret(fmt.Sprint("passphrase ", n))
}

// rekeyOnce brings a book from n changes to one more.
func rekeyOnce(b *Book, n int) (err error) {
	code, err := b.NewRecovery()
	if err != nil {
		return err
	}
	from, to := passAfter(n), passAfter(n+1)
	switch {
	case from == nil:
		_, err = b.SetPassphrase(to, code)
	case to == nil:
		_, err = b.RemovePassphrase(from)
	default:
		_, err = b.ChangePassphrase(from, to, code)
	}
	return err
}

// rekeyUntilKilled changes a book's passphrase without end, saves a gesture after each change, and
// says what is done.
func rekeyUntilKilled(path string) error {
	world := roleWorld()
	world.Cost = cheap
	b, n, err := openAfter(path, world)
	if err != nil {
		return err
	}
	list, err := b.Cohorts()
	if err != nil {
		return err
	}
	c, err := b.Load(list[0].ID)
	if err != nil {
		return err
	}
	fmt.Println("ready")
	for ; ; n++ {
		d, err := c.Form(oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, fmt.Sprint(n, time.Now())))
		if err != nil {
			return err
		}
		c.Apply(d)
		if err := b.Save(d).Wait(); err != nil {
			return err
		}
		fmt.Println("gesture", d.Gesture.ID)
		if err := rekeyOnce(b, n); err != nil {
			return err
		}
		fmt.Println("changes", n+1)
	}
}

// openAfter opens a book with whatever passphrase it has, and says after how many changes that is;
// a book without one says so in the file beside it, as only every third has none.
func openAfter(path string, world World) (*Book, int, error) {
	said, err := os.ReadFile(path + ".said")
	if err != nil {
		return nil, 0, err
	}
	var n int
	if _, err := fmt.Sscan(string(said), &n); err != nil {
		return nil, 0, err
	}
	for _, m := range []int{n, n + 1} { // as it was said to be, or one further
		var b *Book
		if secret := passAfter(m); secret == nil {
			b, err = Open(path, world)
		} else {
			b, err = OpenWith(path, world, secret)
			if err == nil && !b.Encrypted() {
				err = b.Close()
				continue
			}
		}
		if err == nil {
			return b, m, nil
		}
	}
	return nil, n, fmt.Errorf("neither after %d changes nor after %d: %w", n, n+1, err)
}

func TestAKillWhileThePassphraseChangesLeavesTheOldOneOrTheNew(t *testing.T) {
	b, c := recorded(t)
	b.Close()
	world := cheapWorld()
	folder := backupsOf(b.Path())
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	say := func(n int) {
		t.Helper()
		if err := os.WriteFile(b.Path()+".said", []byte(fmt.Sprint(n)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	say(0)
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 3))
	kills, changes := fewer(60), 0
	for kill := 0; kill < kills || changes == 0 && kill < 10*kills; kill++ {
		after := time.Duration(chance.IntN(50_000*(1+kill/kills))) * time.Microsecond // a busy machine gets longer
		lines := linesUntilKilled(t, "rekey until killed", b.Path(), after)
		var gestures []string
		for _, line := range lines {
			var n int
			if _, err := fmt.Sscanf(line, "changes %d", &n); err == nil {
				say(n)
				changes++
				continue
			}
			gestures = append(gestures, strings.TrimPrefix(line, "gesture "))
		}
		again, n, err := openAfter(b.Path(), world)
		if err != nil {
			t.Fatalf("kill %d of seed %d: %v", kill, seed, err)
		}
		say(n)
		there := map[string]bool{}
		for _, id := range logged(t, again) {
			there[id.String()] = true
		}
		for _, id := range gestures {
			if !there[id] {
				t.Fatalf("kill %d of seed %d: gesture %s was promised and is gone", kill, seed, id)
			}
		}
		if _, err := again.Load(c.Cohort.ID); err != nil {
			t.Fatalf("kill %d of seed %d: %v", kill, seed, err)
		}
		if kill == 0 {
			copyInto(t, again, filepath.Join(folder, "2026-03-01.book"))
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		if left, err := filepath.Glob(filepath.Join(filepath.Dir(b.Path()), ".rollbook-*")); err != nil || len(left) > 0 {
			t.Fatalf("kill %d of seed %d: left behind: %v, %v", kill, seed, left, err)
		}
		// The backup, too, opens with what opens the book, once the book was opened.
		backup, err := Open(filepath.Join(folder, "2026-03-01.book"), world)
		if secret := passAfter(n); secret != nil {
			backup, err = OpenWith(filepath.Join(folder, "2026-03-01.book"), world, secret)
		}
		if err != nil {
			t.Fatalf("kill %d of seed %d, after %d changes: the backup: %v", kill, seed, n, err)
		}
		if backup.Encrypted() != (passAfter(n) != nil) {
			t.Fatalf("kill %d of seed %d: after %d changes the backup is sealed: %v", kill, seed, n, backup.Encrypted())
		}
		if err := backup.Close(); err != nil {
			t.Fatal(err)
		}
		forgetBackups(t, folder, 3)
	}
	if changes == 0 {
		t.Error("no change was made before any kill: nothing was tried")
	}
}

// forgetBackups takes away all but the oldest few backups: all of them are of today, and so none would
// go by itself.
func forgetBackups(t *testing.T, folder string, most int) {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, "*.book"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all[min(most, len(all)):] {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// linesUntilKilled plays a role for a while after its first word, kills it, and returns the whole
// lines that it said.
func linesUntilKilled(t *testing.T, role, path string, after time.Duration) (said []string) {
	t.Helper()
	return untilKilled(t, inRole(role, path), after)
}
