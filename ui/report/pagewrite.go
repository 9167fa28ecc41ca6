package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WritePage writes a trainee's own page as PDF, HTML or Text. The error wraps ErrForm for any other
// form. Of the options only paper, hours and the time it was made count: the page is the person's,
// and has its notes and remarks always.
func WritePage(w io.Writer, form Form, p *Page, o Options) error {
	switch form {
	case Text:
		return p.text(w, o.Twelve)
	case PDF, HTML:
		return draw(w, form, p.Name, o, func(put func(sheet) error) error { return put(p.sheet(o)) })
	}
	return fmt.Errorf("a page can't be %q: choose pdf, html or text: %w", form, ErrForm)
}

// text is the page as lines that make sense when they are read aloud.
func (p *Page) text(w io.Writer, twelve bool) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%s, row %d\n%s\n", p.Name, p.Row, p.Lead(twelve))
	for _, s := range p.Sections(twelve) {
		fmt.Fprintf(out, "\n%s\n", s.Title)
		for _, it := range s.Items {
			fmt.Fprintf(out, "%s\n", strings.Join(it.Lines(), "\n"))
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write a page: %w", err)
	}
	return nil
}

// Lines are an item as lines of plain text: "Label: text", each line under it set in by two blanks.
func (it Item) Lines() []string {
	text := it.Text
	if it.Label != "" {
		text = it.Label + ": " + text
	}
	lines := strings.Split(text, "\n")
	for _, more := range it.Under {
		for _, line := range strings.Split(more, "\n") {
			lines = append(lines, "  "+line)
		}
	}
	return lines
}

func (p *Page) sheet(o Options) sheet {
	name := &box{text: p.Name, name: &p.trainee, row: p.Row}
	if p.Say != "" {
		name.small = "say " + string(p.Say)
	}
	s := sheet{title: p.Name, name: name, under: p.Lead(o.Twelve)}
	for _, section := range p.Sections(o.Twelve) {
		s.parts = append(s.parts, part{title: section.Title, items: section.Items})
	}
	s.parts = append(s.parts, part{lines: []string{"", "Read it together. What is not right can be changed on the spot, or you can add your own words beside it."}})
	return s
}
