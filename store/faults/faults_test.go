package faults

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// busyVariable has the test binary play the program that is watched, in the folder that it names.
const busyVariable = "ROLLBOOK_TEST_BUSY"

func TestMain(m *testing.M) {
	folder := os.Getenv(busyVariable)
	if folder == "" {
		os.Exit(m.Run())
	}
	if err := Submit(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	if err := busy(folder); err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// busy changes files in every way that is understood.
func busy(folder string) error {
	at := func(name string) string { return filepath.Join(folder, name) }
	f, err := os.Create(at("first"))
	if err != nil {
		return err
	}
	if _, err := f.WriteAt([]byte("abcdef"), 3); err != nil {
		return err
	}
	if _, err := f.WriteString("xyz"); err != nil {
		return err
	}
	if err := errors.Join(f.Truncate(2000), f.Truncate(1000), f.Sync(), f.Close()); err != nil {
		return err
	}
	fmt.Println("first")
	if err := os.WriteFile(at("second"), []byte(strings.Repeat("s", 700)), 0o600); err != nil {
		return err
	}
	from, err := os.Open(at("second"))
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(at("third"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := to.ReadFrom(from); err != nil {
		return err
	}
	if err := errors.Join(to.Close(), os.Link(at("third"), at("fourth")), os.Rename(at("third"), at("first")), os.Mkdir(at("below"), 0o700)); err != nil {
		return err
	}
	if err := errors.Join(os.WriteFile(at("below/fifth"), []byte("5"), 0o600), os.WriteFile(at("second"), []byte("short"), 0o600)); err != nil {
		return err
	}
	if err := os.Remove(at("nothing")); !errors.Is(err, os.ErrNotExist) {
		return errors.New("what is not there was removed")
	}
	if err := os.Remove(at("fourth")); err != nil {
		return err
	}
	in, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := in.Sync(); err != nil {
		return err
	}
	fmt.Println("done")
	return nil
}

// watched runs busy in a new folder. It is nil where the machine can't watch.
func watched(t *testing.T, judge func(int, Call) Verdict) (folder string, before *Disk, seen Recording, err error) {
	t.Helper()
	folder = t.TempDir()
	if before, err = Read(folder); err != nil {
		t.Fatal(err)
	}
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), busyVariable+"="+folder)
	program.Stderr = os.Stderr
	seen, err = Run(t, program, folder, judge)
	if errors.Is(err, ErrUnsupported) {
		t.Logf("not tried: %v", err)
	}
	return folder, before, seen, err
}

// found is what is in a folder.
func found(t *testing.T, folder string) map[string][]byte {
	t.Helper()
	d, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	return d.After(All, nil)
}

func same(a, b map[string][]byte) bool {
	return maps.EqualFunc(a, b, func(a, b []byte) bool { return string(a) == string(b) })
}

// What was watched, played to the model, gives what is in the folder: nothing was missed.
func TestWhatIsPlayedIsWhatHappened(t *testing.T) {
	folder, d, seen, err := watched(t, nil)
	if errors.Is(err, ErrUnsupported) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range seen {
		d.Do(c)
	}
	if is := found(t, folder); !same(d.After(None, nil), is) || len(is) != 3 {
		t.Errorf("played, it gives\n%.500q, and there is\n%.500q", d.After(None, nil), is)
	}
	if last := seen[len(seen)-1]; last.String() != `say "done\n"` {
		t.Errorf("the last is to %v", last)
	}
}

// Each call fails once, not done or half done, and that is what the program meets and what is played.
func TestEachCallCanFail(t *testing.T) {
	_, _, seen, err := watched(t, nil)
	if errors.Is(err, ErrUnsupported) {
		return
	}
	calls := slices.DeleteFunc(slices.Clone(seen), func(c Call) bool { return c.Op == Say })
	for n, c := range calls {
		for _, v := range []Verdict{{Errno: syscall.EIO}, {Errno: syscall.ENOSPC, After: true}, {Kill: true}} {
			folder, d, seen, err := watched(t, func(m int, _ Call) Verdict {
				if m == n {
					return v
				}
				return Verdict{}
			})
			if err == nil {
				t.Errorf("%v with %+v: the program ends well", c, v)
			}
			for _, c := range seen {
				d.Do(c)
			}
			if is := found(t, folder); !same(d.After(None, nil), is) {
				t.Errorf("%v with %+v: played, it gives\n%.500q, and there is\n%.500q", c, v, d.After(None, nil), is)
			}
			if v.Kill && len(seen) > n+2 {
				t.Errorf("%v: it goes on after a kill", c)
			}
		}
	}
}

func write(at int64, text string) Call { return Call{Op: Write, Name: "f", At: at, Data: []byte(text)} }

func TestAPowerCutLosesOnlyWhatWasNotSynced(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "f"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	chance := rand.New(rand.NewPCG(1, 2))
	can := func(want ...string) {
		t.Helper()
		got := map[string]bool{}
		for range 400 {
			for _, l := range Losses() {
				got[fmt.Sprintf("%s", d.After(l, chance))] = true
			}
		}
		all := slices.Sorted(maps.Keys(got))
		slices.Sort(want)
		if !slices.Equal(all, want) {
			t.Errorf("after a power cut there can be\n%s, want\n%s", strings.Join(all, "\n"), strings.Join(want, "\n"))
		}
	}
	can("map[f:old]")
	d.Do(write(0, "new"))
	can("map[f:old]", "map[f:new]")
	d.Do(Call{Op: Sync, Name: "."})
	can("map[f:old]", "map[f:new]")
	d.Do(Call{Op: Sync, Name: "f"})
	can("map[f:new]")
	d.Do(write(1, "a"))
	d.Do(write(2, "b"))
	can("map[f:new]", "map[f:naw]", "map[f:neb]", "map[f:nab]")
	d.Do(Call{Op: Sync, Name: "f", Failed: true})
	d.Do(Call{Op: Sync, Name: "f"}) // says nothing about what was in doubt
	can("map[f:new]", "map[f:naw]", "map[f:neb]", "map[f:nab]")
	d.Do(write(2, "b"))
	d.Do(Call{Op: Sync, Name: "f"})
	can("map[f:neb]", "map[f:nab]")
	d.Do(write(1, "ew"))
	d.Do(Call{Op: Sync, Name: "f"})
	can("map[f:new]")
	d.Do(Call{Op: Create, Name: "g"})
	d.Do(Call{Op: Write, Name: "g", Data: []byte("G")})
	can("map[f:new]", "map[f:new g:]", "map[f:new g:G]")
	d.Do(Call{Op: Sync, Name: "g"})
	can("map[f:new]", "map[f:new g:G]")
	d.Do(Call{Op: Rename, Name: "g", To: "f"})
	can("map[f:new]", "map[f:new g:G]", "map[f:G]")
	d.Do(Call{Op: Sync, Name: "."})
	can("map[f:G]")
	d.Do(Call{Op: Link, Name: "f", To: "h"})
	d.Do(Call{Op: Remove, Name: "f"})
	can("map[f:G]", "map[f:G h:G]", "map[h:G]")
	d.Do(Call{Op: Sync, Name: "."})
	d.Do(Call{Op: Resize, Name: "h", Size: 0})
	can("map[h:G]", "map[h:]")
}

func TestAWriteIsTornAtSectors(t *testing.T) {
	d := &Disk{names: map[string]*file{}}
	d.names["f"] = &file{start: []byte(strings.Repeat("o", 1536))}
	d.safe = maps.Clone(d.names)
	d.Do(write(256, strings.Repeat("n", 1024)))
	chance, torn := rand.New(rand.NewPCG(3, 4)), 0
	for range 200 {
		is := string(d.After(Torn, chance)["f"])
		pieces := []string{is[:256], is[256:512], is[512:1024], is[1024:1280], is[1280:]}
		for i, piece := range pieces {
			if whole := strings.Repeat(piece[:1], len(piece)); piece != whole || (i == 0 || i == 4) && piece[0] != 'o' {
				t.Fatalf("torn within a sector: %q", is)
			}
		}
		if pieces[1][0] != pieces[2][0] {
			torn++
		}
	}
	if torn == 0 {
		t.Error("it is never torn")
	}
}
