package report

import (
	"fmt"
	"io"

	"rollbook/model"
)

// sheet is what begins on a page of its own: a heading and parts under it.
type sheet struct {
	title string
	name  *box // in place of the title: a person's
	under string
	lines []string // small, under that
	wide  bool     // across the long side of the paper
	parts []part
}

// part is a piece of a sheet; each of its fields is drawn where it is there, in this order.
type part struct {
	title string
	lines []string
	items []Item
	grid  *grid
	after []string   // lines under the grid
	sign  [][]string // rows of lines to write on, each over its label
}

// grid is a table on paper. Its heads come again on every page.
type grid struct {
	columns []gridColumn
	rows    [][]box
	last    []box   // after the rows, set off: totals
	size    float64 // of the type in points, 0 for the usual
	whole   bool    // smaller type rather than a second page, as far as it can be read
	tall    bool    // rows to write on by hand share what the page has left
}

// gridColumn is a column of a width in millimetres, and with a share of what the others leave.
type gridColumn struct {
	over  string // over the heads of it and its neighbours with the same words
	head  string
	width float64
	most  float64 // it gets wider than width, up to this, for what stands in it
	share float64
	right bool
}

// box is what stands in a cell of a grid.
type box struct {
	text   string
	small  string // under the text
	shapes []model.State
	strip  string         // shapes of several blocks, see shapeOf
	name   *model.Trainee // whose name the text is
	row    int            // of that person, 0 for none
	right  bool
	faint  bool
}

func numberBox(n int) box { return box{text: fmt.Sprint(n), right: true} }

// shapeOf is the shape of a state, the same as on the screen.
func shapeOf(s model.State) rune {
	return [...]rune{'·', '●', '◐', '○'}[s&3]
}

// noShape stands in a strip for a block that has nothing to show: not begun, or not enrolled.
const noShape = ' '

// shapeNames are the shapes in words.
var shapeNames = map[rune]string{'●': "present", '◐': "part", '○': "absent", '·': "not marked", noShape: "nothing yet"}

// legend explains the shapes, further apart than words.
const legend = "● present\u00a0\u00a0 ◐ part\u00a0\u00a0 ○ absent\u00a0\u00a0 · not marked"

// drawer draws sheets in one form.
type drawer interface {
	sheet(sheet) error
	end() error
}

// draw draws the sheets that make hands over one by one. The title is the file's.
func draw(w io.Writer, form Form, title string, o Options, make func(put func(sheet) error) error) error {
	var d drawer
	switch form {
	case HTML:
		d = newHTML(w, title, o)
	case PDF:
		var err error
		if d, err = newPDF(w, title, o); err != nil {
			return fmt.Errorf("write a pdf file: %w", err)
		}
	default:
		return fmt.Errorf("paper can't be %q: %w", form, ErrForm)
	}
	done := counted{tell: o.Progress}
	err := make(func(s sheet) error {
		for _, p := range s.parts {
			if p.grid != nil {
				for range p.grid.rows {
					done.add()
				}
			}
		}
		return d.sheet(s)
	})
	if err == nil {
		err = d.end()
	}
	if err != nil {
		return fmt.Errorf("write a %s file: %w", form, err)
	}
	done.end()
	return nil
}
