//go:build !linux || !(amd64 || arm64)

package faults

import (
	"os/exec"
	"testing"
)

func run(testing.TB, *exec.Cmd, string, func(int, Call) Verdict) (Recording, error) {
	return nil, ErrUnsupported
}

// Submit has the calls of this program watched by the one that started it with Run.
func Submit() error { return ErrUnsupported }
