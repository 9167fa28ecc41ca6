package pty

import (
	"bytes"
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// Plain runs the program without a terminal, with the lines as its whole standard input, and
// returns what it wrote and its exit code. Its environment is the same as a session's.
func Plain(t testing.TB, o Options, lines ...string) (stdout, stderr string, code int) {
	t.Helper()
	o = o.withDefaults(t, time.Minute)
	ctx, cancel := context.WithTimeout(t.Context(), o.Wait)
	defer cancel()
	var out, errs bytes.Buffer
	plan := o.command(t)
	cmd := exec.CommandContext(ctx, plan.Path, o.Args...)
	cmd.Dir, cmd.Env = plan.Dir, plan.Env
	cmd.Stdout, cmd.Stderr = &out, &errs
	var input strings.Builder
	for _, line := range lines {
		input.WriteString(strings.TrimSuffix(line, "\n") + "\n")
	}
	cmd.Stdin = strings.NewReader(input.String())

	err := cmd.Run()
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		t.Fatalf("%s %q has not ended after %v\nstdout:\n%s\nstderr:\n%s", o.Program, o.Args, o.Wait, &out, &errs)
	case err != nil && !errors.As(err, &exit):
		t.Fatalf("running %s %q: %v", o.Program, o.Args, err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}
