package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// Invitation is what somebody with the passphrase can see of a share before joining it.
type Invitation struct {
	Space           model.ID
	For             Audience
	Notes, Remarks  bool
	Cohorts         []Listed // that the share carries, as far as its files say: their names, without plan and people
	Laptops         []string // labels
	Gestures, Files int      // of the share
	Own             int      // gestures of this book that would go there: of the cohorts that both have
	OwnCohorts      []Listed // of this book
	Known           bool     // the book is in that share: the place is added to it, or the new epoch taken
	Epochs          []EpochSeen

	target  string
	carried []model.ID // cohorts of the share
}

// EpochSeen is a generation of a share that the passphrase opens. Where there are several, a person picks.
type EpochSeen struct {
	Epoch model.ID
	Made  time.Time
	By    string // the label of the laptop that made it; empty where it is not known
	key   *share.Key
	file  []byte
}

// mostKeys is how many keys of a place are tried: trying one takes about a second.
const mostKeys = 12

// SeeShare opens the share of a place with its passphrase and looks at it. Nothing is changed, here or
// there. The error wraps ErrNoShare where the place holds none, and share.ErrPassphrase where the passphrase
// opens none of its keys.
func (b *Book) SeeShare(ctx context.Context, p share.Place, target string, pass []byte) (*Invitation, error) {
	pass, err := share.Passphrase(pass)
	if err != nil {
		return nil, err
	}
	if err := p.Probe(ctx); err != nil {
		return nil, err
	}
	l := &looking{ctx: ctx, b: b, p: p, inv: &Invitation{target: target}}
	if err := l.list(); err != nil {
		return nil, err
	}
	if err := l.keys(pass); err != nil {
		return nil, err
	}
	if err := l.count(); err != nil {
		return nil, err
	}
	return l.inv, l.compare()
}

// looking is a look at a share.
type looking struct {
	ctx   context.Context
	b     *Book
	p     share.Place
	files []share.Entry
	inv   *Invitation
	named map[model.ID]string // cohorts that its files name
	said  []model.ID          // cohorts that its laptops say they carry
}

func (l *looking) list() error {
	any := false
	err := l.p.List(l.ctx, func(f share.Entry) error {
		if _, named := share.ParseName(f.Name); named {
			any = true
			l.files = append(l.files, f)
		}
		return nil
	})
	if err == nil && !any {
		return fmt.Errorf("%w in %s: make one with rollbook sync new %s, or choose the folder that holds it", ErrNoShare, l.p, l.inv.target)
	}
	return err
}

// get is a file of the place, nil for one that can't be read while others can.
func (l *looking) get(name string, most int64) ([]byte, error) {
	data, err := l.p.Get(l.ctx, name, most)
	if err == nil || l.ctx.Err() != nil || errors.Is(err, share.ErrSlow) {
		return data, err
	}
	return nil, l.p.Probe(l.ctx)
}

// keyFiles are the keys, those first whose epochs have the most files: whoever can write there can put keys
// without end beside the one that is meant.
func (l *looking) keyFiles() (keys []share.Entry) {
	files := map[model.ID]int{}
	for _, f := range l.files {
		n, _ := share.ParseName(f.Name)
		if files[n.Epoch]++; n.Sort == share.KeyFile {
			keys = append(keys, f)
			files[n.Epoch]--
		}
	}
	of := func(f share.Entry) int {
		n, _ := share.ParseName(f.Name)
		return files[n.Epoch]
	}
	slices.SortFunc(keys, func(a, b share.Entry) int { return cmp.Or(cmp.Compare(of(b), of(a)), cmp.Compare(a.Name, b.Name)) })
	return keys
}

// keys opens what keys the passphrase opens, and leaves out epochs that another of them follows.
func (l *looking) keys(pass []byte) error {
	tried := 0
	var failed error
	for _, f := range l.keyFiles() {
		if tried >= mostKeys {
			break
		}
		n, _ := share.ParseName(f.Name)
		data, err := l.get(f.Name, share.MaxKey)
		if err != nil {
			return err
		}
		if data == nil {
			continue
		}
		k, err := share.UnwrapKey(data, pass)
		if err == nil || errors.Is(err, share.ErrPassphrase) {
			tried++ // what is no key at all takes no time
		}
		if err != nil {
			failed = cmpErr(failed, err)
			continue
		}
		if k.Epoch != n.Epoch {
			failed = cmpErr(failed, share.ErrFormat)
			continue
		}
		l.inv.Epochs = append(l.inv.Epochs, EpochSeen{Epoch: k.Epoch, Made: readableTime(k.Made), key: k, file: data})
	}
	if len(l.inv.Epochs) == 0 {
		if failed == nil {
			return fmt.Errorf("%w in %s that can be joined: its key is missing there", ErrNoShare, l.p)
		}
		return fmt.Errorf("open the share in %s: %w", l.p, failed)
	}
	last := slices.DeleteFunc(slices.Clone(l.inv.Epochs), func(e EpochSeen) bool {
		return slices.ContainsFunc(l.inv.Epochs, func(o EpochSeen) bool { return o.key.Follows == e.Epoch })
	})
	if len(last) > 0 { // else they follow each other in a circle: whoever made them means harm
		l.inv.Epochs = last
	}
	k := l.inv.Epochs[0].key
	l.inv.Space, l.inv.For, l.inv.Notes, l.inv.Remarks = k.Space, ForTrainers, k.Notes, k.Remarks
	if k.Office {
		l.inv.For = ForOffice
	}
	return nil
}

