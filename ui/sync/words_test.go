package sync

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
)

func TestAgesAreSaidAsPeopleSayThem(t *testing.T) {
	now := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		at     time.Time
		twelve bool
		want   string
	}{
		{now.Add(-20 * time.Second), false, "just now"},
		{now.Add(-time.Minute), false, "1 minute ago"},
		{now.Add(-12 * time.Minute), false, "12 minutes ago"},
		{now.Add(-3 * time.Hour), false, "today 09:00"},
		{now.Add(-20 * time.Hour), false, "yesterday 16:00"},
		{now.Add(-20 * time.Hour), true, "yesterday 4:00 pm"},
		{now.Add(-72 * time.Hour), false, "Sun 1 Mar 12:00"},
		{now.AddDate(-1, 0, 0), false, "Tue 4 Mar 2025 12:00"},
		{now.Add(3 * time.Hour), false, "today 15:00"},
		{now.AddDate(10, 0, 0), false, "Tue 4 Mar 2036 12:00"},
	} {
		if got := (Clock{Now: now, Twelve: c.twelve}).Ago(c.at); got != c.want {
			t.Errorf("%v: %q, want %q", c.at, got, c.want)
		}
	}
}

func TestSentIsToldApartFromReceived(t *testing.T) {
	clock := Clock{Now: noon}
	yesterday := noon.Add(-20 * time.Hour)
	for _, c := range []struct {
		l            store.Laptop
		mine, theirs string
	}{
		{store.Laptop{HasMine: store.Reach{All: true, UpTo: yesterday}, IHave: store.Reach{All: true, UpTo: yesterday}},
			"has everything of yours up to yesterday 16:00", "all of theirs is here"},
		{store.Laptop{HasMine: store.Reach{UpTo: yesterday, Sent: 12}, IHave: store.Reach{UpTo: yesterday}, Waiting: true},
			"has everything of yours up to yesterday 16:00; 12 changes of yours sent, not known to be received yet", "waiting for a file of theirs; here up to yesterday 16:00"},
		{store.Laptop{HasMine: store.Reach{Sent: 1}, Waiting: true},
			"1 change of yours sent, not known to be received yet", "waiting for a file of theirs"},
		{store.Laptop{HasMine: store.Reach{All: true}, IHave: store.Reach{All: true}}, "nothing of yours was sent yet", "nothing new of theirs is there"},
		{store.Laptop{HasMine: store.Reach{All: true, UpTo: noon.AddDate(9, 0, 0)}, IHave: store.Reach{All: true}}, "has everything of yours that was sent", "nothing new of theirs is there"},
		{store.Laptop{HasMine: store.Reach{UpTo: noon.AddDate(9, 0, 0), Sent: 2}, IHave: store.Reach{All: true}}, "2 changes of yours sent, not known to be received yet", "nothing new of theirs is there"},
		{store.Laptop{IHave: store.Reach{UpTo: yesterday}}, "is not known to have anything of yours yet", "theirs is here up to yesterday 16:00"},
	} {
		if mine, theirs := clock.OfMine(c.l), clock.OfTheirs(c.l); mine != c.mine || theirs != c.theirs {
			t.Errorf("%+v: %q; %q", c.l, mine, theirs)
		}
	}
	if got := clock.Laptop(store.Laptop{Me: true}); !slices.Equal(got, []string{"this laptop"}) {
		t.Errorf("of itself %q", got)
	}
	if got := strings.Join(clock.Laptop(store.Laptop{Clock: -50 * time.Hour, IHave: store.Reach{All: true}}), "; "); !strings.Contains(got, "its clock seems 2 days behind") {
		t.Errorf("of a wrong clock %q", got)
	}
	if got := ClockWords(store.Laptop{Clock: 3324 * 24 * time.Hour}); !strings.Contains(got, "9 years ahead") {
		t.Errorf("of a very wrong clock %q", got)
	}
}

func TestASyncIsToldInOneLineAndTheRestInSentences(t *testing.T) {
	for _, c := range []struct {
		s    store.Synced
		line string
		more []string
	}{
		{store.Synced{}, "nothing new", nil},
		{store.Synced{ReceivedGestures: 1, SentGestures: 12, SentFiles: 3, Conflicts: 2}, "1 change received, 12 changes sent, 2 disagreements to settle", nil},
		{store.Synced{Waiting: []string{"waiting for a file of Ben's laptop"}, Rejected: []store.Rejected{{File: "v1/x.seg", Why: "damaged"}, {File: "v1/desktop.ini", Why: share.ErrSeal.Error() + ": parsing age header: unexpected intro"}}, Notices: []string{"a new laptop: Ben's"}, ReadOnly: "it can only be read", Question: "which?"},
			"nothing new", []string{"which?", "it can only be read", "set aside: v1/x.seg: damaged", "set aside: v1/desktop.ini: " + share.ErrSeal.Error(), "waiting for a file of Ben's laptop", "a new laptop: Ben's"}},
	} {
		if line, more := SyncedWords(&c.s), SyncedMore(&c.s); line != c.line || !slices.Equal(more, c.more) {
			t.Errorf("%+v: %q %q", c.s, line, more)
		}
	}
}

func TestWhatASharesAudienceGetsIsSaid(t *testing.T) {
	for _, c := range []struct {
		s    store.Share
		want string
	}{
		{store.Share{For: store.ForTrainers}, "for trainers"},
		{store.Share{For: store.ForOffice}, "for the office (no notes or remarks)"},
		{store.Share{For: store.ForOffice, Notes: true}, "for the office (no remarks)"},
		{store.Share{For: store.ForOffice, Remarks: true}, "for the office (no notes)"},
		{store.Share{For: store.ForOffice, Notes: true, Remarks: true}, "for the office (with notes and remarks)"},
	} {
		if got := AudienceWords(c.s); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestASticksUseIsSaid(t *testing.T) {
	stick := share.Stick{Path: "/media/asha/KINGSTON/"}
	shared := share.Stick{Path: `E:\`, Share: model.ID{1}}
	for _, c := range []struct {
		s    share.Stick
		is   StickIs
		want string
	}{
		{stick, Stranger, "A stick is here: KINGSTON. n makes a share on it"},
		{stick, OurPlace, "A stick is here: KINGSTON. It is a place of your share: s syncs"},
		{shared, Stranger, `A stick is here: E:\. It holds a share: i joins it`},
		{shared, OurShare, `A stick is here: E:\. It holds your share, and is not among its places yet: Enter adds it`},
		{shared, Another, `A stick is here: E:\. It holds another share than yours: i joins it`},
		{share.Stick{Path: "/media/CD", ReadOnly: true}, Stranger, "A stick is here: CD. It can only be read"},
	} {
		if got := StickWords(c.s, c.is); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
