package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// What a passphrase hides and what a strike takes away may stand in copies that Rollbook did not make, or
// made where somebody said. Those that can be known are told by their path: what lies beside the book and
// in the folder of its backups, where backups were written to, and what else of this book lies there.

// Copy is a file that holds this book, or held it.
type Copy struct {
	Path  string
	Seal  CopySeal
	There bool   // it can be seen now; a stick may be elsewhere
	Why   string // it could not be looked into, in words; empty where it was
}

// CopySeal is what keeps a copy from being read.
type CopySeal uint8

// The seals of copies.
const (
	SealUnknown CopySeal = iota
	SealNone             // whoever has the file can read it
	SealEarlier          // it has a passphrase, which is not the book's
	SealAsBook           // it is sealed as the book is
)

// Words say in what state a copy is, without a full stop.
func (c Copy) Words() string {
	if c.Why != "" {
		return c.Why
	}
	return [...]string{"could not be looked into", "anybody can read it", "it opens with an earlier passphrase", "it opens with the passphrase of the book"}[c.Seal]
}

// settingCopies are the paths that backups were written to, the newest first, as lines.
const settingCopies = "copies"

const (
	mostCopies = 64   // paths that are remembered
	mostBeside = 4096 // files of one folder that are looked at
)

// rememberCopies keeps where this book was written to, or read from, and forgets the oldest places of too
// many.
func (b *Book) rememberCopies(paths ...string) error {
	had, err := b.rememberedCopies()
	if err != nil {
		return err
	}
	var all []string
	for _, path := range append(paths, had...) {
		full, err := filepath.Abs(path)
		if err == nil && !strings.Contains(full, "\n") && !slices.Contains(all, full) && len(all) < mostCopies {
			all = append(all, full)
		}
	}
	if slices.Equal(all, had) {
		return nil
	}
	return b.Put(settingCopies, strings.Join(all, "\n"))
}

func (b *Book) rememberedCopies() ([]string, error) {
	text, err := b.Setting(settingCopies)
	if err != nil || text == "" {
		return nil, err
	}
	return strings.Split(text, "\n"), nil
}

// Copies are the files that are known to hold this book, or to have held it: beside it, among its
// backups, and where backups were written to. The book's own file is none.
func (b *Book) Copies() ([]Copy, error) {
	paths, err := b.rememberedCopies()
	if err != nil {
		return nil, err
	}
	own, err := os.Stat(b.path)
	if err != nil {
		return nil, err
	}
	s := &copyScan{book: b, own: own, seen: map[string]bool{}}
	place := wholePath(b.path)
	s.folder(filepath.Dir(place))
	s.folder(backupsOf(place))
	for _, path := range paths {
		s.folder(filepath.Dir(wholePath(path)))
	}
	for _, path := range paths {
		s.remembered(wholePath(path))
	}
	return s.found, nil
}

// wholePath is a path from the root on, with no link in the way, so that a file is told once.
func wholePath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	return path
}

// copyScan gathers copies of a book.
type copyScan struct {
	book  *Book
	own   os.FileInfo
	seen  map[string]bool // folders, and files
	found []Copy
}

// folder looks at the files of a folder, and not at folders in it.
func (s *copyScan) folder(path string) {
	if s.seen[path] {
		return
	}
	s.seen[path] = true
	f, err := os.Open(path)
	if err != nil {
		return // a stick that is elsewhere
	}
	defer f.Close()
	entries, _ := f.ReadDir(mostBeside)
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		if e.Type().IsRegular() {
			s.file(filepath.Join(path, e.Name()), false)
		}
	}
}

// remembered looks at a file that was a copy once.
func (s *copyScan) remembered(path string) {
	if !s.seen[path] {
		s.file(path, true)
	}
}

// file looks whether a file is a copy. One that is known to have been one is told where it can't be seen.
func (s *copyScan) file(path string, known bool) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		if known {
			s.add(Copy{Path: path, Why: whyNotThere(path, err)})
		}
		return
	case !info.Mode().IsRegular(), os.SameFile(info, s.own), !startsAsBook(path):
		return
	}
	c := Copy{Path: path, There: true}
	err = readClosed(path, func(tx *bolt.Tx) (err error) {
		c.Seal, err = s.book.sealOf(tx)
		return err
	})
	switch {
	case err == nil:
		s.add(c)
	case errors.Is(err, ErrOtherBook), errors.Is(err, ErrNotBook), errors.Is(err, ErrMissing):
	default:
		c.Why = whyNot(err)
		s.add(c)
	}
}

// whyNotThere says why a copy can't be seen.
func whyNotThere(path string, err error) string {
	if !errors.Is(err, fs.ErrNotExist) {
		return "it could not be looked at: " + err.Error()
	}
	if _, err := os.Stat(filepath.Dir(path)); err != nil {
		return "its folder is not there now, as of a stick that is elsewhere"
	}
	return "it is not there any more: was it moved?"
}

func (s *copyScan) add(c Copy) {
	s.seen[c.Path] = true
	s.found = append(s.found, c)
}

// startsAsBook reports whether a file begins as bbolt's do: most files need no other look.
func startsAsBook(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return errors.Is(err, fs.ErrPermission) && strings.HasSuffix(path, backupSuffix)
	}
	defer f.Close()
	return looksLikeBolt(f)
}

// sealOf is what keeps a file of this book from being read: ErrOtherBook for one of another.
func (b *Book) sealOf(tx *bolt.Tx) (CopySeal, error) {
	id, _, slots, err := fileKeys(tx)
	switch {
	case err != nil:
		return SealUnknown, err
	case id != b.id:
		return SealUnknown, ErrOtherBook
	case slots == nil:
		return SealNone, nil
	}
	b.mu.Lock()
	own := b.slots
	b.mu.Unlock()
	if own != nil && bytes.Equal(encodeSlots(id, slots), encodeSlots(id, own)) {
		return SealAsBook, nil
	}
	return SealEarlier, nil
}

// copiesLeft are the copies that a change of the book did not reach: those that reached says no of, and
// that are not told as left already. What can't be known is not told.
func (b *Book) copiesLeft(left []string, reached func(Copy) bool) []Copy {
	all, err := b.Copies()
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(all, func(c Copy) bool { return slices.Contains(left, c.Path) || reached(c) })
}
