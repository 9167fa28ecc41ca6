package store

import (
	"context"
	"crypto/ed25519"
	"errors"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// SyncOptions are how to sync.
type SyncOptions struct {
	Verify   bool // read every file again, also those that look as when they were read last
	Progress func(SyncProgress)
}

// SyncProgress is how far a sync is.
type SyncProgress struct {
	What      string // "reading", "sending"
	Done, All int64  // bytes
}

// Synced is what came of a sync.
type Synced struct {
	Target                         string
	SentGestures, ReceivedGestures int
	SentFiles, ReceivedFiles       int
	Waiting                        []string   // what has not arrived yet, in sentences
	Rejected                       []Rejected // files that were set aside
	Notices                        []string   // what a person should know, in sentences
	Conflicts                      int        // on which people disagree, in the cohorts that the share carries
	ReadOnly                       string     // why nothing could be sent, in a sentence; empty where it could
	Question                       string     // what a person has to decide first, in a sentence with the command
}

// Rejected is a file of a place that was set aside.
type Rejected struct{ File, Why string }

// exchange is one sync of one share with one place: list, import, then export.
type exchange struct {
	ctx    context.Context
	b      *Book
	w      *wireShare
	p      share.Place
	target string
	o      SyncOptions
	out    *Synced
	key    ed25519.PrivateKey

	identities map[model.ID]*share.Identity // of the epochs that this book was told of
	files      heldFiles
	place      listing

	met     met               // whom and what the import touched
	apart   map[model.ID]bool // cohorts of the share that this book has apart from it, and said so
	strange map[model.ID]bool // epochs in the place that the book does not know
	lacking bool              // the place is new to the share: that all is missing there is as it should be
	mute    bool              // nothing is sent

	unreadable int // files of the place

	sent map[share.Hash]bool // of a status: files that lie in some place
}

// met is what an import touched.
type met struct {
	people, cohorts map[model.ID]bool
	loose           bool // texts came apart from their gestures
	late            bool // texts came of gestures that were here before
}

// Sync brings in what is new in a place and sends there what is new here. Files that can't be used are set
// aside and named: they are no error. The errors are those of package share of the place as a whole,
// ErrOtherShare, ErrEmptied, ErrNoShare, and those of writing the book. What was done until then stays.
func (b *Book) Sync(ctx context.Context, space model.ID, p share.Place, target string, o SyncOptions) (*Synced, error) {
	b.syncing.Lock()
	defer b.syncing.Unlock()
	e, err := b.newExchange(ctx, space, p, target, o)
	if err != nil {
		return nil, err
	}
	return e.out, e.run()
}

func (b *Book) newExchange(ctx context.Context, space model.ID, p share.Place, target string, o SyncOptions) (*exchange, error) {
	b.Flush()
	w, err := b.shareOf(space)
	if err != nil {
		return nil, err
	}
	e := &exchange{ctx: ctx, b: b, w: w, p: p, target: target, o: o, out: &Synced{Target: target},
		met: met{people: map[model.ID]bool{}, cohorts: map[model.ID]bool{}}}
	if err := e.learnEpochs(); err != nil {
		return nil, err
	}
	if e.key, err = b.signingKey(); err != nil {
		return nil, err
	}
	return e, b.viewOnce(func(tx *bolt.Tx) error {
		e.files, err = readHeld(tx, b.sealer, w.Space)
		if err == nil {
			err = e.readMet(tx)
		}
		if err == nil {
			e.place, err = readListing(tx, b.sealer, w.Space, target)
		}
		return err
	})
}

// learnEpochs reads what the epochs' files are sealed to.
func (e *exchange) learnEpochs() error {
	e.identities = map[model.ID]*share.Identity{}
	for _, epoch := range append([]wireEpoch{e.w.Epoch}, e.w.Earlier...) {
		id, err := epoch.identity()
		if err != nil {
			return err
		}
		e.identities[model.ID(epoch.ID)] = id
	}
	return nil
}

func (e *exchange) run() error {
	if err := e.p.Probe(e.ctx); err != nil {
		return err
	}
	if err := e.goOn(); err != nil {
		return err
	}
	err := e.exchange()
	if done := e.finish(err == nil); err == nil {
		err = done
	}
	return err
}

func (e *exchange) exchange() error {
	if err := e.list(); err != nil {
		return err
	}
	if err := e.judge(); err != nil {
		return err
	}
	err := e.read()
	if done := e.arrived(); err == nil { // what did come in is here, whatever stopped the rest
		err = done
	}
	if err != nil {
		return err
	}
	if err := e.settlePending(); err != nil {
		return err
	}
	e.strangers()
	if err := e.heed(); err != nil {
		return err
	}
	if e.w.Behind != "" {
		e.mute = true // what is not cut here yet is listed once the new passphrase is given
		return nil
	}
	if err := e.cut(); err != nil {
		return err
	}
	if e.mute {
		return nil
	}
	if err := e.send(); err != nil {
		return err
	}
	return e.clearOld()
}

func (e *exchange) notice(text string) { e.out.Notices = append(e.out.Notices, text) }

func (e *exchange) progress(what string, done, all int64) {
	if e.o.Progress != nil {
		e.o.Progress(SyncProgress{What: what, Done: done, All: all})
	}
}

// ask notes what a person has to decide; until then nothing is sent.
func (e *exchange) ask(question string) {
	e.mute = true
	if e.out.Question == "" {
		e.out.Question = question
	}
}

// finish keeps what was learned of the place, and when it was.
func (e *exchange) finish(done bool) error {
	logged := e.mend()
	e.out.Waiting = append(e.out.Waiting, e.waiting()...)
	known := e.announce()
	return e.b.changeShare(e.w, func(sh *shelf, t *sums) error {
		e.w.Devices = known
		if done {
			e.w.Counted = logged
		}
		if done && !e.mute {
			e.w.Synced = e.b.world.Now().UnixMilli()
		}
		return e.place.write(sh.tx, sh.sealer, e.w.Space)
	})
}

// mend counts what people disagree on, where that can have changed. It returns of how many gestures that is
// true.
func (e *exchange) mend() uint64 {
	e.out.Conflicts = int(e.w.Disputes)
	logged := e.b.gestures()
	if e.w.Counted == logged {
		return logged
	}
	found := map[oplog.OpID]bool{}
	for _, id := range idsOf(e.w.Cohorts) {
		c, err := e.b.Load(id)
		if errors.Is(err, ErrNoCohort) {
			continue // its plan has not arrived
		}
		if err != nil {
			return e.w.Counted // whoever shows the cohort says why
		}
		c.disputed(found)
	}
	e.out.Conflicts, e.w.Disputes = len(found), uint64(len(found))
	return logged
}

// gestures is how many the log has.
func (b *Book) gestures() uint64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.logged
}

// disputed notes each field on which people disagree in a cohort, by the value that is shown: what two
// records of a person say differently is met in each of their cohorts.
func (c *Cohort) disputed(found map[oplog.OpID]bool) {
	add := func(sides []Side) {
		for i, s := range sides {
			if i == 0 || s.Field != sides[i-1].Field {
				found[s.Op] = true
			}
		}
	}
	for _, p := range c.People {
		add(c.Questions(p))
		for _, cell := range p.Marks {
			add(cell.Conflict)
		}
		for _, m := range p.MakeUps {
			add(m.Conflict)
		}
	}
}
