package report

import (
	"fmt"
	"io"
	"time"

	"github.com/go-pdf/fpdf"
)

// Measures of a page in millimetres, of type in points.
const (
	sideMargin = 12.0
	topMargin  = 11.0
	footRoom   = 11.0 // at the bottom, for the foot
	titleSize  = 15.0
	headSize   = 11.0
	textSize   = 9.5
	smallSize  = 7.5
	labelRoom  = 46.0 // for the labels of items
)

// Greys, from 0, black.
const (
	greyText  = 25
	greyFaint = 90
	greyLine  = 185
	greyHead  = 236
)

// pdfPages draws sheets as pages of a PDF.
type pdfPages struct {
	pdf   *fpdf.Fpdf
	out   io.Writer
	ink   *ink
	paper string
	now   sheet   // that is being drawn
	w, h  float64 // of the page
	y     float64 // how far down the page is drawn
	star  bool    // something on this page is starred
}

func newPDF(w io.Writer, title string, o Options) (*pdfPages, error) {
	p := &pdfPages{out: w, ink: newInk(), paper: "Letter"}
	if o.Paper == A4 {
		p.paper = "A4"
	}
	f := fpdf.New("P", "mm", p.paper, "")
	f.AddUTF8FontFromBytes("sans", "", regularFont)
	f.AddUTF8FontFromBytes("sans", "B", boldFont)
	f.SetAutoPageBreak(false, 0)
	f.AliasNbPages("{n}")
	f.SetTitle(title, true)
	f.SetLang("en")
	f.SetCreator("Rollbook", true)
	f.SetCatalogSort(true)
	made := o.Made
	if made.IsZero() {
		made = time.Unix(0, 0).UTC() // not the clock of whoever runs it
	}
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	p.pdf = f
	return p, f.Error()
}

// sheet begins a page and draws on, over as many as it takes.
func (p *pdfPages) sheet(s sheet) error {
	p.foot()
	p.now = s
	p.begin()
	title := s.title
	if s.name != nil {
		title = p.named(*s.name)
	}
	p.paragraph(title, "B", titleSize, greyText)
	if s.name != nil && s.name.small != "" && p.ink.prints(s.name.name.Name) {
		p.paragraph(s.name.small, "", textSize, greyFaint)
	}
	if s.under != "" {
		p.y += 0.6
		p.paragraph(s.under, "", textSize, greyText)
	}
	for _, line := range s.lines {
		p.paragraph(line, "", smallSize, greyFaint)
	}
	for _, one := range s.parts {
		p.part(one)
	}
	return p.pdf.Error()
}

// begin makes the next page of the sheet.
func (p *pdfPages) begin() {
	orientation := "P"
	if p.now.wide {
		orientation = "L"
	}
	p.pdf.AddPageFormat(orientation, p.pdf.GetPageSizeStr(p.paper))
	p.w, p.h = p.pdf.GetPageSize()
	p.y, p.star = topMargin, false
}

// another ends the page and makes the next one, under a small heading.
func (p *pdfPages) another() {
	p.foot()
	p.begin()
	title := p.now.title
	if p.now.name != nil {
		title = p.named(*p.now.name)
	}
	if p.now.under != "" {
		title += ". " + p.now.under
	}
	p.set("", smallSize, greyFaint)
	p.line(sideMargin, p.fit(title, p.w-2*sideMargin), smallSize)
	p.y += height(smallSize) + 1.5
}

// foot is what stands at the bottom of every page.
func (p *pdfPages) foot() {
	if p.pdf.PageNo() == 0 {
		return
	}
	p.set("", smallSize, greyFaint)
	y := p.h - 6
	number := fmt.Sprintf("page %d of {n}", p.pdf.PageNo())
	p.pdf.Text(p.w-sideMargin-p.pdf.GetStringWidth(fmt.Sprintf("page %d of 99", p.pdf.PageNo())), y, number)
	if p.star {
		p.pdf.Text(sideMargin, y, starNote)
	}
}

// end writes the file.
func (p *pdfPages) end() error {
	if p.pdf.PageNo() == 0 {
		p.begin()
		p.paragraph("There is nothing to print.", "", textSize, greyText)
	}
	p.foot()
	return p.pdf.Output(p.out)
}

// room is how far down there is room.
func (p *pdfPages) room() float64 { return p.h - footRoom }

// need makes another page where less than that height is left.
func (p *pdfPages) need(height float64) {
	if p.y+height > p.room() {
		p.another()
	}
}
