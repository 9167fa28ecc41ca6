package sync

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// syncing is what is to be synced: all shares at all their places, unless it is narrowed.
type syncing struct {
	only    model.ID // one share; zero: all
	folders bool     // folders only: what is synced without being asked goes over no network
	verify  bool     // reads all files anew
	auto    bool     // nobody asked for it
	lead    string   // what is said before what came of it
}

// outcome is what came of one share at one place.
type outcome struct {
	share  store.Share
	target string
	synced *store.Synced
	err    error
}

// syncedMsg brings what came of a sync.
type syncedMsg struct {
	of       syncing
	outcomes []outcome
	stopped  bool
	err      error
}

// sync is the command that syncs. Nobody's wish stops other work for one that comes by itself.
func (x *Exchange) sync(of syncing) tea.Cmd {
	if x.r.Book == nil || of.auto && (x.locked || x.Busy() || len(x.known.shares) == 0 && x.known.loaded) {
		return nil
	}
	book, open := x.r.Book, x.Open
	return x.begin("syncing", of.auto, func(ctx context.Context, tell func(progress)) tea.Msg {
		book.Flush() // what was just marked goes with it
		msg := syncedMsg{of: of}
		shares, err := book.Shares()
		if err != nil {
			msg.err = err
			return msg
		}
		for _, s := range shares {
			if !of.only.IsZero() && s.Space != of.only {
				continue
			}
			for _, target := range s.Targets {
				if ctx.Err() != nil {
					break
				}
				if of.folders && share.KindOf(target) != share.Folder {
					continue
				}
				tell(progress{target: target})
				out := outcome{share: s, target: target}
				out.synced, out.err = syncOne(ctx, book, open, s, target, of.verify, tell)
				msg.outcomes = append(msg.outcomes, out)
			}
		}
		msg.stopped = ctx.Err() != nil
		return msg
	})
}

func syncOne(ctx context.Context, book *store.Book, open func(string) (share.Place, error), s store.Share, target string, verify bool, tell func(progress)) (*store.Synced, error) {
	place, err := open(target)
	if err != nil {
		return nil, err
	}
	return book.Sync(ctx, s.Space, place, target, store.SyncOptions{Verify: verify, Progress: func(p store.SyncProgress) {
		tell(progress{target, p})
	}})
}

// synced takes what came of a sync: the screen is told, and the open cohort read anew where something
// came.
func (x *Exchange) synced(msg syncedMsg) tea.Cmd {
	if msg.err != nil {
		return kit.Warn("the shares could not be read: " + room.Sentence(msg.err))
	}
	fresh := map[model.ID]bool{}
	for _, o := range msg.outcomes {
		if stick, on := x.stickOf(o.target); on {
			x.whole[stick.Path] = o.err == nil && o.synced.ReadOnly == "" && o.synced.Question == ""
		}
		if msg.of.auto && (errors.Is(o.err, share.ErrAway) || o.synced != nil && quiet(o.synced)) {
			continue // the stick is not in, or nothing was new: what came of the last sync stands
		}
		if !fresh[o.share.Space] {
			fresh[o.share.Space] = true
			x.results[o.share.Space] = nil
		}
		x.results[o.share.Space] = append(x.results[o.share.Space], o)
		if o.synced != nil && o.synced.ReceivedGestures > 0 {
			x.reload = true
		}
	}
	return kit.Batch(x.tell(msg), x.read())
}

// quiet reports whether nothing travelled, and there is nothing to say.
func quiet(s *store.Synced) bool {
	return s.ReceivedGestures+s.SentGestures+s.SentFiles+s.ReceivedFiles == 0 && len(SyncedMore(s)) == 0
}

// tell is what is said of a sync: all of it where somebody asked, else what is new.
func (x *Exchange) tell(msg syncedMsg) tea.Cmd {
	var good, bad []string
	if msg.of.lead != "" {
		good = append(good, msg.of.lead)
	}
	for _, o := range msg.outcomes {
		switch {
		case msg.of.auto && !x.newly(o) && (o.err != nil || x.warned == ""):
			continue
		case msg.stopped && (o.err == nil || errors.Is(o.err, context.Canceled)):
			continue
		case o.err != nil:
			bad = append(bad, ErrorWords(o.err))
		default:
			good = append(good, x.outcomeWords(o, len(msg.outcomes) > 1))
		}
	}
	switch {
	case len(bad) > 0 && msg.of.auto:
		return news(strings.Join(append(good, bad...), "; ") + ": g s tells more")
	case len(bad) > 0:
		x.warned = strings.Join(append(bad, good...), "; ")
		return kit.Warn(x.warned)
	case msg.stopped && !msg.of.auto:
		return kit.Say("stopped: what was done is kept, and s goes on from there")
	case len(good) == 0:
		return nil
	case msg.of.auto:
		over := x.warned
		x.warned = ""
		return kit.Send(NewsMsg{Text: "synced: " + strings.Join(good, "; "), Over: over})
	}
	return kit.Say(strings.Join(good, "; "))
}

// outcomeWords is what came of one place, in a line that may be cut: what has to be done comes first.
// The place is named where it is one of several.
func (x *Exchange) outcomeWords(o outcome, several bool) string {
	without := *o.synced // disagreements are counted by person, on the screen itself
	without.Conflicts = 0
	var says []string
	stick, on := x.stickOf(o.target)
	if on && o.synced.ReadOnly == "" {
		says = append(says, StickName(stick)+" "+EjectWords)
	}
	if o.synced.Question != "" || o.synced.ReadOnly != "" {
		says = append(says, SyncedMore(o.synced)[0])
	}
	if o.synced.Conflicts > 0 && o.synced.ReceivedGestures > 0 {
		says = append(says, "people disagree: g s, c")
	}
	words := strings.Join(append(says, SyncedWords(&without)), "; ")
	if several && (!on || o.synced.ReadOnly != "") {
		return o.target + ": " + words
	}
	return words
}

// ErrorWords is what went wrong with a place, with the keys that help rather than the commands.
func ErrorWords(err error) string {
	switch {
	case errors.Is(err, store.ErrBehind):
		return store.ErrBehind.Error() + ": ask who made it new for that, then g s, p"
	case errors.Is(err, store.ErrOtherShare):
		return store.ErrOtherShare.Error() + ", or this one under a new passphrase: g s, i joins it"
	case errors.Is(err, store.ErrEmptied):
		return "this place holds nothing of the share: is the right stick in? Else g s, t puts it there again"
	}
	return room.Sentence(err)
}

// newly reports whether what came of a sync that nobody asked for is worth a line: something travelled,
// or something went wrong that did not before.
func (x *Exchange) newly(o outcome) bool {
	if errors.Is(o.err, share.ErrAway) || errors.Is(o.err, context.Canceled) {
		return false
	}
	was := x.told[o.target]
	if o.err != nil {
		x.told[o.target] = o.err.Error()
		return was != o.err.Error()
	}
	said := o.synced.Question + o.synced.ReadOnly
	x.told[o.target] = said
	return o.synced.ReceivedGestures+o.synced.SentGestures > 0 || said != "" && said != was
}
