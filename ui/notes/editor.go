package notes

import (
	"fmt"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// editor writes or rewords one note, and keeps what is typed as a draft until it is saved.
type editor struct {
	kit.Editor
	r        *room.Room
	about    subject
	was      string // the words before, of a note that is reworded
	together bool
	before   bool // together, before
	draft    draft
	state    state
	say      tea.Cmd // said once the editor is gone
}

// state is where an editor is between opening and closing.
type state uint8

const (
	reading state = iota // the draft of last time
	writing
	closing // once the draft is on the disk, or out of it
)

// draftMsg brings the draft of last time.
type draftMsg struct {
	to    *editor
	draft string
	err   error
}

// Editor writes the note that want asks for: a new one on a person, else on a topic, else on a day,
// 0 for the one on the screen; or it rewords the note that want names.
func Editor(r *room.Room, want room.WantMsg) kit.Overlay {
	if r.Curtain {
		return people.Behind(r)
	}
	e := &editor{r: r, about: subject{day: want.Day, topic: want.Topic, person: want.Person, note: want.Note}}
	switch n := find(r.Cohort, want.Note); {
	case n != nil:
		e.about = about(n)
		e.about.note = n.ID
		e.was, e.together, e.before = n.Text, n.Together, n.Together
	case !want.Note.IsZero():
		return nowhere(r, "This note is not there any more: it was struck or undone.")
	case !e.about.person.IsZero():
		e.about.day, e.about.topic = 0, ""
	case e.about.topic != "":
		e.about.day = 0
	case e.about.day == 0:
		e.about.day = r.Day
	}
	if _, ok := subjectAt(r.Cohort, e.about.place(r.Cohort)); !ok {
		return nowhere(r, "There is nothing of that kind in this cohort to write a note on.")
	}
	e.draft = draft{book: r.Book, place: e.about.place(r.Cohort), now: r.Now}
	e.Editor = kit.Editor{
		Theme: r.Theme, Title: "Note on " + e.about.words(r.Cohort), Under: e.under(), Text: e.was, Status: e.status,
		Changed: func(string) tea.Cmd { return e.changed() }, Save: e.save, Leave: func(string) tea.Cmd { return nil },
		Extra: []kit.Binding{
			{Keys: []string{"ctrl+t"}, Name: "written together", About: "Says that the note was written together with that person, or takes that off.", Footer: 3, Do: func() tea.Cmd {
				e.together = !e.together
				return e.changed()
			}},
			{Keys: []string{"ctrl+x"}, Name: "throw away", About: "Throws away what was typed, and its draft.", Footer: 4, Do: e.throwAway},
		},
	}
	return e
}

// nowhere is shown in place of an editor that has nothing to edit.
func nowhere(r *room.Room, why string) kit.Overlay {
	return &kit.Help{Theme: r.Theme, Pages: []kit.Page{{Title: "No note", Text: why + " Go back with esc."}}}
}

// under says for whom to write. People may read what is written about them.
func (e *editor) under() string {
	who := "everybody in the room could read"
	if p := e.r.Cohort.Person(e.about.person); p != nil {
		who = p.Name + " could read beside you"
	}
	return "write what " + who + "; no reasons, health or stories."
}

func (e *editor) status() string {
	var words []string
	if n := utf8.RuneCountInString(e.Now()); n > model.TextLimit {
		words = append(words, fmt.Sprintf("%d characters, %d are kept", n, model.TextLimit))
	}
	if e.together {
		words = append(words, "written together")
	}
	switch {
	case e.draft.err != nil:
		words = append(words, "draft NOT kept")
	case e.draft.want.text != "" && e.draft.settled():
		words = append(words, "draft kept")
	}
	return strings.Join(words, ", ")
}

// Start reads the draft of last time.
func (e *editor) Start() tea.Cmd {
	book, place := e.r.Book, e.draft.place
	return func() tea.Msg {
		text, err := book.Draft(place)
		return draftMsg{e, text, err}
	}
}

// Update gives keys to the editor once the draft is read, and keeps what changes.
func (e *editor) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if got, ok := msg.(draftMsg); ok && got.to == e {
		return e.begin(got)
	}
	if got, ok := msg.(thrownMsg); ok && got.to == e {
		return e.close(kit.Say("what was typed is thrown away"), false)
	}
	if mine, cmd := e.draft.update(msg); mine {
		return e.afterWrite(cmd)
	}
	key, isKey := msg.(tea.KeyPressMsg)
	_, isPaste := msg.(tea.PasteMsg)
	leave := isKey && (key.String() == "esc" || key.String() == "ctrl+c")
	switch {
	case e.state == reading, !isKey && !isPaste:
		return false, nil
	case e.state == closing:
		return leave && e.draft.err != nil, nil
	case leave:
		return e.leave()
	}
	return e.Editor.Update(msg)
}

