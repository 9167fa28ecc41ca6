package people

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// lay makes the items of a person's page: who they are, their days, what is missed, remarks, notes.
// Behind the curtain it has the name, how to say it, and the marks.
func (p *page) lay(w int) []item {
	q := person(p.r, p.id)
	if q == nil {
		return []item{{lines: p.r.Theme.Wrap("This person is not in the cohort any more. Go back with esc; ctrl+r puts back what was undone.", w)}}
	}
	account := model.Review(&p.r.Cohort.Cohort, entry(q), p.asOf())
	items := p.facts(q, w)
	items = append(items, p.title("Days", w))
	for _, d := range account.Days {
		items = append(items, p.dayItem(q, d, w))
	}
	if p.r.Curtain {
		return items
	}
	items = append(items, p.title("So far", w))
	for _, line := range p.totals(q, account) {
		items = append(items, item{lines: p.r.Theme.Wrap(line, w)})
	}
	items = append(items, p.remarks(q, w)...)
	return append(items, p.notes(q, w)...)
}

// entry is a person as a review reads them.
func entry(q *store.Person) model.Entry {
	marks := make(map[model.ID]model.Mark, len(q.Marks))
	for block, cell := range q.Marks {
		marks[block] = cell.Mark
	}
	return model.Entry{Row: q.Row, Trainee: q.Trainee.ID, Enrollment: q.Enrollment, Marks: marks}
}

// asOf is the moment up to which blocks count: now, or the end of the day that --date gives.
func (p *page) asOf() model.Moment {
	now := p.r.Now()
	if given := p.r.Given; given != model.NoDate && given != model.DateIn(now) {
		return model.Moment{Date: given, Clock: 1440}
	}
	return model.Moment{Date: model.DateIn(now), Clock: model.ClockIn(now)}
}

func (p *page) facts(q *store.Person, w int) []item {
	t := p.r.Theme
	items := []item{{lines: []string{t.Title.Render(t.Cut(label(q), w))}}}
	add := func(name, text string) {
		if text != "" {
			items = append(items, p.labelled(name, text, w))
		}
	}
	add("say it like", q.Say)
	if p.r.Curtain {
		return items
	}
	add("pronouns", q.Pronouns)
	add("worksite", q.Worksite)
	add("email", q.Email)
	add("phone", q.Phone)
	add("enrolled", p.enrolled(q))
	return items
}

// enrolled are the days that the person is here for.
func (p *page) enrolled(q *store.Person) string {
	last := lastDay(p.r.Cohort)
	words := daysWords(q.From, max(last, q.From))
	switch {
	case len(q.Guest) > 0:
		return "a guest, for " + number(len(q.Guest), "block", "blocks") + " to make up"
	case q.To == model.NoDay:
		words = "no day"
	case q.To != 0:
		words = daysWords(q.From, q.To)
	}
	if q.To > 0 && q.To < last {
		words += fmt.Sprintf(", no longer coming from day %d on", q.To+1)
	}
	if q.WalkIn {
		words += ", walked in"
	}
	return words
}

// dayItem is one day: a shape for each block, and the marks in words.
func (p *page) dayItem(q *store.Person, d model.DayAccount, w int) item {
	t, r := p.r.Theme, p.r
	blocks := r.Cohort.BlocksOf(d.Day)
	slots := r.Cohort.Slots(q, d.Day)
	var glyphs strings.Builder
	for i, b := range blocks {
		if i > 0 {
			glyphs.WriteByte(' ')
		}
		if !q.Covers(b) {
			glyphs.WriteByte(' ')
			continue
		}
		state := kit.State(q.Cell(b.ID).Mark.In(b).State)
		glyphs.WriteString(t.Mark(state).Render(t.Glyph(state)))
	}
	head := fmt.Sprintf("%s  %s  ", t.PadLeft(fmt.Sprint(d.Day), 2), t.Fit(d.Date.Short(), 10))
	shapes := 2*p.mostBlocks() + 1
	indent := t.Width(head) + shapes
	it := item{day: d.Day}
	for i, line := range t.Wrap(p.dayWords(q, d, blocks, slots), max(w-indent, 10)) {
		if i == 0 {
			it.lines = append(it.lines, head+t.FitStyled(glyphs.String(), shapes)+line)
			continue
		}
		it.lines = append(it.lines, strings.Repeat(" ", indent)+line)
	}
	return it
}

