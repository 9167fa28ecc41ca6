package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// list reads what lies in the place.
func (e *exchange) list() error {
	e.progress("listing", 0, 0)
	err := e.p.List(e.ctx, func(f share.Entry) error {
		e.place.now = append(e.place.now, f)
		return nil
	})
	slices.SortFunc(e.place.now, func(a, b share.Entry) int { return cmp.Compare(a.Name, b.Name) })
	return err
}

// candidate is a file of the place that may have something for this book.
type candidate struct {
	share.Entry
	name  share.Name
	named bool // as a file of a share is
}

// read reads the files that are new here, or look other than when they were read, and brings in what they
// hold.
func (e *exchange) read() error {
	var unread []candidate
	var all int64
	for _, f := range e.place.now {
		c := candidate{Entry: f}
		c.name, c.named = share.ParseName(f.Name)
		if !e.worthReading(&c) {
			continue
		}
		unread = append(unread, c)
		all += f.Size
	}
	var done int64
	return e.fetch(unread, func(c candidate, data []byte, err error) error {
		if err == nil {
			err = e.take(c, data)
		} else {
			err = e.couldNotRead(c, err)
		}
		done += c.Size
		e.progress("reading", done, all)
		return err
	})
}

// worthReading settles what can be said of a file without reading it.
func (e *exchange) worthReading(c *candidate) bool {
	if strings.EqualFold(c.Entry.Name, share.Hint) {
		return false // see judge
	}
	if c.named && e.identities[c.name.Epoch] == nil {
		return false // of an epoch that this book was not told of: see judge
	}
	if isLitter(c.Entry.Name) {
		return false
	}
	seen, was := e.place.seen[nameHash(c.Entry.Name)]
	if was && !e.o.Verify && seen.same(c.Entry) {
		if seen.Fresh {
			seen.Fresh, seen.Changed, seen.Tag = false, millis(c.Changed), c.Tag
			e.place.note(c.Entry.Name, seen)
		}
		if seen.Why != "" {
			e.reject(c.Entry.Name, seen.Why)
		} else if string(seen.Hash) == string(c.name.Hash[:]) && e.inItsPlace(c) {
			e.place.good[c.name.Hash] = true
		}
		return false
	}
	if c.Size > share.MaxSegment {
		e.setAside(*c, nil, "it is larger than any file of a share")
		return false
	}
	return true
}

// inItsPlace reports whether a file that this book holds lies under its own name: one in another's folder is
// not found by everybody.
func (e *exchange) inItsPlace(c *candidate) bool {
	h := e.files[c.name.Hash]
	return c.named && h != nil && h.name() == c.name
}

// isLitter reports whether a file is one that systems leave in every folder they show.
func isLitter(name string) bool {
	switch strings.ToLower(path.Base(name)) {
	case "desktop.ini", "thumbs.db", "ehthumbs.db", ".ds_store", "icon\r", "autorun.inf":
		return true
	}
	return false
}

// fetch reads files in order, a few ahead where the place is far.
func (e *exchange) fetch(files []candidate, each func(candidate, []byte, error) error) error {
	type got struct {
		data []byte
		err  error
	}
	ahead := 1
	if share.KindOf(e.target) != share.Folder {
		ahead = 4
	}
	results := make([]chan got, len(files))
	ctx, cancel := context.WithCancel(e.ctx)
	defer func() { // nothing of the place is read any more once this returns
		cancel()
		for _, result := range results {
			if result != nil {
				<-result
			}
		}
	}()
	begin := func(i int) {
		if i >= len(files) {
			return
		}
		results[i] = make(chan got, 1)
		go func() {
			data, err := e.p.Get(ctx, files[i].Entry.Name, share.MaxSegment)
			results[i] <- got{data, err}
		}()
	}
	for i := range min(ahead, len(files)) {
		begin(i)
	}
	for i, f := range files {
		r := <-results[i]
		results[i] = nil
		begin(i + ahead)
		if err := e.ctx.Err(); err != nil {
			return err
		}
		if err := each(f, r.data, r.err); err != nil {
			return err
		}
	}
	return nil
}

