package report_test

import (
	"errors"
	"io"
	"testing"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/report"
)

func TestCohortsAreLoadedOneAfterAnother(t *testing.T) {
	d := spring(t)
	d.cohort("Autumn round", model.DateOf(2026, 9, 7), people[:3])
	listed, err := d.book.Cohorts()
	if err != nil {
		t.Fatal(err)
	}
	var ids []model.ID
	for _, l := range listed {
		ids = append(ids, l.ID)
	}
	last := 0
	progress := func(rows int) {
		if rows < last {
			t.Errorf("%d rows after %d", rows, last)
		}
		last = rows
	}
	for _, form := range []report.Form{report.CSV, report.XLSX} {
		last = 0
		file := written(t, func(w io.Writer) error {
			return report.Marks(w, form, report.Loaded(d.book, ids), report.Options{Progress: progress})
		})
		if want := 12*16 + 3*16; last != want {
			t.Errorf("%s: progress ends at %d, not %d", form, last, want)
		}
		if form == report.CSV {
			if rows := readCSV(t, file); len(rows) != last+1 || rows[1][0] != "Spring round" || rows[last][0] != "Autumn round" {
				t.Errorf("%d rows, from %q to %q", len(rows)-1, rows[1][0], rows[last][0])
			}
		}
	}
}

func TestErrorOfACohortEndsTheExport(t *testing.T) {
	lost := errors.New("lost")
	broken := func(func(*store.Cohort) error) error { return lost }
	for _, form := range []report.Form{report.CSV, report.XLSX, report.PDF, report.HTML} {
		if err := report.Marks(io.Discard, form, broken, report.Options{}); !errors.Is(err, lost) {
			t.Errorf("%s: %v", form, err)
		}
	}
}

// narrow is a disk with room for so many bytes.
type narrow int

var errNoRoom = errors.New("no room")

func (n *narrow) Write(p []byte) (int, error) {
	if *n -= narrow(len(p)); *n < 0 {
		return 0, errNoRoom
	}
	return len(p), nil
}

func TestErrorOfTheDiskIsSaid(t *testing.T) {
	d := spring(t)
	for _, form := range []report.Form{report.CSV, report.XLSX, report.PDF, report.HTML} {
		room := narrow(1000)
		if err := report.Marks(&room, form, report.Only(d.c), report.Options{}); !errors.Is(err, errNoRoom) {
			t.Errorf("%s: %v", form, err)
		}
	}
}
