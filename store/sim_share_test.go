package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/share"
)

// simShare is a share, and what people know of it.
type simShare struct {
	name    string
	space   model.ID
	forWhom Audience
	notes   bool // an office that a person lets see notes and remarks
	epochs  []*simEpoch
	final   *simEpoch // that all go on in, in the end
}

// simEpoch is a generation of a share, and who may not go on into it.
type simEpoch struct {
	id      model.ID
	pass    string
	follows *simEpoch
	without map[*simLaptop]bool
}

// excludes reports whether a laptop was left out on the way to an epoch.
func (e *simEpoch) excludes(l *simLaptop) bool {
	for ; e != nil; e = e.follows {
		if e.without[l] {
			return true
		}
	}
	return false
}

func (s *simShare) last() *simEpoch { return s.epochs[len(s.epochs)-1] }

func (s *simShare) epoch(id model.ID) *simEpoch {
	for _, e := range s.epochs {
		if e.id == id {
			return e
		}
	}
	return nil
}

// begin makes some laptops, a cohort on the first, a share of it in one place, and lets some join.
func (r *simRun) begin() {
	r.step = r.plan
	for range 2 + r.plan.IntN(3) {
		r.newLaptop()
	}
	first := r.laptops[0]
	r.say("%d laptops", len(r.laptops))
	r.newCohort(first)
	s := r.newShare(first, "main", ForTrainers, false)
	for range r.plan.IntN(3) {
		r.newTarget(s)
	}
	for i, l := range r.laptops {
		if l.reach = r.anyReach(); i == 0 {
			l.reach = r.all()
		}
		r.also("%s reaches %v", l.name, l.reach)
	}
	for _, t := range r.targets {
		_, err := first.exchange(t, false)
		r.must(err, "send the first time")
	}
	for _, l := range r.laptops[1:] {
		if r.plan.IntN(4) > 0 {
			r.say("    %s: joins", l.name)
			r.joinShare(l)
		}
	}
}

// anyReach are some of the places.
func (r *simRun) anyReach() (reach []int) {
	for i := range r.targets {
		if r.step.IntN(2) == 0 {
			reach = append(reach, i)
		}
	}
	if len(reach) == 0 {
		reach = append(reach, r.step.IntN(len(r.targets)))
	}
	return reach
}

func (r *simRun) all() (reach []int) {
	for i := range r.targets {
		reach = append(reach, i)
	}
	return reach
}

// newShare makes a share of some of a laptop's cohorts, in a place of its own.
func (r *simRun) newShare(l *simLaptop, name string, audience Audience, notes bool) *simShare {
	list, err := l.book.Cohorts()
	r.must(err, "list cohorts")
	s := &simShare{name: name, forWhom: audience, notes: notes}
	t := r.newTarget(s)
	pass := name + " one two three four five"
	before := l.struck()
	made, err := l.book.NewShare(simContext, simPlace{t, l}, ShareForm{Target: t.name, Cohorts: []model.ID{some(r, list).ID}, For: audience,
		Notes: notes, Remarks: notes, Label: "laptop " + l.name, Passphrase: []byte(pass), Work: 1})
	r.must(err, "make a share")
	s.space = made.Space
	s.epochs = []*simEpoch{{id: made.Epoch, pass: pass, without: map[*simLaptop]bool{}}}
	l.in[s] = true
	l.knew[made.Epoch.String()] = before
	l.reach = append(l.reach, len(r.targets)-1)
	r.shares = append(r.shares, s)
	return s
}

func (r *simRun) officeShare(l *simLaptop) {
	if len(r.shares) > 1 || l.cohort() == nil {
		r.also("no")
		return
	}
	r.newShare(l, "office", ForOffice, r.step.IntN(4) == 0)
	for _, other := range r.laptops {
		if !other.gone && r.step.IntN(2) == 0 {
			other.reach = append(other.reach, len(r.targets)-1)
			if other != l {
				r.enter(other, r.targets[len(r.targets)-1])
			}
		}
	}
}

// place is one of the places that the laptop reaches, of the shares that it is in or not.
func (l *simLaptop) place(in bool) *simTarget {
	var all []*simTarget
	for _, i := range l.reach {
		if t := l.run.targets[i]; l.in[t.of] == in && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		l.run.also("no such place")
		return nil
	}
	return some(l.run, all)
}

func (r *simRun) joinShare(l *simLaptop) {
	r.maybeCrash(l)
	if t := l.place(false); t != nil {
		r.enter(l, t)
	}
}

// enter joins the share of a place, with the newest passphrase that this laptop may know.
func (r *simRun) enter(l *simLaptop, t *simTarget) {
	e := t.of.last()
	if e.excludes(l) {
		r.also("%s may not", l.name)
		return
	}
	if err := l.takeUp(t, e, r.step.IntN(2) == 0); r.expected(l, err) {
		_, err = l.exchange(t, false)
		r.expected(l, err)
	}
}

