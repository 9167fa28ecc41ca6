package store

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"rollbook/store/oplog"
)

// backUpUntilKilled saves gestures, makes a backup into the rotation and one over the same file, and
// restores that one, without end. It says each gesture that is promised, each backup that was made,
// and each restore before it begins and after it.
func backUpUntilKilled(path string) error {
	fmt.Println("ready")
	for n := 0; ; n++ {
		b, err := Open(path, roleWorld())
		if err != nil {
			return err
		}
		list, err := b.Cohorts()
		if err != nil {
			return err
		}
		c, err := b.Load(list[0].ID)
		if err != nil {
			return err
		}
		for i := range 3 {
			d, err := c.Form(oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, fmt.Sprint(n, i, time.Now())))
			if err != nil {
				return err
			}
			c.Apply(d)
			if err := b.Save(d).Wait(); err != nil {
				return err
			}
			fmt.Println("gesture", d.Gesture.ID)
		}
		if _, err := b.Backup(path+".copy", true); err != nil {
			return err
		}
		fmt.Println("backup", b.logged)
		if err := b.Close(); err != nil {
			return err
		}
		fmt.Println("restoring")
		if _, err := Restore(path, path+".copy", roleWorld()); err != nil {
			return err
		}
		fmt.Println("restored")
	}
}

// TestAKillInABackupOrARestoreLosesNothing kills at random moments. Whatever was promised is in the
// book; every backup is a good one; and half a file lies about no longer than until the next backup.
func TestAKillInABackupOrARestoreLosesNothing(t *testing.T) {
	b, c := recorded(t)
	b.Close()
	seed := uint64(time.Now().UnixNano())
	chance := rand.New(rand.NewPCG(seed, 3))
	told := map[string]int{}
	enough := func() bool {
		return told["backup"] > 0 && told["restored"] > 0 && told["restoring"] > told["restored"]
	}
	for kill := 0; kill < fewer(60) || kill < 100 && !enough(); kill++ {
		most := 120_000 * (1 + kill/20) // a slow machine needs longer to get anywhere
		said := killedWhile(t, "back up until killed", b.Path(), time.Duration(chance.IntN(most))*time.Microsecond)
		fail := func(format string, args ...any) {
			t.Helper()
			t.Fatalf("kill %d of seed %d, after %q: %s", kill, seed, said, fmt.Sprintf(format, args...))
		}
		again, err := Open(b.Path(), b.world)
		if err != nil {
			fail("%v", err)
		}
		there := map[string]bool{}
		for _, id := range logged(t, again) {
			there[id.String()] = true
		}
		for _, line := range said {
			what, id, _ := strings.Cut(line, " ")
			if told[what]++; what == "gesture" && !there[id] {
				fail("gesture %s was promised and is gone", id)
			}
		}
		if _, err := again.Load(c.Cohort.ID); err != nil {
			fail("%v", err)
		}
		if told["backup"] > 0 {
			if _, err := examine(b.Path()+".copy", again.ownSealer); err != nil {
				fail("the backup: %v", err)
			}
		}
		if _, err := again.Backup(b.Path()+".copy", true); err != nil {
			fail("%v", err)
		}
		if err := again.BeforeRisky(); err != nil {
			fail("%v", err)
		}
		all, err := again.Backups()
		if err != nil || !all[0].OK {
			fail("%+v, %v", all, err)
		}
		for _, info := range all {
			if !info.OK {
				fail("%+v", info)
			}
		}
		for _, folder := range []string{filepath.Dir(b.Path()), backupsOf(b.Path())} {
			if half, _ := filepath.Glob(filepath.Join(folder, besidePrefix+"*")); len(half) > 0 {
				fail("%q were left", half)
			}
		}
		if err := again.Close(); err != nil {
			t.Fatal(err)
		}
		os.RemoveAll(backupsOf(b.Path())) // each restore keeps a book
	}
	if !enough() {
		t.Errorf("%v: too little was tried", told)
	}
}

// killedWhile lets a program play a role for a while after its first words, kills it, and returns what
// it said.
func killedWhile(t *testing.T, role, path string, after time.Duration) (said []string) {
	t.Helper()
	cmd := inRole(role, path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	if first, err := lines.ReadString('\n'); first != "ready\n" {
		t.Fatalf("it began with %q: %v", first, err)
	}
	timer := time.AfterFunc(after, func() { cmd.Process.Kill() })
	defer timer.Stop()
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF {
			break // a line cut short by the kill is no promise
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, "failed") {
			t.Fatal(line)
		}
		said = append(said, line[:len(line)-1])
	}
	cmd.Wait()
	return said
}
