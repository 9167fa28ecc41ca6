package model

import "strings"

// Standing is what the rule and the marks say together, in the word of the JSON. It reports: people
// decide. A guest's is empty.
type Standing string

// The standings. The first that holds is a person's.
const (
	MustAttendMissed Standing = "must_attend_missed" // minutes of a must-attend day or topic are missed and not made up
	OverAllowance    Standing = "over_allowance"     // more is missed and not made up than the allowance
	NearAllowance    Standing = "near_allowance"     // something is missed, made up or not, and missing the longest block still to come would be over it
	OnCourse         Standing = "on_course"
)

// Words is the standing as a screen says it.
func (s Standing) Words() string {
	switch s {
	case MustAttendMissed:
		return "must-attend time missed"
	case OverAllowance:
		return "over the allowance"
	case NearAllowance:
		return "near the allowance"
	case OnCourse:
		return "on course"
	}
	return "outside all totals"
}

// stand reads what was counted against the rule.
func (r *Reviewer) stand(a *Account) {
	must, rest := 0, 0
	for i := range a.Blocks {
		if b := &a.Blocks[i]; b.MustAttend {
			must += Owing(*b)
		} else {
			rest += Owing(*b)
		}
	}
	a.AllowanceLeft = r.rule.AllowanceMinutes - must - rest
	a.ToMakeUp = must + max(0, rest-r.rule.AllowanceMinutes)
	switch {
	case must > 0:
		a.Standing = MustAttendMissed
	case a.AllowanceLeft < 0:
		a.Standing = OverAllowance
	case a.Missed > 0 && a.LongestToCome > a.AllowanceLeft:
		a.Standing = NearAllowance
	default:
		a.Standing = OnCourse
	}
}

// why is the sentence that says why the person stands there and what remains.
func (r *Reviewer) why(a *Account, parts []mustPart) string {
	allowance := DescribeMinutes(r.rule.AllowanceMinutes)
	left := DescribeMinutes(a.AllowanceLeft) + " of " + allowance + " left"
	var said []string
	switch a.Standing {
	case MustAttendMissed:
		said = append(said, mustWords(parts), DescribeMinutes(a.ToMakeUp)+" to make up")
	case OverAllowance:
		said = append(said, r.overWords(a), DescribeMinutes(a.ToMakeUp)+" to make up")
	case NearAllowance:
		said = append(said, left, "the longest block to come has "+DescribeMinutes(a.LongestToCome))
	default:
		switch {
		case r.rule.AllowanceMinutes > 0:
			said = append(said, left)
		case a.Missed == 0:
			said = append(said, "nothing missed")
		}
	}
	return strings.Join(append(said, a.madeUpWords()...), "; ")
}

// mustWords is "day 1 and 20 min of day 2 missed: must be attended".
func mustWords(parts []mustPart) string {
	var missed []string
	words := " missed: must be attended"
	for _, p := range parts {
		if p.owing == 0 {
			continue
		}
		missed = append(missed, p.missed())
		if p.madeUp > 0 {
			words = " missed and not made up: must be attended"
		}
	}
	return wordList(missed) + words
}

// overWords is "6 h missed, 5 h may be missed".
func (r *Reviewer) overWords(a *Account) string {
	missed, may := " missed", DescribeMinutes(r.rule.AllowanceMinutes)
	if a.MadeUp > 0 {
		missed = " missed and not made up"
	}
	if r.rule.AllowanceMinutes == 0 {
		may = "nothing"
	}
	return DescribeMinutes(a.Missed-a.MadeUp) + missed + ", " + may + " may be missed"
}

// madeUpWords say what was made good: "day 3 missed and made up", "1 h of day 4 made up".
func (a *Account) madeUpWords() []string {
	if a.MadeUp == 0 {
		return nil
	}
	var whole []int
	var all, some, said []string
	for _, d := range a.Days {
		switch words := DescribeMinutes(d.MadeUp) + " of " + dayList([]int{d.Day}); {
		case d.MadeUp == 0:
		case d.MadeUp < d.Missed:
			some = append(some, words)
		case d.State == DayAbsent:
			whole = append(whole, d.Day)
		default:
			all = append(all, words)
		}
	}
	if len(whole) > 0 {
		all = append([]string{dayList(whole)}, all...)
	}
	if len(all) > 0 {
		said = append(said, wordList(all)+" missed and made up")
	}
	if len(some) > 0 {
		said = append(said, wordList(some)+" made up")
	}
	return said
}
