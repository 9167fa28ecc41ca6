package kit

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Ruled is a style that can draw a rule under its text. Lip Gloss underlines rune by rune, with an
// escape sequence between, which tears apart characters made of several runes: नमस्ते, é.
type Ruled struct {
	lipgloss.Style
	Rule bool
}

// Render styles one line of text, each character in one piece.
func (r Ruled) Render(text string) string {
	styled := ink(r.Style, text)
	if !r.Rule || text == "" {
		return styled
	}
	const on = "\x1b[4m"
	styled = strings.TrimSuffix(styled, ansi.ResetStyle)
	return on + strings.ReplaceAll(styled, ansi.ResetStyle, ansi.ResetStyle+on) + ansi.ResetStyle
}

// over is the ruled style with what a style of its own sets on top.
func (r Ruled) over(s lipgloss.Style) Ruled { return Ruled{s.Inherit(r.Style), r.Rule} }

// ink styles one line of text with what a theme uses: weight, reverse and colours. Style.Render also
// wraps, pads and aligns, at many times the cost, and a screen of cells is drawn at every key.
func ink(s lipgloss.Style, text string) string {
	var a ansi.Style
	if s.GetBold() {
		a = a.Bold()
	}
	if s.GetReverse() {
		a = a.Reverse(true)
	}
	if c := s.GetForeground(); c != none {
		a = a.ForegroundColor(c)
	}
	if c := s.GetBackground(); c != none {
		a = a.BackgroundColor(c)
	}
	if len(a) == 0 || text == "" {
		return text
	}
	return a.Styled(text)
}

// none is the colour of a style that sets none.
var none = lipgloss.NewStyle().GetForeground()
