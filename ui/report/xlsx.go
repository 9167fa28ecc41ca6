package report

import (
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// mostRows is how many rows a sheet of a spreadsheet gets before another one is begun: the format
// allows 1,048,576 with the heads.
const mostRows = 1_000_000

// mostText is the longest text that the format allows in a cell, in characters.
const mostText = 32767

// writeXLSX writes each table as a sheet: heads frozen and with filters; numbers, dates and times as
// such; texts typed as texts, so that none is a formula.
func writeXLSX(w io.Writer, tables []table, o Options) (err error) {
	f := excelize.NewFile()
	defer func() { err = errors.Join(err, f.Close()) }()
	b := workbook{file: f, most: mostRows, done: counted{tell: o.Progress}}
	if err := b.styles(); err != nil {
		return fmt.Errorf("write an xlsx file: %w", err)
	}
	made := "" // not the clock of whoever runs it
	if !o.Made.IsZero() {
		made = o.Made.UTC().Format(time.RFC3339)
	}
	if err := f.SetDocProps(&excelize.DocProperties{Creator: "Rollbook", LastModifiedBy: "Rollbook", Created: made, Modified: made}); err != nil {
		return fmt.Errorf("write an xlsx file: %w", err)
	}
	for _, t := range tables {
		if err := b.table(t, o); err != nil {
			return fmt.Errorf("write an xlsx file: %w", err)
		}
	}
	if _, err := f.WriteTo(w, excelize.Options{Password: o.Password}); err != nil {
		return fmt.Errorf("write an xlsx file: %w", err)
	}
	b.done.end()
	return nil
}

// workbook is a spreadsheet in the making.
type workbook struct {
	file   *excelize.File
	most   int          // rows of a sheet
	head   int          // style of the heads
	of     map[kind]int // style of the values
	sheets int
	done   counted
}

func (b *workbook) styles() (err error) {
	formats := map[kind]string{words: "@", date: "yyyy-mm-dd", clock: "hh:mm", moment: "yyyy-mm-dd hh:mm"}
	b.of = map[kind]int{}
	for k, format := range formats {
		style := &excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}}
		if b.of[k], err = b.file.NewStyle(style); err != nil {
			return err
		}
	}
	if b.of[number], err = b.file.NewStyle(&excelize.Style{NumFmt: 1, Alignment: &excelize.Alignment{Vertical: "top"}}); err != nil {
		return err
	}
	b.head, err = b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true},
		Alignment: &excelize.Alignment{Vertical: "top", WrapText: true},
		Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8E8E4"}}})
	return err
}

// worksheet is one sheet that rows are being written to.
type worksheet struct {
	name string
	out  *excelize.StreamWriter
	row  int // the last one written
}

func (b *workbook) table(t table, o Options) error {
	parts := 0
	now, err := b.begin(t, parts, o)
	if err != nil {
		return err
	}
	values := make([]any, len(t.columns))
	err = t.rows(func(row []cell) error {
		if now.row > b.most {
			if err := b.end(now, t); err != nil {
				return err
			}
			parts++
			if now, err = b.begin(t, parts, o); err != nil {
				return err
			}
		}
		for i, c := range row {
			values[i] = b.value(c, t.columns[i].kind)
		}
		b.done.add()
		return now.write(values)
	})
	if err != nil {
		return err
	}
	return b.end(now, t)
}

func (s *worksheet) write(values []any) error {
	s.row++
	at, err := excelize.CoordinatesToCellName(1, s.row)
	if err != nil {
		return err
	}
	return s.out.SetRow(at, values)
}

// begin makes the next sheet of a table, up to its heads.
func (b *workbook) begin(t table, part int, o Options) (*worksheet, error) {
	s := &worksheet{name: t.name}
	if part > 0 {
		s.name = fmt.Sprintf("%s %d", t.name, part+1)
	}
	if b.sheets++; b.sheets == 1 {
		if err := b.file.SetSheetName("Sheet1", s.name); err != nil {
			return nil, err
		}
	} else if _, err := b.file.NewSheet(s.name); err != nil {
		return nil, err
	}
	if err := b.page(s.name, o); err != nil {
		return nil, err
	}
	var err error
	if s.out, err = b.file.NewStreamWriter(s.name); err != nil {
		return nil, err
	}
	if err := s.out.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	heads := make([]any, len(t.columns))
	for i, col := range t.columns {
		if err := s.out.SetColWidth(i+1, i+1, col.width); err != nil {
			return nil, err
		}
		heads[i] = excelize.Cell{StyleID: b.head, Value: col.head}
	}
	return s, s.write(heads)
}

// page makes the sheet print as wide as the paper, its heads on each page.
func (b *workbook) page(name string, o Options) error {
	size, orientation, wide, long, fit := 1, "landscape", 1, 0, true
	if o.Paper == A4 {
		size = 9
	}
	err := b.file.SetPageLayout(name, &excelize.PageLayoutOptions{Size: &size, Orientation: &orientation, FitToWidth: &wide, FitToHeight: &long})
	if err != nil {
		return err
	}
	if err := b.file.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	return b.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: "'" + name + "'!$1:$1", Scope: name})
}

func (b *workbook) end(s *worksheet, t table) error {
	last, err := excelize.CoordinatesToCellName(len(t.columns), s.row)
	if err != nil {
		return err
	}
	if err := b.file.AutoFilter(s.name, "A1:"+last, nil); err != nil {
		return err
	}
	return s.out.Flush()
}

// value is a cell as the format types it. Dates count days from 30 December 1899.
func (b *workbook) value(c cell, k kind) any {
	const epoch = 25569 // of 1 January 1970
	if c.none {
		return nil
	}
	switch k {
	case number:
		return excelize.Cell{StyleID: b.of[k], Value: c.n}
	case date:
		return excelize.Cell{StyleID: b.of[k], Value: c.n + epoch}
	case clock:
		return excelize.Cell{StyleID: b.of[k], Value: float64(c.n) / (24 * 60)}
	case moment:
		return excelize.Cell{StyleID: b.of[k], Value: epoch + float64(c.n)/86400}
	}
	text := c.text
	if utf8.RuneCountInString(text) > mostText {
		text = string([]rune(text)[:mostText-1]) + "…"
	}
	return excelize.Cell{StyleID: b.of[words], Value: text}
}
