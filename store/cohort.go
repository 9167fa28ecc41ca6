package store

import (
	"slices"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// Cohort is one cohort as the book has it: loaded whole and copied out, the caller's to keep. What
// is formed from it names what it shows (Form), and Apply brings a formed gesture into it before
// the disk has it.
type Cohort struct {
	model.Cohort
	People []*Person // those enrolled, guests among them, in order of row
	Notes  []Note    // oldest first, struck ones left out
	Closed map[int]Closing

	book    *Book
	regs    map[oplog.Field]*oplog.Register
	texts   map[model.ID]string        // by digest; a missing one is withheld or struck
	struck  map[model.ID]bool          // texts that Apply saw struck: a gesture that still brings one can't bring it back
	who     map[model.ID]string        // what authors and devices are called
	lent    map[model.ID]model.Trainee // people of the book who were enrolled since the cohort was loaded
	sets    joins
	byID    map[model.ID]*Person // by the id of each record
	maxRow  int
	marking [propPaper + 1]bool // which properties of marks the cohort has at all
	closed  map[int]*attested   // of the days closed: what their marks were, and are
}

// Person is a trainee in the cohort, with their marks. Joined records are one person, under the
// smallest id.
type Person struct {
	model.Trainee
	model.Enrollment
	Marks     map[model.ID]*Cell // by block; no entry: not marked
	MakeUps   []MakeUp           // oldest first
	Stated    *Stated            // that the required course was done, where a trainer said so
	Forgotten bool               // all texts about the person are struck

	records []model.ID // smallest first
	here    []model.ID // those of them that are enrolled in this cohort
}

// Cell is what is known of one person in one block.
type Cell struct {
	Mark     model.Mark
	Told     bool // told us ahead
	Remark   string
	OwnWords string // what the person says to it
	Paper    bool   // it was keyed in from a sheet of paper, and says what that says
	By       string // who made the mark, and on which laptop
	Device   string
	At       time.Time // by the clock of that laptop, in its zone; zero for none
	Gesture  model.ID
	Conflict []Side // what people disagree on; nil where they agree
	Waiting  bool   // part of its story has not arrived yet
	Moved    bool   // the block's hours changed after the times were written down
}

// Side is one of the values in a conflict.
type Side struct {
	Op     oplog.OpID
	Field  oplog.Field
	Value  string // in words
	By     string
	Device string
	At     time.Time
}

// Note is a text about a day, a topic or a trainee.
type Note struct {
	ID       model.ID
	Day      int      // number, or 0
	Topic    string   // or empty
	Trainee  model.ID // or zero
	Text     string
	OwnWords string // what the person says to it
	Together bool   // written together with that person
	By       string
	At       time.Time

	stamp oplog.Stamp // of the gesture that first wrote it
}

// Person is the person of that id, or of a record joined to it.
func (c *Cohort) Person(id model.ID) *Person { return c.byID[id] }

// Row is the person with that row number.
func (c *Cohort) Row(n int) *Person {
	for _, p := range c.People {
		if p.Row == n {
			return p
		}
	}
	return nil
}

// Cell is what is known of a person in a block; nothing is known where there is no mark.
func (p *Person) Cell(block model.ID) Cell {
	if cell := p.Marks[block]; cell != nil {
		return *cell
	}
	return Cell{Mark: model.Plain(model.Unmarked)}
}

// Slots are the blocks of a day that the person is enrolled for, with their marks: what a key
// acts on.
func (c *Cohort) Slots(p *Person, day int) []model.Slot {
	var slots []model.Slot
	for _, b := range c.BlocksOf(day) {
		if p.Covers(b) {
			slots = append(slots, model.Slot{Block: b, Mark: p.Cell(b.ID).Mark.In(b)})
		}
	}
	return slots
}

// NextRow is the row number that the next person gets.
func (c *Cohort) NextRow() int { return c.maxRow + 1 }

// People of a day are those enrolled for any of its blocks.
func (c *Cohort) PeopleOn(day int) []*Person {
	blocks := c.BlocksOf(day)
	var out []*Person
	for _, p := range c.People {
		if slices.ContainsFunc(blocks, p.Covers) {
			out = append(out, p)
		}
	}
	return out
}

// name is what an author or a device is called, or the head of its id.
func (c *Cohort) name(id model.ID) string {
	switch n := c.who[id]; {
	case n != "":
		return n
	case c.book != nil && id == c.book.device:
		return "this laptop"
	}
	return id.String()[:8]
}

// when is the moment of an operation by the clock and in the zone of the laptop that made it.
func when(op *oplog.Op) time.Time { return WallTime(op.Wall, op.Offset) }

// WallTime is the moment of a gesture in the zone that its laptop was in.
func WallTime(wall int64, offsetMinutes int) time.Time {
	offsetMinutes = min(max(offsetMinutes, -24*60), 24*60)
	return readableTime(wall).In(time.FixedZone("", offsetMinutes*60))
}

// readableTime is a moment in milliseconds after 1970, kept within the years that calendars and JSON have:
// other laptops can say any.
func readableTime(millis int64) time.Time {
	const first, last = -62_135_500_000_000, 253_402_200_000_000 // in the years 1 and 9999, in every zone
	return time.UnixMilli(min(max(millis, first), last))
}