// takeUp gives the passphrase of an epoch at a place: to join the share, to add the place to it, or to go
// on into the epoch.
func (l *simLaptop) takeUp(t *simTarget, e *simEpoch, own bool) error {
	before := l.struck()
	inv, err := l.book.SeeShare(simContext, simPlace{t, l}, t.name, []byte(e.pass))
	if err != nil {
		return fmt.Errorf("see %s: %w", t.name, err)
	}
	f := JoinForm{Label: "laptop " + l.name, Epoch: e.id}
	if own && !inv.Known {
		for _, c := range inv.OwnCohorts {
			f.Cohorts = append(f.Cohorts, c.ID)
		}
	}
	joined, err := l.book.JoinShare(simContext, simPlace{t, l}, inv, f)
	if err != nil {
		return fmt.Errorf("join %s: %w", t.name, err)
	}
	if joined.Space != t.of.space {
		l.run.fail("joined another share", "%s joined %v at %s", l.name, joined.Space, t.name)
	}
	l.in[t.of] = true
	if id := joined.Epoch.String(); l.knew[id] == nil {
		l.knew[id] = before
	}
	l.run.also("took up %s at %s", joined.Epoch.String()[:6], t.name)
	return nil
}

// exchange syncs with one place. Where the place is new to the laptop it is added first.
func (l *simLaptop) exchange(t *simTarget, verify bool) (*Synced, error) {
	s := l.share(t.of)
	if s == nil {
		return nil, ErrNoShare
	}
	if !slices.Contains(s.Targets, t.name) {
		if err := l.addPlace(t); err != nil {
			return nil, err
		}
	}
	out, err := l.book.Sync(simContext, t.of.space, simPlace{t, l}, t.name, SyncOptions{Verify: verify})
	if err == nil && !l.dead {
		l.run.also("%s with %s: sent %d in %d, received %d in %d", l.name, t.name, out.SentGestures, out.SentFiles, out.ReceivedGestures, out.ReceivedFiles)
		if out.Question != "" {
			l.run.also("asked: %s", out.Question)
		}
		if l.run.step.IntN(2) == 0 {
			l.checkStatus(t.of)
		}
	}
	return out, err
}

// addPlace makes a place one of the share's: by the passphrase where the share is there, else it is put
// there.
func (l *simLaptop) addPlace(t *simTarget) error {
	if len(t.having(".age")) == 0 {
		return l.book.AddTarget(simContext, t.of.space, simPlace{t, l}, t.name)
	}
	e := t.of.epoch(l.share(t.of).Epoch)
	return l.takeUp(t, e, false)
}

// share is what the book says of a share, nil where it is not in it.
func (l *simLaptop) share(s *simShare) *Share {
	all, err := l.book.Shares()
	l.run.must(err, "list shares")
	for i := range all {
		if all[i].Space == s.space {
			return &all[i]
		}
	}
	return nil
}

// expected reports whether something was done; what may get in its way is part of the story, and
// anything else ends the run.
func (r *simRun) expected(l *simLaptop, err error) bool {
	if err == nil {
		return true
	}
	r.also("%v", err)
	if l.dead || l.stops {
		return false
	}
	for _, fine := range []error{errSimCrash, share.ErrAway, share.ErrReadOnly, share.ErrPassphrase, share.ErrFormat, ErrOtherShare, ErrNoShare, ErrBehind, ErrEmptied, ErrShareThere} {
		if errors.Is(err, fine) {
			return false
		}
	}
	if strings.Contains(err.Error(), "the share was not made new") { // something is to be decided first
		return false
	}
	r.fail("unexpected error", "%s: %v", l.name, err)
	return false
}

func (r *simRun) sync(l *simLaptop) {
	if t := l.place(true); t != nil {
		_, err := l.exchange(t, r.step.IntN(8) == 0)
		r.expected(l, err)
	}
}

func (r *simRun) syncStopped(l *simLaptop) {
	l.calls, l.stops = 1+r.step.IntN(20), true
	r.sync(l)
}

// syncCrashed syncs until the laptop crashes: before a call to the place, or before any value of the
// book is written.
func (r *simRun) syncCrashed(l *simLaptop) {
	r.crashSoon(l)
	r.sync(l)
}

func (r *simRun) crashSoon(l *simLaptop) {
	if r.step.IntN(2) == 0 {
		l.calls = 1 + r.step.IntN(20)
	} else {
		l.reads = 1 + r.step.IntN(60)
	}
}

// maybeCrash lets the laptop crash in one of four of what it does with a share.
func (r *simRun) maybeCrash(l *simLaptop) {
	if len(r.taken) > 0 && r.step.IntN(4) == 0 {
		r.crashSoon(l)
	}
}

// carry adds a cohort of the laptop's to a share.
func (r *simRun) carry(l *simLaptop) {
	c := l.cohort()
	for _, s := range r.shares {
		if l.in[s] && c != nil && r.step.IntN(2) == 0 {
			r.also("%s in %s", c.Name, s.name)
			r.must(l.book.Carry(s.space, []model.ID{c.Cohort.ID}), "carry a cohort")
		}
	}
}
