package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxCells bounds the walk over a sheet whose blank cells were formatted to the far corner.
const maxCells = 16 << 20

// readWorkbook reads one sheet of an .xlsx, the values as the spreadsheet shows them.
func readWorkbook(data []byte, o Options, t *Table) (rows []Row, err error) {
	if err := checkParts(data); err != nil {
		return nil, err
	}
	// A workbook bent out of shape can make the library panic; a roster must never end the program.
	defer func() {
		if p := recover(); p != nil {
			rows, err = nil, fmt.Errorf("%w: the spreadsheet is damaged: open it in a spreadsheet program and save it again", ErrNotARoster)
		}
	}()
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: MaxUnpackedBytes,
		// As large as the other limit: above this one the library writes the sheet, with all the
		// people in it, to a temporary file.
		UnzipXMLSizeLimit: MaxUnpackedBytes,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: the spreadsheet can't be opened: save it again as .xlsx or CSV: %w", ErrNotARoster, err)
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	if t.Sheet, rows, err = chooseSheet(book, o, t); err != nil {
		return nil, err
	}
	t.loose = true
	return rows, wholeNumbers(book, t.Sheet, rows)
}

// checkParts reads the list of parts only, and refuses what would unpack to too much.
func checkParts(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("%w: the spreadsheet is damaged or was not copied to its end: copy it again: %w", ErrNotARoster, err)
	}
	if len(z.File) > maxParts {
		return fmt.Errorf("%w: it is packed from %d parts", ErrTooBig, len(z.File))
	}
	var total uint64
	names := make([]string, 0, len(z.File))
	for _, f := range z.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > MaxUnpackedBytes || total > MaxUnpackedBytes {
			return fmt.Errorf("%w: unpacked it takes more than %d MiB", ErrTooBig, MaxUnpackedBytes>>20)
		}
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > maxPackRatio*f.CompressedSize64 {
			return fmt.Errorf("%w: a part of it is packed to less than 1 in %d, which no spreadsheet does", ErrTooBig, maxPackRatio)
		}
		names = append(names, strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/")))
	}
	return partsReason(names)
}

// partsReason says of a packed file that is no .xlsx what it is instead.
func partsReason(names []string) error {
	has := func(prefix string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return strings.HasPrefix(n, prefix) })
	}
	switch {
	case has("xl/workbook.bin"), has("content.xml"), has("index/"), has("index.zip"):
		return fmt.Errorf("%w that can be read here: a spreadsheet of another kind: save it as .xlsx or CSV", ErrNotARoster)
	case has("xl/workbook.xml"):
		return nil
	case has("word/"), has("ppt/"):
		return fmt.Errorf("%w: a document, not a spreadsheet: copy its table into a spreadsheet", ErrNotARoster)
	}
	return fmt.Errorf("%w: a packed file: unpack it first", ErrNotARoster)
}

// chooseSheet finds the sheets that hold anything, and the wanted one among them. With no wish it
// takes the first with headings that are known, so not the page of instructions before it, else
// the first; a hidden sheet only where there is no other.
func chooseSheet(book *excelize.File, o Options, t *Table) (string, []Row, error) {
	var best string
	var bestRows []Row
	bestPoints := -1
	for _, name := range book.GetSheetList() {
		if !holdsAnything(book, name) {
			continue
		}
		t.Sheets = append(t.Sheets, name)
		if o.Sheet != "" && !strings.EqualFold(name, strings.TrimSpace(o.Sheet)) {
			continue
		}
		rows, err := sheetRows(book, name)
		if err != nil && o.Sheet != "" {
			return "", nil, err
		}
		if err != nil {
			continue
		}
		if points := sheetPoints(book, name, rows, o); points > bestPoints {
			best, bestRows, bestPoints = name, rows, points
		}
	}
	switch {
	case len(t.Sheets) == 0:
		return "", nil, fmt.Errorf("%w: all sheets are empty", ErrNotARoster)
	case bestPoints < 0 && o.Sheet != "":
		return "", nil, fmt.Errorf("%w as '%s': there is %s", ErrNoSheet, display(o.Sheet), quotedList(t.Sheets))
	case bestPoints < 0:
		_, err := sheetRows(book, t.Sheets[0])
		return "", nil, err
	case len(t.Sheets) > 1:
		t.Notes = append(t.Notes, fmt.Sprintf("of %d sheets, '%s' was read", len(t.Sheets), display(best)))
	}
	return best, bestRows, nil
}

func sheetPoints(book *excelize.File, name string, rows []Row, o Options) int {
	points := 0
	if visible, err := book.GetSheetVisible(name); err != nil || visible {
		points = 2
	}
	if _, score := findHeader(rows, o); score > 0 {
		points++
	}
	return points
}

func holdsAnything(book *excelize.File, sheet string) bool {
	rows, err := book.Rows(sheet)
	if err != nil {
		return false // a chart has no rows
	}
	defer rows.Close()
	for rows.Next() {
		if cells, err := rows.Columns(); err != nil || !(Row{Cells: cells}).blank() {
			return true // a damaged one is to be named when it is read
		}
	}
	return false
}

func sheetRows(book *excelize.File, sheet string, o ...excelize.Options) ([]Row, error) {
	it, err := book.Rows(sheet)
	if err != nil {
		return nil, fmt.Errorf("reading the sheet %q: %w", sheet, err)
	}
	defer it.Close()
	var rows []Row
	walked := 0
	for line := 1; it.Next(); line++ {
		hidden := it.GetRowOpts().Hidden
		cells, err := it.Columns(o...)
		if err != nil {
			return nil, fmt.Errorf("%w: row %d of the sheet is damaged: %w", ErrNotARoster, line, err)
		}
		walked += len(cells)
		for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
			cells = cells[:len(cells)-1]
		}
		if len(cells) > MaxColumns || walked > maxCells {
			return nil, fmt.Errorf("%w: row %d of the sheet has more than %d columns", ErrTooBig, line, MaxColumns)
		}
		if len(cells) == 0 {
			continue
		}
		if rows = append(rows, Row{Line: line, Cells: slices.Clone(cells), Hidden: hidden}); len(rows) > MaxRows+headerWithin {
			return nil, fmt.Errorf("%w: more than %d rows", ErrTooBig, MaxRows)
		}
	}
	if err := it.Error(); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w: the sheet is damaged: %w", ErrNotARoster, err)
	}
	return rows, nil
}

var scientific = regexp.MustCompile(`^\d(\.\d+)?E\+\d+$`)

// wholeNumbers gives phone numbers back their digits: a narrow or unformatted cell shows a long
// number as 2.07555E+11. The sheet is read again for it, as it is stored.
func wholeNumbers(book *excelize.File, sheet string, rows []Row) error {
	short := func(r Row) bool { return slices.ContainsFunc(r.Cells, scientific.MatchString) }
	if !slices.ContainsFunc(rows, short) {
		return nil
	}
	stored, err := sheetRows(book, sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		return err
	}
	lines := make(map[int]Row, len(stored))
	for _, r := range stored {
		lines[r.Line] = r
	}
	for _, r := range rows {
		for i, c := range r.Cells {
			raw := lines[r.Line].cell(i)
			if scientific.MatchString(c) && raw != "" && len(raw) <= 20 && strings.Trim(raw, "0123456789") == "" {
				r.Cells[i] = raw
			}
		}
	}
	return nil
}
