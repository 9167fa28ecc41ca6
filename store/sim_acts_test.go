package store

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// simAct is something that happens on a laptop or to a place, and how often.
type simAct struct {
	name  string
	often int
	do    func(r *simRun, l *simLaptop)
}

// simActs are all that can happen.
var simActs []simAct

func init() {
	for name, act := range map[string]struct {
		often int
		do    func(r *simRun, l *simLaptop, c *Cohort)
	}{
		"mark": {20, (*simRun).mark}, "mark the rest": {6, (*simRun).markRest}, "told ahead": {3, (*simRun).told}, "remark": {5, (*simRun).remark},
		"own words": {2, (*simRun).ownWords}, "note": {5, (*simRun).note}, "edit a note": {3, (*simRun).editNote}, "strike": {4, (*simRun).strike},
		"settle": {8, (*simRun).settle}, "walk-in": {3, (*simRun).walkIn}, "join": {2, (*simRun).join}, "forget": {1, (*simRun).forget},
		"rename": {3, (*simRun).rename}, "plan": {2, (*simRun).replan}, "close a day": {2, (*simRun).closeDay}, "make-up": {2, (*simRun).makeUp},
		"leave": {1, (*simRun).leave}, "something newer": {3, (*simRun).newer}, "enroll who is known": {2, (*simRun).enrollKnown},
		"undo of anything": {3, (*simRun).undoAny},
	} {
		simActs = append(simActs, simAct{name, act.often, func(r *simRun, l *simLaptop) {
			if c := l.cohort(); c != nil {
				act.do(r, l, c)
			} else {
				r.also("no cohort")
			}
		}})
	}
	for name, act := range map[string]struct {
		often int
		do    func(r *simRun, l *simLaptop)
	}{
		"undo": {6, (*simRun).undo}, "redo": {3, (*simRun).redo}, "new cohort": {2, (*simRun).newCohort}, "author": {1, (*simRun).author},
		"sync": {40, (*simRun).sync}, "sync, stopped": {8, (*simRun).syncStopped}, "sync, crashed": {10, (*simRun).syncCrashed},
		"join a share": {8, (*simRun).joinShare}, "office share": {2, (*simRun).officeShare}, "carry": {2, (*simRun).carry},
		"rotate": {3, (*simRun).rotate}, "take up the epoch": {5, (*simRun).takeUp}, "accept": {2, (*simRun).accept},
		"clone": {3, (*simRun).clone}, "keep a copy": {3, (*simRun).keepCopy}, "restore": {4, (*simRun).restore}, "move": {1, (*simRun).move},
		"clock": {3, (*simRun).clock}, "power cut": {3, (*simRun).powerCut}, "lost": {1, (*simRun).lose},
		"harm a file": {8, (*simRun).harm}, "a file comes late": {5, (*simRun).late}, "copy between places": {4, (*simRun).relay}, "foreign file": {3, (*simRun).foreign},
		"hint lies": {2, (*simRun).lie}, "place away, read-only, folding": {3, (*simRun).hinder}, "swap places": {1, (*simRun).swap},
		"place as it was": {2, (*simRun).rollBack}, "key lost": {1, (*simRun).loseKey},
	} {
		simActs = append(simActs, simAct{name, act.often, act.do})
	}
	slices.SortFunc(simActs, func(a, b simAct) int { return strings.Compare(a.name, b.name) })
}

// simDraw is one of the acts, by how often they come.
func simDraw(plan *rand.Rand) simAct {
	all := 0
	for _, a := range simActs {
		all += a.often
	}
	n := plan.IntN(all)
	for _, a := range simActs {
		if n -= a.often; n < 0 {
			return a
		}
	}
	panic("unreachable")
}
