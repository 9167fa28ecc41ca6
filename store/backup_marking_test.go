package store

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/oplog"
)

// TestAMarkDoesNotWaitForAReader holds a reader open, as a backup does, while the book grows by more
// than a book is marked in a day.
func TestAMarkDoesNotWaitForAReader(t *testing.T) {
	b, c := recorded(t)
	if err := b.Put("ballast", strings.Repeat("x", largeBook+1<<20)); err != nil {
		t.Fatal(err)
	}
	b = openedAgain(t, b)
	held, release := make(chan bool), make(chan bool)
	var reader sync.WaitGroup
	reader.Go(func() {
		_ = b.viewOnce(func(*bolt.Tx) error {
			close(held)
			<-release
			return nil
		})
	})
	<-held
	grown := make(chan error, 1)
	go func() {
		err := b.Put("more", strings.Repeat("y", 60<<20))
		if err == nil {
			err = b.Put("more", strings.Repeat("z", 60<<20))
		}
		grown <- err
	}()
	select {
	case err := <-grown:
		if err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(b.Path()); err != nil || info.Size() < 128<<20 {
			t.Errorf("the book did not grow: nothing was tried (%v)", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the book could not grow while it was read")
	}
	close(release)
	reader.Wait()
	holds(t, b, c)
}

// TestMarkingGoesOnWhileABackupIsMade marks without a pause while a backup of a book of some size is
// made, which is the book as it was at one of these moments.
func TestMarkingGoesOnWhileABackupIsMade(t *testing.T) {
	b, c := recorded(t)
	for n := range 4 {
		if err := b.Put(fmt.Sprint("ballast ", n), strings.Repeat("x", largeBook)); err != nil {
			t.Fatal(err)
		}
	}
	b = openedAgain(t, b)
	c = reload(t, &Cohort{book: b, Cohort: c.Cohort})
	path := filepath.Join(t.TempDir(), "copy.book")
	ended := make(chan error, 1)
	before := b.logged
	go func() {
		info, err := b.Backup(path, false)
		if err == nil && info.Gestures < before {
			err = fmt.Errorf("it has %d of %d gestures", info.Gestures, before)
		}
		ended <- err
	}()
	slowest, marks := time.Duration(0), 0
	for going := true; going; marks++ {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
			going = false
		default:
			began := time.Now()
			save(t, c, oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, fmt.Sprint("remark ", marks)))
			slowest = max(slowest, time.Since(began))
		}
	}
	if marks < 3 || slowest > 5*time.Second {
		t.Errorf("%d marks, the slowest in %v", marks, slowest)
	}
	holds(t, b, c)
	copied, err := Open(path, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer copied.Close()
	got, err := copied.Load(c.Cohort.ID)
	if remark := got.People[0].Cell(c.Blocks[0].ID).Remark; err != nil || !strings.HasPrefix(remark, "remark ") && remark != "her bus stood in the snow" {
		t.Errorf("it says %q, %v", remark, err)
	}
}
