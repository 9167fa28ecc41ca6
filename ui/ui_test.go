package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/guide"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
)

// opened is the root on a cohort of twenty people, on its first day.
func opened(t testing.TB) *root {
	t.Helper()
	var names []string
	for i := range 20 {
		names = append(names, fmt.Sprintf("Person %c", 'A'+i))
	}
	m := newRoot(roomtest.New(t, roomtest.DayOne, names...))
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	return m
}

// settle runs a command and all that follows from it.
func settle(m *root, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			settle(m, c)
		}
	default:
		_, next := m.Update(msg)
		settle(m, next)
	}
}

// press types keys one after another, each followed by all that comes of it.
func press(m *root, keys ...string) {
	for _, key := range vtest.Keys(keys...) {
		_, cmd := m.Update(key)
		settle(m, cmd)
	}
}

// burst types keys before any command has run, as a fast hand or a slow machine does.
func burst(m *root, keys ...string) {
	var cmds []tea.Cmd
	for _, key := range vtest.Keys(keys...) {
		_, cmd := m.Update(key)
		cmds = append(cmds, cmd)
	}
	for _, cmd := range cmds {
		settle(m, cmd)
	}
}

func states(t testing.TB, m *root) string {
	t.Helper()
	m.room.Book.Flush()
	c, err := m.room.Book.Load(m.room.Cohort.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	block, out := c.BlocksOf(1)[0].ID, ""
	for _, p := range c.People {
		out += m.room.Theme.Glyph(kit.State(p.Cell(block).Mark.State))
	}
	return out
}

func shows(m *root, text string) bool {
	return strings.Contains(strings.Join(m.frame().Lines, "\n"), text)
}

func TestSevenKeysMarkTwentyPeopleWithThreeExceptions(t *testing.T) {
	for name, type_ := range map[string]func(*root, ...string){"one by one": press, "all at once": burst} {
		m := opened(t)
		type_(m, "P", "3", "a", "7", "a", "9", "a")
		if got, want := states(t, m), "●●○●●●○●○●●●●●●●●●●●"; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestWhatIsTypedAfterAKeyGoesIntoThePromptThatItOpens(t *testing.T) {
	m := opened(t)
	burst(m, "7", "l", "9", "2", "0", "enter", "8", "a")
	if got := states(t, m); !strings.HasPrefix(got, "······◐○·") {
		t.Errorf("7l920⏎8a in one go: %s", got)
	}
}

func TestKeysTypedDuringAnUndoWaitForIt(t *testing.T) {
	m := opened(t)
	press(m, "1", "a")
	burst(m, "u", "2", "a", "u", "3", "a")
	if got := states(t, m); !strings.HasPrefix(got, "··○·") {
		t.Errorf("a u a u a in one go: %s", got)
	}
}

func TestTheCurtainOpensOnlyWithDotAndEnter(t *testing.T) {
	m := opened(t)
	press(m, ".")
	if !m.room.Curtain || !shows(m, "curtain closed") {
		t.Error(". did not close the curtain, or the header doesn't say so")
	}
	press(m, ".", "x")
	if !m.room.Curtain {
		t.Error(". and another key opened it")
	}
	press(m, ".", "enter")
	if m.room.Curtain {
		t.Error(". and Enter did not open it")
	}
}

func TestTheFirstKeyOfTheNextDayOnlyAsksWhichDayIsMeant(t *testing.T) {
	m := opened(t)
	now := roomtest.DayOne.AddDate(0, 0, 1)
	m.room.Now = func() time.Time { return now }
	press(m, "a")
	if got := states(t, m); strings.ContainsRune(got, '○') {
		t.Errorf("the key of the next morning marked: %s", got)
	}
	if !shows(m, "Which day is meant?") {
		t.Errorf("nothing was asked:\n%s", strings.Join(m.frame().Lines, "\n"))
	}
	press(m, "enter")
	if m.room.Day != 2 {
		t.Errorf("after Enter the day is %d", m.room.Day)
	}
}

func TestACapitalLetterAsksAboutCapsLock(t *testing.T) {
	m := opened(t)
	press(m, "A")
	if !shows(m, "Caps Lock") || strings.ContainsRune(states(t, m), '○') {
		t.Errorf("A: %s", m.say)
	}
}

func TestAPastedPageIsNeverTakenAsKeys(t *testing.T) {
	m := opened(t)
	_, cmd := m.Update(tea.PasteMsg{Content: "Paa\nq\nu3a7a"})
	settle(m, cmd)
	if got := states(t, m); got != strings.Repeat("·", 20) {
		t.Errorf("a paste marked: %s", got)
	}
}

func TestEveryScreenIsOneKeyAway(t *testing.T) {
	m := opened(t)
	for key, tab := range map[string]room.Tab{"t": room.Today, "o": room.Topics, "n": room.Notes, "r": room.Review, "s": room.Sync} {
		press(m, "g", key)
		if m.tab != tab {
			t.Errorf("g %s opens %s", key, m.screen().Title())
		}
	}
	press(m, "g", "t", "tab", "tab", "shift+tab")
	if m.tab != room.Topics {
		t.Errorf("tab tab shift+tab opens %s", m.screen().Title())
	}
}

func TestNothingOfTheBookIsDrawnWhileLocked(t *testing.T) {
	m := opened(t)
	press(m, "ctrl+l")
	if shows(m, "Person") || shows(m, "Spring") {
		t.Error("locked, the screen shows the roster")
	}
	press(m, "a", "P")
	if got := states(t, m); got != strings.Repeat("·", 20) {
		t.Errorf("locked, keys mark: %s", got)
	}
	press(m, "enter")
	if !shows(m, "Person A") {
		t.Error("Enter did not open it")
	}
}

func TestAnyWindowIsDrawnWithinItself(t *testing.T) {
	m := opened(t)
	for _, keys := range [][]string{{}, {"?"}, {"esc", ":"}, {"esc", "1", "l"}, {"esc", "g", "o"}, {"g", "n"}, {"g", "r"}, {"g", "s"}} {
		press(m, keys...)
		for _, size := range [][2]int{{1, 1}, {5, 2}, {39, 9}, {40, 10}, {60, 20}, {80, 24}, {200, 60}} {
			m.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			f := m.frame()
			if len(f.Lines) > size[1] {
				t.Errorf("after %v at %v: %d lines", keys, size, len(f.Lines))
			}
			for _, line := range f.Lines {
				if w := m.room.Theme.Width(line); w > size[0] {
					t.Errorf("after %v at %v: a line of %d cells: %q", keys, size, w, line)
				}
			}
		}
	}
}

// looks are actions on what is seen, not on the book: they have no command.
var looks = []string{"next screen", "screen before", "go to", "all actions", "keys", "lock", "PIN of the day", "back", "quit", "move", "choose"}

func TestEveryActionHasACommandAsWell(t *testing.T) {
	m := opened(t)
	tables := [][]kit.Binding{m.keys()}
	for _, s := range append(m.screens, m.start) {
		tables = append(tables, s.Keys())
	}
	for _, table := range tables {
		for _, b := range table {
			if b.Command == "" && !b.Hidden && !slices.Contains(looks, b.Name) {
				t.Errorf("%s (%s) has no command", b.Name, b.Keys[0])
			}
			if b.About == "" || b.Name == "" {
				t.Errorf("%v is not explained", b.Keys)
			}
		}
	}
}

func TestNoKeyMeansTwoThings(t *testing.T) {
	m := opened(t)
	for _, s := range m.screens {
		seen := map[string]string{}
		for _, b := range append(s.Keys(), m.keys()...) {
			for _, k := range b.Keys {
				if other, twice := seen[k]; twice {
					t.Errorf("%s: %s is %s and %s", s.Title(), k, other, b.Name)
				}
				seen[k] = b.Name
			}
		}
	}
}

func TestTheGuideHasAllItsPages(t *testing.T) {
	pages := guide.Pages()
	if len(pages) != 13 {
		t.Errorf("%d pages", len(pages))
	}
	for _, p := range pages {
		if p.Title == "" || len(p.Text) < 100 {
			t.Errorf("page %q has %d bytes", p.Title, len(p.Text))
		}
	}
}

func TestTimesAreOfTwelveHoursWhereTheLocaleSaysSo(t *testing.T) {
	for locale, want := range map[string]bool{"en_US.UTF-8": true, "en_GB.UTF-8": false, "C.UTF-8": false, "de_DE.UTF-8": false, "": false, "en_CA": true} {
		if got := TwelveHours(func(name string) string {
			if name == "LANG" {
				return locale
			}
			return ""
		}); got != want {
			t.Errorf("%q: %v", locale, got)
		}
	}
}

func TestDatesHaveTheMonthFirstWhereTheLocaleWritesItSo(t *testing.T) {
	for env, want := range map[[3]string]bool{ // LC_ALL, LC_TIME, LANG
		{"", "", "en_US.UTF-8"}: true, {"", "", "es_US"}: true, {"", "", "en_GB.UTF-8"}: false, {"", "", "C.UTF-8"}: false, {}: false,
		{"", "de_DE.UTF-8", "en_US.UTF-8"}: false, {"en_US", "de_DE.UTF-8", "fr_FR"}: true, {"", "en_US.UTF-8", ""}: true,
	} {
		get := map[string]string{"LC_ALL": env[0], "LC_TIME": env[1], "LANG": env[2]}
		if got := MonthFirst(func(name string) string { return get[name] }); got != want {
			t.Errorf("%q: %v", env, got)
		}
	}
}

func TestANoteOnSomebodyForgottenIsRefusedBeforeItOpens(t *testing.T) {
	m := opened(t)
	settle(m, m.room.Forget(m.room.Cohort.Row(1).Trainee.ID))
	for _, key := range []string{"n", "r"} {
		press(m, "1", key)
		if m.stack.Len() != 0 || m.say != store.ErrForgotten.Error() {
			t.Errorf("%s: %d overlays, said %q", key, m.stack.Len(), m.say)
		}
	}
}

func BenchmarkKeyOnToday(b *testing.B) {
	for _, people := range []int{25, 5000} {
		b.Run(fmt.Sprint(people), func(b *testing.B) {
			names := make([]string, people)
			for i := range names {
				names[i] = fmt.Sprintf("Person %d", i)
			}
			m := newRoot(roomtest.New(b, roomtest.DayOne, names...))
			m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
			var keys []tea.KeyPressMsg
			for _, key := range []string{"p", "a", "c"} {
				for range 24 {
					keys = append(keys, vtest.Keys(key)...)
				}
				keys = append(keys, vtest.Keys("home")...)
			}
			b.ResetTimer()
			for i := range b.N {
				m.Update(keys[i%len(keys)])
				m.View()
			}
			b.StopTimer()
			m.room.Book.Flush()
		})
	}
}

var _ = model.NoDate
