package store

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	bolt "go.etcd.io/bbolt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// restoreSteps are the steps of a restore, as they name themselves.
var restoreSteps = []string{"before", "write", "amend", "verify", "aside", "take over"}

// restored closes a book, restores a backup in its place and opens it again.
func restored(t *testing.T, b *Book, backup string, secrets ...Secret) (*Book, Restored) {
	t.Helper()
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := Restore(b.Path(), backup, b.world, secrets...)
	if err != nil {
		t.Fatal(err)
	}
	again, err := openWithAny(b.Path(), b.world, secrets)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { again.Close() })
	if again.logged != out.Gestures {
		t.Errorf("it has %d gestures, said to be %d", again.logged, out.Gestures)
	}
	return again, out
}

func TestARestoredBookIsAsTheBackupAndTheOneThereIsKept(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	later := reload(t, c)
	save(t, later, oplog.Single, later.EditMark(later.People[0], later.Blocks[1].ID, model.Plain(model.Present)))
	if err := b.KeepDraft("day 2", "begun since"); err != nil {
		t.Fatal(err)
	}
	again, out := restored(t, b, path)
	holds(t, again, c)
	if draft, err := again.Draft("day 2"); err != nil || draft != "begun since" {
		t.Errorf("what was being written is %q, %v", draft, err)
	}
	if again.device != b.device || again.incarnation == b.incarnation || again.author != b.author || again.id != b.id {
		t.Error("it does not go on as a new incarnation of the same laptop")
	}
	if out.NewLaptop || out.Struck != 0 || out.Unread || out.Encrypted || filepath.Base(out.Aside) != "kept-2026-03-02.book" {
		t.Errorf("%+v", out)
	}
	aside, err := Open(out.Aside, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer aside.Close()
	holds(t, aside, later)
	only(t, filepath.Dir(b.Path()), "roll.book", "roll.book.backups")
	only(t, backupsOf(b.Path()), "2026-03-02.book", "kept-2026-03-02.book")
	copied, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	now := openedAgain(t, again) // and again as it is
	holds(t, now, c)
	if still, err := os.ReadFile(path); err != nil || string(still) != string(copied) {
		t.Errorf("the backup was written to: %v", err)
	}
}

func TestUndoWalksOnAfterARestore(t *testing.T) {
	b, c := recorded(t)
	block := c.Blocks[1].ID
	save(t, c, oplog.Single, c.EditMark(c.People[0], block, model.Plain(model.Absent)))
	path := backedUp(t, b)
	save(t, c, oplog.Single, c.EditStrikeMark(c.People[0], c.Blocks[0].ID)...)
	again, out := restored(t, b, path)
	if out.Struck != 1 {
		t.Errorf("%+v", out)
	}
	u, err := again.PlanUndo()
	if err != nil {
		t.Fatal(err)
	}
	if u.What != "1 Maya Zaragoza: absent" || len(u.Passed) != 1 || u.Passed[0] != "what was struck stays struck" {
		t.Errorf("u takes back %q, passed %q", u.What, u.Passed)
	}
	if err := again.Save(u.Draft).Wait(); err != nil {
		t.Fatal(err)
	}
	now, err := again.Load(c.Cohort.ID)
	if err != nil || now.People[0].Cell(block).Mark.State != model.Unmarked {
		t.Errorf("it is marked %v, %v", now.People[0].Cell(block).Mark, err)
	}
	r, err := again.PlanRedo()
	if err != nil || r.What != u.What {
		t.Errorf("redo puts back %+v, %v", r, err)
	}
}

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

func TestOnAnotherLaptopTheBackupBecomesItsOwnBook(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	place := filepath.Join(t.TempDir(), "of", "another", "roll.book")
	out, err := Restore(place, path, b.world)
	if err != nil || !out.NewLaptop || out.Aside != "" || out.Gestures != b.logged {
		t.Fatalf("%+v, %v", out, err)
	}
	only(t, filepath.Dir(place), "roll.book")
	other, err := Open(place, b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	now, err := other.Load(c.Cohort.ID)
	if err != nil || now.People[0].Name != "Maya Zaragoza" || now.People[0].Cell(c.Blocks[0].ID).Remark != "her bus stood in the snow" {
		t.Errorf("%+v, %v", now, err)
	}
	if marked := now.People[1].Cell(c.Blocks[0].ID); marked.Mark.State != model.Absent || marked.By != "Asha" || marked.Device == "this laptop" {
		t.Errorf("the mark is %+v", marked)
	}
	if other.device == b.device || other.incarnation == b.incarnation || other.id != b.id {
		t.Error("it has the other laptop's key")
	}
	if author, err := other.Author(); err != nil || author != "" {
		t.Errorf("%q marks on it, %v", author, err)
	}
	if err := other.SetAuthor("asha"); err != nil {
		t.Fatal(err)
	}
	if author, err := other.Author(); err != nil || author != "Asha" {
		t.Errorf("%q marks on it, %v", author, err)
	}
}

func TestABackupOfAnotherBookIsNotPutInItsPlace(t *testing.T) {
	b, _ := recorded(t)
	path := backedUp(t, b)
	other, c := recorded(t)
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(other.Path(), path, b.world)
	if !errors.Is(err, ErrOtherBook) || !strings.Contains(err.Error(), "--book") {
		t.Errorf("restored: %v", err)
	}
	if _, err := CompareBackup(other.Path(), path, b.world); !errors.Is(err, ErrOtherBook) {
		t.Errorf("compared: %v", err)
	}
	holds(t, openedAgain(t, other), c)
}

func TestWhatCantBeRestoredLeavesTheBookAsItIs(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	folder := t.TempDir()
	made := func(name string, change func(data []byte) []byte) string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		place := filepath.Join(folder, name)
		if err := os.WriteFile(place, change(data), 0o600); err != nil {
			t.Fatal(err)
		}
		return place
	}
	spoiled := made("spoiled", func(data []byte) []byte { return data })
	spoil(t, spoiled)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]struct {
		path string
		want error
	}{
		"a changed value":   {spoiled, ErrBadBackup},
		"a cut off file":    {made("cut", func(data []byte) []byte { return data[:len(data)-9000] }), ErrBadBackup},
		"an empty file":     {made("empty", func([]byte) []byte { return nil }), ErrBadBackup},
		"some other file":   {made("other", func([]byte) []byte { return []byte("name,email\nMaya,maya@example.org\n") }), ErrBadBackup},
		"nothing":           {filepath.Join(folder, "nothing"), ErrNoBackup},
		"the book itself":   {b.Path(), nil},
		"a folder":          {folder, ErrBadBackup},
		"a damaged headers": {made("head", func(data []byte) []byte { data[30] ^= 1; return data }), ErrBadBackup},
	} {
		if _, err := Restore(b.Path(), bad.path, b.world); err == nil || bad.want != nil && !errors.Is(err, bad.want) || errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
	holds(t, openedAgain(t, b), c)
	only(t, filepath.Dir(b.Path()), "roll.book", "roll.book.backups")
}

func TestABackupWithAPassphraseNeedsIt(t *testing.T) {
	b, c := recorded(t)
	code := set(t, b, firstPass)
	path := backedUp(t, b)
	if _, err := b.ChangePassphrase(Secret(firstPass), Secret(secondPass), newCode(t, b)); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	for _, secrets := range [][]Secret{nil, {Secret("wrong")}, {Secret(firstPass)}, {Secret(secondPass)}, {Secret(firstPass), Secret("wrong")}} {
		if _, err := Restore(b.Path(), path, b.world, secrets...); !errors.Is(err, ErrLocked) && !errors.Is(err, ErrWrong) {
			t.Errorf("with %q: %v", secrets, err)
		}
	}
	out, err := Restore(b.Path(), path, b.world, Secret(secondPass), code)
	if err != nil || !out.Encrypted {
		t.Fatalf("%+v, %v", out, err)
	}
	if _, err := OpenWith(b.Path(), b.world, Secret(firstPass)); !errors.Is(err, ErrWrong) {
		t.Errorf("the passphrase before opens it: %v", err)
	}
	again, err := OpenWith(b.Path(), b.world, Secret(secondPass))
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	holds(t, again, c)
}

func TestAPlainBackupIsSealedAsTheBookIs(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	set(t, b, firstPass)
	again, out := restored(t, b, path, Secret(firstPass))
	if !out.Encrypted || !again.Encrypted() {
		t.Errorf("%+v", out)
	}
	holds(t, again, c)
	data, err := os.ReadFile(b.Path())
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"Zaragoza", "snow", "Asha"} {
		if strings.Contains(string(data), word) {
			t.Errorf("%q is in the restored file", word)
		}
	}
}

