package sync

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// The choices of whom a share is for.
const (
	toTrainers = "co-trainers"
	toOffice   = "the office"
)

// making is a share on its way: where, for whom, and after that which cohorts. Its passphrase comes
// last (secretPage), and nothing is written anywhere before.
type making struct {
	x    *Exchange
	form *kit.Form
	busy bool // the place is being looked at

	where, whom, label *kit.Field
	notes, remarks     *kit.Field

	place share.Place
}

// placeMsg says whether a share can be made at a place.
type placeMsg struct {
	to  *making
	err error
}

// newShare asks where a share is to be and for whom.
func (s *Screen) newShare(target string) tea.Cmd {
	x := s.x
	for _, stick := range x.sticks { // what is plugged in is most likely meant
		if target == "" && stick.Share.IsZero() && !stick.ReadOnly {
			target = stick.Folder
		}
	}
	m := &making{x: x}
	office := func() bool { return m.whom.Text == toOffice }
	m.where = &kit.Field{Label: "Where", Text: target, Check: func(text string) error {
		if strings.TrimSpace(text) == "" {
			return errors.New("name a folder, or an address")
		}
		return nil
	}, Hint: "The path of a folder on a stick or in a cloud folder, or s3://bucket/prefix?endpoint=https://…, or webdavs://host/path."}
	m.whom = &kit.Field{Kind: kit.ChoiceField, Label: "For", Text: toTrainers, Choices: []string{toTrainers, toOffice},
		Hint: "To co-trainers goes everything of the cohorts. To the office no note and no remark goes."}
	m.notes = &kit.Field{Kind: kit.YesNoField, Label: "Notes too", When: office, Hint: "Notes of the cohorts go to the office as well."}
	m.remarks = &kit.Field{Kind: kit.YesNoField, Label: "Remarks too", When: office, Hint: "Remarks on marks go to the office as well."}
	m.label = &kit.Field{Label: "This laptop", Text: x.labelled(), Check: checkLabel, Hint: "What the others see this laptop as."}
	m.form = &kit.Form{Theme: s.r.Theme, Title: "Make a share", Sections: []kit.Section{{Fields: []*kit.Field{m.where, m.whom, m.notes, m.remarks, m.label}}}, Save: m.look}
	return kit.Open(m)
}

func checkLabel(text string) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("name this laptop: the others see it so")
	}
	return nil
}

// labelled is what this laptop is called where nobody has said otherwise.
func (x *Exchange) labelled() string {
	for _, s := range x.known.shares {
		if s.share.Label != "" {
			return s.share.Label
		}
	}
	if x.known.author != "" {
		return x.known.author + "'s laptop"
	}
	return ""
}

// look asks the place whether it is there, and whether it holds a share already.
func (m *making) look() (done bool, cmd tea.Cmd) {
	if m.busy {
		return false, nil
	}
	place, err := m.x.Open(m.where.Text)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	m.place, m.busy = place, true
	return false, m.x.begin("looking at "+place.String(), false, func(ctx context.Context, _ func(progress)) tea.Msg {
		return placeMsg{m, free(ctx, place)}
	})
}

// errThere is said of a place that holds a share already.
var errThere = errors.New("a share is there already: leave this with esc, then i joins it")

