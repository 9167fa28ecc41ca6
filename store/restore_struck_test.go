package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestWhatWasStruckSinceIsStruckInTheRestoredBook(t *testing.T) {
	b, c := recorded(t)
	save(t, c, oplog.Single, c.EditRemark(c.People[1], c.Blocks[0].ID, "said in confidence"))
	path := backedUp(t, b)
	changed := c.People[0].Trainee
	changed.Name = "Max Zaragoza"
	save(t, c, oplog.Single, c.EditName(c.People[0], changed, false)...)
	save(t, c, oplog.Single, c.EditRemark(c.People[1], c.Blocks[0].ID, "left out of the file"))
	save(t, c, oplog.Single, c.EditStrikeMark(c.People[1], c.Blocks[0].ID)...)
	again, out := restored(t, b, path)
	if out.Struck != 3 { // a name and two remarks, one of which the backup never had
		t.Errorf("%+v", out)
	}
	now, err := again.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	if got := now.People[0].Name; got != "Max Zaragoza" {
		t.Errorf("a person whose name was changed is called %q", got)
	}
	if got := now.People[1].Cell(c.Blocks[0].ID); got.Remark != "" || got.Waiting || len(got.Conflict) > 0 {
		t.Errorf("the remark is %+v", got)
	}
	if p := now.People[0]; p.Trainee.Name == "" || now.People[0].Cell(c.Blocks[0].ID).Remark != "her bus stood in the snow" {
		t.Errorf("%+v", p)
	}
	b = openedAgain(t, again)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for digest, text := range textsIn(t, b) {
		if strings.Contains(text, "Maya") || strings.Contains(text, "confidence") || strings.Contains(text, "left out") {
			t.Errorf("text %s is still there: %q", digest, text)
		}
	}
	if report, err := CheckBook(b.Path(), b.world, nil, nil); err != nil || len(report.Faults) > 0 {
		t.Errorf("a check finds %+v, %v", report, err)
	}
}

// textsIn are all texts in a closed book.
func textsIn(t *testing.T, b *Book) map[model.ID]string {
	t.Helper()
	again, err := Open(b.Path(), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	all := map[model.ID]string{}
	err = again.viewOnce(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(bucketTexts)).ForEach(func(key, sealed []byte) error {
			plain, err := openSealed(again.sealer, bucketTexts, key, sealed)
			all[model.ID(key)] = oplog.Text(plain).String()
			return err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAForgottenPersonStaysForgotten(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	d, err := b.PlanForget(c.People[0].Trainee.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	again, out := restored(t, b, path)
	if out.Struck == 0 {
		t.Errorf("%+v", out)
	}
	now, err := again.Load(c.Cohort.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range now.People {
		if strings.Contains(p.Name, "Maya") || p.Trainee.ID == c.People[0].Trainee.ID && p.Cell(c.Blocks[0].ID).Remark != "" {
			t.Errorf("%+v is back", p)
		}
	}
	if err := again.Close(); err != nil {
		t.Fatal(err)
	}
	for _, text := range textsIn(t, again) {
		if strings.Contains(text, "Maya") || strings.Contains(text, "snow") {
			t.Errorf("%q is still there", text)
		}
	}
	// A second restore of the same backup comes to the same.
	third, _ := restored(t, again, path)
	if now, err := third.Load(c.Cohort.ID); err != nil || strings.Contains(now.People[0].Name, "Maya") {
		t.Errorf("after another restore: %v", err)
	}
}

func TestADamagedBookIsKeptAndItsStrikesAreFound(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	d, err := b.PlanForget(c.People[0].Trainee.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Save(d).Wait(); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func([]byte) []byte{
		"a head page": func(data []byte) []byte { data[20] ^= 1; return data },
		"cut off":     func(data []byte) []byte { return data[:len(data)/2] },
		"gone":        func([]byte) []byte { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			place := filepath.Join(t.TempDir(), "roll.book")
			bad := damage(append([]byte{}, data...))
			if err := os.WriteFile(place, bad, 0o600); err != nil {
				t.Fatal(err)
			}
			if found, err := CompareBackup(place, path, b.world); err != nil || found.Lost == "" || name == "a head page" && (found.InBook != b.logged || found.OnlyInBook != 1) {
				t.Errorf("compared: %+v, %v", found, err)
			}
			out, err := Restore(place, path, b.world)
			if err != nil {
				t.Fatal(err)
			}
			if kept, err := os.ReadFile(out.Aside); err != nil || string(kept) != string(bad) {
				t.Errorf("it is not kept: %v", err)
			}
			again, err := Open(place, b.world)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			now, err := again.Load(c.Cohort.ID)
			if err != nil {
				t.Fatal(err)
			}
			forgotten := !strings.Contains(now.People[0].Name, "Maya")
			if forgotten == out.Unread && (forgotten || out.Unread) {
				t.Errorf("forgotten: %v, though it was read whole: %v", forgotten, !out.Unread)
			}
			if name == "a head page" && (!forgotten || again.device != b.device) {
				t.Error("what could be read was not")
			}
		})
	}
}
