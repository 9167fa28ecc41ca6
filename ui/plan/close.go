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

// Close is the command that asks whether to close a day. Who attests it stands in the book, which
// a screen does not wait for: so it is a command, and the question comes when that is known.
func Close(r *room.Room, day int) tea.Cmd {
	book := r.Book
	return func() tea.Msg {
		author, err := book.Author()
		if err != nil {
			return kit.SayMsg{Text: room.Sentence(err), Bad: true}
		}
		return kit.OpenMsg{Overlay: &closing{r: r, day: day, author: author}}
	}
}

// closing asks whether a day is to be closed with what its marks come to now. It is made outside of
// Update, so it looks at the cohort only once it is drawn.
type closing struct {
	r      *room.Room
	day    int
	author string

	ask      *kit.Confirm
	revision int
}

// Asks keeps stray keys from answering.
func (c *closing) Asks() bool { return true }

// confirm is the question as the marks are now.
func (o *closing) confirm() *kit.Confirm {
	r := o.r
	if o.ask != nil && o.revision == r.Revision() {
		return o.ask
	}
	d, _ := r.Cohort.Day(o.day)
	n := r.Cohort.Count(o.day)
	o.revision = r.Revision()
	o.ask = &kit.Confirm{Theme: r.Theme, Question: fmt.Sprintf("Close day %d, %s?", d.Number, d.Date.Words()),
		Detail: o.detail(n), Yes: "close the day", No: "not yet", Default: true,
		Do: func() tea.Cmd {
			return r.Commit(oplog.Single, fmt.Sprintf("day %d closed: %s", o.day, countWords(n)), r.Cohort.EditClosing(d.ID, &n))
		}}
	return o.ask
}

// detail says what closing attests, what is still open, and who attests it.
func (o *closing) detail(n store.Closing) string {
	r := o.r
	lines := []string{countWords(n)}
	if names := unmarkedNames(r.Cohort, o.day); len(names) > 0 {
		lines = append(lines, "Not marked: "+shortList(names, 8)+".")
	}
	if b, still := o.toCome(); still {
		lines = append(lines, r.BlockWords(b)+" has not ended yet.")
	}
	if was, closed := r.Cohort.Closed[o.day]; closed {
		lines = append(lines, fmt.Sprintf("It was closed by %s on %s: %s.", was.By, r.Moment(was.At), countWords(was)))
	}
	who := "Nobody has said who marks on this laptop: start with --as NAME for a name under it."
	if o.author != "" {
		who = o.author + " attests that this is what was seen. u undoes it."
	}
	return strings.Join(append(lines, who), "\n")
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
	return fmt.Sprintf("marks: %d present, %d part, %d absent, %d not marked", n.Present, n.Part, n.Absent, n.Unmarked)
}

// unmarkedNames are the people with a block of the day that is not marked, of those who count.
func unmarkedNames(c *store.Cohort, day int) (names []string) {
	for _, p := range c.PeopleOn(day) {
		if len(p.Guest) > 0 {
			continue
		}
		for _, s := range c.Slots(p, day) {
			if s.Mark.State == model.Unmarked {
				names = append(names, fmt.Sprintf("%d %s", p.Row, p.Name))
				break
			}
		}
	}
	return names
}

func shortList(names []string, most int) string {
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
}

// Update answers the question.
func (o *closing) Update(msg tea.Msg) (done bool, cmd tea.Cmd) { return o.confirm().Update(msg) }

// View draws the question.
func (o *closing) View(w, h int) kit.Frame { return o.confirm().View(w, h) }

// Keys is what the footer shows meanwhile.
func (o *closing) Keys() []kit.Binding { return o.confirm().Keys() }

// Place is in a box.
func (o *closing) Place() kit.Place { return kit.InBox }
