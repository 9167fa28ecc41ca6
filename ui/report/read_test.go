package report_test

import (
	"bytes"
	"compress/zlib"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
)

// What the tests read exported files back with.

func readCSV(t testing.TB, file []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// columnOf is the place of a head.
func columnOf(t testing.TB, rows [][]string, head string) int {
	t.Helper()
	i := slices.Index(rows[0], head)
	if i < 0 {
		t.Fatalf("there is no column %q among %q", head, rows[0])
	}
	return i
}

func readXLSX(t testing.TB, file []byte, password string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{Password: password})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// sheetRows are the rows of a sheet as values, not as they are shown.
func sheetRows(t testing.TB, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range rows {
		for len(rows[i]) < len(rows[0]) {
			rows[i] = append(rows[i], "")
		}
	}
	return rows
}

func readHTML(t testing.TB, file []byte) *html.Node {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// each calls do for all elements of a name, in order.
func each(n *html.Node, name string, do func(*html.Node)) {
	if n.Type == html.ElementNode && (name == "" || n.Data == name) {
		do(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, name, do)
	}
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// textOf is what a person reads of an element, a shape in its word.
func textOf(n *html.Node) string {
	var out strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			out.WriteString(n.Data)
		case n.Type == html.ElementNode && (n.Data == "br" || n.Data == "style"):
			out.WriteByte('\n')
			return
		case attribute(n, "role") == "img":
			out.WriteString(attribute(n, "aria-label") + " ")
			return
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.TrimSpace(out.String())
}

// tableRows are the cells of all tables, heads too.
func tableRows(doc *html.Node) (rows [][]string) {
	each(doc, "tr", func(tr *html.Node) {
		var row []string
		each(tr, "", func(n *html.Node) {
			if n.Data == "td" || n.Data == "th" {
				row = append(row, textOf(n))
			}
		})
		rows = append(rows, row)
	})
	return rows
}

// readPDF are the pieces of text on each page of a file that this package wrote, in the order in
// which they were printed.
func readPDF(t testing.TB, file []byte) (pages [][]string) {
	t.Helper()
	if !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.Contains(file, []byte("%%EOF")) {
		t.Fatal("this is no whole PDF file")
	}
	for rest := file; ; {
		_, after, found := bytes.Cut(rest, []byte("stream\n"))
		if !found {
			return pages
		}
		body, next, found := bytes.Cut(after, []byte("\nendstream"))
		if !found {
			t.Fatal("a stream has no end")
		}
		rest = next
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue
		}
		content, err := io.ReadAll(z)
		if err == nil && bytes.Contains(content, []byte(" Tj ET")) {
			pages = append(pages, printed(content))
		}
	}
}

// printed are the strings that a page's content shows.
func printed(content []byte) (texts []string) {
	for {
		_, after, found := bytes.Cut(content, []byte(" Td ("))
		if !found {
			return texts
		}
		var text []byte
		i := 0
		for ; after[i] != ')'; i++ {
			if after[i] == '\\' {
				i++
				if after[i] == 'r' {
					after[i] = '\r'
				}
			}
			text = append(text, after[i])
		}
		var units []uint16
		for j := 0; j+1 < len(text); j += 2 {
			units = append(units, uint16(text[j])<<8|uint16(text[j+1]))
		}
		texts = append(texts, string(utf16.Decode(units)))
		content = after[i:]
	}
}

// pageText is a page as one text.
func pageText(page []string) string {
	return strings.ReplaceAll(strings.Join(page, " "), "\u00a0", " ")
}

// htmlWords are the texts of a page without the words of shapes, which stand beside their own.
func htmlWords(doc *html.Node) string {
	each(doc, "span", func(n *html.Node) {
		if attribute(n, "role") == "img" {
			n.Attr = nil
			n.FirstChild.Data = ""
		}
	})
	var words strings.Builder
	each(doc, "", func(n *html.Node) {
		switch n.Data {
		case "h1", "h2", "p", "dt", "dd", "small":
			words.WriteString(textOf(n) + " ")
		}
	})
	return words.String()
}
