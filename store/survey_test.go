package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestASecondSurveyCountsOnlyWhatChanged(t *testing.T) {
	b := newBook(t)
	asOf := model.Moment{Date: model.DateOf(2026, 3, 2), Clock: 800}
	first := newCohort(t, b, 1, "Maya", "Noor")
	newCohort(t, b, 1, "Pia")
	told := func(asOf model.Moment) (steps []string) {
		t.Helper()
		got, err := b.Survey(asOf, func(done, all int) { steps = append(steps, fmt.Sprintf("%d of %d", done, all)) })
		if err != nil || !reflect.DeepEqual(got, slowSurvey(t, b, asOf)) {
			t.Fatalf("%+v: %v", got, err)
		}
		return steps
	}
	for _, c := range []struct {
		why    string
		before func()
		asOf   model.Moment
		want   string
	}{
		{"the first time", func() {}, asOf, "1 of 3, 2 of 3, 3 of 3"},
		{"nothing changed", func() {}, asOf, ""},
		{"no block ended", func() {}, model.Moment{Date: asOf.Date, Clock: 959}, ""},
		{"a block ended", func() {}, model.Moment{Date: asOf.Date, Clock: 960}, "1 of 2, 2 of 2"},
		{"the clock was put back", func() {}, asOf, "1 of 2, 2 of 2"},
		{"a mark", func() {
			save(t, first, oplog.Single, first.EditMark(first.Row(1), first.Blocks[0].ID, model.Plain(model.Absent)))
		}, asOf, "1 of 1"},
		{"a name", func() {
			save(t, first, oplog.Single, first.EditTrainee(model.Trainee{ID: first.Row(2).Trainee.ID, Name: "Nour"})...)
		}, asOf, "1 of 1"},
		{"a join", func() {
			save(t, first, oplog.Single, joinOf(t, b, first.Row(1).Trainee.ID, first.Row(2).Trainee.ID))
		}, asOf, "1 of 2, 2 of 2"},
		{"a third cohort", func() { newCohort(t, b, 1, "Olga") }, asOf, "1 of 2, 2 of 2"},
		{"a cohort undone", func() {
			for range 2 {
				undo(t, b)
			}
		}, asOf, "1 of 2, 2 of 2"},
	} {
		c.before()
		if got := strings.Join(told(c.asOf), ", "); got != c.want {
			t.Errorf("%s: counted %q, not %q", c.why, got, c.want)
		}
	}
}

func TestATextThatComesLaterIsInTheNextSurvey(t *testing.T) {
	b := newBook(t)
	c := newCohort(t, b, 1, "Maya")
	digest := c.regs[field(kindTrainee, propName, c.Row(1).Trainee.ID)].Shown().Text
	var sealed []byte
	change(t, b, func(tx *bolt.Tx) error {
		texts := tx.Bucket([]byte(bucketTexts))
		sealed = clone(texts.Get(digest[:]))
		return texts.Delete(digest[:])
	})
	named := func() string {
		got, err := b.Survey(model.Moment{Date: model.DateOf(2026, 3, 9)}, nil)
		if err != nil || len(got) != 1 {
			t.Fatal(got, err)
		}
		return got[0].Name
	}
	if name := named(); name != namelessOne {
		t.Errorf("withheld, the name is %s", name)
	}
	change(t, b, func(tx *bolt.Tx) error { return tx.Bucket([]byte(bucketTexts)).Put(digest[:], sealed) })
	if name := named(); name != "Maya" {
		t.Errorf("arrived, the name is %s", name)
	}
}

// TestASurveyNoticesWhatLoadNotices takes entries away and changes them behind the book's back.
func TestASurveyNoticesWhatLoadNotices(t *testing.T) {
	for name, c := range map[string]struct {
		key     func(c *Cohort) []byte
		put     bool
		damaged bool
	}{
		"a mark gone": {func(c *Cohort) []byte {
			return headKey(field(kindMark, 1, c.Cohort.ID, c.Blocks[0].ID, c.Row(1).Trainee.ID))
		}, false, false},
		"a remark gone": {func(c *Cohort) []byte {
			return headKey(field(kindMark, propRemark, c.Cohort.ID, c.Blocks[0].ID, c.Row(1).Trainee.ID))
		}, false, false},
		"a person gone":  {func(c *Cohort) []byte { return headKey(field(kindTrainee, propName, c.Row(1).Trainee.ID)) }, false, false},
		"a tally gone":   {func(c *Cohort) []byte { return tallyKey(c.Cohort.ID[:]) }, false, false},
		"a note changed": {func(c *Cohort) []byte { return headKey(field(kindNote, propText, c.Cohort.ID, c.Notes[0].ID)) }, true, true},
		"an attendance changed": {func(c *Cohort) []byte {
			return headKey(field(kindMark, 1, c.Cohort.ID, c.Blocks[0].ID, c.Row(1).Trainee.ID))
		}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			b, cohort := lived(t)
			for range lastRanges + 1 { // so that the tally lies in the range
				newCohort(t, b, 1, "Pia")
			}
			asOf := model.Moment{Date: model.DateOf(2026, 3, 9)}
			want := slowSurvey(t, b, asOf)
			change(t, b, func(tx *bolt.Tx) error {
				heads := tx.Bucket([]byte(bucketHeads))
				key := c.key(cohort)
				sealed := clone(heads.Get(key))
				if sealed == nil {
					t.Fatal("there is no such entry")
				}
				if !c.put {
					return heads.Delete(key)
				}
				sealed[len(sealed)-1] ^= 1
				return heads.Put(key, sealed)
			})
			got, err := b.Survey(asOf, nil)
			switch {
			case c.damaged && !errors.Is(err, ErrDamaged):
				t.Errorf("%v", err)
			case !c.damaged && (err != nil || !reflect.DeepEqual(got, want)):
				t.Errorf("not made whole: %+v, %v", got, err)
			}
		})
	}
}

func TestAClosedBookIsNotSurveyed(t *testing.T) {
	b := newBook(t)
	b.Close()
	if _, err := b.Survey(model.Moment{}, nil); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}
