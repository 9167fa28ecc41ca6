// Package intake turns a roster file into people. It reads what registration systems and
// spreadsheets really write (Read), says which column is which field (Recognise, ParseMap), makes
// people of the rows and names what is wrong with them (People), compares them with people already
// known (Compare, NoLonger), and finds the files that a trainer is likely to mean (Spreadsheets,
// PastedPath).
//
// It has no access to the book: people known are passed in, and what to do with a finding is
// decided by whoever called. Start reading at Read (this file), then People (people.go) and
// Compare (compare.go).
package intake

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"rollbook/model"
)

// Limits of a roster file. Everything above them is refused before memory is set aside for it.
const (
	MaxFileBytes     = 32 << 20 // of the file as it lies on the disk
	MaxUnpackedBytes = 64 << 20 // of all parts of an .xlsx together
	MaxRows          = 20_000   // rows that hold anything
	MaxColumns       = 200
	MaxCellBytes     = 16 << 10 // of a cell; what is longer is cut, so that cleaning it takes no time
	maxParts         = 5_000    // parts of an .xlsx
	maxPackRatio     = 300      // of a part over a mebibyte; sheets of one repeated row reach 100
)

// The reasons why a file can't be read. Errors of Read wrap one of them, or an error of the disk.
var (
	ErrOldExcel   = errors.New("this is the old Excel format (.xls): open it in a spreadsheet program and save it as .xlsx or CSV")
	ErrLocked     = errors.New("this spreadsheet is locked with a password: open it in Excel, remove the password under File, Info, and save it again")
	ErrNotARoster = errors.New("this is not a roster")
	ErrTooBig     = errors.New("this is too big for a roster")
	ErrFolder     = errors.New("this is a folder: choose a file in it")
	ErrNoHeader   = errors.New("no line that names the columns was found: write one above the people, such as Name, Email")
	ErrNoSheet    = errors.New("there is no such sheet")
)

// NoHeader as Options.HeaderLine says that the file begins with people at once; columns are then
// called A, B, C.
const NoHeader = -1

// Options say what a person has decided about a file. The zero value lets Read find out.
type Options struct {
	Sheet      string   // name of the sheet of an .xlsx; empty for the first that looks like a roster
	HeaderLine int      // line of the column headings, from 1; 0 to find it; or NoHeader
	Headings   []string // headings that a person named with --map: the line that has them is the header
}

// Table is a file as rows of text, before anything is known about what the columns mean.
type Table struct {
	File       string   // name of the file, without its folder
	Sheet      string   // sheet that was read; empty for a text file
	Sheets     []string // all sheets that hold anything, in the workbook's order
	Header     []string // headings, cleaned for display; an empty one stays empty
	HeaderLine int      // line of the header, 0 where there is none
	Rows       []Row    // rows below the header that hold anything
	Notes      []string // sentences on how the file was read

	loose bool // cells can't have slipped: values right of the header are an unnamed column
}

// Row is one row of the file. Cells are as they stood there: clean them before they are shown.
type Row struct {
	Line   int // first line of the row in a text file; number of the row in a sheet
	Cells  []string
	Hidden bool // hidden in the spreadsheet, by hand or by a filter
}

// Preview is the first n rows as a screen can show them: without control characters, each as wide
// as the header.
func (t *Table) Preview(n int) [][]string {
	out := make([][]string, 0, min(n, len(t.Rows)))
	for _, r := range t.Rows[:min(n, len(t.Rows))] {
		line := make([]string, len(t.Header))
		for i := range line {
			line[i] = display(r.cell(i))
		}
		out = append(out, line)
	}
	return out
}

// holds reports whether anything stands in a column below the header.
func (t *Table) holds(column int) bool {
	return slices.ContainsFunc(t.Rows, func(r Row) bool { return strings.TrimSpace(r.cell(column)) != "" })
}

func (r Row) cell(i int) string {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

func (r Row) blank() bool {
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// display is a cell or heading as one line without control characters, cut at model.NameLimit.
func display(cell string) string {
	text, _ := model.Clean(cell, model.NameLimit)
	return text
}

// oneLine makes one blank of each run of blanks and line breaks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Read reads the roster file at path. Errors wrap one of the reasons above or the disk's own.
func Read(path string, o Options) (Table, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	if err != nil {
		return Table{}, fmt.Errorf("reading the roster: %w", err)
	}
	if info.IsDir() {
		return Table{}, fmt.Errorf("%s: %w", name, ErrFolder)
	}
	if !info.Mode().IsRegular() {
		return Table{}, fmt.Errorf("%s: %w: a device or a pipe, not a file", name, ErrNotARoster)
	}
	f, err := os.Open(path)
	if err != nil {
		return Table{}, fmt.Errorf("reading the roster: %w", err)
	}
	defer f.Close()
	return ReadFrom(name, f, info.Size(), o)
}

// ReadFrom reads a roster of size bytes from r. name is what messages call it: its content, not its
// ending, decides how it is read.
func ReadFrom(name string, r io.ReaderAt, size int64, o Options) (Table, error) {
	t, err := readFrom(r, size, o)
	if err != nil {
		return Table{}, fmt.Errorf("%s: %w", display(name), err)
	}
	t.File = name
	return t, nil
}

// cutCells cuts the cells that are longer than anything a roster holds, and notes it.
func (t *Table) cutCells(rows []Row) {
	first, more := 0, 0
	for _, r := range rows {
		for i, c := range r.Cells {
			c = strings.TrimSpace(c)
			if len(c) <= MaxCellBytes {
				continue
			}
			end := MaxCellBytes
			for end > 0 && !utf8.RuneStart(c[end]) {
				end--
			}
			r.Cells[i] = c[:end]
			if first == 0 {
				first = r.Line
			} else {
				more++
			}
		}
	}
	switch {
	case first == 0:
	case more == 0:
		t.Notes = append(t.Notes, fmt.Sprintf("line %d: a cell of more than %d KiB was cut", first, MaxCellBytes>>10))
	default:
		t.Notes = append(t.Notes, fmt.Sprintf("line %d: a cell of more than %d KiB was cut, and %d below it", first, MaxCellBytes>>10, more))
	}
}

func readFrom(r io.ReaderAt, size int64, o Options) (Table, error) {
	if size == 0 {
		return Table{}, fmt.Errorf("%w: the file is empty", ErrNotARoster)
	}
	if size > MaxFileBytes {
		return Table{}, fmt.Errorf("%w: %d MiB, the most is %d", ErrTooBig, size>>20, MaxFileBytes>>20)
	}
	data := make([]byte, size)
	if n, err := r.ReadAt(data, 0); err != nil && !(err == io.EOF && n > 0) {
		return Table{}, fmt.Errorf("reading the roster: %w", err)
	} else {
		data = data[:n]
	}
	kind, err := sniff(data)
	if err != nil {
		return Table{}, err
	}
	var t Table
	var rows []Row
	if kind == workbook {
		rows, err = readWorkbook(data, o, &t)
	} else {
		rows, err = readText(data, o, &t)
	}
	if err != nil {
		return Table{}, err
	}
	t.cutCells(rows)
	if err := t.split(rows, o); err != nil {
		return Table{}, err
	}
	return t, nil
}
