package ui

import (
	"fmt"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/guide"
	"rollbook/ui/journal"
	"rollbook/ui/kit"
	"rollbook/ui/lock"
	"rollbook/ui/people"
	"rollbook/ui/ready"
	"rollbook/ui/room"
)

// typed takes a key or a paste: to the overlay that is open, else to the screen's keys, else to
// those that are the same everywhere.
func (m *root) typed(msg tea.Msg) tea.Cmd {
	if m.leaving {
		return nil
	}
	if m.cover != nil {
		return m.covered(msg)
	}
	if m.watch.Key(m.room.Now()) {
		return m.lock(lock.Slept) // the key came before the watch had seen it, and means nothing
	}
	key, ok := msg.(tea.KeyPressMsg)
	if ok && key.String() == "ctrl+l" {
		return m.lock(lock.ByKey)
	}
	return m.given(msg)
}

// given takes a key or a paste that was typed while the screen was open: at once, or when those before
// it are done.
func (m *root) given(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if m.small() { // what a key does could not be seen
		if ok && (key.String() == "q" || key.String() == "ctrl+c") && !m.room.Failed() {
			return m.quit()
		}
		return nil
	}
	if m.waiting() {
		m.held = append(m.held, msg)
		return nil
	}
	if !m.news || m.stack.Len() == 0 {
		m.say, m.bad = "", false
	}
	if ok && m.opening {
		return m.openCurtain(key.String())
	}
	if ok && m.prefix && m.stack.Len() > 0 {
		return m.goFromPage(key)
	}
	if taken, cmd := m.stack.Update(msg); taken {
		return cmd
	}
	if !ok && m.screen() == m.start {
		return m.start.Update(msg) // its name is typed without an overlay
	}
	if !ok {
		return kit.Say("a paste goes into a field: open one first")
	}
	if ask := m.dateTurned(); ask != nil {
		return ask
	}
	return m.press(key)
}

// screenKeys are the keys after g that go to a screen, in the order of the tabs.
const screenKeys = "tonrs"

// press finds out what a key means where no overlay is open.
func (m *root) press(key tea.KeyPressMsg) tea.Cmd {
	name := key.String()
	if m.prefix {
		m.prefix = false
		if at := strings.Index(screenKeys, name); at >= 0 && len(name) == 1 {
			return m.show(room.GoMsg{Tab: room.Tab(at)})
		}
		if cmd, found := kit.Press(m.keys(), tea.KeyPressMsg{Text: "g " + name}); found {
			return cmd
		}
		return kit.Say("after g: t Today, o Topics, n Notes, r Review, s Sync, j the journal, y ready?, k the passphrase, p a PIN")
	}
	if typer, ok := m.screen().(kit.Typer); ok {
		if taken, cmd := typer.Type(key); taken {
			return cmd
		}
	}
	if cmd, found := kit.Press(m.screen().Keys(), key); found {
		return cmd
	}
	if cmd, found := kit.Press(m.keys(), key); found {
		return cmd
	}
	if r := []rune(key.Text); len(r) == 1 && unicode.IsUpper(r[0]) {
		return kit.Say(fmt.Sprintf("%s does nothing: is Caps Lock on?", key.Text))
	}
	return nil
}

