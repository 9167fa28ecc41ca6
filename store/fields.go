package store

import (
	"encoding/binary"

	"rollbook/model"
	"rollbook/store/oplog"
)

// The kinds of entities, as the format numbers them. Those of the first group belong to no cohort.
const (
	kindAuthor  oplog.Kind = 3
	kindDevice  oplog.Kind = 4
	kindTrainee oplog.Kind = 5
	kindJoin    oplog.Kind = 6

	kindCohort     oplog.Kind = 32 // cohort
	kindDay        oplog.Kind = 33 // cohort, random
	kindBlock      oplog.Kind = 34 // cohort, random
	kindEnrollment oplog.Kind = 35 // cohort, trainee
	kindClose      oplog.Kind = 36 // cohort, day
	kindNote       oplog.Kind = 37 // cohort, random
	kindMakeup     oplog.Kind = 38 // cohort, random
	kindCohortJoin oplog.Kind = 39 // cohort that was joined into another, random
	kindMark       oplog.Kind = 48 // cohort, block, trainee: last, so that a plan is read without them
)

// The properties of each kind. Those marked 'text' hold the digest of one.
const (
	propName = 1 // author, trainee: text; cohort: text string

	propLabel = 1 // device: text

	propSay         = 2 // trainee, all text
	propPronouns    = 3
	propCertificate = 4
	propEmail       = 5
	propPhone       = 6
	propWorksite    = 7
	propForgotten   = 8 // trainee: bool

	propPair = 1 // join: [trainee, trainee]

	propCourse   = 2 // cohort: text string
	propPlace    = 3 // cohort: text string
	propTrainers = 4 // cohort: text, one name a line
	propRule     = 5 // cohort: wireRule

	propNumber    = 1 // day: uint
	propDate      = 2 // day: days after 1970-01-01
	propCancelled = 3 // day, block: bool

	propDay   = 1 // block: number of its day
	propHours = 2 // block: [start, end] in minutes after midnight
	propTopic = 4 // block: text string

	propRow      = 1 // enrollment: uint
	propFrom     = 2 // enrollment: number of the first day
	propTo       = 3 // enrollment: number of the last day, -1 for none, null for the cohort's last
	propGuest    = 4 // enrollment: [block…]
	propWalkIn   = 5 // enrollment: bool
	propRequired = 6 // enrollment: [date, text string]
	propBrought  = 7 // enrollment: cohort, joined into this one, whose it was

	propAttest = 1 // close: wireClosing

	propAbout    = 1 // note: wireAbout
	propText     = 2 // note: text
	propTogether = 3 // note: bool

	propAttendance = 1 // mark: state, or wireTimes
	propTold       = 2 // mark: bool
	propRemark     = 3 // mark: text
	propOwnWords   = 4 // mark, note: text
	propPaper      = 5 // mark: as attendance

	propInto = 1 // cohort join: wireCohortJoin

	propWhat  = 1 // make-up: wireMakeUp
	propWith  = 2 // make-up: text
	propWhere = 3 // make-up: [cohort, block], null for one to one
)

// lastProp is the highest property of each kind that this version applies.
var lastProp = map[oplog.Kind]uint16{
	oplog.KindUndo: 0, oplog.KindStrike: 0,
	kindAuthor: propName, kindDevice: propLabel, kindTrainee: propForgotten, kindJoin: propPair,
	kindCohort: propRule, kindDay: propCancelled, kindBlock: propTopic, kindEnrollment: propBrought,
	kindClose: propAttest, kindNote: propOwnWords, kindMakeup: propWhere, kindCohortJoin: propInto,
	kindMark: propPaper,
}

// knows reports whether this version applies a field.
func knows(f oplog.Field) bool {
	last, ok := lastProp[f.Kind]
	return ok && f.Prop <= last && len(f.Entity) == entitySize(f.Kind, len(f.Entity))
}

