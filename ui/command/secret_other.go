//go:build !unix

package command

import "os"

// hideTyping leaves it to the reading of the answer.
func hideTyping(uintptr) error { return nil }

// raise ends the program, as a signal does.
func raise(os.Signal) { os.Exit(exitFailed) }
