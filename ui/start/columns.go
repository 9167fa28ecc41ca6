package start

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/intake"
	"rollbook/ui/kit"
)

// Saying what a column is.

// askField lets a person say what the focused column is.
func (s *mapStep) askField() tea.Cmd {
	column := s.grid.Col
	c := &kit.Chooser{Theme: s.i.r.Theme, Title: "What is the column '" + s.heading(column) + "'?"}
	fields := intake.Fields()
	for i, f := range fields {
		item := kit.Item{Title: fieldWords[f]}
		if has := s.mapping.Columns[f]; len(has) > 0 {
			item.Detail = "now '" + s.heading(has[0]) + "'"
			if slices.Contains(has, column) {
				item.Detail, c.Focus = "now this column", i
			}
		}
		c.Items = append(c.Items, item)
	}
	c.Items = append(c.Items, kit.Item{Title: leftOut, Detail: "nothing of it is stored"})
	if len(s.mapping.FieldsOf(column)) == 0 {
		c.Focus = len(fields)
	}
	c.Choose = func(i int) tea.Cmd {
		s.assign(column, append(fields, "")[i])
		return s.start()
	}
	return kit.Open(c)
}

func (s *mapStep) heading(column int) string {
	if h := s.table.Header[column]; h != "" {
		return h
	}
	return fmt.Sprintf("column %d", column+1)
}

// assign makes a column one field, or none. A certificate's name may take several columns, in the
// file's order; every other field has one, and what had it before is left out.
func (s *mapStep) assign(column int, to intake.Field) {
	for _, f := range s.mapping.FieldsOf(column) {
		kept := slices.DeleteFunc(slices.Clone(s.mapping.Columns[f]), func(c int) bool { return c == column })
		s.mapping.Set(f, kept...)
	}
	switch to {
	case "":
	case intake.Certificate:
		all := append(slices.Clone(s.mapping.Columns[to]), column)
		slices.Sort(all)
		s.mapping.Set(to, all...)
	default:
		s.mapping.Set(to, column)
	}
	s.columns()
}
