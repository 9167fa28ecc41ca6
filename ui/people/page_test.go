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
	"rollbook/ui/room/roomtest"
)

// told is a desk with a story of row 1: late on day 1, absent on the first block of day 2, a remark
// and a note.
func told(t testing.TB) *desk {
	d := newDesk(t)
	c := d.Room.Cohort
	maya := c.Row(1)
	d.mark(1, 1, 0, model.Mark{State: model.Part, Arrived: 560, Left: model.NoClock})
	d.mark(1, 1, 1, model.Plain(model.Present))
	d.mark(1, 2, 0, model.Plain(model.Absent))
	tr := maya.Trainee
	tr.Say, tr.Pronouns, tr.Email, tr.Worksite, tr.Certificate = "MY-ah LOH-pez", "she/her", "maya@example.org", "Riverview", "Maria Lopez"
	edits := append(c.EditTrainee(tr), c.EditRemark(maya, d.block(2, 0), "the bus"), c.EditTold(maya, d.block(2, 0), true))
	edits = append(edits, c.EditNote(store.Note{ID: d.id(), Trainee: maya.Trainee.ID, Text: "Likes to go first. 日本 नमस्ते", Together: true})...)
	d.Run(d.Room.Commit(oplog.Single, "told", edits...))
	d.Said = nil
	return d
}

func TestPageTellsWhatWasMissedAndCanBeDoneFirst(t *testing.T) {
	d := told(t)
	d.Open(PageOf(d.Room, d.row(1)))
	text := strings.Join(d.Bare(100, 60).Lines(), "\n")
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
	d.Lacks("Maria", "Zoé")
}

func TestCurtainLeavesNameAndMarksOnThePage(t *testing.T) {
	d := told(t)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Room.Curtain = true
	d.Sees("1 Maya Lopez (MY-ah LOH-pez)", "◐ 09:00 to 12:00, Language: part: came 09:20", "○ 09:00 to 12:00, Language: absent.")
	d.Lacks("maya@example.org", "Riverview", "the bus", "Likes", "told us ahead", "Where it stands", "attended of", "can be made up")
	for _, key := range []string{"n", "m", "o", "f", "c", "s"} {
		d.Said = nil
		d.Press(key)
		if len(d.Wanted) != 0 || d.Stack.Len() != 1 || !strings.Contains(d.Last(), "the curtain is closed") {
			t.Errorf("%s said %q", key, d.Last())
		}
	}
}

// on puts the focus of the page on the line that has a text.
func (d *desk) on(text string) {
	d.Helper()
	p := d.Stack.Top().(*page)
	p.View(100, 30)
	for i, it := range p.items {
		if strings.Contains(ansi.Strip(strings.Join(it.lines, " ")), text) {
			p.at = i
			return
		}
	}
	d.Fatalf("%q is not on the page", text)
}

func TestPageOpensWhatIsAboutThePerson(t *testing.T) {
	d := told(t)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("n")
	if len(d.Wanted) != 1 || d.Wanted[0] != (room.WantMsg{What: room.WantNote, Person: d.row(1)}) {
		t.Errorf("n wants %+v", d.Wanted)
	}
	d.on("Likes to go first")
	d.Press("n")
	if len(d.Wanted) != 2 || d.Wanted[1].Note != d.Room.Cohort.Notes[0].ID {
		t.Errorf("on a note n wants %+v", d.Wanted)
	}
	d.Press("home", "x")
	d.Sees("no longer coming from day")
	d.Press("esc", "e")
	d.Sees("Say it like")
	d.Press("esc", "h")
	d.Sees("History of 1 Maya Lopez", "not marked → part: came 09:20, 20 min missed (day 1 09:00 Language)", "say-it-like: MY-ah")
	d.Press("esc")
	d.on("20 min missed: can be made up")
	d.Press("h")
	d.Sees("History of 1 Maya Lopez, day 1 09:00–12:00 Language", "part: came 09:20")
	d.Lacks("absent", "say-it-like")
	d.Press("esc", "esc")
	if d.Stack.Len() != 0 {
		t.Errorf("%d overlays are left", d.Stack.Len())
	}
}

func TestPageMovesOverEveryLineAndKeepsItInSight(t *testing.T) {
	d := told(t)
	d.Open(PageOf(d.Room, d.row(1)))
	p := d.Stack.Top().(*page)
	for _, key := range []string{"down", "pgdown", "end", "up", "pgup", "home", "end"} {
		for _, h := range []int{1, 4, 9, 30} {
			p.View(60, h)
			d.Press(key)
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
	d.Open(Add(d.Room, true))
	d.Press("'Ana", "enter")
	id := d.focus()
	d.Open(PageOf(d.Room, id))
	d.Run(d.Room.Undo())
	d.Sees("not in the cohort any more")
	d.Press("e")
	if !strings.Contains(d.Last(), "not in the cohort any more") {
		t.Errorf("e said %q", d.Last())
	}
	d.Press("esc")
	d.Open(Edit(d.Room, id))
	d.Sees("Nobody is here")
	d.Press("esc")
	d.Open(Leaving(d.Room, id))
	d.Sees("Nobody is here")
	d.Press("esc")
	d.Open(journal.History(d.Room, id, model.ID{}))
	d.Sees("Nobody is here")
}

func TestPageAtTheUsualSizes(t *testing.T) {
	d := told(t)
	d.Open(Edit(d.Room, d.row(1)))
	d.Press("ctrl+u", "'マヤ Lópéz नूर", "ctrl+s")
	d.Open(PageOf(d.Room, d.row(1)))
	d.Bare(80, 21)
	d.Press("down", "down")
	for _, size := range sizes {
		vtest.Golden(t, "page-"+size.name, d.Bare(size.w, size.h).Shot())
	}
	vtest.Golden(t, "page-colour", d.Bare(80, 21).Styled())
	*d.Room.Theme = *roomtest.Theme(true)
	vtest.Golden(t, "page-nocolor", d.Bare(80, 21).Styled())
}
