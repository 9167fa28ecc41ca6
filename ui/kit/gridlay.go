package kit

// lay places the columns for a width: all of them if their least widths fit, else the frozen ones
// and a window of the others that holds the focused one.
func (g *Grid) lay(w int) {
	g.slots = g.slots[:0]
	if len(g.Columns) == 0 {
		g.hidden = false
		return
	}
	g.hidden = g.sum(0, len(g.Columns)) > w
	if !g.hidden {
		g.left = 0
		for c := range g.Columns {
			g.slots = append(g.slots, slot{col: c, w: g.least(c)})
		}
		g.spread(w)
		return
	}
	frozen := max(0, min(g.Frozen, len(g.Columns)-1))
	room := w
	for c := 0; c < frozen; c++ {
		// The scrolling part keeps a third of the window, and its focused column if that is less.
		keep := max(1, min(w/3, g.least(max(g.Col, frozen))+1))
		cw := min(g.least(c), room-keep-1)
		if cw < 1 {
			break
		}
		g.slots = append(g.slots, slot{col: c, w: cw})
		room -= cw + 1
	}
	g.window(frozen, room)
	g.spread(w)
}

// window adds columns from g.left on while they fit in room, after moving it to hold the focus.
func (g *Grid) window(frozen, room int) {
	last := len(g.Columns) - 1
	for last > frozen && g.sum(last-1, len(g.Columns)) <= room { // no empty room at the right end
		last--
	}
	g.left = max(frozen, min(g.left, last))
	if g.ByCell && g.Col >= frozen {
		g.left = min(g.left, g.Col)
		for g.left < g.Col && g.sum(g.left, g.Col+1) > room {
			g.left++
		}
	}
	for c := g.left; c < len(g.Columns) && room > 0; c++ {
		cw := g.least(c)
		if cw > room {
			if c > g.left {
				return
			}
			cw = room
		}
		g.slots = append(g.slots, slot{col: c, w: cw})
		room -= cw + 1
	}
}

// spread gives the room left over to the visible columns by their Flex, and sets where they stand.
func (g *Grid) spread(w int) {
	used := len(g.slots) - 1
	for _, s := range g.slots {
		used += s.w
	}
	for extra := w - used; extra > 0; {
		flex := 0
		for _, s := range g.slots {
			if g.grows(s) {
				flex += g.Columns[s.col].Flex
			}
		}
		if flex == 0 {
			break
		}
		given := 0
		for i, s := range g.slots {
			if !g.grows(s) || given == extra {
				continue
			}
			c := g.Columns[s.col]
			add := min(max(extra*c.Flex/flex, 1), extra-given)
			if c.Max > 0 {
				add = min(add, c.Max-s.w)
			}
			g.slots[i].w += add
			given += add
		}
		extra -= given
	}
	x := 0
	for i := range g.slots {
		g.slots[i].x = x
		x += g.slots[i].w + 1
	}
}

func (g *Grid) grows(s slot) bool {
	c := g.Columns[s.col]
	return c.Flex > 0 && (c.Max == 0 || s.w < c.Max)
}

// least is the width that a column needs; sum that of a range of columns with a blank between.
func (g *Grid) least(c int) int {
	if m := g.Columns[c].Min; m > 0 {
		return m
	}
	return max(g.Theme.Width(g.Columns[c].Title), 1)
}

func (g *Grid) sum(from, end int) int {
	n := end - from - 1
	for c := from; c < end; c++ {
		n += g.least(c)
	}
	return n
}
