package people

import (
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

// forgotten is a desk on which the first person was forgotten, after a morning that they missed.
func forgotten(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t)
	d.mark(1, 1, 0, model.Plain(model.Absent))
	d.Run(d.Room.Forget(d.row(1)))
	if p := d.Room.Cohort.Row(1); p == nil || !p.Forgotten {
		t.Fatalf("not forgotten: %+v", p)
	}
	return d
}

func TestKeysSayBeforeAnythingOpensThatNothingIsWrittenAboutSomebodyForgotten(t *testing.T) {
	for _, key := range []string{"n", "o"} {
		d := forgotten(t)
		d.Open(PageOf(d.Room, d.row(1)))
		p := d.Stack.Top().(*page)
		p.View(80, 40)
		for range 20 { // on the mark that was missed
			if !p.on().Block.IsZero() {
				break
			}
			d.Press("down")
		}
		d.Press(key)
		d.Heard(store.ErrForgotten.Error())
		if d.Stack.Len() != 1 || len(d.Wanted) != 0 {
			t.Errorf("%s: %d overlays, wanted %v", key, d.Stack.Len(), d.Wanted)
		}
	}
}

func TestDaysOfSomebodyForgottenCanChangeAndNoWordsAreAskedFor(t *testing.T) {
	d := forgotten(t)
	d.Open(PageOf(d.Room, d.row(1)))
	d.Press("e")
	d.Sees("First day", "Last day")
	d.Lacks("Say it like", "Email", "Name there")
	d.Press("tab", "right", "right", "ctrl+s")
	if p := d.stored(1); p.To != 2 || d.Stack.Len() != 1 {
		t.Errorf("the last day is %d, said %q", p.To, d.Said)
	}
	d.Room.Curtain = true
	d.Press("e")
	d.Heard("the curtain is closed")
	if d.Stack.Len() != 1 {
		t.Error("behind the curtain the days of somebody forgotten are asked for")
	}
}

func TestAMakeUpOfSomebodyForgottenAsksForNoOtherPerson(t *testing.T) {
	d := forgotten(t)
	d.Open(MakeUp(d.Room, d.row(1), d.block(1, 0)))
	d.Lacks("With whom")
	d.Press("ctrl+s")
	if made := d.stored(1).MakeUps; len(made) != 1 || made[0].Minutes != 180 || made[0].With != "" {
		t.Errorf("written down: %+v, said %q", made, d.Said)
	}
}

func TestTheCourseBeforeOfSomebodyForgottenAsksForNoPlace(t *testing.T) {
	d := forgotten(t)
	rule := d.Room.Cohort.Rule
	rule.Requires = "ps101"
	d.Run(d.Room.Commit(oplog.Single, "", d.Room.Cohort.EditRule(rule)...))
	d.Open(Required(d.Room, d.row(1)))
	d.Lacks("Where")
	d.Press("'2026-02-03", "ctrl+s")
	if p := d.stored(1); p.Stated == nil || p.Stated.Where != "" {
		t.Errorf("stated: %+v, said %q", p.Stated, d.Said)
	}
}

func TestNoPromptOpensForWordsAboutSomebodyForgotten(t *testing.T) {
	d := forgotten(t)
	d.Open(Remark(d.Room, d.row(1), 1, d.block(1, 0)))
	d.Open(OwnWords(d.Room, d.row(1), d.block(1, 0), model.ID{}))
	if text := d.Draw(100, 40).Text(); d.Stack.Len() != 2 || !strings.Contains(text, "nothing more is written about them") {
		t.Errorf("%d overlays:\n%s", d.Stack.Len(), text)
	}
}
