package store

import (
	"cmp"
	"fmt"
	"slices"

	"rollbook/model"
)

// laid is a cohort laid upon another, day by day and block by block.
type laid struct {
	a, b   *Cohort
	days   map[int]int           // numbers, of b and of a
	blocks map[model.ID]model.ID // of b and of a
	fresh  map[model.ID]bool     // days and blocks of b that a is to have
	words  []string              // what is taken for what, where it is not the same
}

// lay finds for each day and block of b the one of a. Days are the same by their date, else by their
// number; blocks of such days by the hours that they share. What has none in a is to be added there: under
// its own id, so that two laptops that add it add one. before says which blocks were taken for the same
// when b was joined earlier: a block that moved since is still that block.
func lay(a, b *Cohort, before map[model.ID]model.ID) *laid {
	l := &laid{a: a, b: b, days: map[int]int{}, blocks: map[model.ID]model.ID{}, fresh: map[model.ID]bool{}}
	l.layDays()
	taken := map[model.ID]bool{}
	for _, block := range b.Blocks {
		at, was := before[block.ID]
		if own, is := a.Block(block.ID); is {
			at, was = own.ID, true
		}
		if _, there := a.Block(at); was && there && !taken[at] {
			l.blocks[block.ID], taken[at] = at, true
		}
	}
	l.layBlocks(taken)
	for _, block := range b.Blocks {
		if _, is := l.blocks[block.ID]; !is {
			l.blocks[block.ID], l.fresh[block.ID] = block.ID, true
			l.words = append(l.words, b.blockWords(block.ID)+": in the other one only, is added")
			continue
		}
		l.differs(block)
	}
	return l
}

// layDays matches days one to one.
func (l *laid) layDays() {
	taken := map[model.ID]bool{}
	match := func(same func(a, b model.Day) bool) {
		for _, d := range l.b.Days {
			if _, is := l.days[d.Number]; is {
				continue
			}
			if i := slices.IndexFunc(l.a.Days, func(of model.Day) bool { return !taken[of.ID] && same(of, d) }); i >= 0 {
				l.days[d.Number], taken[l.a.Days[i].ID] = l.a.Days[i].Number, true
			}
		}
	}
	match(func(a, b model.Day) bool { return a.ID == b.ID })
	match(func(a, b model.Day) bool {
		return a.Date == b.Date && a.Date != model.NoDate && a.Cancelled == b.Cancelled
	})
	match(func(a, b model.Day) bool { return a.Date == b.Date && a.Date != model.NoDate })
	match(func(a, b model.Day) bool { return a.Number == b.Number })
	used, last := map[int]bool{}, 0
	for _, d := range l.a.Days {
		used[d.Number], last = true, max(last, d.Number)
	}
	for _, d := range l.b.Days {
		if _, is := l.days[d.Number]; is {
			continue
		}
		n := d.Number
		if used[n] {
			n = last + 1
		}
		used[n], last = true, max(last, n)
		l.days[d.Number], l.fresh[d.ID] = n, true
		l.words = append(l.words, fmt.Sprintf("day %d, %s: in the other one only, is added as day %d", d.Number, d.Date.Words(), n))
	}
}

// overlaid is a pair of blocks that share hours.
type overlaid struct {
	a, b    model.Block
	minutes int
}

// layBlocks matches blocks of the same day one to one: those that share most of their time first.
func (l *laid) layBlocks(taken map[model.ID]bool) {
	var pairs []overlaid
	for _, b := range l.b.Blocks {
		if _, is := l.blocks[b.ID]; is {
			continue
		}
		for _, a := range l.a.Blocks {
			if minutes := a.Span().Cut(b.Span()).Minutes(); a.Day == l.days[b.Day] && !taken[a.ID] && minutes > 0 {
				pairs = append(pairs, overlaid{a, b, minutes})
			}
		}
	}
	slices.SortFunc(pairs, func(x, y overlaid) int {
		return cmp.Or(compareBools(x.a.Cancelled == x.b.Cancelled, y.a.Cancelled == y.b.Cancelled), y.minutes-x.minutes,
			compareBools(model.Fold(x.a.Topic) == model.Fold(x.b.Topic), model.Fold(y.a.Topic) == model.Fold(y.b.Topic)),
			compareIDs(x.a.ID, y.a.ID), compareIDs(x.b.ID, y.b.ID))
	})
	for _, p := range pairs {
		if _, is := l.blocks[p.b.ID]; !is && !taken[p.a.ID] {
			l.blocks[p.b.ID], taken[p.a.ID] = p.a.ID, true
		}
	}
}

// compareBools puts what holds first.
func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// differs says what of a block is not the same in both; that of a holds.
func (l *laid) differs(b model.Block) {
	a, _ := l.a.Block(l.blocks[b.ID])
	of, with := l.a.blockWords(a.ID), ""
	switch {
	case a.Start != b.Start || a.End != b.End || a.Day != b.Day:
		with = fmt.Sprintf("%s–%s", b.Start.Words(l.a.twelve()), b.End.Words(l.a.twelve()))
		if a.Day != b.Day {
			with = fmt.Sprintf("day %d, %s", b.Day, with)
		}
		if a.Topic != b.Topic {
			with += " " + b.Topic
		}
	case a.Topic != b.Topic:
		with = b.Topic
	}
	switch {
	case a.Cancelled && !b.Cancelled:
		with += " (it is cancelled here)"
	case b.Cancelled && !a.Cancelled:
		with += " (it is cancelled there)"
	}
	if with != "" {
		l.words = append(l.words, fmt.Sprintf("%s is %s in the other one", of, with))
	}
}

// day is the number in a of a day of b, which may be none that b has.
func (l *laid) day(n int) int {
	if to, is := l.days[n]; is {
		return to
	}
	return n
}

// topic is what a topic of b is called in a.
func (l *laid) topic(name string) string {
	if slices.Contains(l.a.Topics(), name) {
		return name
	}
	for _, b := range l.b.Blocks {
		if a, there := l.a.Block(l.blocks[b.ID]); b.Topic == name && there {
			return a.Topic
		}
	}
	return name
}
