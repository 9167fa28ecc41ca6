package store

import (
	"errors"
	"maps"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// checkAll is what must hold once nothing moves any more.
func (r *simRun) checkAll() {
	logs, all := map[*simLaptop]map[model.ID]*oplog.Gesture{}, map[model.ID]*oplog.Gesture{}
	for _, l := range r.laptops {
		if !l.gone {
			logs[l] = l.log()
			maps.Copy(all, logs[l])
			r.checkKept(l, logs[l])
		}
	}
	scopes := map[*simShare]*simScope{}
	for _, s := range r.shares {
		if members := r.members(s); len(members) > 0 {
			scopes[s] = newSimScope(all, s, members[0].carries(s))
			r.checkShare(scopes[s], members, logs)
		}
	}
	for _, l := range r.laptops {
		if !l.gone {
			r.checkTexts(l, logs[l], scopes)
			r.checkStrangers(l, logs[l], scopes)
		}
	}
	r.checkSealed(scopes)
}

// checkKept looks for gestures that were called saved, with their texts.
func (r *simRun) checkKept(l *simLaptop, log map[model.ID]*oplog.Gesture) {
	struck, texts := l.struck(), l.texts()
	for id := range l.acked {
		g := log[id]
		if g == nil {
			r.fail("an acknowledged gesture is lost", "%s has no %s any more", l.name, id)
		}
		for _, c := range g.Changes {
			if _, here := texts[c.Text]; !here && !c.Text.IsZero() && !struck[string(c.Text[:])] {
				r.fail("an acknowledged text is lost", "%s has no text of %s any more", l.name, id)
			}
		}
	}
}

// checkSpread compares the gestures of a share that two members have, and their texts.
func (r *simRun) checkSpread(sc *simScope, l, other *simLaptop, mine, theirs map[model.ID]*oplog.Gesture) {
	texts, known, struck := l.texts(), other.texts(), l.struck()
	for id, g := range theirs {
		if !sc.takes(g, false) {
			continue
		}
		if mine[id] == nil {
			r.fail("a gesture is missing", "%s has no %s, which %s has: %+v", l.name, id, other.name, g.Changes)
		}
		for i := range g.Changes {
			c := &g.Changes[i]
			_, here := texts[c.Text]
			if _, there := known[c.Text]; there && !here && sc.change(c, false) && !struck[string(c.Text[:])] {
				r.fail("a text is missing", "%s has no text of %s, which %s has: %+v", l.name, id, other.name, c)
			}
		}
	}
}

// carries are the cohorts that the laptop's share carries, in order.
func (l *simLaptop) carries(s *simShare) []model.ID {
	ids := slices.Clone(l.share(s).Cohorts)
	slices.SortFunc(ids, compareIDs)
	return ids
}

// checkShare compares all that members of a share have of it with what the first of them has.
func (r *simRun) checkShare(sc *simScope, members []*simLaptop, logs map[*simLaptop]map[model.ID]*oplog.Gesture) {
	for _, l := range members {
		if mine, theirs := l.carries(sc.share), members[0].carries(sc.share); !slices.Equal(mine, theirs) {
			r.fail("members carry other cohorts", "%s: %v, %s: %v", l.name, mine, members[0].name, theirs)
		}
		for _, other := range members {
			if other != l {
				r.checkSpread(sc, l, other, logs[l], logs[other])
			}
		}
		r.checkReached(sc.share, l, members)
	}
	office := sc.share.forWhom == ForOffice
	for _, id := range slices.SortedFunc(maps.Keys(sc.cohorts), compareIDs) {
		var first *simLaptop
		var shown, told string
		for _, l := range members {
			c, err := l.book.Load(id)
			if errors.Is(err, ErrNoCohort) {
				c = l.book.Blank(id) // taken back
			} else {
				r.must(err, "load a cohort")
			}
			l.inQuestionHere(c)
			l.settledStays(c)
			print, journal := l.printed(c, office), ""
			if !office {
				journal = l.journal(id)
			}
			if first == nil {
				first, shown, told = l, print, journal
				continue
			}
			if print != shown {
				r.fail("laptops show other things", "%s and %s of %s:\n%s", first.name, l.name, id, firstDifference(shown, print))
			}
			if journal != told {
				r.fail("journals differ", "%s and %s of %s:\n%s", first.name, l.name, id, firstDifference(told, journal))
			}
		}
	}
}

// checkReached is what each member is told that the others have: everything, in the end.
func (r *simRun) checkReached(s *simShare, l *simLaptop, members []*simLaptop) {
	status, err := l.book.ShareStatus(s.space)
	r.must(err, "tell of a share")
	lost := slices.ContainsFunc(r.laptops, func(l *simLaptop) bool { return l.twice || l.gone }) // and files with it
	if len(status.Waiting) > 0 && !lost || len(status.Pending) > 0 || status.Unsent > 0 {
		r.fail("something is left to do", "%s: %+v", l.name, status)
	}
	for _, m := range members {
		i := slices.IndexFunc(status.Laptops, func(p Laptop) bool { return p.Device == m.book.Device() })
		switch {
		case i < 0:
			r.fail("a laptop is not listed", "%s does not know of %s: %+v", l.name, m.name, status.Laptops)
		case m != l && !l.twice && !m.twice && (!status.Laptops[i].HasMine.All || !status.Laptops[i].IHave.All):
			r.fail("who has everything is said not to", "%s of %s: %+v", l.name, m.name, status.Laptops[i])
		}
	}
}

// checkStatus compares what a laptop tells of the others with what those have.
func (l *simLaptop) checkStatus(s *simShare) {
	r := l.run
	status, err := l.book.ShareStatus(s.space)
	r.must(err, "tell of a share")
	if status.Unsent > 0 || len(status.Pending) > 0 || l.twice {
		return
	}
	sent := map[model.ID]bool{}
	for _, id := range l.carries(s) {
		sent[id] = true
	}
	for _, p := range status.Laptops {
		i := slices.IndexFunc(r.laptops, func(m *simLaptop) bool { return !m.gone && m.book != nil && m.book.Device() == p.Device })
		if p.Me || !p.HasMine.All || i < 0 || r.laptops[i].twice {
			continue
		}
		theirs := r.laptops[i].log()
		for id, g := range l.log() {
			if g.Device == l.book.Device() && sent[cohortOf(g)] && theirs[id] == nil && s.forWhom == ForTrainers {
				r.fail("received is said of what is not", "%s says that %s has everything, which has no %s", l.name, r.laptops[i].name, id)
			}
		}
	}
}

// checkTexts looks for texts that are struck, or that the laptop should never have seen.
func (r *simRun) checkTexts(l *simLaptop, log map[model.ID]*oplog.Gesture, scopes map[*simShare]*simScope) {
	struck, mine := l.struck(), map[model.ID]bool{}
	for id, g := range log {
		for _, c := range g.Changes {
			if l.own[g.Device] || l.acked[id] {
				mine[c.Text] = true
			}
		}
	}
	for digest, text := range l.texts() {
		if struck[string(digest[:])] {
			r.fail("a struck text is back", "%s has %q", l.name, text)
		}
		fits := mine[digest]
		for s, sc := range scopes {
			fits = fits || l.in[s] && sc.field(sc.owner[digest], true)
		}
		if !fits && !r.forgotten(scopes) {
			r.fail("a text where it is not meant to be", "%s has %q", l.name, text)
		}
	}
}

// forgotten reports whether no share is left to tell what may be where.
func (r *simRun) forgotten(scopes map[*simShare]*simScope) bool { return len(scopes) < len(r.shares) }

// checkStrangers looks for gestures that no share of the laptop's carries.
func (r *simRun) checkStrangers(l *simLaptop, log map[model.ID]*oplog.Gesture, scopes map[*simShare]*simScope) {
	if r.forgotten(scopes) {
		return
	}
	for id, g := range log {
		fits := l.own[g.Device] || l.acked[id]
		for s, sc := range scopes {
			fits = fits || l.in[s] && sc.takes(g, true)
		}
		if !fits {
			r.fail("a gesture where it is not meant to be", "%s has %s: %+v", l.name, id, g.Changes)
		}
	}
}

// checkSealed opens all segments that laptops put: they are sealed for those of the share, hold nothing
// that it does not carry, and none of the texts that were known to be struck when the epoch was taken up.
func (r *simRun) checkSealed(scopes map[*simShare]*simScope) {
	for s, sc := range scopes {
		ids := map[model.ID]*share.Identity{}
		for _, l := range r.members(s) {
			maps.Copy(ids, l.identities(s))
		}
		for _, one := range r.sealed {
			id, e := ids[one.name.Epoch], s.epoch(one.name.Epoch)
			if id == nil || e == nil {
				continue // of the other share, or of an epoch that nobody took up
			}
			seg, err := share.Read(one.data, id)
			if err != nil {
				r.fail("a segment is not for the share", "%s: %v", one.name.Path(), err)
			}
			struck := r.struckBefore(seg.Device, e)
			for _, raw := range seg.Gestures {
				g, err := oplog.Parse(raw)
				r.must(err, "parse a gesture of a segment")
				if r.knows(sc, g) && !sc.takes(g, true) {
					r.fail("a gesture in a segment that is not of the share", "%s in %s: %+v", g.ID, s.name, g.Changes)
				}
			}
			for _, text := range seg.Texts {
				d := text.Digest()
				if f, known := sc.owner[d]; known && !sc.field(f, true) {
					r.fail("a text in a segment that is not for the share", "%q in %s", text, s.name)
				}
				if struck[string(d[:])] {
					r.fail("a struck text in a later epoch", "%q in %s", text, one.name.Path())
				}
			}
		}
	}
}

// knows reports whether all that a gesture names is still somewhere: what was lost with a laptop can't be
// judged.
func (r *simRun) knows(sc *simScope, g *oplog.Gesture) bool {
	for _, c := range g.Changes {
		if c.Field.Kind == oplog.KindStrike && sc.owner[model.ID([]byte(c.Field.Entity))].Kind == 0 {
			return false
		}
	}
	return sc.all[g.ID] != nil
}

// struckBefore are texts that every laptop of a device knew to be struck before it took up an epoch.
func (r *simRun) struckBefore(device model.ID, e *simEpoch) (struck simStruck) {
	for _, l := range r.laptops {
		if !l.own[device] {
			continue
		}
		knew := l.knew[e.id.String()]
		if knew == nil {
			return nil
		}
		if struck == nil {
			struck = maps.Clone(knew)
		}
		maps.DeleteFunc(struck, func(d string, _ bool) bool { return !knew[d] })
	}
	return struck
}

// identities are those of the epochs that the laptop was told of.
func (l *simLaptop) identities(s *simShare) map[model.ID]*share.Identity {
	w, err := l.book.shareOf(s.space)
	l.run.must(err, "read a share")
	out := map[model.ID]*share.Identity{}
	for _, e := range append([]wireEpoch{w.Epoch}, w.Earlier...) {
		id, err := e.identity()
		l.run.must(err, "read an identity")
		out[model.ID(e.ID)] = id
	}
	return out
}
