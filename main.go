// Rollbook is a roll book for a training room without internet: today's roster, who is here with
// one key a person, notes, and what everybody has attended and missed.
//
// This package builds the program out of the machine around it and runs it; nothing else. Start
// reading at package ui for the screens and at package ui/command for the commands.
package main

import (
	"crypto/rand"
	"os"
	"runtime"
	"time"

	"github.com/charmbracelet/x/term"

	"rollbook/store"
	"rollbook/ui"
	"rollbook/ui/command"
	"rollbook/ui/plain"
)

// version is set when a release is built: go build -ldflags "-X main.version=1.2.3".
var version = "development"

func main() {
	hush := command.TerminalSecret(os.Stdin, os.Stderr)
	p := command.Program{
		World: store.World{Now: time.Now, Chance: rand.Reader},
		Env:   os.Getenv,
		In:    os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: term.IsTerminal(os.Stdin.Fd()) && term.IsTerminal(os.Stdout.Fd()),
		Show:     hush.Show,
		GOOS:     runtime.GOOS,
		Version:  version,
		Screens:  func(o command.Opening) error { return ui.Run(options(o)) },
		Plain: func(book *store.Book, o command.Opening) error {
			r, err := ui.NewRoom(book, options(o))
			if err != nil {
				return err
			}
			return plain.Run(plain.Options{Room: r, Cohort: o.Cohort, In: os.Stdin, Out: os.Stdout})
		},
	}
	if hush != nil {
		p.Secret = hush.Ask
	}
	os.Exit(p.Run(os.Args[1:]))
}

func options(o command.Opening) ui.Options {
	return ui.Options{World: o.World, Path: o.Path, Date: o.Date, As: o.As, Upkeep: !o.Passing, Syncing: !o.Passing, Env: os.Getenv, In: os.Stdin, Out: os.Stdout}
}
