// Package start is what comes before the roll is called: the first screen of a new book, making a
// cohort, choosing among cohorts, and taking people from a roster file.
//
// It is not for changing a cohort later: days and blocks are package plan's, people package
// people's. Start reading at New, then at NewCohort (newcohort.go) and Import (import.go), whose
// steps have a file each.
package start

import (
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Screen is shown while no cohort is open. It asks once who is marking, offers a passphrase for a
// new book, then what can be done first.
type Screen struct {
	r      *room.Room
	author string // who marks on this laptop; empty until it was asked
	name   kit.Line
	at     int    // the focused choice
	place  string // where the book lies, as people write it
	fault  string // why the book could not be read
	offer  bool   // a passphrase was not offered yet
}

// passphraseOffered is the setting that says that a passphrase was offered.
const passphraseOffered = "passphrase-offered"

// DemoMsg asks the root for the demo, which is another book and therefore another run.
type DemoMsg struct{}

// authorMsg says that the book knows who marks now.
type authorMsg struct {
	name string
	err  error
}

// New makes the screen. It reads from the book who marks on this laptop: call it before the program
// runs.
func New(r *room.Room) *Screen {
	s := &Screen{r: r, place: tilde(r.Book.Path(), homeDir())}
	var err error
	if s.author, err = r.Book.Author(); err != nil {
		s.fault = room.Sentence(err)
	}
	offered, err := r.Book.Setting(passphraseOffered)
	s.offer = err == nil && offered == ""
	return s
}

// homeDir is the person's folder, empty where the system doesn't say.
func homeDir() string {
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// tilde writes ~ for the person's own folder, which is long and the same everywhere.
func tilde(path, home string) string {
	rest, ok := strings.CutPrefix(path, home)
	if home == "" || !ok || rest == "" || !os.IsPathSeparator(rest[0]) {
		return path
	}
	return "~" + rest
}

// Title is the word in the tab line.
func (s *Screen) Title() string { return "Rollbook" }

func (s *Screen) asking() bool { return s.author == "" }

// offering reports whether a passphrase is offered.
func (s *Screen) offering() bool { return !s.asking() && s.offer && !s.r.Book.Encrypted() }

// Keys are the choices, and Enter for the focused one.
func (s *Screen) Keys() []kit.Binding {
	if s.asking() {
		return []kit.Binding{{Keys: []string{"enter"}, Name: "that is my name", About: "Keeps your name in this book; it stands beside what you mark.",
			Command: "rollbook --as NAME", Footer: 1, Do: s.keepName}}
	}
	keys := s.choices()
	last, own := len(keys)-1, keys[:len(keys)-1] // the last choice is the root's own key
	if s.offering() {
		own = keys
	}
	move := func(key, about string, by int) kit.Binding {
		return kit.Binding{Keys: []string{key}, Name: "move", About: about, Hidden: true, Do: func() tea.Cmd {
			s.at = max(0, min(s.at+by, last))
			return nil
		}}
	}
	choose := kit.Binding{Keys: []string{"enter"}, Name: "choose", About: "Does what the cursor is on.", Footer: 1, Do: func() tea.Cmd { return s.choices()[s.at].Do() }}
	return append(append([]kit.Binding{choose}, own...), move("up", "The choice above.", -1), move("down", "The choice below.", 1))
}

// choices are what can be done first. Their About is what the list says of them.
func (s *Screen) choices() []kit.Binding {
	if s.offering() {
		return s.offers()
	}
	return []kit.Binding{
		{Keys: []string{"n"}, Name: "new cohort", About: "From a course: its days, place and trainers.",
			Command: "rollbook cohort new NAME --course C --start DATE", Footer: 2,
			Do: func() tea.Cmd { return kit.Open(NewCohort(s.r)) }},
		{Keys: []string{"i"}, Name: "import a roster", About: "From a spreadsheet; the cohort is made first.",
			Command: "rollbook roster import FILE --cohort C", Footer: 3,
			Do: func() tea.Cmd { return kit.Open(newCohort(s.r, true)) }},
		{Keys: []string{"s"}, Name: "join a share", About: "A co-trainer's, on a stick or in a folder: the cohorts come from there.",
			Command: "rollbook sync join TARGET", Footer: 4, Do: func() tea.Cmd { return kit.Send(room.GoMsg{Tab: room.Sync}) }},
		{Keys: []string{"d"}, Name: "see the demo", About: "Made-up people: q quits, then type rollbook demo.",
			Command: "rollbook demo", Footer: 5, Do: func() tea.Cmd { return kit.Send(DemoMsg{}) }},
		{Keys: []string{"?"}, Name: "help", About: "The keys, and a short guide.",
			Do: func() tea.Cmd { return kit.Send(tea.KeyPressMsg{Code: '?', Text: "?"}) }},
	}
}

// Type takes what is typed as the name, so that no letter of it is a key.
func (s *Screen) Type(key tea.KeyPressMsg) (taken bool, cmd tea.Cmd) {
	if !s.asking() {
		return false, nil
	}
	if key.String() == "enter" {
		return true, s.keepName()
	}
	taken, _, _ = s.name.Update(key)
	return taken, nil
}

func (s *Screen) keepName() tea.Cmd {
	name, _ := model.Clean(s.name.Text(), model.NameLimit)
	if name == "" {
		return kit.Say("type your name first: it stands beside what you mark")
	}
	book := s.r.Book
	return func() tea.Msg { return authorMsg{name, book.SetAuthor(name)} }
}

// Update takes the answer of the book, and a paste for the name.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if s.asking() {
			s.name.Update(msg)
		}
	case declinedMsg:
		return s.declined(msg)
	case authorMsg:
		if msg.err != nil {
			return kit.Warn(room.Sentence(msg.err))
		}
		s.author = msg.name
	}
	return nil
}

