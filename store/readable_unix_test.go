//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func init() { roles["look only"] = lookOnly }

// nobody is a user who is not the one of the tests.
const nobody = 65534

// The variables of lookOnly: a passphrase, and a place for a backup.
const lookPassVariable, lookBackupVariable = "ROLLBOOK_TEST_LOOK_PASS", "ROLLBOOK_TEST_LOOK_BACKUP"

// lookOnly looks at a book as somebody who can't write it, and tells what is there.
func lookOnly(path string) error {
	if os.Geteuid() == 0 {
		if err := syscall.Setgid(nobody); err != nil {
			return err
		}
		if err := syscall.Setuid(nobody); err != nil {
			return err
		}
	}
	world, pass := roleWorld(), os.Getenv(lookPassVariable)
	if _, err := Open(path, world); !errors.Is(err, ErrReadOnly) {
		return fmt.Errorf("opened to be written: %w", err)
	}
	b, err := OpenToRead(path, world)
	if pass != "" {
		if !errors.Is(err, ErrLocked) {
			return fmt.Errorf("opened without its passphrase: %w", err)
		}
		if _, err := OpenToReadWith(path, world, Secret("another")); !errors.Is(err, ErrWrong) {
			return fmt.Errorf("opened with another passphrase: %w", err)
		}
		b, err = OpenToReadWith(path, world, Secret(pass))
	}
	if err != nil {
		return err
	}
	cohorts, err := b.Calendar()
	if err != nil {
		return err
	}
	c, err := b.Load(cohorts[0].ID)
	if err != nil {
		return err
	}
	for _, p := range c.People {
		fmt.Println(p.Row, p.Name, p.Cell(c.Blocks[0].ID).Mark.State)
	}
	for what, try := range map[string]func() error{
		"a gesture": func() error {
			_, err := c.Form(oplog.Single, c.EditNote(Note{ID: c.People[0].Trainee.ID, Day: 1, Text: "x"})...)
			return err
		},
		"a setting": func() error { return b.Put("hours", "12") },
		"a draft":   func() error { return b.KeepDraft("x", "y") },
		"a rewrite": b.Rewrite,
		"a risk":    b.BeforeRisky,
		"a strike":  func() error { _, err := b.StrikeBackups(); return err },
		"a key": func() error {
			_, err := b.relock(make([]byte, 32), Secret("four new words here"), codeOf(b))
			return err
		},
	} {
		if err := try(); !errors.Is(err, ErrReadOnly) {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	if made, err := b.BackupDaily(); made || err != nil {
		return fmt.Errorf("the backup of the day: %v, %w", made, err)
	}
	if err := b.Sound(); err != nil {
		return err
	}
	if info, err := b.Backup(os.Getenv(lookBackupVariable), false); err != nil || !info.OK {
		return fmt.Errorf("a backup: %+v, %w", info, err)
	}
	return b.Close()
}

func codeOf(b *Book) []string {
	code, err := b.NewRecovery()
	if err != nil {
		panic(err)
	}
	return code
}

// TestABookThatCanOnlyBeReadShowsAllThatItsLogHas looks at a book whose state lags behind its log, as a
// pulled stick leaves it.
func TestABookThatCanOnlyBeReadShowsAllThatItsLogHas(t *testing.T) {
	for name, pass := range map[string]string{"plain": "", "sealed": firstPass} {
		t.Run(name, func(t *testing.T) {
			b := newBook(t)
			if pass != "" {
				set(t, b, pass)
			}
			c := newCohort(t, b, 2, "Maya", "Olga")
			save(t, c, oplog.Single, c.EditMark(c.People[1], c.Blocks[0].ID, model.Mark{State: model.Present}))
			if b.lagging() == 0 {
				t.Fatal("nothing lags behind: the test tries nothing")
			}
			folder, elsewhere, temporary := t.TempDir(), t.TempDir(), t.TempDir()
			path := filepath.Join(folder, "roll.book")
			data, err := os.ReadFile(b.Path())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, data, 0o444); err != nil {
				t.Fatal(err)
			}
			for _, open := range []string{folder, filepath.Dir(folder), filepath.Dir(elsewhere), filepath.Dir(temporary)} {
				if err := os.Chmod(open, 0o755); err != nil {
					t.Fatal(err)
				}
			}
			for _, open := range []string{elsewhere, temporary} {
				if err := os.Chmod(open, 0o777); err != nil {
					t.Fatal(err)
				}
			}
			backup := filepath.Join(elsewhere, "copy.book")
			look := inRole("look only", path)
			look.Env = append(look.Env, "TMPDIR="+temporary, lookPassVariable+"="+pass, lookBackupVariable+"="+backup)
			out, err := look.Output()
			if err != nil || !strings.Contains(string(out), "1 Maya") || !strings.Contains(string(out), "2 Olga "+model.Present.String()) {
				t.Fatalf("it showed %q: %v", out, err)
			}
			if left, err := os.ReadDir(temporary); err != nil || len(left) != 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
			only(t, folder, "roll.book")
			if now, err := os.ReadFile(path); err != nil || string(now) != string(data) {
				t.Errorf("the file has changed: %v", err)
			}
			secrets := []Secret{}
			if pass != "" {
				secrets = append(secrets, Secret(pass))
			}
			if found, err := CompareBackup(path, backup, roleWorld(), secrets...); err != nil || found.OnlyInBook != 0 {
				t.Errorf("the backup lacks something: %+v, %v", found, err)
			}
		})
	}
}
