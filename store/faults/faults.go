// Package faults is a machine whose disk fails, for tests. It watches every call by which a program
// of its own changes the files of one folder, and lets it through, fails it or kills the program
// (Run, in run.go, by what Linux calls seccomp's user notification: the program needs no change, and
// nothing but the test binary itself). What was watched can be played to a model of a disk that
// holds back what was not synced (Disk, in disk.go), and a power cut tried at any moment of it.
//
// It does not know calls that no Go program here makes: writing through mapped memory, or to more
// than one place at a time.
package faults

import (
	"fmt"
	"syscall"
)

// Op is what a call does.
type Op uint8

const (
	Say        Op = iota // writes to the standard output: what the program promises
	Create               // makes an empty file
	Write                // writes into a file
	Resize               // cuts a file or makes it longer
	Sync                 // has a file, or the names in a folder, written to the disk
	Rename               // gives a file another name, in the place of what had it
	Link                 // gives a file a second name
	Remove               // takes a name away
	MakeFolder           // makes a folder
)

func (o Op) String() string {
	return [...]string{"say", "create", "write", "resize", "sync", "rename", "link", "remove", "make folder"}[o]
}

// Call is one change of the files, or one promise.
type Call struct {
	Op   Op
	Name string // of the file or folder, within the one that is watched; "." for that itself
	To   string // the new name, for Rename and Link
	At   int64  // where Write writes
	Size int64  // what Resize makes of it
	Data []byte // what Write writes and Say says

	Failed bool // it was answered with an error, and what Name says was not done
}

func (c Call) String() string {
	switch c.Op {
	case Say:
		return fmt.Sprintf("say %q", c.Data)
	case Write:
		return fmt.Sprintf("write %d bytes at %d of %s", len(c.Data), c.At, c.Name)
	case Resize:
		return fmt.Sprintf("resize %s to %d", c.Name, c.Size)
	case Rename, Link:
		return fmt.Sprintf("%s %s to %s", c.Op, c.Name, c.To)
	}
	return fmt.Sprintf("%s %s", c.Op, c.Name)
}

// Verdict is what becomes of a call.
type Verdict struct {
	Errno syscall.Errno // 0 lets it through
	After bool          // with an error: it is done all the same, a write by half
	Kill  bool          // the program is killed before it
}

// Recording is the calls of a program in the order in which they began. What the program said comes
// after all that had ended by then: a promise may be held against the calls before it. A file must
// be written by one thread at a time, as bbolt does.
type Recording []Call
