package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"time"

	"rollbook/model"
	"rollbook/store/share"
)

// simTarget is a place where laptops meet: files, and what is wrong with them at the moment.
type simTarget struct {
	run      *simRun
	name     string
	of       *simShare // whose files belong there
	holds    *simShare // whose lie there
	files    map[string]simFile
	away     bool
	readOnly bool
	folds    bool // tells names in capitals, and takes them in any case
	before   []simState
	changes  int
}

// simState is what a place held at some time.
type simState struct {
	files map[string]simFile
	holds *simShare
}

// simFile is a file in a place. Data is never changed in place.
type simFile struct {
	data    []byte
	changed time.Time
}

func (r *simRun) newTarget(of *simShare) *simTarget {
	t := &simTarget{run: r, name: fmt.Sprintf("place-%d", len(r.targets)), of: of, holds: of, files: map[string]simFile{}}
	r.targets = append(r.targets, t)
	return t
}

// set writes a file as whoever harms a place does.
func (t *simTarget) set(name string, data []byte) {
	t.changes++
	t.files[name] = simFile{data, time.Unix(int64(t.changes), 0)}
}

// names are those of all files, in order.
func (t *simTarget) names() []string { return slices.Sorted(maps.Keys(t.files)) }

// of are the names of files of one sort.
func (t *simTarget) having(end string) []string {
	return slices.DeleteFunc(t.names(), func(name string) bool { return !strings.HasSuffix(name, end) })
}

// find is a file by its name, in any case where the place folds.
func (t *simTarget) find(name string) (string, bool) {
	if _, here := t.files[name]; here || !t.folds {
		return name, here
	}
	for there := range t.files {
		if strings.EqualFold(there, name) {
			return there, true
		}
	}
	return name, false
}

// simPlace is a target as one laptop reaches it.
type simPlace struct {
	*simTarget
	laptop *simLaptop
}

var errSimStopped = errors.New("an error that nobody knows")

// call is one call to the place: it may be where the laptop crashes, or where the exchange is stopped.
func (p simPlace) call() error {
	l := p.laptop
	l.run.mu.Lock() // an exchange reads a file ahead while it writes the one before into the book
	defer l.run.mu.Unlock()
	if l.dead {
		return errSimCrash
	}
	if l.calls > 0 {
		if l.calls--; l.calls == 0 {
			if l.stops {
				l.calls = 1 // and all that follow
				return fmt.Errorf("the connection broke off: %w", some(l.run, []error{share.ErrAway, share.ErrSlow, errSimStopped}))
			}
			l.dead = true
			return errSimCrash
		}
	}
	if p.away {
		return fmt.Errorf("%s: %w", p.name, share.ErrAway)
	}
	return nil
}

func (p simPlace) String() string { return p.name }

func (p simPlace) Probe(context.Context) error { return p.call() }

func (p simPlace) List(ctx context.Context, each func(share.Entry) error) error {
	if err := p.call(); err != nil {
		return err
	}
	names := p.names()
	p.run.step.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, name := range names {
		f := p.files[name]
		if p.folds {
			name = "v1/" + strings.ToUpper(strings.TrimPrefix(name, "v1/"))
		}
		if err := each(share.Entry{Name: name, Size: int64(len(f.data)), Changed: f.changed}); err != nil {
			return err
		}
	}
	return p.call()
}

func (p simPlace) Get(_ context.Context, name string, most int64) ([]byte, error) {
	if err := p.call(); err != nil {
		return nil, err
	}
	name, here := p.find(name)
	switch f := p.files[name]; {
	case !here:
		return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	case int64(len(f.data)) > most:
		return nil, share.ErrTooLarge
	default:
		return bytes.Clone(f.data), nil
	}
}

