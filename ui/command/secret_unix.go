//go:build unix

package command

import (
	"os"
	"syscall"

	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// hideTyping keeps a terminal from showing what is typed.
func hideTyping(fd uintptr) error {
	state, err := term.GetState(fd)
	if err != nil {
		return err
	}
	state.Lflag &^= unix.ECHO
	return term.SetState(fd, state)
}

// raise lets a signal that was taken have its way.
func raise(sig os.Signal) {
	if number, is := sig.(syscall.Signal); is {
		_ = syscall.Kill(os.Getpid(), number)
	}
}