// begin shows the draft of last time.
func (e *editor) begin(got draftMsg) (done bool, cmd tea.Cmd) {
	if e.state != reading {
		return false, nil
	}
	e.state = writing
	var cmds []tea.Cmd
	switch last := decodeKept(got.draft); {
	case got.err != nil:
		cmds = append(cmds, kit.Warn("the draft of last time could not be read: "+room.Sentence(got.err)))
	case e.saved(last): // the program ended between saving the note and letting go of the draft
		e.draft.has = got.draft
		cmds = append(cmds, e.draft.write())
	case last.text != "":
		e.Text, e.After, e.together = last.text, last.after, last.together
		e.draft.has, e.draft.want = got.draft, last
		say := "a draft was kept"
		if !last.at.IsZero() {
			say = "a draft from " + last.at.Format("Mon 2 Jan ") + model.ClockIn(last.at).Words(e.r.Twelve) + " was kept"
		}
		cmds = append(cmds, kit.Say(say+": ctrl+x throws it away"))
	}
	return false, kit.Batch(cmds...)
}

// saved reports whether a draft is a note already.
func (e *editor) saved(last kept) bool {
	if last.text == "" {
		return false
	}
	text, _ := model.CleanLines(last.text, model.TextLimit)
	if !e.about.note.IsZero() {
		return text == e.was && last.together == e.before
	}
	for i := range e.r.Cohort.Notes {
		if n := &e.r.Cohort.Notes[i]; n.Text == text && about(n) == e.about {
			return true
		}
	}
	return false
}

// changed keeps the draft of what is typed now; what is as it was before needs none.
func (e *editor) changed() tea.Cmd {
	text := e.Now()
	if text == e.was && e.together == e.before || strings.TrimSpace(text) == "" {
		text = ""
	}
	return e.draft.change(text, e.together, e.Rest())
}

func (e *editor) leave() (done bool, cmd tea.Cmd) {
	if e.draft.want.text == "" {
		return e.close(nil, true)
	}
	return e.close(kit.Say("the draft is kept: write on the same to go on with it"), true)
}

// close ends the editor once the book has the draft, or is rid of it.
func (e *editor) close(say tea.Cmd, keep bool) (done bool, cmd tea.Cmd) {
	e.state, e.say, e.draft.hurry = closing, say, true
	if !keep {
		e.draft.want = kept{}
	}
	return e.afterWrite(e.draft.write())
}

// afterWrite lets go of an editor that is closing when nothing is left to write. Where the disk
// fails, it stays open with what was typed, until esc.
func (e *editor) afterWrite(cmd tea.Cmd) (done bool, _ tea.Cmd) {
	failed := e.draft.err != nil && cmd == nil && !e.draft.writing
	switch {
	case e.state == closing && e.draft.settled():
		return true, e.say
	case !failed:
		return false, cmd
	case e.state == closing && e.draft.want.text == "":
		return true, kit.Batch(e.say, kit.Warn("the draft could not be let go: "+room.Sentence(e.draft.err)))
	case e.state == closing:
		return false, kit.Warn("the draft could not be kept; esc leaves without it: " + room.Sentence(e.draft.err))
	}
	return false, kit.Warn("the draft could not be kept: " + room.Sentence(e.draft.err))
}

// save forms the note; the draft goes once it is handed to the disk.
func (e *editor) save(typed string) (done bool, cmd tea.Cmd) {
	text, _ := model.CleanLines(typed, model.TextLimit)
	if text == "" {
		if !e.about.note.IsZero() {
			return false, kit.Say("a note without words: esc, then x strikes it")
		}
		return false, kit.Say("nothing is typed yet: type the note, or esc")
	}
	n := store.Note{ID: e.about.note, Day: e.about.day, Topic: e.about.topic, Trainee: e.about.person, Text: text, Together: e.together}
	if !n.ID.IsZero() && find(e.r.Cohort, n.ID) == nil {
		return false, kit.Warn("this note is not there any more, it was struck or undone: copy what you need, then ctrl+x")
	}
	if n.ID.IsZero() {
		id, err := e.r.Book.NewID()
		if err != nil {
			return false, kit.Warn(room.Sentence(err))
		}
		n.ID = id
	}
	say := "note on " + e.about.words(e.r.Cohort) + " saved"
	if utf8.RuneCountInString(typed) > model.TextLimit {
		say += fmt.Sprintf(", cut at %d characters", model.TextLimit)
	}
	cmd, err := e.r.TryCommit(oplog.Single, say, e.r.Cohort.EditNote(n)...)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	done, dropping := e.close(nil, false)
	return done, kit.Batch(cmd, dropping)
}

// thrownMsg tells the editor that its text is given up.
type thrownMsg struct{ to *editor }

// throwAway asks before what was typed goes.
func (e *editor) throwAway() tea.Cmd {
	if e.draft.want.text == "" {
		return kit.Say("nothing is typed that could be thrown away: esc leaves")
	}
	return kit.Open(&kit.Confirm{Theme: e.r.Theme, Question: "Throw away what was typed?", Detail: "The draft goes for good. A saved note stays as it was.",
		Yes: "throw it away", No: "keep it", Do: func() tea.Cmd { return kit.Send(thrownMsg{e}) }})
}

// Waiting reports whether the editor waits for the disk: for the draft of last time, or to be gone.
func (e *editor) Waiting() bool { return e.state == reading || e.state == closing && e.draft.writing }

// View says so while the draft of last time is read.
func (e *editor) View(w, h int) kit.Frame {
	if e.state == reading {
		return kit.Frame{Lines: []string{e.r.Theme.Faint.Render(e.r.Theme.Cut("reading what was kept", w))}}
	}
	return e.Editor.View(w, h)
}
