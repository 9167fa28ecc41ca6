package sync

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room/roomtest"
)

// noon is when the tests look at the screen.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// screenOf is the screen of a book, knowing what the test says.
func screenOf(t *testing.T, theme *kit.Theme, k known, sticks ...share.Stick) *Screen {
	t.Helper()
	r := roomtest.Empty(t, noon)
	theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
	r.Theme = theme
	x := NewExchange(r)
	x.known, x.sticks = k, sticks
	x.known.loaded = true
	s := New(r, x)
	s.place = "~/Application Data/книга 名簿/Rollbook/roll.book"
	return s
}

func id(n byte) model.ID { return model.ID{n} }

// busy is what the book knows in the middle of a training: two shares, names in several scripts, work
// that is pending, a wrong clock, a file that was set aside.
func busy() known {
	spring, fall := id(1), id(2)
	one := store.Share{Space: id(11), Targets: []string{"/media/asha/KINGSTON/rollbook"}, For: store.ForTrainers, Cohorts: []model.ID{spring, fall}, Label: "Asha's laptop", Synced: noon.Add(-12 * time.Minute)}
	office := store.Share{Space: id(12), Targets: []string{"s3://peers/rollbook?endpoint=https://s3.example.org", "/srv/asha/Nextcloud/名簿"}, For: store.ForOffice, Notes: true, Cohorts: []model.ID{spring},
		Behind: "the share has a new passphrase, of Tue 3 Mar"}
	k := known{order: []store.Listed{{Cohort: model.Cohort{ID: spring, Name: "Spring 2026"}}, {Cohort: model.Cohort{ID: fall, Name: "Fall 2026"}}}, author: "Asha", disputed: 2}
	k.shares = []seen{
		{one, &store.ShareStatus{Share: one, Unsent: 3, Waiting: []string{"waiting for a file of 王小明's laptop"}, Laptops: []store.Laptop{
			{Label: "Asha's laptop", Device: id(21), Me: true},
			{Label: "दीपिका का लैपटॉप", Device: id(22), Seen: noon.Add(-20 * time.Hour), HasMine: store.Reach{UpTo: noon.Add(-20 * time.Hour), Sent: 12}, IHave: store.Reach{All: true, UpTo: noon.Add(-20 * time.Hour)}},
			{Label: "王小明's laptop", Device: id(23), Seen: noon.Add(-3 * time.Minute), Waiting: true, IHave: store.Reach{UpTo: noon.Add(-50 * time.Hour)}},
			{Label: "لابتوب عائشة", Device: id(24), Seen: noon.Add(9000 * time.Hour), HasMine: store.Reach{All: true, UpTo: noon.Add(-12 * time.Minute)}, IHave: store.Reach{All: true, UpTo: noon}, Clock: 9000 * time.Hour},
			{Label: "the old laptop", Device: id(25), Removed: true},
		}, Pending: []store.Pending{{Label: "the old laptop", Device: id(25), Gestures: 7}}}},
		{office, &store.ShareStatus{Share: office, Laptops: []store.Laptop{{Label: "Asha's laptop", Device: id(21), Me: true}}}},
	}
	return k
}

func eachLook(t *testing.T, do func(name string, theme *kit.Theme, w, h int)) {
	for name, theme := range map[string]func() *kit.Theme{"colour": func() *kit.Theme { return kit.NewTheme(false, false, false) }, "nocolor": func() *kit.Theme { return kit.NewTheme(true, true, false) }} {
		for _, size := range []struct {
			name string
			w, h int
		}{{"60x20", 60, 20}, {"80x24", 80, 24}, {"120x40", 120, 40}} {
			do(name+"-"+size.name, theme(), size.w, size.h)
		}
	}
}

