package ui_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// stick is an image of a FAT file system that is mounted, and pulled out as people do: without a word to
// the system before.
type stick struct {
	t     *testing.T
	image string
	at    string // where it is mounted
	fuse  *exec.Cmd
}

// newStick formats one, and skips the test where none can be mounted.
func newStick(t *testing.T) *stick {
	t.Helper()
	format, err := exec.LookPath("mkfs.vfat")
	if err != nil {
		format = "/usr/sbin/mkfs.vfat"
	}
	s := &stick{t: t, image: filepath.Join(t.TempDir(), "stick.img"), at: filepath.Join(t.TempDir(), "STICK")}
	if err := os.Mkdir(s.at, 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := os.Create(s.image)
	if err == nil {
		err = f.Truncate(64 << 20)
	}
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	if out, err := exec.Command(format, s.image).CombinedOutput(); err != nil {
		t.Skipf("no FAT image can be made here: %v %s", err, out)
	}
	if why := s.mount(); why != "" {
		t.Skipf("no FAT image can be mounted here: %s", why)
	}
	t.Cleanup(func() { s.letGo() })
	return s
}

// mount puts it in: by the system, or by fusefat where the system doesn't know FAT. It says why it can't.
func (s *stick) mount() (why string) {
	out, err := exec.Command("mount", "-t", "vfat", "-o", "loop", s.image, s.at).CombinedOutput()
	if err == nil {
		return ""
	}
	fusefat, missing := exec.LookPath("fusefat")
	if missing != nil {
		return fmt.Sprintf("mount: %s and fusefat is not installed", strings.TrimSpace(string(out)))
	}
	s.fuse = exec.Command(fusefat, "-f", "-o", "rw+", s.image, s.at)
	if err := s.fuse.Start(); err != nil {
		return fmt.Sprintf("mount: %s; fusefat: %v", strings.TrimSpace(string(out)), err)
	}
	for range 200 {
		if mounts, err := os.ReadFile("/proc/mounts"); err == nil && strings.Contains(string(mounts), " "+s.at+" ") {
			return ""
		}
		time.Sleep(10 * time.Millisecond)
	}
	_ = s.fuse.Process.Kill()
	_ = s.fuse.Wait()
	return fmt.Sprintf("mount: %s; fusefat does not mount it", strings.TrimSpace(string(out)))
}

// pull takes it out at once: what is on it is what had reached it.
func (s *stick) pull() {
	s.t.Helper()
	if s.fuse == nil {
		there, err := os.ReadFile(s.image) // as it is now; what the system still holds back is lost
		if err == nil {
			err = os.WriteFile(s.image+".pulled", there, 0o600)
		}
		if err != nil {
			s.t.Fatal(err)
		}
		s.letGo()
		if err := os.Rename(s.image+".pulled", s.image); err != nil {
			s.t.Fatal(err)
		}
		return
	}
	s.letGo()
}

func (s *stick) letGo() {
	if s.fuse != nil {
		_ = s.fuse.Process.Kill()
		_ = s.fuse.Wait()
		s.fuse = nil
		_ = exec.Command("fusermount", "-u", "-z", s.at).Run()
	}
	_ = exec.Command("umount", "-l", s.at).Run()
}

// plugIn is mount for a stick that was mounted before.
func (s *stick) plugIn() {
	s.t.Helper()
	if why := s.mount(); why != "" {
		s.t.Fatalf("the stick can't be mounted again: %s", why)
	}
}

// TestStickPulledOutHalfway is two laptops and an office that have only a stick, which is pulled out
// at any moment of their syncs.
func TestStickPulledOutHalfway(t *testing.T) {
	s := newStick(t)
	target := filepath.Join(s.at, "rollbook")
	all := met(t, target, nil, "Ben", "Robin")
	rounds := 12
	if testing.Short() {
		rounds = 3
	}
	for n := range rounds {
		l := all[n%3]
		l.run("mark", "--day", fmt.Sprint(1+n%3), "--row", fmt.Sprint(1+n%9), []string{"present", "absent"}[n%2])
		sync := l.start("sync")
		time.Sleep(time.Duration(n*53%80) * time.Millisecond)
		s.pull()
		if code := sync.Exit(); code > 1 {
			t.Fatalf("pulled out after %d ms: exit code %d:\n%s", n*53%80, code, sync.Screen())
		}
		if out, errs, code := l.try("sync"); code != 1 || strings.Count(errs, "\n") != 1 {
			t.Errorf("without the stick: exit code %d, %q, %q", code, out, errs)
		}
		if _, err := os.Stat(target); !os.IsNotExist(err) {
			t.Fatalf("something was written where the stick would be: %v", err)
		}
		s.plugIn()
	}
	heal(t, all...)
	for n := range rounds {
		for _, m := range all[2].marks() {
			if m.Day == 1+n%3 && m.Row == 1+n%9 && m.State == "unmarked" {
				t.Errorf("day %d row %d is not marked any more", m.Day, m.Row)
			}
		}
	}
}
