package report

import (
	"fmt"
	"io"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// Marks writes what is marked: as a table a row for every person and block that counts, in order of
// day, block and row; on paper a page for each day. Notes are a sheet of their own in a spreadsheet; a
// CSV has one table only, so there each stands once, at the first mark that it is about.
func Marks(w io.Writer, form Form, cohorts Cohorts, o Options) error {
	if err := o.check(form); err != nil {
		return err
	}
	if form == HTML || form == PDF {
		return draw(w, form, "Marks", o, func(put func(sheet) error) error { return markSheets(cohorts, o, put) })
	}
	withNotes := o.Notes && form == CSV
	columns := markColumns(o)
	if withNotes {
		columns = append(columns, column{"notes", words, 40})
	}
	columns = append(columns, column{"from paper", words, 11}) // the last, whatever stands before it
	tables := []table{{name: "marks", columns: columns, rows: func(emit func([]cell) error) error {
		return cohorts(func(c *store.Cohort) error {
			var notes *placed
			if withNotes {
				notes = placeNotes(c)
			}
			return markRows(c, o, notes, emit)
		})
	}}}
	if o.Notes && form == XLSX {
		tables = append(tables, noteTable(cohorts))
	}
	return write(w, form, o, tables...)
}

func markColumns(o Options) []column {
	columns := []column{{"cohort", words, 22}, {"day", number, 6}, {"date", date, 12}, {"block", number, 7}, {"topic", words, 28},
		{"start", clock, 8}, {"end", clock, 8}, {"row", number, 6}, {"trainee", words, 26}}
	if o.Certificates {
		columns = append(columns, column{"certificate name", words, 26})
	}
	columns = append(columns, column{"state", words, 11}, column{"arrived", clock, 9}, column{"left", clock, 8}, column{"out", words, 16},
		column{"out minutes", number, 9}, column{"missed minutes", number, 9}, column{"told ahead", words, 8})
	if o.Remarks {
		columns = append(columns, column{"remark", words, 32}, column{"own words", words, 32})
	}
	return append(columns, column{"by", words, 16}, column{"at", moment, 18}, column{"not agreed", words, 30})
}

// markRows are the rows of one cohort. A row is good until emit returns.
func markRows(c *store.Cohort, o Options, notes *placed, emit func([]cell) error) error {
	var row []cell
	for _, d := range c.Days {
		for i, b := range c.BlocksOf(d.Number) {
			for _, p := range c.People {
				if !p.Covers(b) {
					continue
				}
				row = append(row[:0], textCell(c.Name), numberCell(d.Number), dateCell(d.Date), numberCell(i+1), textCell(b.Topic),
					clockCell(b.Start), clockCell(b.End), numberCell(p.Row), textCell(p.Name))
				if o.Certificates {
					row = append(row, textCell(p.Certificate))
				}
				row = markCells(row, p, b, o)
				if notes != nil {
					row = append(row, textCell(notes.at(p, d.Number, b.Topic)))
				}
				row = append(row, yesCell(p.Cell(b.ID).Paper))
				if err := emit(row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// markCells appends what is known of a person in a block.
func markCells(row []cell, p *store.Person, b model.Block, o Options) []cell {
	known := p.Cell(b.ID)
	m := known.Mark.In(b)
	arrived, left := cell{none: true}, cell{none: true}
	if m.Arrived > b.Start && m.Arrived < b.End {
		arrived = clockCell(m.Arrived)
	}
	if m.Left > b.Start && m.Left < b.End {
		left = clockCell(m.Left)
	}
	by, at := cell{none: true}, cell{none: true}
	if m.State != model.Unmarked {
		by, at = textCell(known.By), momentCell(known.At)
	}
	row = append(row, textCell(m.State.String()), arrived, left, textCell(outs(m, b)), numberCell(m.OutMinutes),
		numberCell(m.Missed(b)), yesCell(known.Told))
	if o.Remarks {
		row = append(row, textCell(known.Remark), textCell(known.OwnWords))
	}
	return append(row, by, at, textCell(disagreement(known.Conflict)))
}

func outs(m model.Mark, b model.Block) string {
	if len(m.Out) == 0 {
		return ""
	}
	var said []string
	for _, s := range m.OutsIn(b) {
		said = append(said, s.From.String()+"-"+s.To.String())
	}
	return strings.Join(said, " ")
}

// disagreement is who says what, empty where nobody disagrees.
func disagreement(sides []store.Side) string {
	var said []string
	for _, s := range sides {
		value := s.Value
		if value == "" {
			value = "nothing"
		}
		said = append(said, value+" ("+s.By+")")
	}
	return strings.Join(said, ", ")
}

// markSheets are the days of each cohort, people by blocks, then its notes where they are asked for.
func markSheets(cohorts Cohorts, o Options, put func(sheet) error) error {
	return cohorts(func(c *store.Cohort) error {
		s := sheet{title: c.Name, under: "Marks", wide: o.Certificates}
		if c.Place != "" {
			s.under += ". " + c.Place
		}
		for _, d := range c.Days {
			if blocks := c.BlocksOf(d.Number); len(blocks) > 0 {
				s.wide = s.wide || len(blocks) > 2
				s.parts = append(s.parts, markPart(c, d, blocks, o))
			}
		}
		if err := put(s); err != nil {
			return err
		}
		if notes := noteSheet(c); o.Notes && len(notes.parts) > 0 {
			return put(notes)
		}
		return nil
	})
}

// markPart is one day.
func markPart(c *store.Cohort, d model.Day, blocks []model.Block, o Options) part {
	g := &grid{columns: []gridColumn{{head: "row", width: 10, right: true}, {head: "name", width: 30, most: 60}}}
	if o.Certificates {
		g.columns = append(g.columns, gridColumn{head: "name for the certificate", width: 30, most: 50})
	}
	for _, b := range blocks {
		g.columns = append(g.columns, gridColumn{head: b.Start.Words(o.Twelve) + "–" + b.End.Words(o.Twelve) + " " + b.Topic, share: 1})
	}
	for _, p := range c.PeopleOn(d.Number) {
		row := []box{numberBox(p.Row), nameBox(p)}
		if o.Certificates {
			row = append(row, box{text: p.Certificate})
		}
		for _, b := range blocks {
			row = append(row, markBox(p, b, o))
		}
		g.rows = append(g.rows, row)
	}
	one := part{title: fmt.Sprintf("Day %d, %s", d.Number, d.Date.Words()), lines: []string{closedWords(c, d.Number)}}
	if one.grid = g; len(g.rows) == 0 {
		one.grid, one.lines = nil, []string{"Nobody is on the roster of this day."}
	}
	return one
}

func closedWords(c *store.Cohort, day int) string {
	closing, closed := c.Closed[day]
	if !closed {
		return "Not closed yet."
	}
	words := fmt.Sprintf("Closed by %s, %s", closing.By, closing.At.Format("Mon 2 Jan 2006 15:04"))
	if closing.Changed {
		words += fmt.Sprintf("; changed since by %s, %s", closing.ChangedBy, closing.ChangedAt.Format("Mon 2 Jan 2006 15:04"))
	}
	return words + "."
}

// nameBox is a person in a grid: the name that they use, and how to say it.
func nameBox(p *store.Person) box {
	b := box{text: p.Name, name: &p.Trainee, row: p.Row}
	if p.Say != "" {
		b.small = "say " + p.Say
	}
	return b
}

// markBox is a mark in words, with its shape.
func markBox(p *store.Person, b model.Block, o Options) box {
	if !p.Covers(b) {
		return box{text: "not enrolled", faint: true}
	}
	known := p.Cell(b.ID)
	said := box{shapes: []model.State{known.Mark.In(b).State}, text: model.Describe(known.Mark, b, o.Twelve)}
	var small []string
	if known.Told {
		small = append(small, "told us ahead")
	}
	if known.Paper {
		small = append(small, "from paper")
	}
	if len(known.Conflict) > 0 {
		small = append(small, "not agreed: "+disagreement(known.Conflict))
	}
	if o.Remarks && known.Remark != "" {
		small = append(small, known.Remark)
	}
	if o.Remarks && known.OwnWords != "" {
		small = append(small, "in their own words: "+known.OwnWords)
	}
	said.small = strings.Join(small, "; ")
	return said
}
