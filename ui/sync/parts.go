package sync

import (
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// lay puts what is known on the sheet: a few dozen lines, anew each time.
func (s *Screen) lay() {
	l := layout{s: s, t: s.r.Theme}
	k := &s.x.known
	for i := range s.x.sticks {
		stick := &s.x.sticks[i]
		words := StickWords(*stick, s.x.stickIs(*stick))
		if s.x.ejectable(*stick) {
			words = StickName(*stick) + " " + EjectWords + ". s syncs again"
		}
		l.stop(item{stick: stick}, kit.Piece{Text: words, Style: l.t.Strong})
	}
	if len(s.x.sticks) > 0 {
		l.gap()
	}
	switch {
	case k.err != nil:
		l.say(l.t.Bad, 0, kit.ConflictSign+" the shares could not be read: "+room.Sentence(k.err))
	case !k.loaded:
		l.say(l.t.Faint, 0, "looking")
	case len(k.shares) == 0:
		l.nothing()
	}
	if k.disputed > 0 {
		l.stop(item{open: true}, kit.Piece{Text: kit.ConflictSign + " " + DisagreeWords(k.disputed) + ": c lists what two laptops say differently", Style: l.t.Conflict})
		l.gap()
	}
	if n := len(k.same); n > 0 {
		words := "Two cohorts of this book may be one, made on two laptops: o looks"
		if n > 1 {
			words = fmt.Sprintf("%d times two cohorts of this book may be one, made on two laptops: o looks", n)
		}
		l.stop(item{same: true}, kit.Piece{Text: words, Style: l.t.Strong})
		l.gap()
	}
	for i := range k.shares {
		if i > 0 {
			l.gap()
		}
		l.share(&k.shares[i])
	}
	s.items = l.items
	s.sheet.Set(l.pieces)
}

// layout gathers the pieces of the sheet, and what the stops are about.
type layout struct {
	s      *Screen
	t      *kit.Theme
	pieces []kit.Piece
	items  []item
}

func (l *layout) say(style lipgloss.Style, indent int, text string) {
	l.pieces = append(l.pieces, kit.Piece{Text: text, Style: style, Indent: indent})
}

func (l *layout) gap() { l.pieces = append(l.pieces, kit.Piece{}) }

func (l *layout) stop(about item, p kit.Piece) {
	p.Stops = true
	l.pieces, l.items = append(l.pieces, p), append(l.items, about)
}

// nothing is what is said while nothing is shared.
func (l *layout) nothing() {
	t := l.t
	l.say(t.Title, 0, "Nothing is shared yet")
	l.gap()
	l.say(t.Text, 0, "This book is on this laptop only. A share is a place where laptops meet: a USB stick, a folder that a cloud keeps the same everywhere, or a bucket. It needs no server, and all in it is sealed by a passphrase of seven words.")
	l.gap()
	if len(l.s.x.known.order) > 0 { // else there is nothing to make a share of
		l.stop(item{make: true}, kit.Piece{Text: "n  make a share, and tell the passphrase to your co-trainers", Style: t.Text})
	}
	l.stop(item{join: true}, kit.Piece{Text: "i  join a share that a co-trainer made", Style: t.Text})
	l.gap()
	l.say(t.Text, 0, "Nothing is lost by waiting: what you mark is kept with who, when and what, and goes along later.")
	l.gap()
	l.say(t.Text, 0, "The book is one file. To copy it, use rollbook backup FILE: a copy made while Rollbook is open may be broken.")
	l.say(t.Faint, 0, l.s.place)
}

// share is one share: what it is, who meets there, and what came of the last sync.
func (l *layout) share(of *seen) {
	t, clock, one := l.t, l.s.x.clock(), of.share
	l.stop(item{share: of}, kit.Piece{Text: ShareWords(one), Right: clock.SyncedAgo(one), Style: t.Title})
	l.say(t.Faint, 2, "carries "+l.carries(one))
	if len(one.Targets) > 1 {
		for _, target := range one.Targets {
			l.stop(item{share: of, target: target}, kit.Piece{Text: "at " + target, Style: t.Text, Indent: 2})
		}
	}
	if one.Behind != "" {
		words, _, _ := strings.Cut(one.Behind, " with rollbook ") // here it is a key
		l.say(t.Bad, 2, kit.ConflictSign+" "+words+": p asks for it")
	}
	if words := UnsentWords(of.status.Unsent); words != "" {
		l.say(t.Text, 2, words)
	}
	for i := range of.status.Laptops {
		l.laptop(of, &of.status.Laptops[i])
	}
	for i := range of.status.Pending {
		p := &of.status.Pending[i]
		if p.Device == l.s.r.Book.Device() {
			p.Label = "this laptop"
		}
		l.stop(item{share: of, pending: p}, kit.Piece{Text: PendingWords(*p) + ": a accepts", Style: t.Conflict, Indent: 2})
	}
	for _, w := range of.status.Waiting {
		l.say(t.Faint, 2, WaitingWords(w))
	}
	for _, o := range l.s.x.results[one.Space] {
		l.outcome(one, o)
	}
}

func (l *layout) laptop(of *seen, one *store.Laptop) {
	t, clock := l.t, l.s.x.clock()
	p := kit.Piece{Text: one.Label, Style: t.Text, Indent: 2}
	switch {
	case one.Me:
		p.Text += " (this laptop)"
	case one.Removed:
		p.Text, p.Style = p.Text+": "+strings.Join(clock.Laptop(*one), "; "), t.Faint
	case !one.Seen.IsZero():
		p.Right = "seen " + clock.Ago(one.Seen)
	}
	l.stop(item{share: of, laptop: one}, p)
	if one.Me || one.Removed {
		return
	}
	l.say(t.Faint, 4, clock.OfMine(*one)+"; "+clock.OfTheirs(*one))
	if words := ClockWords(*one); words != "" {
		l.say(t.Bad, 4, kit.ConflictSign+" "+words)
	}
}

// outcome is what the last sync left to say of one place.
func (l *layout) outcome(one store.Share, o outcome) {
	t, where := l.t, ""
	if len(one.Targets) > 1 {
		where = o.target + ": "
	}
	switch {
	case o.err != nil:
		l.say(t.Bad, 2, kit.ConflictSign+" "+where+strings.Replace(ErrorWords(o.err), "g s, ", "", 1)) // this is where g s leads
	case o.synced != nil:
		rest := *o.synced
		rest.Question, rest.Waiting, rest.Conflicts = "", nil, 0 // they stand elsewhere
		l.say(t.Faint, 2, where+"last sync: "+SyncedWords(&rest))
		if o.synced.Question != "" {
			l.say(t.Bad, 2, kit.ConflictSign+" "+where+o.synced.Question)
		}
		for _, more := range SyncedMore(&rest) {
			l.say(t.Text, 2, where+more)
		}
	}
}

// ShareWords names a share: whom it is for, and where it is.
func ShareWords(s store.Share) string {
	words := strings.ToUpper(AudienceWords(s)[:1]) + AudienceWords(s)[1:]
	switch len(s.Targets) {
	case 0:
		return words
	case 1:
		return words + ", at " + s.Targets[0]
	}
	return words + fmt.Sprintf(", at %d places", len(s.Targets))
}

// carries names the cohorts that a share carries.
func (l *layout) carries(one store.Share) string {
	var names []string
	for _, c := range l.s.x.known.order {
		if slices.Contains(one.Cohorts, c.ID) {
			names = append(names, c.Name)
		}
	}
	if n := len(one.Cohorts) - len(names); n > 0 {
		names = append(names, counted(n, "cohort")+" still to come")
	}
	if len(names) == 0 {
		return "no cohort yet: w chooses some"
	}
	return list(names)
}

// View draws what is under way, then the sheet.
func (s *Screen) View(w, h int) kit.Frame {
	if w < 1 || h < 1 {
		return kit.Frame{}
	}
	s.lay()
	head := s.x.bar(s.r.Theme, w)
	if len(head) >= h {
		head = nil
	}
	body := s.sheet.View(w, h-len(head))
	return kit.Frame{Lines: append(head, body.Lines...), Cursor: kit.Point{X: body.Cursor.X, Y: body.Cursor.Y + len(head)}}
}
