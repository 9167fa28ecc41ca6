package store

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// PlanRenumber works out new row numbers where two people of a cohort were given the same, as two
// laptops do that don't know of each other. Who was given it first keeps it; each other gets the next
// free one. It says so in sentences. The draft is nil where every row is one person's.
func (b *Book) PlanRenumber(c *Cohort) (*Draft, []string, error) {
	type holder struct {
		person *Person
		record model.ID
		op     *oplog.Op
	}
	rows := map[int][]holder{}
	for _, p := range c.People {
		for _, record := range p.here {
			e, _ := c.enrollmentOf(record)
			if e.Row == p.Row {
				rows[p.Row] = append(rows[p.Row], holder{p, record, c.rowGiven(record, p.Row)})
			}
		}
	}
	var edits []Edit
	var says []string
	next := c.NextRow()
	for _, p := range c.People {
		held := rows[p.Row]
		delete(rows, p.Row)
		slices.SortFunc(held, func(a, b holder) int {
			if x := cmp.Compare(a.op.Stamp, b.op.Stamp); x != 0 {
				return x
			}
			return bytes.Compare(a.op.ID.Bytes(), b.op.ID.Bytes())
		})
		given := map[*Person]int{}
		for _, h := range held {
			if h.person == held[0].person {
				continue // joined records may share a row
			}
			if given[h.person] == 0 {
				given[h.person] = next
				says = append(says, fmt.Sprintf("row %d was given twice: %s keeps it, %s is %d now", p.Row, held[0].person.Name, h.person.Name, next))
				next++
			}
			edits = append(edits, Edit{field: field(kindEnrollment, propRow, c.Cohort.ID, h.record), value: given[h.person], exact: true})
		}
	}
	d, err := c.Form(oplog.Single, edits...)
	return d, says, err
}

// rowGiven is the operation that gave a record its row, of several heads the first.
func (c *Cohort) rowGiven(record model.ID, row int) (given *oplog.Op) {
	for _, h := range c.regs[field(kindEnrollment, propRow, c.Cohort.ID, record)].Heads() {
		var n int
		if oplog.Decode(h.Value, &n) == nil && n == row && (given == nil || h.Stamp < given.Stamp) {
			given = h
		}
	}
	return given
}
