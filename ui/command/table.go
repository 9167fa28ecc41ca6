package command

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
)

// table is a listing for people: columns two blanks apart, the widest cell of each deciding.
type table struct{ rows [][]string }

// tableOf is a table with these headings.
func tableOf(headings ...string) *table { return &table{[][]string{headings}} }

// add appends a row; cells are what fmt prints of them.
func (t *table) add(cells ...any) {
	row := make([]string, len(cells))
	for i, c := range cells {
		row[i] = fmt.Sprint(c)
	}
	t.rows = append(t.rows, row)
}

// show writes the table, or where it has no rows says so beside it.
func (r *run) show(t *table, none string) {
	if len(t.rows) < 2 {
		r.warn("%s", none)
		return
	}
	var widths []int
	for _, row := range t.rows {
		for i, cell := range row {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(cell))
		}
	}
	for _, row := range t.rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(cell)+2))
		}
		r.say("%s", strings.TrimRight(line.String(), " "))
	}
}

// json writes a value as JSON.
func (r *run) json(v any) error {
	e := json.NewEncoder(r.out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("write JSON: %w", err)
	}
	return nil
}

// jsonList writes a list as json does, one item after another, so that no more than one is held.
func jsonList[K, V any](r *run, keys []K, item func(K) (V, error)) error {
	for i, key := range keys {
		v, err := item(key)
		if err != nil {
			return err
		}
		var text bytes.Buffer
		e := json.NewEncoder(&text)
		e.SetEscapeHTML(false)
		e.SetIndent("  ", "  ")
		if err := e.Encode(v); err != nil {
			return fmt.Errorf("write JSON: %w", err)
		}
		fmt.Fprintf(r.out, "%s\n  %s", map[bool]string{true: "[", false: ","}[i == 0], bytes.TrimSpace(text.Bytes()))
	}
	if len(keys) == 0 {
		r.say("[]")
	} else {
		r.say("\n]")
	}
	return nil
}

// orNull is a text as JSON has it: null where there is none.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// dateOrNull, clockOrNull and atOrNull are values as JSON has them: null where there is none.
func dateOrNull(d model.Date) *string   { return orNull(d.String()) }
func clockOrNull(c model.Clock) *string { return orNull(c.String()) }

func atOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	return orNull(t.Format(time.RFC3339))
}

// notNull is a list as JSON has it: empty where there is none.
func notNull[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// thisLaptop is what the book calls the laptop that it is open on where it has no label. That is for
// people: JSON may be read anywhere, so there it is the head of the id, as for any other laptop.
const thisLaptop = "this laptop"

func (r *run) device(name string) string {
	if name == thisLaptop {
		return short(r.book.Device())
	}
	return name
}

// short is the head of an id, as a person reads it off a listing and types it again.
func short(id model.ID) string { return id.String()[:8] }

// dash stands for nothing in a table's cell.
func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// howMany is a number with its noun: "1 person", "3 people".
func howMany(n int, one, several string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, several)
}
