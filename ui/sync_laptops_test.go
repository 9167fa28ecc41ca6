package ui_test

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/store"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
	"rollbook/ui/kit/pty"
)

// laptop is one of several laptops of a test: a home with a book of its own, and the program in it.
type laptop struct {
	t testing.TB
	o pty.Options // of the screens
}

// asOf is the date that all laptops of a test count as today.
var asOf = []string{"--date", dayOne.String()}

// try runs a command without a terminal and returns what it wrote and its exit code.
func (l laptop) try(args ...string) (out, errs string, code int) {
	l.t.Helper()
	o := l.o
	o.Args = append(slices.Clone(args), asOf...)
	return pty.Plain(l.t, o)
}

// run is try for a command that has to succeed.
func (l laptop) run(args ...string) string {
	l.t.Helper()
	out, errs, code := l.try(args...)
	if code != 0 {
		l.t.Fatalf("rollbook %s: exit code %d: %s", strings.Join(args, " "), code, errs)
	}
	return out
}

// start runs a command in a terminal of its own, for tests that end it in the middle.
func (l laptop) start(args ...string) *pty.Session {
	l.t.Helper()
	o := l.o
	o.Args = append(slices.Clone(args), asOf...)
	return pty.Start(l.t, o)
}

// says is one mark of a laptop's book, and who made it.
type says struct {
	Day, Block, Row int
	State           string
	Arrived, Left   *string
	Remark, By      *string
	At              *string
	Conflict        []struct{ ID, Value, By string }
}

// marks are all marks of the book's one cohort, as the program tells other programs.
func (l laptop) marks() []says {
	l.t.Helper()
	var all []says
	if err := json.Unmarshal([]byte(l.run("marks", "--json")), &all); err != nil {
		l.t.Fatalf("marks --json: %v", err)
	}
	return all
}

// book is all that a book says of marks and notes, in a form that is the same on laptops that agree.
func (l laptop) book() string {
	l.t.Helper()
	all := l.marks()
	for i := range all {
		slices.SortFunc(all[i].Conflict, func(a, b struct{ ID, Value, By string }) int { return strings.Compare(a.ID, b.ID) })
	}
	text, err := json.MarshalIndent(all, "", " ")
	if err != nil {
		l.t.Fatal(err)
	}
	return string(text) + l.run("note", "list", "--json")
}

// agree fails where the laptops' books do not say the same.
func agree(t testing.TB, laptops ...laptop) {
	t.Helper()
	first := laptops[0].book()
	for i, l := range laptops[1:] {
		if other := l.book(); other != first {
			t.Fatalf("laptops 1 and %d do not say the same: %s", i+2, difference(first, other))
		}
	}
}

// difference is the first line in which two texts differ.
func difference(a, b string) string {
	one, two := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(one), len(two)) {
		if one[i] != two[i] {
			return fmt.Sprintf("line %d: %s and %s, after\n%s", i+1, one[i], two[i], strings.Join(one[max(0, i-8):i], "\n"))
		}
	}
	return fmt.Sprintf("%d and %d lines", len(one), len(two))
}

// state is what a book says of a row in a block of day 1.
func (l laptop) state(row, block int) string {
	l.t.Helper()
	for _, m := range l.marks() {
		if m.Day == 1 && m.Block == block && m.Row == row {
			return m.State
		}
	}
	l.t.Fatalf("there is no row %d in block %d", row, block)
	return ""
}

// shareWords is the passphrase of the shares in tests.
const shareWords = "seven words that nobody would ever guess"

// met are Asha's laptop with the prepared book and a share at target, and others that joined it. Its
// passphrase costs little to try.
func met(t testing.TB, target string, env []string, others ...string) []laptop {
	t.Helper()
	words := filepath.Join(t.TempDir(), "words")
	if err := os.WriteFile(words, []byte(shareWords+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env = append(slices.Clone(env), "ROLLBOOK_SHARE_PASSPHRASE_FILE="+words)
	asha := laptop{t, prepared(t)}
	asha.o.Env, asha.o.Wait = env, patience
	asha.makeShare(target)
	asha.run("sync")
	all := []laptop{asha}
	for _, name := range others {
		all = append(all, asha.another(name, target))
	}
	return all
}

// patience is how long a laptop may take for something that needs a share.
const patience = time.Minute

// another is a laptop that had no book and joined the share.
func (l laptop) another(name, target string) laptop {
	l.t.Helper()
	l.o.Home = l.t.TempDir()
	l.run("sync", "join", target, "--as", name)
	return l
}

func (l laptop) makeShare(target string) {
	l.t.Helper()
	env := func(name string) string {
		for _, set := range l.o.Env {
			if value, is := strings.CutPrefix(set, name+"="); is {
				return value
			}
		}
		return ""
	}
	p, err := share.Open(target, share.Env{Getenv: env, Home: l.o.Home})
	if err != nil {
		l.t.Fatal(err)
	}
	book, err := store.Open(bookIn(l.t, l.o.Home), store.World{Now: time.Now, Chance: rand.Reader})
	if err != nil {
		l.t.Fatal(err)
	}
	defer book.Close()
	cohorts, err := book.Cohorts()
	if err != nil {
		l.t.Fatal(err)
	}
	form := store.ShareForm{Target: target, For: store.ForTrainers, Notes: true, Remarks: true, Passphrase: []byte(shareWords), Work: 10}
	for _, c := range cohorts {
		form.Cohorts = append(form.Cohorts, c.ID)
	}
	if _, err := book.NewShare(l.t.Context(), p, form); err != nil {
		l.t.Fatal(err)
	}
}

// bucket is a target on a server that speaks S3, and the environment with its keys.
func bucket(t testing.TB) (target string, env []string) {
	t.Helper()
	server := httptest.NewServer(sharetest.S3("trainings", sharetest.Keys{User: "key-of-asha"}))
	t.Cleanup(server.Close)
	return bucketAt(server.URL)
}

func bucketAt(endpoint string) (target string, env []string) {
	return "s3://trainings/roll?region=us-east-1&endpoint=" + endpoint,
		[]string{"AWS_ACCESS_KEY_ID=key-of-asha", "AWS_SECRET_ACCESS_KEY=secret-of-asha"}
}
