package command

import (
	"bytes"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// program is a Program without a terminal, with what it writes.
func program() (p Program, out, errs *bytes.Buffer) {
	out, errs = &bytes.Buffer{}, &bytes.Buffer{}
	noon := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	return Program{
		World: store.World{Now: func() time.Time { return noon }, Chance: rand.Reader, Cost: cheap},
		Env:   func(string) string { return "" }, In: strings.NewReader(""), Out: out, Err: errs, GOOS: "linux", Version: "1",
	}, out, errs
}

func TestEveryCommandIsThere(t *testing.T) {
	p, _, _ := program()
	root := (&run{Program: p}).tree()
	for _, path := range []string{
		"demo", "course list", "course show", "cohort new", "cohort list", "cohort edit", "cohort same", "cohort join", "day move", "day cancel", "day close",
		"block add", "block edit", "block cancel", "roster import", "roster list", "roster add", "roster edit", "roster leave",
		"mark", "marks", "note add", "note list", "note edit", "note strike", "review", "rule show", "rule set", "required set", "makeup add", "makeup list", "makeup remove", "note words", "day list",
		"trainee show", "trainee list", "trainee join", "trainee forget", "conflicts", "settle", "export marks", "export review", "export signin", "ready",
		"journal", "undo", "redo", "setting list", "setting set", "passphrase set", "passphrase change", "passphrase remove",
		"backup", "backup list", "restore",
		"sync", "sync new", "sync join", "sync add", "sync carry", "sync leave", "sync status", "sync members", "sync members remove",
		"sync rotate", "sync accept",
	} {
		c, rest, err := root.Find(strings.Fields(path))
		if err != nil || len(rest) > 0 || pathOf(c) != path {
			t.Errorf("rollbook %s: not there (%v)", path, err)
		}
	}
}

func TestEveryListingTakesJSON(t *testing.T) {
	p, _, _ := program()
	root := (&run{Program: p}).tree()
	listings := 0
	each(root, func(c *cobra.Command) {
		lists := c.Name() == "list" || c.Name() == "show" && pathOf(c) != "course show"
		for _, name := range []string{"marks", "review", "journal", "ready", "cohort same", "conflicts", "sync", "sync status", "sync members"} {
			lists = lists || pathOf(c) == name
		}
		if !lists {
			return
		}
		listings++
		if c.Flags().Lookup("json") == nil {
			t.Errorf("rollbook %s has no --json", pathOf(c))
		}
	})
	if listings < 14 {
		t.Errorf("only %d listings were looked at", listings)
	}
}

func TestEveryCommandSaysWhatItIs(t *testing.T) {
	p, _, _ := program()
	each((&run{Program: p}).tree(), func(c *cobra.Command) {
		if c.Short == "" || strings.ToLower(c.Short[:1]) != c.Short[:1] && !strings.HasPrefix(c.Short, "TOML") {
			t.Errorf("rollbook %s: its line in help is %q", pathOf(c), c.Short)
		}
	})
}

func each(c *cobra.Command, do func(*cobra.Command)) {
	do(c)
	for _, below := range c.Commands() {
		each(below, do)
	}
}

func TestBookLiesInTheUsersDataDirectory(t *testing.T) {
	for _, c := range []struct {
		goos string
		env  map[string]string
		want string
	}{
		{"linux", map[string]string{"HOME": "/h"}, "/h/.local/share/rollbook/roll.book"},
		{"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/x/rollbook/roll.book"},
		{"linux", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "not/absolute"}, "/h/.local/share/rollbook/roll.book"},
		{"darwin", map[string]string{"HOME": "/h", "XDG_DATA_HOME": "/x"}, "/h/Library/Application Support/Rollbook/roll.book"},
		{"windows", map[string]string{"LocalAppData": "/l", "HOME": "/h"}, "/l/Rollbook/roll.book"},
		{"windows", map[string]string{"HOME": "/h"}, ""},
		{"linux", nil, ""},
		{"linux", map[string]string{"HOME": "/h", "ROLLBOOK_BOOK": "other.book"}, "other.book"},
	} {
		r := &run{Program: Program{GOOS: c.goos, Env: func(name string) string { return c.env[name] }}}
		path, err := r.path()
		if filepath.ToSlash(path) != c.want || (err != nil) != (c.want == "") {
			t.Errorf("%s %v: %q, %v", c.goos, c.env, path, err)
		}
	}
}

func TestFaultIsOneSentence(t *testing.T) {
	p, out, errs := program()
	p.Env = func(string) string { panic("as broken as can be") }
	if exit := p.Run([]string{"marks"}); exit != exitFailed {
		t.Errorf("exit code %d", exit)
	}
	if s := errs.String(); !strings.Contains(s, "nothing that was saved is lost") || strings.Count(s, "\n") != 1 || strings.Contains(s, "broken") || out.Len() > 0 {
		t.Errorf("it says %q and %q", s, out)
	}
}

func TestFlagsStandBeforeOrAfterTheCommand(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.book")
	for _, args := range [][]string{
		{"--book", path, "--as", "Asha", "cohort", "new", "X", "--course", "ps101", "--start", "2026-03-04"},
		{"roster", "--book", path, "list"},
		{"roster", "list", "--date", "2026-03-04", "--book=" + path},
		{"--plain=false", "--book", path, "cohort", "list"},
	} {
		p, _, errs := program()
		if exit := p.Run(args); exit != exitDone {
			t.Errorf("%q: exit code %d, %s", args, exit, errs)
		}
	}
}

func TestWhatTheScreensSayIsSaid(t *testing.T) {
	p, _, errs := program()
	p.Terminal = true
	p.Screens = func(Opening) error { return errors.New("the window is too old: use another") }
	if exit := p.Run([]string{"--book", "x"}); exit != exitFailed || errs.String() != "rollbook: the window is too old: use another\n" {
		t.Errorf("exit code %d, %s", exit, errs)
	}
}

func TestDemoIsADayInProgressAndGoesAway(t *testing.T) {
	p, _, errs := program()
	path := ""
	p.Plain = func(b *store.Book, o Opening) error {
		path = o.Path
		all, err := b.Cohorts()
		if err != nil {
			return err
		}
		c, err := b.Load(all[0].ID)
		if err != nil {
			return err
		}
		today, _ := c.Cohort.Day(3)
		done, now := c.Count(1), c.Count(3)
		if today.Date != model.DateOf(2026, 3, 4) || done.Unmarked != 0 || done.Part == 0 || now.Present == 0 || now.Unmarked == 0 {
			t.Errorf("the demo's day 3 is on %s: %+v after %+v", today.Date, now, done)
		}
		if _, closed := c.Closed[2]; !closed || len(c.Closed) != 2 {
			t.Errorf("closed are %v", c.Closed)
		}
		return nil
	}
	if exit := p.Run([]string{"demo", "--plain"}); exit != exitDone {
		t.Fatalf("exit code %d, %s", exit, errs)
	}
	if _, err := os.Stat(filepath.Dir(path)); path == "" || !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the demo's book %q is still there: %v", path, err)
	}
}
