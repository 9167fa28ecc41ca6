package ready_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/ready"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// eve is a desk on the evening of day 1, of which nothing is marked, with the page of day 2.
func eve(t testing.TB) *roomtest.Desk {
	r := roomtest.New(t, time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC), "Maya Lopez", "स्तेफ़ानी देवी", "日本 太郎")
	r.Day = 2
	d := roomtest.At(t, r)
	d.Open(ready.Open(r))
	return d
}

// goTo puts the focus on a line.
func goTo(d *roomtest.Desk, what string) {
	d.Helper()
	d.Press("home")
	for range 9 {
		f := d.Draw(100, 30)
		_, y := f.CursorAt()
		if strings.Contains(f.Lines()[y], what) {
			return
		}
		d.Press("down")
	}
	d.Fatalf("there is no line on %s", what)
}

func TestWhatIsOpenIsSaidWithWhatToDo(t *testing.T) {
	d := eve(t)
	d.Sees("Ready for day 2, Tue 3 Mar 2026?", "things are open", "✓ roster", "3 people", "✓ dates", "day 2 is on Tue 3 Mar 2026",
		"! required course", "3 people are not known", "! earlier days marked", "day 1: 6 blocks not marked", "! earlier days closed", "day 1 is not closed",
		"✓ book", "backup")
}

func TestEnterGoesThere(t *testing.T) {
	for what, check := range map[string]func(d *roomtest.Desk) bool{
		"roster": func(d *roomtest.Desk) bool {
			return slices.Equal(d.Gone, []room.GoMsg{{Tab: room.Today}}) && d.Room.Day == 2 && d.Stack.Len() == 0
		},
		"dates": func(d *roomtest.Desk) bool {
			return d.Stack.Len() == 2 && strings.Contains(d.Draw(80, 24).Text(), "Day 2: change what?")
		},
		"required course": func(d *roomtest.Desk) bool {
			return d.Stack.Len() == 2 && strings.Contains(d.Draw(80, 24).Text(), "1 Maya Lopez") && strings.Contains(d.Draw(80, 24).Text(), "Who did Peer Support 101?")
		},
		"earlier days marked": func(d *roomtest.Desk) bool {
			return slices.Equal(d.Gone, []room.GoMsg{{Tab: room.Today}}) && d.Room.Day == 1 && d.Stack.Len() == 0
		},
		"earlier days closed": func(d *roomtest.Desk) bool {
			return d.Room.Day == 1 && d.Stack.Len() == 1 && strings.Contains(d.Draw(80, 24).Text(), "Close day 1, Mon 2 Mar 2026?")
		},
		"book": func(d *roomtest.Desk) bool {
			return d.Stack.Len() == 1 && strings.Contains(d.Last(), "nothing to do")
		},
		"backup": func(d *roomtest.Desk) bool {
			return d.Stack.Len() == 1 && strings.Contains(d.Last(), "outside of Rollbook")
		},
	} {
		d := eve(t)
		goTo(d, what)
		d.Press("enter")
		if !check(d) {
			t.Errorf("%s: on day %d, gone %v, said %q\n%s", what, d.Room.Day, d.Gone, d.Said, d.Draw(80, 24).Text())
		}
	}
}

func TestThePageLooksAgainAfterAChange(t *testing.T) {
	d := eve(t)
	r := d.Room
	var edits []store.Edit
	for _, b := range r.Cohort.BlocksOf(1) {
		for _, p := range r.Cohort.People {
			edits = append(edits, r.Cohort.EditMark(p, b.ID, model.Plain(model.Present)))
		}
	}
	d.Run(r.Commit(oplog.Rest, "", edits...))
	d.Sees("✓ earlier days marked", "! earlier days closed")
	goTo(d, "earlier days closed")
	d.Press("enter", "y")
	d.Open(ready.Open(r))
	r.Day = 2
	d.Press("]")
	d.Sees("Ready for day 2", "✓ earlier days closed")
	d.Run(r.Commit(oplog.Single, "", r.Cohort.EditMark(r.Cohort.Row(1), r.Cohort.BlocksOf(1)[0].ID, model.Plain(model.Absent))))
	d.Sees("! earlier days closed", "day 1 was changed since it was closed")
}

func TestBracketsLookAtOtherDays(t *testing.T) {
	d := eve(t)
	d.Press("]")
	d.Sees("Ready for day 3")
	d.Press("[", "[")
	d.Sees("Ready for day 1", "nothing is left to mark")
	d.Press("[")
	if d.Last() != "this is the first day" {
		t.Errorf("said %q", d.Said)
	}
}

func TestAnEmptyRosterIsImported(t *testing.T) {
	d := eve(t)
	d.Press("esc")
	var edits []store.Edit
	for _, p := range d.Room.Cohort.People {
		edits = append(edits, d.Room.Cohort.Leave(p, 1)...)
	}
	d.Run(d.Room.Commit(oplog.Single, "", edits...))
	d.Open(ready.Open(d.Room))
	d.Sees("! roster", "nobody is enrolled for day 2")
	d.Press("enter")
	if len(d.Wanted) != 1 || d.Wanted[0].What != room.WantImport {
		t.Errorf("wanted %v", d.Wanted)
	}
}

func TestTheCurtainHidesWhoLacksTheCourse(t *testing.T) {
	d := eve(t)
	d.Sees("1 Maya Lopez")
	d.Room.Curtain = true
	d.Lacks("Maya", "not known")
}

func TestTheReadyPageAtTheUsualSizes(t *testing.T) {
	for _, size := range []struct {
		name string
		w, h int
	}{{"60x20", 60, 18}, {"80x24", 80, 22}, {"120x40", 120, 38}} {
		d := eve(t)
		goTo(d, "required course")
		vtest.Golden(t, "ready-"+size.name, cleaned(d.Draw(size.w, size.h).Shot()))
	}
	for name, theme := range map[string]*kit.Theme{"dark": kit.NewTheme(true, false, false), "nocolor-ascii": kit.NewTheme(true, true, true)} {
		d := eve(t)
		*d.Room.Theme = *theme
		vtest.Golden(t, "ready-"+name, cleaned(d.Draw(80, 22).Styled()))
	}
}

// cleaned leaves out what is said of backups, which names the test's own folder.
func cleaned(lines []string) []string {
	at := slices.IndexFunc(lines, func(line string) bool { return strings.Contains(line, "backup") })
	return append(lines[:max(at, 0):max(at, 0)], lines[len(lines)-1])
}

func TestAnySizeIsDrawnWithinItself(t *testing.T) {
	d := eve(t)
	o := d.Stack.Top()
	for w := 1; w < 100; w += 9 {
		for h := 1; h < 30; h++ {
			f := o.View(w, h)
			if len(f.Lines) > h || f.Cursor.Y >= max(len(f.Lines), 1) {
				t.Fatalf("%d×%d: %d lines, cursor %+v", w, h, len(f.Lines), f.Cursor)
			}
			for _, line := range f.Lines {
				if n := d.Room.Theme.Width(line); n > w {
					t.Fatalf("%d×%d: %d cells: %q", w, h, n, line)
				}
			}
		}
	}
}
