package intake

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// headerWithin is how many rows that hold anything may stand above the header and it itself.
const headerWithin = 40

// split finds the header among the rows and parts them into what stands above and below it.
func (t *Table) split(rows []Row, o Options) error {
	at, err := headerRow(rows, o)
	if err != nil {
		return err
	}
	if at >= 0 {
		t.HeaderLine = rows[at].Line
		for _, h := range rows[at].Cells {
			t.Header = append(t.Header, display(h))
		}
		t.noteTitles(rows[:at])
	}
	t.Rows = slices.DeleteFunc(slices.Clone(rows[at+1:]), func(r Row) bool { return at >= 0 && repeats(r, rows[at]) })
	if n := len(rows) - at - 1 - len(t.Rows); n > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("the header stands in the file again, %s below: left out", times(n)))
	}
	if len(t.Rows) > MaxRows {
		return fmt.Errorf("%w: %d rows, the most is %d", ErrTooBig, len(t.Rows), MaxRows)
	}
	t.widen(at < 0)
	t.noteHidden()
	return nil
}

// headerRow is the index of the header row, -1 where there is none by the person's word.
func headerRow(rows []Row, o Options) (int, error) {
	switch {
	case len(rows) == 0:
		return 0, fmt.Errorf("%w: there is nothing in it", ErrNotARoster)
	case o.HeaderLine == NoHeader:
		return -1, nil
	case o.HeaderLine > 0:
		for i, r := range rows {
			if r.Line == o.HeaderLine {
				return i, nil
			}
		}
		return 0, fmt.Errorf("%w: line %d is blank", ErrNoHeader, o.HeaderLine)
	}
	at, _ := findHeader(rows, o)
	if at < 0 {
		return 0, ErrNoHeader
	}
	return at, nil
}

// findHeader is the row that looks most like column headings, and how much: 0 where no heading is
// known, so that only its shape speaks for it; and -1 where nothing does.
func findHeader(rows []Row, o Options) (at, score int) {
	at = -1
	for i, r := range rows[:min(len(rows), headerWithin)] {
		s := headingScore(r, o.Headings)
		better := s > score || s > 0 && s == score && filled(r) > filled(rows[at])
		if better {
			at, score = i, s
		}
	}
	if at >= 0 {
		return at, score
	}
	return shapedHeader(rows), 0
}

// headingScore counts the fields that a row's cells name. Only a row that names a person's name,
// or all that was asked for with --map, can be a header: titles such as "Site: Bangor" are not.
func headingScore(r Row, wanted []string) int {
	roles := map[role]int{}
	named, asked := false, 0
	for _, c := range r.Cells {
		if strings.ContainsRune(c, '@') || len(c) > 200 {
			return 0
		}
		if slices.ContainsFunc(wanted, func(w string) bool { return sameHeading(w, c) }) {
			asked++
		}
		role, sure := roleOf(c)
		if role == roleNone {
			continue
		}
		weight := 2
		if sure {
			weight = 3
		}
		roles[role] = max(roles[role], weight)
		named = named || role.ofName()
	}
	score := 10 * asked
	for _, w := range roles {
		score += w
	}
	if !named && asked == 0 {
		return 0
	}
	return score
}

// shapedHeader is for headings in words that nobody taught us: the first row as wide as most rows
// are, of different short texts without figures, with something below it.
func shapedHeader(rows []Row) int {
	count := map[int]int{}
	usual := 0
	for _, r := range rows {
		w := filled(r)
		if count[w]++; count[w] > count[usual] || count[w] == count[usual] && w > usual {
			usual = w
		}
	}
	for i, r := range rows[:max(0, min(len(rows)-1, headerWithin))] {
		if filled(r) < usual || len(r.Cells) < 2 {
			continue
		}
		if looksNamed(r) {
			return i
		}
		return -1 // what is below the first full row are people
	}
	return -1
}

func looksNamed(r Row) bool {
	seen := map[string]bool{}
	for _, c := range r.Cells {
		c = strings.ToLower(oneLine(c))
		if c == "" {
			continue
		}
		if seen[c] || len(c) > 60 || strings.ContainsFunc(c, unicode.IsDigit) || strings.ContainsAny(c, "@,") {
			return false
		}
		seen[c] = true
	}
	return true
}

func filled(r Row) int {
	n := 0
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// repeats reports a header printed again, as on each page of a long list.
func repeats(r, header Row) bool {
	for i := range max(len(r.Cells), len(header.Cells)) {
		if !strings.EqualFold(strings.TrimSpace(r.cell(i)), strings.TrimSpace(header.cell(i))) {
			return false
		}
	}
	return true
}

// widen gives columns without a heading their place where anything stands in them: all of them
// where there is no header, and in a sheet also those right of it, where a remark beside the table
// is common and cells can't have slipped. In a text file a cell right of the header is a fault.
func (t *Table) widen(all bool) {
	raw, last := len(t.Header), 0
	for i, h := range t.Header {
		if h != "" {
			last = i + 1
		}
	}
	for _, r := range t.Rows {
		for i := last; i < len(r.Cells) && (all || t.loose || i < raw); i++ {
			if strings.TrimSpace(r.Cells[i]) != "" {
				last = i + 1
			}
		}
	}
	t.Header = append(t.Header, make([]string, max(0, last-raw))...)[:last]
}

func (t *Table) noteTitles(above []Row) {
	if n := len(above); n == 1 {
		t.Notes = append(t.Notes, fmt.Sprintf("line %d above the header was left out", above[0].Line))
	} else if n > 1 {
		t.Notes = append(t.Notes, fmt.Sprintf("lines %d to %d above the header were left out", above[0].Line, above[n-1].Line))
	}
}

// noteHidden names rows that the person who looks at the spreadsheet doesn't see. They are read:
// a filter left on must not lose people.
func (t *Table) noteHidden() {
	var lines []string
	for _, r := range t.Rows {
		if r.Hidden {
			lines = append(lines, fmt.Sprint(r.Line))
		}
	}
	if len(lines) > 0 {
		shown := lines[:min(len(lines), 10)]
		more := ""
		if len(lines) > len(shown) {
			more = " …"
		}
		t.Notes = append(t.Notes, fmt.Sprintf("rows hidden in the spreadsheet were read as well: %s%s", strings.Join(shown, ", "), more))
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
