package report

import "slices"

func (p *pdfPages) part(one part) {
	if one.title != "" {
		p.keep(one)
		p.y += 4
		p.paragraph(one.title, "B", headSize, greyText)
		p.y += 0.8
	}
	for _, line := range one.lines {
		p.paragraph(line, "", smallSize, greyFaint)
	}
	p.items(one.items)
	if one.grid != nil {
		p.y += 2
		p.grid(one.grid, signRoom*float64(len(one.sign))+height(smallSize)*float64(len(one.after))+1.5)
		p.y += 1.5
	}
	for _, line := range one.after {
		p.paragraph(line, "", smallSize, greyFaint)
	}
	for _, row := range one.sign {
		p.sign(row)
	}
}

// keep makes another page where a part with its title fits there and doesn't here.
func (p *pdfPages) keep(one part) {
	high := 4*height(textSize) + 4
	if one.grid != nil {
		if all := p.gridHeight(one.grid) + 12; topMargin+all < p.room()-10 {
			high = all
		}
	}
	p.need(high)
}

// items prints labels and their texts, in two columns where there is any label.
func (p *pdfPages) items(items []Item) {
	labelled := slices.ContainsFunc(items, func(it Item) bool { return it.Label != "" })
	shaped := slices.ContainsFunc(items, func(it Item) bool { return it.Shape != 0 })
	for i, it := range items {
		x := sideMargin
		if labelled {
			x += labelRoom
		}
		if i > 0 && (it.Label != "" || !labelled) {
			p.y += 0.4
			p.pdf.SetDrawColor(220, 220, 220)
			p.pdf.SetLineWidth(0.15)
			p.pdf.Line(sideMargin, p.y, p.w-sideMargin, p.y)
			p.y += 0.4
		}
		p.item(it, x, shaped)
	}
}

// item prints a label, and from x on a text with its shape and more under it.
func (p *pdfPages) item(it Item, x float64, shaped bool) {
	width := p.w - sideMargin - x
	p.set("", textSize, greyFaint)
	var label []string
	if it.Label != "" {
		label = p.wrap(p.printed(it.Label), labelRoom-3)
	}
	p.need(height(textSize) * float64(min(max(len(label), 1)+len(it.Under), 4)))
	p.y += 0.5
	top, page := p.y, p.pdf.PageNo()
	p.set("", textSize, greyFaint)
	for _, line := range label {
		p.line(sideMargin, line, textSize)
		p.y += height(textSize)
	}
	below := p.y
	p.y = top
	if shaped {
		if it.Shape != 0 && it.Shape != noShape {
			p.set("", textSize, greyText)
			p.shape(x, it.Shape, textSize)
		}
		x, width = x+4.5, width-4.5
	}
	p.beside(x, width, it.Text, textSize, greyText)
	for _, more := range it.Under {
		p.beside(x, width, more, smallSize+0.5, greyFaint)
	}
	if p.pdf.PageNo() == page {
		p.y = max(p.y, below)
	}
	p.y += 0.5
}

func (p *pdfPages) beside(x, width float64, text string, size float64, grey int) {
	p.set("", size, grey)
	for _, line := range p.wrap(p.printed(text), width) {
		p.need(height(size))
		p.set("", size, grey)
		p.line(x, line, size)
		p.y += height(size)
	}
}

// signRoom is the height of a row of lines to write on.
const signRoom = 13.0

// sign draws lines to write on, side by side, each under its own words.
func (p *pdfPages) sign(labels []string) {
	p.need(signRoom)
	p.y += signRoom - height(smallSize) - 1
	const gap = 6.0
	width := (p.w - 2*sideMargin - gap*float64(len(labels)-1)) / float64(len(labels))
	p.set("", smallSize, greyFaint)
	p.pdf.SetDrawColor(greyFaint, greyFaint, greyFaint)
	p.pdf.SetLineWidth(0.25)
	for i, label := range labels {
		x := sideMargin + float64(i)*(width+gap)
		p.pdf.Line(x, p.y, x+width, p.y)
		p.pdf.Text(x, p.y+height(smallSize), p.fit(label, width))
	}
	p.y += height(smallSize) + 1
}