// cmpErr keeps the error that tells more: a wrong passphrase is what a person can mend.
func cmpErr(a, b error) error {
	if a == nil || errors.Is(b, share.ErrPassphrase) {
		return b
	}
	return a
}

// picked is the epoch to join.
func (inv *Invitation) picked(epoch model.ID) (EpochSeen, error) {
	for _, e := range inv.Epochs {
		if e.Epoch == epoch || epoch.IsZero() && len(inv.Epochs) == 1 {
			return e, nil
		}
	}
	return EpochSeen{}, fmt.Errorf("the passphrase opens %d generations of the share: pick one of them", len(inv.Epochs))
}

// count reads the share's files for what they hold.
func (l *looking) count() error {
	l.named = map[model.ID]string{}
	labels, of := map[model.ID]string{}, map[model.ID]*share.Key{}
	for _, e := range l.inv.Epochs {
		of[e.Epoch] = e.key
		l.said = append(l.said, e.key.Cohorts...)
	}
	for _, f := range l.files {
		n, _ := share.ParseName(f.Name)
		k := of[n.Epoch]
		if k == nil || n.Sort == share.KeyFile || f.Size > share.MaxSegment {
			continue
		}
		data, err := l.get(f.Name, share.MaxSegment)
		if err != nil {
			return err
		}
		if data == nil {
			continue
		}
		if n.Sort == share.CardFile {
			if c, err := share.ReadCard(data, k.Identity); err == nil {
				labels[c.Device] = c.Label
			}
			continue
		}
		if s, err := share.Read(data, k.Identity); err == nil {
			l.inv.Files++
			l.tell(s)
		}
	}
	for _, label := range labels {
		l.inv.Laptops = append(l.inv.Laptops, label)
	}
	slices.Sort(l.inv.Laptops)
	for i, e := range l.inv.Epochs {
		l.inv.Epochs[i].By = labels[e.key.By]
	}
	return nil
}

// tell counts a segment, and learns from it what cohorts are called.
func (l *looking) tell(s *share.Segment) {
	l.inv.Gestures += len(s.Gestures)
	l.said = append(l.said, s.Cohorts...)
	for _, raw := range s.Gestures {
		g, err := oplog.Parse(raw)
		if err != nil {
			continue
		}
		for i := range g.Changes {
			f := g.Changes[i].Field
			var name string
			if f.Kind == kindCohort && f.Prop == propName && oplog.Decode(g.Changes[i].Value, &name) == nil {
				l.named[part(f.Entity, 0)], _ = model.Clean(name, model.NameLimit)
			}
		}
	}
}

// compare works out what joining would bring together.
func (l *looking) compare() error {
	own, err := l.b.Cohorts()
	if err != nil {
		return err
	}
	l.inv.OwnCohorts = own
	here := map[model.ID]string{}
	for _, c := range own {
		here[c.ID] = c.Name
	}
	slices.SortFunc(l.said, compareIDs)
	l.inv.carried = slices.Compact(l.said)
	var both []model.ID
	for _, id := range l.inv.carried {
		listed := Listed{}
		listed.ID, listed.Name = id, l.named[id]
		if name, is := here[id]; is {
			listed.Name = name // whatever the share says: of this one the book's own marks go there
			both = append(both, id)
		}
		l.inv.Cohorts = append(l.inv.Cohorts, listed)
	}
	if w, err := l.b.shareOf(l.inv.Space); err == nil {
		l.inv.Known = true
		both = idsOf(w.Cohorts) // see carriedBy
		l.inv.Epochs = slices.DeleteFunc(l.inv.Epochs, func(e EpochSeen) bool {
			return w.passed(e.Epoch) || w.Behind != "" && e.Epoch == w.epoch()
		})
		if len(l.inv.Epochs) == 0 {
			return fmt.Errorf("%w any more, but the one before: ask for the new one", share.ErrPassphrase)
		}
	} else if !errors.Is(err, ErrNoShare) {
		return err
	}
	l.inv.Own, err = l.b.CountFor(l.inv.For, both)
	return err
}

// CountFor counts the gestures of this book that a share would carry that has these cohorts.
func (b *Book) CountFor(whom Audience, cohorts []model.ID) (int, error) {
	w := &wireShare{Space: make([]byte, 16), Epoch: wireEpoch{ID: make([]byte, 16)}, Office: whom == ForOffice, Cohorts: rawIDs(cohorts)}
	n := 0
	err := b.view(func(tx *bolt.Tx) error {
		n = 0
		s, err := newScope(newReader(tx, b.sealer), w)
		if err != nil {
			return err
		}
		t, err := s.sum()
		if err != nil {
			return err
		}
		for i := uint64(1); i <= t.Log.Count; i++ {
			g, err := s.at(i)
			if err != nil {
				return err
			}
			if v, _, err := s.takes(g); err != nil {
				return err
			} else if v == yes {
				n++
			}
		}
		return nil
	})
	return n, err
}
