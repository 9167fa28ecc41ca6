package model

import "slices"

// Reviewer reviews the people of one cohort up to one moment. It works out once what is the same for
// all of them, keeps nothing of the cohort that may change, and may be used by several goroutines.
type Reviewer struct {
	rule    Rule
	asOf    Moment
	days    []plannedDay
	gone    []Block  // blocks that don't count
	topics  []string // of blocks that count, in the order of their first
	must    []string // must-attend topics, each once
	anyMust bool     // some day or topic must be attended
	ended   int      // how many blocks have
}

type plannedDay struct {
	Day
	must   bool
	blocks []plannedBlock // those that count, in order
}

type plannedBlock struct {
	Block
	ended bool
	topic int // in topics
	must  int // in must, -1 for a topic that may be missed
}

// NewReviewer prepares to review people of c in the blocks that have ended by asOf.
func NewReviewer(c *Cohort, asOf Moment) *Reviewer {
	r := &Reviewer{rule: c.Rule, asOf: asOf, days: make([]plannedDay, 0, len(c.Days))}
	var folded []string
	folded, r.must = foldedTopics(c.Rule.MustAttendTopics)
	r.anyMust = len(r.must) > 0 || len(c.Rule.MustAttendDays) > 0
	blocks := make([]plannedBlock, 0, len(c.Blocks)) // those of all days
	topics := map[string]plannedBlock{}              // topic and must of a block, by its topic
	for _, d := range c.Days {
		first := len(blocks)
		for _, b := range c.Blocks {
			switch {
			case b.Day != d.Number:
				continue
			case d.Cancelled || b.Cancelled:
				r.gone = append(r.gone, b)
				continue
			}
			p, known := topics[b.Topic]
			if !known {
				p = r.addTopic(b.Topic, folded)
				topics[b.Topic] = p
			}
			p.Block, p.ended = b, asOf.Ended(d.Date, b)
			if p.ended {
				r.ended++
			}
			blocks = append(blocks, p)
		}
		r.days = append(r.days, plannedDay{d, slices.Contains(c.Rule.MustAttendDays, d.Number), blocks[first:]})
	}
	return r
}

// addTopic is what a block has of a topic that comes for the first time.
func (r *Reviewer) addTopic(topic string, mustFolded []string) plannedBlock {
	p := plannedBlock{topic: len(r.topics), must: topicIn(mustFolded, topic)}
	if p.must >= 0 && !slices.Contains(r.topics, r.must[p.must]) {
		r.must[p.must] = topic // as this cohort writes it
	}
	r.topics = append(r.topics, topic)
	return p
}

// Account is what the marks of one person come to. The slices are the caller's.
func (r *Reviewer) Account(e Entry) Account {
	a := Account{Topics: make([]TopicAccount, len(r.topics)), Days: make([]DayAccount, 0, len(r.days))}
	for i, topic := range r.topics {
		a.Topics[i].Topic = topic
	}
	guest := len(e.Enrollment.Guest) > 0
	if !guest {
		a.Blocks = make([]BlockAccount, 0, r.ended)
	}
	for i := range r.days {
		day := &r.days[i]
		first := len(a.Blocks)
		enrolled := false
		for j := range day.blocks {
			if b := &day.blocks[j]; !guest {
				enrolled = r.addBlock(&a, &e, day, b) || enrolled
			}
		}
		a.addDay(day, a.Blocks[first:], enrolled)
	}
	if guest {
		return a
	}
	parts := r.mustParts(&a, &e)
	r.stand(&a)
	a.nameMust(parts)
	a.Why = r.why(&a, parts)
	a.Open = r.open(&a, &e, parts)
	return a
}

// addBlock counts a block, and reports whether the person is enrolled for it.
func (r *Reviewer) addBlock(a *Account, e *Entry, day *plannedDay, b *plannedBlock) bool {
	switch {
	case !e.Enrollment.Covers(b.Block):
		if b.ended {
			a.Outside += b.Minutes()
		}
		return false
	case !b.ended:
		a.LongestToCome = max(a.LongestToCome, b.Minutes())
		return true
	}
	got := countBlock(e.Marks[b.ID], b.Block, r.rule.GraceMinutes)
	got.MustAttend = day.must || b.must >= 0
	if got.Missed > 0 {
		got.MadeUp = madeUp(e.MakeUps, b.ID, got.Missed)
	}
	a.Blocks = append(a.Blocks, got)
	a.Scheduled += b.Minutes()
	topic := &a.Topics[b.topic]
	topic.Scheduled += b.Minutes()
	if got.State == Unmarked {
		a.Unmarked += b.Minutes()
		topic.Unmarked += b.Minutes()
		return true
	}
	a.Missed += got.Missed
	a.MadeUp += got.MadeUp
	a.Attended += b.Minutes() - got.Missed
	topic.Missed += got.Missed
	topic.MadeUp += got.MadeUp
	return true
}

func countBlock(m Mark, b Block, grace int) BlockAccount {
	got := BlockAccount{Block: b}
	got.State, got.Missed = m.counted(b)
	if got.State == Part && got.Missed <= grace {
		got.State, got.Missed = Present, 0
	}
	return got
}

func (a *Account) addDay(day *plannedDay, counted []BlockAccount, enrolled bool) {
	d := DayAccount{Day: day.Number, Date: day.Date}
	for i := range counted {
		b := &counted[i]
		d.Scheduled += b.Block.Minutes()
		d.Missed += b.Missed
		d.MadeUp += b.MadeUp
		if b.State == Unmarked {
			d.Unmarked += b.Block.Minutes()
		}
	}
	switch {
	case len(day.blocks) == 0:
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
	var has [Absent + 1]int
	for i := range counted {
		has[counted[i].State]++
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