// keys is the table of what is the same everywhere.
func (m *root) keys() []kit.Binding {
	r := m.room
	noCohort := func() string {
		if r.Cohort == nil {
			return "there is no cohort yet: n makes one"
		}
		return ""
	}
	noDay := func() string {
		if why := noCohort(); why != "" || len(r.Cohort.Days) > 0 {
			return why
		}
		return "this cohort has no days yet"
	}
	return []kit.Binding{
		{Keys: []string{"tab"}, Name: "next screen", About: "Goes to the next screen: Today, Topics, Notes, Review, Sync.", Footer: 90, Do: func() tea.Cmd { return m.turn(1) }},
		{Keys: []string{"shift+tab"}, Name: "screen before", About: "Goes to the screen before.", Hidden: true, Do: func() tea.Cmd { return m.turn(-1) }},
		{Keys: []string{"g"}, Name: "go to", About: "Then t, o, n, r or s: Today, Topics, Notes, Review, Sync; j the journal, y whether all is ready, k the passphrase, p a PIN for today.", Do: func() tea.Cmd {
			m.prefix = true
			return kit.Say("go to: t Today  o Topics  n Notes  r Review  s Sync  j journal  y ready?")
		}},
		{Keys: []string{"g j"}, Name: "journal", About: "Lists everything that was ever done in this cohort: who, when, from what to what. Any of it can be undone there.", Command: "rollbook journal --cohort C", Why: noCohort, Do: func() tea.Cmd { return kit.Open(journal.Open(r)) }},
		{Keys: []string{"g y"}, Name: "ready?", About: "Says before a day whether all is set, and what is open.", Command: "rollbook ready --cohort C", Why: noDay, Do: func() tea.Cmd { return kit.Open(ready.Open(r)) }},
		{Keys: []string{"["}, Name: "day before", About: "Shows the day before.", Command: "rollbook --date DATE", Footer: 70, Why: noCohort, Do: func() tea.Cmd { return m.step(-1) }},
		{Keys: []string{"]"}, Name: "day after", About: "Shows the day after.", Command: "rollbook --date DATE", Footer: 71, Why: noCohort, Do: func() tea.Cmd { return m.step(1) }},
		{Keys: []string{"ctrl+o"}, Name: "another cohort", About: "Lists the cohorts of this book and opens another one.", Command: "rollbook cohort list", Do: func() tea.Cmd { return m.open(room.WantMsg{What: room.WantCohorts}) }},
		{Keys: []string{"ctrl+n"}, Name: "new cohort", About: "Makes a new cohort from a course.", Command: "rollbook cohort new NAME --course C --start DATE", Do: func() tea.Cmd { return m.open(room.WantMsg{What: room.WantNewCohort}) }},
		{Keys: []string{"ctrl+e"}, Name: "import a roster", About: "Takes people from a spreadsheet into this cohort.", Command: "rollbook roster import FILE --cohort C", Why: noCohort, Do: func() tea.Cmd { return m.open(room.WantMsg{What: room.WantImport}) }},
		{Keys: []string{"ctrl+a"}, Name: "type names", About: "Adds several people to this cohort, one name a line.", Command: `rollbook roster add "NAME" --cohort C`, Why: noCohort, Do: func() tea.Cmd { return kit.Open(people.AddNames(r)) }},
		{Keys: []string{"/"}, Name: "find", About: "Finds a person by a part of the name.", Command: "rollbook roster list --cohort C", Footer: 60, Why: noCohort, Do: m.find},
		{Keys: []string{"u"}, Name: "undo", About: "Takes back the last thing done on this laptop, then the one before; across restarts.", Command: "rollbook undo", Footer: 4, Do: r.Undo},
		{Keys: []string{"ctrl+r"}, Name: "redo", About: "Puts back what was undone.", Command: "rollbook redo", Do: r.Redo},
		{Keys: []string{":", "ctrl+k"}, Name: "all actions", About: "Lists every action by name, with its key.", Footer: 95, Do: m.palette},
		{Keys: []string{"?"}, Name: "keys", About: "Shows the keys of this screen, then the guide.", Do: m.help},
		{Keys: []string{"."}, Name: "curtain", About: "Hides all but names and marks, for a projected screen; . and Enter open it.", Command: "rollbook setting set curtain closed", Do: m.curtain},
		{Keys: []string{"ctrl+l"}, Name: "lock", About: "Locks the screen: until the passphrase, or until Enter where the book has none.", Do: func() tea.Cmd { return m.lock(lock.ByKey) }},
		{Keys: []string{"g k"}, Name: "passphrase", About: "Seals the book with a passphrase, or changes or removes the one that it has.", Command: "rollbook passphrase set|change|remove", Why: m.whyNoPassphrase, Do: func() tea.Cmd { return kit.Open(lock.Passphrase(r)) }},
		{Keys: []string{"g p"}, Name: "PIN of the day", About: "Sets a PIN that opens the screen, until the end of today, where it locked for want of a key.", Why: m.whyNoPIN, Do: m.askPIN},
		{Keys: []string{"esc"}, Name: "back", About: "Closes what is open.", Hidden: true, Do: func() tea.Cmd { return nil }},
		{Keys: []string{"q", "ctrl+c"}, Name: "quit", About: "Quits; everything marked is saved.", Do: m.quit},
	}
}

func (m *root) turn(by int) tea.Cmd {
	n := len(m.screens)
	return m.show(room.GoMsg{Tab: room.Tab((int(m.tab) + by + n) % n)})
}

func (m *root) step(by int) tea.Cmd {
	if m.room.Step(by) {
		d := m.room.DayNow()
		return kit.Say(fmt.Sprintf("day %d, %s", d.Number, d.Date.Words()))
	}
	if by < 0 {
		return kit.Say("this is the first day")
	}
	return kit.Say("this is the last day")
}

// finder is a screen that has its own meaning of find.
type finder interface {
	Find(query string) (matches int)
}

