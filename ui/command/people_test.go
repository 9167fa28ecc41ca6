package command

import (
	"encoding/json"
	"io"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
)

func TestDisagreementIsShownWithBothSides(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.book")
	p, out, errs := program()
	for _, args := range [][]string{
		{"cohort", "new", "X", "--course", "ps101", "--start", "2026-03-03", "--as", "Asha"},
		{"roster", "add", "Maya"},
	} {
		if exit := p.Run(append(args, "--book", path)); exit != exitDone {
			t.Fatal(errs)
		}
	}
	disagree(t, path, p.World)
	out.Reset()
	p.Run([]string{"marks", "--json", "--book", path})
	for _, want := range []string{`"conflict": [`, `"value": "present"`, `"value": "absent"`, `"by": "Asha"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
	out.Reset()
	p.Run([]string{"review", "--json", "--book", path})
	if !strings.Contains(out.String(), `"conflicts": 1`) || !strings.Contains(out.String(), "not agreed: ") {
		t.Errorf("the review says %s", out)
	}
	out.Reset()
	p.Run([]string{"marks", "--book", path})
	if !strings.Contains(out.String(), "not agreed: ") {
		t.Errorf("the marks are %s", out)
	}
	out.Reset()
	p.Run([]string{"conflicts", "--json", "--book", path})
	var list []conflictJSON
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	if len(list) != 1 || list[0].Field != "attendance" || *list[0].Trainee != "Maya" || *list[0].Day != 1 || *list[0].Block != 1 || len(list[0].Values) != 2 {
		t.Fatalf("the conflicts are %s", out)
	}
	out.Reset()
	if exit := p.Run([]string{"settle", list[0].ID[:8], "absent", "--book", path}); exit != exitDone {
		t.Fatal(errs)
	}
	if out.String() != "1 Maya, day 1, 09:00 Peer Support 101, attendance: absent, settled, saved\n" {
		t.Errorf("settling says %s", out)
	}
	out.Reset()
	p.Run([]string{"conflicts", "--json", "--book", path})
	if out.String() != "[]\n" {
		t.Errorf("still in question: %s", out)
	}
}

// digits are random bytes that are written with the digits 0 to 7 alone.
type digits struct{ io.Reader }

func (d digits) Read(p []byte) (int, error) {
	n, err := d.Reader.Read(p)
	for i := range p[:n] {
		p[i] &= 0x77
	}
	return n, err
}

func TestAnIdOfDigitsAloneIsNoRowNumber(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.book")
	p, out, errs := program()
	p.World.Chance = digits{p.World.Chance}
	for _, args := range [][]string{
		{"cohort", "new", "X", "--course", "ps101", "--start", "2026-03-03", "--as", "Asha"},
		{"roster", "add", "Maya Lopez"},
		{"roster", "add", "Lopez Maya"},
	} {
		if exit := p.Run(append(args, "--book", path)); exit != exitDone {
			t.Fatal(errs)
		}
	}
	out.Reset()
	p.Run([]string{"roster", "list", "--json", "--book", path})
	var list []rosterJSON
	if err := json.Unmarshal(out.Bytes(), &list); err != nil || len(list) != 2 {
		t.Fatalf("%d are listed, %v: %s", len(list), err, out)
	}
	one, two := list[0].ID[:8], list[1].ID[:8]
	for _, args := range [][]string{
		{"trainee", "join", one, two, "--dry-run", "--cohort", "X"},
		{"trainee", "join", one, two, "--dry-run"},
		{"trainee", "join", "1", "2", "--dry-run", "--cohort", "X"},
		{"trainee", "show", one},
		{"mark", "--day", "1", "--trainee", one, "present"},
	} {
		if exit := p.Run(append(args, "--book", path)); exit != exitDone {
			t.Errorf("%v: %s", args, errs)
		}
	}
	errs.Reset()
	if exit := p.Run([]string{"trainee", "join", "9", two, "--dry-run", "--cohort", "X", "--book", path}); exit != exitMisused || !strings.Contains(errs.String(), "there is no row '9'") {
		t.Errorf("a row that is not there: %s", errs)
	}
}

func TestEachConflictOfAWholeDayIsSettledByTheIdThatIsListed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.book")
	p, out, errs := program()
	for _, args := range [][]string{
		{"cohort", "new", "X", "--course", "cipss", "--start", "2026-03-03", "--as", "Asha"},
		{"roster", "add", "Maya"},
	} {
		if exit := p.Run(append(args, "--book", path)); exit != exitDone {
			t.Fatal(errs)
		}
	}
	disagree(t, path, p.World)
	list := func() (rows [][]string) {
		out.Reset()
		p.Run([]string{"conflicts", "--book", path})
		for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n")[1:] {
			if !strings.HasPrefix(line, " ") { // the first value of each
				rows = append(rows, strings.Fields(line))
			}
		}
		return rows
	}
	rows := list()
	if len(rows) != 2 || rows[0][0] == rows[1][0] {
		t.Fatalf("the conflicts are %s", out)
	}
	for i, row := range rows {
		if exit := p.Run([]string{"settle", row[0], "absent", "--book", path}); exit != exitDone {
			t.Fatalf("settling %s: %s", row[0], errs)
		}
		if left := list(); i == 0 && (len(left) != 1 || left[0][0][:8] != rows[1][0][:8]) {
			t.Errorf("left after the first: %s", out)
		}
	}
	out.Reset()
	if p.Run([]string{"conflicts", "--json", "--book", path}); out.String() != "[]\n" {
		t.Errorf("still in question: %s", out)
	}
}

func TestIdsAreListedAsShortAsTheyAreClear(t *testing.T) {
	ids := []string{"aaaaaaaa00", "aaaaaaaa01", "aaaaaaab00", "bbbbbbbbbb", "bbbbbbbbbb", "cccc"}
	want := map[string]string{"aaaaaaaa00": "aaaaaaaa00", "aaaaaaaa01": "aaaaaaaa01", "aaaaaaab00": "aaaaaaab", "bbbbbbbbbb": "bbbbbbbb", "cccc": "cccc"}
	if got := shortest(ids); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if got := shortest(nil); len(got) != 0 {
		t.Errorf("of none: %v", got)
	}
}

func TestAMarkThatSettlesSaysWhatBothSidesWere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.book")
	p, out, errs := program()
	for _, args := range [][]string{
		{"cohort", "new", "X", "--course", "ps101", "--start", "2026-03-03", "--as", "Asha"},
		{"roster", "add", "Maya"},
	} {
		if exit := p.Run(append(args, "--book", path)); exit != exitDone {
			t.Fatal(errs)
		}
	}
	disagree(t, path, p.World)
	out.Reset()
	if exit := p.Run([]string{"mark", "--day", "1", "--row", "1", "present", "--book", path}); exit != exitDone {
		t.Fatal(errs)
	}
	if got := out.String(); got != "1 Maya: present, settled (was present by Asha, absent by Asha), saved\n" &&
		got != "1 Maya: present, settled (was absent by Asha, present by Asha), saved\n" {
		t.Errorf("it says %s", got)
	}
}

// disagree marks row 1 on day 1 twice, from what stood there before either.
func disagree(t *testing.T, path string, w store.World) {
	t.Helper()
	b, err := store.Open(path, w)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	all, err := b.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	var drafts []*store.Draft
	for _, state := range []model.State{model.Present, model.Absent} {
		c, err := b.Load(all[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		var edits []store.Edit
		for _, b := range c.BlocksOf(1) {
			edits = append(edits, c.EditMark(c.Row(1), b.ID, model.Plain(state)))
		}
		d, err := c.Form(oplog.Single, edits...)
		if err != nil {
			t.Fatal(err)
		}
		drafts = append(drafts, d)
	}
	for _, d := range drafts {
		if err := b.Save(d).Wait(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestGuestHasTheirBlocksAndNoTotals(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.book")
	p, out, errs := program()
	for _, args := range [][]string{
		{"cohort", "new", "X", "--course", "cipss", "--start", "2026-03-03", "--as", "Asha"},
		{"roster", "add", "Maya"}, {"roster", "add", "Gil"},
	} {
		if exit := p.Run(append(args, "--book", path)); exit != exitDone {
			t.Fatal(errs)
		}
	}
	invite(t, path, p.World)
	var marks []markJSON
	var roster []rosterJSON
	var review reviewJSON
	for _, one := range []struct {
		args []string
		into any
	}{{[]string{"marks"}, &marks}, {[]string{"roster", "list"}, &roster}, {[]string{"review"}, &review}} {
		out.Reset()
		if exit := p.Run(append(one.args, "--json", "--book", path)); exit != exitDone {
			t.Fatal(errs)
		}
		if err := json.Unmarshal(out.Bytes(), one.into); err != nil {
			t.Fatal(err)
		}
	}
	ofGil := 0
	for _, m := range marks {
		if m.Trainee == "Gil" {
			ofGil++
			if m.Day != 2 || m.Block != 2 {
				t.Errorf("the guest is listed on day %d, block %d", m.Day, m.Block)
			}
		}
	}
	if ofGil != 1 || len(marks) != 17 {
		t.Errorf("%d marks, %d of the guest", len(marks), ofGil)
	}
	if gil := roster[1]; *gil.From != 2 || gil.To == nil || *gil.To != 2 {
		t.Errorf("the guest's days are %d to %v", *gil.From, gil.To)
	}
	if len(review.Trainees) != 1 || review.Trainees[0].Name != "Maya" {
		t.Errorf("the review counts %v", review.Trainees)
	}
}

// invite makes row 2 a guest of the second block of day 2.
func invite(t *testing.T, path string, w store.World) {
	t.Helper()
	b, err := store.Open(path, w)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	all, err := b.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	c, err := b.Load(all[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	e := c.Row(2).Enrollment
	e.Guest = []model.ID{c.BlocksOf(2)[1].ID}
	d, err := c.Form(oplog.Single, c.EditEnrollment(e)...)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
}
