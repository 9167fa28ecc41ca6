package intake

import (
	"fmt"
	"strings"
)

// separators in the order of preference where a file leaves the choice open; 0 is none, a list of
// names alone.
var separators = []byte{',', ';', '\t', '|', 0}

// sampleBytes is how much of a file the separator is decided on.
const sampleBytes = 64 << 10

func readText(data []byte, o Options, t *Table) ([]Row, error) {
	s, note, err := decode(data)
	if err != nil {
		return nil, err
	}
	if note != "" {
		t.Notes = append(t.Notes, note)
	}
	s = strings.TrimSuffix(s, "\x1a") // what DOS ended a text with
	first, rest, _ := strings.Cut(s, "\n")
	p := parser{text: s, line: 1}
	// Excel writes and obeys a first line that only names the separator.
	if h := strings.ToLower(strings.Trim(first, `" `)); len(h) == 5 && strings.HasPrefix(h, "sep=") {
		p = parser{text: rest, line: 2, sep: h[4]}
	} else {
		p.sep = separator(s, o)
	}
	rows, err := p.all()
	if err != nil {
		return nil, err
	}
	if p.open > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("line %d: a quotation mark is never closed, so quotation marks from there on were read as letters", p.open))
	}
	return rows, nil
}

// separator picks the one under which the file looks most like a table: a header whose names are
// known, and rows as wide as the header.
func separator(s string, o Options) byte {
	if len(s) > sampleBytes {
		s = s[:sampleBytes]
		if end := strings.LastIndexByte(s, '\n'); end > 0 {
			s = s[:end]
		}
	}
	best, bestPoints := byte(','), -1
	var tooWide byte
	for _, sep := range separators {
		p := parser{text: s, line: 1, sep: sep}
		rows, err := p.all()
		if err != nil {
			tooWide = sep
		}
		if err != nil || len(rows) == 0 {
			continue
		}
		at, score := findHeader(rows, o)
		if points := score*1000 + regular(rows, max(at, 0)); points > bestPoints {
			best, bestPoints = sep, points
		}
	}
	if bestPoints < 1000 && tooWide != 0 {
		return tooWide // nothing else makes a table of it, so its width is what to tell
	}
	return best
}

// regular is 0 to 100 by how many rows below the header are as wide as it is, halved where there
// is one column only: every separator that isn't in the file yields that.
func regular(rows []Row, header int) int {
	width, same := len(rows[header].Cells), 0
	for _, r := range rows[header:] {
		if len(r.Cells) == width {
			same++
		}
	}
	share := 100 * same / (len(rows) - header)
	if width == 1 {
		return share / 2
	}
	return share
}

// parser splits a text into rows. Unlike encoding/csv it goes on where quotation marks are wrong,
// the way Excel does, and never lets one open quotation swallow the people after it unnoticed.
type parser struct {
	text string
	sep  byte // 0: each line is one cell
	pos  int
	line int // line at pos, from 1
	open int // line of a quotation mark that is never closed; quotes after it are letters
}

// all is every row that holds anything, or an error once there are too many.
func (p *parser) all() ([]Row, error) {
	var rows []Row
	for p.pos < len(p.text) {
		r := Row{Line: p.line}
		for more := true; more; {
			var cell string
			cell, more = p.cell()
			if r.Cells = append(r.Cells, cell); len(r.Cells) > MaxColumns {
				return nil, fmt.Errorf("%w: line %d has more than %d columns", ErrTooBig, r.Line, MaxColumns)
			}
		}
		if r.blank() {
			continue
		}
		if rows = append(rows, r); len(rows) > MaxRows+headerWithin {
			return nil, fmt.Errorf("%w: more than %d rows", ErrTooBig, MaxRows)
		}
	}
	return rows, nil
}

// cell reads one cell and what ends it; more reports that the row goes on.
func (p *parser) cell() (cell string, more bool) {
	start := p.pos
	for start < len(p.text) && p.text[start] == ' ' {
		start++
	}
	if p.open == 0 && p.sep != 0 && start < len(p.text) && p.text[start] == '"' {
		if quoted, end, ok := quotation(p.text, start+1); ok {
			p.line += strings.Count(p.text[p.pos:end], "\n")
			p.pos = end
			tail, more := p.bare()
			return quoted + tail, more
		}
		p.open = p.line
	}
	return p.bare()
}

// bare reads up to the next separator or line end, and over it.
func (p *parser) bare() (cell string, more bool) {
	for i := p.pos; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '\n':
			cell = p.text[p.pos:i]
			p.pos = i + 1
			p.line++
			return cell, false
		case c == p.sep && p.sep != 0:
			cell = p.text[p.pos:i]
			p.pos = i + 1
			return cell, true
		}
	}
	cell = p.text[p.pos:]
	p.pos = len(p.text)
	return cell, false
}

// quotation is the text from start up to the closing quotation mark, doubled ones made single, and
// the position after it.
func quotation(s string, start int) (text string, end int, ok bool) {
	doubled := false
	for i := start; i < len(s); i++ {
		if s[i] != '"' {
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			doubled = true
			i++
			continue
		}
		text = s[start:i]
		if doubled {
			text = strings.ReplaceAll(text, `""`, `"`)
		}
		return text, i + 1, true
	}
	return "", 0, false
}
