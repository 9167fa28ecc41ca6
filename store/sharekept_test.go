package store

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share/sharetest"
)

// A share outlives what is done to its book: each case changes or replaces it, and then marks still go to
// and fro.
func TestAShareGoesOnWhateverIsDoneToTheBook(t *testing.T) {
	cases := map[string]func(t *testing.T, b *Book) *Book{
		"a passphrase is set": func(t *testing.T, b *Book) *Book {
			set(t, b, firstPass)
			return b
		},
		"it is written anew": func(t *testing.T, b *Book) *Book {
			if err := b.Rewrite(); err != nil {
				t.Fatal(err)
			}
			return b
		},
		"an earlier backup is restored": func(t *testing.T, b *Book) *Book {
			backup := filepath.Join(t.TempDir(), "earlier.book")
			if _, err := b.Backup(backup, false); err != nil {
				t.Fatal(err)
			}
			c, err := b.Cohorts()
			if err != nil {
				t.Fatal(err)
			}
			late, err := b.Load(c[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			save(t, late, oplog.Single, late.EditTold(late.People[0], late.Blocks[1].ID, true))
			b.Close()
			if _, err := Restore(b.Path(), backup, b.world); err != nil {
				t.Fatal(err)
			}
			return opened(t, b.Path(), b.world)
		},
		"a backup is restored from before it joined": func(t *testing.T, b *Book) *Book {
			backup := filepath.Join(t.TempDir(), "earlier.book")
			if _, err := b.Backup(backup, false); err != nil {
				t.Fatal(err)
			}
			shares, err := b.Shares()
			if err != nil {
				t.Fatal(err)
			}
			earlier := opened(t, backup, b.world)
			if err := errors.Join(earlier.LeaveShare(shares[0].Space), earlier.Close()); err != nil {
				t.Fatal(err)
			}
			b.Close()
			if _, err := Restore(b.Path(), backup, b.world); err != nil {
				t.Fatal(err)
			}
			return opened(t, b.Path(), b.world)
		},
		"what can be read of it is salvaged": func(t *testing.T, b *Book) *Book {
			b.Close()
			into := filepath.Join(t.TempDir(), "salvaged.book")
			if _, err := Salvage(b.Path(), into, b.world, nil); err != nil {
				t.Fatal(err)
			}
			return opened(t, into, b.world)
		},
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
			asha.world.Cost = cheap
			c := newCohort(t, asha, 1, "Maya", "Noor")
			space := shareOn(t, asha, place, c.Cohort.ID)
			syncOn(t, asha, space, place)
			joinOn(t, ben, place, "Ben's laptop", testPass)
			syncOn(t, ben, space, place)
			asha = change(t, asha)
			if report, err := CheckBook(copyOf(t, asha), asha.world, Secret(firstPass), nil); err != nil || len(report.Faults) > 0 {
				t.Errorf("check says %+v, %v", report, err)
			}
			if shares, err := asha.Shares(); err != nil || len(shares) != 1 {
				t.Fatalf("shares %+v, %v", shares, err)
			}
			ours, theirs := loaded(t, asha, c.Cohort.ID), loaded(t, ben, c.Cohort.ID)
			block := ours.Blocks[0].ID
			save(t, ours, oplog.Single, ours.EditMark(ours.People[0], block, model.Plain(model.Present)))
			save(t, theirs, oplog.Single, theirs.EditMark(theirs.People[1], block, model.Plain(model.Absent)))
			for range 3 {
				for _, b := range []*Book{asha, ben} {
					if s := syncOn(t, b, space, place); len(s.Rejected) > 0 || s.Question != "" {
						t.Errorf("sync said %+v", s)
					}
				}
			}
			for _, b := range []*Book{asha, ben} {
				c := loaded(t, b, c.Cohort.ID)
				if c.People[0].Cell(block).Mark.State != model.Present || c.People[1].Cell(block).Mark.State != model.Absent {
					t.Errorf("a mark is missing: %+v %+v", c.People[0].Cell(block), c.People[1].Cell(block))
				}
			}
		})
	}
}

func opened(t *testing.T, path string, world World) *Book {
	t.Helper()
	b, err := Open(path, world)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func loaded(t *testing.T, b *Book, id model.ID) *Cohort {
	t.Helper()
	c, err := b.Load(id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func copyOf(t *testing.T, b *Book) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "looked-at.book")
	if _, err := b.Backup(path, false); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAStruckTextIsInNoFileOfALaterEpoch(t *testing.T) {
	asha, place := newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya", "Noor")
	space := shareOn(t, asha, place, c.Cohort.ID)
	note := Note{ID: newID(t, asha), Day: 1, Text: "a sentence to be struck"}
	save(t, c, oplog.Single, c.EditNote(note)...)
	syncOn(t, asha, space, place)
	c = reload(t, c)
	save(t, c, oplog.Single, c.EditStrike(note.ID)...)
	syncOn(t, asha, space, place)
	if _, err := asha.Rotate(t.Context(), space, place, place.String(), []byte("other words now"), nil, 2); err != nil {
		t.Fatal(err)
	}
	e, err := asha.newExchange(t.Context(), space, place, place.String(), SyncOptions{})
	if err != nil {
		t.Fatal(err)
	}
	segments := 0
	for _, h := range e.files.of(e.w.epoch()) {
		if !h.content() {
			continue
		}
		segments++
		s, err := e.heldSegment(h)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range s.Texts {
			if bytes.Contains(text, []byte("to be struck")) {
				t.Error("the struck text is in the new epoch")
			}
		}
	}
	if segments == 0 {
		t.Error("the new epoch has no segment")
	}
	for name := range place.Files {
		if bytes.Contains([]byte(name), e.w.Earlier[0].ID) {
			t.Errorf("%s is left", name)
		}
	}
}

func TestForgettingNamesTheSharesThatStillHaveTheWords(t *testing.T) {
	asha, place := newBook(t), &sharetest.Memory{Title: "the stick"}
	c := newCohort(t, asha, 1, "Maya", "Noor")
	space := shareOn(t, asha, place, c.Cohort.ID)
	done, err := asha.Forget(c.People[1].Trainee.ID, true)
	if err != nil || len(done.Backups.Shares) != 0 {
		t.Errorf("before anything was sent: %v, %v", done.Backups.Shares, err)
	}
	syncOn(t, asha, space, place)
	if done, err = asha.Forget(c.People[0].Trainee.ID, true); err != nil || len(done.Backups.Shares) != 1 || done.Backups.Shares[0] != "the stick" {
		t.Errorf("after it was sent: %v, %v", done.Backups.Shares, err)
	}
}

func TestABackupThatWasStruckHasNoFilesOfSharesAndStillSyncs(t *testing.T) {
	asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
	c := newCohort(t, asha, 1, "Maya", "Noor")
	space := shareOn(t, asha, place, c.Cohort.ID)
	syncOn(t, asha, space, place)
	joinOn(t, ben, place, "Ben's laptop", testPass)
	syncOn(t, ben, space, place)
	if _, err := asha.BackupDaily(); err != nil {
		t.Fatal(err)
	}
	if done, err := asha.Forget(c.People[0].Trainee.ID, true); err != nil || done.Backups.Resealed == 0 {
		t.Fatalf("%+v %v", done, err)
	}
	backups, err := Backups(asha.Path())
	if err != nil || len(backups) == 0 {
		t.Fatalf("%d backups, %v", len(backups), err)
	}
	path := filepath.Join(t.TempDir(), "looked-at.book")
	if err := copyAside(backups[0].Path, path); err != nil {
		t.Fatal(err)
	}
	inside := opened(t, path, asha.world)
	if err := inside.viewOnce(func(tx *bolt.Tx) error {
		if n := tx.Bucket([]byte(bucketSegments)).Stats().KeyN; n > 0 {
			t.Errorf("%d entries of shares are in the backup", n)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	asha.Close()
	if _, err := Restore(asha.Path(), backups[0].Path, asha.world); err != nil {
		t.Fatal(err)
	}
	again := opened(t, asha.Path(), asha.world)
	ours := loaded(t, again, c.Cohort.ID)
	save(t, ours, oplog.Single, ours.EditMark(ours.People[1], ours.Blocks[0].ID, model.Plain(model.Present)))
	for range 2 {
		syncOn(t, again, space, place)
		syncOn(t, ben, space, place)
	}
	if got := loaded(t, ben, c.Cohort.ID).People[1].Cell(ours.Blocks[0].ID).Mark.State; got != model.Present {
		t.Errorf("the mark of the restored book is %v elsewhere", got)
	}
	if !loaded(t, ben, c.Cohort.ID).People[0].Forgotten {
		t.Error("the restored book did not say that somebody was forgotten")
	}
}