// drawn draws a screen between the header and the lines at the bottom, as the root does, and its keys.
func drawn(t *testing.T, s *Screen, w, h int) *vtest.Screen {
	f := s.View(w, h-3)
	lines := append(append([]string{}, f.Lines...), make([]string, h-len(f.Lines))...)
	lines[h-1] = s.r.Theme.Footer(s.Keys(), w)
	screen := vtest.NewScreen(t, w, h)
	screen.Draw(lines, f.Cursor.X, f.Cursor.Y)
	return screen
}

func TestSaysThatTheBookIsHereOnlyAtTheUsualSizes(t *testing.T) {
	eachLook(t, func(name string, theme *kit.Theme, w, h int) {
		s := screenOf(t, theme, known{}, share.Stick{Path: "/media/asha/KINGSTON"})
		text := drawn(t, s, w, h).Text()
		for _, words := range []string{"KINGSTON", "n makes a share on it", "Nothing is shared yet"} {
			if !strings.Contains(text, words) {
				t.Errorf("%s: %q is not on the screen:\n%s", name, words, text)
			}
		}
		s.sheet.Move(1)
		vtest.Golden(t, "nothing-"+name, drawn(t, s, w, h).Styled())
	})
}

func TestSharesAtTheUsualSizes(t *testing.T) {
	eachLook(t, func(name string, theme *kit.Theme, w, h int) {
		s := screenOf(t, theme, busy())
		s.x.results[id(11)] = []outcome{{share: s.x.known.shares[0].share, target: "/media/asha/KINGSTON/rollbook",
			synced: &store.Synced{SentGestures: 12, ReceivedGestures: 1, Rejected: []store.Rejected{{File: "v1/0a/log/00000003-9f.seg", Why: "damaged: it is read again when it changes"}}}}}
		vtest.Golden(t, "shares-"+name, drawn(t, s, w, h).Styled())
		s.x.run = &run{what: "syncing", cancel: func() {}, far: progress{"/media/asha/KINGSTON/rollbook", store.SyncProgress{What: "importing", Done: 300, All: 1000}}}
		s.sheet.Move(100)
		vtest.Golden(t, "syncing-"+name, drawn(t, s, w, h).Styled())
	})
}

func TestAsciiHasABarToo(t *testing.T) {
	s := screenOf(t, kit.NewTheme(true, true, true), busy())
	s.x.run = &run{what: "syncing", cancel: func() {}, far: progress{"x", store.SyncProgress{What: "sending", Done: 1, All: 2}}}
	text := drawn(t, s, 60, 20).Text()
	if !strings.Contains(text, "########") || !strings.Contains(text, "1 of 2") || strings.Contains(text, "█") {
		t.Error(text)
	}
}

func TestWhatCannotBeDoneSaysWhy(t *testing.T) {
	s := screenOf(t, kit.NewTheme(true, true, false), known{})
	for key, why := range map[string]string{"s": "no share yet", "n": "no cohort to share yet", "a": "no share yet", "x": "no share yet", "e": "no share yet", "p": "no share yet", "t": "no share yet", "w": "no share yet", "l": "no share yet", "f": "no share yet"} {
		cmd, found := kit.Press(s.Keys(), vtest.Key(key))
		if !found || !strings.Contains(saidBy(cmd), why) {
			t.Errorf("%s says %q", key, saidBy(cmd))
		}
	}
	s = screenOf(t, kit.NewTheme(true, true, false), busy())
	s.lay()
	s.sheet.Move(1) // from the disagreements to the first share
	for key, why := range map[string]string{"x": "go to the laptop", "p": "has it already", "w": "every cohort", "i": "", "s": ""} {
		got := ""
		for _, b := range s.Keys() {
			if b.Keys[0] == key && b.Why != nil {
				got = b.Why()
			}
		}
		if (got == "") != (why == "") || !strings.Contains(got, why) {
			t.Errorf("%s: %q", key, got)
		}
	}
}

// saidBy is what a command says.
func saidBy(cmd tea.Cmd) string {
	msgs, _ := kit.Ready(cmd)
	for _, m := range msgs {
		if say, ok := m.(kit.SayMsg); ok {
			return say.Text
		}
	}
	return ""
}
