package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rollbook/store/oplog"
)

func TestWhatIsStruckIsTakenOutOfTheBackups(t *testing.T) {
	for _, pass := range []string{"", firstPass} {
		b, c := recorded(t)
		if pass != "" {
			set(t, b, pass)
		}
		save(t, c, oplog.Single, c.EditRemark(c.People[1], c.Blocks[0].ID, "said in confidence"))
		if err := b.BeforeRisky(); err != nil {
			t.Fatal(err)
		}
		folder := backupsOf(b.Path())
		if err := os.WriteFile(filepath.Join(folder, "2026-01-01.book"), []byte("no book"), 0o600); err != nil {
			t.Fatal(err)
		}
		before, err := b.Backups()
		if err != nil {
			t.Fatal(err)
		}
		save(t, c, oplog.Single, c.EditStrikeMark(c.People[1], c.Blocks[0].ID)...)
		done, err := b.StrikeBackups()
		if err != nil || done.Resealed != len(before)-1 || len(done.Left) != 1 || filepath.Base(done.Left[0]) != "2026-01-01.book" {
			t.Errorf("%+v, %v", done, err)
		}
		after, err := b.Backups()
		if err != nil || len(after) != len(before) {
			t.Fatal(after, err)
		}
		for i, info := range after {
			if was := before[i]; info.OK != was.OK || info.Gestures != was.Gestures || !info.At.Equal(was.At) || info.Path != was.Path {
				t.Errorf("%+v was %+v", info, was)
			}
		}
		backup, err := openWithAny(after[0].Path, b.world, []Secret{Secret(pass)})
		if err != nil {
			t.Fatal(err)
		}
		now, err := backup.Load(c.Cohort.ID)
		if err != nil || now.People[1].Cell(c.Blocks[0].ID).Remark != "" || now.People[0].Cell(c.Blocks[0].ID).Remark != "her bus stood in the snow" {
			t.Errorf("%+v, %v", now, err)
		}
		if err := backup.Close(); err != nil {
			t.Fatal(err)
		}
		if pass == "" {
			for _, text := range textsIn(t, backup) {
				if strings.Contains(text, "confidence") {
					t.Errorf("%q is still there", text)
				}
			}
		}
		if half, _ := filepath.Glob(filepath.Join(folder, besidePrefix+"*")); len(half) > 0 {
			t.Errorf("%q are left", half)
		}
		// The text is struck in a book restored from it, and nothing is missed.
		again, out := restored(t, b, after[0].Path, Secret(pass))
		if out.Struck != 1 {
			t.Errorf("%+v", out)
		}
		if restored, err := again.Load(c.Cohort.ID); err != nil || restored.People[1].Cell(c.Blocks[0].ID).Remark != "" {
			t.Errorf("%v", err)
		}
	}
}
