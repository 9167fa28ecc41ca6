package store

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// ShareStatus is who is in a share, and who has what of whom.
type ShareStatus struct {
	Share   Share
	Laptops []Laptop // this one first, then by label
	Waiting []string // what has not arrived yet, in sentences
	Pending []Pending
	Unsent  int // gestures of this book that are in no place of the share yet
}

// Laptop is one laptop of a share, as far as its files tell.
type Laptop struct {
	Label   string
	Device  model.ID
	Me      bool
	Removed bool      // it was in an epoch that has ended, and not among those that go on
	Seen    time.Time // its clock when it cut the newest of its files that are here
	HasMine Reach
	IHave   Reach
	Waiting bool          // a file of its chain, or one that it holds, has not arrived
	Clock   time.Duration // how far its clock seems ahead, where that is more than a day; behind is negative
}

// Reach is how far one laptop has the gestures of another.
type Reach struct {
	All  bool
	UpTo time.Time // by the clock of the one whose they are; zero for nothing
	Sent int       // gestures that lie in a place of the share and are not known to be received; 0 with All
}

// clockOff is by how much clocks may differ before that is said; off by more than mostOff is said as that.
const (
	clockOff = 24 * time.Hour
	mostOff  = 100 * 365 * 24 * time.Hour
)

// ShareStatus tells who has what. It reads what the book holds, not the place.
func (b *Book) ShareStatus(space model.ID) (*ShareStatus, error) {
	e, err := b.newExchange(context.Background(), space, nil, "", SyncOptions{})
	if err != nil {
		return nil, err
	}
	if err := e.learnSent(); err != nil {
		return nil, err
	}
	out := &ShareStatus{Share: e.w.share(), Waiting: e.waiting()}
	for _, device := range e.files.devices() {
		out.Laptops = append(out.Laptops, e.laptop(device))
	}
	slices.SortStableFunc(out.Laptops, func(a, b Laptop) int {
		if a.Me != b.Me {
			return cmp.Compare(asByte(b.Me), asByte(a.Me))
		}
		return cmp.Compare(strings.ToLower(a.Label), strings.ToLower(b.Label))
	})
	if out.Pending, err = e.pending(); err != nil {
		return nil, err
	}
	if out.Unsent, err = e.unsent(); err != nil {
		return nil, err
	}
	for _, h := range e.files.of(e.w.epoch()) {
		if h.Device == b.device && !e.sent[h.Hash] {
			out.Unsent += h.Gestures // cut, and no place took it yet
		}
	}
	return out, nil
}

// learnSent reads which files lie in any place of the share, as far as this book saw.
func (e *exchange) learnSent() error {
	e.sent = map[share.Hash]bool{}
	return e.b.viewOnce(func(tx *bolt.Tx) error {
		return eachSealed(tx, e.b.sealer, bucketSegments, heldKey(e.w.Space, heldSeen), func(_, plain []byte) error {
			var f seenFile
			if oplog.Decode(plain, &f) != nil {
				return notWritten(bucketSegments)
			}
			if f.Why == "" && len(f.Hash) == 16 {
				e.sent[share.Hash(f.Hash)] = true
			}
			return nil
		})
	})
}

// card is the newest card of a laptop: of this epoch, or of one that has ended where it has none here.
func (e *exchange) card(device model.ID) *held {
	var card *held
	for _, h := range e.files {
		if h.Sort != share.CardFile || h.Device != device || !h.Next.IsZero() && card != nil {
			continue
		}
		here, was := h.Epoch == e.w.epoch(), card != nil && card.Epoch == e.w.epoch()
		if card == nil || here && !was || here == was && (h.Made > card.Made || h.Made == card.Made && h.Label > card.Label) {
			card = h
		}
	}
	return card
}

func (e *exchange) label(device model.ID) string {
	if card := e.card(device); card != nil && card.Label != "" {
		return card.Label
	}
	return "a laptop without a name"
}

func (e *exchange) laptop(device model.ID) Laptop {
	l := Laptop{Device: device, Label: e.label(device), Me: device == e.b.device}
	card := e.card(device)
	l.Removed = card.Epoch != e.w.epoch() && !hasRaw(e.w.Epoch.Stay, device)
	files := e.files.of(e.w.epoch())
	current := files.current(device)
	l.Seen = card.made()
	for i, h := range current {
		if i == 0 || h.made().After(l.Seen) {
			l.Seen = h.made() // not the latest moment ever: a clock may have been set right
		}
	}
	l.IHave = files.reach(func(h *held) (int, bool) { return h.Gestures, h.Device == device && h.content() }, files.whole().has)
	if l.Me {
		return l
	}
	var has map[share.Hash]bool
	for i, h := range current {
		upTo := files.upTo(append(slices.Clone(h.Tips), h.Hash)) // what it cut itself it has as well
		for hash := range has {
			if !upTo[hash] {
				delete(has, hash)
			}
		}
		if i == 0 {
			has = upTo
		}
		l.Waiting = l.Waiting || slices.ContainsFunc(h.Tips, func(t share.Hash) bool { return files[t] == nil })
	}
	l.Waiting = l.Waiting || !l.IHave.All
	l.HasMine = files.reach(func(h *held) (int, bool) { return h.Mine, h.Mine > 0 }, func(h share.Hash) bool { return has[h] })
	l.HasMine.Sent = 0
	for _, h := range files {
		if h.Mine > 0 && !has[h.Hash] && e.sent[h.Hash] {
			l.HasMine.Sent += h.Mine
		}
	}
	l.Clock = e.clock(files, l.Seen, current)
	return l
}

