package store

import (
	"fmt"
	"strings"

	"rollbook/model"
	"rollbook/store/oplog"
)

// EditRule sets the cohort's rule. The course that it was copied from stays as it is.
func (c *Cohort) EditRule(r model.Rule) []Edit {
	return []Edit{{field: field(kindCohort, propRule, c.Cohort.ID), value: encodeRule(r)}}
}

// ruleWords says a rule in the journal, so that what an edit changed can be read there.
func ruleWords(value []byte) string {
	var w wireRule
	if oplog.Decode(value, &w) != nil {
		return ""
	}
	says := []string{model.DescribeMinutes(w.Allowance) + " may be missed"}
	var must []string
	for _, d := range w.Days {
		must = append(must, fmt.Sprintf("day %d", d))
	}
	if must = append(must, w.Topics...); len(must) > 0 {
		says = append(says, "must be attended: "+strings.Join(must, ", "))
	}
	if w.Grace > 0 {
		says = append(says, model.DescribeMinutes(w.Grace)+" of grace a block")
	}
	if w.Requires != "" {
		says = append(says, "comes after "+strings.Join(append([]string{model.CourseTitle(w.Requires)}, w.Accepts...), " or "))
	}
	return strings.Join(says, "; ")
}
