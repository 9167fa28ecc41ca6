//go:build unix

package store

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
)

func init() { roles["write over a limit"] = writeOverALimit }

// writeOverALimit marks under a limit of the file's size until a gesture can't be saved, raises the
// limit and marks on. The limit stands in for a full disk where none can be made.
func writeOverALimit(path string) error {
	signal.Ignore(syscall.SIGXFSZ)
	b, err := Open(path, roleWorld())
	if err != nil {
		return err
	}
	defer b.Close()
	list, err := b.Cohorts()
	if err != nil {
		return err
	}
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return overFull(b, list[0].ID, func() error { return limit(uint64(info.Size()) + 100<<10) }, func() error { return limit(1 << 30) })
}

func limit(size uint64) error {
	var now syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &now); err != nil {
		return err
	}
	now.Cur = size
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &now)
}

// overFull writes until the room that fill leaves is used up, and checks what a trainer relies on:
// the error is said, what was saved is there, and after room is made marking goes on.
func overFull(b *Book, cohort model.ID, fill, room func() error) error {
	c, err := b.Load(cohort)
	if err != nil {
		return err
	}
	if err := fill(); err != nil {
		return err
	}
	var saved []*Draft
	var full error
	for i := 0; full == nil; i++ {
		if i == 5000 {
			return errors.New("it never got full")
		}
		d, err := c.Form(oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, fmt.Sprint(i, strings.Repeat(" words", 300))))
		if err != nil {
			return err
		}
		c.Apply(d)
		if full = b.Save(d).Wait(); full == nil {
			saved = append(saved, d)
		}
	}
	if !strings.Contains(full.Error(), "could not be written") && !errors.Is(full, ErrNoRoom) {
		return fmt.Errorf("full, it says %w", full)
	}
	fmt.Println("full:", full)
	now, err := b.Load(cohort)
	if err != nil {
		return fmt.Errorf("full, it can't be read: %w", err)
	}
	if cell := now.People[0].Cell(c.Blocks[0].ID); len(saved) == 0 || cell.Remark != saved[len(saved)-1].Texts[saved[len(saved)-1].Gesture.Changes[0].Text].String() {
		return fmt.Errorf("after %d saved gestures it shows %.20q", len(saved), cell.Remark)
	}
	if err := room(); err != nil {
		return err
	}
	// The screen still shows what could not be saved; a mark upon it brings it along.
	d, err := c.Form(oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, "room again"))
	if err != nil {
		return err
	}
	if err := b.Save(d).Wait(); err != nil {
		return fmt.Errorf("with room again: %w", err)
	}
	if now, err = b.Load(cohort); err != nil {
		return err
	}
	if cell := now.People[0].Cell(c.Blocks[0].ID); cell.Remark != "room again" || cell.Waiting || cell.Conflict != nil {
		return fmt.Errorf("with room again it shows %+v", cell)
	}
	entries, err := b.Journal(cohort)
	if err == nil && len(entries) < len(saved)+2 {
		err = fmt.Errorf("the journal has %d entries after %d", len(entries), len(saved)+2)
	}
	return err
}

func TestAFailedWriteIsSaidAndMarkingGoesOnOnceThereIsRoom(t *testing.T) {
	b := newBook(t)
	newCohort(t, b, 1, "Maya")
	b.Close()
	out, err := inRole("write over a limit", b.Path()).Output()
	if err != nil || !strings.HasPrefix(string(out), "full: ") {
		t.Errorf("%s%v", out, err)
	}
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	again.Close()
}

func TestAFullDiskIsNamed(t *testing.T) {
	for _, full := range []error{
		fmt.Errorf("write: %w", syscall.ENOSPC), fmt.Errorf("write: %w", syscall.EDQUOT),
		fmt.Errorf("file resize error: %s", &os.PathError{Op: "truncate", Path: "roll.book", Err: syscall.ENOSPC}),
	} {
		if err := noRoom(full); !errors.Is(err, ErrNoRoom) {
			t.Errorf("%v becomes %v", full, err)
		}
	}
	if err := noRoom(syscall.EIO); errors.Is(err, ErrNoRoom) || !errors.Is(err, syscall.EIO) {
		t.Errorf("a failing disk becomes %v", err)
	}
}
