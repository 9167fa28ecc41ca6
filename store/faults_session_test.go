package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"rollbook/model"
	"rollbook/store/faults"
	"rollbook/store/oplog"
)

// A session is what a program does to a book while faults are tried on it: gestures whose effect can
// be told from their numbers, with all that a book does besides in between. It says what it promises.

// sessionVariable says to the program what kind of session it is to live.
const sessionVariable = "ROLLBOOK_TEST_SESSION"

// The kinds of session.
const (
	sessionPlain  = "plain"
	sessionSealed = "sealed"  // the book has a passphrase, and is written anew in the middle
	sessionSeals  = "seals"   // it gets one in the middle
	sessionNoSync = "no sync" // nothing is synced: the disk promises nothing
)

// liveSession lives a session in the book at a path. It goes on where something fails.
func liveSession(path string) error {
	if err := faults.Submit(); err != nil {
		return err
	}
	return liveUnwatched(path)
}

// liveUnwatched lives a session that nobody but the disk can fail.
func liveUnwatched(path string) error {
	kind := os.Getenv(sessionVariable)
	world := roleWorld()
	world.Cost = cheap
	b, err := OpenWith(path, world, Secret(firstPass))
	if err != nil {
		fmt.Println("not opened", sayFailure(err))
		return nil
	}
	if kind == sessionNoSync {
		b.db.NoSync = true
	}
	s := &session{book: b, kind: kind}
	if err := s.live(); err != nil {
		fmt.Println("stopped", sayFailure(err))
	}
	if err := b.Close(); err != nil {
		fmt.Println("not closed", sayFailure(err))
	}
	fmt.Println("done")
	return nil
}

// sayFailure is an error with what kind of error it is.
func sayFailure(err error) string {
	kind := "other"
	switch {
	case errors.Is(err, ErrDamaged):
		kind = "damaged"
	case errors.Is(err, ErrUnsettled):
		kind = "unsettled"
	case errors.Is(err, ErrNoRoom):
		kind = "room"
	case strings.Contains(err.Error(), syscall.EIO.Error()): // bbolt passes some on as words
		kind = "io"
	}
	return kind + ": " + err.Error()
}

type session struct {
	book   *Book
	kind   string
	cohort *Cohort
	made   int
}

// sessionGestures is how many gestures a session forms at least.
const sessionGestures = 14

func (s *session) live() error {
	list, err := s.book.Cohorts()
	if err != nil {
		return err
	}
	if s.cohort, err = s.book.Load(list[0].ID); err != nil {
		return err
	}
	fmt.Println("begun")
	for s.made < sessionGestures {
		at := s.made
		switch {
		case at == 3 || at == 9: // a key pressed before the last was saved
			err = s.gestures(4)
		default:
			err = s.gestures(1)
		}
		if err != nil {
			return err
		}
		switch at {
		case 1:
			s.say("kept", s.book.Put("hours", fmt.Sprint(s.made)))
		case 7:
			s.load()
		case 8:
			s.rewrite()
		case 9:
			err = s.strike()
		}
		if err != nil {
			return err
		}
	}
	s.say("kept", s.book.Put("hours", fmt.Sprint(s.made)))
	return nil
}

func (s *session) say(what string, err error) {
	if err != nil {
		fmt.Println("not", what, sayFailure(err))
		return
	}
	fmt.Println(what, s.made)
}

// gestures forms some gestures and saves them together.
func (s *session) gestures(n int) error {
	var savings []*Saving
	for range n {
		c, i := s.cohort, s.made
		p, block := c.People[i%len(c.People)], c.Blocks[i/2%len(c.Blocks)].ID
		mark := model.Mark{State: model.Part, Arrived: sessionArrived(i), Left: model.NoClock}
		d, err := c.Form(oplog.Single, c.EditMark(p, block, mark), c.EditRemark(p, block, sessionRemark(i)))
		if err != nil {
			return err
		}
		s.made++
		fmt.Println("formed", d.Gesture.ID, i, p.ID, block)
		c.Apply(d)
		savings = append(savings, s.book.Save(d))
	}
	for _, saving := range savings {
		s.await(saving)
	}
	return nil
}

func sessionArrived(i int) model.Clock { return model.Clock(541 + i) }
func sessionRemark(i int) string {
	return fmt.Sprint("remark ", i, strings.Repeat(" and more", i%4*60))
}

