package model

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEmbeddedCoursesSayWhatIsKnown(t *testing.T) {
	c, ok := EmbeddedCourse("cipss")
	if !ok || len(c.Days) != 8 || len(EmbeddedCourses()) != 2 {
		t.Fatalf("cipss: %v, %d days of %d courses", ok, len(c.Days), len(EmbeddedCourses()))
	}
	topics := map[string]bool{}
	for i, d := range c.Days {
		var spans []Span
		for _, b := range d.Blocks {
			spans = append(spans, Span{b.Start, b.End})
			topics[b.Topic] = true
		}
		if !slices.Equal(spans, []Span{{540, 720}, {780, 960}}) {
			t.Errorf("day %d is at %v", i+1, spans)
		}
	}
	for _, topic := range []string{"Creating Learning Environments", "First Contact", "Language",
		"Listening Differently", "Challenging Situations", "Working in the System"} {
		if !topics[topic] {
			t.Errorf("no block on %s", topic)
		}
	}
	if r := c.Rule; r.AllowanceMinutes != 300 || r.GraceMinutes != 0 || !slices.Equal(r.MustAttendDays, []int{1, 2}) ||
		r.Requires != "ps101" || !slices.Equal(r.AcceptsInstead, []string{"Healthy Connections"}) {
		t.Errorf("rule is %+v", r)
	}
	text, _ := CourseTOML("cipss")
	for _, part := range []string{c.Note, string(text)} {
		if !strings.Contains(part, "Office of Behavioral Health") {
			t.Errorf("not said to be confirmed: %q", part)
		}
	}
	if !strings.Contains(c.About, "sample to edit") {
		t.Errorf("not said to be a sample: %q", c.About)
	}
}

func TestPeerSupport101IsOneBlockOfThreeHours(t *testing.T) {
	c, ok := EmbeddedCourse("ps101")
	if !ok || len(c.Days) != 1 || !slices.Equal(c.Days[0].Blocks, []CourseBlock{{540, 720, "Peer Support 101"}}) {
		t.Fatalf("got %+v", c)
	}
	if r := c.Rule; r.AllowanceMinutes != 0 || !slices.Equal(r.MustAttendDays, []int{1}) || !slices.Equal(r.MustAttendTopics, []string{"Peer Support 101"}) {
		t.Errorf("rule is %+v", r)
	}
	if _, ok := EmbeddedCourse("ps102"); ok {
		t.Error("ps102 is no course")
	}
	for _, c := range []struct{ name, called, title string }{
		{"ps101", "peer support 101", "Peer Support 101"}, {"ps101", "PS101", "Peer Support 101"}, {"Warmline", "Warmline", "Warmline"}, {"", "", ""},
	} {
		if name, title := CourseCalled(c.called), CourseTitle(c.name); name != c.name || title != c.title {
			t.Errorf("'%s' names '%s', '%s' is titled '%s'", c.called, name, c.name, title)
		}
	}
	if _, ok := CourseTOML("../course"); ok {
		t.Error("a path is no course")
	}
}

const goodDay = "[[days]]\n[[days.blocks]]\nstart = \"09:00\"\nend = \"12:00\"\ntopic = \"Language\"\n" // five lines

