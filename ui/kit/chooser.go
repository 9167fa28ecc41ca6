package kit

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/text/unicode/norm"
)

// Item is one line of a Chooser.
type Item struct {
	Title, Detail string
	Why           string // why it can't be chosen; "": it can
	On            bool   // marked at first, with Many
	Looked        bool   // listed only once something is typed: it is there to be looked for
}

// Chooser is a list to choose from: typing a part of a name narrows it, Enter chooses.
type Chooser struct {
	Theme *Theme
	Title string
	Items []Item // not changed by the chooser, except On
	Focus int    // the item focused at first
	Empty string // said when nothing is typed and no item is listed
	Many  bool   // space marks items; Enter takes all marked ones
	// Choose gets the index of the item. It runs inside Update; what it returns runs once the
	// chooser is gone.
	Choose func(i int) tea.Cmd
	// ChooseMany gets the indexes of the marked items, in order; with Many.
	ChooseMany func(marked []int) tea.Cmd
	Cancel     func() tea.Cmd // may be nil

	filter  Line
	folded  []string // titles and details without case and accents
	hits    []int    // indexes of the items that match the filter
	most    int      // of them there ever were
	at      int      // the focus, in hits
	top     int
	page    int
	started bool
}

func (c *Chooser) start() {
	if c.started {
		return
	}
	c.started = true
	c.folded = make([]string, len(c.Items))
	for i, item := range c.Items {
		c.folded[i] = fold(item.Title + " " + item.Detail)
	}
	c.narrow()
	c.at = max(0, min(c.Focus, len(c.hits)-1))
}

// narrow keeps the items that hold every word of the filter, those first that begin with it: "day 3"
// stands before "day 2, Tue 3 Mar".
func (c *Chooser) narrow() {
	words := strings.Fields(fold(c.filter.Text()))
	c.hits = c.hits[:0]
items:
	for i, hay := range c.folded {
		if len(words) == 0 && c.Items[i].Looked {
			continue
		}
		for _, w := range words {
			if !strings.Contains(hay, w) {
				continue items
			}
		}
		c.hits = append(c.hits, i)
	}
	if whole := strings.Join(words, " "); whole != "" {
		begins := func(i int) bool { return strings.HasPrefix(c.folded[i], whole) }
		slices.SortStableFunc(c.hits, func(a, b int) int {
			switch {
			case begins(a) == begins(b):
				return 0
			case begins(a):
				return -1
			}
			return 1
		})
	}
	c.at, c.top, c.most = 0, 0, max(c.most, len(c.hits))
}

// fold makes text comparable whatever the case and the accents.
func fold(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(s)))
}

// Update moves, marks, narrows and chooses.
func (c *Chooser) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	c.start()
	if key, ok := msg.(tea.KeyPressMsg); ok {
		switch key.String() {
		case "esc", "ctrl+c":
			return true, call(c.Cancel)
		case "enter":
			return c.enter()
		case "space":
			if c.Many {
				c.mark()
				return false, nil
			}
		case "ctrl+a":
			if c.Many {
				c.markAll()
				return false, nil
			}
		default:
			if c.move(key.String()) {
				return false, nil
			}
		}
	}
	if _, changed, _ := c.filter.Update(msg); changed {
		c.narrow()
	}
	return false, nil
}

func (c *Chooser) move(key string) bool {
	switch key {
	case "up", "ctrl+p", "shift+tab":
		c.at--
	case "down", "ctrl+n", "tab":
		c.at++
	case "pgup":
		c.at -= max(c.page-1, 1)
	case "pgdown":
		c.at += max(c.page-1, 1)
	case "home":
		c.at = 0
	case "end":
		c.at = len(c.hits) - 1
	default:
		return false
	}
	c.at = max(0, min(c.at, len(c.hits)-1))
	return true
}

func (c *Chooser) enter() (done bool, cmd tea.Cmd) {
	if c.Many {
		return true, c.ChooseMany(c.marked())
	}
	if len(c.hits) == 0 {
		return false, nil
	}
	i := c.hits[c.at]
	if why := c.Items[i].Why; why != "" {
		return false, Say(why)
	}
	return true, c.Choose(i)
}

func (c *Chooser) mark() {
	if len(c.hits) > 0 {
		item := &c.Items[c.hits[c.at]]
		item.On = !item.On && item.Why == ""
		c.move("down")
	}
}

