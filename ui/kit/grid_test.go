package kit_test

import (
	"testing"

	"pgregory.net/rapid"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
)

func TestGridAtTheUsualSizes(t *testing.T) {
	for _, c := range []struct {
		name   string
		w, h   int
		row    int
		col    int
		byCell bool
	}{
		{"grid-80x24", 80, 24, 4, 0, false},
		{"grid-60x20", 60, 20, 20, 0, false},
		{"grid-40x8-cell", 40, 8, 7, 4, true},
		{"grid-20x5-cell", 20, 5, 24, 1, true},
	} {
		g := roster(light(), 25)
		g.Row, g.Col, g.ByCell = c.row, c.col, c.byCell
		vtest.Golden(t, c.name, show(t, g.View(c.w, c.h), c.w, c.h).Shot())
	}
}

func TestGridShowsTheFocusInColourAndWithout(t *testing.T) {
	bare := kit.NewTheme(true, true, true)
	bare.Update(graphemes)
	for name, theme := range map[string]*kit.Theme{"grid-colour": light(), "grid-nocolor": bare} {
		g := roster(theme, 5)
		g.Row, g.Col, g.ByCell = 2, 3, true
		vtest.Golden(t, name, show(t, g.View(60, 6), 60, 6).Styled())
	}
}

func TestGridAsksOnlyForCellsThatAreSeen(t *testing.T) {
	g := roster(light(), 5000)
	asked, cell := 0, g.Cell
	g.Cell = func(row, col int) kit.Cell {
		asked++
		return cell(row, col)
	}
	g.Row = 3000
	g.View(80, 24)
	if asked > 23*len(g.Columns) {
		t.Errorf("%d cells asked for 23 rows of %d", asked, len(g.Columns))
	}
}

func TestGridKeepsTheFocusAndItsContextInSight(t *testing.T) {
	g := roster(light(), 100)
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.IntRange(2, 30).Draw(t, "h")
		key := rapid.SampledFrom([]string{"up", "k", "down", "j", "pgup", "pgdown", "home", "end"}).Draw(t, "key")
		for range rapid.IntRange(1, 5).Draw(t, "times") {
			g.Key(vtest.Key(key))
		}
		f := g.View(80, h)
		first, end := g.Visible()
		if g.Row < first || g.Row >= end {
			t.Fatalf("row %d not in %d to %d", g.Row, first, end)
		}
		if want := 1 + g.Row - first; f.Cursor.Y != want {
			t.Fatalf("cursor on line %d, the focus on %d", f.Cursor.Y, want)
		}
		if h > 6 && g.Row > 1 && g.Row-first < 2 || h > 6 && g.Row < 98 && end-1-g.Row < 2 {
			t.Fatalf("row %d has no context in %d to %d", g.Row, first, end)
		}
	})
}

func TestGridWithTooFewCellsScrollsSidewaysToTheFocusedCell(t *testing.T) {
	g := roster(light(), 5)
	g.ByCell = true
	for col := range g.Columns {
		g.Col = col
		f := g.View(34, 6)
		s := show(t, f, 34, 6)
		x, y := s.CursorAt()
		if text := g.Cell(0, col).Text; text != "" && s.CellAt(x, y) != text[:len(s.CellAt(x, y))] {
			t.Errorf("column %d: the cursor stands on %q, the cell says %q", col, s.CellAt(x, y), text)
		}
	}
}

func TestLeftAndRightMoveTheWindowWhereTheRowIsTheFocus(t *testing.T) {
	g := roster(light(), 5)
	g.View(80, 6)
	if g.Key(vtest.Key("right")) {
		t.Error("right was taken though every column is in sight")
	}
	before := g.View(30, 6).Lines[1]
	if !g.Key(vtest.Key("right")) || g.View(30, 6).Lines[1] == before {
		t.Error("right did not move the window")
	}
}

func TestEmptyGridSaysWhatToDo(t *testing.T) {
	g := roster(light(), 0)
	vtest.Golden(t, "grid-empty", show(t, g.View(40, 6), 40, 6).Shot())
	g.Key(vtest.Key("down"))
	if g.Row != 0 {
		t.Errorf("row %d of none", g.Row)
	}
}

func BenchmarkGridView25(b *testing.B)   { benchmarkGrid(b, 25) }
func BenchmarkGridView5000(b *testing.B) { benchmarkGrid(b, 5000) }

func benchmarkGrid(b *testing.B, rows int) {
	g := roster(light(), rows)
	b.ReportAllocs()
	for b.Loop() {
		g.Row = (g.Row + 1) % rows
		g.View(80, 24)
	}
}
