package intake

import (
	"fmt"
	"strings"

	"rollbook/model"
)

// Person is one row of a file as a person. Its trainee has no id: whether it is somebody known is
// Compare's question.
type Person struct {
	Line int // of the file, as in Row
	model.Trainee
}

// Fault is a row that can't become a person. The row is not among the people.
type Fault struct {
	Line   int
	Column string // heading, or 'column D'
	Reason string
}

// String is the fault as a sentence.
func (f Fault) String() string { return fmt.Sprintf("line %d, %s: %s", f.Line, f.Column, f.Reason) }

// Warning is a cell that was changed on the way in. The row is imported.
type Warning struct {
	Line   int
	Column string
	Text   string
}

// String is the warning as a sentence.
func (w Warning) String() string { return fmt.Sprintf("line %d, %s: %s", w.Line, w.Column, w.Text) }

// Result is what the rows of a table yield, each list in order of line.
type Result struct {
	People   []Person
	Faults   []Fault
	Warnings []Warning
	Skipped  []int // lines that hold nothing in any column used
}

// limit is the most characters that are kept of a field: beyond what a person is called or a form
// lets in, so longer cells are slips.
func limit(f Field) int {
	if f == Email {
		return 254 // the longest address that can be mailed to
	}
	return model.NameLimit
}

// People makes people of a table's rows. Text is cleaned of control characters, brought to NFC and
// cut at the field's limit, each with a warning where that took something away. A mapping without
// a name makes every row a fault: call Mapping.Check first.
func People(t Table, m Mapping) Result {
	p := &peopleReader{table: t, mapping: m, turned: map[int]bool{}}
	for _, f := range []Field{Name, Certificate} {
		for _, c := range m.Columns[f] {
			p.turned[c] = lastFirst(t, m, c)
		}
	}
	for _, r := range t.Rows {
		p.row(r)
	}
	return p.result
}

type peopleReader struct {
	table   Table
	mapping Mapping
	turned  map[int]bool // columns that say 'Last, First'
	result  Result
}

func (p *peopleReader) row(r Row) {
	faults, warnings := len(p.result.Faults), len(p.result.Warnings)
	if p.ragged(r) {
		return
	}
	values := map[Field]string{}
	for _, f := range Fields() {
		values[f] = p.value(r, f)
	}
	if allEmpty(values) {
		p.result.Skipped = append(p.result.Skipped, r.Line)
		return
	}
	person := Person{Line: r.Line, Trainee: model.Trainee{
		Say: values[Say], Pronouns: values[Pronouns], Certificate: values[Certificate],
		Phone: values[Phone], Worksite: values[Worksite],
	}}
	person.Name = p.limited(r.Line, Name, wholeName(values))
	if notAPerson(person.Name) {
		p.result.Warnings = append(p.result.Warnings[:warnings], Warning{r.Line, p.column(Name), quoted(person.Name) + " is no person: left out"})
		p.result.Faults = p.result.Faults[:faults]
		p.result.Skipped = append(p.result.Skipped, r.Line)
		return
	}
	if why := nameFault(person.Name, p.rawNames(r)); why != "" {
		p.fault(r.Line, p.column(Name), why)
	}
	email, why := plainEmail(values[Email])
	if why != "" {
		p.fault(r.Line, p.column(Email), why)
	}
	person.Email = email
	if scientific.MatchString(strings.ToUpper(strings.Replace(person.Phone, ",", ".", 1))) {
		p.warn(r.Line, p.column(Phone), quoted(person.Phone)+" is what a spreadsheet left of a long number: left out")
		person.Phone = ""
	}
	if len(p.result.Faults) == faults {
		p.result.People = append(p.result.People, person)
	}
}

// ragged names a cell that stands right of the header: usually an unquoted separator moved all
// that follows it, so no cell of the row can be trusted.
func (p *peopleReader) ragged(r Row) bool {
	for i := len(p.table.Header); i < len(r.Cells); i++ {
		if c := display(r.Cells[i]); c != "" {
			p.fault(r.Line, "column "+columnLetter(i), quoted(c)+" stands right of the last heading: put a cell that holds the separator in quotation marks")
			return true
		}
	}
	return false
}

