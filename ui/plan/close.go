package plan

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// Close asks whether to close a day: what is counted, who is not marked, who attests it and when. A
// day that is closed already is closed anew, with the counts as they are now.
func Close(r *room.Room, day int) kit.Overlay { return &closing{r: r, day: day} }

// closing follows the marks while it is open: they may change on the way from the disk.
type closing struct {
	r   *room.Room
	day int

	ask      *kit.Confirm
	revision int
}

// Asks keeps stray keys from answering.
func (o *closing) Asks() bool { return true }

// confirm is the question as the marks are now.
func (o *closing) confirm() *kit.Confirm {
	r := o.r
	if o.ask != nil && o.revision == r.Revision() {
		return o.ask
	}
	d, _ := r.Cohort.Day(o.day)
	n := r.Cohort.Count(o.day)
	question := "Close day %d, %s?"
	if _, closed := r.Cohort.Closed[o.day]; closed {
		question = "Close day %d, %s, again?"
	}
	o.revision = r.Revision()
	o.ask = &kit.Confirm{Theme: r.Theme, Question: fmt.Sprintf(question, d.Number, d.Date.Words()),
		Detail: o.detail(n), Yes: "close the day", No: "not yet", Default: true,
		Do: func() tea.Cmd {
			return r.Commit(oplog.Single, fmt.Sprintf("day %d closed: %s", o.day, countWords(n)), r.Cohort.EditClosing(d.ID, &n))
		}}
	return o.ask
}

// detail says what closing attests, what is still open, and who attests it.
func (o *closing) detail(n store.Closing) string {
	r := o.r
	lines := []string{"marks: " + countWords(n)}
	if names := names(unmarked(r.Cohort, o.day)); len(names) > 0 {
		lines = append(lines, "Not marked: "+shortList(names, 8)+".")
	}
	if b, still := o.toCome(); still {
		lines = append(lines, r.BlockWords(b)+" has not ended yet.")
	}
	if was, closed := r.Cohort.Closed[o.day]; closed {
		lines = append(lines, "It was "+ClosedWords(r, was)+". Then: "+countWords(was)+".")
	}
	who := "Nobody has said who marks on this laptop: start with --as NAME for a name under it."
	if author := r.Cohort.Author(); author != "" {
		who = fmt.Sprintf("%s attests on %s that this is what was seen. u undoes it.", author, r.Moment(r.Now()))
	}
	return strings.Join(append(lines, who), "\n")
}

// ClosedWords say who closed a day, when, and who changed it since.
func ClosedWords(r *room.Room, n store.Closing) string {
	words := fmt.Sprintf("closed by %s %s", n.By, r.Moment(n.At))
	switch {
	case n.Changed && n.ChangedBy != "":
		words += fmt.Sprintf(", changed since by %s %s", n.ChangedBy, r.Moment(n.ChangedAt))
	case n.Changed:
		words += ", changed since"
	}
	return words
}

// toCome is a block of the day that has not ended by the clock, where the day is the clock's own.
func (o *closing) toCome() (model.Block, bool) {
	now := o.r.Now()
	d, _ := o.r.Cohort.Day(o.day)
	if d.Date != model.DateIn(now) {
		return model.Block{}, false
	}
	for _, b := range o.r.Cohort.BlocksOf(o.day) {
		if model.ClockIn(now) < b.End {
			return b, true
		}
	}
	return model.Block{}, false
}

func countWords(n store.Closing) string {
	return fmt.Sprintf("%d present, %d part, %d absent, %d not marked", n.Present, n.Part, n.Absent, n.Unmarked)
}

// unmarked are the people with a block of the day that is not marked, of those who count.
func unmarked(c *store.Cohort, day int) (people []*store.Person) {
	for _, p := range c.PeopleOn(day) {
		if len(p.Guest) > 0 {
			continue
		}
		for _, s := range c.Slots(p, day) {
			if s.Mark.State == model.Unmarked {
				people = append(people, p)
				break
			}
		}
	}
	return people
}

func names(people []*store.Person) (names []string) {
	for _, p := range people {
		names = append(names, fmt.Sprintf("%d %s", p.Row, p.Name))
	}
	return names
}

func shortList(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// missing lists who is not marked; the one chosen gets the focus on Today. Without a choice the
// question comes back.
func (o *closing) missing() tea.Cmd {
	r, day := o.r, o.day
	people := unmarked(r.Cohort, day)
	c := &kit.Chooser{Theme: r.Theme, Title: fmt.Sprintf("Not marked on day %d: mark whom?", day), Empty: "everybody is marked by now",
		Cancel: func() tea.Cmd { return kit.Open(Close(r, day)) }}
	var ids []model.ID
	for i, name := range names(people) {
		open := 0
		for _, s := range r.Cohort.Slots(people[i], day) {
			if s.Mark.State == model.Unmarked {
				open++
			}
		}
		ids = append(ids, people[i].Trainee.ID)
		c.Items = append(c.Items, kit.Item{Title: name, Detail: counted(open, "block")})
	}
	c.Choose = func(i int) tea.Cmd {
		r.Day = day
		return kit.Send(room.GoMsg{Tab: room.Today, Person: ids[i]})
	}
	return kit.Open(c)
}

// Update answers the question.
func (o *closing) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "m" {
		if len(unmarked(o.r.Cohort, o.day)) == 0 {
			return false, kit.Say("everybody is marked")
		}
		return true, o.missing()
	}
	return o.confirm().Update(msg)
}

// View draws the question.
func (o *closing) View(w, h int) kit.Frame { return o.confirm().View(w, h) }

// Keys is what the footer shows meanwhile.
func (o *closing) Keys() []kit.Binding {
	keys := o.confirm().Keys()
	if len(unmarked(o.r.Cohort, o.day)) > 0 {
		keys = append(keys, kit.Binding{Keys: []string{"m"}, Name: "who is not marked", About: "Lists who is not marked, to go there.", Footer: 3, Do: func() tea.Cmd { return nil }})
	}
	return keys
}

// Place is in a box.
func (o *closing) Place() kit.Place { return kit.InBox }