// View draws the welcome, and the question or the choices.
func (s *Screen) View(w, h int) kit.Frame {
	t := s.r.Theme
	p := newPage(t, w)
	if h > 16 {
		p.gap()
	}
	p.say(t.Title, "Welcome to Rollbook")
	p.gap()
	p.say(t.Text, "A roll book for the training room: who is here, and who missed what. It needs no internet.")
	p.gap()
	p.say(t.Text, "Nothing leaves this laptop. All of it is in one file:")
	p.say(t.Faint, s.place)
	p.gap()
	if s.fault != "" {
		p.say(t.Bad, kit.ConflictSign+" "+s.fault)
		p.gap()
	}
	switch {
	case s.asking():
		s.askView(p)
	case s.offering():
		s.offerView(p)
	default:
		s.choiceView(p)
	}
	return p.frame(h)
}

func (s *Screen) askView(p *page) {
	t := s.r.Theme
	p.say(t.Strong, "First: who are you?")
	p.say(t.Text, "Your name stands beside what you mark. You are asked once.")
	p.gap()
	const label = "Your name  "
	room := max(1, min(40, p.inner()-len(label)))
	shown, x := s.name.View(t, room)
	p.cursor, p.bar = kit.Point{X: margin + len(label) + x, Y: len(p.lines)}, true
	p.add(t.Strong.Render(label) + t.Input.Render(shown))
	p.say(t.Faint, "then Enter")
}

func (s *Screen) choiceView(p *page) {
	t := s.r.Theme
	p.say(t.Strong, "Hello, "+s.author+". What comes first?")
	p.gap()
	for i, c := range s.choices() {
		p.choice(i == s.at, c.Keys[0], c.Name, c.About)
	}
}

// margin is left free beside running text.
const margin = 2

// page gathers lines of running text.
type page struct {
	t      *kit.Theme
	w      int
	lines  []string
	cursor kit.Point
	bar    bool
}

func newPage(t *kit.Theme, w int) *page { return &page{t: t, w: w} }

func (p *page) inner() int { return max(1, p.w-2*margin) }

func (p *page) gap() { p.lines = append(p.lines, "") }

func (p *page) add(line string) {
	p.lines = append(p.lines, strings.Repeat(" ", min(margin, p.w-1))+line)
}

// say adds text, wrapped.
func (p *page) say(style lipgloss.Style, text string) {
	for _, line := range p.t.Wrap(text, p.inner()) {
		p.add(style.Render(line))
	}
}

// choice adds one line of a list of choices; the focused one has the cursor.
func (p *page) choice(focused bool, key, name, about string) {
	t := p.t
	keyed := min(4, 4*len(key)) // none for a list without keys
	named := max(17, min(t.Width(name)+2, p.inner()/2))
	line := t.Fit(key, keyed) + t.Fit(name, named)
	about = t.Cut(about, p.inner()-keyed-named-2)
	if focused {
		p.cursor = kit.Point{X: margin, Y: len(p.lines)}
		p.add(t.Focus.Render("> " + t.Fit(line+about, p.inner()-2)))
		return
	}
	p.add("  " + t.Key.Render(line[:keyed]) + line[keyed:] + t.Faint.Render(about)) // keys are ASCII
}

// frame is what fits in h lines: where it is too much, the lines around the cursor.
func (p *page) frame(h int) kit.Frame {
	top := max(0, min(p.cursor.Y-h+2, len(p.lines)-h))
	lines := p.lines[top:min(len(p.lines), top+max(h, 0))]
	return kit.Frame{Lines: lines, Cursor: kit.Point{X: p.cursor.X, Y: max(0, p.cursor.Y-top)}, Bar: p.bar}
}
