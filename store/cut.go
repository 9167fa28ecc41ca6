package store

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// cut makes segments of what is here and not in the share yet, and one that says what was received where
// that is news. It is done without the place: what is cut goes to every place of the share.
func (e *exchange) cut() error {
	if err := e.prepare(); err != nil {
		return err
	}
	if err := e.freshChain(); err != nil {
		return err
	}
	for {
		l, err := e.b.gather(e.w)
		if err != nil {
			return err
		}
		if len(l.picks) == 0 && !e.owesWord() {
			e.w.Cursor, e.w.Later = l.cursor, l.later // kept with what else changes at the end
			if !l.more {
				return nil
			}
			continue
		}
		if err := e.cutOne(l); errors.Is(err, errStruckMeanwhile) {
			continue
		} else if err != nil {
			return err
		}
		if err := e.ctx.Err(); err != nil {
			return err
		}
	}
}

var errStruckMeanwhile = errors.New("a text was struck while the segment was cut")

// freshChain begins a chain of segments, and shows the laptop in a card, where this incarnation has not
// cut any in this epoch, or is called otherwise by now.
func (e *exchange) freshChain() error {
	inc := e.b.incarnationNow()
	mine := e.files[share.Hash(pad16(e.w.Card))]
	if bytes.Equal(e.w.CutBy, inc[:]) && mine != nil && mine.Label == e.w.Label && mine.Epoch == e.w.epoch() {
		return nil
	}
	data, h, err := e.newCard(e.w.epoch(), model.ID{})
	if err != nil {
		return err
	}
	err = e.b.changeShare(e.w, func(sh *shelf, _ *sums) error {
		if !bytes.Equal(e.w.CutBy, inc[:]) || mine == nil || mine.Epoch != e.w.epoch() {
			e.w.CutBy, e.w.Seq, e.w.Last, e.w.Tips = bytes.Clone(inc[:]), 0, nil, nil
		}
		e.w.Card = bytes.Clone(h.Hash[:])
		e.w.Devices, _ = addRaw(slices.Clone(e.w.Devices), e.b.device)
		return putHeld(sh.tx, sh.sealer, e.w.Space, h, data)
	})
	if err == nil {
		e.files[h.Hash] = h
	}
	return err
}

func pad16(b []byte) []byte {
	if len(b) == 16 {
		return b
	}
	return make([]byte, 16)
}

// newCard makes a card of this laptop for an epoch; next is the epoch that it says follows.
func (e *exchange) newCard(epoch, next model.ID) ([]byte, *held, error) {
	c := &share.Card{Space: e.w.space(), Epoch: epoch, Incarnation: e.b.incarnationNow(), Label: e.w.Label,
		Made: e.b.world.Now().UnixMilli(), Next: next}
	data, err := share.CutCard(c, e.key, e.identities[epoch])
	if err != nil {
		return nil, nil, err
	}
	// The label is as the card has it: what was cleaned on the way is not to look like a new name.
	read, err := share.ReadCard(data, e.identities[epoch])
	if err != nil {
		return nil, nil, err
	}
	e.w.Label = read.Label
	return data, &held{Hash: share.HashOf(data), Epoch: epoch, Sort: share.CardFile, Device: e.b.device, Incarnation: c.Incarnation,
		Made: c.Made, Size: int64(len(data)), Label: read.Label, Next: next}, nil
}

// cutOne cuts a segment of a load, keeps it, and notes what it holds: all of that or nothing.
func (e *exchange) cutOne(l *load) error {
	tips := e.tips()
	s := &share.Segment{Space: e.w.space(), Epoch: e.w.epoch(), Incarnation: [8]byte(e.w.CutBy), Seq: e.w.Seq + 1,
		Previous: share.Hash(pad16(e.w.Last)), Tips: tips, Made: e.b.world.Now().UnixMilli(), Cohorts: idsOf(e.w.Cohorts)}
	for _, p := range l.picks {
		if p.raw != nil {
			s.Gestures = append(s.Gestures, p.raw)
		}
		s.Texts = append(s.Texts, p.texts...)
	}
	data, err := share.Cut(s, e.key, e.identities[s.Epoch])
	if err != nil {
		return err
	}
	h := &held{Hash: share.HashOf(data), Epoch: s.Epoch, Sort: share.SegmentFile, Device: e.b.device, Incarnation: s.Incarnation,
		Seq: s.Seq, Previous: s.Previous, Tips: tips, Made: s.Made, Gestures: len(s.Gestures), Texts: len(s.Texts), Size: int64(len(data)), Mine: len(s.Gestures)}
	told := e.toldOf()
	err = e.b.changeShare(e.w, func(sh *shelf, t *sums) error {
		if struck, err := l.struckSince(sh, t); err != nil || struck {
			return errors.Join(err, errIf(struck, errStruckMeanwhile))
		}
		if err := l.took(sh, e.w); err != nil {
			return err
		}
		e.w.Seq, e.w.Last, e.w.Tips = s.Seq, bytes.Clone(h.Hash[:]), told
		e.w.Cursor, e.w.Later, e.w.Authors = l.cursor, l.later, l.authors
		return putHeld(sh.tx, sh.sealer, e.w.Space, h, data)
	})
	if err == nil {
		e.files[h.Hash] = h
	}
	return err
}

func errIf(is bool, err error) error {
	if is {
		return err
	}
	return nil
}

// owesWord reports whether others' segments with content came that no segment of this laptop tells of yet.
// A segment that tells nothing else asks for no word in return: so the laptops fall silent.
func (e *exchange) owesWord() bool {
	told := e.toldOf()
	return told != nil && !bytes.Equal(told, e.w.Tips)
}

// toldOf is the digest of the last segments with content of each chain of others that is held whole, nil
// for none.
func (e *exchange) toldOf() []byte {
	whole := e.files.of(e.w.epoch()).whole()
	var last []share.Hash
	for _, h := range whole.tips() {
		for h != nil && !h.content() {
			h = whole[h.Previous]
		}
		if h != nil && (h.Device != e.b.device || string(h.Incarnation[:]) != string(e.w.CutBy)) {
			last = append(last, h.Hash)
		}
	}
	if len(last) == 0 {
		return nil
	}
	sortHashes(last)
	return oplog.Encode(digestOf(last))
}

func digestOf(hashes []share.Hash) []byte {
	var flat []byte
	for _, h := range hashes {
		flat = append(flat, h[:]...)
	}
	sum := sha256.Sum256(flat)
	return sum[:16]
}

// mostTips and mostCarried are how many tips and cohorts a segment names: whoever makes chains or cohorts
// without end is not to keep others from cutting. To name fewer tips claims less.
const (
	mostTips    = 8192
	mostCarried = 4096
)

// tips are the last segments of the chains that this book holds whole.
func (e *exchange) tips() []share.Hash {
	var out []share.Hash
	for _, h := range e.files.of(e.w.epoch()).whole().tips() {
		out = append(out, h.Hash)
	}
	sortHashes(out)
	return out[:min(len(out), mostTips)]
}
