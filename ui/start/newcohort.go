package start

import (
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"rollbook/model"
	"rollbook/store/oplog"
	"rollbook/ui/intake"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// ownFile is the choice of a course that is no embedded one.
const ownFile = "a file of your own"

// cohortForm is the form of a new cohort. Under it stands what it would make, live. Once saved, it
// offers what comes next.
type cohortForm struct {
	r          *room.Room
	thenImport bool // go on with a roster file

	form                                             *kit.Form
	course, file, name, start, days, place, trainers *kit.Field
	home                                             string

	own     model.Course // what the course file says
	ownErr  error
	ownPath string // what own and ownErr were read from
	asked   string // what is being read

	made model.ID // the cohort, once it was handed to the writer
	open bool     // the cohort is on the screen: the offer stands
	at   int      // the focus of the offer
}

// NewCohort is the form of a new cohort. When it is saved the cohort is opened, and importing a
// roster or typing names is offered.
func NewCohort(r *room.Room) kit.Overlay { return newCohort(r, false) }

func newCohort(r *room.Room, thenImport bool) *cohortForm {
	return &cohortForm{r: r, thenImport: thenImport, home: homeDir()}
}

// trainerMsg brings who marks on this laptop: most often one of the trainers.
type trainerMsg struct {
	of   *cohortForm
	name string
}

// Start reads who marks on this laptop.
func (o *cohortForm) Start() tea.Cmd {
	book := o.r.Book
	return func() tea.Msg {
		name, err := book.Author()
		if err != nil {
			name = "" // only what stands in the field at first
		}
		return trainerMsg{o, name}
	}
}

func (o *cohortForm) build(trainer string) {
	var choices []string
	for _, c := range model.EmbeddedCourses() {
		choices = append(choices, model.CourseTitle(c.Name))
	}
	text := func(label, hint, text string, check func(string) error) *kit.Field {
		return &kit.Field{Label: label, Hint: hint, Text: text, Check: check}
	}
	o.course = &kit.Field{Kind: kit.ChoiceField, Label: "Course", Hint: "left and right choose", Text: choices[0], Choices: append(choices, ownFile)}
	o.file = text("Course file", "type the path of a TOML file, or drag the file here", "", o.checkFile)
	o.file.When = func() bool { return o.course.Text == ownFile }
	o.name = text("Name", "", "", nil)
	o.start = text("Start", "the first day, "+o.r.DateHint(), o.r.Today.String(), o.checkStart)
	o.start.Understood = func(text string) string { return o.r.Understood(text, o.r.Today) }
	o.days = text("Days", "empty: weekdays in a row; or mon,tue; or each date, with commas", "", o.checkDays)
	o.place = text("Place", "", "", nil)
	o.trainers = text("Trainers", "with commas between; Enter makes the cohort", trainer, nil)
	o.form = &kit.Form{Theme: o.r.Theme, Title: "A new cohort", Save: o.save,
		Sections: []kit.Section{{Fields: []*kit.Field{o.course, o.file, o.name, o.start, o.days, o.place, o.trainers}}}}
	o.hint()
}

// Update edits the form, and once the cohort is made answers the offer.
func (o *cohortForm) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	switch msg := msg.(type) {
	case trainerMsg:
		if msg.of == o && o.form == nil {
			o.build(msg.name)
		}
		return false, nil
	case courseMsg:
		if msg.of == o && msg.path == o.asked {
			o.own, o.ownErr, o.ownPath = msg.course, msg.err, msg.path
			o.hint()
		}
		return false, nil
	case room.LoadedMsg:
		return o.loaded(msg)
	case tea.KeyPressMsg:
		if o.open {
			return o.answer(msg)
		}
	}
	if o.form == nil || !o.made.IsZero() {
		return false, nil
	}
	done, cmd = o.form.Update(msg)
	return done, kit.Batch(cmd, o.follow(), o.readAgain(msg))
}

// readAgain reads a course file with a mistake once more when saving is tried: it may be mended by
// now.
func (o *cohortForm) readAgain(msg tea.Msg) tea.Cmd {
	key, ok := msg.(tea.KeyPressMsg)
	if !ok || key.String() != "ctrl+s" && key.String() != "enter" || o.ownErr == nil || o.ownPath != o.asked || o.asked == "" {
		return nil
	}
	return readCourse(o, o.asked)
}

