package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// wholeName is the name that a person uses, of the columns there are: the name; where that is one
// word alone, with the last name's column or else the last word of the legal name; where there is
// none, first and last name, or else the legal name.
func wholeName(v map[Field]string) string {
	name, last := v[Name], v[Last]
	switch {
	case name == "" && v[First] == "" && v[Certificate] != "":
		return v[Certificate]
	case name == "":
		return strings.TrimSpace(v[First] + " " + last)
	case strings.Contains(name, " ") || spaceless(name):
		return name
	}
	if last == "" {
		last = lastWord(v[Certificate])
	}
	if last == "" || strings.EqualFold(name, last) {
		return name
	}
	return name + " " + last
}

// spaceless reports a name in a script that writes whole names without a blank.
func spaceless(name string) bool {
	letters := 0
	for _, r := range name {
		if !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			return false
		}
		letters++
	}
	return letters > 1
}

// lastWord is the last word of a name that isn't 'Jr.' or the like; empty for a name of one word.
func lastWord(name string) string {
	words := strings.Fields(strings.ReplaceAll(name, ",", " "))
	for len(words) > 1 && addition(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) < 2 {
		return ""
	}
	return words[len(words)-1]
}

// additions are what follows a name without being part of it.
var additions = []string{"jr", "sr", "ii", "iii", "iv", "junior", "senior", "md", "phd", "esq", "rn", "lcsw", "lmsw", "msw", "lcpc", "ladc", "cadc", "cipss", "cps", "ma", "ms", "ba", "bs", "mph", "pmhnp", "np", "dnp", "otr", "bsw", "lsw", "dr", "mhrt", "mhrtc", "mhrt/c"}

// addition reports 'Jr.', 'III' or 'LCSW'. 'Ma' and 'Ba' are names as well: those short ones count
// in capitals only.
func addition(word string) bool {
	w := strings.ReplaceAll(strings.TrimSpace(word), ".", "")
	if len(w) == 2 && !strings.EqualFold(w, "jr") && !strings.EqualFold(w, "sr") && w != strings.ToUpper(w) {
		return false
	}
	return slices.Contains(additions, strings.ToLower(w))
}

// lastFirst reports that a column says 'Last, First': by its heading, or because nearly all of its
// cells have one comma with a name on either side. One 'Smith, Jr.' doesn't make it so.
func lastFirst(t Table, m Mapping, column int) bool {
	comma, plain := 0, 0
	for _, r := range t.Rows {
		cell := display(r.cell(column))
		switch _, _, ok := halves(cell); {
		case cell == "" || notAPerson(cell):
		case ok:
			comma++
		default:
			plain++
		}
	}
	heading := ""
	if column < len(m.Header) {
		heading = strings.Join(headingWords(m.Header[column]), "")
	}
	if strings.Contains(heading, "lastfirst") || strings.Contains(heading, "lastnamefirst") || strings.Contains(heading, "nachnamevorname") {
		return comma > 0
	}
	return comma > 0 && comma >= 4*plain
}

// halves parts 'Smith, John', also with an addition in any place: 'Smith, Jr., John'.
func halves(cell string) (last, first string, ok bool) {
	var parts, extra []string
	for p := range strings.SplitSeq(cell, ",") {
		if p = strings.TrimSpace(p); p == "" || addition(p) {
			extra = append(extra, p)
		} else {
			parts = append(parts, p)
		}
	}
	if len(parts) != 2 || strings.ContainsRune(cell, '@') {
		return "", "", false
	}
	last, first = parts[0], parts[1]
	// 'Smith Jr., John': the addition belongs behind the whole name.
	if words := strings.Fields(last); len(words) > 1 && addition(words[len(words)-1]) {
		extra = append(extra, words[len(words)-1])
		last = strings.Join(words[:len(words)-1], " ")
	}
	last = strings.TrimSpace(strings.Join(append([]string{last}, extra...), " "))
	return last, first, true
}

// turn makes 'First Last' of 'Last, First', and leaves all else as it is.
func turn(cell string) string {
	if last, first, ok := halves(cell); ok {
		return first + " " + last
	}
	return cell
}

var (
	between   = regexp.MustCompile(`(?i)\S\s*(?:&|\+|;|\s/\s|\band\b|\bund\b)\s*\S`)
	wordsEach = regexp.MustCompile(`^\S+\s+\S+.*[/\n]\s*\S+\s+\S+`)
	isError   = regexp.MustCompile(`^#(?:NAME|REF|VALUE|N/A|DIV/0|NUM|NULL|SPILL|CALC|FIELD)[?!]?$|^#+$`)
)

// nameFault says why a text is no name of one person, or nothing. raw are the cells it came from.
func nameFault(name string, raw []string) string {
	if name == "" {
		return "there is no name"
	}
	for _, cell := range raw {
		cell = strings.TrimSpace(cell)
		if isError.MatchString(cell) {
			return quoted(cell) + " is an error of the spreadsheet"
		}
		if between.MatchString(strings.ReplaceAll(cell, "\n", " ")) || wordsEach.MatchString(cell) {
			return quoted(display(cell)) + " is two names in one cell: give each person a row"
		}
	}
	if strings.ContainsRune(name, '@') {
		return quoted(name) + " is an email address, not a name"
	}
	if !strings.ContainsFunc(name, unicode.IsLetter) {
		return quoted(name) + " is not a name"
	}
	return ""
}

// notAPerson reports rows that systems put among the people: sums, a grade book's lines, a second header.
func notAPerson(name string) bool {
	n := strings.ToLower(name)
	switch strings.Join(strings.FieldsFunc(n, func(r rune) bool { return !unicode.IsLetter(r) }), " ") {
	case "points possible", "open ended response", "open ended response response", "response", "response response", "test student", "student test", "total", "totals", "grand total", "count", "sum", "summe", "gesamt", "end of report", "end of list":
		return true
	}
	return false
}
