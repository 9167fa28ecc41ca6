package store

import (
	"maps"
	"os"
	"path/filepath"
	"time"
)

// What happens to laptops and to the files of their books.

// bytes are those of the book's file, which is closed for it.
func (l *simLaptop) bytes() []byte {
	l.close()
	data, err := os.ReadFile(l.path)
	l.run.must(err, "read a book's file")
	return data
}

// clone copies the book to another machine, or to two, where people go on with it.
func (r *simRun) clone(l *simLaptop) {
	for range 1 + r.step.IntN(2) {
		if len(r.laptops) < 7 {
			r.cloneOnce(l)
		}
	}
}

func (r *simRun) cloneOnce(l *simLaptop) {
	data := l.bytes()
	l.open()
	c := r.addLaptop()
	r.must(os.WriteFile(c.path, data, 0o600), "copy a book")
	c.acked, c.in, c.reach = maps.Clone(l.acked), maps.Clone(l.in), r.anyReach()
	c.own, c.knew = maps.Clone(l.own), maps.Clone(l.knew)
	c.skew = l.skew
	l.twice, c.twice = true, true
	for _, s := range r.shares {
		for _, e := range s.epochs {
			e.without[c] = e.without[l]
		}
	}
	c.open()
	r.also("as %s", c.name)
	if cohort := c.cohort(); cohort != nil && r.step.IntN(2) == 0 {
		r.markRest(c, cohort)
		r.sync(c)
	}
}

func (r *simRun) keepCopy(l *simLaptop) {
	data := l.bytes()
	l.open()
	l.kept = append(l.kept, simCopy{data, maps.Clone(l.acked)})
}

// restore puts an older copy in the book's place. What was done since is lost, unless others have it.
func (r *simRun) restore(l *simLaptop) {
	if len(l.kept) == 0 {
		return
	}
	c := some(r, l.kept)
	l.close()
	r.must(os.WriteFile(l.path, c.data, 0o600), "restore a book")
	l.acked, l.twice = maps.Clone(c.acked), true
	for _, s := range r.shares {
		for _, e := range s.epochs {
			l.knew[e.id.String()] = simStruck{} // it may have cut for them before it knew, and not know that any more
		}
	}
	l.open()
}

// move puts the book into another folder.
func (r *simRun) move(l *simLaptop) {
	l.close()
	to := filepath.Join(filepath.Dir(l.path), "elsewhere", "roll.book")
	r.must(os.MkdirAll(filepath.Dir(to), 0o700), "make a folder")
	r.must(os.Rename(l.path, to), "move a book")
	l.path = to
	l.open()
}

// clock sets the laptop's clock wrong by up to ten years, or right.
func (r *simRun) clock(l *simLaptop) {
	l.skew = time.Duration(r.step.IntN(21)-10) * 365 * 24 * time.Hour
	if r.step.IntN(2) == 0 {
		l.skew = 0
	}
	r.also("%v", l.skew)
}

// powerCut ends the program without a word: what was called saved is on the disk.
func (r *simRun) powerCut(l *simLaptop) {
	l.dead = true
}

// lose takes a laptop away for good.
func (r *simRun) lose(l *simLaptop) {
	here := 0
	for _, other := range r.laptops {
		if !other.gone {
			here++
		}
	}
	if here <= 2 {
		return
	}
	l.close()
	l.gone = true
}
