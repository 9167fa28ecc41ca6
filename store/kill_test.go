package store

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

// saveUntilKilled marks the first cohort of a book without end, and says each gesture once it is
// promised to be saved.
func saveUntilKilled(path string) error {
	b, err := Open(path, roleWorld())
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
	}
}

func TestWhatWasSaidToBeSavedIsThereAfterAKill(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 2, "Maya", "Noor", "Olga", "Pia", "Quinn")
	b.Close()
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 1))
	kills := 30
	if testing.Short() {
		kills = 5
	}
	total := 0
	for kill := range kills {
		said := killed(t, b.Path(), time.Duration(chance.IntN(60_000))*time.Microsecond)
		again, err := Open(b.Path(), b.world)
		if err != nil {
			t.Fatalf("kill %d of seed %d: %v", kill, seed, err)
		}
		there := logged(t, again)
		for _, id := range said {
			if !slices.ContainsFunc(there, func(have model.ID) bool { return have.String() == id }) {
				t.Fatalf("kill %d of seed %d: gesture %s was promised and is gone", kill, seed, id)
			}
		}
		if _, err := again.Load(c.Cohort.ID); err != nil {
			t.Fatalf("kill %d of seed %d: %v", kill, seed, err)
		}
		if entries, err := again.Journal(model.ID{}); kill == kills-1 && (err != nil || len(entries) != len(there)) {
			t.Fatalf("the journal has %d of %d gestures: %v", len(entries), len(there), err)
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		total += len(said)
	}
	if total == 0 {
		t.Error("no gesture was saved before any kill: nothing was tried")
	}
}

// killed lets a program save into the book for a while after its first words, kills it, and
// returns the gestures that it said to be saved.
func killed(t *testing.T, path string, after time.Duration) (said []string) {
	t.Helper()
	cmd := inRole("save until killed", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); first != "ready\n" {
		t.Fatalf("it began with %q: %v", first, err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break // a line cut short by the kill is no promise
		}
		if err != nil {
			t.Fatal(err)
		}
		said = append(said, line[:len(line)-1])
	}
	cmd.Wait()
	return said
}
