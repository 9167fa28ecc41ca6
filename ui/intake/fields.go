package intake

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Field is one of the fields that a column can be.
type Field string

// The fields, in the words of --map.
const (
	Name        Field = "name"
	First       Field = "first"
	Last        Field = "last"
	Say         Field = "say"
	Pronouns    Field = "pronouns"
	Certificate Field = "certificate"
	Email       Field = "email"
	Phone       Field = "phone"
	Worksite    Field = "worksite"
)

// Fields are all fields in the order in which a screen offers them. The slice is the caller's.
func Fields() []Field {
	return []Field{Name, First, Last, Say, Pronouns, Certificate, Email, Phone, Worksite}
}

// Errors of mapping columns to fields; the message names what there is.
var (
	ErrMap      = errors.New("a column is mapped as field=column, such as name=Participant, name=B or name=2")
	ErrNoField  = errors.New("there is no such field")
	ErrNoColumn = errors.New("there is no such column")
	ErrNoName   = errors.New("no column is known to hold the names")
)

// Mapping says which columns of a table are which field.
type Mapping struct {
	Header []string
	// Columns are the columns of a field, from 0. Several are written one after the other with a
	// blank between: first, middle and last name for a certificate.
	Columns map[Field][]int
}

// LeftOut is a column of the file that is not stored.
type LeftOut struct {
	Column int    // from 0
	Name   string // its heading, or 'column D'
	Never  bool   // Rollbook has no field for it on purpose: birth dates, diagnoses, numbers of the state's
}

// Sentence says that the column is left out, and why.
func (l LeftOut) Sentence() string {
	if l.Never {
		return fmt.Sprintf("%s is left out: Rollbook keeps no birth dates, diagnoses, licence or social security numbers, and the like", l.Name)
	}
	return l.Name + " is left out: it is none of the fields that a roster has"
}

// LeftOut are the columns of t that hold anything and that no field takes, in order. Nothing of
// them is stored.
func (m Mapping) LeftOut(t Table) []LeftOut {
	taken := make([]bool, len(m.Header))
	for _, cols := range m.Columns {
		for _, c := range cols {
			taken[c] = true
		}
	}
	var out []LeftOut
	for i, h := range m.Header {
		if !taken[i] && (h != "" || t.holds(i)) {
			r, _ := roleOf(h)
			out = append(out, LeftOut{Column: i, Name: columnName(m.Header, i), Never: r == roleNever})
		}
	}
	return out
}

// Set gives a field these columns, none to leave it out. It is what a mapping screen calls; m's
// columns are changed in place.
func (m *Mapping) Set(f Field, columns ...int) {
	if m.Columns == nil {
		m.Columns = map[Field][]int{}
	}
	if len(columns) == 0 {
		delete(m.Columns, f)
		return
	}
	m.Columns[f] = slices.Clone(columns)
}

// FieldsOf are the fields that a column goes to, in the order of Fields.
func (m Mapping) FieldsOf(column int) []Field {
	var out []Field
	for _, f := range Fields() {
		if slices.Contains(m.Columns[f], column) {
			out = append(out, f)
		}
	}
	return out
}

// Check returns an error that wraps ErrNoName where no column holds a name, naming the columns.
func (m Mapping) Check() error {
	if len(m.Columns[Name])+len(m.Columns[First])+len(m.Columns[Last]) > 0 {
		return nil
	}
	return fmt.Errorf("%w: say which with --map name=COLUMN: there is %s", ErrNoName, columnList(m.Header))
}

// Overrides are what a person said with --map: for a field the columns in order, as typed.
type Overrides struct {
	fields  []Field
	columns map[Field][]string
}

// ParseMap reads the values of --map. A field given twice takes both columns, in that order; a
// column of '-' leaves the field out. Errors wrap ErrMap or ErrNoField.
func ParseMap(specs []string) (Overrides, error) {
	o := Overrides{columns: map[Field][]string{}}
	for _, spec := range specs {
		name, column, ok := strings.Cut(spec, "=")
		f, column := Field(strings.ToLower(strings.TrimSpace(name))), strings.TrimSpace(column)
		if !ok || column == "" {
			return Overrides{}, fmt.Errorf("%q: %w", spec, ErrMap)
		}
		if !slices.Contains(Fields(), f) {
			return Overrides{}, fmt.Errorf("%w as %q: the fields are %s", ErrNoField, name, fieldList())
		}
		if !slices.Contains(o.fields, f) {
			o.fields = append(o.fields, f)
		}
		o.columns[f] = append(o.columns[f], column)
	}
	return o, nil
}

// Headings are the columns as typed, for Options.Headings: they help to find the header.
func (o Overrides) Headings() []string {
	var out []string
	for _, f := range o.fields {
		for _, c := range o.columns[f] {
			if _, letter := byPlace(c); !letter && c != "-" {
				out = append(out, c)
			}
		}
	}
	return out
}

// apply puts the person's word over what was recognised.
func (o Overrides) apply(m *Mapping) error {
	for _, f := range o.fields {
		var cols []int
		for _, text := range o.columns[f] {
			if text == "-" {
				continue
			}
			c, err := findColumn(m.Header, text)
			if err != nil {
				return err
			}
			cols = append(cols, c)
		}
		m.Set(f, cols...)
	}
	said := func(f Field) bool { return len(o.columns[f]) > 0 && len(m.Columns[f]) > 0 }
	// Whoever names the two halves of a name does not mean the whole that was found elsewhere.
	if (said(First) || said(Last)) && len(o.columns[Name]) == 0 {
		delete(m.Columns, Name)
	}
	return nil
}

// findColumn finds a column by heading, else by number from 1, else by letter as a spreadsheet has
// it.
func findColumn(header []string, text string) (int, error) {
	found := -1
	for i, h := range header {
		if strings.EqualFold(strings.TrimSpace(h), text) {
			return i, nil
		}
		if found < 0 && h != "" && sameHeading(h, text) {
			found = i
		}
	}
	if found >= 0 {
		return found, nil
	}
	if i, ok := byPlace(text); ok && i < len(header) {
		return i, nil
	}
	return 0, fmt.Errorf("%w as %q: there is %s", ErrNoColumn, text, columnList(header))
}

// byPlace reads B or 2 as the second column, 1 from 0.
func byPlace(text string) (int, bool) {
	if n, err := strconv.Atoi(text); err == nil {
		return n - 1, n >= 1 && n <= MaxColumns
	}
	n := 0
	for _, r := range strings.ToUpper(text) {
		if r < 'A' || r > 'Z' || n > MaxColumns {
			return 0, false
		}
		n = n*26 + int(r-'A') + 1
	}
	return n - 1, n >= 1 && n <= MaxColumns
}

// columnName is what messages call a column: its heading, or its letter.
func columnName(header []string, i int) string {
	if i < len(header) && header[i] != "" {
		return header[i]
	}
	return "column " + columnLetter(i)
}

func columnLetter(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnLetter(i/26-1) + string(rune('A'+i%26))
}

func columnList(header []string) string {
	names := make([]string, len(header))
	for i := range header {
		names[i] = columnName(header, i)
	}
	return quotedList(names)
}

func fieldList() string {
	var names []string
	for _, f := range Fields() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

func quotedList(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = "'" + display(n) + "'"
	}
	return strings.Join(out, ", ")
}
