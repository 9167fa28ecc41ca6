package review

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/ui/kit"
)

func TestRuleIsPreviewedPersonByPersonBeforeItIsSaved(t *testing.T) {
	st := usual(t)
	st.press("r")
	st.golden("rule", kit.NewTheme(false, false, false))
	st.Sees("The rule of Spring", "May be missed  5 h", "1, 2")
	st.press("ctrl+u", "2", "h", "ctrl+s")
	st.Sees("The rule of Spring would be", "2 h may be missed", "days 1 and 2 must be attended",
		"near the allowance: would be over the allowance")
	st.golden("rule-preview", kit.NewTheme(false, false, false))
	st.golden("rule-preview-nocolor", kit.NewTheme(true, true, false))
	if st.Room.Cohort.Rule.AllowanceMinutes != 300 {
		t.Fatal("the rule is saved before Enter")
	}
	st.press("p")
	st.Heard("Enter saves the rule")
	st.press("esc")
	st.Sees("2h")
	st.press("ctrl+s", "enter")
	st.Heard("the rule is saved: 2 h may be missed")
	if st.Stack.Len() != 0 || st.Room.Cohort.Rule.AllowanceMinutes != 120 {
		t.Errorf("%d overlays are left, the allowance is %d", st.Stack.Len(), st.Room.Cohort.Rule.AllowanceMinutes)
	}
	st.Sees("over 1h")
	st.Run(st.Room.Undo())
	if st.Room.Cohort.Rule.AllowanceMinutes != 300 {
		t.Error("undo leaves the rule")
	}
}

func TestRuleFormTakesWhatPeopleType(t *testing.T) {
	for _, c := range []struct {
		field, text string
		want        func(model.Rule) bool
		wrong       string
	}{
		{"allowance", "4h 30m", func(r model.Rule) bool { return r.AllowanceMinutes == 270 }, ""},
		{"allowance", "0", func(r model.Rule) bool { return r.AllowanceMinutes == 0 }, ""},
		{"allowance", "", func(r model.Rule) bool { return r.AllowanceMinutes == 0 }, ""},
		{"allowance", "much", nil, "type minutes"},
		{"grace", "15", func(r model.Rule) bool { return r.GraceMinutes == 15 }, ""},
		{"days", "3, 1-2", func(r model.Rule) bool { return slices.Equal(r.MustAttendDays, []int{1, 2, 3}) }, ""},
		{"days", "1 and 4", func(r model.Rule) bool { return slices.Equal(r.MustAttendDays, []int{1, 4}) }, ""},
		{"days", "", func(r model.Rule) bool { return len(r.MustAttendDays) == 0 }, ""},
		{"days", "9", nil, "there is no day 9"},
		{"days", "first", nil, "numbers of days"},
		{"requires", "", func(r model.Rule) bool { return r.Requires == "" && len(r.AcceptsInstead) == 0 }, ""},
		{"requires", " peer support 101 ", func(r model.Rule) bool { return r.Requires == "ps101" }, ""},
		{"requires", "Warmline week", func(r model.Rule) bool { return r.Requires == "Warmline week" }, ""},
		{"accepts", " Healthy Connections \n\nElsewhere", func(r model.Rule) bool {
			return slices.Equal(r.AcceptsInstead, []string{"Healthy Connections", "Elsewhere"})
		}, ""},
	} {
		st := usual(t)
		f := newRuleForm(st.Room)
		field := map[string]*kit.Field{"allowance": f.allowance, "grace": f.grace, "days": f.days, "requires": f.requires, "accepts": f.accepts}[c.field]
		field.Text = c.text
		rule, err := f.rule()
		switch {
		case c.wrong == "" && (err != nil || !c.want(rule)):
			t.Errorf("%s %q gives %+v, %v", c.field, c.text, rule, err)
		case c.wrong != "" && (err == nil || !strings.Contains(err.Error(), c.wrong)):
			t.Errorf("%s %q gives %v, not %q", c.field, c.text, err, c.wrong)
		}
	}
}

func TestTopicsOfTheRuleAreTicked(t *testing.T) {
	st := usual(t)
	f := newRuleForm(st.Room)
	f.topics[2].Yes = true
	rule, err := f.rule()
	if err != nil || !slices.Equal(rule.MustAttendTopics, []string{f.topics[2].Label}) {
		t.Errorf("topics %v, %v", rule.MustAttendTopics, err)
	}
	if err := f.days.Check("12"); err == nil || errors.Is(err, errDays) {
		t.Errorf("a day that is not there: %v", err)
	}
}

func TestRuleLeftAsItWasIsNotSaved(t *testing.T) {
	st := usual(t)
	st.press("r", "ctrl+s")
	st.Heard("the rule is as it was")
	if st.Stack.Len() != 0 {
		t.Error("the form stays open")
	}
}

func TestEffectOnALargeCohortIsWorkedOutInParts(t *testing.T) {
	st := crowd(t)
	for row := 1; row <= 40; row++ {
		st.mark(row, 1, 0, 1, 0) // absent
	}
	f := newRuleForm(st.Room)
	f.days.Text = "2"
	rule, err := f.rule()
	if err != nil {
		t.Fatal(err)
	}
	p := newRulePreview(f, rule)
	if p.worked() || !strings.Contains(p.summary(), "working out what it changes: 30 of 5000 people") {
		t.Errorf("at first: %s", p.summary())
	}
	if done, _ := p.save(); done {
		t.Error("saved before all is worked out")
	}
	for cmd := p.Start(); cmd != nil; {
		_, cmd = p.Update(cmd())
	}
	if !strings.HasPrefix(p.summary(), "40 people would stand elsewhere") {
		t.Errorf("in the end: %s", p.summary())
	}
}
