package sync

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// What can be done to a share and to who meets there. Nothing of it is done without a question that
// names what will happen.

// entering is what Enter does, in a word or two.
func (s *Screen) entering() string {
	switch at := s.focused(); {
	case at.stick != nil && s.x.stickIs(*at.stick) == OurPlace:
		return "sync"
	case at.stick != nil && s.x.stickIs(*at.stick) == OurShare:
		return "add this place"
	case at.stick != nil && !at.stick.Share.IsZero(), at.join:
		return "join"
	case at.stick != nil, at.make:
		return "make a share"
	case at.pending != nil:
		return "accept"
	case at.open, at.same:
		return "look"
	}
	return "what to do"
}

func (s *Screen) noEnter() string {
	at := s.focused()
	switch {
	case at.make:
		return s.noNew()
	case at.join, at.open, at.same, at.stick != nil, at.share != nil:
		return ""
	}
	return "there is nothing here to open"
}

func (s *Screen) enter() tea.Cmd {
	at := s.focused()
	switch {
	case at.open:
		cmd, _ := kit.Press(s.Keys(), tea.KeyPressMsg{Text: "c", Code: 'c'})
		return cmd
	case at.join:
		return s.join("")
	case at.make:
		return s.newShare("")
	case at.same:
		return s.joinCohorts()
	case at.stick != nil && s.x.stickIs(*at.stick) == OurPlace:
		return s.syncNow()
	case at.stick != nil && s.x.stickIs(*at.stick) == OurShare:
		return s.addPlace(at.stick.Share, at.stick.Folder)
	case at.stick != nil && !at.stick.Share.IsZero():
		return s.join(at.stick.Folder)
	case at.stick != nil:
		return s.newShare(at.stick.Folder)
	case at.pending != nil:
		return s.accept()
	}
	return s.menu()
}

// menu lists what can be done to the share, or to the laptop that the cursor is on.
func (s *Screen) menu() tea.Cmd {
	keys := []string{"s", "t", "w", "e", "p", "f", "l"}
	short := map[string]string{"s": "now, at all places", "t": "a second stick, a bucket", "w": "further cohorts of this book", "e": "for all who are to stay",
		"p": "it was made new elsewhere", "f": "reads all of it anew", "l": "what came here stays", "x": "under a new passphrase"}
	at := s.focused()
	title := ShareWords(at.share.share)
	if at.laptop != nil {
		keys, title = []string{"x", "e"}, at.laptop.Label
	}
	var does []func() tea.Cmd
	c := &kit.Chooser{Theme: s.r.Theme, Title: title, Choose: func(i int) tea.Cmd { return does[i]() }}
	for _, k := range keys {
		for _, b := range s.Keys() {
			if b.Keys[0] == k {
				item := kit.Item{Title: b.Name, Detail: short[k]}
				if b.Why != nil {
					item.Why = b.Why()
				}
				c.Items, does = append(c.Items, item), append(does, b.Do)
			}
		}
	}
	return kit.Open(c)
}

// pendings is the work that waits to be accepted: what the cursor is on, else all of the share.
func (s *Screen) pendings() []store.Pending {
	at := s.focused()
	if at.pending != nil {
		return []store.Pending{*at.pending}
	}
	if of := s.share(); of != nil {
		return of.status.Pending
	}
	return nil
}

// accept takes the work of one laptop that was made while the share was made new.
func (s *Screen) accept() tea.Cmd {
	all, space := s.pendings(), s.share().share.Space
	if len(all) > 1 {
		c := &kit.Chooser{Theme: s.r.Theme, Title: "Accept whose work?", Choose: func(i int) tea.Cmd { return s.acceptOne(space, all[i]) }}
		for _, p := range all {
			c.Items = append(c.Items, kit.Item{Title: p.Label, Detail: counted(p.Gestures, "change")})
		}
		return kit.Open(c)
	}
	return s.acceptOne(space, all[0])
}

func (s *Screen) acceptOne(space model.ID, p store.Pending) tea.Cmd {
	x := s.x
	return kit.Open(&kit.Confirm{Theme: s.r.Theme, Question: fmt.Sprintf("Accept %s of %s?", counted(p.Gestures, "change"), p.Label),
		Detail: PendingWords(p), Yes: "accept, and send them on", No: "not now", Do: func() tea.Cmd {
			book := s.r.Book
			return x.begin("accepting", false, func(context.Context, func(progress)) tea.Msg {
				_, err := book.AcceptPending(space, p.Device)
				return doneMsg{err: err, say: "accepted", sync: true}
			})
		}})
}

// doneMsg says what came of work that no page waits for.
type doneMsg struct {
	err  error
	say  string
	sync bool
}

func (x *Exchange) done(msg doneMsg) tea.Cmd {
	if msg.err != nil {
		return kit.Batch(kit.Warn(room.Sentence(said(msg.err))), x.read())
	}
	return x.after(usedMsg{say: msg.say, sync: msg.sync})
}

// remove lets the share go on without a laptop.
func (s *Screen) remove() tea.Cmd {
	l := *s.focused().laptop
	return kit.Open(&kit.Confirm{Theme: s.r.Theme, Question: "Let the share go on without " + l.Label + "?",
		Detail: "The share gets a new passphrase, which every other laptop has to be told. What " + l.Label + " marked stays, and so does what it has already.",
		Yes:    "go on, and choose a passphrase", No: "leave it as it is", Do: func() tea.Cmd { return s.rotate([]model.ID{l.Device}) }})
}

