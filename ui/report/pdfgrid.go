package report

import (
	"strings"

	"rollbook/model"
)

// Measures of a grid in millimetres.
const (
	cellPad  = 1.3 // left and right
	rowPad   = 0.55
	tallest  = 10.0 // a row to write on
	lowest   = 6.7
	gridSize = 8.5 // points, as far as the grid asks for no other

	smallestType  = 6.75 // points
	smallestSmall = 5.6
)

// grid draws a table. reserve is the height that must stay free under its last row.
func (p *pdfPages) grid(g *grid, reserve float64) {
	l := p.lay(g)
	if g.whole {
		p.shrink(&l, reserve)
	}
	heads := p.headHeight(&l)
	if g.tall {
		p.stretch(&l, reserve)
	}
	p.heads(&l)
	for i, row := range g.rows {
		after := 0.0
		if i == len(g.rows)-1 {
			after = reserve
			if len(g.last) > 0 {
				after += p.rowHeight(&l, g.last, "B")
			}
		}
		high := p.rowHeight(&l, row, "")
		if p.y+high+after > p.room() && p.y > topMargin+heads+height(smallSize)+2 {
			p.another()
			p.heads(&l)
		}
		p.row(&l, row, high, "")
	}
	if len(g.last) > 0 {
		p.pdf.SetDrawColor(greyFaint, greyFaint, greyFaint)
		p.pdf.SetLineWidth(0.35)
		p.pdf.Line(sideMargin, p.y, p.w-sideMargin, p.y)
		p.row(&l, g.last, p.rowHeight(&l, g.last, "B"), "B")
	}
}

func (p *pdfPages) headLines(l *laid, i int) []string {
	p.set("B", l.small, greyText)
	return p.wrap(p.printed(l.columns[i].head), l.widths[i]-2*cellPad)
}

func (l *laid) hasOver() bool {
	for _, col := range l.columns {
		if col.over != "" {
			return true
		}
	}
	return false
}

func (p *pdfPages) headHeight(l *laid) float64 {
	most := 1
	for i := range l.columns {
		most = max(most, len(p.headLines(l, i)))
	}
	if l.hasOver() {
		most++
	}
	return float64(most)*height(l.small) + 2*rowPad + 0.6
}

// heads draws the heads of the columns, at their bottom.
func (p *pdfPages) heads(l *laid) {
	high := p.headHeight(l)
	p.pdf.SetFillColor(greyHead, greyHead, greyHead)
	p.pdf.Rect(sideMargin, p.y, p.w-2*sideMargin, high, "F")
	x, top := sideMargin, p.y
	for i, col := range l.columns {
		p.y = top
		if col.over != "" && (i == 0 || l.columns[i-1].over != col.over) {
			p.over(l, i, x)
		}
		lines := p.headLines(l, i)
		p.y = top + high - rowPad - 0.3 - float64(len(lines))*height(l.small)
		for _, line := range lines {
			p.at(x, l.widths[i], line, l.small, col.right)
			p.y += height(l.small)
		}
		x += l.widths[i]
	}
	p.y = top + high
	p.pdf.SetDrawColor(greyFaint, greyFaint, greyFaint)
	p.pdf.SetLineWidth(0.35)
	p.pdf.Line(sideMargin, p.y, x, p.y)
}

// over draws the words over the heads of several columns, in their middle.
func (p *pdfPages) over(l *laid, i int, x float64) {
	width := 0.0
	for _, w := range l.widths[i : i+spanOf(l.columns, i)] {
		width += w
	}
	p.set("B", l.small, greyText)
	text := p.fit(l.columns[i].over, width-2*cellPad)
	p.y += rowPad
	p.line(x+(width-p.pdf.GetStringWidth(text))/2, text, l.small)
	p.y -= rowPad
}

// at prints a line in a cell.
func (p *pdfPages) at(x, width float64, text string, size float64, right bool) {
	if right {
		p.line(x+width-cellPad-p.pdf.GetStringWidth(text), text, size)
		return
	}
	p.line(x+cellPad, text, size)
}

// lines are what a box has to print, in its type and in the small one.
func (p *pdfPages) lines(l *laid, b box, width float64, style string) (text, small []string) {
	p.set(style, l.size, greyText)
	said := p.named(b)
	if len(b.shapes) > 0 {
		said = strings.TrimSpace(shapesOf(b.shapes) + " " + said)
	}
	if b.strip != "" {
		said = b.strip
	}
	if said != "" {
		text = p.wrap(said, width-2*cellPad)
	}
	if b.small != "" && (b.name == nil || p.ink.prints(b.name.Name)) {
		p.set(style, l.small, greyFaint)
		small = p.wrap(p.printed(b.small), width-2*cellPad)
	}
	return text, small
}

func shapesOf(states []model.State) string {
	var out strings.Builder
	for _, s := range states {
		out.WriteRune(shapeOf(s))
	}
	return out.String()
}

func (p *pdfPages) rowHeight(l *laid, row []box, style string) float64 {
	high := height(l.size)
	for i, b := range row {
		text, small := p.lines(l, b, l.widths[i], style)
		high = max(high, float64(len(text))*height(l.size)+float64(len(small))*height(l.small))
	}
	return max(high+2*l.pad, l.least)
}

func (p *pdfPages) row(l *laid, row []box, high float64, style string) {
	x, top := sideMargin, p.y
	for i, b := range row {
		p.y = top + l.pad
		p.box(l, b, x, l.widths[i], high-2*l.pad, style)
		x += l.widths[i]
	}
	p.y = top + high
	p.pdf.SetDrawColor(greyLine, greyLine, greyLine)
	p.pdf.SetLineWidth(0.15)
	p.pdf.Line(sideMargin, p.y, x, p.y)
	if l.tall {
		p.cross(l, top)
	}
}

// cross draws the lines between cells to write in.
func (p *pdfPages) cross(l *laid, top float64) {
	x := sideMargin
	p.pdf.Line(x, top, x, p.y)
	for _, w := range l.widths {
		x += w
		p.pdf.Line(x, top, x, p.y)
	}
}

func (p *pdfPages) box(l *laid, b box, x, width, high float64, style string) {
	grey := greyText
	if b.faint {
		grey = greyFaint
	}
	text, small := p.lines(l, b, width, style)
	if l.tall {
		p.y += max(0, (high-float64(len(text))*height(l.size)-float64(len(small))*height(l.small))/2)
	}
	if b.strip != "" {
		p.strip(l, b.strip, x, width)
		return
	}
	p.set(style, l.size, grey)
	for _, line := range text {
		p.at(x, width, line, l.size, b.right)
		p.y += height(l.size)
	}
	p.set(style, l.small, greyFaint)
	for _, line := range small {
		p.at(x, width, line, l.small, b.right)
		p.y += height(l.small)
	}
}

// strip prints shapes each in its place, so that those of one block stand under each other.
func (p *pdfPages) strip(l *laid, shapes string, x, width float64) {
	p.set("", l.size, greyText)
	step := stripStep(l.size)
	for i, r := range []rune(shapes) {
		if r != noShape {
			wide := p.pdf.GetStringWidth(string(r))
			p.shape(x+cellPad+float64(i)*step+(step-wide)/2, r, l.size)
		}
	}
	p.y += height(l.size)
}

// stripStep is the width of one shape of a strip.
func stripStep(size float64) float64 { return size * 0.3528 * 0.78 }
