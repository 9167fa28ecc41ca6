package command

import (
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
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
	return group("rule", "what a cohort's marks are read against", r.ruleShowCommand(), r.ruleSetCommand())
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
			for _, line := range c.Rule.Words() {
				r.say("%s", line)
			}
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	jsonFlag(c, &asJSON)
	return c
}

// ruleChange are the flags that say what a rule is to be.
type ruleChange struct {
	allowance, grace int
	days, requires   string
	topics, accepts  []string
}

func (r *run) ruleSetCommand() *cobra.Command {
	var cohort string
	var ch ruleChange
	var dry bool
	c := &cobra.Command{
		Use:   "set [--cohort C] [--allowance MIN] [--must-attend-days 1,2] [--must-attend-topics T]...",
		Short: "change the rule of a cohort; says what that changes for whom",
		Long: `Changes the rule of one cohort and says, person by person, what that changes. The course and other
cohorts keep theirs. What is not given stays as it is; 'none' takes days, topics or a course away.`,
		Example: `  rollbook rule set --allowance 300 --grace 15 --dry-run
  rollbook rule set --must-attend-days 1,2 --must-attend-topics "First Contact"
  rollbook rule set --requires ps101 --accepts "Healthy Connections"
  rollbook rule set --must-attend-days none`,
		Args: noArguments,
	}
	cohortFlag(c, &cohort)
	c.Flags().IntVar(&ch.allowance, "allowance", 0, "how many `minutes` may be missed in all")
	c.Flags().StringVar(&ch.days, "must-attend-days", "", "the `numbers` of the days that can't be missed, with commas between")
	c.Flags().StringArrayVar(&ch.topics, "must-attend-topics", nil, "a `topic` that can't be missed, a part of its name; again, or with commas, for others")
	c.Flags().IntVar(&ch.grace, "grace", 0, "how many `minutes` of a block may be missed as if it were attended")
	c.Flags().StringVar(&ch.requires, "requires", "", "the `course` that comes before")
	c.Flags().StringArrayVar(&ch.accepts, "accepts", nil, "what is accepted in its place, in `words`; again for another")
	c.Flags().BoolVar(&dry, "dry-run", false, "only say what it would change")
	c.RunE = func(c *cobra.Command, args []string) error {
		if c.Flags().NFlag() == 0 || !anyChanged(c, "allowance", "must-attend-days", "must-attend-topics", "grace", "requires", "accepts") {
			return misused("there is nothing to change: say --allowance, --must-attend-days, --must-attend-topics, --grace, --requires or --accepts")
		}
		open := r.writing
		if dry {
			open = r.reading
		}
		return open(func([]string) error {
			co, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			rule, err := r.changedRule(co, ch, c.Flags().Changed)
			if err != nil {
				return err
			}
			return r.setRule(co, rule, dry)
		})(c, args)
	}
	return c
}

func anyChanged(c *cobra.Command, flags ...string) bool {
	for _, name := range flags {
		if c.Flags().Changed(name) {
			return true
		}
	}
	return false
}

// setRule says what a rule would change, and unless that is all, saves it.
func (r *run) setRule(c *store.Cohort, rule model.Rule, dry bool) error {
	if rule.Equal(c.Rule) {
		r.say("the rule of %s is this already: nothing to change", c.Name)
		return nil
	}
	asOf := r.asOf()
	required, err := r.book.Required(c, asOf)
	if err != nil {
		return err
	}
	then, err := r.book.RequiredBy(c, rule, asOf)
	if err != nil {
		return err
	}
	var entries []model.Entry
	for _, p := range c.People {
		e := c.Entry(p, required[p.Trainee.ID].State)
		e.ByRule = then[p.Trainee.ID].State
		entries = append(entries, e)
	}
	effects := model.Preview(&c.Cohort, rule, entries, asOf)
	for _, e := range effects {
		r.say("%s: %s", rowAndName(c.Person(e.Trainee)), strings.Join(e.Words(), "; "))
	}
	if n := len(entries) - len(effects); n > 0 {
		r.say("%s: nothing changes by it", howMany(n, "person", "people"))
	}
	if dry {
		r.warn("nothing was saved: leave out --dry-run to save it")
		return nil
	}
	return r.saveSaying(c, "the rule of "+c.Name+": "+strings.Join(rule.Words(), "; "), c.EditRule(rule))
}