var courseMistakes = []struct{ name, text, want string }{
	{"syntax", "title = \"x\"\n\nabout = \n", "c.toml:3: "},
	{"unclosed text", "title = \"x\nabout = 1\n", "c.toml:1: "},
	{"the same key twice", "title = \"x\"\ntitle = \"y\"\n", "c.toml:2: "},
	{"unknown key", goodDay + "[rule]\nallowance = 3\n", `c.toml:7: unknown key "rule.allowance"`},
	{"unknown key of a block", goodDay + "room = \"A\"\n", `c.toml:6: unknown key "days.blocks.room"`},
	{"unknown table", goodDay + "[rules]\n", `c.toml:6: unknown key "rules"`},
	{"a number for a text", "# x\ntitle = 3\n", "c.toml:2: title has a value of the wrong kind"},
	{"a text for a number", goodDay + "[rule]\ngrace_minutes = \"3\"\n", "c.toml:7: rule.grace_minutes has a value of the wrong kind"},
	{"a time without quotes", "[[days]]\n[[days.blocks]]\nstart = 09:00:00\n", `c.toml:3: days.blocks.start has a value of the wrong kind: a time stands in quotes, "09:00"`},
	{"no days", "title = \"x\"\n", "c.toml:1: the course has no days"},
	{"empty list of days", "title = \"x\"\ndays = []\n", "c.toml:2: the course has no days"},
	{"no blocks", goodDay + "\n[[days]]\ntitle = \"two\"\n", "c.toml:7: the day has no blocks"},
	{"bad time", goodDay + "[[days.blocks]]\nstart = \"25:00\"\n", `c.toml:7: start "25:00": a time is HH:MM`},
	{"no end", goodDay + "\n\n[[days.blocks]]\nstart = \"13:00\"\n", `c.toml:8: end "": a time is HH:MM`},
	{"ends before it starts", goodDay + "[[days.blocks]]\nend = \"13:00\"\n# so\nstart = \"14:00\"\ntopic = \"x\"\n", "c.toml:7: the block ends at 13:00, not after its start at 14:00"},
	{"empty topic", goodDay + "[[days.blocks]]\nstart = \"13:00\"\nend = \"14:00\"\ntopic = \" \"\n", "c.toml:9: the block has no topic"},
	{"topic of invisible characters", goodDay + "[[days.blocks]]\nstart = \"13:00\"\nend = \"14:00\"\ntopic = \"\\u200b\\u0007\"\n", "c.toml:9: the block has no topic"},
	{"no topic", goodDay + "[[days.blocks]]\nstart = \"13:00\"\nend = \"14:00\"\n", "c.toml:6: the block has no topic"},
	{"overlap", goodDay + "[[days.blocks]]\nstart = \"11:00\"\nend = \"13:00\"\ntopic = \"x\"\n", "c.toml:6: 11:00–13:00 overlaps the block 09:00–12:00 of its day"},
	{"overlap on the second day", goodDay + goodDay + "[[days.blocks]]\nstart = \"11:00\"\nend = \"13:00\"\ntopic = \"x\"\n", "c.toml:11: 11:00–13:00 overlaps"},
	{"mistake in an inline block", "title = \"x\"\n[[days]]\nblocks = [\n  {start = \"09:00\", end = \"10:00\", topic = \"x\"},\n  {start = \"10:00\",\n   end = \"10:00\", topic = \"y\"},\n]\n", "c.toml:6: the block ends at 10:00"},
	{"overlap of inline days", "days = [{blocks = [\n{start = \"09:00\", end = \"10:00\", topic = \"x\"},\n{start = \"09:30\", end = \"10:00\", topic = \"x\"}]}]\n", "c.toml:3: 09:30–10:00 overlaps"},
	{"must-attend day unknown", goodDay + "[rule]\nmust_attend_days = [1,\n2]\n", "c.toml:8: must-attend day 2 is not a day of the course: it has days 1 to 1"},
	{"must-attend topic unknown", "[rule]\nmust_attend_topics = [\"Language\",\n\n\"Lunch\"]\n" + goodDay, `c.toml:4: must-attend topic "Lunch" is the topic of no block`},
	{"negative allowance", goodDay + "[rule]\nallowance_minutes = -1\n", "c.toml:7: allowance_minutes is -1"},
	{"negative grace", "rule.grace_minutes = -5\n" + goodDay, "c.toml:1: grace_minutes is -5"},
	{"absurd allowance", goodDay + "[rule]\nallowance_minutes = 99999999\n", "c.toml:7: allowance_minutes is 99999999"},
	{"long title", "\ntitle = \"" + strings.Repeat("x", 201) + "\"\n" + goodDay, "c.toml:2: the text is longer than 200 characters"},
	{"too many days", strings.Repeat(goodDay, 367), fmt.Sprintf("c.toml:%d: a course has at most 366 days", 366*5+1)},
	{"too many blocks", "[[days]]\n" + strings.Repeat("[[days.blocks]]\n", 25), "c.toml:26: a day has at most 24 blocks"},
	{"too large", "# " + strings.Repeat("x", 256<<10), "c.toml:1: the file is larger than 256 KiB"},
}

func TestMistakesOfACourseAreNamedByFileAndLine(t *testing.T) {
	for _, c := range courseMistakes {
		for ends, text := range map[string]string{"LF": c.text, "CRLF": strings.ReplaceAll(c.text, "\n", "\r\n"), "BOM": "\ufeff" + c.text} {
			t.Run(c.name+" "+ends, func(t *testing.T) {
				got, err := ParseCourse("c.toml", []byte(text))
				var mistake *CourseError
				if !errors.As(err, &mistake) {
					t.Fatalf("got %+v, %v; want a CourseError", got, err)
				}
				if !strings.HasPrefix(err.Error(), c.want) {
					t.Errorf("got %q, want %q", err, c.want)
				}
				if strings.Contains(err.Error(), "\n") {
					t.Errorf("%q is not one line", err)
				}
			})
		}
	}
}

