package model

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits of texts, in characters (code points). Longer ones are cut with a warning.
const (
	NameLimit = 200   // names, pronouns, topics, places: what stands in a cell or a heading
	CellLimit = 1000  // one cell of a roster file, and a remark
	TextLimit = 10000 // a note
)

// Clean brings a text of one line from outside into a form that is safe to store and to show:
// without control characters, escape sequences, bidi overrides and invisible characters, in NFC,
// white space collapsed and trimmed, cut at limit characters. It reports whether anything was lost
// by that; white space that was only collapsed isn't.
func Clean(text string, limit int) (string, bool) {
	kept, lost := strip(text)
	words := strings.FieldsFunc(norm.NFC.String(kept), unicode.IsSpace)
	out, cut := cutAt(strings.Join(words, " "), limit)
	return strings.TrimRight(out, " "), lost || cut
}

// CleanLines is Clean for a text of several lines: line ends become \n, tabs spaces, and spaces
// within a line stay, but not at its end. Empty lines go at the beginning and the end of the text.
func CleanLines(text string, limit int) (string, bool) {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n").Replace(text)
	kept, lost := strip(text)
	lines := strings.Split(norm.NFC.String(kept), "\n")
	for i, line := range lines {
		line = strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) && r != '\u00a0' {
				return ' '
			}
			return r
		}, line)
		lines[i] = strings.TrimRightFunc(line, unicode.IsSpace)
	}
	empty := func(line string) bool { return line != "" }
	first := max(0, slices.IndexFunc(lines, empty))
	out, cut := cutAt(strings.TrimRightFunc(strings.Join(lines[first:], "\n"), unicode.IsSpace), limit)
	return strings.TrimRightFunc(out, unicode.IsSpace), lost || cut
}

// strip takes out what must not reach a terminal or a file, white space excepted.
func strip(text string) (string, bool) {
	valid := strings.ToValidUTF8(text, "\ufffd")
	lost := valid != text
	var out strings.Builder
	last := rune(-1)
	for rest := valid; rest != ""; {
		if n := sequence(rest); n > 0 {
			rest, lost = rest[n:], true
			continue
		}
		r, n := utf8.DecodeRuneInString(rest)
		rest = rest[n:]
		next, _ := utf8.DecodeRuneInString(rest)
		if drops(r, last, next) {
			lost = true
			continue
		}
		out.WriteRune(r)
		last = r
	}
	return out.String(), lost
}

// drops reports whether a character goes, by itself and by its neighbours.
func drops(r, last, next rune) bool {
	switch {
	case r == '\u200c' || r == '\u200d': // Persian and the scripts of India spell with these
		return !joinable(last) || !joinable(next)
	case r == '\u200b' || r == '\u2060' || r == '\ufeff':
		return true
	case r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069': // bidi overrides, isolates
		return true
	}
	return unicode.IsControl(r) && !unicode.IsSpace(r)
}

func joinable(r rune) bool { return r != utf8.RuneError && unicode.In(r, unicode.L, unicode.M) }

// sequence is the length of the escape sequence or C1 control that text begins with, 0 for none. A
// string sequence (OSC, DCS, …) without its end counts as its introducer only: it must not
// swallow the text that follows.
func sequence(text string) int {
	r, n := utf8.DecodeRuneInString(text)
	switch {
	case r == '\x1b' && len(text) > 1 && text[1] >= 0x40 && text[1] <= 0x5f: // the C1 controls in 7 bits
		r, n = rune(text[1])+0x40, 2
	case r == '\x1b':
		return 1 + escapeRest(text[1:])
	}
	switch r {
	case '\u009b':
		return n + csiRest(text[n:])
	case '\u0090', '\u0098', '\u009d', '\u009e', '\u009f':
		return n + stringRest(text[n:])
	case '\u0085': // next line is white space; as ESC E it isn't
		if n == 2 && text[0] == '\x1b' {
			return n
		}
		return 0
	}
	if r >= '\u0080' && r <= '\u009f' {
		return n
	}
	return 0
}

// csiRest is the length of a control sequence's parameters and final byte, 0 where it has none.
func csiRest(text string) int {
	for i := range len(text) {
		switch c := text[i]; {
		case c >= 0x40 && c <= 0x7e:
			return i + 1
		case c < 0x20 || c > 0x3f:
			return 0
		}
	}
	return 0
}

// stringRest is the length up to the end mark of a string sequence on the same line, 0 for none.
func stringRest(text string) int {
	for i, r := range text {
		switch {
		case r == '\x07':
			return i + 1
		case r == '\u009c':
			return i + 2
		case r == '\x1b' && strings.HasPrefix(text[i:], "\x1b\\"):
			return i + 2
		case r == '\n':
			return 0
		}
	}
	return 0
}

// escapeRest is the length of the intermediate and final bytes after ESC, 0 where they make none.
func escapeRest(text string) int {
	i := 0
	for i < len(text) && text[i] >= 0x20 && text[i] <= 0x2f {
		i++
	}
	// A space alone begins no sequence that anybody sends, but words do follow a stray escape.
	if i < len(text) && text[i] >= 0x30 && text[i] <= 0x7e && (i == 0 || text[0] != ' ') {
		return i + 1
	}
	return 0
}

// cutAt cuts at limit characters, before a letter rather than between it and its accents.
func cutAt(text string, limit int) (string, bool) {
	runes := []rune(text)
	if len(runes) <= limit {
		return text, false
	}
	end := max(0, limit)
	for end > 0 && unicode.Is(unicode.M, runes[end]) {
		end--
	}
	if end == 0 {
		end = max(0, limit) // nothing but accents
	}
	for end > 0 && (runes[end-1] == '\u200c' || runes[end-1] == '\u200d') {
		end--
	}
	return string(runes[:end]), true
}
