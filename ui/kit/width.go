package kit

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
	"golang.org/x/text/unicode/norm"
)

// How wide text is.
//
// Three parties measure text: we, when we pad a column; Bubble Tea's renderer, which takes our
// lines apart into cells; and the terminal. The renderer sums the runes of a cluster (wcwidth)
// until the terminal has confirmed mode 2027, and measures whole grapheme clusters from then on.
// The two differ for Devanagari and other Indic scripts ("स्ते" is 2 cells or 1), for decomposed
// Hangul, for Thai sara am and for emoji, not for Latin, Arabic, Hebrew or CJK. No padding is right
// in both, and the renderer drops cursor movements out of our lines, so we measure as the renderer
// does at that moment: Theme.Update sees the same report that makes it change. A line that holds
// wide or ambiguous cells is repainted by the renderer from its start, so nothing is left behind.
//
// So: never len, utf8 or lipgloss.Width for what goes on the screen, only these.

// Width is how many cells s takes. s may hold styles.
func (t *Theme) Width(s string) int {
	if plainASCII(s) {
		return len(s)
	}
	return t.measure.StringWidth(s)
}

// Fit cuts plain text, ending it with … (~ in ASCII), or pads it, to exactly w cells.
func (t *Theme) Fit(s string, w int) string {
	s, n := t.cut(s, w)
	return s + spaces(w-n)
}

// PadLeft is Fit with the padding on the left.
func (t *Theme) PadLeft(s string, w int) string {
	s, n := t.cut(s, w)
	return spaces(w-n) + s
}

// Cut is Fit without padding: at most w cells.
func (t *Theme) Cut(s string, w int) string {
	s, _ = t.cut(s, w)
	return s
}

// cut returns the text and its width. The text keeps that width beside spaces: a combining mark at
// its start or a joiner at its end can't draw in a neighbour.
func (t *Theme) cut(s string, w int) (string, int) {
	if w <= 0 {
		return "", 0
	}
	if plainASCII(s) {
		if len(s) <= w {
			return s, len(s)
		}
		return s[:w-1] + t.ellipsis(), w
	}
	s = t.apart(visible(s))
	end, width := 0, 0 // of the longest part that leaves room for the ellipsis
	for at, n := 0, 0; at < len(s); {
		cluster, cw := ansi.FirstGraphemeCluster(s[at:], t.measure)
		at += len(cluster)
		n += cw
		if n > w {
			return s[:end] + t.ellipsis(), width + 1
		}
		if n <= w-1 {
			end, width = at, n
		}
		if at == len(s) {
			return s, n
		}
	}
	return s, 0
}

func (t *Theme) ellipsis() string {
	if t.ASCII {
		return "~"
	}
	return "…"
}

// apart makes sure that s is drawn in its own cells: a mark at its start would go onto the cell
// before, and some joiners take in the blank beside them.
func (t *Theme) apart(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) })
	if t.measure == ansi.WcWidth || t.measure.StringWidth(" "+s+" ") == t.measure.StringWidth(s)+2 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Cf, unicode.Other_Grapheme_Extend) ||
			r >= '\U0001f3fb' && r <= '\U0001f3ff' { // skin tones
			return -1
		}
		return r
	}, s)
}

// FitStyled cuts or pads a line that may hold styles to exactly w cells.
func (t *Theme) FitStyled(line string, w int) string {
	n := t.Width(line)
	if n > w {
		line = t.slice(line, 0, w)
		n = t.Width(line)
	}
	return line + spaces(w-n)
}

// slice is the part of a styled line from cell from up to cell to. A wide character across an edge
// becomes spaces; styles before the part are kept, and ended.
func (t *Theme) slice(line string, from, to int) string {
	var b strings.Builder
	p := ansi.GetParser()
	defer ansi.PutParser(p)
	var state byte
	x, inside, styled := 0, false, false
	for rest := line; rest != ""; {
		seq, cw, n, next := t.measure.DecodeSequenceInString(rest, state, p)
		if n == 1 && len(rest) > 1 && rest[0] >= ' ' && rest[1] >= 0xc0 {
			// The decoder passes ASCII through without looking for marks that combine with it.
			seq, cw = ansi.FirstGraphemeCluster(rest, t.measure)
			n = len(seq)
		}
		rest, state = rest[n:], next
		switch {
		case cw == 0 && seq != "" && seq[0] == ansi.ESC:
			b.WriteString(seq)
			styled = true
			continue
		case cw == 0:
			if inside {
				b.WriteString(seq)
			}
			continue
		}
		inside = x >= from && x+cw <= to
		if inside {
			b.WriteString(seq)
		} else {
			b.WriteString(spaces(min(x+cw, to) - max(x, from)))
		}
		x += cw
	}
	if styled {
		b.WriteString(ansi.ResetStyle)
	}
	return b.String()
}

// clip keeps the promise of View: at most h lines of at most w cells, the cursor among them.
func (t *Theme) clip(f Frame, w, h int) Frame {
	f.Lines = f.Lines[:min(len(f.Lines), max(h, 0))]
	for i, line := range f.Lines {
		if t.Width(line) > w {
			f.Lines[i] = t.slice(line, 0, w)
		}
	}
	f.Cursor.X = max(0, min(f.Cursor.X, w-1))
	f.Cursor.Y = max(0, min(f.Cursor.Y, len(f.Lines)-1))
	return f
}

// Clean takes escape sequences, control characters and what turns the writing direction out of text
// that came from outside, and brings it to NFC. Lines are kept, a tab becomes a space.
func Clean(s string) string {
	s = strings.ReplaceAll(ansi.Strip(strings.ToValidUTF8(s, "")), "\r\n", "\n")
	return norm.NFC.String(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\t':
			return ' '
		}
		return visibleRune(r)
	}, s))
}

// CleanLine is Clean for one line: what breaks a line becomes a space, at the ends nothing.
func CleanLine(s string) string {
	return strings.ReplaceAll(strings.Trim(Clean(s), "\n"), "\n", " ")
}

// visible drops what must never reach the terminal inside text, whatever stored it.
func visible(s string) string { return strings.Map(visibleRune, s) }

func visibleRune(r rune) rune {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return -1
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069': // overrides, embeddings, isolates
		return -1
	}
	return r
}

func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

const blanks = "                                                                                                    "

func spaces(n int) string {
	switch {
	case n <= 0:
		return ""
	case n <= len(blanks):
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}
