package faults

import (
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// ErrUnsupported is returned where the machine can't watch a program: it is no Linux, an old one, or
// one that allows no such thing here.
var ErrUnsupported = errors.New("this machine can't watch a program's calls")

// socketVariable tells the program where to hand over what it is watched by.
const socketVariable = "ROLLBOOK_WATCHED"

// tooLong is when a program counts as one that hangs.
const tooLong = 60 * time.Second

// Run starts a program, which must call Submit before anything else, watches what it does in a folder
// until it ends, and returns that with how it ended. Judge is asked for each call but Say, with its
// number from 0 on; nil lets all through. The test fails where the program hangs.
func Run(t testing.TB, program *exec.Cmd, folder string, judge func(n int, c Call) Verdict) (Recording, error) {
	t.Helper()
	if judge == nil {
		judge = func(int, Call) Verdict { return Verdict{} }
	}
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return nil, err
	}
	return run(t, program, folder, judge)
}

func socketNumber(text string) (int, error) { return strconv.Atoi(text) }
