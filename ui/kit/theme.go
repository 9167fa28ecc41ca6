package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// State is one of the four things known of a person in a block; the zero value is Unmarked.
type State uint8

// The states, each with a shape, a letter and a style of its own.
const (
	Unmarked State = iota
	Present
	Part
	Absent
)

// Theme is how everything looks, and how wide text is. One is made at start and shared by pointer:
// the root hands it the terminal's answers (Update), and everything drawn afterwards follows.
//
// Colour never says anything alone: what is focused, wrong or chosen is also reversed, bold,
// underlined or marked with a sign.
type Theme struct {
	Dark, NoColor, ASCII bool

	Text, Faint, Strong lipgloss.Style
	Title               lipgloss.Style // of a box, a page, a section
	Key                 lipgloss.Style // a key's name in the footer and on the page of keys
	Good, Bad           lipgloss.Style // saved; what went wrong
	Focus               lipgloss.Style // the focused cell or item
	FocusRow            Ruled          // the row of the focus
	Tab                 lipgloss.Style
	TabOn               Ruled // the screen in the tab line; a heading of the guide
	Border              lipgloss.Style
	Input               Ruled          // text being typed
	Conflict            lipgloss.Style // beside ConflictSign

	Present, Part, Absent, Unmarked lipgloss.Style

	measure ansi.Method // the zero value is wcwidth, which the renderer starts with
}

// ConflictSign stands where two laptops say different things.
const ConflictSign = "!"

// NewTheme makes the theme of a terminal. With noColor no style sets any colour: the renderer's
// own handling of NO_COLOR reads it as a boolean and would let NO_COLOR=yes pass.
func NewTheme(dark, noColor, ascii bool) *Theme {
	t := &Theme{Dark: dark, NoColor: noColor, ASCII: ascii}
	t.paint()
	return t
}

// Update takes the terminal's answers to what was asked at start: its background, and whether it
// measures text by grapheme clusters (mode 2027, see width.go). changed says to draw again.
func (t *Theme) Update(msg tea.Msg) (changed bool) {
	switch msg := msg.(type) {
	case tea.BackgroundColorMsg:
		if dark := msg.IsDark(); dark != t.Dark {
			t.Dark = dark
			t.paint()
			return true
		}
	case tea.ModeReportMsg:
		if msg.Mode != ansi.ModeUnicodeCore || t.measure == ansi.GraphemeWidth {
			return false
		}
		switch msg.Value { // the same three for which the renderer changes its measure
		case ansi.ModeReset, ansi.ModeSet, ansi.ModePermanentlySet:
			t.measure = ansi.GraphemeWidth
			return true
		}
	}
	return false
}

// paint sets the styles. The colours of the states keep a contrast of at least 4.5 to 1 with a
// white and with a black background respectively.
func (t *Theme) paint() {
	plain := lipgloss.NewStyle()
	bold := plain.Bold(true)
	color := func(s lipgloss.Style, light, dark string) lipgloss.Style {
		switch {
		case t.NoColor:
			return s
		case t.Dark:
			return s.Foreground(lipgloss.Color(dark))
		}
		return s.Foreground(lipgloss.Color(light))
	}
	t.Text, t.Strong = plain, bold
	t.Faint = color(plain, "#5c5c5c", "#a3a3a3")
	t.Title = color(bold, "#1d4f91", "#9cc4ff")
	t.Key = bold
	t.Good = color(plain, "#1a6b2f", "#7bd88f")
	t.Bad = color(bold, "#b3261e", "#ff8a80")
	t.Focus = bold.Reverse(true)
	t.FocusRow = Ruled{plain, true}
	if !t.NoColor {
		t.FocusRow = Ruled{Style: plain.Background(lipgloss.Color(map[bool]string{true: "#26364d", false: "#dfe9f7"}[t.Dark]))}
	}
	t.Tab = t.Faint
	t.TabOn = Ruled{t.Title, true}
	t.Border = color(plain, "#6b7a90", "#7f8ea3")
	t.Input = Ruled{plain, true}
	t.Conflict = color(bold.Reverse(t.NoColor), "#8e24aa", "#e5a4f5")

	t.Present = color(plain, "#1a6b2f", "#7bd88f")
	t.Part = color(bold, "#7a4f00", "#f2c14e")
	t.Absent = color(bold, "#b3261e", "#ff8a80")
	t.Unmarked = t.Faint
}

// Glyph is the state's shape, or its letter where the terminal has no Unicode: one cell, no style.
func (t *Theme) Glyph(s State) string {
	if t.ASCII {
		return [...]string{".", "P", "/", "-"}[s&3]
	}
	return [...]string{"·", "●", "◐", "○"}[s&3]
}

// Mark is the style of a state.
func (t *Theme) Mark(s State) lipgloss.Style {
	return [...]lipgloss.Style{t.Unmarked, t.Present, t.Part, t.Absent}[s&3]
}

// KeyName is a key as it is written for people: ↑ for "up"; the rest as in the table.
func (t *Theme) KeyName(key string) string {
	if !t.ASCII {
		switch key {
		case "up":
			return "↑"
		case "down":
			return "↓"
		case "left":
			return "←"
		case "right":
			return "→"
		}
	}
	switch key {
	case "enter":
		return "Enter"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	case "home":
		return "Home"
	case "end":
		return "End"
	}
	return key
}

// NoColor reads NO_COLOR from the environment: any non-empty value means no colour.
func NoColor(env func(string) string) bool { return env("NO_COLOR") != "" }

// ASCIIOnly says whether the terminal can't be trusted with the shapes: the Linux console and dumb
// terminals, a locale that is not UTF-8, or one where the shapes take two cells.
func ASCIIOnly(env func(string) string) bool {
	switch term := env("TERM"); {
	case term == "dumb", term == "linux", strings.HasPrefix(term, "linux-"), strings.HasPrefix(term, "vt"):
		return true
	}
	switch strings.ToLower(env("RUNEWIDTH_EASTASIAN")) {
	case "1", "t", "true":
		return true
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(env(name)); v != "" {
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	// Windows sets no locale variables and its terminals take UTF-8; elsewhere it is the C locale.
	return env("OS") != "Windows_NT"
}
