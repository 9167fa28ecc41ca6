package report

// laid is a grid with the measures that it has on the page.
type laid struct {
	*grid
	widths []float64
	size   float64
	small  float64
	pad    float64 // over and under what stands in a row
	least  float64 // height of a row
}

// lay measures a grid in the type that it asks for.
func (p *pdfPages) lay(g *grid) laid {
	l := laid{grid: g, size: gridSize, pad: rowPad}
	if g.size > 0 {
		l.size = g.size
	}
	l.small = max(l.size-1.6, smallestSmall)
	l.widths = p.widths(&l)
	return l
}

// gridHeight is the height of a whole grid.
func (p *pdfPages) gridHeight(g *grid) float64 {
	l := p.lay(g)
	return p.high(&l)
}

func (p *pdfPages) high(l *laid) float64 {
	high := p.headHeight(l)
	for _, row := range l.rows {
		high += p.rowHeight(l, row, "")
	}
	if len(l.last) > 0 {
		high += p.rowHeight(l, l.last, "B")
	}
	return high
}

// shrink takes smaller type and less room, as far as it can be read, where that puts the whole grid
// on this page.
func (p *pdfPages) shrink(l *laid, reserve float64) {
	usual := *l
	if l.tall {
		l.least = lowest
	}
	for ; l.size >= smallestType; l.size -= 0.25 {
		l.small = max(l.size-1.6, smallestSmall)
		l.pad = max(l.pad-0.06, 0.25)
		l.widths = p.widths(l)
		if p.y+p.high(l)+reserve <= p.room() {
			return
		}
	}
	*l = usual
}

// stretch makes rows as tall as the page has room for.
func (p *pdfPages) stretch(l *laid, reserve float64) {
	for l.least = tallest; l.least > lowest; l.least -= 0.1 {
		if p.y+p.high(l)+reserve <= p.room() {
			return
		}
	}
}

// widths gives every column its width, and those with a share what the others leave.
func (p *pdfPages) widths(l *laid) []float64 {
	free, shares := p.w-2*sideMargin, 0.0
	widths := make([]float64, len(l.columns))
	for i, col := range l.columns {
		widths[i] = col.width
		if col.most > 0 {
			widths[i] = min(max(p.widest(l, i), col.width), col.most)
		}
		free -= widths[i]
		shares += col.share
	}
	for i, col := range l.columns {
		if shares > 0 {
			widths[i] += max(free, 0) * col.share / shares
		}
	}
	return widths
}

// widest is the width that a column takes without breaking a line.
func (p *pdfPages) widest(l *laid, column int) float64 {
	wide := 0.0
	p.set("", l.size, greyText)
	for _, row := range l.rows {
		wide = max(wide, p.pdf.GetStringWidth(p.named(row[column])))
	}
	p.set("", l.small, greyText)
	for _, row := range l.rows {
		wide = max(wide, p.pdf.GetStringWidth(p.printed(row[column].small)))
	}
	return wide + 2*cellPad + 0.5
}
