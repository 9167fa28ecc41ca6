package report

import (
	"bytes"
	"errors"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"

	"rollbook/model"
)

func TestTooManyRowsGoOnAnotherSheet(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	b := workbook{file: f, most: 3}
	if err := b.styles(); err != nil {
		t.Fatal(err)
	}
	tab := table{name: "marks", columns: []column{{"n", number, 5}}, rows: func(emit func([]cell) error) error {
		for i := range 7 {
			if err := emit([]cell{numberCell(-i)}); err != nil {
				return err
			}
		}
		return nil
	}}
	if err := b.table(tab, Options{}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := f.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	next := 0
	for _, name := range []string{"marks", "marks 2", "marks 3"} {
		rows, err := read.GetRows(name)
		if err != nil || len(rows) < 2 || rows[0][0] != "n" {
			t.Fatalf("%s: %q, %v", name, rows, err)
		}
		for _, row := range rows[1:] {
			if want := fmt.Sprint(-next); row[0] != want && row[0] != "0" {
				t.Errorf("%s: %q, not %s", name, row[0], want)
			}
			next++
		}
	}
	if next != 7 {
		t.Errorf("%d rows", next)
	}
}

func TestFontsHaveTheLettersOfTheRoom(t *testing.T) {
	k := newInk()
	for language, letters := range map[string]string{
		"French": "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ", "Spanish": "ÁÉÍÑÓÚÜáéíñóúü¿¡", "Vietnamese": "ĂẠẢÃẤẦẨẪẬẮẰẲẴẶĐÊẸẺẼẾỀỂỄỆỈĨỊƠỚỜỞỠỢƯỨỪỬỮỰỲỴỶỸđặếệợữỵ",
		"Penobscot": "αəčʷαάə́", "Passamaquoddy": "ʼqkw", "Lingala": "ƐƆɛɔáàâǎ", "Ewe": "ƉƑƔŊƲɖƒɣŋʋ", "Yoruba": "ẸỌṢẹọṣ", "Polish": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
		"Turkish": "ĞİıŞğş", "Romanian": "ȘȚășț", "Hawaiian": "ʻāēīōū", "Greek": "ΑΩάέήίόύώΐΰϊϋς", "polytonic Greek": "ἀἁᾳῶῥ", "Russian": "ЁЙЩъыьэюя",
		"Ukrainian": "ҐЄІЇґєії", "Kazakh": "ӘҒҚҢӨҰҮҺ", "signs": "–—‘’“”…•●◐○· °№−‑",
	} {
		if !k.prints(letters) {
			for _, r := range letters {
				if !k.prints(string(r)) {
					t.Errorf("%s: %c (%U) can't be printed", language, r, r)
				}
			}
		}
	}
	for script, word := range map[string]string{"Devanagari": "नूर", "Arabic": "ليلى", "Hebrew": "שלום", "Han": "山", "Thai": "ไทย", "emoji": "🙂", "Cherokee": "ᏣᎳᎩ"} {
		if k.prints(word) {
			t.Errorf("%s is said to be printed", script)
		}
	}
}

func TestWordsThatCantBePrintedAreStarred(t *testing.T) {
	k := newInk()
	for text, want := range map[string]string{"said नूर शर्मा to 山 us": "said […]* to […]* us", "plain": "plain", "a\nनूर": "a\n[…]*", "x−1": "x-1", "": ""} {
		got, whole := k.text(text)
		if text == "x−1" && k.has('−') {
			want = text
		}
		if got != want || whole == bytes.Contains([]byte(want), []byte(starred)) {
			t.Errorf("%q is printed as %q, whole %v", text, got, whole)
		}
	}
	for _, c := range []struct {
		trainee model.Trainee
		row     int
		want    string
	}{{model.Trainee{Name: "Noor"}, 3, "Noor"}, {model.Trainee{Name: "नूर", Say: "noor"}, 3, "row 3, say noor*"},
		{model.Trainee{Name: "नूर", Say: "ノール"}, 3, "row 3*"}, {model.Trainee{Name: "नूर"}, 0, "this person*"}} {
		if got, _ := k.name(&c.trainee, c.row); got != c.want {
			t.Errorf("%+v is printed as %q, not %q", c.trainee, got, c.want)
		}
	}
}

func TestFormulasAreWrittenAsText(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "+1 555": "'+1 555", "-x": "'-x", "@x": "'@x", "\t=1": "'\t=1", "\r=1": "'\r=1", "＝1": "'＝1",
		"a=1": "a=1", "": "", "'x": "'x", "5": "5"} {
		if got := harmless(text); got != want {
			t.Errorf("%q is written %q, not %q", text, got, want)
		}
	}
	if got := numberCell(-60).said(number); got != "-60" {
		t.Errorf("-60 is written %q", got)
	}
}

func TestFormsAndPaperAreReadByName(t *testing.T) {
	for _, name := range []string{"csv", "XLSX", "Pdf", "html"} {
		if _, err := ParseForm(name); err != nil {
			t.Error(err)
		}
	}
	if _, err := ParseForm("text"); !errors.Is(err, ErrForm) {
		t.Errorf("text: %v", err)
	}
	for name, want := range map[string]Paper{"letter": Letter, "A4": A4} {
		if got, err := ParsePaper(name); err != nil || got != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := ParsePaper("a5"); !errors.Is(err, ErrPaper) {
		t.Errorf("a5: %v", err)
	}
}
