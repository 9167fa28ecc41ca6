package sync

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room/roomtest"
)

// secret is the page of a new passphrase that is open.
func (d *desk) secret() *secretPage {
	d.Helper()
	p, ok := d.stack.Top().(*secretPage)
	if !ok {
		d.Fatalf("no page of a passphrase is open:\n%s\nsaid %q", d.text(), d.said)
	}
	return p
}

// proves types the two words that are asked for, and returns all seven.
func (d *desk) proves() string {
	d.Helper()
	p := d.secret()
	all := strings.Join(p.words, " ")
	asked := [2]string{p.words[p.asks[0]], p.words[p.asks[1]]}
	d.press("enter", "'"+asked[0], "enter", "'"+asked[1], "enter")
	return all
}

func TestAShareIsMadeAndJoinedByKeys(t *testing.T) {
	place, at := memory("the folder")
	asha := sits(t, roomtest.New(t, roomtest.DayOne), "Asha", at)
	asha.press("n", "'the folder", "enter", "enter", "enter")
	asha.sees("Which cohorts go there?", "[x] Spring")
	asha.press("space", "enter")
	asha.sees("Which cohorts go there?")
	asha.press("enter")
	asha.sees("A share for trainers, at the folder, with Spring.", "shown this once")
	if len(place.Names()) != 0 {
		t.Errorf("there is something before the passphrase: %q", place.Names())
	}
	asha.press("enter", "'nonsense", "enter", "'nonsense", "enter")
	asha.sees("this is not word")
	asha.press("esc")
	all := asha.proves()
	asha.sees("For trainers, at the folder", "Asha's laptop (this laptop)", "last sync:")
	if !strings.Contains(asha.last(), "the share is made: tell its passphrase") || !strings.Contains(asha.last(), "sent") {
		t.Errorf("said %q", asha.last())
	}

	ben := sits(t, roomtest.Empty(t, roomtest.DayOne), "Ben", at)
	ben.press("i", "'the folder", "enter", "'not these words", "enter")
	ben.sees(share.ErrPassphrase.Error())
	if shares, err := ben.r.Book.Shares(); err != nil || len(shares) != 0 {
		t.Errorf("joined with a wrong passphrase: %+v, %v", shares, err)
	}
	ben.press("'" + all)
	ben.lacks(all)
	ben.press("ctrl+t")
	ben.sees(all)
	ben.press("enter")
	ben.sees("this share: 1 laptop, 1 cohort", "laptops: Asha's laptop", "cohorts: Spring", "this book: 0 cohorts, 0 changes that would go there", "Ben's laptop")
	if shares, err := ben.r.Book.Shares(); err != nil || len(shares) != 0 {
		t.Errorf("joined before it was confirmed: %+v, %v", shares, err)
	}
	ben.press("enter")
	ben.sees("For trainers, at the folder", "Ben's laptop (this laptop)", "Asha's laptop", "all of theirs is here")
	if ben.came != 1 || !strings.Contains(ben.last(), "joined; ") {
		t.Errorf("came %d times, said %q", ben.came, ben.last())
	}
	asha.press("n", "'the folder", "enter", "enter", "enter")
	if !strings.Contains(asha.last(), "a share is there already") {
		t.Errorf("a second share in one place: %q", asha.last())
	}
}

func TestAPassphraseOfOnesOwnIsTypedTwiceAndLongEnough(t *testing.T) {
	place, at := memory("the folder")
	asha := sits(t, roomtest.New(t, roomtest.DayOne), "Asha", at)
	asha.press("n", "'the folder", "enter", "space", "enter", "space", "enter", "enter", "enter", "enter", "tab")
	asha.press("enter", "enter")
	asha.sees("type a passphrase")
	asha.press("'too short here", "enter", "'too short here", "enter")
	asha.sees("take four words or more")
	asha.press("'four words of mine", "enter", "'four words of yours", "enter")
	asha.sees("not the same")
	asha.press("'"+words, "enter", "'  "+words+" ", "enter")
	asha.sees("not the same") // a blank is not seen either
	asha.press("'"+words, "enter", "'"+words, "enter")
	asha.sees("For the office (no remarks)", "last sync:")
	if len(place.Names()) == 0 {
		t.Error("nothing is there")
	}
	for _, said := range asha.said {
		if strings.Contains(said, words) {
			t.Errorf("the passphrase is said: %q", said)
		}
	}
}

