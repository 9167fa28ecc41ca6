package review

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/kit"
	"rollbook/ui/people"
	"rollbook/ui/room"
)

// ruleForm is the form of a cohort's rule. Saving it shows first what that would change for whom
// (rulepreview.go); the form stays under it until that is answered.
type ruleForm struct {
	kit.Form
	r *room.Room

	allowance, grace, days, requires, accepts *kit.Field
	topics                                    []*kit.Field
}

// ruleSavedMsg tells the form that its rule is saved.
type ruleSavedMsg struct{ of *ruleForm }

func newRuleForm(r *room.Room) *ruleForm {
	rule := r.Cohort.Rule
	f := &ruleForm{r: r}
	f.allowance = &kit.Field{Label: "May be missed", Text: orNothing(rule.AllowanceMinutes), Number: true, Check: check(typedMinutes),
		Hint: "over the whole training: 5 h, 4h 30m or 300 minutes; 0 where nothing may be missed"}
	f.grace = &kit.Field{Label: "Grace a block", Text: orNothing(rule.GraceMinutes), Number: true, Check: check(typedMinutes),
		Hint: "missing no more than this of a block counts as attended; 0 for none"}
	f.days = &kit.Field{Label: "Days", Text: numbers(rule.MustAttendDays), Check: check(f.typedDays),
		Hint: "their numbers: 1, 2 or 1-3; empty where none must be attended whole"}
	must := []*kit.Field{f.days}
	for _, topic := range ruleTopics(&r.Cohort.Cohort) {
		field := &kit.Field{Kind: kit.YesNoField, Label: topic, Yes: mustTopic(rule, topic)}
		f.topics, must = append(f.topics, field), append(must, field)
	}
	f.requires = &kit.Field{Label: "Comes before", Text: model.CourseTitle(rule.Requires), Check: checkLength,
		Hint: "the name of a course, such as Peer Support 101; empty where none comes before"}
	f.accepts = &kit.Field{Kind: kit.LinesField, Label: "Or instead", Text: strings.Join(rule.AcceptsInstead, "\n"),
		Hint: "what is accepted in its place, one a line", When: func() bool { return strings.TrimSpace(f.requires.Text) != "" }}
	f.Form = kit.Form{Theme: r.Theme, Title: "The rule of " + r.Cohort.Name, Save: f.preview, Sections: []kit.Section{
		{Fields: []*kit.Field{f.allowance, f.grace}},
		{Title: "Must be attended", Fields: must},
		{Title: "The course that comes before", Fields: []*kit.Field{f.requires, f.accepts}},
	}}
	return f
}

// Update closes the form once its rule is saved.
func (f *ruleForm) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if saved, ok := msg.(ruleSavedMsg); ok {
		return saved.of == f, nil
	}
	return f.Form.Update(msg)
}

// preview shows what the rule would change.
func (f *ruleForm) preview() (done bool, cmd tea.Cmd) {
	rule, err := f.rule()
	switch {
	case f.r.Cohort == nil:
		return true, nil
	case err != nil:
		return false, kit.Warn(room.Sentence(err))
	case rule.Equal(f.r.Cohort.Rule):
		return true, kit.Say("the rule is as it was: nothing to save")
	}
	return false, kit.Open(newRulePreview(f, rule))
}

// rule is the one that was typed.
func (f *ruleForm) rule() (rule model.Rule, err error) {
	if rule.AllowanceMinutes, err = typedMinutes(f.allowance.Text); err != nil {
		return rule, err
	}
	if rule.GraceMinutes, err = typedMinutes(f.grace.Text); err != nil {
		return rule, err
	}
	if rule.MustAttendDays, err = f.typedDays(f.days.Text); err != nil {
		return rule, err
	}
	for _, field := range f.topics {
		if field.Yes {
			rule.MustAttendTopics = append(rule.MustAttendTopics, field.Label)
		}
	}
	before, _ := model.Clean(f.requires.Text, model.NameLimit)
	if rule.Requires = model.CourseCalled(before); rule.Requires != "" {
		for text := range strings.SplitSeq(f.accepts.Text, "\n") {
			if text, _ = model.Clean(text, model.NameLimit); text != "" {
				rule.AcceptsInstead = append(rule.AcceptsInstead, text)
			}
		}
	}
	return rule, rule.Check(&f.r.Cohort.Cohort)
}

// ruleTopics are the topics that a rule can name: the plan's, cancelled ones too, and what the rule
// names already.
func ruleTopics(c *model.Cohort) (topics []string) {
	add := func(topic string) {
		same := func(other string) bool { return model.Fold(other) == model.Fold(topic) }
		if !slices.ContainsFunc(topics, same) {
			topics = append(topics, topic)
		}
	}
	for _, b := range c.Blocks {
		add(b.Topic)
	}
	for _, topic := range c.Rule.MustAttendTopics {
		add(topic)
	}
	return topics
}

func check[T any](parse func(string) (T, error)) func(string) error {
	return func(text string) error { _, err := parse(text); return err }
}

func checkLength(text string) error {
	if len([]rune(text)) > model.NameLimit {
		return fmt.Errorf("at most %d characters", model.NameLimit)
	}
	return nil
}

// typedMinutes reads minutes, of which there may be none.
func typedMinutes(text string) (int, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "0", "0 min", "none", "nothing":
		return 0, nil
	}
	return people.ParseMinutes(text)
}

func orNothing(minutes int) string {
	if minutes == 0 {
		return "0"
	}
	return model.DescribeMinutes(minutes)
}

var errDays = errors.New("type numbers of days, such as 1, 2 or 1-3")

// typedDays reads numbers of days, in order, each once.
func (f *ruleForm) typedDays(text string) (days []int, err error) {
	text = strings.NewReplacer("–", "-", " to ", "-", " and ", ",", ";", ",").Replace(text)
	for part := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == ' ' }) {
		from, to, several := strings.Cut(part, "-")
		first, err := strconv.Atoi(from)
		if err != nil {
			return nil, errDays
		}
		last := first
		if several {
			if last, err = strconv.Atoi(to); err != nil || last < first || last-first > model.CourseDayLimit {
				return nil, errDays
			}
		}
		for n := first; n <= last; n++ {
			if _, ok := f.r.Cohort.Day(n); !ok {
				return nil, fmt.Errorf("there is no day %d", n)
			}
			days = append(days, n)
		}
	}
	slices.Sort(days)
	return slices.Compact(days), nil
}

func numbers(days []int) string {
	var out []string
	for _, d := range days {
		out = append(out, strconv.Itoa(d))
	}
	return strings.Join(out, ", ")
}
