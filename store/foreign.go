package store

import (
	"errors"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
)

// What comes from another laptop was written by whoever has the share's passphrase. Its bytes can't be
// changed, since they are what it is known by: words are cleaned where they are read, and a gesture whose
// values hold what no Rollbook writes is not taken.

var errUnclean = errors.New("it holds control characters, which no Rollbook writes")

// clean returns errUnclean for a gesture with a value that no screen should show.
func clean(g *oplog.Gesture) error {
	for i := range g.Changes {
		c := &g.Changes[i]
		if c.Field.Kind == kindMark || c.Field.Kind < oplog.BoundKinds || len(c.Value) < 2 {
			continue
		}
		var value any
		if oplog.Decode(c.Value, &value) == nil && !cleanValue(value) {
			return errUnclean
		}
	}
	return nil
}

func cleanValue(value any) bool {
	switch v := value.(type) {
	case string:
		return isClean(v)
	case []any:
		for _, each := range v {
			if !cleanValue(each) {
				return false
			}
		}
	case map[any]any:
		for key, each := range v {
			if !cleanValue(key) || !cleanValue(each) {
				return false
			}
		}
	}
	return true
}

// isClean reports whether a line holds nothing that would move a terminal's cursor or turn its text round.
func isClean(line string) bool {
	if plainASCII(line) && !strings.Contains(line, "\n") {
		return true
	}
	_, lost := model.Clean(line, len(line)+1)
	return !lost
}

// plainASCII reports whether a text holds only what every terminal shows as one cell, and line breaks.
func plainASCII(text string) bool {
	for i := range len(text) {
		if c := text[i]; (c < ' ' || c > '~') && c != '\n' {
			return false
		}
	}
	return true
}

// readable is a text of the book as screens may show it.
func readable(text string) string {
	if len(text) <= model.TextLimit && plainASCII(text) {
		return text
	}
	cleaned, _ := model.CleanLines(text, model.TextLimit)
	return cleaned
}

// oneLine is a text of a field that is one line.
func oneLine(text string) string {
	if !strings.Contains(text, "\n") {
		return text
	}
	cleaned, _ := model.Clean(text, model.TextLimit)
	return cleaned
}