func TestALaptopIsRemovedAndComesBackWithTheNewPassphrase(t *testing.T) {
	asha, ben, _ := two(t)
	asha.press("s", "down", "down", "x")
	asha.sees("Let the share go on without Ben's laptop?")
	asha.run(func() tea.Msg { asha.stack.Drawn(); return nil })
	asha.press("y")
	all := asha.proves()
	if !strings.Contains(asha.last(), "tell the new passphrase") {
		t.Errorf("said %q", asha.said)
	}
	asha.sees("Asha's laptop (this laptop)", "removed")
	ben.marks(1, present)
	ben.press("s")
	ben.sees("the share has a new passphrase", "not sent yet")
	ben.press("p")
	ben.sees("The share has a new passphrase")
	ben.press("'"+all, "enter")
	ben.sees("This book is in that share already")
	ben.press("enter")
	ben.sees("1 change of this laptop made before the new passphrase", "a accepts")
	ben.press("a")
	ben.run(func() tea.Msg { ben.stack.Drawn(); return nil })
	ben.press("y")
	ben.lacks("a accepts")
	asha.press("s")
	if asha.states(1) != "present" {
		t.Errorf("what was marked meanwhile is %q", asha.states(1))
	}
}

func TestAShareIsPutIntoAnotherPlaceCarriesMoreAndIsLeft(t *testing.T) {
	asha, _, _ := two(t)
	second, at := memory("the other folder")
	first := asha.x.Open
	asha.x.Open = func(target string) (share.Place, error) {
		if target == "the other folder" {
			return at.open(target)
		}
		return first(target)
	}
	asha.press("t", "'the other folder", "enter")
	asha.sees("at 2 places", "at the other folder")
	if len(second.Names()) == 0 {
		t.Error("nothing is there")
	}
	c, edits, err := asha.r.Book.NewCohort("Fall", course(t), model.Dates(model.DateOf(2026, 9, 7), 8, nil), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Save(t, asha.r.Book, c, 0, edits...)
	asha.run(asha.x.read())
	asha.press("w")
	asha.sees("Which cohorts go there as well?", "Fall")
	asha.press("space", "enter")
	asha.sees("carries Spring and Fall")
	asha.press("down", "down", "l")
	asha.sees("Forget this place of the share?")
	asha.press("esc", "home", "l")
	asha.sees("Leave this share?")
	asha.run(func() tea.Msg { asha.stack.Drawn(); return nil })
	asha.press("y")
	asha.sees("Nothing is shared yet")
}

func course(t *testing.T) model.Course {
	t.Helper()
	c, ok := model.EmbeddedCourse("cipss")
	if !ok {
		t.Fatal("no course")
	}
	return c
}

func TestEnterListsWhatCanBeDone(t *testing.T) {
	asha, _, _ := two(t)
	asha.press("s", "enter")
	asha.sees("another place", "carry more", "new passphrase", "leave")
	asha.press("esc", "down", "down", "enter")
	asha.sees("Ben's laptop", "remove a laptop")
}

// shot is a page by itself, as it is drawn.
func shot(t *testing.T, o kit.Overlay, theme *kit.Theme, w, h int) []string {
	stack := kit.Stack{Theme: theme}
	stack.Push(o)
	f := kit.Frame{Lines: make([]string, h)}
	f.Lines[h-1] = theme.Footer(stack.Keys(), w)
	f = stack.Compose(f, w, h, 1, 2)
	s := vtest.NewScreen(t, w, h)
	s.Draw(f.Lines, f.Cursor.X, f.Cursor.Y)
	return s.Styled()
}

func TestPagesAtTheUsualSizes(t *testing.T) {
	eachLook(t, func(name string, theme *kit.Theme, w, h int) {
		theme.Update(tea.ModeReportMsg{Mode: ansi.ModeUnicodeCore, Value: ansi.ModeSet})
		s := screenOf(t, theme, busy())
		secret := &secretPage{x: s.x, title: "A passphrase for the share", about: "A share for trainers, at /media/asha/KINGSTON/rollbook, with Spring 2026.",
			doing: "Making the share", step: showing, words: strings.Fields("glory portion pigeon sketch swift magic elevator"), asks: [2]int{1, 5}}
		vtest.Golden(t, "words-"+name, shot(t, secret, theme, w, h))
		secret.step, secret.says = proving, "this is not word 2: look at your paper, or esc shows the words again"
		vtest.Golden(t, "proving-"+name, shot(t, secret, theme, w, h))
		join := s.x.joinPage("/media/asha/KINGSTON/rollbook", false)
		join.pass.Paste("glory portion")
		vtest.Golden(t, "join-"+name, shot(t, join, theme, w, h))
		listed := func(n byte, name string) store.Listed {
			return store.Listed{Cohort: model.Cohort{ID: id(n), Name: name}}
		}
		join.invited(invitedMsg{to: join, inv: &store.Invitation{For: store.ForTrainers, Cohorts: []store.Listed{listed(1, "Spring 2026")}, Laptops: []string{"दीपिका का लैपटॉप", "王小明's laptop", "لابتوب عائشة"},
			Gestures: 412, Files: 31, Own: 96, OwnCohorts: []store.Listed{listed(1, "Spring 2026")}}})
		join.mine = []store.Listed{listed(2, "Fall 2026"), listed(3, "Réunion d'été 名簿")}
		join.at, join.carry[id(3)] = 2, true
		vtest.Golden(t, "seeing-"+name, shot(t, join, theme, w, h))
	})
}
