package sync

import (
	"fmt"
	"strings"
	"time"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
)

// What is said of shares, here and on the command line: one place for the sentences.

// Clock tells moments as they are said now.
type Clock struct {
	Now    time.Time
	Twelve bool // hours of twelve
}

// Ago is how long ago something was: "just now", "12 minutes ago", "yesterday 15:58". What lies ahead
// of the clock is told with its date.
func (c Clock) Ago(at time.Time) string {
	at = at.In(c.Now.Location())
	switch ago := c.Now.Sub(at); {
	case ago > -time.Minute && ago < time.Minute:
		return "just now"
	case ago >= time.Minute && ago < time.Hour:
		return counted(int(ago/time.Minute), "minute") + " ago"
	}
	return c.Moment(at)
}

// Moment is when something was, without counting: "today 09:05", "yesterday 15:58", "Tue 3 Mar 16:05".
func (c Clock) Moment(at time.Time) string {
	at = at.In(c.Now.Location())
	day, today, clock := model.DateIn(at), model.DateIn(c.Now), model.ClockIn(at).Words(c.Twelve)
	switch {
	case day == today:
		return "today " + clock
	case day == today-1:
		return "yesterday " + clock
	case at.Year() == c.Now.Year():
		return day.Short() + " " + clock
	}
	return day.Words() + " " + clock
}

// Length is how long something is: "9 years", "3 days", "5 hours".
func Length(d time.Duration) string {
	if d >= 2*365*24*time.Hour {
		return counted(int(d/(365*24*time.Hour)), "year")
	}
	if d >= 48*time.Hour {
		return counted(int(d/(24*time.Hour)), "day")
	}
	return counted(int(d/time.Hour), "hour")
}