// follow keeps up with what was typed: a path is read.
func (o *cohortForm) follow() tea.Cmd {
	o.hint()
	path := o.path()
	if path == o.asked {
		return nil
	}
	o.asked = path
	if path == "" {
		return nil
	}
	return readCourse(o, path)
}

// hint says under the name what it is when nothing is typed.
func (o *cohortForm) hint() {
	o.name.Hint = "empty: " + o.defaultName()
}

func (o *cohortForm) path() string { return intake.PastedPath(o.file.Text, o.home) }

// save forms the one gesture that makes the cohort, and opens it.
func (o *cohortForm) save() (done bool, cmd tea.Cmd) {
	course, err := o.chosen()
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	dates, err := o.dates(course)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	place, _ := model.Clean(o.place.Text, model.NameLimit)
	c, edits, err := o.r.Book.NewCohort(o.nameOr(), course, dates, place, o.trainerList())
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	d, err := c.Form(oplog.Single, edits...)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	o.made = c.Cohort.ID
	return false, kit.Batch(o.r.Save(d), o.r.Load(o.made, ""))
}

// View draws the form with what it would make, or the offer.
func (o *cohortForm) View(w, h int) kit.Frame {
	switch {
	case o.open:
		return o.offer(w, h)
	case o.form == nil:
		return kit.Frame{Lines: []string{o.r.Theme.Title.Render("A new cohort")}}
	}
	below := o.outlook(w)
	below = below[:min(len(below), max(0, h-10))]
	f := o.form.View(w, h-len(below))
	for len(f.Lines) < h-len(below) {
		f.Lines = append(f.Lines, "")
	}
	f.Lines = append(f.Lines, below...)
	return f
}

// outlook says what the form would make, and what the course says of itself.
func (o *cohortForm) outlook(w int) []string {
	t := o.r.Theme
	var lines []string
	add := func(style lipgloss.Style, text string) {
		for _, line := range t.Wrap(text, w) {
			lines = append(lines, style.Render(line))
		}
	}
	course, err := o.chosen()
	if err != nil {
		return lines
	}
	if dates, err := o.dates(course); err == nil { // the field says what is wrong
		add(t.Strong, o.nameOr()+": "+dateWords(dates))
	}
	add(t.Faint, strings.Join(strings.Fields(course.About), " "))
	if course.Note != "" {
		add(t.Text, course.Note)
	}
	return lines
}

// Keys is what the footer shows meanwhile.
func (o *cohortForm) Keys() []kit.Binding {
	switch {
	case o.open:
		return []kit.Binding{
			tells("enter", "choose", "Does what the cursor is on.", 1),
			tells("i", "import a roster", "Takes people from a spreadsheet.", 2),
			tells("+", "type names", "Adds people by typing their names.", 3),
			tells("esc", "later", "Goes to the new cohort, with nobody on it yet.", 4),
		}
	case o.form == nil:
		return nil
	}
	return o.form.Keys()
}

// Place is a page for the form, a box for the offer.
func (o *cohortForm) Place() kit.Place {
	if o.open {
		return kit.InBox
	}
	return kit.OnPage
}

// tells is a key that an overlay handles in its Update: the binding only tells of it.
func tells(key, name, about string, footer int) kit.Binding {
	return kit.Binding{Keys: []string{key}, Name: name, About: about, Footer: footer, Do: func() tea.Cmd { return nil }}
}

var (
	errNoFile  = errors.New("type or drag the path of a course file, or choose another course")
	errReading = errors.New("the course file is being read")
)

// chosen is the course that the form names.
func (o *cohortForm) chosen() (model.Course, error) {
	if o.course.Text != ownFile {
		if c, ok := model.EmbeddedCourse(model.CourseCalled(o.course.Text)); ok {
			return c, nil
		}
		return model.Course{}, fmt.Errorf("there is no course %s", o.course.Text)
	}
	switch path := o.path(); {
	case path == "":
		return model.Course{}, errNoFile
	case path != o.ownPath:
		return model.Course{}, errReading
	}
	return o.own, o.ownErr
}