func (p *page) mostBlocks() int {
	most := 0
	for _, d := range p.r.Cohort.Days {
		most = max(most, len(p.r.Cohort.BlocksOf(d.Number)))
	}
	return most
}

// dayWords are the marks of a day, told ahead and disagreement, and the minutes that they miss.
func (p *page) dayWords(q *store.Person, d model.DayAccount, blocks []model.Block, slots []model.Slot) string {
	switch {
	case len(blocks) == 0:
		return "cancelled"
	case len(slots) == 0:
		return "not enrolled"
	case d.State == model.DayUpcoming && room.DayState(slots) == model.Unmarked && room.StateWords(slots, false) == "not marked":
		return p.told("to come", q, slots)
	}
	words := room.StateWords(slots, p.r.Twelve)
	missed, disagree := 0, false
	for _, s := range slots {
		missed += s.Mark.Missed(s.Block)
		disagree = disagree || len(q.Cell(s.Block.ID).Conflict) > 0
	}
	if said := model.DescribeMinutes(missed) + " missed"; missed > 0 && !strings.Contains(words, said) {
		words += "; " + said
	}
	if disagree {
		words += "; " + kit.ConflictSign + " two laptops say different things"
	}
	return p.told(words, q, slots)
}

func (p *page) told(words string, q *store.Person, slots []model.Slot) string {
	if !p.r.Curtain && room.ToldAny(q, slots) {
		return words + "; told us ahead"
	}
	return words
}

// totals are the minutes so far, of blocks that have ended.
func (p *page) totals(q *store.Person, a model.Account) []string {
	if len(q.Guest) > 0 {
		return []string{"a guest: outside all totals"}
	}
	lines := []string{fmt.Sprintf("%s attended of %s", model.DescribeMinutes(a.Attended), model.DescribeMinutes(a.Scheduled))}
	missed := model.DescribeMinutes(a.Missed) + " missed"
	if allowed := p.r.Cohort.Rule.AllowanceMinutes; allowed > 0 {
		missed += " of the " + model.DescribeMinutes(allowed) + " that may be missed in the course"
	}
	lines = append(lines, missed)
	if a.Unmarked > 0 {
		lines = append(lines, model.DescribeMinutes(a.Unmarked)+" not marked")
	}
	if a.Outside > 0 {
		lines = append(lines, model.DescribeMinutes(a.Outside)+" before joining or after leaving")
	}
	return lines
}

func (p *page) remarks(q *store.Person, w int) []item {
	var items []item
	for _, b := range p.r.Cohort.Blocks {
		if remark := q.Cell(b.ID).Remark; remark != "" {
			it := p.labelled(fmt.Sprintf("day %d %s", b.Day, b.Start.Words(p.r.Twelve)), remark, w)
			it.day = b.Day
			items = append(items, it)
		}
	}
	if len(items) == 0 {
		return nil
	}
	return append([]item{p.title("Remarks", w)}, items...)
}

// notes are the notes about the person, newest first.
func (p *page) notes(q *store.Person, w int) []item {
	var items []item
	all := p.r.Cohort.Notes
	for i := len(all) - 1; i >= 0; i-- {
		n := all[i]
		if n.Trainee.IsZero() || p.r.Cohort.Person(n.Trainee) != q {
			continue
		}
		head := n.At.Format("Mon 2 Jan 2006") + ", " + n.By
		if n.Together {
			head += ", written together"
		}
		it := item{lines: []string{p.r.Theme.Faint.Render(p.r.Theme.Cut(head, w))}}
		it.lines = append(it.lines, p.r.Theme.Wrap(n.Text, w)...)
		items = append(items, it)
	}
	if len(items) == 0 {
		return nil
	}
	return append([]item{p.title("Notes", w)}, items...)
}
