package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// scope is what of the log belongs into a share: what was done in the cohorts that it carries, the
// records of the people in them, and what trainers and laptops are called who did any of it.
type scope struct {
	reader
	w       *wireShare
	cohorts map[model.ID]bool
	people  map[model.ID]bool // records
	names   [][]byte          // trainers and laptops who did any of it

	owners map[model.ID][]oplog.Field // of texts: a cohort that was joined into another shares them with it; nil before a strike was asked about
}

// verdict is whether a change belongs into a share.
type verdict uint8

const (
	never verdict = iota // as far as can be told
	later                // can't be told before what it names has arrived
	yes
)

// scopeVersion changes with what a scope takes, so that all of the log is looked at anew.
const scopeVersion = 1

// newScope works out the scope of a share from what the book's heads say: they must have all of the log.
func newScope(r reader, w *wireShare) (*scope, error) {
	s := &scope{reader: r, w: w, names: w.Authors, cohorts: map[model.ID]bool{}, people: map[model.ID]bool{}}
	for _, id := range idsOf(w.Cohorts) {
		s.cohorts[id] = true
	}
	regs := map[oplog.Field]*oplog.Register{}
	if err := r.all(kindJoin, regs); err != nil {
		return nil, err
	}
	joined := joinsOf(regs)
	for id := range s.cohorts {
		for _, record := range r.everEnrolled(id) {
			for _, same := range joined.records(record) {
				s.people[same] = true
			}
		}
	}
	return s, nil
}

// everEnrolled are the records that were ever enrolled in a cohort.
func (r reader) everEnrolled(cohort model.ID) []model.ID {
	prefix := binary.BigEndian.AppendUint16(bytes.Clone(cohort[:]), uint16(kindEnrollment))
	var out []model.ID
	c := r.tx.Bucket([]byte(bucketHeads)).Cursor()
	for key, _ := c.Seek(prefix); bytes.HasPrefix(key, prefix); key, _ = c.Next() {
		if f, ok := keyField(key); ok && knows(f) {
			if id := part(f.Entity, 1); len(out) == 0 || out[len(out)-1] != id {
				out = append(out, id)
			}
		}
	}
	return out
}

// digest tells scopes apart that take other cohorts, or others of their fields. People come and go with
// what is enrolled: see gesturesOf.
func (s *scope) digest() []byte {
	h := sha256.New()
	h.Write([]byte{scopeVersion, stateVersion, asByte(s.w.Office), asByte(s.w.Notes), asByte(s.w.Remarks)})
	for _, id := range s.w.Cohorts {
		h.Write(id)
	}
	return h.Sum(nil)[:16]
}

func asByte(is bool) byte {
	if is {
		return 1
	}
	return 0
}

// takes tells whether a gesture belongs into the share, and which of its texts do.
func (s *scope) takes(g *oplog.Gesture) (verdict, []model.ID, error) {
	out := never
	var texts []model.ID
	for i := range g.Changes {
		c := &g.Changes[i]
		v, err := s.change(c)
		if err != nil {
			return never, nil, err
		}
		if v == yes && !c.Text.IsZero() {
			texts = append(texts, c.Text)
		}
		out = max(out, v)
	}
	return out, texts, nil
}

func (s *scope) change(c *oplog.Change) (verdict, error) {
	switch f := c.Field; {
	case f.Kind >= oplog.BoundKinds:
		return s.field(f)
	case f.Kind == oplog.KindUndo:
		return s.undo(f)
	case f.Kind == oplog.KindStrike:
		return s.strike(f)
	case f.Kind == kindJoin:
		a, b, ok := decodePair(c.Value)
		return verdictOf(ok && (s.people[a] || s.people[b])), nil
	default:
		return s.field(f)
	}
}

// field tells of a field that says by itself what it belongs to.
func (s *scope) field(f oplog.Field) (verdict, error) {
	switch {
	case f.Kind >= oplog.BoundKinds:
		return verdictOf(s.cohorts[part(f.Entity, 0)] && s.allows(f)), nil
	case len(f.Entity) != 16:
		return never, nil
	case f.Kind == kindTrainee:
		return verdictOf(s.people[part(f.Entity, 0)]), nil
	case f.Kind == kindAuthor, f.Kind == kindDevice:
		return verdictOf(hasRaw(s.names, part(f.Entity, 0))), nil
	}
	return never, nil
}

