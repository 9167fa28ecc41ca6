//go:build unix

package command

import (
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