func (s *session) await(saving *Saving) {
	if err := saving.Wait(); err != nil {
		fmt.Println("failed", saving.Draft.Gesture.ID, sayFailure(err))
		return
	}
	fmt.Println("saved", saving.Draft.Gesture.ID)
}

// load reads the book as a screen would, which brings heads up to the log.
func (s *session) load() {
	c, err := s.book.Load(s.cohort.Cohort.ID)
	if err != nil {
		fmt.Println("not loaded", sayFailure(err))
		return
	}
	for _, p := range s.cohort.People {
		for block, cell := range p.Marks {
			if now := c.Person(p.ID).Cell(block); now.Remark != cell.Remark && !s.book.unsaved() {
				fmt.Printf("wrong: the cohort shows %q, and the book %q\n", cell.Remark, now.Remark)
			}
		}
	}
}

// unsaved reports whether some gestures wait for a later one to bring them along.
func (b *Book) unsaved() bool {
	b.Flush()
	return len(b.writer.failed) > 0
}

func (s *session) rewrite() {
	switch s.kind {
	case sessionSealed:
		s.say("rewritten", s.book.Rewrite())
	case sessionSeals:
		code, err := s.book.NewRecovery()
		if err == nil {
			_, err = s.book.SetPassphrase(Secret(firstPass), code)
		}
		s.say("rewritten", err)
	}
}

// strike writes a note and strikes it, which brings heads up to date at once.
func (s *session) strike() error {
	id, err := s.book.NewID()
	if err != nil {
		return err
	}
	c := s.cohort
	for _, edits := range [][]Edit{c.EditNote(Note{ID: id, Day: 1, Text: "came by bus"}), nil} {
		if edits == nil {
			edits = c.EditStrike(id)
		}
		d, err := c.Form(oplog.Single, edits...)
		if err != nil || d == nil {
			return err
		}
		fmt.Println("formed", d.Gesture.ID)
		c.Apply(d)
		s.await(s.book.Save(d))
	}
	return nil
}

// sessionBooks are the bytes of the books that sessions are lived in, by kind, and their cohort.
func sessionBooks(t *testing.T) (map[string][]byte, *Cohort) {
	t.Helper()
	b, c := lived(t)
	if err := b.Put("hours", "0"); err != nil {
		t.Fatal(err)
	}
	b.world.Cost = cheap
	bytes := func() []byte {
		t.Helper()
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(b.Path())
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	plain := bytes()
	b, err := Open(b.Path(), cheapWorld())
	if err != nil {
		t.Fatal(err)
	}
	set(t, b, firstPass)
	return map[string][]byte{sessionPlain: plain, sessionSeals: plain, sessionNoSync: plain, sessionSealed: bytes()}, c
}

// sessionRun is a session that was watched.
type sessionRun struct {
	folder string
	before *faults.Disk // of the folder before it
	calls  faults.Recording
	from   int // of the calls: where the first one failed
}

// runSession lives a session in a copy of a book. It is nil where the machine can't watch.
func runSession(t *testing.T, kind string, book []byte, judge func(n int, c faults.Call) faults.Verdict) *sessionRun {
	t.Helper()
	r := &sessionRun{folder: quickFolder(t)}
	path := filepath.Join(r.folder, "roll.book")
	if err := os.WriteFile(path, book, 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if r.before, err = faults.Read(r.folder); err != nil {
		t.Fatal(err)
	}
	program := inRole("live a session", path)
	program.Env = append(program.Env, sessionVariable+"="+kind)
	r.calls, err = faults.Run(t, program, r.folder, judge)
	if errors.Is(err, faults.ErrUnsupported) {
		t.Logf("not tried: %v", err)
		return nil
	}
	if err != nil {
		t.Errorf("the session: %v", err)
		return nil
	}
	r.from = max(0, slices.IndexFunc(r.calls, func(c faults.Call) bool { return c.Failed }))
	return r
}

// quickFolder is a folder in memory where there is one: the tests of this kind ask for thousands of
// syncs, which the model of a disk counts, and the disk need not do.
func quickFolder(t *testing.T) string {
	t.Helper()
	const memory, enough = "/dev/shm", 1 << 30
	if free, known := freeRoom(memory); !known || free < enough {
		return t.TempDir()
	}
	folder, err := os.MkdirTemp(memory, "rollbook-test-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}