func TestCourseTextsAreCleanedAndBlocksSorted(t *testing.T) {
	text := "title = \" a\\u001b[31mb \"\nabout = \"\"\"one\ntwo\"\"\"\n[[days]]\n[[days.blocks]]\nstart = \"13:00\"\nend = \"14:00\"\n" +
		"topic = \"Cafe\\u0301\"\n[[days.blocks]]\nstart = \"09:00\"\nend = \"13:00\"\ntopic = \"x\"\n[rule]\nmust_attend_topics = [\"Café\"]\n"
	c, err := ParseCourse("mine.toml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if c.Name != "mine" || c.Title != "ab" || c.About != "one\ntwo" {
		t.Errorf("got %+v", c)
	}
	if want := []CourseBlock{{540, 780, "x"}, {780, 840, "Café"}}; !slices.Equal(c.Days[0].Blocks, want) {
		t.Errorf("got %v", c.Days[0].Blocks)
	}
}

func FuzzParseCourse(f *testing.F) {
	for _, c := range courseMistakes[:20] {
		f.Add([]byte(c.text))
	}
	cipss, _ := CourseTOML("cipss")
	f.Add(cipss)
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ParseCourse("c.toml", data)
		var mistake *CourseError
		if err == nil {
			if len(c.Days) == 0 || len(c.Days[0].Blocks) == 0 {
				t.Fatalf("a course without blocks: %+v", c)
			}
			return
		}
		if !errors.As(err, &mistake) || mistake.Line < 1 || mistake.Line > bytes.Count(data, []byte("\n"))+1 {
			t.Fatalf("%v is not a line of the file", err)
		}
	})
}

func TestPlanGivesEachDayItsDate(t *testing.T) {
	c, _ := EmbeddedCourse("cipss")
	var n byte
	newID := func() ID { n++; return ID{n} }
	start := DateOf(2026, time.January, 5)
	days, blocks, err := c.Plan(Dates(start, 8, nil), newID)
	if err != nil || len(days) != 8 || len(blocks) != 16 || int(n) != 24 {
		t.Fatalf("%d days, %d blocks, %d ids, %v", len(days), len(blocks), n, err)
	}
	if days[7].Number != 8 || days[7].Date.String() != "2026-01-14" || blocks[15].Day != 8 || blocks[15].Start != 780 {
		t.Errorf("day 8 is %+v with %+v", days[7], blocks[15])
	}
	for _, dates := range [][]Date{nil, Dates(start, 7, nil), slices.Repeat([]Date{start}, 8)} {
		if _, _, err := c.Plan(dates, newID); !errors.Is(err, ErrDates) {
			t.Errorf("%v: got %v, want ErrDates", dates, err)
		}
	}
}

func TestDatesFallOnTheWeekdaysAskedFor(t *testing.T) {
	for _, c := range []struct {
		start, weekdays string
		n               int
		want            string
	}{
		{"2026-01-05", "", 6, "2026-01-05 2026-01-06 2026-01-07 2026-01-08 2026-01-09 2026-01-12"},
		{"2026-01-03", "", 1, "2026-01-05"},
		{"2026-01-05", "mon,tue", 4, "2026-01-05 2026-01-06 2026-01-12 2026-01-13"},
		{"2026-01-07", "Tuesday, MON", 3, "2026-01-12 2026-01-13 2026-01-19"},
		{"2026-01-05", "sat", 2, "2026-01-10 2026-01-17"},
		{"2026-01-05", "", 0, ""},
	} {
		start, err := ParseDate(c.start)
		if err != nil {
			t.Fatal(err)
		}
		var weekdays []time.Weekday
		if c.weekdays != "" {
			if weekdays, err = ParseWeekdays(c.weekdays); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, d := range Dates(start, c.n, weekdays) {
			got = append(got, d.String())
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%+v: got %v", c, got)
		}
	}
	for _, bad := range []string{"", "mo", "mon,,tue", "mon;tue", "someday", "monx"} {
		if got, err := ParseWeekdays(bad); !errors.Is(err, ErrWeekdays) {
			t.Errorf("%q: got %v, %v", bad, got, err)
		}
	}
}
