package model

import "slices"

// open are sentences on what is not settled for a person: what somebody has to do or to know.
func (r *Reviewer) open(a *Account, e *Entry, parts []mustPart) []string {
	said := r.unmarkedWords(a, e)
	said = append(said, r.notClosed(e)...)
	for _, p := range parts {
		part := ""
		if p.here > 0 {
			part = "in part "
		}
		if p.before {
			said = append(said, p.name+" can't be missed and was "+part+"before joining")
		}
		if p.after {
			said = append(said, p.name+" can't be missed and is "+part+"after leaving")
		}
	}
	if e.Required == RequiredMissing {
		said = append(said, CourseTitle(r.rule.Requires)+" comes before, and this book does not know of it")
	}
	said = append(said, r.disputes(a, e)...)
	said = append(said, r.movedWords(e)...)
	for _, field := range e.Questions {
		a.Conflicts++
		said = append(said, "not agreed: "+field)
	}
	return eachOnce(append(said, r.makeUpsOpen(a, e)...))
}

// eachOnce leaves out what was said before, in place.
func eachOnce(said []string) []string {
	once := said[:0]
	for _, words := range said {
		if !slices.Contains(once, words) {
			once = append(once, words)
		}
	}
	return once
}

// unmarkedWords name what ended and is not marked, a sentence for each day.
func (r *Reviewer) unmarkedWords(a *Account, e *Entry) (said []string) {
	if a.Unmarked == 0 {
		return nil
	}
	for first, i := 0, 0; i < len(a.Blocks); i++ {
		day := a.Blocks[i].Block.Day
		if i+1 < len(a.Blocks) && a.Blocks[i+1].Block.Day == day {
			continue
		}
		var blocks []string
		for _, b := range a.Blocks[first : i+1] {
			if b.State == Unmarked {
				blocks = append(blocks, blockWords(b.Block, e.Twelve))
			}
		}
		first = i + 1
		switch {
		case len(blocks) == 0:
		case len(blocks) > 1 && len(blocks) == r.blocksOn(day):
			said = append(said, dayList([]int{day})+": not marked")
		default:
			said = append(said, dayList([]int{day})+", "+wordList(blocks)+": not marked")
		}
	}
	return said
}

// blocksOn is how many blocks of the day count.
func (r *Reviewer) blocksOn(day int) int {
	i := slices.IndexFunc(r.days, func(d plannedDay) bool { return d.Number == day })
	return len(r.days[i].blocks)
}

// notClosed names the days of which all is over for the person, and that nobody has closed.
func (r *Reviewer) notClosed(e *Entry) []string {
	var days []int
	for i := range r.days {
		here, over := false, true
		for _, b := range r.days[i].blocks {
			if e.Enrollment.Covers(b.Block) {
				here, over = true, over && b.ended
			}
		}
		if here && over && !e.Closed[r.days[i].Number] {
			days = append(days, r.days[i].Number)
		}
	}
	switch len(days) {
	case 0:
		return nil
	case 1:
		return []string{dayList(days) + " is not closed"}
	}
	return []string{dayList(days) + " are not closed"}
}

// disputes count the blocks on whose mark people disagree, and name them.
func (r *Reviewer) disputes(a *Account, e *Entry) (said []string) {
	for _, b := range r.among(e, e.Disputed) {
		a.Conflicts++
		words := placeWords(b, e.Twelve) + ": not agreed"
		if sides := e.Sides[b.ID]; sides != "" {
			words += ": " + sides
		}
		said = append(said, words)
	}
	return said
}

func (r *Reviewer) movedWords(e *Entry) (said []string) {
	for _, b := range r.among(e, e.Moved) {
		said = append(said, placeWords(b, e.Twelve)+": the hours changed after times were written: look at the mark again")
	}
	return said
}

// among are the blocks of the person that ids name, each once, in order.
func (r *Reviewer) among(e *Entry, ids []ID) (blocks []Block) {
	if len(ids) == 0 {
		return nil
	}
	for i := range r.days {
		for _, b := range r.days[i].blocks {
			if slices.Contains(ids, b.ID) && e.Enrollment.Covers(b.Block) {
				blocks = append(blocks, b.Block)
			}
		}
	}
	return blocks
}

// makeUpsOpen names what is written as made up and doesn't fit what is missed, or the date.
func (r *Reviewer) makeUpsOpen(a *Account, e *Entry) (said []string) {
	var seen []ID
	for _, m := range e.MakeUps {
		b, known := r.block(m.Block)
		if !known || m.Minutes <= 0 {
			continue
		}
		if m.Date != NoDate && m.Date > r.asOf.Date {
			said = append(said, placeWords(b, e.Twelve)+": made up on "+m.Date.Words()+", after the date of this review")
		}
		if slices.Contains(seen, b.ID) {
			continue
		}
		seen = append(seen, b.ID)
		if unfit := r.unfit(a, e, b); unfit != "" {
			minutes := DescribeMinutes(written(e.MakeUps, b.ID))
			said = append(said, placeWords(b, e.Twelve)+": "+minutes+" written as made up, but "+unfit)
		}
	}
	return said
}

// unfit says why less of a block counts as made up than was written; empty if all of it does.
func (r *Reviewer) unfit(a *Account, e *Entry, b Block) string {
	i := slices.IndexFunc(a.Blocks, func(o BlockAccount) bool { return o.Block.ID == b.ID })
	switch {
	case slices.ContainsFunc(r.gone, func(o Block) bool { return o.ID == b.ID }):
		return "the block is cancelled"
	case !e.Enrollment.Covers(b):
		return "the block is before joining or after leaving"
	case i < 0:
		return "the block is still to come"
	case a.Blocks[i].State == Unmarked:
		return "the block is not marked"
	case a.Blocks[i].Missed == 0:
		return "none of it is missed"
	case a.Blocks[i].Missed < written(e.MakeUps, b.ID):
		return "only " + DescribeMinutes(a.Blocks[i].Missed) + " of it are missed"
	}
	return ""
}

// block finds a block of the cohort, cancelled ones too.
func (r *Reviewer) block(id ID) (Block, bool) {
	for i := range r.days {
		for _, b := range r.days[i].blocks {
			if b.ID == id {
				return b.Block, true
			}
		}
	}
	if i := slices.IndexFunc(r.gone, func(b Block) bool { return b.ID == id }); i >= 0 {
		return r.gone[i], true
	}
	return Block{}, false
}