func (f heldFiles) has(hash share.Hash) bool { return f[hash] != nil }

// reach is how far the segments go that has holds, of those that count: by how many gestures each does.
func (f heldFiles) reach(counts func(*held) (int, bool), has func(share.Hash) bool) Reach {
	var own []*held
	for _, h := range f {
		if _, does := counts(h); does {
			own = append(own, h)
		}
	}
	slices.SortFunc(own, func(a, b *held) int {
		return cmp.Or(cmp.Compare(a.Made, b.Made), cmp.Compare(a.Seq, b.Seq), bytes.Compare(a.Hash[:], b.Hash[:]))
	})
	r := Reach{All: true}
	for _, h := range own {
		if !has(h.Hash) {
			r.All = false
			n, _ := counts(h)
			r.Sent += n
		} else if r.All {
			r.UpTo = h.made()
		}
	}
	return r
}

// clock is how far a laptop's clock seems off: ahead of now, or behind what it had received when it cut.
func (e *exchange) clock(files heldFiles, seen time.Time, current []*held) time.Duration {
	if ahead := seen.Sub(e.b.world.Now()); ahead > clockOff {
		return min(ahead, mostOff)
	}
	for _, h := range current {
		for _, t := range h.Tips {
			mine := files[t]
			if mine == nil || mine.Device != e.b.device || mine.made().After(e.b.world.Now()) {
				continue // of a moment that this laptop's own clock was wrong, nobody can be told behind
			}
			if mine.made().Sub(h.made()) > clockOff {
				return max(h.made().Sub(mine.made()), -mostOff)
			}
		}
	}
	return 0
}

// waiting says what is known to exist and is not here.
func (e *exchange) waiting() []string {
	var out []string
	files := e.files.of(e.w.epoch())
	for _, device := range files.devices() {
		chain, named := false, false
		for _, h := range files {
			if h.Sort != share.SegmentFile || h.Device != device {
				continue
			}
			chain = chain || !h.Previous.IsZero() && files[h.Previous] == nil
			named = named || slices.ContainsFunc(h.Tips, func(t share.Hash) bool { return files[t] == nil })
		}
		switch label := e.label(device); {
		case chain:
			out = append(out, fmt.Sprintf("waiting for a file of %s", label))
		case named:
			out = append(out, fmt.Sprintf("waiting for a file that %s has", label))
		}
	}
	slices.Sort(out)
	return out
}

// pending lists what waits to be accepted, by laptop.
func (e *exchange) pending() ([]Pending, error) {
	by := map[model.ID]*Pending{}
	of := func(device model.ID) *Pending {
		if by[device] == nil {
			by[device] = &Pending{Device: device, Label: e.label(device)}
		}
		return by[device]
	}
	for _, h := range e.files {
		if h.Pending {
			p := of(h.Device)
			p.Gestures += h.Gestures
			p.What = append(p.What, fmt.Sprintf("changes sent on %s, under the passphrase before: %d", h.made().Format("2 Jan 2006"), h.Gestures))
		}
	}
	made := map[model.ID]map[string]int{} // gestures of a laptop, by the day
	if len(e.w.Earlier) > 0 {
		err := e.b.view(func(tx *bolt.Tx) error {
			clear(made)
			return e.eachHeldBack(tx, func(_ uint64, g *oplog.Gesture) {
				if made[g.Device] == nil {
					made[g.Device] = map[string]int{}
				}
				made[g.Device][WallTime(g.Wall, g.Offset).Format("2 Jan 2006")]++
			})
		})
		if err != nil {
			return nil, err
		}
	}
	for device, days := range made {
		p := of(device)
		for day, n := range days {
			p.Gestures += n
			p.What = append(p.What, fmt.Sprintf("changes made on %s: %d", day, n))
		}
	}
	var out []Pending
	for _, p := range by {
		slices.Sort(p.What)
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b Pending) int { return cmp.Or(cmp.Compare(a.Label, b.Label), compareIDs(a.Device, b.Device)) })
	return out, nil
}

// unsent counts what the next sync would cut.
func (e *exchange) unsent() (int, error) {
	w, n := *e.w, 0
	o, err := e.b.outlook(&w)
	if err != nil {
		return 0, err
	}
	w.turnTo(o)
	for {
		l, err := e.b.gather(&w)
		if err != nil {
			return n, err
		}
		for _, p := range l.picks {
			if p.raw != nil {
				n++
			}
		}
		if !l.more {
			return n, nil
		}
		w.Cursor, w.Later, w.Authors = l.cursor, l.later, l.authors
	}
}

// sharesSent are the places of shares to which anything was sent in their present epoch.
func (b *Book) sharesSent() ([]string, error) {
	all, err := b.readShares()
	if err != nil {
		return nil, err
	}
	var places []string
	for _, w := range all {
		err := b.viewOnce(func(tx *bolt.Tx) error {
			files, err := readHeld(tx, b.sealer, w.Space)
			if err != nil {
				return err
			}
			for _, h := range files.of(w.epoch()) {
				if h.content() {
					places = append(places, w.Targets...)
					return nil
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return places, nil
}
