package report

import (
	"fmt"
	"io"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// blankRows is how many rows a sign-in sheet has at least for people who walk in.
const blankRows = 5

// Day is a day of a cohort, to make a sign-in sheet of.
type Day struct {
	Cohort *store.Cohort
	Number int
}

// DaysOf are the days of a cohort that have blocks: one, or all where day is 0. The error wraps
// model.ErrNoDay.
func DaysOf(c *store.Cohort, day int) ([]Day, error) {
	var days []Day
	for _, d := range c.Days {
		if (day == 0 || d.Number == day) && len(c.BlocksOf(d.Number)) > 0 {
			days = append(days, Day{c, d.Number})
		}
	}
	if len(days) == 0 && day != 0 {
		return nil, fmt.Errorf("there is nothing on day %d: %w", day, model.ErrNoDay)
	}
	return days, nil
}

// SignIn writes sheets to sign in on, each day on a page of its own: row numbers, names as they are
// used, in and out for each half of the day, blank rows, and a line for the trainer's attestation.
// Everybody in the room reads it: asking for notes, remarks or certificate names is an error that
// wraps ErrWith.
func SignIn(w io.Writer, form Form, days []Day, o Options) error {
	if err := o.check(form); err != nil {
		return err
	}
	if o.Notes || o.Remarks || o.Certificates {
		return fmt.Errorf("everybody in the room reads a sign-in sheet, so it has names only: %w", ErrWith)
	}
	if form == HTML || form == PDF {
		return draw(w, form, "Sign-in sheet", o, func(put func(sheet) error) error {
			for _, d := range days {
				if err := put(signSheet(d, o)); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return write(w, form, o, signTable(days))
}

// half is a part of a day between long breaks: what people sign in and out of.
type half struct {
	name   string
	blocks []model.Block
}

func (h half) from() model.Clock { return h.blocks[0].Start }
func (h half) to() model.Clock   { return h.blocks[len(h.blocks)-1].End }

// covers reports whether a person comes to any of it.
func (h half) covers(p *store.Person) bool {
	for _, b := range h.blocks {
		if p.Covers(b) {
			return true
		}
	}
	return false
}

// halves are the blocks of a day that start before noon, before 17:00, and later.
func halves(blocks []model.Block) []half {
	var out []half
	for _, b := range blocks {
		name := "evening"
		switch {
		case b.Start < 12*60:
			name = "morning"
		case b.Start < 17*60:
			name = "afternoon"
		}
		if n := len(out); n == 0 || out[n-1].name != name {
			out = append(out, half{name: name})
		}
		h := &out[len(out)-1]
		h.blocks = append(h.blocks, b)
	}
	return out
}

func signTable(days []Day) table {
	columns := []column{{"cohort", words, 22}, {"day", number, 6}, {"date", date, 12}, {"row", number, 6}, {"name", words, 30}, {"say", words, 20}}
	names := []string{}
	for _, name := range []string{"morning", "afternoon", "evening"} {
		for _, d := range days {
			if name != "evening" || hasHalf(d, name) {
				names = append(names, name)
				columns = append(columns, column{name + " in", words, 12}, column{name + " out", words, 12})
				break
			}
		}
	}
	return table{name: "sign-in", columns: columns, rows: func(emit func([]cell) error) error {
		for _, d := range days {
			if err := signRows(d, names, emit); err != nil {
				return err
			}
		}
		return nil
	}}
}

func hasHalf(d Day, name string) bool {
	for _, h := range halves(d.Cohort.BlocksOf(d.Number)) {
		if h.name == name {
			return true
		}
	}
	return false
}

// notThere stands where nobody signs.
const notThere = "–"

func signRows(d Day, names []string, emit func([]cell) error) error {
	day, _ := d.Cohort.Cohort.Day(d.Number)
	byName := map[string]half{}
	for _, h := range halves(d.Cohort.BlocksOf(d.Number)) {
		byName[h.name] = h
	}
	for _, p := range d.Cohort.PeopleOn(d.Number) {
		row := []cell{textCell(d.Cohort.Name), numberCell(d.Number), dateCell(day.Date), numberCell(p.Row), textCell(p.Name), textCell(p.Say)}
		for _, name := range names {
			signs := cell{none: true}
			if h, ok := byName[name]; !ok || !h.covers(p) {
				signs = textCell(notThere)
			}
			row = append(row, signs, signs)
		}
		if err := emit(row); err != nil {
			return err
		}
	}
	for range blankRows {
		row := []cell{textCell(d.Cohort.Name), numberCell(d.Number), dateCell(day.Date)}
		for range 3 + 2*len(names) {
			row = append(row, cell{none: true})
		}
		if err := emit(row); err != nil {
			return err
		}
	}
	return nil
}

// signSheet is the sheet of one day on paper.
func signSheet(d Day, o Options) sheet {
	c := d.Cohort
	day, _ := c.Cohort.Day(d.Number)
	all := halves(c.BlocksOf(d.Number))
	g := &grid{tall: true, whole: true, size: 10, columns: []gridColumn{{head: "row", width: 11, right: true}, {head: "name", width: 52, share: 0.6}}}
	for _, h := range all {
		over := Sentence(h.name)
		over = strings.TrimSuffix(over, ".") + " " + h.from().Words(o.Twelve) + "–" + h.to().Words(o.Twelve)
		g.columns = append(g.columns, gridColumn{over: over, head: "in", width: 19}, gridColumn{over: over, head: "out", width: 19})
	}
	g.columns = append(g.columns, gridColumn{head: "signature", width: 26, share: 0.4})
	for _, p := range c.PeopleOn(d.Number) {
		row := []box{numberBox(p.Row), nameBox(p)}
		for _, h := range all {
			b := box{}
			if !h.covers(p) {
				b = box{text: notThere, faint: true}
			}
			row = append(row, b, b)
		}
		g.rows = append(g.rows, append(row, box{}))
	}
	for range blankRows {
		g.rows = append(g.rows, make([]box, len(g.columns)))
	}
	where := ""
	if c.Place != "" {
		where = ", " + c.Place
	}
	return sheet{title: c.Name, under: fmt.Sprintf("Sign-in sheet. Day %d, %s%s", d.Number, day.Date.Words(), where),
		lines: []string{topicLine(c.BlocksOf(d.Number), o)},
		parts: []part{{grid: g, sign: attest(c),
			lines: []string{"Please write when you come and when you go. Not on the list yet? Write your name in a free row."},
			after: []string{"For the trainer: the times above are what happened in the room as far as I saw it."}}}}
}

// topicLine is what the day is about.
func topicLine(blocks []model.Block, o Options) string {
	var said []string
	for _, b := range blocks {
		said = append(said, b.Start.Words(o.Twelve)+"–"+b.End.Words(o.Twelve)+" "+b.Topic)
	}
	return strings.Join(said, ", ")
}

// attest are the lines for the trainers to sign, two in a row; for one where the cohort names none.
func attest(c *store.Cohort) [][]string {
	trainers := c.Trainers
	if len(trainers) == 0 {
		trainers = []string{""}
	}
	var rows [][]string
	for i, name := range trainers {
		if i%2 == 0 {
			rows = append(rows, nil)
		}
		label := "Trainer: signature"
		if name != "" {
			label = "Trainer " + name + ": signature"
		}
		last := &rows[len(rows)-1]
		*last = append(*last, label, "Date")
	}
	return rows
}