// Put may leave half of a file where the laptop crashes: a place need not have renaming.
func (p simPlace) Put(_ context.Context, name string, data []byte) error {
	if !path.IsAbs(name) && !fs.ValidPath(name) {
		p.run.fail("a name for a file", "%q was to be put", name)
	}
	err := p.call()
	if p.readOnly && err == nil {
		return fmt.Errorf("%s: %w", p.name, share.ErrReadOnly)
	}
	name, _ = p.find(name)
	if err != nil {
		if !p.away && !p.readOnly {
			switch p.run.step.IntN(3) {
			case 0:
				p.set(name, bytes.Clone(data[:p.run.step.IntN(len(data)+1)]))
			case 1:
				p.laptop.wrote(name, data)
				p.set(name, bytes.Clone(data))
			}
		}
		return err
	}
	p.laptop.wrote(name, data)
	p.set(name, bytes.Clone(data))
	return nil
}

func (p simPlace) Delete(_ context.Context, name string) error {
	if err := p.call(); err != nil {
		return err
	}
	if p.readOnly {
		return fmt.Errorf("%s: %w", p.name, share.ErrReadOnly)
	}
	name, _ = p.find(name)
	delete(p.files, name)
	return nil
}

// wrote takes note of a file that a laptop puts: a place in a chain is used once, but for books that
// were copied or restored and can't know.
func (l *simLaptop) wrote(name string, data []byte) {
	n, ok := share.ParseName(name)
	if !ok || n.Sort != share.SegmentFile {
		return
	}
	if h := share.HashOf(data); h != n.Hash {
		l.run.fail("a name other than the content", "%s put %s, whose bytes hash to %s", l.name, name, h)
	}
	place := fmt.Sprintf("%s %x %d of %s", n.Device, n.Incarnation, n.Seq, n.Epoch)
	names := l.run.put[place]
	if names == nil {
		names = map[string]bool{}
		l.run.put[place] = names
	}
	if names[n.Hash.String()] {
		return
	}
	names[n.Hash.String()] = true
	l.run.sealed = append(l.run.sealed, simSealed{n, data})
	if len(names) > 1 && !l.run.copied(n.Device) {
		l.run.fail("a segment was sealed again", "%s: %v", place, slices.Sorted(maps.Keys(names)))
	}
	number := string(n.Device[:]) + string(n.Incarnation[:])
	if !l.own[n.Device] || n.Incarnation != l.book.incarnationNow() {
		return // it passes on what it did not cut
	}
	if other := l.run.cutters[number]; other != nil && other != l {
		l.run.fail("two books go on under one number", "%s and %s cut %x of %s", other.name, l.name, n.Incarnation, n.Device)
	}
	l.run.cutters[number] = l
	l.checkTips(n, data)
}

// checkTips reads what a segment that the laptop cut says it holds: the chains that end there, whole.
func (l *simLaptop) checkTips(n share.Name, data []byte) {
	r := l.run
	id := l.identity(n.Epoch)
	if id == nil {
		return
	}
	cut, err := share.Read(data, id)
	if err != nil {
		return // see checkSealed
	}
	r.segments[n.Hash] = cut
	have := map[model.ID]bool{}
	for id := range l.log() {
		have[id] = true
	}
	for _, tip := range cut.Tips {
		for at := r.segments[tip]; at != nil; at = r.segments[at.Previous] {
			for _, raw := range at.Gestures {
				if g := share.HashOf(raw); !have[model.ID(g)] { // a gesture is named as a file is
					r.fail("a chain is said to be held that is not", "%s says so of %s without gesture %s", l.name, tip, g)
				}
			}
		}
	}
}

// identity is that of an epoch, nil where the laptop was not told of it.
func (l *simLaptop) identity(epoch model.ID) *share.Identity {
	for _, s := range l.run.shares {
		if l.share(s) != nil {
			if id := l.identities(s)[epoch]; id != nil {
				return id
			}
		}
	}
	return nil
}

// copied reports whether a laptop's book was ever copied or restored.
func (r *simRun) copied(device model.ID) bool {
	return slices.ContainsFunc(r.laptops, func(l *simLaptop) bool { return l.own[device] && l.twice })
}

// simSealed is a segment that a laptop put.
type simSealed struct {
	name share.Name
	data []byte
}
