package people

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/journal"
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

func TestPageTellsWhatWasMissedAndCanBeDoneFirst(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	text := strings.Join(d.shot(100, 60).Lines(), "\n")
	at := 0
	for _, want := range []string{"1 Maya Lopez (MY-ah LOH-pez)", "Where it stands", "3 h 20 min missed", "1 h 40 min of 5 h left",
		"Missed, and what can be made up", "◐ 09:00 to 12:00, Language: 20 min missed: can be made up.",
		"○ 09:00 to 12:00, Language: 3 h missed: can be made up.", "Attendance", "part: came 09:20, 20 min missed", "absent; told us ahead",
		"Remark: the bus", "to come", "Notes about you", "Likes to go first", "together with you", "she/her", "maya@example.org"} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("%q is not on the page, or above what it should follow:\n%s", want, text)
		}
		at += i
	}
	d.lacks("Maria", "Zoé")
}

func TestCurtainLeavesNameAndMarksOnThePage(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.r.Curtain = true
	d.sees("1 Maya Lopez (MY-ah LOH-pez)", "◐ 09:00 to 12:00, Language: part: came 09:20", "○ 09:00 to 12:00, Language: absent.")
	d.lacks("maya@example.org", "Riverview", "the bus", "Likes", "told us ahead", "Where it stands", "attended of", "can be made up")
	for _, key := range []string{"n", "m", "o", "f", "c", "s"} {
		d.said = nil
		d.keys(key)
		if len(d.wants) != 0 || d.stack.Len() != 1 || !strings.Contains(d.last(), "the curtain is closed") {
			t.Errorf("%s said %q", key, d.last())
		}
	}
}

// on puts the focus of the page on the line that has a text.
func (d *desk) on(text string) {
	d.t.Helper()
	p := d.stack.Top().(*page)
	p.View(100, 30)
	for i, it := range p.items {
		if strings.Contains(ansi.Strip(strings.Join(it.lines, " ")), text) {
			p.at = i
			return
		}
	}
	d.t.Fatalf("%q is not on the page", text)
}

func TestPageOpensWhatIsAboutThePerson(t *testing.T) {
	d := told(t)
	d.open(PageOf(d.r, d.row(1)))
	d.keys("n")
	if len(d.wants) != 1 || d.wants[0] != (room.WantMsg{What: room.WantNote, Person: d.row(1)}) {
		t.Errorf("n wants %+v", d.wants)
	}
	d.on("Likes to go first")
	d.keys("n")
	if len(d.wants) != 2 || d.wants[1].Note != d.r.Cohort.Notes[0].ID {
		t.Errorf("on a note n wants %+v", d.wants)
	}
	d.keys("home", "x")
	d.sees("no longer coming from day")
	d.keys("esc", "e")
	d.sees("Say it like")
	d.keys("esc", "h")
	d.sees("History of 1 Maya Lopez", "not marked → part: came 09:20, 20 min missed (day 1 09:00 Language)", "say-it-like: MY-ah")
	d.keys("esc")
	d.on("20 min missed: can be made up")
	d.keys("h")
	d.sees("History of 1 Maya Lopez, day 1 09:00–12:00 Language", "part: came 09:20")
	d.lacks("absent", "say-it-like")
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
	d.open(journal.History(d.r, id, model.ID{}))
	d.sees("Nobody is here")
}

func TestPageAtTheUsualSizes(t *testing.T) {
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
	*d.r.Theme = *theme(true)
	vtest.Golden(t, "page-nocolor", d.shot(80, 21).Styled())
}