// rotate lets a share go on under a new passphrase, without some laptops.
func (s *Screen) rotate(without []model.ID) tea.Cmd {
	x, one := s.x, s.share().share
	target := one.Targets[0]
	return kit.Open(&secretPage{x: x, title: "A new passphrase for the share",
		about: "Every laptop that is to stay needs it. Until it has it, a laptop reads what it can and sends nothing; what is marked there is kept, and goes along later.",
		doing: "Making the share new",
		use: func(pass []byte, page *secretPage) tea.Cmd {
			book, open, work := s.r.Book, x.Open, x.Work
			return x.begin("making the share new", false, func(ctx context.Context, tell func(progress)) tea.Msg {
				defer clear(pass)
				book.Flush()
				place, err := open(target)
				if err == nil {
					_, err = book.Rotate(ctx, one.Space, place, target, pass, without, work)
				}
				return usedMsg{page: page, err: said(err), say: "the share goes on: tell the new passphrase to all who are to stay"}
			})
		}})
}

// rejoin goes on with a share that went on under a new passphrase.
func (s *Screen) rejoin() tea.Cmd {
	return kit.Open(s.x.joinPage(s.share().share.Targets[0], true))
}

// anotherPlace puts the share into a further place.
func (s *Screen) anotherPlace() tea.Cmd {
	x, one, text := s.x, s.share().share, ""
	for _, stick := range x.sticks {
		if !x.targeted(stick) && stick.Share.IsZero() && !stick.ReadOnly {
			text = stick.Folder
		}
	}
	return kit.Open(&kit.Prompt{Theme: s.r.Theme, Label: "another place", Text: text, Preview: func(text string) (string, bool) {
		if text == "" {
			return "the path of a folder, s3://bucket/prefix?endpoint=https://…, or webdavs://host/path", false
		}
		if _, err := x.Open(text); err != nil {
			return room.Sentence(err), true
		}
		return "the same share is put there as well: each place is enough by itself", false
	}, Enter: func(text string) (bool, tea.Cmd) {
		if _, err := x.Open(text); err != nil {
			return false, nil
		}
		return true, s.addPlace(one.Space, text)
	}})
}

// addPlace makes a place one of a share's.
func (s *Screen) addPlace(space model.ID, target string) tea.Cmd {
	place, err := s.x.Open(target)
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	book := s.r.Book
	return s.x.begin("putting the share there", false, func(ctx context.Context, _ func(progress)) tea.Msg {
		err := book.AddTarget(ctx, space, place, place.String())
		return doneMsg{err: err, say: "the share is at " + place.String() + " as well", sync: true}
	})
}

// notCarried are the cohorts of this book that a share does not carry.
func (s *Screen) notCarried(one store.Share) (left []store.Listed) {
	for _, l := range s.x.known.order {
		carried := false
		for _, id := range one.Cohorts {
			carried = carried || id == l.ID
		}
		if !carried {
			left = append(left, l)
		}
	}
	return left
}

// carry chooses further cohorts for a share.
func (s *Screen) carry() tea.Cmd {
	x, one := s.x, s.share().share
	left := s.notCarried(one)
	c := &kit.Chooser{Theme: s.r.Theme, Title: "Which cohorts go there as well?", Many: true}
	for _, l := range left {
		c.Items = append(c.Items, kit.Item{Title: l.Name, Detail: dates(l)})
	}
	c.ChooseMany = func(marked []int) tea.Cmd {
		var ids []model.ID
		for _, i := range marked {
			ids = append(ids, left[i].ID)
		}
		if len(ids) == 0 {
			return kit.Say("nothing has changed: space marks a cohort")
		}
		book := s.r.Book
		return x.begin("choosing cohorts", false, func(context.Context, func(progress)) tea.Msg {
			return doneMsg{err: book.Carry(one.Space, ids), say: "more goes along now", sync: true}
		})
	}
	return kit.Open(c)
}

// leave forgets a share, or the place that the cursor is on.
func (s *Screen) leave() tea.Cmd {
	x, one, at := s.x, s.share().share, s.focused()
	ask := &kit.Confirm{Theme: s.r.Theme, Question: "Leave this share?", Yes: "leave it", No: "stay",
		Detail: ShareWords(one) + ". What came through it stays in this book, and its files stay where they are. This laptop forgets its key: to come back takes the passphrase."}
	do := func(book *store.Book) error { return book.LeaveShare(one.Space) }
	said := "left: this book has what came through the share, and sends nothing there any more"
	if at.target != "" {
		ask.Question, ask.Detail = "Forget this place of the share?", at.target+". The files there stay. The share goes on at its other places."
		do = func(book *store.Book) error { return book.DropTarget(one.Space, at.target) }
		said = "forgotten: the share goes on at its other places"
	}
	ask.Do = func() tea.Cmd {
		book := s.r.Book
		return x.begin("leaving", false, func(context.Context, func(progress)) tea.Msg { return doneMsg{err: do(book), say: said} })
	}
	return kit.Open(ask)
}
