package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store/faults"
)

// promises are what a session said.
type promises struct {
	formed map[string]touched
	saved  []string
	failed []string // all that it said to have failed
	kept   int      // the last setting that it promised
	done   bool
}

// touched is what a gesture marked; nothing for a gesture that marks nothing.
type touched struct {
	number      int
	cell        string // trainee and block
	leavesMarks bool
}

// hear takes one line that the session said.
func (p *promises) hear(line string) {
	words := strings.Fields(line)
	switch words[0] {
	case "formed":
		var g touched
		if len(words) == 5 {
			fmt.Sscan(words[2], &g.number)
			g.cell, g.leavesMarks = words[3]+words[4], true
		}
		if p.formed == nil {
			p.formed = map[string]touched{}
		}
		p.formed[words[1]] = g
	case "saved":
		p.saved = append(p.saved, words[1])
	case "kept":
		fmt.Sscan(words[1], &p.kept)
	case "done":
		p.done = true
	case "begun", "rewritten":
	default:
		p.failed = append(p.failed, line)
	}
}

func heard(calls faults.Recording) *promises {
	p := &promises{}
	for _, c := range calls {
		p.hearCall(c)
	}
	return p
}

func (p *promises) hearCall(c faults.Call) {
	if c.Op == faults.Say {
		for line := range strings.Lines(string(c.Data)) {
			p.hear(line)
		}
	}
}

// errLost is a promise that was broken.
var errLost = errors.New("lost")

// keeps opens a book after a session, or what is left of one, and compares it with what was promised: each
// gesture that was said to be saved is there, no other one that was not formed, and the marks are those
// of the last gesture that is there. errLost says how many are missing; other errors that the book did
// not open, or shows something wrong.
func (p *promises) keeps(path string, cohort model.ID) error {
	b, err := OpenWith(path, cheapWorld(), Secret(firstPass))
	if err != nil {
		return err
	}
	defer b.Close()
	b.db.NoSync = true // nothing that this writes is to last
	there, err := b.loggedIDs()
	if err != nil {
		return err
	}
	var lost []string
	for _, id := range p.saved {
		if !there[id] {
			lost = append(lost, id)
		}
	}
	if len(lost) > 0 {
		return fmt.Errorf("%w: %d of %d gestures", errLost, len(lost), len(p.saved))
	}
	c, err := b.Load(cohort)
	if err != nil {
		return err
	}
	if err := p.shows(c, there); err != nil {
		return err
	}
	text, err := b.Setting("hours")
	if err != nil {
		return err
	}
	kept := 0
	if fmt.Sscan(text, &kept); kept < p.kept {
		return fmt.Errorf("%w: the setting is %q, and %d was promised", errLost, text, p.kept)
	}
	return nil
}

// shows compares a cohort with the gestures that are in its book.
func (p *promises) shows(c *Cohort, there map[string]bool) error {
	last := map[string]int{}
	for id, g := range p.formed {
		if before, marked := last[g.cell]; there[id] && g.leavesMarks && (!marked || before < g.number) {
			last[g.cell] = g.number
		}
	}
	for cell, i := range last {
		at := slices.IndexFunc(c.People, func(p *Person) bool { return strings.HasPrefix(cell, p.ID.String()) })
		var shown Cell
		for block, marked := range c.People[at].Marks {
			if strings.HasSuffix(cell, block.String()) {
				shown = *marked
			}
		}
		if shown.Remark != sessionRemark(i) || shown.Mark.Arrived != sessionArrived(i) || shown.Waiting || shown.Conflict != nil {
			return fmt.Errorf("a wrong value: after gesture %d it shows %+v", i, shown)
		}
	}
	return nil
}

// loggedIDs are the ids of the log.
func (b *Book) loggedIDs() (map[string]bool, error) {
	there := map[string]bool{}
	err := b.view(func(tx *boltTx) error {
		clear(there)
		return tx.Bucket([]byte(bucketLog)).ForEach(func(key, sealed []byte) error {
			raw, err := openSealed(b.sealer, bucketLog, key, sealed)
			if err != nil {
				return err
			}
			g, err := parseLogged(raw)
			there[g.ID.String()] = true
			return err
		})
	})
	return there, err
}
