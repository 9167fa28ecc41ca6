package model

import "slices"

// mustPart is a day or a topic that must be attended, as one person met it.
type mustPart struct {
	name   string // "day 1", a topic
	here   int    // minutes of the blocks that the person is enrolled for, ended or not
	owing  int    // missed and not made up
	madeUp int
	before bool // some of it lay before joining
	after  bool // some of it comes after leaving
}

// mustParts are the must-attend days in order, then the must-attend topics in the rule's order.
func (r *Reviewer) mustParts(a *Account, e *Entry) []mustPart {
	if !r.anyMust {
		return nil
	}
	topics := make([]mustPart, len(r.must))
	for i, name := range r.must {
		topics[i].name = name
	}
	var parts []mustPart
	counted := a.Blocks
	for i := range r.days {
		day := &r.days[i]
		whole := mustPart{name: dayList([]int{day.Number})}
		for j := range day.blocks {
			b := &day.blocks[j]
			seen := mustPart{here: b.Minutes()}
			switch {
			case !e.Enrollment.Covers(b.Block):
				seen = mustPart{before: b.Day < e.Enrollment.From, after: b.Day >= e.Enrollment.From}
			case b.ended:
				seen.owing, seen.madeUp = Owing(counted[0]), counted[0].MadeUp
				counted = counted[1:]
			}
			whole.add(seen)
			if b.must >= 0 {
				topics[b.must].add(seen)
			}
		}
		if day.must {
			parts = append(parts, whole)
		}
	}
	return append(parts, topics...)
}

func (p *mustPart) add(o mustPart) {
	p.here += o.here
	p.owing += o.owing
	p.madeUp += o.madeUp
	p.before = p.before || o.before
	p.after = p.after || o.after
}

// missed is what of the part is missed and not made up: "day 1", or "20 min of day 1".
func (p mustPart) missed() string {
	if p.owing == p.here {
		return p.name
	}
	return DescribeMinutes(p.owing) + " of " + p.name
}

// nameMust puts the parts into the account's lists.
func (a *Account) nameMust(parts []mustPart) {
	for _, p := range parts {
		if p.owing > 0 {
			a.MustMissed = append(a.MustMissed, p.name)
		}
		if p.before {
			a.BeforeJoining = append(a.BeforeJoining, p.name)
		}
		if p.after {
			a.AfterLeaving = append(a.AfterLeaving, p.name)
		}
	}
}

// foldedTopics are topics in the form in which they are compared, each once, and as they were written.
func foldedTopics(topics []string) (folded, names []string) {
	for _, topic := range topics {
		if f := Fold(topic); !slices.Contains(folded, f) {
			folded = append(folded, f)
			names = append(names, topic)
		}
	}
	return folded, names
}

// topicIn finds a topic among folded ones, -1 for none. Folding is slow: none is done for nothing.
func topicIn(folded []string, topic string) int {
	if len(folded) == 0 {
		return -1
	}
	return slices.Index(folded, Fold(topic))
}