// markAll marks what the filter shows, or takes the marks off when all of it is marked.
func (c *Chooser) markAll() {
	on := false
	for _, i := range c.hits {
		on = on || !c.Items[i].On && c.Items[i].Why == ""
	}
	for _, i := range c.hits {
		c.Items[i].On = on && c.Items[i].Why == ""
	}
}

func (c *Chooser) marked() []int {
	var marked []int
	for i := range c.Items {
		if c.Items[i].On {
			marked = append(marked, i)
		}
	}
	return marked
}

// View draws the title, what was typed, and the items around the focus, where the cursor stands.
func (c *Chooser) View(w, h int) Frame {
	c.start()
	if w < 1 || h < 1 {
		return Frame{}
	}
	t := c.Theme
	var f Frame
	if h > 2 {
		f.Lines = append(f.Lines, t.Title.Render(t.Cut(c.heading(), w)))
	}
	if h > 1 {
		shown, _ := c.filter.View(t, w)
		if c.filter.Text() == "" {
			shown = t.Faint.Render(t.Cut("type a part of the name", w))
		} else {
			shown = t.Input.Render(shown)
		}
		f.Lines = append(f.Lines, shown)
	}
	head := len(f.Lines)
	c.page = h - head
	if len(c.hits) == 0 {
		empty := or(c.Empty, "nothing to choose from")
		if len(c.Items) > 0 && strings.TrimSpace(c.filter.Text()) != "" {
			empty = "nothing has that name"
		}
		f.Lines = append(f.Lines, t.Faint.Render(t.Cut(empty, w)))
		f.Cursor.Y = head
	}
	c.top = max(c.at-c.page+1, min(c.top, c.at), 0)
	column := c.column(w)
	for i := c.top; i < min(c.top+c.page, len(c.hits)); i++ {
		if i == c.at {
			f.Cursor.Y = len(f.Lines)
		}
		f.Lines = append(f.Lines, c.line(c.hits[i], i == c.at, column, w))
	}
	for len(f.Lines) < min(h, head+c.most) { // the box keeps its height while the list narrows
		f.Lines = append(f.Lines, "")
	}
	return t.clip(f, w, h)
}

func (c *Chooser) heading() string {
	if !c.Many {
		return c.Title
	}
	return c.Title + " (" + strconv.Itoa(len(c.marked())) + " of " + strconv.Itoa(len(c.Items)) + " marked)"
}

// column is where the details begin: after the longest title in sight, but in the first two thirds.
func (c *Chooser) column(w int) int {
	widest := 0
	for i := c.top; i < min(c.top+c.page, len(c.hits)); i++ {
		widest = max(widest, c.Theme.Width(c.Items[c.hits[i]].Title))
	}
	return min(widest, max(w*2/3, 1))
}

func (c *Chooser) line(i int, focused bool, column, w int) string {
	t := c.Theme
	item := c.Items[i]
	sign := "  "
	if focused {
		sign = "> "
	}
	if c.Many {
		sign += map[bool]string{true: "[x] ", false: "[ ] "}[item.On]
	}
	title, detail := t.Fit(item.Title, column), item.Detail
	if item.Why != "" {
		detail = item.Why
	}
	room := w - len(sign) - column - 2
	switch {
	case focused:
		return t.Focus.Render(t.Fit(sign+title+"  "+t.Cut(detail, room), w))
	case item.Why != "":
		return t.Faint.Render(sign + title + "  " + t.Cut(detail, room))
	}
	return sign + title + t.Faint.Render("  "+t.Cut(detail, room))
}

// Keys is what the footer shows meanwhile.
func (c *Chooser) Keys() []Binding {
	if c.Many {
		return []Binding{
			shown("space", "mark", "Marks the item, or takes the mark off.", 1),
			shown("enter", "take marked", "Takes all marked items.", 2),
			shown("ctrl+a", "all or none", "Marks every item in sight of the filter.", 4),
			shown("esc", "cancel", "Leaves everything as it is.", 3),
		}
	}
	return []Binding{
		shown("enter", "choose", "Takes the item that the cursor is on.", 1),
		shown("esc", "cancel", "Leaves everything as it is.", 2),
	}
}

// Place is in a box.
func (c *Chooser) Place() Place { return InBox }