func free(ctx context.Context, place share.Place) error {
	err := place.Probe(ctx)
	if errors.Is(err, share.ErrAway) && share.KindOf(place.String()) == share.Folder {
		return nil // its last folder is made with the share; where more is missing, that says so
	}
	if err != nil {
		return err
	}
	_, err = place.Get(ctx, share.Hint, 1<<12)
	switch {
	case err == nil, errors.Is(err, share.ErrTooLarge):
		return errThere
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

// Update gives keys to the form, and goes on once the place was looked at.
func (m *making) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if seen, ok := msg.(placeMsg); ok {
		if seen.to != m {
			return false, nil
		}
		m.busy = false
		if errors.Is(seen.err, context.Canceled) {
			return false, kit.Say("stopped")
		}
		if seen.err != nil {
			return false, kit.Warn(room.Sentence(seen.err))
		}
		return true, m.cohorts()
	}
	if key, ok := msg.(tea.KeyPressMsg); ok && m.busy {
		if name := key.String(); name == "esc" || name == "ctrl+c" {
			m.x.stop()
		}
		return false, nil
	}
	return m.form.Update(msg)
}

// View draws the form.
func (m *making) View(w, h int) kit.Frame {
	f := m.form.View(w, h)
	if m.busy {
		if bar := m.x.bar(m.form.Theme, w); h > len(bar)+3 {
			f = m.form.View(w, h-len(bar))
			for len(f.Lines) < h-len(bar) {
				f.Lines = append(f.Lines, "")
			}
			f.Lines = append(f.Lines, bar...)
		}
	}
	return f
}

// Keys is what the footer shows meanwhile.
func (m *making) Keys() []kit.Binding {
	if m.busy {
		return []kit.Binding{tells("esc", "stop", "Stops looking at the place.", 1)}
	}
	return m.form.Keys()
}

// Place is a page.
func (m *making) Place() kit.Place { return kit.OnPage }

// Holds reports whether something was typed.
func (m *making) Holds() bool { return m.form.Holds() }

// cohorts asks which cohorts the share is to carry: all of the book at first.
func (m *making) cohorts() tea.Cmd {
	listed := m.x.known.order
	c := &kit.Chooser{Theme: m.x.r.Theme, Title: "Which cohorts go there?", Many: true}
	for _, l := range listed {
		c.Items = append(c.Items, kit.Item{Title: l.Name, Detail: dates(l), On: true})
	}
	c.ChooseMany = func(marked []int) tea.Cmd {
		if len(marked) == 0 {
			return kit.Batch(kit.Say("mark one at least: space marks"), m.cohorts())
		}
		var ids []model.ID
		var names []string
		for _, i := range marked {
			ids, names = append(ids, listed[i].ID), append(names, listed[i].Name)
		}
		return kit.Open(m.secret(ids, names))
	}
	return kit.Open(c)
}

func dates(l store.Listed) string {
	if l.Start() == model.NoDate {
		return ""
	}
	return l.Start().Short() + " to " + l.End().Words()
}

// secret is the page of the passphrase, the last step.
func (m *making) secret(cohorts []model.ID, names []string) *secretPage {
	x := m.x
	form := store.ShareForm{Target: m.place.String(), Cohorts: cohorts, For: store.ForTrainers, Label: strings.TrimSpace(m.label.Text), Work: x.Work}
	if m.whom.Text == toOffice {
		form.For, form.Notes, form.Remarks = store.ForOffice, m.notes.Yes, m.remarks.Yes
	}
	about := AudienceWords(store.Share{For: form.For, Notes: form.Notes, Remarks: form.Remarks})
	return &secretPage{x: x, title: "A passphrase for the share",
		about: fmt.Sprintf("A share %s, at %s, with %s.", about, form.Target, list(names)),
		doing: "Making the share",
		use: func(pass []byte, page *secretPage) tea.Cmd {
			book, place, form := x.r.Book, m.place, form
			form.Passphrase = pass
			return x.begin("making the share", false, func(ctx context.Context, _ func(progress)) tea.Msg {
				defer clear(pass)
				_, err := book.NewShare(ctx, place, form)
				return usedMsg{page: page, err: said(err), say: "the share is made: tell its passphrase to your co-trainers", sync: true}
			})
		}}
}

// said is an error of work that may have been stopped.
func said(err error) error {
	if errors.Is(err, context.Canceled) {
		return errors.New("stopped: nothing has changed")
	}
	return err
}

// after is what follows once a share was made, joined, or goes on under another passphrase.
func (x *Exchange) after(msg usedMsg) tea.Cmd {
	if msg.sync {
		return kit.Batch(kit.Say(msg.say), x.read(), x.sync(syncing{lead: msg.say}))
	}
	return kit.Batch(kit.Say(msg.say), x.read())
}
