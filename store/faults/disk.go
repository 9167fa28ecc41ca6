package faults

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// sector is what a disk writes whole.
const sector = 512

// Disk is a model of the files of a folder: what the machine shows, and what the disk has for sure.
// Until a sync of the file has ended, each write may be on the disk or not, in any order, torn at any
// sector. Until a sync of the folder has ended, the last changes of names may be missing: file systems
// keep their order. A sync that fails leaves what it should have written in doubt for good, as Linux
// does, which forgets that it was not written.
type Disk struct {
	names map[string]*file // as the machine shows them
	moves []move           // changes of names that no sync of the folder followed
	safe  map[string]*file // names that the disk has for sure
}

type file struct {
	start []byte   // what the disk has for sure
	since []change // what came after it
}

// change is a write, or a resize where data is nil.
type change struct {
	at     int64 // or the size
	data   []byte
	doubt  bool // a sync failed: no later one makes it sure
	synced bool // sure, but after one in doubt
}

// move is a change of names.
type move struct {
	folder string
	name   string
	to     *file // nil: the name is taken away
}

// Read takes the files below a folder as a disk that has them for sure.
func Read(folder string) (*Disk, error) {
	d := &Disk{names: map[string]*file{}}
	err := filepath.WalkDir(folder, func(at string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(at)
		name, relErr := filepath.Rel(folder, at)
		if err == nil {
			err = relErr
		}
		d.names[filepath.ToSlash(name)] = &file{start: data}
		return err
	})
	d.safe = maps.Clone(d.names)
	return d, err
}

// Do plays one call.
func (d *Disk) Do(c Call) {
	if c.Failed && c.Op != Sync {
		return
	}
	f := d.names[c.Name]
	switch c.Op {
	case Create:
		d.name(c.Name, &file{})
	case Write:
		f.since = append(f.since, change{at: c.At, data: c.Data})
	case Resize:
		f.since = append(f.since, change{at: c.Size})
	case Rename:
		d.name(c.To, f)
		d.name(c.Name, nil)
		// One change for the disk: never both names, never none.
		n := len(d.moves)
		d.moves[n-2].folder, d.moves[n-1].folder = path.Dir(c.To), ""
	case Link:
		d.name(c.To, f)
	case Remove:
		d.name(c.Name, nil)
	case Sync:
		switch {
		case f != nil:
			f.sync(!c.Failed)
		case !c.Failed:
			d.syncFolder(c.Name)
		}
	}
}

func (d *Disk) name(name string, f *file) {
	if f == nil {
		delete(d.names, name)
	} else {
		d.names[name] = f
	}
	d.moves = append(d.moves, move{path.Dir(name), name, f})
}

// syncFolder makes sure what happened to the names in a folder, and what came before that elsewhere.
func (d *Disk) syncFolder(folder string) {
	last := -1
	for i, m := range d.moves {
		if m.folder == folder || m.folder == "" && last == i-1 {
			last = i
		}
	}
	apply(d.safe, d.moves[:last+1])
	d.moves = slices.Clone(d.moves[last+1:])
}

func apply(names map[string]*file, moves []move) {
	for _, m := range moves {
		if m.to == nil {
			delete(names, m.name)
		} else {
			names[m.name] = m.to
		}
	}
}

func (f *file) sync(done bool) {
	for i := range f.since {
		c := &f.since[i]
		switch {
		case c.synced || c.doubt:
		case done:
			c.synced = true
		default:
			c.doubt = true
		}
	}
	sure := 0
	for sure < len(f.since) && f.since[sure].synced {
		sure++
	}
	f.start = play(f.start, f.since[:sure])
	f.since = slices.Clone(f.since[sure:])
}

// play is what a file holds after changes.
func play(start []byte, changes []change) []byte {
	if len(changes) == 0 {
		return start
	}
	data := bytes.Clone(start)
	for _, c := range changes {
		end := c.at + int64(len(c.data))
		if grow := end - int64(len(data)); grow > 0 {
			data = append(data, make([]byte, grow)...)
		}
		if c.data == nil {
			data = data[:c.at]
		}
		copy(data[c.at:], c.data)
	}
	return data
}

// Loss is how a power cut treats what is not on the disk for sure.
type Loss uint8

const (
	None  Loss = iota // everything is there: the program was killed, not the machine
	All               // nothing of it
	Some              // each write, or not
	Torn              // each sector of each write, or not, in another order than they were written
	Late              // only what was written last
	Names             // all of the names, and nothing of what is in the files

)

func (l Loss) String() string {
	return [...]string{"nothing lost", "all lost", "some lost", "torn", "only the last", "only the names"}[l]
}

// Losses are all ways to lose something.
func Losses() []Loss { return []Loss{All, Torn, Late, Some, Names} }

// After is what is in the folder after a power cut.
func (d *Disk) After(l Loss, chance *rand.Rand) map[string][]byte {
	names, kept := maps.Clone(d.safe), len(d.moves)
	switch l {
	case All:
		kept = 0
	case Some, Torn, Late:
		kept = chance.IntN(len(d.moves) + 1)
	}
	if kept > 0 && kept < len(d.moves) && d.moves[kept].folder == "" {
		kept++ // the other half of a rename
	}
	apply(names, d.moves[:kept])
	out := map[string][]byte{}
	read := map[*file][]byte{} // a file of two names is one
	for _, name := range slices.Sorted(maps.Keys(names)) {
		f := names[name]
		if _, done := read[f]; !done {
			read[f] = f.after(l, chance)
		}
		out[name] = read[f]
	}
	return out
}

func (f *file) after(l Loss, chance *rand.Rand) []byte {
	if l == None {
		return play(f.start, f.since)
	}
	var kept []change
	var late []int // places in kept that nothing keeps in order
	for i, c := range f.since {
		switch {
		case c.synced:
			kept = append(kept, c)
			continue
		case l == All || l == Names,
			l == Late && i < len(f.since)-1-chance.IntN(3),
			l == Some && chance.IntN(2) == 0:
			continue
		case l == Torn && c.data != nil:
			for _, s := range sectors(c) {
				if chance.IntN(3) > 0 {
					s.doubt = c.doubt
					kept = append(kept, s)
				}
			}
			continue
		}
		kept = append(kept, c)
	}
	for i, c := range kept {
		if !c.synced && !c.doubt && c.data != nil {
			late = append(late, i)
		}
	}
	if l == Torn {
		chance.Shuffle(len(late), func(i, j int) { kept[late[i]], kept[late[j]] = kept[late[j]], kept[late[i]] })
	}
	return play(f.start, kept)
}

// sectors cuts a write where a disk may tear it.
func sectors(c change) (cut []change) {
	for len(c.data) > 0 {
		n := min(sector-c.at%sector, int64(len(c.data)))
		cut = append(cut, change{at: c.at, data: c.data[:n]})
		c.at, c.data = c.at+n, c.data[n:]
	}
	return cut
}

// Lay writes files into an empty folder.
func Lay(folder string, files map[string][]byte) error {
	for name, data := range files {
		at := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			return fmt.Errorf("lay out files: %w", err)
		}
		if err := os.WriteFile(at, data, 0o600); err != nil {
			return fmt.Errorf("lay out files: %w", err)
		}
	}
	return nil
}
