package store

import (
	"errors"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/share"
)

// heal takes all faults away, answers what is asked, and syncs until nothing moves any more.
func (r *simRun) heal() {
	for i, t := range r.targets {
		t.away, t.readOnly = false, false
		for _, other := range r.targets[i+1:] { // sticks go back into their slots
			if t.holds != t.of && other.holds == t.of {
				t.files, other.files, t.holds, other.holds = other.files, t.files, other.holds, t.holds
			}
		}
		t.set(share.Hint, share.HintBytes(t.of.space))
	}
	for _, s := range r.shares {
		r.choose(s)
		r.clearForks(s)
		r.connect(s)
	}
	const most = 14
	for round := 1; ; round++ {
		r.say("    round %d", round)
		moved := 0
		for _, at := range r.step.Perm(len(r.laptops)) {
			for _, t := range r.reached(r.laptops[at]) {
				moved += r.laptops[at].healed(t, round <= 2)
			}
		}
		switch {
		case moved == 0 && round > 2:
			return
		case round == most:
			r.fail("no end", "after %d rounds %d things still move", most, moved)
		}
	}
}

// choose picks the epoch that all go on in: the newest that somebody is in, or whose key still lies
// somewhere. Where that is not the newest that laptops heard of, the key of that one is lost and the share
// has come to an end: people make another one.
func (r *simRun) choose(s *simShare) {
	for _, e := range s.epochs {
		if r.obtainable(s, e) {
			s.final = e
		}
	}
	for _, l := range r.members(s) {
		if l.share(s).Behind != "" && s.final != s.last() {
			s.final = nil
			return
		}
	}
}

// clearForks empties places that hold nothing but an epoch that people did not choose: to who was never in
// it that is another share.
func (r *simRun) clearForks(s *simShare) {
	for _, t := range r.targets {
		ours := false
		for _, name := range t.names() {
			n, _ := share.ParseName(name)
			for e := s.final; e != nil; e = e.follows {
				ours = ours || n.Epoch == e.id
			}
		}
		if t.of == s && !ours {
			t.files = map[string]simFile{}
		}
	}
}

func (r *simRun) obtainable(s *simShare, e *simEpoch) bool {
	for _, t := range r.targets {
		if slices.ContainsFunc(t.having(".age"), func(name string) bool {
			n, ok := share.ParseName(name)
			data := t.files[name].data
			return ok && n.Epoch == e.id && n.Hash == share.HashOf(data) && t.of == s
		}) {
			return true
		}
	}
	return slices.ContainsFunc(r.laptops, func(l *simLaptop) bool {
		return !l.gone && l.in[s] && l.share(s).Epoch == e.id && !e.excludes(l)
	})
}

// members are the laptops that go on in a share.
func (r *simRun) members(s *simShare) (members []*simLaptop) {
	for _, l := range r.laptops {
		if !l.gone && l.in[s] && s.final != nil && !s.final.excludes(l) {
			members = append(members, l)
		}
	}
	return members
}

// connect lets somebody carry files between any two places of a share, and each place be reached.
func (r *simRun) connect(s *simShare) {
	members := r.members(s)
	if len(members) == 0 {
		return
	}
	before := -1
	for i, t := range r.targets {
		if t.of != s {
			continue
		}
		courier := some(r, members)
		courier.reach = append(courier.reach, i)
		if before >= 0 {
			courier.reach = append(courier.reach, before)
		}
		before = i
	}
	for _, l := range members { // who reaches none of them goes to the last
		if !slices.ContainsFunc(l.reach, func(i int) bool { return r.targets[i].of == s }) {
			l.reach = append(l.reach, before)
		}
	}
}

// reached are the places that a laptop syncs with in the end, in any order.
func (r *simRun) reached(l *simLaptop) (reached []*simTarget) {
	if l.gone {
		return nil
	}
	reach := slices.Clone(l.reach)
	slices.Sort(reach)
	reach = slices.Compact(reach)
	r.step.Shuffle(len(reach), func(i, j int) { reach[i], reach[j] = reach[j], reach[i] })
	for _, i := range reach {
		if t := r.targets[i]; slices.Contains(r.members(t.of), l) {
			reached = append(reached, t)
		}
	}
	return reached
}

// carryAll says yes to every cohort that another member's share carries and this book has as well.
func (l *simLaptop) carryAll(s *simShare) {
	list, err := l.book.Cohorts()
	l.run.must(err, "list cohorts")
	here, more := map[model.ID]bool{}, []model.ID{}
	for _, c := range list {
		here[c.ID] = true
	}
	mine := l.carries(s)
	for _, m := range l.run.members(s) {
		for _, id := range m.carries(s) {
			if here[id] && !slices.Contains(mine, id) {
				more = append(more, id)
			}
		}
	}
	if len(more) > 0 {
		l.run.must(l.book.Carry(s.space, more), "carry cohorts")
	}
}

// healed syncs once with a place, and does whatever is asked for until it works. It tells how much
// moved.
func (l *simLaptop) healed(t *simTarget, verify bool) (moved int) {
	r, s := l.run, t.of
	final := s.final
	for try := 0; ; try++ {
		moved += l.acceptAll(s)
		if l.share(s).Epoch != final.id {
			if err := l.takeUp(t, final, false); err != nil {
				r.also("%s at %s: %v", l.name, t.name, err)
				return moved + 1 // the key comes to this place with somebody else
			}
			moved++
		}
		l.carryAll(s)
		out, err := l.exchange(t, verify)
		if err == nil && (out.Question == "" || strings.Contains(out.Question, "two go on from one")) {
			return moved + out.SentGestures + out.SentFiles + out.ReceivedGestures + out.ReceivedFiles
		}
		if err != nil {
			r.also("%v", err)
			for _, fine := range []error{ErrOtherShare, ErrNoShare, ErrBehind, ErrEmptied, share.ErrPassphrase, share.ErrFormat} {
				if errors.Is(err, fine) {
					err = nil
					break
				}
			}
			r.must(err, "sync when all is well")
		}
		if try == 2 {
			return moved + 1
		}
		if err := l.book.AddTarget(simContext, s.space, simPlace{t, l}, t.name); err != nil {
			r.also("put back: %v", err)
		}
		moved++
	}
}