// mostUnreadable is how many files may be unreadable in a place that is there: with more it is the place.
const mostUnreadable = 16

func (e *exchange) couldNotRead(c candidate, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // it went away between the listing and now
	case errors.Is(err, share.ErrSlow), e.ctx.Err() != nil:
		return err
	case errors.Is(err, share.ErrAway), errors.Is(err, share.ErrRefused):
		if e.unreadable++; e.unreadable > mostUnreadable || e.p.Probe(e.ctx) != nil {
			return err
		}
	}
	e.reject(c.Entry.Name, fmt.Sprintf("it can't be read: %v", err))
	return nil
}

func (e *exchange) reject(name, why string) {
	name, _ = model.Clean(name, model.NameLimit) // whoever reaches the place could have chosen it
	e.out.Rejected = append(e.out.Rejected, Rejected{File: name, Why: why})
}

// setAside names a file, and keeps that it was looked at.
func (e *exchange) setAside(c candidate, data []byte, why string) {
	e.reject(c.Entry.Name, why)
	e.saw(c, data, why)
}

func (e *exchange) saw(c candidate, data []byte, why string) {
	hash := share.HashOf(data)
	e.place.note(c.Entry.Name, seenFile{Size: c.Size, Changed: millis(c.Changed), Tag: c.Tag, Hash: hash[:], Why: why})
	if why == "" && hash == c.name.Hash && e.inItsPlace(&c) {
		e.place.good[hash] = true
	}
}

// take brings in a file, recognised by what it holds under whatever name.
func (e *exchange) take(c candidate, data []byte) error {
	hash := share.HashOf(data)
	if e.files[hash] != nil {
		e.saw(c, data, "")
		return nil
	}
	if epoch, is := e.isKey(hash); is {
		err := e.keepKey(epoch, hash, data)
		if err == nil {
			e.saw(c, data, "")
		}
		return err
	}
	if c.named && c.name.Hash != hash {
		if held := e.files[c.name.Hash]; held != nil {
			e.reject(c.Entry.Name, "it was damaged there: it is put there again")
			return nil
		}
	}
	if c.named && c.name.Sort == share.KeyFile {
		e.saw(c, data, "") // another wrap of the key, or another epoch's: see judge
		return nil
	}
	err := e.open(c, hash, data)
	var bad *badFile
	switch {
	case errors.As(err, &bad) && errors.Is(bad.why, share.ErrNewer):
		e.reject(c.Entry.Name, bad.why.Error()) // and read again: that version may be here by then
		return nil
	case errors.As(err, &bad):
		e.setAside(c, data, e.whyBad(c, hash, bad.why))
		return nil
	case err != nil:
		return err
	}
	e.saw(c, data, "")
	return nil
}

// badFile is a file that can't be used, which is no failure of the sync.
type badFile struct{ why error }

func (b *badFile) Error() string { return b.why.Error() }

func (e *exchange) whyBad(c candidate, hash share.Hash, why error) string {
	if c.named && c.name.Hash != hash {
		return "it is not whole: it may still be on its way, or was damaged"
	}
	return why.Error()
}

// isKey is the epoch whose key file this is.
func (e *exchange) isKey(hash share.Hash) (model.ID, bool) {
	for _, epoch := range append([]wireEpoch{e.w.Epoch}, e.w.Earlier...) {
		if string(epoch.Key) == string(hash[:]) {
			return model.ID(epoch.ID), true
		}
	}
	return model.ID{}, false
}

// keepKey keeps a key file that the book lost, as one that was salvaged has.
func (e *exchange) keepKey(epoch model.ID, hash share.Hash, data []byte) error {
	h := &held{Hash: hash, Epoch: epoch, Sort: share.KeyFile, Size: int64(len(data))}
	err := e.b.changeShare(e.w, func(sh *shelf, _ *sums) error { return putHeld(sh.tx, sh.sealer, e.w.Space, h, data) })
	if err == nil {
		e.files[hash] = h
	}
	return err
}