// entitySize is the size that a kind's entity has, of several the nearest to the one given. Nothing else
// is applied: an entity may be longer than the book takes a key.
func entitySize(k oplog.Kind, given int) int {
	switch k {
	case oplog.KindStrike, kindAuthor, kindDevice, kindTrainee, kindJoin, kindCohort:
		return 16
	case oplog.KindUndo:
		return min(max(given, 17), 21)
	case kindDay, kindBlock, kindEnrollment, kindClose, kindNote, kindMakeup, kindCohortJoin:
		return 32
	case kindMark:
		return 48
	}
	return given
}

// entity joins the ids that name an entity.
func entity(ids ...model.ID) string {
	b := make([]byte, 0, 16*len(ids))
	for _, id := range ids {
		b = append(b, id[:]...)
	}
	return string(b)
}

// part is the i-th id of an entity.
func part(entity string, i int) model.ID { return model.ID([]byte(entity[16*i : 16*i+16])) }

func field(k oplog.Kind, prop uint16, ids ...model.ID) oplog.Field {
	return oplog.Field{Kind: k, Entity: entity(ids...), Prop: prop}
}

// wireRule is a rule in a cohort.
type wireRule struct {
	_         struct{} `cbor:",toarray"`
	Allowance int
	Days      []int
	Topics    []string
	Grace     int
	Requires  string
	Accepts   []string
}

func encodeRule(r model.Rule) wireRule {
	return wireRule{Allowance: r.AllowanceMinutes, Days: r.MustAttendDays, Topics: r.MustAttendTopics,
		Grace: r.GraceMinutes, Requires: r.Requires, Accepts: r.AcceptsInstead}
}

func (w wireRule) rule() model.Rule {
	return model.Rule{AllowanceMinutes: w.Allowance, MustAttendDays: w.Days, MustAttendTopics: w.Topics,
		GraceMinutes: w.Grace, Requires: w.Requires, AcceptsInstead: w.Accepts}
}

// wireTimes is a mark that carries times; one that carries none is its state alone.
type wireTimes struct {
	_       struct{} `cbor:",toarray"`
	State   uint8
	Arrived int16
	Left    int16
	Out     [][2]int16
	Minutes int
}

// encodeMark is the value of a mark, nil for not marked.
func encodeMark(m model.Mark) any {
	if !m.Timed() {
		if m.State == model.Unmarked {
			return nil
		}
		return uint8(m.State)
	}
	w := wireTimes{State: uint8(m.State), Arrived: int16(m.Arrived), Left: int16(m.Left), Minutes: m.OutMinutes}
	for _, s := range m.Out {
		w.Out = append(w.Out, [2]int16{int16(s.From), int16(s.To)})
	}
	return w
}

func decodeMark(value []byte) model.Mark {
	m := model.Plain(model.Unmarked)
	if len(value) == 1 && value[0] <= uint8(model.Absent) { // so small a number is its own encoding
		return model.Plain(model.State(value[0]))
	}
	var w wireTimes
	if len(value) == 0 || isBlank(value) || oplog.Decode(value, &w) != nil || w.State > uint8(model.Absent) {
		return m
	}
	m = model.Mark{State: model.State(w.State), Arrived: clock(w.Arrived), Left: clock(w.Left), OutMinutes: max(0, w.Minutes)}
	for _, s := range w.Out {
		if span := (model.Span{From: clock(s[0]), To: clock(s[1])}); !span.Empty() && span.From != model.NoClock {
			m.Out = append(m.Out, span)
		}
	}
	return m
}

// clock is a time from a book, none where it is no time of day.
func clock(v int16) model.Clock {
	if v < 0 || v > 1440 {
		return model.NoClock
	}
	return model.Clock(v)
}

// wireAbout is what a note is about: a topic's name, a day's number or a trainee.
type wireAbout struct {
	_       struct{} `cbor:",toarray"`
	Day     int
	Topic   string
	Trainee []byte
}

// number sorts as it counts.
func number(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }
