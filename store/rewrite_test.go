package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

// rewriteSteps are the steps of a rewrite, as they name themselves.
var rewriteSteps = []string{"clear", "create", "write", "sync", "inspect", "verify", "in place", "take over"}

// goesOn fails unless a book takes a gesture, shows it, and shows it again once it was reopened.
func goesOn(t *testing.T, b *Book, c *Cohort, secret Secret) *Book {
	t.Helper()
	state := model.Present
	if c.People[1].Cell(c.Blocks[1].ID).Mark.State == state {
		state = model.Absent
	}
	save(t, c, oplog.Single, c.EditMark(c.People[1], c.Blocks[1].ID, model.Plain(state)))
	holds(t, b, c)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := Open(b.Path(), cheapWorld())
	if secret != nil {
		if !errors.Is(err, ErrLocked) {
			t.Fatalf("without its secret: %v", err)
		}
		again, err = OpenWith(b.Path(), cheapWorld(), secret)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	holds(t, again, c)
	return again
}

// alone fails where a file half written is left beside the book or among its backups.
func alone(t *testing.T, b *Book) {
	t.Helper()
	for _, folder := range []string{filepath.Dir(b.Path()), backupsOf(b.Path())} {
		left, err := filepath.Glob(filepath.Join(folder, besidePrefix+"*"))
		if err != nil || len(left) > 0 {
			t.Errorf("left behind: %v, %v", left, err)
		}
	}
}

func TestWhereAStepFailsTheOldBookIsInUseAsItWas(t *testing.T) {
	for _, step := range rewriteSteps {
		for _, cause := range []error{syscall.EIO, syscall.ENOSPC} {
			t.Run(step+" "+cause.Error(), func(t *testing.T) {
				b, c := recorded(t)
				before, err := os.Stat(b.Path())
				if err != nil {
					t.Fatal(err)
				}
				b.failStep = func(now string) error {
					if now == step {
						return cause
					}
					return nil
				}
				_, err = b.SetPassphrase(Secret(firstPass), newCode(t, b))
				if !errors.Is(err, cause) || errors.Is(err, ErrNoRoom) != (cause == syscall.ENOSPC) || b.Encrypted() {
					t.Fatalf("it says %v", err)
				}
				after, err := os.Stat(b.Path())
				if err != nil || !os.SameFile(before, after) {
					t.Fatalf("another file is in its place: %v", err)
				}
				alone(t, b)
				goesOn(t, b, c, nil)
			})
		}
	}
}

func TestEveryStepOfARewriteIsOneOfThoseThatFailInTests(t *testing.T) {
	b, _ := recorded(t)
	var seen []string
	b.failStep = func(step string) error { seen = append(seen, step); return nil }
	if err := b.Rewrite(); err != nil {
		t.Fatal(err)
	}
	if want := append(rewriteSteps[:len(rewriteSteps):len(rewriteSteps)], "folder"); strings.Join(seen, ",") != strings.Join(want, ",") {
		t.Errorf("the steps are %q", seen)
	}
}

func TestAFolderThatIsNotConfirmedIsSaidAndTheNewFileInUse(t *testing.T) {
	b, c := recorded(t)
	b.failStep = func(step string) error {
		if step == "folder" {
			return syscall.EIO
		}
		return nil
	}
	code := newCode(t, b)
	if _, err := b.SetPassphrase(Secret(firstPass), code); !errors.Is(err, ErrUnsettled) {
		t.Fatalf("it says %v", err)
	}
	goesOn(t, b, c, Secret(strings.Join(code, " ")))
}

// Where open files can't be moved, both are closed before one takes the other's place.
func TestAFileTakesTheOthersPlaceWhereOpenOnesCantBeMoved(t *testing.T) {
	moves := movesOpenFiles
	movesOpenFiles = false
	t.Cleanup(func() { movesOpenFiles = moves })
	b, c := recorded(t)
	set(t, b, firstPass)
	alone(t, b)
	b = goesOn(t, b, c, Secret(firstPass))
	c.book = b
	if _, err := b.RemovePassphrase(Secret(firstPass)); err != nil {
		t.Fatal(err)
	}
	goesOn(t, b, c, nil)
}

func TestAPlaceThatCantBeTakenLeavesTheOldBookInUse(t *testing.T) {
	for _, moves := range []bool{true, false} {
		before := movesOpenFiles
		movesOpenFiles = moves
		t.Cleanup(func() { movesOpenFiles = before })
		b, c := recorded(t)
		b.failStep = func(step string) error {
			if step == "take over" { // so that the rename itself fails
				return os.Remove(besideOf(b.Path()))
			}
			return nil
		}
		if err := b.Rewrite(); !errors.Is(err, os.ErrNotExist) {
			t.Fatalf("it says %v", err)
		}
		alone(t, b)
		goesOn(t, b, c, nil)
	}
}

func TestABookBehindALinkIsRewrittenWhereItLies(t *testing.T) {
	b, c := recorded(t)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "link.book")
	if err := os.Symlink(b.Path(), link); err != nil {
		t.Fatal(err)
	}
	linked, err := Open(link, cheapWorld())
	if err != nil {
		t.Fatal(err)
	}
	c.book = linked
	set(t, linked, firstPass)
	if target, err := os.Readlink(link); err != nil || target != b.Path() {
		t.Errorf("the link is %q, %v", target, err)
	}
	if data, err := os.ReadFile(b.Path()); err != nil || bytes.Contains(data, []byte("key")) {
		t.Errorf("the plain file is left where the link leads: %v", err)
	}
	goesOn(t, linked, c, Secret(firstPass))
}

func TestASecondNameOfTheOldFileGoesWithIt(t *testing.T) {
	b, _ := recorded(t)
	second := filepath.Join(filepath.Dir(b.Path()), newBookPrefix+"123")
	other := filepath.Join(filepath.Dir(b.Path()), newBookPrefix+"456")
	if err := os.Link(b.Path(), second); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, []byte("another book in the making"), 0o600); err != nil {
		t.Fatal(err)
	}
	set(t, b, firstPass)
	if _, err := os.Stat(second); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old file has another name still: %v", err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("another's file is gone: %v", err)
	}
}

func TestNobodyElseGetsTheBookWhileItIsRewritten(t *testing.T) {
	b, c := recorded(t)
	for _, at := range append(rewriteSteps, "folder") {
		b.failStep = func(step string) error {
			if step == at {
				if other, err := Open(b.Path(), cheapWorld()); !errors.Is(err, ErrBusy) {
					if err == nil {
						other.Close()
					}
					t.Errorf("before %s another window gets %v", step, err)
				}
			}
			return nil
		}
		if err := b.Rewrite(); err != nil {
			t.Fatal(err)
		}
	}
	goesOn(t, b, c, nil)
}

// Who waits for the lock of a file that another takes the place of meanwhile gets that one, not the
// file that is gone.
func TestWhoWaitedForTheOldFileGetsTheNewOne(t *testing.T) {
	b, c := recorded(t)
	type result struct {
		book *Book
		err  error
	}
	got := make(chan result, 1)
	b.failStep = func(step string) error {
		if step == "take over" {
			started := make(chan bool)
			go func() {
				close(started)
				other, err := Open(b.Path(), cheapWorld())
				got <- result{other, err}
			}()
			<-started
		}
		return nil
	}
	if err := b.Rewrite(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	r := <-got
	if r.err != nil {
		t.Fatal(r.err)
	}
	c.book = r.book
	goesOn(t, r.book, c, nil)
}
