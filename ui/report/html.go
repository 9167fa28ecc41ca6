package report

import (
	"bufio"
	_ "embed"
	"fmt"
	"html"
	"io"
	"slices"
	"strings"
)

// htmlStyle is the look of the page, on the screen and printed. It needs nothing from anywhere.
//
//go:embed page.css
var htmlStyle string

// htmlPage draws sheets as one page of HTML.
type htmlPage struct {
	out  *bufio.Writer
	page float64 // width of the sheet in millimetres
}

func newHTML(w io.Writer, title string, o Options) *htmlPage {
	h := &htmlPage{out: bufio.NewWriter(w)}
	size := "letter"
	if o.Paper == A4 {
		size = "A4"
	}
	fmt.Fprintf(h.out, `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<style>
@page { size: %s; margin: 12mm }
@page wide { size: %s landscape; margin: 10mm 12mm }
%s</style>
</head>
<body>
`, esc(title), size, size, htmlStyle)
	return h
}

func esc(s string) string { return html.EscapeString(s) }

// lines is a text of several lines.
func escLines(s string) string { return strings.ReplaceAll(esc(s), "\n", "<br>") }

func (h *htmlPage) put(form string, args ...any) { fmt.Fprintf(h.out, form, args...) }

func (h *htmlPage) sheet(s sheet) error {
	class := ""
	if h.page = 192; s.wide {
		class, h.page = ` class="wide"`, 255
	}
	h.put("<section%s>\n", class)
	title := s.title
	if s.name != nil {
		title = s.name.text
	}
	h.put("<h1 dir=\"auto\">%s</h1>\n", esc(title))
	if s.name != nil && s.name.small != "" {
		h.put("<p class=\"say\" dir=\"auto\">%s</p>\n", esc(s.name.small))
	}
	if s.under != "" {
		h.put("<p class=\"under\" dir=\"auto\">%s</p>\n", esc(s.under))
	}
	for _, line := range s.lines {
		h.put("<p class=\"line\" dir=\"auto\">%s</p>\n", esc(line))
	}
	for _, p := range s.parts {
		h.part(p)
	}
	h.put("</section>\n")
	return h.out.Flush()
}

func (h *htmlPage) part(p part) {
	class := "part"
	if p.title != "" && p.grid != nil {
		class += " keep"
	}
	h.put("<div class=\"%s\">\n", class)
	defer h.put("</div>\n")
	if p.title != "" {
		h.put("<h2>%s</h2>\n", esc(p.title))
	}
	for _, line := range p.lines {
		h.put("<p class=\"line\" dir=\"auto\">%s</p>\n", esc(line))
	}
	if len(p.items) > 0 {
		class := "plain"
		if slices.ContainsFunc(p.items, func(it Item) bool { return it.Label != "" }) {
			class = "labelled"
		}
		h.put("<dl class=\"%s\">\n", class)
		for _, it := range p.items {
			h.item(it)
		}
		h.put("</dl>\n")
	}
	if p.grid != nil {
		h.grid(p.grid)
	}
	for _, line := range p.after {
		h.put("<p class=\"line\" dir=\"auto\">%s</p>\n", esc(line))
	}
	for _, row := range p.sign {
		h.put("<div class=\"sign\">")
		for _, label := range row {
			h.put("<span>%s</span>", esc(label))
		}
		h.put("</div>\n")
	}
}

func (h *htmlPage) item(it Item) {
	class := ""
	if it.Label == "" {
		class = ` class="more"`
	}
	h.put("<div%s><dt dir=\"auto\">%s</dt><dd dir=\"auto\">", class, esc(it.Label))
	if it.Shape != 0 {
		h.put("%s ", shape(it.Shape))
	}
	h.put("%s", escLines(it.Text))
	for _, line := range it.Under {
		h.put("<br><small dir=\"auto\">%s</small>", escLines(line))
	}
	h.put("</dd></div>\n")
}

func (h *htmlPage) grid(g *grid) {
	class := ""
	if g.tall {
		class = ` class="tall"`
	}
	h.put("<table%s>\n<thead>\n", class)
	h.over(g.columns)
	h.put("<tr>")
	for i, col := range g.columns {
		class := ""
		if col.right {
			class = ` class="number"`
		}
		h.put(`<th scope="col" dir="auto"%s%s>%s</th>`, class, h.widthOf(g.columns, i), escLines(col.head))
	}
	h.put("</tr>\n</thead>\n<tbody>\n")
	for _, row := range g.rows {
		h.row(row)
	}
	h.put("</tbody>\n")
	if len(g.last) > 0 {
		h.put("<tfoot>\n")
		h.row(g.last)
		h.put("</tfoot>\n")
	}
	h.put("</table>\n")
}

// widthOf is the width of a column: in millimetres, as a part of a page where it has a share, and as
// it comes where what stands in it decides.
func (h *htmlPage) widthOf(columns []gridColumn, i int) string {
	fixed, shares := 0.0, 0.0
	for _, col := range columns {
		fixed += col.width
		shares += col.share
	}
	switch col := columns[i]; {
	case col.most > 0:
		return ""
	case col.share > 0:
		return fmt.Sprintf(` style="width: %.0f%%"`, 100*(col.width+max(h.page-fixed, 0)*col.share/shares)/h.page)
	default:
		return fmt.Sprintf(` style="width: %.0fmm"`, col.width)
	}
}

// over is the line over the heads, where there is one.
func (h *htmlPage) over(columns []gridColumn) {
	any := false
	for _, col := range columns {
		any = any || col.over != ""
	}
	if !any {
		return
	}
	h.put("<tr>")
	for i := 0; i < len(columns); {
		n := spanOf(columns, i)
		h.put(`<th scope="colgroup" colspan="%d" dir="auto">%s</th>`, n, esc(columns[i].over))
		i += n
	}
	h.put("</tr>\n")
}

// spanOf is how many columns from i on stand under the same words.
func spanOf(columns []gridColumn, i int) int {
	n := 1
	for columns[i].over != "" && i+n < len(columns) && columns[i+n].over == columns[i].over {
		n++
	}
	return n
}

func (h *htmlPage) row(row []box) {
	h.put("<tr>")
	for _, b := range row {
		class := ""
		switch {
		case b.right:
			class = ` class="number"`
		case b.faint:
			class = ` class="faint"`
		case b.strip != "":
			class = ` class="strip"`
		}
		h.put(`<td dir="auto"%s>`, class)
		for _, s := range b.shapes {
			h.put("%s ", shape(shapeOf(s)))
		}
		for _, s := range b.strip {
			h.put("%s", shape(s))
		}
		h.put("%s", escLines(b.text))
		if b.small != "" && b.text != "" {
			h.put("<br>")
		}
		if b.small != "" {
			h.put("<small dir=\"auto\">%s</small>", escLines(b.small))
		}
		h.put("</td>")
	}
	h.put("</tr>\n")
}

// shape is a shape that a screen reader says in words.
func shape(r rune) string {
	if r == noShape {
		return `<span class="none"> </span>`
	}
	return fmt.Sprintf(`<span role="img" aria-label="%s">%c</span>`, shapeNames[r], r)
}

func (h *htmlPage) end() error {
	h.put("</body>\n</html>\n")
	return h.out.Flush()
}
