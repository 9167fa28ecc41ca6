package pty

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// terminal is the screen that the program draws on: an emulator that knows, besides what x/vt
// knows, synchronised output and the keyboard protocol that keeps esc apart from alt. All but
// answer and close are called with the session's mutex held.
type terminal struct {
	emulator *vt.Emulator
	shown    bool // the cursor
	partial  bool // between the begin and the end of a synchronised frame
	brackets bool // the program asked for pastes to be marked
	// keyboards are the stacks of keyboard flags, of the main and of the alternate screen.
	keyboards [2][]int
}

func newTerminal(w, h int) *terminal {
	t := &terminal{emulator: vt.NewEmulator(w, h), shown: true}
	t.emulator.SetCallbacks(vt.Callbacks{
		CursorVisibility: func(visible bool) { t.shown = visible },
		EnableMode:       func(mode ansi.Mode) { t.setMode(mode, true) },
		DisableMode:      func(mode ansi.Mode) { t.setMode(mode, false) },
	})
	// x/vt answers of a mode that was never set or reset that it doesn't know it. Its text is
	// laid out by graphemes whatever mode 2027 says, and frames are kept whole here.
	t.write([]byte(ansi.ResetModeSynchronizedOutput + ansi.ResetModeUnicodeCore))
	t.registerKeyboard()
	return t
}

func (t *terminal) setMode(mode ansi.Mode, on bool) {
	switch mode {
	case ansi.ModeSynchronizedOutput:
		t.partial = on
	case ansi.ModeBracketedPaste:
		t.brackets = on
	}
}

// registerKeyboard adds the Kitty keyboard protocol: push, pop, set and query its flags.
func (t *terminal) registerKeyboard() {
	register := func(prefix byte, do func(stack *[]int, params ansi.Params)) {
		t.emulator.RegisterCsiHandler(ansi.Command(prefix, 0, 'u'), func(params ansi.Params) bool {
			do(t.keyboard(), params)
			return true
		})
	}
	register('>', func(stack *[]int, params ansi.Params) {
		flags, _, _ := params.Param(0, 0)
		*stack = append(*stack, flags)
	})
	register('<', func(stack *[]int, params ansi.Params) {
		n, _, _ := params.Param(0, 1)
		*stack = (*stack)[:max(0, len(*stack)-max(1, n))]
	})
	register('=', func(stack *[]int, params ansi.Params) {
		flags, _, _ := params.Param(0, 0)
		*stack = append((*stack)[:max(0, len(*stack)-1)], flags)
	})
	register('?', func(stack *[]int, _ ansi.Params) {
		fmt.Fprintf(t.emulator.InputPipe(), "\x1b[?%du", top(*stack))
	})
}

// keyboard is the stack of the screen that is shown.
func (t *terminal) keyboard() *[]int {
	if t.emulator.IsAltScreen() {
		return &t.keyboards[1]
	}
	return &t.keyboards[0]
}

func top(stack []int) int {
	if len(stack) == 0 {
		return 0
	}
	return stack[len(stack)-1]
}

// disambiguates tells whether the program asked for esc and ctrl keys as sequences of their own.
func (t *terminal) disambiguates() bool { return top(*t.keyboard())&1 != 0 }

func (t *terminal) write(p []byte) {
	_, _ = t.emulator.Write(p) // fails only after Close, which is never called: see close
}

// answer passes what the terminal replies to the program's questions on to its keyboard.
func (t *terminal) answer(in *keyboard) {
	buf := make([]byte, 4096)
	for {
		n, err := t.emulator.Read(buf)
		in.send(buf[:n])
		if err != nil {
			return
		}
	}
}

// close ends answer. The emulator's own Close races with its Read.
func (t *terminal) close() {
	if pipe, ok := t.emulator.InputPipe().(io.Closer); ok {
		pipe.Close()
	}
}

// drawing tells whether only a part of a frame has arrived.
func (t *terminal) drawing() bool { return t.partial }

func (t *terminal) cursor() (x, y int) {
	if !t.shown {
		return -1, -1
	}
	at := t.emulator.CursorPosition()
	return at.X, at.Y
}

func (t *terminal) lines() []string {
	lines := make([]string, t.emulator.Height())
	for y := range lines {
		var line strings.Builder
		for x := range t.emulator.Width() {
			switch cell := t.emulator.CellAt(x, y); {
			case cell == nil:
				line.WriteByte(' ')
			case cell.Width > 0: // the second half of a wide character has none
				line.WriteString(cell.Content)
			}
		}
		lines[y] = strings.TrimRight(line.String(), " ")
	}
	return lines
}

// shows tells whether each text stands in some row.
func (t *terminal) shows(text ...string) bool {
	screen := strings.Join(t.lines(), "\n")
	for _, one := range text {
		if !strings.Contains(screen, one) {
			return false
		}
	}
	return true
}
