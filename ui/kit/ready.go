package kit

import (
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// Bubble Tea runs every command in a goroutine of its own, so that a message sent by a key may
// arrive after the next key: of '7l920' the '9' could come before the prompt that 'l' opens. The
// root therefore delivers what is ready at once, before it takes another key.
//
// A command is a function and can't be asked what it is. What can be known is whose code it is:
// all that Send and Batch return is one literal each, kept from being inlined.

// Send is the command that delivers a message as it is.
//
//go:noinline
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Batch is several commands as one; nil ones are left out.
//
//go:noinline
func Batch(cmds ...tea.Cmd) tea.Cmd {
	var some tea.BatchMsg
	for _, c := range cmds {
		if c != nil {
			some = append(some, c)
		}
	}
	if len(some) == 1 {
		return some[0]
	}
	if len(some) == 0 {
		return nil
	}
	return func() tea.Msg { return some }
}

var (
	sendCode  = codeOf(Send(nil))
	batchCode = codeOf(Batch(tea.Quit, tea.Quit))
)

func codeOf(cmd tea.Cmd) uintptr { return reflect.ValueOf(cmd).Pointer() }

// Ready takes a command apart: the messages that wait for nothing, in order, and what is left to
// run, nil for nothing.
func Ready(cmd tea.Cmd) (now []tea.Msg, later tea.Cmd) {
	if cmd == nil {
		return nil, nil
	}
	switch codeOf(cmd) {
	case sendCode:
		return []tea.Msg{cmd()}, nil
	case batchCode:
		var rest []tea.Cmd
		for _, c := range cmd().(tea.BatchMsg) {
			msgs, left := Ready(c)
			now, rest = append(now, msgs...), append(rest, left)
		}
		return now, Batch(rest...)
	}
	return nil, cmd
}