func verdictOf(is bool) verdict {
	if is {
		return yes
	}
	return never
}

// allows reports whether a field of a cohort may go to the audience. What this version does not know may
// be a note of a later one.
func (s *scope) allows(f oplog.Field) bool {
	switch {
	case !s.w.Office:
		return true
	case !knows(f):
		return false
	case f.Kind == kindNote:
		return s.w.Notes
	case f.Kind == kindMark && (f.Prop == propRemark || f.Prop == propOwnWords):
		return s.w.Remarks
	}
	return true
}

// undo belongs where the operation does that it names.
func (s *scope) undo(f oplog.Field) (verdict, error) {
	for range oplog.MaxPreds {
		id, err := oplog.ParseOpID([]byte(f.Entity))
		if err != nil {
			return never, nil // it names nothing that can exist
		}
		named, here, err := s.Changed(id)
		if err != nil {
			return never, err
		}
		if !here {
			return later, nil
		}
		if named.Field.Kind != oplog.KindUndo {
			return s.change(named)
		}
		f = named.Field
	}
	return never, nil
}

// strike belongs where the field does whose text it strikes.
func (s *scope) strike(f oplog.Field) (verdict, error) {
	if len(f.Entity) != 16 {
		return never, nil
	}
	if err := s.learnOwners(); err != nil {
		return never, err
	}
	owners := s.owners[part(f.Entity, 0)]
	if len(owners) == 0 {
		return later, nil
	}
	out := never
	for _, owner := range owners {
		v, err := s.field(owner)
		if err != nil {
			return never, err
		}
		out = max(out, v)
	}
	return out, nil
}

// learnOwners reads the log for the fields that texts belong to: only strikes ask, and they are rare.
func (s *scope) learnOwners() error {
	if s.owners != nil {
		return nil
	}
	s.owners = map[model.ID][]oplog.Field{}
	return eachSealed(s.tx, s.sealer, bucketLog, nil, func(_, raw []byte) error {
		g, err := parseLogged(raw)
		if err != nil {
			return err
		}
		for i := range g.Changes {
			if c := &g.Changes[i]; !c.Text.IsZero() {
				s.owners[c.Text] = append(s.owners[c.Text], c.Field)
			}
		}
		return nil
	})
}

// gesturesOf are the numbers of all gestures about records: those that changed them, joined them, or took
// such a change back. They belong into the share once somebody is enrolled in one of its cohorts.
func (s *scope) gesturesOf(kind oplog.Kind, records []model.ID) ([]uint64, error) {
	var numbers []uint64
	regs := map[oplog.Field]*oplog.Register{}
	for _, record := range records {
		if err := s.of(kind, regs, record); err != nil {
			return nil, err
		}
	}
	if kind == kindTrainee {
		joins := map[oplog.Field]*oplog.Register{}
		if err := s.all(kindJoin, joins); err != nil {
			return nil, err
		}
		for f, r := range joins {
			if slices.ContainsFunc(r.Ops, func(o oplog.Op) bool {
				a, b, ok := decodePair(o.Value)
				return ok && (slices.Contains(records, a) || slices.Contains(records, b))
			}) {
				regs[f] = r
			}
		}
	}
	for _, r := range regs {
		var err error
		if numbers, err = s.numbersOf(numbers, r); err != nil {
			return nil, err
		}
	}
	return numbers, nil
}

// numbersOf adds the numbers of a register's gestures, and of those that take them back.
func (s *scope) numbersOf(numbers []uint64, r *oplog.Register) ([]uint64, error) {
	for i := range r.Ops {
		key, err := s.number(r.Ops[i].ID.Gesture)
		if err != nil {
			return nil, err
		}
		if key != nil {
			numbers = append(numbers, binary.BigEndian.Uint64(key))
		}
		undos, err := s.Register(oplog.UndoField(r.Ops[i].ID))
		if err != nil {
			return nil, err
		}
		if undos != nil {
			if numbers, err = s.numbersOf(numbers, undos); err != nil {
				return nil, err
			}
		}
	}
	return numbers, nil
}
