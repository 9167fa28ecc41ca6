package store

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// What else a program does between the gestures of a session until it is killed.
var untilKills = map[string]func(b *Book, c *Cohort, i int) error{
	sessionPlain:  func(*Book, *Cohort, int) error { return nil },
	sessionSealed: func(*Book, *Cohort, int) error { return nil },
	"catches up": func(b *Book, c *Cohort, _ int) error { // heads are brought up to the log each time
		_, err := b.Load(c.Cohort.ID)
		return err
	},
	"rewrites": func(b *Book, _ *Cohort, i int) error {
		if i%2 == 0 {
			return nil
		}
		return b.Rewrite()
	},
}

// saveUntilKilled marks the first cohort of a book without end, and says each gesture once it is
// promised to be saved.
func saveUntilKilled(path string) error {
	world := roleWorld()
	world.Cost = cheap
	b, err := OpenWith(path, world, Secret(firstPass))
	if err != nil {
		return err
	}
	list, err := b.Cohorts()
	if err != nil {
		return err
	}
	c, err := b.Load(list[0].ID)
	if err != nil {
		return err
	}
	between := untilKills[os.Getenv(sessionVariable)]
	fmt.Println("ready")
	for i := 0; ; i++ {
		var edits []Edit
		for n := range 1 + i%5 {
			mark := model.Mark{State: model.Part, Arrived: model.Clock(541 + i%150), Left: model.NoClock}
			edits = append(edits, c.EditMark(c.People[n], c.Blocks[i%len(c.Blocks)].ID, mark), c.EditRemark(c.People[n], c.Blocks[0].ID, fmt.Sprint("remark ", i)))
		}
		d, err := c.Form(oplog.Single, edits...)
		if err != nil {
			return err
		}
		if d == nil {
			continue // the one killed before marked the same
		}
		c.Apply(d)
		if err := b.Save(d).Wait(); err != nil {
			return err
		}
		fmt.Println(d.Gesture.ID)
		if err := between(b, c, i); err != nil {
			return err
		}
	}
}

func TestWhatWasSaidToBeSavedIsThereAfterAKill(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	var kills, promised atomic.Int64
	t.Run("kinds", func(t *testing.T) {
		for kind := range untilKills {
			t.Run(kind, func(t *testing.T) {
				t.Parallel()
				n, said := killOften(t, kind, rand.New(rand.NewPCG(seed, 1)), fewer(80))
				kills.Add(int64(n))
				promised.Add(int64(said))
			})
		}
	})
	t.Logf("kills: %d tried with seed %d, %d gestures acknowledged, 0 lost", kills.Load(), seed, promised.Load())
}

// killOften kills a program that saves into a book, again and again, and opens the book each time: each
// gesture that was ever promised must be there.
func killOften(t *testing.T, kind string, chance *rand.Rand, kills int) (killed, promised int) {
	b := newBook(t)
	b.world.Cost = cheap
	c := newCohort(t, b, 2, "Maya", "Noor", "Olga", "Pia", "Quinn")
	if kind == sessionSealed {
		set(t, b, firstPass)
	}
	b.Close()
	var said []string
	for kill := range kills {
		program := inRole("save until killed", b.Path())
		program.Env = append(program.Env, sessionVariable+"="+kind)
		said = append(said, untilKilled(t, program, time.Duration(chance.IntN(60_000))*time.Microsecond)...)
		again, err := OpenWith(b.Path(), cheapWorld(), Secret(firstPass))
		if err != nil {
			t.Fatalf("kill %d: %v", kill, err)
		}
		there, err := again.loggedIDs()
		if err != nil {
			t.Fatalf("kill %d: %v", kill, err)
		}
		for _, id := range said {
			if !there[id] {
				t.Fatalf("kill %d: gesture %s was promised and is gone", kill, id)
			}
		}
		if _, err := again.Load(c.Cohort.ID); err != nil {
			t.Fatalf("kill %d: %v", kill, err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if len(said) == 0 {
		t.Error("no gesture was saved before any kill: nothing was tried")
	}
	report, err := CheckBook(b.Path(), cheapWorld(), secretOf(kind), nil)
	if err != nil || len(report.Faults) > 0 {
		t.Errorf("after %d kills a check finds %v, %v", kills, report, err)
	}
	return kills, len(said)
}

// secretOf is what opens the book of a kind of session.
func secretOf(kind string) Secret {
	if kind == sessionSealed {
		return Secret(firstPass)
	}
	return nil
}

// untilKilled lets a program go on for a while after its first words, kills it, and returns what it said
// meanwhile. A line cut short by the kill is no promise.
func untilKilled(t *testing.T, program *exec.Cmd, after time.Duration) (said []string) {
	t.Helper()
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); first != "ready\n" {
		t.Fatalf("it began with %q: %v", first, err)
	}
	timer := time.AfterFunc(after, func() { program.Process.Kill() })
	defer timer.Stop()
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "failed:") {
			t.Fatalf("it ended before it was killed: %s", line)
		}
		said = append(said, strings.TrimSuffix(line, "\n"))
	}
	program.Wait()
	return said
}
