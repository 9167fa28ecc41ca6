package model

// Moment is a civil date and time up to which a review counts.
type Moment struct {
	Date  Date
	Clock Clock
}

// Ended reports whether a block of a day on that date is over: one that ends just then is.
func (m Moment) Ended(date Date, b Block) bool {
	return date != NoDate && (date < m.Date || date == m.Date && b.End <= m.Clock)
}

// Entry is what a review knows of one person in a cohort. Review changes nothing of it.
type Entry struct {
	Row        int
	Trainee    ID
	Enrollment Enrollment
	Marks      map[ID]Mark // by block; none is not marked
	MakeUps    []MakeUp    // in any order
	Required   Required
	ByRule     Required      // what Required would be by the rule of a Preview that asks for another course; empty: not known
	Closed     map[int]bool  // numbers of the days that are closed
	Disputed   []ID          // blocks on whose mark people disagree
	Sides      map[ID]string // by such a block, what each of them says, in words; may be nil
	Moved      []ID          // blocks whose hours changed after times were written
	Questions  []string      // what people disagree on about the person: "name", "phone"
	Twelve     bool          // times in the sentences of the account are of 12 hours
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
	MadeUp    int // of the missed; it changes neither Missed nor Attended
	Unmarked  int
	Outside   int // of blocks before joining or after leaving; counted nowhere else

	AllowanceLeft int // of the rule's, less what is missed and not made up; may be negative
	ToMakeUp      int // what must be attended, and what is over the allowance beyond that
	Conflicts     int // blocks on whose mark people disagree, and what they disagree on about the person

	Days       []DayAccount   // every day of the cohort
	Topics     []TopicAccount // every topic of the cohort, in the order of its first block
	MissedDays []int          // numbers of the days that are absent, made up or not
	PartDays   []int          // numbers of the days that are part

	Blocks        []BlockAccount // what was counted, in order
	LongestToCome int            // minutes of the longest block still to come, 0 for none

	MustMissed    []string // what must be attended, is missed and not made up: "day 1", a topic
	BeforeJoining []string // what must be attended and lay before the first day, whole or in part
	AfterLeaving  []string // the same after the last day

	Standing Standing
	Why      string   // one sentence: why that standing, and what remains
	Open     []string // sentences on what is not settled for this person
}

// DayAccount is one day of an account, in minutes of its blocks that have ended.
type DayAccount struct {
	Day       int
	Date      Date
	State     DayState
	Scheduled int
	Missed    int
	MadeUp    int
	Unmarked  int
}

// TopicAccount is one topic of an account, in minutes of its blocks that have ended.
type TopicAccount struct {
	Topic     string
	Scheduled int
	Missed    int
	MadeUp    int
	Unmarked  int
}

// BlockAccount is one ended block that the person was enrolled for.
type BlockAccount struct {
	Block      Block
	State      State // Present where grace makes up for what is missing
	Missed     int   // after grace
	MadeUp     int   // at most Missed
	MustAttend bool  // by its day or its topic
}

// Review counts a person's minutes in the blocks that have ended by asOf, and reads them against
// the cohort's rule. A part block that misses no more than the rule's grace counts as attended. To
// review many people, make a Reviewer.
func Review(c *Cohort, e Entry, asOf Moment) Account { return NewReviewer(c, asOf).Account(e) }