func TestWhereAStepOfARestoreFailsTheBookIsAsItWas(t *testing.T) {
	for _, step := range restoreSteps {
		for _, cause := range []error{syscall.EIO, syscall.ENOSPC} {
			b, c := recorded(t)
			path := backedUp(t, b)
			save(t, c, oplog.Single, c.EditRemark(c.People[1], c.Blocks[0].ID, "since"))
			if err := b.Close(); err != nil {
				t.Fatal(err)
			}
			r := &restoring{path: b.Path(), backup: path, world: b.world, keys: &keychain{}, step: func(name string) error {
				if name == step {
					return cause
				}
				return nil
			}}
			if err := r.run(); !errors.Is(err, cause) {
				t.Errorf("%s: %v", step, err)
			}
			again := openedAgain(t, b)
			holds(t, again, c)
			if step != "before" {
				only(t, filepath.Dir(b.Path()), "roll.book", "roll.book.backups")
			}
			if err := again.BeforeRisky(); err != nil { // takes away what is half done
				t.Error(err)
			}
			if all, err := again.Backups(); err != nil || len(all) == 0 || !all[0].OK || all[len(all)-1].Kept {
				t.Errorf("%s: the backups are %+v, %v", step, all, err)
			}
		}
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

func TestABackupIsComparedInGestures(t *testing.T) {
	b, c := recorded(t)
	path := backedUp(t, b)
	had := b.logged
	for i := range 3 {
		save(t, c, oplog.Single, c.EditMark(c.People[i%2], c.Blocks[1+i].ID, model.Plain(model.Present)))
	}
	newest := reload(t, c)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := CompareBackup(b.Path(), path, b.world)
	if err != nil {
		t.Fatal(err)
	}
	if got.Cohorts != 1 || got.People != 2 || got.Backup.Gestures != had || got.InBook != had+3 || got.OnlyInBook != 3 || got.OnlyInBackup != 0 ||
		got.NoBook || got.Lost != "" || !got.Newest.Before(got.NewestInBook) {
		t.Errorf("%+v", got)
	}
	out, err := Restore(b.Path(), path, b.world)
	if err != nil {
		t.Fatal(err)
	}
	if back, err := CompareBackup(b.Path(), out.Aside, b.world); err != nil || back.OnlyInBackup != 3 || back.OnlyInBook != 0 {
		t.Errorf("the book kept aside: %+v, %v", back, err)
	}
	if none, err := CompareBackup(filepath.Join(t.TempDir(), "none"), path, b.world); err != nil || !none.NoBook || none.Backup.Gestures != had {
		t.Errorf("without a book: %+v, %v", none, err)
	}
	// The book kept aside can take the restored one's place again.
	if _, err := Restore(b.Path(), out.Aside, b.world); err != nil {
		t.Fatal(err)
	}
	holds(t, openedAgain(t, b), newest)
	if _, err := Restore(b.Path(), path, b.world); !errors.Is(err, ErrBusy) {
		t.Errorf("while the book is open: %v", err)
	}
}
