package command

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/sync"
)

// shareJSON is one share of `rollbook sync status --json`.
type shareJSON struct {
	Share   string        `json:"share"`
	For     string        `json:"for"`
	Notes   bool          `json:"notes"`
	Remarks bool          `json:"remarks"`
	Cohorts []sharedJSON  `json:"cohorts"`
	Targets []string      `json:"targets"`
	Label   string        `json:"label"`
	Synced  *string       `json:"synced"`
	Unsent  int           `json:"unsent_gestures"`
	Waiting []string      `json:"waiting"`
	Behind  *string       `json:"behind"`
	Pending []pendingJSON `json:"pending"`
	Laptops []laptopJSON  `json:"laptops"`
}

// sharedJSON is a cohort that a share carries; the name is null while the book does not have it.
type sharedJSON struct {
	ID   string  `json:"id"`
	Name *string `json:"name"`
}

// pendingJSON is what a laptop made while the share was made new.
type pendingJSON struct {
	Label    string   `json:"label"`
	ID       string   `json:"id"`
	Gestures int      `json:"gestures"`
	What     []string `json:"what"`
}

// laptopJSON is one laptop of `rollbook sync members --json`; share is the share's id. How far this laptop
// has its own is null.
type laptopJSON struct {
	Share   string     `json:"share"`
	Label   string     `json:"label"`
	ID      string     `json:"id"`
	Me      bool       `json:"me"`
	Removed bool       `json:"removed"`
	Seen    *string    `json:"seen"`
	HasMine *reachJSON `json:"has_mine"`
	IHave   *reachJSON `json:"i_have"`
	Waiting bool       `json:"waiting"`
	Clock   int        `json:"clock_ahead_hours"`
}

// reachJSON is how far one laptop has what another made. Sent is what is on its way and not known to have
// been received.
type reachJSON struct {
	All  bool    `json:"all"`
	UpTo *string `json:"up_to"`
	Sent int     `json:"sent"`
}

func (r *run) syncStatusCommand() *cobra.Command {
	var which string
	var asJSON bool
	c := &cobra.Command{
		Use:   "status",
		Short: "the shares of this book, and what each laptop has of the others",
		Long: `Lists each share: where it is, what it carries, which laptops are in it, and how far each has what was
marked here, and this one what was marked there. Sent is not received: a laptop that synced says itself what
it has. It looks into the book only; rollbook sync looks into the share.`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			all, err := r.statuses(which)
			if err != nil {
				return err
			}
			if asJSON {
				list := []shareJSON{}
				for _, s := range all {
					list = append(list, r.shareOf(s))
				}
				return r.json(list)
			}
			for i, s := range all {
				if i > 0 {
					r.say("")
				}
				r.sayStatus(s)
			}
			return nil
		}),
	}
	shareFlag(c, &which)
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) statuses(which string) (all []*store.ShareStatus, err error) {
	goals, err := r.goals(which)
	if err != nil {
		return nil, err
	}
	for _, g := range goals {
		s, err := r.book.ShareStatus(g.share.Space)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

func (r *run) shareOf(s *store.ShareStatus) shareJSON {
	all := s.Share.For == store.ForTrainers // to them go notes and remarks anyway
	j := shareJSON{Share: s.Share.Space.String(), For: string(s.Share.For), Notes: all || s.Share.Notes, Remarks: all || s.Share.Remarks,
		Cohorts: []sharedJSON{}, Targets: notNull(s.Share.Targets), Label: s.Share.Label, Synced: r.localOrNull(s.Share.Synced),
		Unsent: s.Unsent, Waiting: notNull(s.Waiting), Behind: orNull(s.Share.Behind), Pending: []pendingJSON{}, Laptops: r.laptopsOf(s)}
	names := r.cohortNames()
	for _, id := range s.Share.Cohorts {
		j.Cohorts = append(j.Cohorts, sharedJSON{id.String(), orNull(names[id])})
	}
	for _, p := range s.Pending {
		j.Pending = append(j.Pending, pendingJSON{p.Label, p.Device.String(), p.Gestures, notNull(p.What)})
	}
	return j
}

func (r *run) laptopsOf(s *store.ShareStatus) []laptopJSON {
	list := []laptopJSON{}
	for _, l := range s.Laptops {
		j := laptopJSON{Share: s.Share.Space.String(), Label: l.Label, ID: l.Device.String(), Me: l.Me, Removed: l.Removed,
			Seen: r.localOrNull(l.Seen), Waiting: l.Waiting, Clock: int(l.Clock / time.Hour)}
		if !l.Me {
			j.HasMine, j.IHave = r.reachOf(l.HasMine), r.reachOf(l.IHave)
		}
		list = append(list, j)
	}
	return list
}

func (r *run) reachOf(reach store.Reach) *reachJSON {
	return &reachJSON{All: reach.All, UpTo: r.localOrNull(reach.UpTo), Sent: reach.Sent}
}

// localOrNull is a moment in the zone that this laptop is in.
func (r *run) localOrNull(at time.Time) *string {
	if at.IsZero() {
		return nil
	}
	return atOrNull(at.In(r.World.Now().Location()))
}

func (r *run) cohortNames() map[model.ID]string {
	names := map[model.ID]string{}
	all, _ := r.book.Cohorts() // without them the ids tell
	for _, l := range all {
		names[l.ID] = l.Name
	}
	return names
}

// sayStatus says for people how a share stands.
func (r *run) sayStatus(s *store.ShareStatus) {
	clock := r.clock()
	where := "no target: rollbook sync add TARGET gives it one"
	if len(s.Share.Targets) > 0 {
		where = listed(s.Share.Targets)
	}
	r.say("a share %s; target: %s", sync.AudienceWords(s.Share), shown(where))
	r.say("  carries: %s", orNone(r.carried(s.Share.Cohorts)))
	if left := r.notCarried(s.Share); len(left) > 0 {
		r.say("  does not carry: %s", listed(left))
	}
	own := clock.SyncedAgo(s.Share)
	if s.Unsent > 0 {
		own += "; " + sync.UnsentWords(s.Unsent)
	}
	r.say("  %s (this laptop): %s", shown(s.Share.Label), own)
	for _, l := range s.Laptops {
		if !l.Me {
			r.say("  %s: %s", shown(l.Label), shown(strings.Join(clock.Laptop(l), "; ")))
		}
	}
	for _, waiting := range s.Waiting {
		r.say("  %s", shown(sync.WaitingWords(waiting)))
	}
	for _, p := range s.Pending {
		r.say("  %s: rollbook sync accept", shown(sync.PendingWords(p)))
	}
	if s.Share.Behind != "" {
		r.say("  %s", shown(s.Share.Behind))
	}
}

// notCarried are the names of the book's cohorts that a share does not carry.
func (r *run) notCarried(s store.Share) (names []string) {
	all, _ := r.book.Cohorts() // what can't be listed is told by the commands about cohorts
	for _, l := range all {
		if !slices.Contains(s.Cohorts, l.ID) {
			names = append(names, l.Name)
		}
	}
	return names
}

// clock tells moments as the screens tell them, in 24 hours.
func (r *run) clock() sync.Clock { return sync.Clock{Now: r.World.Now()} }
