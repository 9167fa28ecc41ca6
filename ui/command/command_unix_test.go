//go:build unix

package command

import (
	"fmt"
	"os"
	"syscall"
)

func init() { programs["asnobody"] = asNobody }

// asNobody is rollbook as run by somebody who may not write what others don't let them.
func asNobody() {
	if os.Getuid() == 0 {
		const nobody = 65534
		if err := syscall.Setgid(nobody); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := syscall.Setuid(nobody); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(testProgram().Run(os.Args[1:]))
}
