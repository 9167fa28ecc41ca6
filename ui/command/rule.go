package command

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
)

// ruleJSON is a rule as review shows it.
type ruleJSON struct {
	Allowance int      `json:"allowance_minutes"`
	Days      []int    `json:"must_attend_days"`
	Topics    []string `json:"must_attend_topics"`
	Grace     int      `json:"grace_minutes"`
	Requires  *string  `json:"requires"`
}

// wholeRuleJSON is a rule as rule show shows it.
type wholeRuleJSON struct {
	ruleJSON
	Accepts []string `json:"accepts_instead"`
}

func ruleOf(rule model.Rule) ruleJSON {
	return ruleJSON{rule.AllowanceMinutes, notNull(rule.MustAttendDays), notNull(rule.MustAttendTopics), rule.GraceMinutes, orNull(rule.Requires)}
}

func (r *run) ruleCommands() *cobra.Command {
	return group("rule", "what a cohort's marks are read against", r.ruleShowCommand())
}

func (r *run) ruleShowCommand() *cobra.Command {
	var cohort string
	var asJSON bool
	c := &cobra.Command{
		Use: "show [--cohort C]", Short: "the rule of a cohort", Args: noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			if asJSON {
				return r.json(wholeRuleJSON{ruleOf(c.Rule), notNull(c.Rule.AcceptsInstead)})
			}
			for _, line := range ruleWords(c.Rule) {
				r.say("%s", line)
			}
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	jsonFlag(c, &asJSON)
	return c
}

// ruleWords is a rule in sentences.
func ruleWords(rule model.Rule) []string {
	lines := []string{fmt.Sprintf("up to %s may be missed", model.DescribeMinutes(rule.AllowanceMinutes))}
	if len(rule.MustAttendDays) > 0 {
		var days []string
		for _, d := range rule.MustAttendDays {
			days = append(days, fmt.Sprintf("day %d", d))
		}
		lines = append(lines, "can't be missed: "+strings.Join(days, ", "))
	}
	if len(rule.MustAttendTopics) > 0 {
		lines = append(lines, "can't be missed: "+strings.Join(rule.MustAttendTopics, ", "))
	}
	if rule.GraceMinutes > 0 {
		lines = append(lines, fmt.Sprintf("a block that misses up to %s counts as attended", model.DescribeMinutes(rule.GraceMinutes)))
	}
	if rule.Requires != "" {
		before := "comes before: " + rule.Requires
		if len(rule.AcceptsInstead) > 0 {
			before += ", or " + strings.Join(rule.AcceptsInstead, ", or ")
		}
		lines = append(lines, before)
	}
	return lines
}
