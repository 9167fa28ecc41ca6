package today_test

import (
	"strings"
	"testing"
)

func TestMarksFromPaperSaySoUntilTheyAreNotAnyMore(t *testing.T) {
	d := desk(t, "Maya", "Noor", "Zoe")
	d.Press("f")
	if s := d.Draw(80, 24).Text(); !strings.Contains(s, ", from paper") {
		t.Errorf("the header does not say it:\n%s", s)
	}
	d.Press("1", "a", "f", "2", "a")
	c := d.Load()
	for row, want := range map[int]bool{1: true, 2: false, 3: false} {
		got := false
		for _, cell := range c.Row(row).Marks {
			got = got || cell.Paper
		}
		if got != want {
			t.Errorf("row %d: from paper is %v", row, got)
		}
	}
}
