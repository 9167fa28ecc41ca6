package people

import (
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
)

// told is a desk with a story of row 1: late on day 1, absent on the first block of day 2, a remark
// and a note.
func told(t testing.TB) *desk {
	d := newDesk(t)
	c := d.r.Cohort
	maya := c.Row(1)
	d.mark(1, 1, 0, model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock})
	d.mark(1, 1, 1, model.Plain(model.Present))
	d.mark(1, 2, 0, model.Plain(model.Absent))
	tr := maya.Trainee
	tr.Say, tr.Pronouns, tr.Email, tr.Worksite, tr.Certificate = "MY-ah LOH-pez", "she/her", "maya@example.org", "Riverview", "Maria Lopez"
	edits := append(c.EditTrainee(tr), c.EditRemark(maya, d.block(2, 0), "the bus"), c.EditTold(maya, d.block(2, 0), true))
	edits = append(edits, c.EditNote(store.Note{ID: d.id(), Trainee: maya.Trainee.ID, Text: "Likes to go first. 日本 नमस्ते", Together: true})...)
	d.run(d.r.Commit(oplog.Single, "told", edits...))
	d.said = nil
	return d
}

func TestPageTellsDaysTotalsRemarksAndNotesOfOnePerson(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.sees("1 Maya Lopez", "MY-ah LOH-pez", "she/her", "maya@example.org", "Riverview", "days 1–4",
		"◐ ●  09:00 part: came 09:20, 20 min missed, 13:00 present", "○ ·", "told us ahead", "to come",
		"attended of", "the bus", "written together", "Likes to go first")
	d.lacks("Maria", "Zoé")
}

func TestCurtainLeavesNameAndMarksOnThePage(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.r.Curtain = true
	d.sees("1 Maya Lopez", "MY-ah LOH-pez", "◐ ●")
	d.lacks("maya@example.org", "Riverview", "the bus", "Likes", "told us ahead", "So far", "attended of")
	d.keys("n")
	if len(d.wants) != 0 || !strings.Contains(d.last(), "curtain") {
		t.Errorf("n said %q", d.last())
	}
}

func TestPageOpensWhatIsAboutThePerson(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.keys("n")
	if len(d.wants) != 1 || d.wants[0] != (room.WantMsg{What: room.WantNote, Person: d.row(1)}) {
		t.Errorf("n wants %+v", d.wants)
	}
	d.keys("x")
	d.sees("no longer coming from day")
	d.keys("esc", "e")
	d.sees("Say it like")
	d.keys("esc", "h")
	d.sees("History of 1 Maya Lopez", "day 1 09:00 Language: not marked → part: came 09:20", "say-it-like: MY-ah")
	d.keys("esc", "down", "down", "down", "down", "down", "down", "h")
	d.sees("History of 1 Maya Lopez, day 1")
	d.lacks("day 2 09:00", "say-it-like")
	d.keys("esc", "esc")
	if d.stack.Len() != 0 {
		t.Errorf("%d overlays are left", d.stack.Len())
	}
}

func TestPageMovesOverEveryLineAndKeepsItInSight(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	p := d.stack.Top().(*page)
	for _, key := range []string{"down", "pgdown", "end", "up", "pgup", "home", "end"} {
		for _, h := range []int{1, 4, 9, 30} {
			p.View(60, h)
			d.keys(key)
			f := p.View(60, h)
			if len(f.Lines) > h || f.Cursor.Y >= len(f.Lines) || !strings.Contains(f.Lines[f.Cursor.Y], ">") {
				t.Fatalf("%s at %d lines: cursor %d, %q", key, h, f.Cursor.Y, f.Lines)
			}
		}
	}
	if p.at != len(p.items)-1 {
		t.Errorf("End stops at %d of %d", p.at, len(p.items))
	}
}

func TestWhoIsUndoneMeanwhileIsSaidToBeGone(t *testing.T) {
	d := newDesk(t)
	d.open(Add(d.r, true))
	d.keys("'Ana", "enter")
	id := d.focus
	d.open(PageOf(d.r, id))
	d.run(d.r.Undo())
	d.sees("not in the cohort any more")
	d.keys("e")
	if !strings.Contains(d.last(), "not in the cohort any more") {
		t.Errorf("e said %q", d.last())
	}
	d.keys("esc")
	d.open(Edit(d.r, id))
	d.sees("Nobody is here")
	d.keys("esc")
	d.open(Leaving(d.r, id))
	d.sees("Nobody is here")
	d.keys("esc")
	d.open(History(d.r, id, model.ID{}))
	d.sees("Nobody is here")
}