// value is the text of a field's columns, cleaned, with 'Last, First' turned.
func (p *peopleReader) value(r Row, f Field) string {
	var parts []string
	for _, c := range p.mapping.Columns[f] {
		cell := p.clean(r, f, c)
		if cell != "" && p.turned[c] {
			cell = turn(cell)
		}
		if cell != "" && !(none(f, cell)) {
			parts = append(parts, cell)
		} else if len(p.mapping.Columns[f]) > 1 && c == p.mapping.Columns[f][0] {
			return "" // without the first of several there is no name in this field
		}
	}
	return strings.Join(parts, " ")
}

// clean makes a cell fit to be stored, and warns where that took something away.
func (p *peopleReader) clean(r Row, f Field, c int) string {
	whole, _ := model.Clean(r.cell(c), model.CellLimit)
	cell, lost := model.Clean(r.cell(c), limit(f))
	if lost {
		what := "characters that can't be shown were taken out"
		if len(cell) < len(whole) {
			what = cutTo(f)
		}
		p.warn(r.Line, columnName(p.table.Header, c), what)
	}
	return cell
}

// limited cuts a name put together of several columns.
func (p *peopleReader) limited(line int, f Field, s string) string {
	cut, lost := model.Clean(s, limit(f))
	if lost {
		p.warn(line, p.column(f), cutTo(f))
	}
	return cut
}

func cutTo(f Field) string { return fmt.Sprintf("was cut to %d characters", limit(f)) }

// rawNames are the cells that the name comes from, as they stand in the file.
func (p *peopleReader) rawNames(r Row) []string {
	var out []string
	for _, f := range []Field{Name, First, Last} {
		for _, c := range p.mapping.Columns[f] {
			out = append(out, r.cell(c))
		}
	}
	return out
}

// column is what messages call the column of a field; of a name, the first one that has it.
func (p *peopleReader) column(f Field) string {
	look := []Field{f}
	if f == Name {
		look = []Field{Name, First, Last}
	}
	for _, f := range look {
		if cols := p.mapping.Columns[f]; len(cols) > 0 {
			return columnName(p.mapping.Header, cols[0])
		}
	}
	return string(f)
}

func (p *peopleReader) fault(line int, column, why string) {
	p.result.Faults = append(p.result.Faults, Fault{line, column, why})
}

func (p *peopleReader) warn(line int, column, text string) {
	p.result.Warnings = append(p.result.Warnings, Warning{line, column, text})
}

func allEmpty(values map[Field]string) bool {
	for _, v := range values {
		if v != "" {
			return false
		}
	}
	return true
}

// none reports what forms hold where people had to write something: no preferred name, no email.
func none(f Field, cell string) bool {
	switch strings.ToLower(strings.Trim(cell, ".() ")) {
	case "", "-", "--", "–", "—", "n/a", "#n/a":
		return true
	case "none", "same", "same as above", "same as legal", "nil":
		return f != First && f != Last && f != Worksite
	}
	return false
}

func quoted(s string) string { return "'" + s + "'" }

// plainEmail is the address of an email cell, and what is wrong with it.
func plainEmail(cell string) (email, why string) {
	if at := strings.IndexByte(cell, '<'); at >= 0 && strings.HasSuffix(cell, ">") {
		cell = strings.TrimSpace(cell[at+1 : len(cell)-1])
	}
	if len(cell) > 7 && strings.EqualFold(cell[:7], "mailto:") {
		cell = cell[7:]
	}
	switch n := strings.Count(cell, "@"); {
	case cell == "":
		return "", ""
	case n == 0:
		return "", quoted(cell) + " has no @"
	case n > 1 && strings.ContainsAny(cell, ",; /"):
		return "", quoted(cell) + " is two addresses: keep one"
	case n > 1:
		return "", quoted(cell) + " has more than one @"
	case strings.ContainsAny(cell, " ,;<>"):
		return "", quoted(cell) + " is not an email address"
	}
	local, domain, _ := strings.Cut(cell, "@")
	if local == "" || !strings.Contains(strings.Trim(domain, "."), ".") {
		return "", quoted(cell) + " is not whole: an email address is name@place.org"
	}
	return cell, ""
}
