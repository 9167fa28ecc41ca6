package store

import (
	"fmt"

	"rollbook/model"
)

// rotate makes the share new, sometimes without one of the laptops.
func (r *simRun) rotate(l *simLaptop) {
	t := l.place(true)
	if t == nil {
		return
	}
	e := &simEpoch{pass: fmt.Sprintf("%s rotated %d", t.of.name, len(t.of.epochs)), follows: t.of.epoch(l.share(t.of).Epoch), without: map[*simLaptop]bool{}}
	var without []model.ID
	status, err := l.book.ShareStatus(t.of.space)
	r.must(err, "tell of a share")
	if len(status.Laptops) == 0 { // it crashed before it showed itself
		status.Laptops = []Laptop{{Device: l.book.Device()}}
	}
	if other := some(r, status.Laptops); other.Device != l.book.Device() && r.step.IntN(2) == 0 {
		for _, same := range r.laptops { // copies of a book are one laptop to the others
			if same.own[other.Device] {
				e.without[same] = true
			}
		}
		without = append(without, other.Device)
		r.also("without %s", other.Label)
	}
	before := l.struck()
	r.maybeCrash(l)
	out, err := l.book.Rotate(simContext, t.of.space, simPlace{t, l}, t.name, []byte(e.pass), without, 1)
	if l.dead { // the battery may have died before or after the epoch was taken up
		l.settleDown()
	}
	if now := l.share(t.of); now != nil && t.of.epoch(now.Epoch) == nil {
		e.id = now.Epoch
		t.of.epochs = append(t.of.epochs, e)
		l.knew[e.id.String()] = before
		r.also("now %s", e.id.String()[:6])
	}
	if r.expected(l, err) && out.Question != "" {
		r.also("asked: %s", out.Question)
	}
}

// takeUp goes on into the newest epoch that the laptop may know of.
func (r *simRun) takeUp(l *simLaptop) {
	if t := l.place(true); t != nil && !t.of.last().excludes(l) {
		r.maybeCrash(l)
		r.expected(l, l.takeUp(t, t.of.last(), false))
	}
}

// accept lets a share have what was held back when it was made new.
func (r *simRun) accept(l *simLaptop) {
	for _, s := range r.shares {
		if l.in[s] {
			l.acceptAll(s)
		}
	}
}

func (l *simLaptop) acceptAll(s *simShare) (accepted int) {
	status, err := l.book.ShareStatus(s.space)
	l.run.must(err, "tell of a share")
	for _, p := range status.Pending {
		n, err := l.book.AcceptPending(s.space, p.Device)
		l.run.must(err, "accept what was held back")
		l.run.also("%s accepted %d of %s", l.name, n, p.Label)
		accepted += n
	}
	return accepted
}
