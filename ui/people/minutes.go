package people

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

var (
	errMinutes = errors.New("type minutes, or hours and minutes: 90, 1h 30m or 1:30")

	hoursMinutes = regexp.MustCompile(`^(?:(\d{1,4}) ?h(?:ours?)?)? ?(?:(\d{1,4}) ?(?:m|min|minutes?)?)?$`)
	withColon    = regexp.MustCompile(`^(\d{1,3}):([0-5]\d)$`)
)

// ParseMinutes reads a number of minutes as a person types it, or as the screen says it.
func ParseMinutes(text string) (int, error) {
	text = strings.ToLower(strings.TrimSpace(text))
	found := withColon.FindStringSubmatch(text)
	if found == nil {
		found = hoursMinutes.FindStringSubmatch(text)
	}
	if found == nil || found[1] == "" && found[2] == "" {
		return 0, errMinutes
	}
	hours, _ := strconv.Atoi(found[1]) // an empty one is 0
	minutes, _ := strconv.Atoi(found[2])
	if n := hours*60 + minutes; n > 0 {
		return n, nil
	}
	return 0, errMinutes
}

// typedDate reads a date as people type it, with days after or before today.
func typedDate(r *room.Room, text string) (model.Date, error) {
	d, err := r.TypedDate(text, r.Today)
	if errors.Is(err, model.ErrDate) {
		return d, fmt.Errorf("%w; +1 or -1 for a day after or before today", err)
	}
	return d, err
}

// dateField makes a field one of a date.
func dateField(r *room.Room, f *kit.Field) *kit.Field {
	f.Check = func(text string) error { _, err := typedDate(r, text); return err }
	f.Understood = func(text string) string { return r.Understood(text, r.Today) }
	return f
}