// find asks for a part of a name and says whom it would go to.
func (m *root) find() tea.Cmd {
	if f, ok := m.screen().(finder); ok {
		n := f.Find("")
		return kit.Open(&kit.Prompt{Theme: m.room.Theme, Label: "find", Changed: func(text string) { n = f.Find(text) },
			Preview: func(string) (string, bool) { return fmt.Sprintf("%d found", n), n == 0 },
			Enter:   func(text string) (bool, tea.Cmd) { f.Find(text); return true, nil },
			Cancel:  func() tea.Cmd { f.Find(""); return nil }})
	}
	var hits []string
	look := func(text string) (id model.ID, ok bool) {
		found := model.Find(text, m.room.Cohort.People, nameOf)
		hits = hits[:0]
		for _, p := range found[:min(len(found), 5)] {
			hits = append(hits, fmt.Sprintf("%d %s", p.Row, p.Name))
		}
		if len(found) == 0 || strings.TrimSpace(text) == "" {
			return id, false
		}
		return found[0].Trainee.ID, true
	}
	return kit.Open(&kit.Prompt{Theme: m.room.Theme, Label: "find", Passing: true, Preview: func(text string) (string, bool) {
		if strings.TrimSpace(text) == "" {
			return "type a part of a name", false
		}
		if _, ok := look(text); !ok {
			return "nobody of that name", true
		}
		return "goes to " + strings.Join(hits, ", "), false
	}, Enter: func(text string) (bool, tea.Cmd) {
		id, ok := look(text)
		if !ok {
			return false, nil
		}
		return true, kit.Send(room.FocusMsg{Person: id})
	}})
}

func (m *root) palette() tea.Cmd {
	return kit.Open(kit.NewPalette(m.room.Theme, append(m.screen().Keys(), m.keys()...)))
}

func (m *root) help() tea.Cmd {
	here := kit.KeyGroup{Title: m.screen().Title(), Keys: m.screen().Keys()}
	if m.stack.Len() > 0 {
		here = kit.KeyGroup{Title: "This page", Keys: m.stack.Keys()}
	}
	return kit.Open(&kit.Help{Theme: m.room.Theme, Groups: []kit.KeyGroup{here, {Title: "Everywhere", Keys: m.keys()}}, Pages: guide.Pages()})
}

func (m *root) curtain() tea.Cmd {
	if m.room.Curtain {
		m.opening = true
		return kit.Say("Enter opens the curtain; any other key leaves it closed")
	}
	m.room.Curtain = true
	return kit.Say("the curtain is closed: only names and marks show; . and Enter open it")
}

// openCurtain takes the key after . on a closed curtain.
func (m *root) openCurtain(key string) tea.Cmd {
	m.opening = false
	if key != "enter" {
		return kit.Say("the curtain stays closed")
	}
	m.room.Curtain = false
	return kit.Say("the curtain is open")
}

// unsavedMsg says that something could not be saved while the writer was waited for to quit.
type unsavedMsg struct{}

// quit leaves once everything is on the disk, and asks where something can't be.
func (m *root) quit() tea.Cmd {
	if m.room.Failed() {
		return m.askToLose()
	}
	m.leaving = true
	book, settled, stopped := m.room.Book, m.room.Settled(), m.exchange.Stop()
	return func() tea.Msg {
		stopped()
		book.Flush()
		if !settled() {
			return unsavedMsg{}
		}
		return tea.QuitMsg{}
	}
}

// askToLose asks whether to quit without what could not be saved, and says what that is.
func (m *root) askToLose() tea.Cmd {
	m.leaving = false
	r := m.room
	switch {
	case m.small() || m.cover != nil:
		return nil // the question could not be seen: the window says what is not saved, see frame
	case r.Unsaved() == 0: // it was saved after all, at another try
		return m.quit()
	}
	lose := "lose them"
	if r.Unsaved() == 1 {
		lose = "lose it"
	}
	count := r.UnsavedCount()
	ask := &kit.Confirm{Theme: r.Theme, Question: unsaved(r.Unsaved()) + " not saved. Quit and " + lose + "?",
		Detail: count, Yes: "quit and " + lose, No: "stay", Do: m.leave}
	if lines := r.UnsavedLines(); len(lines) > 0 {
		ask.Detail = strings.Join(append([]string{count + ":"}, lines...), "\n")
	}
	return kit.Batch(kit.Warn("not saved: "+count), kit.Open(ask))
}

func (m *root) leave() tea.Cmd {
	m.leaving = true
	book, stopped := m.room.Book, m.exchange.Stop()
	return func() tea.Msg {
		stopped()
		book.Flush()
		return tea.QuitMsg{}
	}
}

func unsaved(n int) string {
	if n == 1 {
		return "1 change is"
	}
	return fmt.Sprintf("%d changes are", n)
}
