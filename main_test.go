package main

import (
	"bufio"
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// These tests keep the house as it was planned. Each rule is a function from files to complaints,
// so that TestEachRuleSeesWhatBreaksIt can show it a broken house.

// files is a tree, or a part of one: paths from the top, with slashes, and their contents.
type files map[string][]byte

// source is a parsed Go file.
type source struct {
	path string
	file *ast.File
}

func (s source) dir() string {
	if dir := path.Dir(s.path); dir != "." {
		return dir
	}
	return ""
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// imports are the import paths of the file.
func (s source) imports() (paths []string) {
	for _, spec := range s.file.Imports {
		paths = append(paths, strings.Trim(spec.Path.Value, `"`))
	}
	return paths
}

// tree reads every file below the top but those of version control.
func tree(t *testing.T) files {
	t.Helper()
	all := files{}
	err := fs.WalkDir(os.DirFS("."), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case entry.Type().IsRegular():
			all[name], err = os.ReadFile(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sources parses the Go files; those in testdata, which are no part of the house, if asked for.
func sources(t *testing.T, all files, testdata bool) (parsed []source) {
	t.Helper()
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !strings.HasSuffix(name, ".go") || strings.Contains("/"+name, "/testdata/") && !testdata {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, all[name], parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, source{name, file})
	}
	return parsed
}

// rooms are the packages of ui other than the root model, and what each may import of ours besides
// itself. A room also means the packages below it.
var rooms = map[string][]string{
	"ui/kit":     {},
	"ui/guide":   {"ui/kit"},
	"ui/intake":  {"model"},
	"ui/report":  {"store", "model"},
	"ui/room":    {"ui/kit", "store", "model"},
	"ui/plain":   {"ui/kit", "ui/room", "ui/start", "ui/report", "store", "model"},
	"ui/journal": {"ui/kit", "ui/room", "store", "model"},
	"ui/people":  {"ui/kit", "ui/room", "ui/journal", "ui/report", "store", "model"},
	"ui/plan":    {"ui/kit", "ui/room", "store", "model"},
	"ui/ready":   {"ui/kit", "ui/room", "ui/people", "ui/plan", "store", "model"},
	"ui/today":   {"ui/kit", "ui/room", "ui/journal", "ui/people", "ui/plan", "ui/sync/disputes", "store", "model"},
	"ui/topics":  {"ui/kit", "ui/room", "ui/people", "ui/plan", "ui/today", "store", "model"},
	"ui/notes":   {"ui/kit", "ui/room", "ui/journal", "ui/people", "store", "model"},
	"ui/review":  {"ui/kit", "ui/room", "ui/journal", "ui/people", "ui/report", "ui/sync/disputes", "store", "model"},
	"ui/sync":    {"ui/kit", "ui/room", "ui/lock", "ui/people", "store", "model"},
	"ui/lock":    {"ui/kit", "ui/room", "store", "model"},
	"ui/start":   {"ui/kit", "ui/room", "ui/lock", "ui/people", "ui/intake", "store", "model"},
	"ui/demo":    {"store", "model"},
	"ui/command": {"ui", "store", "model"},
}

func under(dir, room string) bool { return dir == room || strings.HasPrefix(dir, room+"/") }

// level is how far up the hill a package is: model 0, store 1, ui 2, main 3; -1: not in the house.
func level(dir string) int {
	switch top, _, _ := strings.Cut(dir, "/"); top {
	case "":
		return 3
	default:
		return slices.Index([]string{"model", "store", "ui"}, top)
	}
}

// mayImport says whether one package may import another. Tests may look into any room on their level.
func mayImport(from, to string, test bool) bool {
	switch {
	case level(from) < 0 || level(to) < 0 || level(to) > level(from):
		return false
	case from == "" || test || level(from) < 2:
		return true
	case from == "ui":
		return !under(to, "ui/command")
	}
	for room, others := range rooms {
		if under(from, room) {
			return under(to, room) || slices.ContainsFunc(others, func(other string) bool { return under(to, other) })
		}
	}
	return false
}

// supports are the packages that only tests may import: those that import testing themselves.
func supports(house []source) map[string]bool {
	dirs := map[string]bool{}
	for _, s := range house {
		if !s.isTest() && slices.Contains(s.imports(), "testing") {
			dirs[s.dir()] = true
		}
	}
	return dirs
}

func importsRunDownhill(t *testing.T, all files) (complaints []string) {
	house := sources(t, all, false)
	onlyTests := supports(house)
	for _, s := range house {
		if room := s.dir(); level(room) < 0 {
			complaints = append(complaints, s.path+": stands outside the house")
		}
		for _, imported := range s.imports() {
			to, ours := strings.CutPrefix(imported, "rollbook/")
			if !ours {
				continue
			}
			if onlyTests[to] && !s.isTest() && !onlyTests[s.dir()] {
				complaints = append(complaints, fmt.Sprintf("%s: imports %s, which is for tests only", s.path, to))
			}
			if !mayImport(s.dir(), to, s.isTest()) {
				complaints = append(complaints, fmt.Sprintf("%s: may not import %s", s.path, to))
			}
		}
	}
	return complaints
}

var topLevel = []string{"LICENSE", "README.md", "go.mod", "go.sum", "main.go", "main_test.go", "model", "store", "ui"}

// topLevelIsExact looks at names that aren't hidden and that .gitignore doesn't name as /NAME.
func topLevelIsExact(_ *testing.T, all files) (complaints []string) {
	have := map[string]bool{}
	for name := range all {
		top, _, _ := strings.Cut(name, "/")
		ignored := slices.Contains(strings.Split(string(all[".gitignore"]), "\n"), "/"+top)
		have[top] = !strings.HasPrefix(top, ".") && !ignored
	}
	for _, name := range topLevel {
		if !have[name] {
			complaints = append(complaints, name+": missing at the top level")
		}
		delete(have, name)
	}
	for name, counts := range have {
		if counts {
			complaints = append(complaints, name+": does not belong to the top level")
		}
	}
	return complaints
}

func packagesHaveComments(t *testing.T, all files) (complaints []string) {
	commented := map[string]bool{}
	for _, s := range sources(t, all, true) {
		if !s.isTest() {
			commented[s.dir()] = commented[s.dir()] || s.file.Doc.Text() != ""
		}
	}
	for dir, ok := range commented {
		if !ok {
			complaints = append(complaints, fmt.Sprintf("package in %q: has no package comment", dir))
		}
	}
	return complaints
}

// clockIsAParameter also takes Since and Until of package time for what they are: Now in disguise.
func clockIsAParameter(t *testing.T, all files) (complaints []string) {
	house := sources(t, all, false)
	onlyTests := supports(house)
	for _, s := range house {
		if s.isTest() || s.path == "main.go" || onlyTests[s.dir()] {
			continue
		}
		name := ""
		for _, spec := range s.file.Imports {
			switch {
			case spec.Path.Value != `"time"`:
			case spec.Name == nil:
				name = "time"
			case spec.Name.Name == ".":
				complaints = append(complaints, s.path+": imports time with a dot, which hides the clock")
			default:
				name = spec.Name.Name
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && slices.Contains([]string{"Now", "Since", "Until"}, sel.Sel.Name) {
				if x, ok := sel.X.(*ast.Ident); ok && name != "" && x.Name == name {
					complaints = append(complaints, fmt.Sprintf("%s: reads the clock by time.%s", s.path, sel.Sel.Name))
				}
			}
			return true
		})
	}
	return complaints
}

// oldScreens are the modules that charm.land's v2 replaced.
var oldScreens = regexp.MustCompile(`^(github\.com/charmbracelet/(bubbletea|bubbles|lipgloss)|charm\.land/(bubbletea|bubbles|lipgloss))(/|$)`)

func screensAreV2(t *testing.T, all files) (complaints []string) {
	for _, s := range sources(t, all, true) {
		for _, imported := range s.imports() {
			if isOldScreen(imported) {
				complaints = append(complaints, fmt.Sprintf("%s: imports %s, not charm.land's v2", s.path, imported))
			}
		}
	}
	return complaints
}

func isOldScreen(imported string) bool {
	return oldScreens.MatchString(imported) && !regexp.MustCompile(`^charm\.land/[a-z]+/v2(/|$)`).MatchString(imported)
}

var privatePath = regexp.MustCompile(`(^|[^\w.~-])(/(home|Users|root|work)/[\w.]|[A-Za-z]:\\{1,2}Users\\)`)

// madeUpHome is the home of nobody, which examples of paths use.
var madeUpHome = regexp.MustCompile(`(?i)(/home/jo|[A-Z]:\\{1,2}Users\\{1,2}jo|Users/jo)\b`)

// pathsArePublic looks for places on somebody's own machine.
func pathsArePublic(_ *testing.T, all files) (complaints []string) {
	for name, content := range all {
		if !utf8.Valid(content) || bytes.IndexByte(content, 0) >= 0 {
			continue
		}
		lines := bufio.NewScanner(bytes.NewReader(content))
		lines.Buffer(nil, len(content)+1)
		for n := 1; lines.Scan(); n++ {
			if privatePath.MatchString(madeUpHome.ReplaceAllString(lines.Text(), "")) {
				complaints = append(complaints, fmt.Sprintf("%s:%d: names a private path", name, n))
			}
		}
	}
	return complaints
}

// rules are all of them, by what holds.
var rules = map[string]func(*testing.T, files) []string{
	"ImportsRunDownhill": importsRunDownhill, "TopLevelIsExact": topLevelIsExact,
	"PackagesHaveComments": packagesHaveComments, "ClockIsAParameter": clockIsAParameter,
	"ScreensAreV2": screensAreV2, "PathsArePublic": pathsArePublic,
}

func TestHouse(t *testing.T) {
	all := tree(t)
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			for _, complaint := range rule(t, all) {
				t.Error(complaint)
			}
		})
	}
}

// TestProgramLinksNoTestSupport looks at everything that the program is made of, of others as well.
func TestProgramLinksNoTestSupport(t *testing.T) {
	list := exec.Command("go", "list", "-deps", ".")
	list.Stderr = os.Stderr
	text, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	linked := strings.Fields(string(text))
	if !slices.Contains(linked, "charm.land/bubbletea/v2") {
		t.Error("the program does not link Bubble Tea: is this the list of what it links?")
	}
	onlyTests := supports(sources(t, tree(t), false))
	for _, one := range linked {
		if isOldScreen(one) || onlyTests[strings.TrimPrefix(one, "rollbook/")] ||
			slices.Contains([]string{"github.com/creack/pty", "github.com/charmbracelet/x/vt", "pgregory.net/rapid"}, one) {
			t.Errorf("the program links %s", one)
		}
	}
}

func TestEachRuleSeesWhatBreaksIt(t *testing.T) {
	const kitPty, mains = "package pty\nimport _ \"testing\"", "LICENSE README.md go.mod go.sum main.go main_test.go model/m.go store/s.go ui/u.go"
	importing := func(paths ...string) string {
		return "package p\nimport (\n_ \"" + strings.Join(paths, "\"\n_ \"") + "\"\n)\n"
	}
	cases := []struct {
		rule, path, content string
		bad                 bool
	}{
		{"ImportsRunDownhill", "main.go", importing("rollbook/ui/command", "rollbook/store"), false},
		{"ImportsRunDownhill", "model/m.go", importing("fmt", "rollbook/model/course"), false},
		{"ImportsRunDownhill", "model/m.go", importing("rollbook/store"), true},
		{"ImportsRunDownhill", "model/m_test.go", importing("rollbook/ui/kit"), true},
		{"ImportsRunDownhill", "store/oplog/s.go", importing("rollbook/model", "rollbook/store/seal"), false},
		{"ImportsRunDownhill", "store/s.go", importing("rollbook/ui"), true},
		{"ImportsRunDownhill", "ui/u.go", importing("rollbook/ui/today", "rollbook/ui/kit", "rollbook/store"), false},
		{"ImportsRunDownhill", "ui/u.go", importing("rollbook/ui/command"), true},
		{"ImportsRunDownhill", "ui/command/c.go", importing("rollbook/ui", "rollbook/ui/report", "rollbook/ui/intake"), false},
		{"ImportsRunDownhill", "ui/kit/k.go", importing("rollbook/ui/kit/grid"), false},
		{"ImportsRunDownhill", "ui/kit/k.go", importing("rollbook/model"), true},
		{"ImportsRunDownhill", "ui/today/t.go", importing("rollbook/ui/kit", "rollbook/ui/room", "rollbook/ui/people", "rollbook/store", "rollbook/model"), false},
		{"ImportsRunDownhill", "ui/today/t.go", importing("rollbook/ui/notes"), true},
		{"ImportsRunDownhill", "ui/people/p.go", importing("rollbook/ui/today"), true},
		{"ImportsRunDownhill", "ui/intake/i.go", importing("rollbook/store"), true},
		{"ImportsRunDownhill", "ui/report/r.go", importing("rollbook/ui/kit"), true},
		{"ImportsRunDownhill", "ui/newroom/n.go", importing("rollbook/model"), true},
		{"ImportsRunDownhill", "extra/e.go", importing("fmt"), true},
		{"ImportsRunDownhill", "ui/today/t_test.go", importing("rollbook/ui/kit/pty"), false},
		{"ImportsRunDownhill", "ui/today/t.go", importing("rollbook/ui/kit/pty"), true},

		{"TopLevelIsExact", ".ci/run", "", false},
		{"TopLevelIsExact", "rollbook", "", false},
		{"TopLevelIsExact", "docs/plan.md", "", true},
		{"TopLevelIsExact", "Makefile", "", true},

		{"PackagesHaveComments", "model/a.go", "// Package a is it.\npackage a", false},
		{"PackagesHaveComments", "model/a.go", "//go:build linux\n\n// stray\n\npackage a", true},
		{"PackagesHaveComments", "ui/testdata/b/main.go", "package main", true},

		{"ClockIsAParameter", "main.go", "package p\nimport \"time\"\nvar n = time.Now()", false},
		{"ClockIsAParameter", "store/s_test.go", "package p\nimport \"time\"\nvar n = time.Now()", false},
		{"ClockIsAParameter", "ui/kit/pty/wait.go", "package p\nimport \"time\"\nvar n = time.Now()", false},
		{"ClockIsAParameter", "store/s.go", "package p\nimport \"time\"\nvar d = time.Second; var now func() time.Time; var n = now()", false},
		{"ClockIsAParameter", "store/s.go", "package p\nimport \"time\"\nvar n = time.Now()", true},
		{"ClockIsAParameter", "store/s.go", "package p\nimport \"time\"\nvar now = time.Now", true},
		{"ClockIsAParameter", "store/s.go", "package p\nimport clock \"time\"\nvar n = clock.Now()", true},
		{"ClockIsAParameter", "store/s.go", "package p\nimport . \"time\"\nvar n = Now()", true},
		{"ClockIsAParameter", "ui/u.go", "package p\nimport \"time\"\nfunc f(t time.Time) time.Duration { return time.Since(t) }", true},

		{"ScreensAreV2", "ui/u.go", importing("charm.land/bubbletea/v2", "charm.land/bubbles/v2/textinput", "github.com/charmbracelet/x/ansi"), false},
		{"ScreensAreV2", "ui/u.go", importing("github.com/charmbracelet/bubbletea"), true},
		{"ScreensAreV2", "ui/u_test.go", importing("github.com/charmbracelet/lipgloss/table"), true},
		{"ScreensAreV2", "ui/testdata/x/main.go", importing("charm.land/bubbletea"), true},

		{"PathsArePublic", "README.md", "see https://example.org/home/ann and ~/mine/x, a/root/b", false},
		{"PathsArePublic", "model/blob.bin", "\x00 /" + "home/ann/x", false},
		{"PathsArePublic", "README.md", "first\nin `/" + "home/ann/x`", true},
		{"PathsArePublic", ".ci/run", "cd /" + "work/main", true},
		{"PathsArePublic", "model/a.go", `package a; var p = "C:\\` + `Users\\ann"`, true},
	}
	for _, c := range cases {
		all := files{c.path: []byte(c.content)}
		switch c.rule {
		case "ImportsRunDownhill", "ClockIsAParameter":
			all["ui/kit/pty/pty.go"] = []byte(kitPty)
		case "TopLevelIsExact":
			all[".gitignore"] = []byte("*.prof\n/rollbook\n")
			for _, name := range strings.Fields(mains) {
				all[name] = nil
			}
		}
		if complaints := rules[c.rule](t, all); (len(complaints) > 0) != c.bad {
			t.Errorf("%s of %s %q says %q", c.rule, c.path, c.content, complaints)
		}
	}
	if complaints := topLevelIsExact(t, files{"main.go": nil}); len(complaints) != len(topLevel)-1 {
		t.Errorf("missing names are not all missed: %q", complaints)
	}
}
