package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"rollbook/model"
)

// kind is how a spreadsheet shows a column.
type kind uint8

const (
	words  kind = iota
	number      // whole
	date
	clock
	moment // a date and a time
)

// column is a column of a table. Its head is plain words in lower case; the same words with
// underscores name the value in JSON, where it is there.
type column struct {
	head  string
	kind  kind
	width float64 // in a spreadsheet, in characters
}

// cell is one value of the kind of its column.
type cell struct {
	text string
	n    int64 // the number; the date or the clock as model has it; the moment in seconds of its own zone
	none bool  // nothing stands there
}

func textCell(s string) cell { return cell{text: s, none: s == ""} }
func numberCell(n int) cell  { return cell{n: int64(n)} }

func dateCell(d model.Date) cell   { return cell{n: int64(d), none: d == model.NoDate} }
func clockCell(c model.Clock) cell { return cell{n: int64(c), none: c == model.NoClock} }

// momentCell keeps what the clock on the wall showed there, as people read it.
func momentCell(t time.Time) cell {
	_, offset := t.Zone()
	return cell{n: t.Unix() + int64(offset), none: t.IsZero()}
}

func yesCell(yes bool) cell {
	if yes {
		return textCell("yes")
	}
	return cell{none: true}
}

func daysCell(days []int) cell { return textCell(listOfDays(days)) }

func listOfDays(days []int) string {
	var said []string
	for _, d := range days {
		said = append(said, strconv.Itoa(d))
	}
	return strings.Join(said, ", ")
}

// said is the value as a CSV has it: dates YYYY-MM-DD, times HH:MM.
func (c cell) said(k kind) string {
	if c.none {
		return ""
	}
	switch k {
	case number:
		return strconv.FormatInt(c.n, 10)
	case date:
		return model.Date(c.n).String()
	case clock:
		return model.Clock(c.n).String()
	case moment:
		return time.Unix(c.n, 0).UTC().Format("2006-01-02 15:04")
	}
	return c.text
}

// table is rows under columns, made one after another: emit's row is the writer's until it returns.
type table struct {
	name    string // of the sheet in a spreadsheet
	columns []column
	rows    func(emit func(row []cell) error) error
}

// write writes tables as a CSV, which has place for the first one only, or as an XLSX.
func write(w io.Writer, form Form, o Options, tables ...table) error {
	switch form {
	case CSV:
		return writeCSV(w, tables[0], o)
	case XLSX:
		return writeXLSX(w, tables, o)
	}
	return fmt.Errorf("a table can't be %q: %w", form, ErrForm)
}

// counted tells progress every so many rows, and once at the end.
type counted struct {
	rows int
	tell func(int)
}

const tellEvery = 1000

func (c *counted) add() {
	if c.rows++; c.tell != nil && c.rows%tellEvery == 0 {
		c.tell(c.rows)
	}
}

func (c *counted) end() {
	if c.tell != nil {
		c.tell(c.rows)
	}
}
