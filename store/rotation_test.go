package store

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store/oplog"
)

func TestNamesOfBackupsHoldDatesOnly(t *testing.T) {
	for name, want := range map[string]backupName{
		"2026-03-04.book":        {date: model.DateOf(2026, 3, 4), n: 1},
		"2026-03-04-12.book":     {date: model.DateOf(2026, 3, 4), n: 12},
		"kept-2026-03-04.book":   {date: model.DateOf(2026, 3, 4), n: 1, kept: true},
		"kept-2026-03-04-2.book": {date: model.DateOf(2026, 3, 4), n: 2, kept: true},
	} {
		if got, ok := readBackupName(name); !ok || got != want || got.String() != name {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	for _, name := range []string{"", ".book", "2026-03-04", "2026-3-4.book", "2026-03-04-1.book", "2026-03-04-.book", "2026-03-04-02.book",
		"2026-03-04--2.book", "2026-02-30.book", "roll.book", "kept-.book", "2026-03-04.book.new", "2026-03-04x2.book", "2026-03-042.book"} {
		if got, ok := readBackupName(name); ok {
			t.Errorf("%q is taken for %+v", name, got)
		}
	}
}

// TestTheRotationKeepsDaysWeeksAndMonths uses a book on most of 400 days, some of them with several
// backups.
func TestTheRotationKeepsDaysWeeksAndMonths(t *testing.T) {
	first := model.DateOf(2026, 1, 1)
	var have []backupFile
	for day := range 400 {
		today := first + model.Date(day)
		if day%11 == 3 || day > 200 && day < 230 {
			continue // not used
		}
		for n := range 1 + day%3 {
			have = slices.Insert(have, 0, backupFile{backupName: backupName{date: today, n: n + 1}})
		}
		gone := notNeeded(have, today)
		have = slices.DeleteFunc(have, func(f backupFile) bool { return slices.Contains(gone, f) })
		if most := keptDays + keptWeeks + keptMonths + 2; len(have) > most {
			t.Fatalf("day %d: %d backups are kept", day, len(have))
		}
		if have[0].date != today || have[0].n != 1+day%3 {
			t.Fatalf("day %d: the newest is %v", day, have[0])
		}
	}
	last := have[0].date
	days, weeks, months := map[model.Date]int{}, map[int]bool{}, map[string]bool{}
	for _, f := range have {
		days[f.date]++
		weeks[weekOf(f.date)] = true
		months[f.date.String()[:7]] = true
	}
	used := 0
	for d := last; used < keptDays; d-- {
		if day := int(d - first); day%11 == 3 {
			continue
		}
		if used++; days[d] == 0 {
			t.Errorf("%s is not kept", d)
		}
	}
	for w := range keptWeeks {
		if !weeks[weekOf(last)-w] {
			t.Errorf("of the week %d before, none is kept", w)
		}
	}
	for back := range keptMonths {
		month := time.Date(2027, 2-time.Month(back), 1, 0, 0, 0, 0, time.UTC).Format("2006-01")
		if !months[month] {
			t.Errorf("of %s none is kept", month)
		}
	}
	for d, n := range days {
		if n > 1 && d != last {
			t.Errorf("%d are kept of %s", n, d)
		}
	}
}

func TestWeeksBeginOnMonday(t *testing.T) {
	sunday := model.DateOf(2026, 3, 1)
	if weekOf(sunday) == weekOf(sunday+1) || weekOf(sunday+1) != weekOf(sunday+7) || weekOf(-4) != weekOf(-10) || weekOf(-4) == weekOf(-3) {
		t.Error("a week does not begin on Monday")
	}
}

func TestABackupIsMadeOnceADayOfUse(t *testing.T) {
	b, c := recorded(t)
	folder := backupsOf(b.Path())
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b.world.Now = func() time.Time { return day }
	daily := func(want bool, names ...string) {
		t.Helper()
		if made, err := b.BackupDaily(); err != nil || made != want {
			t.Errorf("made: %v, %v", made, err)
		}
		only(t, folder, names...)
	}
	daily(true, "2026-03-02.book")
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("its folder has the mode %v, %v", info.Mode(), err)
	}
	daily(false, "2026-03-02.book")
	save(t, c, oplog.Single, c.EditMark(c.People[0], c.Blocks[1].ID, model.Plain(model.Present)))
	daily(false, "2026-03-02.book")
	day = day.AddDate(0, 0, 1)
	daily(true, "2026-03-02.book", "2026-03-03.book")
	day = day.AddDate(0, 0, 1) // on which nothing was done
	daily(false, "2026-03-02.book", "2026-03-03.book")
	spoil(t, filepath.Join(folder, "2026-03-03.book"))
	daily(false, "2026-03-02.book", "2026-03-03.book") // the spoiled value is not looked at
	if err := os.Truncate(filepath.Join(folder, "2026-03-03.book"), 9000); err != nil {
		t.Fatal(err)
	}
	daily(true, "2026-03-02.book", "2026-03-03.book", "2026-03-04.book")
	if all, err := b.Backups(); err != nil || !all[0].OK || all[0].Gestures != b.logged {
		t.Errorf("the newest is %+v, %v", all, err)
	}
}

func TestPruningLeavesWhatItCannotTellToBeABackupOfThisBook(t *testing.T) {
	b, c := recorded(t)
	folder := backupsOf(b.Path())
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	b.world.Now = func() time.Time { return at }
	next := func() {
		t.Helper()
		save(t, c, oplog.Single, c.EditRemark(c.People[0], c.Blocks[0].ID, at.String()))
		if made, err := b.BackupDaily(); err != nil || !made {
			t.Fatal(made, err)
		}
		at = at.AddDate(0, 0, 1)
	}
	next()
	next()
	next()
	if err := os.Truncate(filepath.Join(folder, "2026-03-02.book"), 5000); err != nil {
		t.Fatal(err)
	}
	other := newBook(t)
	if _, err := other.Backup(filepath.Join(folder, "2026-03-03.book"), true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"kept-2026-01-01.book", "2099-01-01.book", "letter.txt"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("something"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, besidePrefix+"half"+besideSuffix), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 14 {
		next()
	}
	only(t, folder, "2026-03-02.book", "2026-03-03.book", "2026-03-08.book", "2026-03-12.book", "2026-03-13.book", "2026-03-14.book",
		"2026-03-15.book", "2026-03-16.book", "2026-03-17.book", "2026-03-18.book", "2099-01-01.book", "kept-2026-01-01.book", "letter.txt")
}

func TestBeforeSomethingRiskyTheBookIsBackedUpAsItIs(t *testing.T) {
	b, c := recorded(t)
	if _, err := b.BackupDaily(); err != nil {
		t.Fatal(err)
	}
	save(t, c, oplog.Single, c.EditMark(c.People[0], c.Blocks[1].ID, model.Plain(model.Present)))
	if err := b.BeforeRisky(); err != nil {
		t.Fatal(err)
	}
	only(t, backupsOf(b.Path()), "2026-03-02-2.book", "2026-03-02.book")
	newest, err := Open(filepath.Join(backupsOf(b.Path()), "2026-03-02-2.book"), b.world)
	if err != nil {
		t.Fatal(err)
	}
	defer newest.Close()
	holds(t, newest, c)
}

func TestWithoutAFolderForItNothingRiskyIsDone(t *testing.T) {
	b, c := recorded(t)
	if err := os.WriteFile(backupsOf(b.Path()), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := b.BeforeRisky(); err == nil {
		t.Error("no backup was made")
	}
	if _, err := b.SetPassphrase(Secret(firstPass), newCode(t, b)); err == nil || b.Encrypted() {
		t.Errorf("a passphrase was set without a backup before: %v", err)
	}
	holds(t, b, c)
}

func TestAllBackupsGetThePassphraseTheOneMadeJustBeforeIncluded(t *testing.T) {
	b, c := recorded(t)
	if _, err := b.BackupDaily(); err != nil {
		t.Fatal(err)
	}
	rekeyed, err := b.SetPassphrase(Secret(firstPass), newCode(t, b))
	if err != nil || rekeyed.Resealed != 2 || len(rekeyed.Left) != 0 {
		t.Errorf("%+v, %v", rekeyed, err)
	}
	all, err := b.Backups()
	if err != nil || len(all) != 2 {
		t.Fatal(all, err)
	}
	for _, info := range all {
		if !info.OK || !info.Encrypted {
			t.Errorf("%+v", info)
		}
	}
	newest, err := OpenWith(all[0].Path, b.world, Secret(firstPass))
	if err != nil {
		t.Fatal(err)
	}
	defer newest.Close()
	holds(t, newest, c)
}