func TestHistoryOfAMarkNamesWhoWhenAndWhatAndUndoesAGesture(t *testing.T) {
	d := newDesk(t)
	block := d.block(2, 0)
	d.mark(1, 2, 0, model.Plain(model.Absent))
	d.mark(1, 2, 0, model.Plain(model.Present))
	d.mark(2, 2, 0, model.Plain(model.Absent))
	h := History(d.r, d.row(1), block).(*history)
	if text := strings.Join(h.View(80, 10).Lines, "\n"); !strings.Contains(text, "reading the journal") {
		t.Errorf("before it is read: %s", text)
	}
	d.open(h)
	d.sees("History of 1 Maya Lopez, day 2 09:00–12:00 Language", "3 Mar 14:05", "Asha", "absent → present", "not marked → absent")
	if len(h.lines) != 2 {
		t.Fatalf("%d lines", len(h.lines))
	}
	d.keys("enter")
	d.sees("Undo this: 1 Maya Lopez: present?")
	d.keys("y")
	if got := d.stored(1).Cell(block).Mark.State; got != model.Absent {
		t.Errorf("undone to %v", got)
	}
	d.sees("undone: absent → present")
	d.keys("down", "enter")
	if !strings.Contains(d.last(), "undone already") {
		t.Errorf("said %q", d.last())
	}
}

func TestHistoryOfAnEarlierDateIsAskedAboutOnce(t *testing.T) {
	d := newDesk(t)
	d.mark(1, 2, 0, model.Plain(model.Absent))
	d.clock = d.clock.Add(24 * time.Hour)
	d.open(History(d.r, d.row(1), d.block(2, 0)))
	d.keys("enter")
	d.sees("Undo of Tue 3 Mar 2026: 1 Maya Lopez: absent?")
	d.keys("y")
	if got := d.stored(1).Cell(d.block(2, 0)).Mark.State; got != model.Unmarked {
		t.Errorf("undone to %v", got)
	}
}

func TestHistoryBehindTheCurtainHidesTexts(t *testing.T) {
	d := told(t)
	d.open(History(d.r, d.row(1), model.ID{}))
	d.sees("the bus", "maya@example.org", "certificate name: changed")
	d.lacks("Maria")
	d.r.Curtain = true
	d.lacks("the bus", "maya@example.org", "Riverview")
	d.sees("day 2 09:00 Language: not marked → absent")
}

func TestPageAndHistoryAtTheUsualSizes(t *testing.T) {
	d := told(t)
	d.open(Edit(d.r, d.row(1)))
	d.keys("ctrl+u", "'マヤ Lópéz नूर", "ctrl+s")
	d.open(PageOf(d.r, d.row(1)))
	d.shot(80, 21)
	d.keys("down", "down")
	for _, size := range sizes {
		vtest.Golden(t, "page-"+size.name, d.shot(size.w, size.h).Shot())
	}
	vtest.Golden(t, "page-colour", d.shot(80, 21).Styled())
	d.keys("h")
	for _, size := range sizes {
		vtest.Golden(t, "history-"+size.name, d.shot(size.w, size.h).Shot())
	}
	*d.r.Theme = *theme(true)
	vtest.Golden(t, "history-nocolor", d.shot(80, 21).Styled())
	d.keys("esc")
	vtest.Golden(t, "page-nocolor", d.shot(80, 21).Styled())
}

func TestHistoryTellsTimesAsTheScreenShowsThem(t *testing.T) {
	d := newDesk(t)
	r := d.r
	r.Twelve = true
	first := r.Cohort.BlocksOf(1)[0].ID
	p := r.Cohort.Row(1)
	d.run(r.Commit(oplog.Single, "", r.Cohort.EditMark(p, first, model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock}),
		r.Cohort.EditRemark(p, first, "came at 13:00")))
	d.open(History(r, p.Trainee.ID, first))
	d.sees("part: came 9:20 am", "came at 13:00")
	d.lacks("m… ")
}
