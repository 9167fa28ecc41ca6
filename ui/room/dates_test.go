package room_test

import (
	"errors"
	"testing"

	"rollbook/model"
	"rollbook/ui/room"
)

func TestDatesAreReadAsTheLocaleWritesThem(t *testing.T) {
	near := model.DateOf(2026, 11, 20)
	for _, c := range []struct {
		text          string
		us, elsewhere string // as it is read with the month first, and elsewhere; a date, "" for none, or what is said
	}{
		{"2026-11-21", "2026-11-21", "2026-11-21"},
		{" 2026-11-21 ", "2026-11-21", "2026-11-21"},
		{"+1", "2026-11-21", "2026-11-21"},
		{"-7", "2026-11-13", "2026-11-13"},
		{"5 Mar 2026", "2026-03-05", "2026-03-05"},
		{"March 5, 2026", "2026-03-05", "2026-03-05"},
		{"11/21", "2026-11-21", "2026-11-21"},
		{"11/21/2026", "2026-11-21", "2026-11-21"},
		{"11/21/27", "2027-11-21", "2027-11-21"},
		{"21/11/2026", "2026-11-21", "2026-11-21"},
		{"2026/3/5", "2026-03-05", "2026-03-05"},
		{"3/3", "2027-03-03", "2027-03-03"},
		{"1/5", "2027-01-05", "1/5 can be Sat 1 May 2027 or Tue 5 Jan 2027: type 2027-05-01 or 2027-01-05"},
		{"4/3/2026", "2026-04-03", "4/3/2026 can be Wed 4 Mar 2026 or Fri 3 Apr 2026: type 2026-03-04 or 2026-04-03"},
		{"12/31", "2026-12-31", "2026-12-31"},
		{"2/29/2028", "2028-02-29", "2028-02-29"},
		{"2/30", "", ""},
		{"2/29/2026", "", ""},
		{"13/13", "", ""},
		{"0/5", "", ""},
		{"11/21/1826", "", ""},
		{"11-21", "", ""},
		{"11/", "", ""},
		{"5", "", ""},
		{"+", "", ""},
		{"", "", ""},
		{"2026-02-30", "", ""},
	} {
		for monthFirst, want := range map[bool]string{true: c.us, false: c.elsewhere} {
			r := &room.Room{MonthFirst: monthFirst}
			d, err := r.TypedDate(c.text, near)
			got := d.String()
			if err != nil && !errors.Is(err, model.ErrDate) {
				got = err.Error()
			}
			if got != want || (err == nil) != (d != model.NoDate) {
				t.Errorf("%q, month first %v: %q, want %q", c.text, monthFirst, got, want)
			}
			if says := r.Understood(c.text, near); says != d.Words() {
				t.Errorf("%q is understood as %q, and read as %q", c.text, says, d.Words())
			}
		}
	}
}

func TestADateWithoutAYearIsTheNearest(t *testing.T) {
	r := &room.Room{MonthFirst: true}
	for near := model.DateOf(2026, 1, 1); near < model.DateOf(2030, 1, 1); near += 13 {
		for _, text := range []string{"1/1", "6/30", "12/31"} {
			d, err := r.TypedDate(text, near)
			if err != nil || d-near > 184 || near-d > 184 {
				t.Errorf("%s near %s is read as %s, %v", text, near, d, err)
			}
		}
	}
	if d, err := r.TypedDate("1/5", model.NoDate); err == nil {
		t.Errorf("near no date it is %s", d)
	}
}
