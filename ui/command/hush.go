package command

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/charmbracelet/x/term"
)

// errStopped is a question that somebody broke off.
var errStopped = errors.New("stopped: nothing was changed")

// Hush asks questions at a terminal whose answers are not shown. From the first of them on the terminal
// shows nothing that is typed: who knows what is asked next types it before the question stands there.
type Hush struct {
	in, out *os.File

	mu     sync.Mutex
	before *term.State    // of the terminal, to go back to; nil while it shows what is typed
	stop   chan os.Signal // what would end the program
	broken chan struct{}  // closed by a signal while a question stands; nil while none does
}

// TerminalSecret is nil where in is no terminal, or nobody would see the question on out.
func TerminalSecret(in, out *os.File) *Hush {
	if !term.IsTerminal(in.Fd()) || !term.IsTerminal(out.Fd()) {
		return nil
	}
	return &Hush{in: in, out: out}
}

// Ask asks a question and returns the line that was typed. A signal breaks it off.
func (h *Hush) Ask(question string) ([]byte, error) {
	broken := make(chan struct{})
	if err := h.hide(broken); err != nil { // before anybody can know that it is their turn
		return nil, fmt.Errorf("ask at the terminal: %w", err)
	}
	defer h.answered()
	fmt.Fprint(h.out, question)
	defer fmt.Fprintln(h.out) // as what was typed, its end was not shown
	type answer struct {
		line []byte
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		line, err := term.ReadPassword(h.in.Fd())
		typed <- answer{line, err}
	}()
	select {
	case a := <-typed:
		return a.line, a.err
	case <-broken:
		return nil, errStopped
	}
}

// hide keeps the terminal from showing what is typed, and begins a question.
func (h *Hush) hide(broken chan struct{}) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.before == nil {
		before, err := term.GetState(h.in.Fd())
		if err != nil {
			return err
		}
		// Who stops the program gets the terminal back as it was.
		h.stop = make(chan os.Signal, 1)
		signal.Notify(h.stop, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
		h.before = before
		go h.watch(h.stop)
		if err := hideTyping(h.in.Fd()); err != nil {
			h.showLocked()
			return err
		}
	}
	h.broken = broken
	return nil
}

func (h *Hush) answered() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.broken = nil
}

// watch takes the signals until the terminal shows again what is typed.
func (h *Hush) watch(stop chan os.Signal) {
	for sig := range stop {
		h.mu.Lock()
		if h.broken != nil {
			close(h.broken)
			h.broken = nil
			h.mu.Unlock()
			continue
		}
		h.showLocked()
		h.mu.Unlock()
		raise(sig)
	}
}

// Show has the terminal show again what is typed. A Hush that is nil, or was never asked, does nothing.
func (h *Hush) Show() {
	if h == nil {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.showLocked()
}

func (h *Hush) showLocked() {
	if h.before == nil {
		return
	}
	signal.Stop(h.stop)
	close(h.stop)
	_ = term.Restore(h.in.Fd(), h.before) // a terminal that is gone needs nothing back
	h.before = nil
}