// open reads a segment or a card of an epoch that this book was told of.
func (e *exchange) open(c candidate, hash share.Hash, data []byte) error {
	epochs := []model.ID{e.w.epoch()}
	for _, earlier := range e.w.Earlier {
		epochs = append(epochs, model.ID(earlier.ID))
	}
	if at := slices.Index(epochs, c.name.Epoch); at > 0 { // most likely it is what its name says
		epochs[0], epochs[at] = epochs[at], epochs[0]
	}
	why := share.ErrFormat
	for _, epoch := range epochs {
		id := e.identities[epoch]
		segment, err := share.Read(data, id)
		if err == nil {
			return e.takeSegment(segment, epoch, hash, data)
		}
		if errors.Is(err, share.ErrSeal) {
			why = err
			continue
		}
		card, asCard := share.ReadCard(data, id)
		if asCard == nil {
			return e.takeCard(card, epoch, hash, data)
		}
		if errors.Is(asCard, share.ErrNewer) {
			err = asCard
		}
		return &badFile{err}
	}
	return &badFile{why}
}

var errStranger = errors.New("it says that it is of another share than the one that it is sealed for")

func (e *exchange) takeCard(c *share.Card, epoch model.ID, hash share.Hash, data []byte) error {
	if c.Space != e.w.space() || c.Epoch != epoch {
		return &badFile{errStranger}
	}
	h := &held{Hash: hash, Epoch: epoch, Sort: share.CardFile, Device: c.Device, Incarnation: c.Incarnation, Made: c.Made,
		Size: int64(len(data)), Label: c.Label, Next: c.Next}
	err := e.b.changeShare(e.w, func(sh *shelf, _ *sums) error { return putHeld(sh.tx, sh.sealer, e.w.Space, h, data) })
	if err == nil {
		e.files[hash] = h
		e.out.ReceivedFiles++
	}
	return err
}

func (e *exchange) takeSegment(s *share.Segment, epoch model.ID, hash share.Hash, data []byte) error {
	if s.Space != e.w.space() || s.Epoch != epoch {
		return &badFile{errStranger}
	}
	gestures, mine := make([]*oplog.Gesture, len(s.Gestures)), 0
	for i, raw := range s.Gestures {
		g, err := oplog.Parse(raw)
		if err != nil {
			return &badFile{err}
		}
		if err := clean(g); err != nil {
			return &badFile{err}
		}
		if gestures[i] = g; g.Device == e.b.device {
			mine++
		}
	}
	h := &held{Hash: hash, Epoch: epoch, Sort: share.SegmentFile, Device: s.Device, Incarnation: s.Incarnation, Seq: s.Seq,
		Previous: s.Previous, Tips: s.Tips, Made: s.Made, Gestures: len(s.Gestures), Texts: len(s.Texts), Size: int64(len(data)), Mine: mine}
	if err := e.mineFromElsewhere(h); err != nil {
		return err
	}
	a := &arrival{e: e, h: h, data: data, cohorts: s.Cohorts, gestures: gestures, texts: map[model.ID]oplog.Text{}}
	for _, t := range s.Texts {
		a.texts[t.Digest()] = t
	}
	if epoch != e.w.epoch() {
		return a.afterTheEnd()
	}
	return a.bringIn()
}

// mineFromElsewhere makes the book go on under a new number where it meets a segment that it signed and does
// not hold: it is a copy, or was restored.
func (e *exchange) mineFromElsewhere(h *held) error {
	if h.Device != e.b.device || h.Incarnation != e.b.incarnationNow() {
		return nil
	}
	if err := e.b.newIncarnation(); err != nil {
		return err
	}
	e.notice("a copy of this book was synced before, or this one was restored: it goes on under a number of its own, and takes in what the other sent")
	return nil
}