// changedRule is the cohort's rule with what was given.
func (r *run) changedRule(c *store.Cohort, ch ruleChange, given func(string) bool) (model.Rule, error) {
	rule := c.Rule
	var err error
	if given("allowance") {
		rule.AllowanceMinutes = ch.allowance
	}
	if given("grace") {
		rule.GraceMinutes = ch.grace
	}
	if given("must-attend-days") {
		if rule.MustAttendDays, err = ruleDays(c, ch.days); err != nil {
			return rule, err
		}
	}
	if given("must-attend-topics") {
		if rule.MustAttendTopics, err = ruleTopics(c, ch.topics); err != nil {
			return rule, err
		}
	}
	if given("requires") {
		if rule.Requires, err = r.requiredCourse(ch.requires); err != nil {
			return rule, err
		}
		if rule.Requires == "" {
			rule.AcceptsInstead = nil
		}
	}
	if given("accepts") {
		rule.AcceptsInstead = nil
		for _, words := range ch.accepts {
			if words = r.clean("--accepts", words, model.NameLimit); words != "" && !isNone(words) {
				rule.AcceptsInstead = append(rule.AcceptsInstead, words)
			}
		}
	}
	if len(rule.AcceptsInstead) > 0 && rule.Requires == "" {
		return rule, misused("there is no course that comes before, in whose place another could be accepted: say it, with --requires")
	}
	return rule, rule.Check(&c.Cohort)
}

// isNone reports whether 'none' stands for taking something away.
func isNone(text string) bool { return strings.EqualFold(strings.TrimSpace(text), "none") }

func ruleDays(c *store.Cohort, text string) (days []int, err error) {
	if isNone(text) {
		return nil, nil
	}
	seen := map[int]bool{}
	for _, one := range strings.Split(text, ",") {
		d, err := day(c, "--must-attend-days", strings.TrimSpace(one))
		if err != nil {
			return nil, err
		}
		if !seen[d.Number] {
			seen[d.Number], days = true, append(days, d.Number)
		}
	}
	return days, nil
}

// ruleTopics are topics by parts of their names. A comma may stand in a topic's own name.
func ruleTopics(c *store.Cohort, texts []string) (topics []string, err error) {
	var all []string
	for _, b := range c.Blocks {
		all = appendNew(all, b.Topic)
	}
	same := func(t string) string { return t }
	find := func(query string) error {
		t, err := pick("topic", strings.TrimSpace(query), all, same, quoted)
		topics = appendNew(topics, t)
		return err
	}
	for _, text := range texts {
		parts := []string{text}
		if len(model.Find(text, all, same)) == 0 {
			parts = strings.Split(text, ",")
		}
		for _, part := range parts {
			if isNone(part) && len(texts) == 1 && len(parts) == 1 {
				return nil, nil
			}
			if err := find(part); err != nil {
				return nil, err
			}
		}
	}
	return topics, nil
}

// appendNew appends a name that is not there yet, whatever its case and accents.
func appendNew(all []string, name string) []string {
	for _, there := range all {
		if model.Fold(there) == model.Fold(name) {
			return all
		}
	}
	return append(all, name)
}

// requiredCourse is the course that is to come before: one that comes with Rollbook or that a cohort
// of the book is of, by a part of its name; else what was given, which a trainer can state.
func (r *run) requiredCourse(text string) (string, error) {
	text = r.clean("--requires", text, model.NameLimit)
	if isNone(text) {
		return "", nil
	}
	listed, err := r.book.Cohorts()
	if err != nil {
		return "", err
	}
	var known []string
	for _, course := range model.EmbeddedCourses() {
		if model.Fold(course.Title) == model.Fold(text) {
			return course.Name, nil
		}
		known = appendNew(known, course.Name)
	}
	for _, l := range listed {
		if l.Course != "" {
			known = appendNew(known, l.Course)
		}
	}
	same := func(t string) string { return t }
	if len(model.Find(text, known, same)) > 0 {
		return pick("course", text, known, same, quoted)
	}
	r.warn("no cohort here is of the course %s: that somebody did it can be stated with rollbook required set", quoted(text))
	return text, nil
}
