package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// writeCSV writes a table in UTF-8, a line a row, under a line of heads.
func writeCSV(w io.Writer, t table, o Options) error {
	out := csv.NewWriter(w)
	line := make([]string, len(t.columns))
	for i, col := range t.columns {
		line[i] = col.head
	}
	if err := out.Write(line); err != nil {
		return fmt.Errorf("write a csv file: %w", err)
	}
	done := counted{tell: o.Progress}
	err := t.rows(func(row []cell) error {
		for i, c := range row {
			line[i] = c.said(t.columns[i].kind)
			if t.columns[i].kind == words {
				line[i] = harmless(line[i])
			}
		}
		done.add()
		return out.Write(line)
	})
	if out.Flush(); err == nil {
		err = out.Error()
	}
	if err != nil {
		return fmt.Errorf("write a csv file: %w", err)
	}
	done.end()
	return nil
}

// formulaStarts are what a cell begins with that a spreadsheet takes for a formula; the wide forms
// are what a keyboard for Chinese or Japanese types.
const formulaStarts = "=+-@\t\r\n＝＋－＠"

// harmless is a text that no spreadsheet runs as a formula when it opens the file.
func harmless(text string) string {
	if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(formulaStarts, first) {
		return "'" + text
	}
	return text
}
