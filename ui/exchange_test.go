package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/store/share"
	"rollbook/store/share/sharetest"
	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/room"
	"rollbook/ui/room/roomtest"
	"rollbook/ui/sync"
)

// meets gives a root a share at a place, with all that its cohort has.
func meets(t testing.TB, m *root, place share.Place) {
	t.Helper()
	m.exchange.Open = func(string) (share.Place, error) { return place, nil }
	_, err := m.room.Book.NewShare(context.Background(), place, store.ShareForm{Target: "the folder", Cohorts: []model.ID{m.room.Cohort.Cohort.ID},
		For: store.ForTrainers, Label: "Asha's laptop", Passphrase: []byte("kettle stove warm seven chairs"), Work: 10})
	if err != nil {
		t.Fatal(err)
	}
	press(m, "g", "s", "s")
	if !shows(m, "last sync") {
		t.Fatalf("not synced: %s", m.say)
	}
}

// marksElsewhere is Ben's laptop in the same share: it marks a row absent on the first day, and syncs.
func marksElsewhere(t testing.TB, place share.Place, rows ...int) {
	t.Helper()
	ctx := context.Background()
	r := roomtest.Empty(t, roomtest.DayOne.Add(time.Minute))
	inv, err := r.Book.SeeShare(ctx, place, "the folder", []byte("kettle stove warm seven chairs"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Book.JoinShare(ctx, place, inv, store.JoinForm{Label: "Ben's laptop"})
	if err != nil {
		t.Fatal(err)
	}
	again := func() {
		if _, err := r.Book.Sync(ctx, s.Space, place, "the folder", store.SyncOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	again()
	cohorts, err := r.Book.Cohorts()
	if err != nil || len(cohorts) != 1 {
		t.Fatalf("%d cohorts: %v", len(cohorts), err)
	}
	c, err := r.Book.Load(cohorts[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		roomtest.Save(t, r.Book, c, oplog.Single, c.EditMark(c.Row(row), c.BlocksOf(1)[0].ID, model.Plain(model.Absent)))
	}
	again()
}

func TestWhatComesMeanwhileLeavesTheCursorAndAHalfTypedPrompt(t *testing.T) {
	m, place := opened(t), &sharetest.Memory{}
	meets(t, m, place)
	press(m, "g", "t", "2", "a")
	marksElsewhere(t, place, 5, 9)
	press(m, "g", "s")
	_, syncing := m.Update(vtest.Key("s"))
	press(m, "g", "t", "home", "down", "down", "down", "down", "down", "down", "l", "9", "1") // row 7, and a time half typed
	settle(m, syncing)
	if got := states(t, m); !strings.HasPrefix(got, "·○··○···○·") {
		t.Fatalf("after the sync: %s", got)
	}
	if !shows(m, "Person G late at") && !shows(m, "7 Person G") {
		t.Errorf("the prompt is gone:\n%s", strings.Join(m.frame().Lines, "\n"))
	}
	press(m, "5", "enter", "a") // 9:15, then absent on the same row: the cursor stayed
	if got := states(t, m); !strings.HasPrefix(got, "·○··○·○·○·") {
		t.Errorf("after the prompt: %s", got)
	}
	press(m, "u", "u")
	if got := states(t, m); !strings.HasPrefix(got, "·○··○···○·") {
		t.Errorf("undone twice: %s", got)
	}
	press(m, "u")
	if got := states(t, m); !strings.HasPrefix(got, "····○···○·") {
		t.Errorf("undone what was done before the sync: %s", got)
	}
	press(m, "ctrl+r")
	if got := states(t, m); !strings.HasPrefix(got, "·○··○···○·") {
		t.Errorf("put back: %s", got)
	}
}

func TestARowNumberHalfTypedSurvivesASync(t *testing.T) {
	m, place := opened(t), &sharetest.Memory{}
	meets(t, m, place)
	marksElsewhere(t, place, 5)
	_, syncing := m.Update(vtest.Key("s"))
	press(m, "g", "t", "1")
	settle(m, syncing)
	press(m, "2", "a")
	if got := states(t, m); got != "····○······○········" {
		t.Errorf("12a with a sync in between: %s", got)
	}
}

func TestASyncThatEndsDuringAnUndoWaitsForIt(t *testing.T) {
	m, place := opened(t), &sharetest.Memory{}
	meets(t, m, place)
	press(m, "g", "t", "3", "a")
	marksElsewhere(t, place, 5)
	press(m, "g", "s")
	_, syncing := m.Update(vtest.Key("s"))
	_, undoing := m.Update(vtest.Key("u"))
	settle(m, syncing)
	settle(m, undoing)
	if got := states(t, m); !strings.HasPrefix(got, "····○·") || m.room.Busy() {
		t.Errorf("%s, busy %v", got, m.room.Busy())
	}
	if cell := m.room.Cohort.Row(5).Cell(m.room.Cohort.BlocksOf(1)[0].ID); cell.Mark.State != model.Absent {
		t.Errorf("on the screen row 5 is %v", cell.Mark.State)
	}
}

// stuck is a place of which nothing comes back until it is told to stop.
type stuck struct {
	share.Place
	asked chan struct{}
}

func (p stuck) List(ctx context.Context, each func(share.Entry) error) error {
	close(p.asked)
	<-ctx.Done()
	return ctx.Err()
}

// begins runs what a key leads to in the background, as Bubble Tea does, and gives what comes of it.
func begins(cmd tea.Cmd) <-chan tea.Msg {
	come := make(chan tea.Msg, 16)
	var run func(tea.Cmd)
	run = func(cmd tea.Cmd) {
		if cmd == nil {
			return
		}
		go func() {
			msg := cmd()
			if batch, several := msg.(tea.BatchMsg); several {
				for _, c := range batch {
					run(c)
				}
				return
			}
			if msg != nil {
				come <- msg
			}
		}()
	}
	run(cmd)
	return come
}

func TestADeadPlaceBlocksNeitherMarkingNorQuitting(t *testing.T) {
	m, place := opened(t), &sharetest.Memory{}
	meets(t, m, place)
	dead := stuck{place, make(chan struct{})}
	m.exchange.Open = func(string) (share.Place, error) { return dead, nil }
	_, cmd := m.Update(vtest.Key("s"))
	begins(cmd)
	<-dead.asked
	press(m, "g", "t", "P", "3", "a", "7", "a")
	if got := states(t, m); !strings.HasPrefix(got, "●●○●●●○●") {
		t.Errorf("marked meanwhile: %s", got)
	}
	_, quit := m.Update(vtest.Key("q"))
	select {
	case msg := <-begins(quit):
		if _, quits := msg.(tea.QuitMsg); !quits {
			t.Errorf("q leads to %T", msg)
		}
	case <-time.After(30 * time.Second):
		t.Fatal("q waits for a dead place")
	}
}

func TestTheLockStopsASyncBeforeTheBookIsClosed(t *testing.T) {
	m, _ := sealed(t)
	place := &sharetest.Memory{}
	meets(t, m, place)
	dead := stuck{place, make(chan struct{})}
	m.exchange.Open = func(string) (share.Place, error) { return dead, nil }
	_, cmd := m.Update(vtest.Key("s"))
	come := begins(cmd)
	<-dead.asked
	press(m, "ctrl+l")
	if m.room.Book == nil {
		t.Fatal("the book is closed under the sync")
	}
	m.exchange.Open = func(string) (share.Place, error) { return place, nil }
	for m.exchange.Busy() {
		_, next := m.Update(<-come)
		settle(m, next)
	}
	_, next := m.Update(nil)
	settle(m, next)
	if m.room.Book != nil || !m.gone {
		t.Fatal("the book stays open behind the lock")
	}
	press(m, "'"+passphrase, "enter")
	if m.cover != nil || m.room.Cohort == nil {
		t.Fatal("it does not open")
	}
	press(m, "g", "s", "s")
	if !shows(m, "last sync") {
		t.Errorf("no sync after the lock: %s\n%s", m.say, strings.Join(m.frame().Lines, "\n"))
	}
}

func TestNewsLeavesWhatWentWrong(t *testing.T) {
	m := opened(t)
	_, cmd := m.Update(kit.SayMsg{Text: "not saved", Bad: true})
	settle(m, cmd)
	_, cmd = m.Update(sync.NewsMsg{Text: "a stick is here"})
	settle(m, cmd)
	if m.say != "not saved" {
		t.Errorf("says %q", m.say)
	}
	m.Update(sync.NewsMsg{Text: "synced", Over: "not saved"})
	if m.say != "synced" || m.bad {
		t.Errorf("what is over stays: %q", m.say)
	}
	press(m, "down")
	_, cmd = m.Update(sync.NewsMsg{Text: "a stick is here"})
	settle(m, cmd)
	if m.say != "a stick is here" {
		t.Errorf("says %q", m.say)
	}
}

func TestTheFirstCohortThatComesIsOpened(t *testing.T) {
	there, place := opened(t), &sharetest.Memory{}
	meets(t, there, place)
	m := newRoot(roomtest.Empty(t, roomtest.DayOne))
	m.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	m.exchange.Open = func(string) (share.Place, error) { return place, nil }
	press(m, "g", "s", "i", "'the folder", "enter", "'kettle stove warm seven chairs", "enter")
	if !shows(m, "this share: 1 laptop, 1 cohort") {
		t.Fatalf("not seen:\n%s", strings.Join(m.frame().Lines, "\n"))
	}
	press(m, "enter", "g", "t")
	if m.room.Cohort == nil || m.tab != room.Today || !shows(m, "Person A") {
		t.Errorf("not opened:\n%s", strings.Join(m.frame().Lines, "\n"))
	}
}
