package share_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/store/share"
)

// Files of a share are small: a day's marks of 25 people in four blocks, one key for most of them and a
// key each for some, take at most so many bytes a mark beside what any file takes.
const (
	mostPerMark  = 20
	mostOverhead = 512 // an empty segment: the seal, the signature and the header
)

// day is a day's marks as the book forms them: in each block one gesture for all that are left, and
// the others one by one.
func day(t testing.TB, people, blocks, single int) (gestures [][]byte, marks int) {
	t.Helper()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	clock := func() time.Time { at = at.Add(7321 * time.Millisecond); return at }
	b, err := store.Create(filepath.Join(t.TempDir(), "roll.book"), store.World{Now: clock, Chance: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if err := b.SetAuthor("Asha"); err != nil {
		t.Fatal(err)
	}
	id := func() model.ID {
		id, err := b.NewID()
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	c := b.Blank(id())
	save := func(how oplog.How, edits ...store.Edit) []byte {
		d, err := c.Form(how, edits...)
		if err != nil {
			t.Fatal(err)
		}
		c.Apply(d)
		if err := b.Save(d).Wait(); err != nil {
			t.Fatal(err)
		}
		return d.Gesture.Raw
	}
	edits := append(c.EditCohort(model.Cohort{ID: c.Cohort.ID, Name: "Spring", Course: "cipss"}),
		c.EditDay(model.Day{ID: id(), Number: 1, Date: model.DateOf(2026, 3, 2)})...)
	for n := range blocks {
		start := model.Clock(9*60 + n*90)
		edits = append(edits, c.EditBlock(model.Block{ID: id(), Day: 1, Start: start, End: start + 80, Topic: fmt.Sprint("Topic ", n)})...)
	}
	save(oplog.Single, edits...)
	edits = nil
	for row := range people {
		trainee := id()
		edits = append(edits, c.EditTrainee(model.Trainee{ID: trainee, Name: fmt.Sprint("Person ", row+1)})...)
		edits = append(edits, c.EditEnrollment(model.Enrollment{Trainee: trainee, Row: row + 1, From: 1})...)
	}
	save(oplog.Import, edits...)
	odd := []model.Mark{{State: model.Part, Arrived: 9*60 + 20}, model.Plain(model.Absent), {State: model.Part, Arrived: -1, Left: 14 * 60}}
	rest := []store.Edit{}
	for _, block := range c.BlocksOf(1) {
		for row := 1; row <= people; row++ {
			if marks++; marks%(people*blocks/single) == 0 { // some here and there
				gestures = append(gestures, save(oplog.Single, c.EditMark(c.Row(row), block.ID, odd[row%len(odd)])))
				continue
			}
			rest = append(rest, c.EditMark(c.Row(row), block.ID, model.Plain(model.Present)))
		}
	}
	return append(gestures, save(oplog.Rest, rest...)), marks
}

// cutSize is how many bytes a segment of those gestures has.
func cutSize(t testing.TB, gestures [][]byte) int {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := share.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	data, err := share.Cut(&share.Segment{Space: model.ID{1}, Epoch: model.ID{2}, Incarnation: [8]byte{3}, Seq: 4,
		Previous: share.Hash{5}, Tips: []share.Hash{{5}}, Made: 1772456400000, Cohorts: []model.ID{{6}}, Gestures: gestures}, key, identity)
	if err != nil {
		t.Fatal(err)
	}
	return len(data)
}

func TestADaysMarksAreSmallOnTheWire(t *testing.T) {
	gestures, marks := day(t, 25, 4, 10)
	raw := 0
	for _, g := range gestures {
		raw += len(g)
	}
	overhead, size := cutSize(t, nil), cutSize(t, gestures)
	perMark := float64(size-overhead) / float64(marks)
	t.Logf("%d marks in %d gestures of %d bytes: a file of %d, of which %d are any file's; %.1f bytes a mark", marks, len(gestures), raw, size, overhead, perMark)
	if marks != 100 || len(gestures) != 11 {
		t.Errorf("%d marks in %d gestures are no such day", marks, len(gestures))
	}
	if overhead > mostOverhead || perMark > mostPerMark {
		t.Errorf("a file costs %d bytes, and %.1f a mark", overhead, perMark)
	}
}
