package report

import (
	"strings"
	"unicode/utf8"
)

func (p *pdfPages) set(style string, size float64, grey int) {
	p.pdf.SetFont("sans", style, size)
	p.pdf.SetTextColor(grey, grey, grey)
}

// height is the height of a line of type.
func height(size float64) float64 { return size * 0.3528 * 1.22 }

// line prints at the height where the page is, without moving on.
func (p *pdfPages) line(x float64, text string, size float64) {
	for text != "" {
		i := strings.IndexAny(text, "●◐○")
		if i < 0 {
			p.pdf.Text(x, p.y+height(size)*0.78, text)
			return
		}
		if i > 0 {
			p.pdf.Text(x, p.y+height(size)*0.78, text[:i])
			x += p.pdf.GetStringWidth(text[:i])
		}
		r, n := utf8.DecodeRuneInString(text[i:])
		p.shape(x, r, size)
		x += p.pdf.GetStringWidth(string(r))
		text = text[i+n:]
	}
}

// shape draws a shape as wide as its letter would be: the font's own are of different sizes. The
// letter stands there unseen, for what reads the file.
func (p *pdfPages) shape(x float64, r rune, size float64) {
	f := p.pdf
	wide := f.GetStringWidth(string(r))
	f.SetTextRenderingMode(3)
	f.Text(x, p.y+height(size)*0.78, string(r))
	f.SetTextRenderingMode(0)
	radius := size * 0.3528 * 0.30
	x += wide / 2
	y := p.y + height(size)*0.78 - size*0.3528*0.34
	f.SetLineWidth(size * 0.3528 * 0.075)
	f.SetDrawColor(greyText, greyText, greyText)
	f.SetFillColor(greyText, greyText, greyText)
	switch r {
	case '●':
		f.Circle(x, y, radius, "DF")
	case '◐':
		f.Circle(x, y, radius, "D")
		f.Arc(x, y, radius, radius, 0, 90, 270, "F")
	case '○':
		f.Circle(x, y, radius, "D")
	case '·':
		f.Circle(x, y, radius/3, "F")
	}
}

// printed is a text as it can be printed; the page then says why something is starred.
func (p *pdfPages) printed(text string) string {
	text, whole := p.ink.text(text)
	p.star = p.star || !whole
	return text
}

func (p *pdfPages) named(b box) string {
	if b.name == nil {
		return p.printed(b.text)
	}
	name, whole := p.ink.name(b.name, b.row)
	p.star = p.star || !whole
	return name
}

// paragraph prints a text as wide as the page.
func (p *pdfPages) paragraph(text, style string, size float64, grey int) {
	p.set(style, size, grey)
	for _, line := range p.wrap(p.printed(text), p.w-2*sideMargin) {
		p.need(height(size))
		p.set(style, size, grey)
		p.line(sideMargin, line, size)
		p.y += height(size)
	}
}

// wrap breaks a text into lines that are no wider than width in the font that is set: between
// words, or within one that is wider alone.
func (p *pdfPages) wrap(text string, width float64) []string {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		now := ""
		for _, word := range whole(line) {
			if now != "" && p.pdf.GetStringWidth(now+" "+word) <= width {
				now += " " + word
				continue
			}
			if now != "" {
				lines = append(lines, now)
			}
			for p.pdf.GetStringWidth(word) > width {
				n := p.most(word, width)
				lines = append(lines, word[:n])
				word = word[n:]
			}
			now = word
		}
		lines = append(lines, now)
	}
	return lines
}

// whole are the words of a line, a number and its unit as one.
func whole(line string) []string {
	var out []string
	for _, word := range strings.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' }) {
		if n := len(out); n > 0 && isUnit(word) && out[n-1][len(out[n-1])-1] <= '9' {
			out[n-1] += "\u00a0" + word
			continue
		}
		out = append(out, word)
	}
	return out
}

func isUnit(word string) bool {
	word = strings.TrimRight(word, ".,;:)")
	return word == "h" || word == "min"
}

// most is how many bytes of a word are no wider than width, at least one character.
func (p *pdfPages) most(word string, width float64) int {
	n := 0
	for i, r := range word {
		end := i + len(string(r))
		if n > 0 && p.pdf.GetStringWidth(word[:end]) > width {
			break
		}
		n = end
	}
	return n
}

// fit is a text on one line, cut where it is too wide.
func (p *pdfPages) fit(text string, width float64) string {
	text = p.printed(text)
	if p.pdf.GetStringWidth(text) <= width {
		return text
	}
	return text[:p.most(text, width-p.pdf.GetStringWidth("…"))] + "…"
}
