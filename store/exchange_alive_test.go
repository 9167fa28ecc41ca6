package store

import (
	"context"
	"testing"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/store/share/sharetest"
)

func TestAPlaceThatNeverAnswersHoldsUpNoMark(t *testing.T) {
	for _, op := range []sharetest.Op{sharetest.Probe, sharetest.List, sharetest.Get, sharetest.Put} {
		t.Run(string(op), func(t *testing.T) {
			asha, ben, place := newBook(t), newBook(t), &sharetest.Memory{}
			c := newCohort(t, asha, 1, "Maya")
			space := shareOn(t, asha, place, c.Cohort.ID)
			syncOn(t, asha, space, place)
			joinOn(t, ben, place, "Ben's laptop", testPass)
			syncOn(t, ben, space, place)
			theirs := loaded(t, ben, c.Cohort.ID)
			save(t, theirs, oplog.Single, theirs.EditTold(theirs.People[0], theirs.Blocks[0].ID, true))
			syncOn(t, ben, space, place)

			save(t, c, oplog.Single, c.EditTold(c.People[0], c.Blocks[1].ID, true)) // to be sent
			reached, answer := make(chan bool, 1), make(chan bool)
			place.Before = func(call sharetest.Call) error {
				if call.Op == op {
					select {
					case reached <- true:
					default:
					}
					<-answer
				}
				return nil
			}
			done := make(chan error, 1)
			go func() {
				_, err := asha.Sync(context.Background(), space, place, place.String(), SyncOptions{})
				done <- err
			}()
			<-reached
			save(t, c, oplog.Single, c.EditMark(c.People[0], c.Blocks[0].ID, model.Plain(model.Present))) // waits until it is on the disk
			if got := reload(t, c).People[0].Cell(c.Blocks[0].ID).Mark.State; got != model.Present {
				t.Errorf("the mark is %v", got)
			}
			close(answer)
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
}
