package people

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"rollbook/model"
)

var (
	errMinutes = errors.New("type minutes, or hours and minutes: 90, 1h 30m or 1:30")
	errDate    = errors.New("a date is YYYY-MM-DD; +1 or -1 for a day after or before today")

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

// parseDate reads YYYY-MM-DD, or a number of days after or before today; words such as "3 Mar 2026"
// are taken too.
func parseDate(text string, today model.Date) (model.Date, error) {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		if n, err := strconv.Atoi(text); err == nil && n > -10000 && n < 10000 {
			return today + model.Date(n), nil
		}
	}
	if d, err := model.ParseDate(text); err == nil {
		return d, nil
	}
	for _, form := range []string{"2 Jan 2006", "2 January 2006", "Jan 2 2006", "Jan 2, 2006", "January 2, 2006"} {
		if t, err := time.Parse(form, text); err == nil {
			return model.ParseDate(t.Format("2006-01-02"))
		}
	}
	return model.NoDate, errDate
}
