package model

// Rule says how much may be missed, and what may not. Nothing in it is ever guessed: a cohort
// copies its course's rule when it is made.
type Rule struct {
	AllowanceMinutes int      // minutes that may be missed over the whole course
	MustAttendDays   []int    // day numbers that can't be missed
	MustAttendTopics []string // topics that can't be missed
	GraceMinutes     int      // a part block that misses no more than this counts as attended
	Requires         string   // name of the course that comes before, or empty
	AcceptsInstead   []string // what is accepted in place of Requires, in words
}

// Cohort is one run of a course. Days are in order of number, Blocks in order of day and start;
// cancelled ones are among them.
type Cohort struct {
	ID       ID
	Name     string
	Course   string // name of the course that its plan was copied from
	Place    string
	Trainers []string
	Rule     Rule
	Days     []Day
	Blocks   []Block
}

// Day is day Number of a cohort. Its date can change, its number never does.
type Day struct {
	ID        ID
	Number    int
	Date      Date
	Cancelled bool
}

// Block is a timed piece of a day on one topic. Marks stand on its id, whatever else changes.
type Block struct {
	ID        ID
	Day       int // number of its day
	Start     Clock
	End       Clock
	Topic     string
	Cancelled bool
}

// Span is the block's time.
func (b Block) Span() Span { return Span{b.Start, b.End} }

// Minutes is the block's length.
func (b Block) Minutes() int { return b.Span().Minutes() }

// Day is day n of the cohort.
func (c *Cohort) Day(n int) (Day, bool) {
	for _, d := range c.Days {
		if d.Number == n {
			return d, true
		}
	}
	return Day{}, false
}

// BlocksOf are the blocks of day n that count: in order of start, without cancelled ones, none
// where the day is cancelled. The slice is the caller's.
func (c *Cohort) BlocksOf(n int) []Block {
	d, ok := c.Day(n)
	if !ok || d.Cancelled {
		return nil
	}
	var out []Block
	for _, b := range c.Blocks {
		if b.Day == n && !b.Cancelled {
			out = append(out, b)
		}
	}
	return out
}

// Block finds a block by id, cancelled ones too.
func (c *Cohort) Block(id ID) (Block, bool) {
	for _, b := range c.Blocks {
		if b.ID == id {
			return b, true
		}
	}
	return Block{}, false
}

// Topics are the topics of the blocks that count, each once, in the order of their first block.
func (c *Cohort) Topics() []string {
	seen := map[string]bool{}
	var out []string
	for _, d := range c.Days {
		for _, b := range c.BlocksOf(d.Number) {
			if !seen[b.Topic] {
				seen[b.Topic] = true
				out = append(out, b.Topic)
			}
		}
	}
	return out
}

// Trainee is a person. Name is the one they use; Certificate is for paper of the state's only and
// is shown nowhere else. There is no field for diagnosis, birth date or any number of the state's.
type Trainee struct {
	ID          ID
	Name        string
	Say         string // how to say the name
	Pronouns    string
	Certificate string
	Email       string
	Phone       string
	Worksite    string
}

// NoDay is the last day of somebody who was enrolled and came to none.
const NoDay = -1

// Enrollment is a trainee in a cohort.
type Enrollment struct {
	Cohort  ID
	Trainee ID
	Row     int  // the number on paper and screen, kept for good
	From    int  // first day attended
	To      int  // last day attended; 0 for the last of the cohort, NoDay for one who never came
	Guest   []ID // blocks of one who only makes something up; outside all totals
	WalkIn  bool
}

// Covers reports whether the person is enrolled for a block.
func (e Enrollment) Covers(b Block) bool {
	if len(e.Guest) > 0 {
		for _, id := range e.Guest {
			if id == b.ID {
				return true
			}
		}
		return false
	}
	return b.Day >= e.From && (e.To == 0 || b.Day <= e.To)
}