func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// list is words one after another: "a, b and c".
func list(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// AudienceWords is whom a share is for, and what is left out.
func AudienceWords(s store.Share) string {
	if s.For != store.ForOffice {
		return "for trainers"
	}
	switch {
	case s.Notes && s.Remarks:
		return "for the office (with notes and remarks)"
	case s.Notes:
		return "for the office (no remarks)"
	case s.Remarks:
		return "for the office (no notes)"
	}
	return "for the office (no notes or remarks)"
}

// SyncedAgo is when a share was synced last.
func (c Clock) SyncedAgo(s store.Share) string {
	if s.Synced.IsZero() {
		return "not synced yet"
	}
	return "synced " + c.Ago(s.Synced)
}

// OfMine says what a laptop has of what was made here.
func (c Clock) OfMine(l store.Laptop) string {
	var says []string
	ahead := l.HasMine.UpTo.Sub(c.Now) > 24*time.Hour // written while the clock here was wrong
	switch {
	case l.HasMine.All && l.HasMine.UpTo.IsZero():
		says = append(says, "nothing of yours was sent yet")
	case !l.HasMine.UpTo.IsZero() && !ahead:
		says = append(says, "has everything of yours up to "+c.Moment(l.HasMine.UpTo))
	case ahead && l.HasMine.Sent == 0:
		says = append(says, "has everything of yours that was sent")
	case l.HasMine.Sent == 0:
		says = append(says, "is not known to have anything of yours yet")
	}
	if l.HasMine.Sent > 0 {
		says = append(says, counted(l.HasMine.Sent, "change")+" of yours sent, not known to be received yet")
	}
	return strings.Join(says, "; ")
}

// OfTheirs says what is here of what was made on a laptop.
func (c Clock) OfTheirs(l store.Laptop) string {
	switch {
	case l.Waiting && l.IHave.UpTo.IsZero():
		return "waiting for a file of theirs"
	case l.Waiting:
		return "waiting for a file of theirs; here up to " + c.Moment(l.IHave.UpTo)
	case l.IHave.All && l.IHave.UpTo.IsZero():
		return "nothing new of theirs is there"
	case l.IHave.All:
		return "all of theirs is here"
	case l.IHave.UpTo.IsZero():
		return "nothing of theirs is here yet"
	}
	return "theirs is here up to " + c.Moment(l.IHave.UpTo)
}

// Laptop is all there is to say of one laptop, a sentence each, without its label.
func (c Clock) Laptop(l store.Laptop) []string {
	switch {
	case l.Me:
		return []string{"this laptop"}
	case l.Removed:
		return []string{"removed: what it marked stays"}
	}
	says := []string{c.OfMine(l), c.OfTheirs(l)}
	if words := ClockWords(l); words != "" {
		says = append(says, words)
	}
	return says
}

// ClockWords says that the clock of a laptop seems wrong; empty where it does not.
func ClockWords(l store.Laptop) string {
	switch {
	case l.Clock == 0:
		return ""
	case l.Clock < 0:
		return "its clock seems " + Length(-l.Clock) + " behind: no mark is harmed, but set it right there"
	}
	return "its clock seems " + Length(l.Clock) + " ahead: no mark is harmed, but set it right there"
}

// PendingWords says what a laptop made while the share was made new.
func PendingWords(p store.Pending) string {
	says := counted(p.Gestures, "change") + " of " + p.Label + " made before the new passphrase: not sent on until somebody accepts that"
	if len(p.What) > 0 {
		says += " (" + strings.Join(p.What, "; ") + ")"
	}
	return says
}

// UnsentWords says how much was not sent yet; empty for nothing.
func UnsentWords(n int) string {
	if n == 0 {
		return ""
	}
	return counted(n, "change") + " of this laptop not sent yet"
}

// SyncedWords is what a sync did, in one line.
func SyncedWords(s *store.Synced) string {
	var says []string
	if s.ReceivedGestures > 0 {
		says = append(says, counted(s.ReceivedGestures, "change")+" received")
	}
	if s.SentGestures > 0 {
		says = append(says, counted(s.SentGestures, "change")+" sent")
	}
	if n := s.SentFiles; n > 0 && s.SentGestures == 0 && s.ReceivedGestures == 0 {
		says = append(says, counted(n, "file")+" sent")
	}
	if len(says) == 0 {
		says = append(says, "nothing new")
	}
	if s.Conflicts > 0 {
		says = append(says, DisagreeWords(s.Conflicts))
	}
	return strings.Join(says, ", ")
}

// DisagreeWords counts what people disagree on.
func DisagreeWords(n int) string {
	if n == 1 {
		return "1 disagreement to settle"
	}
	return fmt.Sprintf("%d disagreements to settle", n)
}

// SyncedMore is what else there is to know of a sync, a sentence each: what a person has to decide
// first, then what could not be sent and why, what was set aside, what is waited for, and the news.
func SyncedMore(s *store.Synced) []string {
	var says []string
	if s.Question != "" {
		says = append(says, s.Question)
	}
	if s.ReadOnly != "" {
		says = append(says, s.ReadOnly)
	}
	for _, r := range s.Rejected {
		says = append(says, "set aside: "+r.File+": "+whyAside(r.Why))
	}
	for _, w := range s.Waiting {
		says = append(says, WaitingWords(w))
	}
	return append(says, s.Notices...)
}

// whyAside is why a file was set aside, without what only a programmer can read.
func whyAside(why string) string {
	if i := strings.Index(why, share.ErrSeal.Error()); i >= 0 {
		return why[:i+len(share.ErrSeal.Error())]
	}
	return why
}

// WaitingWords says what is waited for.
func WaitingWords(what string) string {
	if strings.HasPrefix(what, "waiting") {
		return what
	}
	return "waiting for " + what
}

// EjectWords is what to do with a stick once all of it was verified.
const EjectWords = "done: eject it through the system"

// InvitationWords are the two counts that are shown before a share and a book first meet.
func InvitationWords(inv *store.Invitation) (theirs, own string) {
	theirs = fmt.Sprintf("this share: %s, %s, %s", counted(len(inv.Laptops), "laptop"), counted(len(inv.Cohorts), "cohort"), counted(inv.Gestures, "change"))
	own = fmt.Sprintf("this book: %s, %s that would go there", counted(len(inv.OwnCohorts), "cohort"), counted(inv.Own, "change"))
	return theirs, own
}

// StickIs is what a stick is to a book.
type StickIs uint8

// A stick is a Stranger, a place of one of the book's shares, holds such a share at a place that the
// book does not know yet, or is mounted where such a place was and holds another share.
const (
	Stranger StickIs = iota
	OurPlace
	OurShare
	Another
)

// StickWords says what a stick that is there can be used for.
func StickWords(s share.Stick, is StickIs) string {
	name := StickName(s)
	switch {
	case is == OurPlace:
		return "A stick is here: " + name + ". It is a place of your share: s syncs"
	case is == OurShare:
		return "A stick is here: " + name + ". It holds your share, and is not among its places yet: Enter adds it"
	case is == Another:
		return "A stick is here: " + name + ". It holds another share than yours: i joins it"
	case !s.Share.IsZero():
		return "A stick is here: " + name + ". It holds a share: i joins it"
	case s.ReadOnly:
		return "A stick is here: " + name + ". It can only be read"
	}
	return "A stick is here: " + name + ". n makes a share on it"
}

// StickName is what a stick is called: the last part of where it is mounted.
func StickName(s share.Stick) string {
	path := strings.TrimRight(s.Path, `/\`)
	if i := strings.LastIndexAny(path, `/\`); i >= 0 && path[i+1:] != "" {
		return path[i+1:]
	}
	return s.Path
}
