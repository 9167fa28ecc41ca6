package model

import "slices"

// Moment is a civil date and time up to which a review counts.
type Moment struct {
	Date  Date
	Clock Clock
}

// Ended reports whether a block of a day on that date is over: one that ends just then is.
func (m Moment) Ended(date Date, b Block) bool {
	return date != NoDate && (date < m.Date || date == m.Date && b.End <= m.Clock)
}

// Entry is what a review knows of one person in a cohort.
type Entry struct {
	Row        int
	Trainee    ID
	Enrollment Enrollment
	Marks      map[ID]Mark // by block; none is not marked
}

// DayState says what a day was for a person, in the word of the JSON.
type DayState string

// The states of a day.
const (
	DayPresent     DayState = "present"
	DayPart        DayState = "part"   // some minutes are missing
	DayAbsent      DayState = "absent" // all blocks that ended
	DayUnmarked    DayState = "unmarked"
	DayUpcoming    DayState = "upcoming"     // no block has ended
	DayNotEnrolled DayState = "not_enrolled" // before joining, after leaving, and for guests
	DayCancelled   DayState = "cancelled"    // or without a block that counts
)

// Account is what a person's marks come to: minutes of the blocks that have ended. Attended, Missed
// and Unmarked make up Scheduled. A guest's account is all zero: they are outside all totals.
type Account struct {
	Scheduled int
	Attended  int
	Missed    int // after grace
	Unmarked  int
	Outside   int // of blocks before joining or after leaving; counted nowhere else

	Days       []DayAccount   // every day of the cohort
	Topics     []TopicAccount // every topic of the cohort, in the order of its first block
	MissedDays []int          // numbers of the days that are absent
	PartDays   []int          // numbers of the days that are part

	Blocks        []BlockAccount // what was counted, in order: a rule reads its days and topics here
	LongestToCome int            // minutes of the longest block still to come, 0 for none
}

// DayAccount is one day of an account.
type DayAccount struct {
	Day    int
	Date   Date
	State  DayState
	Missed int
}

// TopicAccount is one topic of an account.
type TopicAccount struct {
	Topic     string
	Scheduled int
	Missed    int
}

// BlockAccount is one ended block that the person was enrolled for.
type BlockAccount struct {
	Block  Block
	State  State // Present where grace makes up for what is missing
	Missed int   // after grace
}

// Review counts a person's minutes in the blocks that have ended by asOf. A part block that misses
// no more than the rule's grace counts as attended.
func Review(c *Cohort, e Entry, asOf Moment) Account {
	var a Account
	topics := map[string]int{}
	for i, topic := range c.Topics() {
		a.Topics = append(a.Topics, TopicAccount{Topic: topic})
		topics[topic] = i
	}
	for _, day := range c.Days {
		first := len(a.Blocks)
		blocks := c.BlocksOf(day.Number)
		for _, b := range blocks {
			a.addBlock(e, b, c.Rule.GraceMinutes, asOf.Ended(day.Date, b))
		}
		counted := a.Blocks[first:]
		for _, b := range counted {
			a.Topics[topics[b.Block.Topic]].Scheduled += b.Block.Minutes()
			a.Topics[topics[b.Block.Topic]].Missed += b.Missed
		}
		a.addDay(DayAccount{Day: day.Number, Date: day.Date}, blocks, counted, e.Enrollment)
	}
	return a
}

func (a *Account) addBlock(e Entry, b Block, grace int, ended bool) {
	guest := len(e.Enrollment.Guest) > 0
	switch {
	case guest:
	case !e.Enrollment.Covers(b):
		if ended {
			a.Outside += b.Minutes()
		}
	case !ended:
		a.LongestToCome = max(a.LongestToCome, b.Minutes())
	default:
		got := countBlock(e.Marks[b.ID], b, grace)
		a.Blocks = append(a.Blocks, got)
		a.Scheduled += b.Minutes()
		if got.State == Unmarked {
			a.Unmarked += b.Minutes()
			return
		}
		a.Missed += got.Missed
		a.Attended += b.Minutes() - got.Missed
	}
}

func countBlock(m Mark, b Block, grace int) BlockAccount {
	got := BlockAccount{Block: b, State: m.In(b).State, Missed: m.Missed(b)}
	if got.State == Part && got.Missed <= grace {
		got.State, got.Missed = Present, 0
	}
	return got
}

func (a *Account) addDay(d DayAccount, blocks []Block, counted []BlockAccount, e Enrollment) {
	for _, b := range counted {
		d.Missed += b.Missed
	}
	enrolled := len(e.Guest) == 0 && slices.ContainsFunc(blocks, e.Covers)
	switch {
	case len(blocks) == 0:
		d.State = DayCancelled
	case !enrolled:
		d.State = DayNotEnrolled
	case len(counted) == 0:
		d.State = DayUpcoming
	default:
		d.State = stateOfDay(counted, d.Missed)
	}
	switch d.State {
	case DayAbsent:
		a.MissedDays = append(a.MissedDays, d.Day)
	case DayPart:
		a.PartDays = append(a.PartDays, d.Day)
	}
	a.Days = append(a.Days, d)
}

// stateOfDay is the state of a day of which some blocks have ended.
func stateOfDay(counted []BlockAccount, missed int) DayState {
	has := map[State]int{}
	for _, b := range counted {
		has[b.State]++
	}
	switch {
	case has[Absent] == len(counted):
		return DayAbsent
	case missed > 0:
		return DayPart
	case has[Unmarked] > 0:
		return DayUnmarked
	}
	return DayPresent
}
