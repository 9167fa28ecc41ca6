package kit

import (
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// span is a row of wrapped text, as byte offsets.
type span struct{ from, to int }

// Wrap breaks plain text into lines of at most w cells, after spaces where there are any, else
// between characters. Line breaks in s are kept; the spaces at a break are dropped.
func (t *Theme) Wrap(s string, w int) []string {
	s = Clean(s)
	rows := t.rows(s, w)
	lines := make([]string, len(rows))
	for i, r := range rows {
		end := r.to
		for end > r.from && s[end-1] == ' ' {
			end--
		}
		lines[i] = t.Cut(s[r.from:end], w)
	}
	return lines
}

// rows wraps s: the rows cover all of it but the line breaks. Spaces at the end of a row hang over
// the edge, as in every word processor; there is always at least one row.
func (t *Theme) rows(s string, w int) []span {
	w = max(w, 1)
	var rows []span
	start, brk := 0, 0 // of the row; where it could be broken last
	x, xbrk := 0, 0    // width since start; up to brk
	for at := 0; at < len(s); {
		if s[at] == '\n' {
			rows = append(rows, span{start, at})
			at++
			start, brk, x, xbrk = at, at, 0, 0
			continue
		}
		n, cw := t.cluster(s[at:])
		if s[at] == ' ' && n == 1 {
			at += n
			x += cw
			brk, xbrk = at, x
			continue
		}
		if x+cw > w && at > start {
			if brk == start {
				brk, xbrk = at, x
			}
			rows = append(rows, span{start, brk})
			start, x = brk, x-xbrk
			brk, xbrk = start, 0
			if x+cw > w && at > start { // the word alone is too long
				rows = append(rows, span{start, at})
				start, brk, x, xbrk = at, at, 0, 0
			}
		}
		at += n
		x += cw
		if cw == 2 && n > 2 && ideograph(s[at-n:at]) { // these may be parted anywhere
			brk, xbrk = at, x
		}
	}
	return append(rows, span{start, len(s)})
}

// ideograph reports whether a character of two cells is so by its first letter alone. Others, as स्ते,
// are letters and signs that stand in a word.
func ideograph(c string) bool {
	_, n := utf8.DecodeRuneInString(c)
	return ansi.StringWidth(c[:n]) == 2
}

// cluster measures the first character of s, which is not a line break: its bytes and its cells.
func (t *Theme) cluster(s string) (bytes, cells int) {
	if s[0] >= ' ' && s[0] < 0x7f && (len(s) == 1 || s[1] < 0x80) {
		return 1, 1
	}
	c, w := ansi.FirstGraphemeCluster(s, t.measure)
	return max(len(c), 1), w
}
