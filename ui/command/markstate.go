package command

import (
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/ui/room"
)

// state is the STATE of the command.
type state struct {
	given  bool
	copied bool
	act    room.Act
}

// parseState reads the words of STATE.
func parseState(args []string) (state, error) {
	s := state{given: len(args) > 0}
	if !s.given {
		return s, nil
	}
	word := strings.ToLower(args[0])
	plain := map[string]room.Verb{"present": room.Present, "absent": room.Absent, "clear": room.Clear}
	timed := map[string]room.Verb{"late": room.Late, "left": room.Left, "in": room.In, "out": room.Left}
	verb, isPlain := plain[word]
	s.act.Verb, s.copied = verb, word == "copy"
	if verb, ok := timed[word]; ok {
		s.act.Verb = verb
		if len(args) < 2 {
			return s, misused("'%s' needs a time: rollbook help mark shows how", word)
		}
		typed, err := parseTime(word, args[1])
		s.act.Typed = &typed
		if err == nil && len(args) > 2 {
			err = tooMany(args[2])
		}
		return s, err
	}
	switch {
	case !isPlain && !s.copied:
		return s, misused("a mark can't be %s: say present, absent, clear, late, left, in, out or copy", quoted(args[0]))
	case len(args) > 1:
		return s, tooMany(args[1])
	}
	return s, nil
}

func tooMany(arg string) error {
	return misused("%s is one too many: one command marks one thing", quoted(arg))
}

// parseTime reads what follows late, left, in and out: times of 24 hours.
func parseTime(word, text string) (model.Typed, error) {
	if word != "out" {
		at, err := clock(word, text)
		return model.Typed{Kind: model.TypedClock, At: at}, err
	}
	if digits, ok := strings.CutSuffix(text, "m"); ok {
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 24*60 {
			return model.Typed{}, misused("out can't be %s: minutes are a number and an m, such as 20m", quoted(text))
		}
		return model.Typed{Kind: model.TypedMinutes, At: model.NoClock, Minutes: n}, nil
	}
	from, to, two := strings.Cut(strings.ReplaceAll(text, "–", "-"), "-")
	if !two {
		return model.Typed{}, misused("out can't be %s: give HH:MM-HH:MM, or minutes such as 20m; leaving for the day is 'left'", quoted(text))
	}
	start, err := clock("out", from)
	if err != nil {
		return model.Typed{}, err
	}
	end, err := clock("out", to)
	return model.Typed{Kind: model.TypedSpan, At: model.NoClock, Span: model.Span{From: start, To: end}}, err
}
