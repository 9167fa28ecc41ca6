package command

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
)

func (r *run) syncMembersCommand() *cobra.Command {
	var which string
	var asJSON bool
	c := &cobra.Command{
		Use:   "members [--share S]",
		Short: "the laptops of a share; 'members remove' goes on without one",
		Long: `Lists the laptops of each share. Whoever knows the passphrase can join, and each new laptop is announced
at the next sync.`,
		Example: `  rollbook sync members
  rollbook sync members remove "Ben's laptop"`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misused("there is no command %s: there is rollbook sync members remove LABEL", quoted("sync members "+args[0]))
			}
			return nil
		},
		RunE: r.reading(func([]string) error {
			all, err := r.statuses(which)
			if err != nil {
				return err
			}
			list := []laptopJSON{}
			t := tableOf("laptop", "id", "last seen", "")
			for _, s := range all {
				list = append(list, r.laptopsOf(s)...)
				for _, l := range s.Laptops {
					t.add(l.Label, short(l.Device), r.seen(l), strings.Join(r.clock().Laptop(l), "; "))
				}
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "no laptop is known yet: rollbook sync looks who is there")
			return nil
		}),
	}
	shareFlag(c, &which)
	jsonFlag(c, &asJSON)
	c.AddCommand(r.syncRemoveCommand())
	return c
}

// seen is when a laptop last left something in the share.
func (r *run) seen(l store.Laptop) string {
	if l.Me || l.Seen.IsZero() {
		return "-"
	}
	return l.Seen.In(r.World.Now().Location()).Format("2006-01-02 15:04")
}

// newPassphraseHelp is what rotate and members remove say of the passphrase.
const newPassphraseHelp = `The new passphrase is that of the file which ` + sharePassphraseFile + ` names, or typed;
without either seven words are proposed, the one line of standard output then.`

func (r *run) syncRemoveCommand() *cobra.Command {
	var which string
	var yes bool
	c := &cobra.Command{
		Use:   "remove LABEL",
		Short: "go on without a laptop, under a new passphrase",
		Long: `Makes the share new without a laptop that was lost or has left: another passphrase, and files that it can't
read. The others go to it with rollbook sync join TARGET and the new passphrase. What that laptop has
already it keeps: nothing can be taken back from it.

` + newPassphraseHelp,
		Example: `  rollbook sync members remove "Ben's laptop"`,
		Args:    exactly(1, "the laptop's label, as rollbook sync members shows it"),
	}
	c.RunE = r.changing(func(args []string) error {
		g, err := r.oneShare(which)
		if err != nil {
			return err
		}
		l, err := r.laptop(g.share, args[0])
		switch {
		case err != nil:
			return err
		case l.Me:
			return misused("%s is this laptop: rollbook sync leave is for that", quoted(l.Label))
		case l.Removed:
			r.say("%s is removed already: nothing to change", shown(l.Label))
			return nil
		}
		if r.Terminal && !yes && !r.asked("Go on without "+shown(l.Label)+", under a new passphrase? Type yes: ") {
			r.say("nothing was changed")
			return nil
		}
		return r.rotate(g, "the share goes on without "+shown(l.Label), l.Device)
	})
	shareFlag(c, &which)
	c.Flags().BoolVar(&yes, "yes", false, "don't ask")
	return c
}

func (r *run) syncRotateCommand() *cobra.Command {
	var which string
	c := &cobra.Command{
		Use:   "rotate",
		Short: "give a share another passphrase, and leave out of it what was struck",
		Long: `Makes the share new: another passphrase, one set of files in place of the many that came together, and
without the texts that were struck since. The other laptops go to it with rollbook sync join TARGET and the
new passphrase; the old files are deleted when all of them have.

` + newPassphraseHelp,
		Args: noArguments,
	}
	c.RunE = r.changing(func([]string) error {
		g, err := r.oneShare(which)
		if err != nil {
			return err
		}
		return r.rotate(g, "the share has a new passphrase")
	})
	shareFlag(c, &which)
	return c
}

// rotate makes a share new at the first target that is there, and syncs with the others.
func (r *run) rotate(g goal, what string, gone ...model.ID) error {
	var done *store.Synced
	var at string
	var late error // of a share that is new in the book, and not yet in its place
	tell := r.say
	err := r.withNewPassphrase(func(pass []byte, say func(string, ...any)) error {
		tell = say
		return r.atTarget(g, func(p share.Place, target string) error {
			at = target
			err := r.stoppable(func(ctx context.Context) (err error) {
				done, err = r.book.Rotate(ctx, g.share.Space, p, target, pass, gone, r.ShareWork)
				return err
			})
			if err != nil && r.wentOn(g.share) {
				late, err = err, nil
			}
			return err
		})
	})
	if err != nil {
		return err
	}
	tell("%s: the other laptops go to it with rollbook sync join TARGET and that passphrase", what)
	if late != nil {
		return late
	}
	r.saySynced(done, tell)
	for _, target := range g.targets {
		if target == at {
			continue
		}
		if err := r.syncAfter(g.share, target, tell); err != nil {
			return err
		}
	}
	return nil
}

// wentOn reports whether the book is in a later generation of a share than s tells.
func (r *run) wentOn(s store.Share) bool {
	shares, _ := r.book.Shares() // what can't be read has not changed
	for _, now := range shares {
		if now.Space == s.Space {
			return now.Epoch != s.Epoch
		}
	}
	return false
}

func (r *run) syncAcceptCommand() *cobra.Command {
	var which string
	c := &cobra.Command{
		Use:   "accept LABEL",
		Short: "take along what a laptop made while the share was made new",
		Long: `A laptop that was away when the share was made new may have marked on in the old one. rollbook sync status
lists what; accept takes it along into the share for everybody.`,
		Example: `  rollbook sync status
  rollbook sync accept "Ben's laptop"`,
		Args: exactly(1, "the laptop's label, as rollbook sync status shows it"),
	}
	c.RunE = r.changing(func(args []string) error {
		g, err := r.oneShare(which)
		if err != nil {
			return err
		}
		status, err := r.book.ShareStatus(g.share.Space)
		if err != nil {
			return err
		}
		if len(status.Pending) == 0 {
			r.say("nothing waits to be taken along: nothing to change")
			return nil
		}
		p, err := labelled("laptop", args[0], status.Pending, func(p store.Pending) (string, model.ID) { return p.Label, p.Device })
		if err != nil {
			return err
		}
		n, err := r.book.AcceptPending(g.share.Space, p.Device)
		if err != nil {
			return err
		}
		r.say("%s of %s taken along", gestures(uint64(n)), shown(p.Label))
		return r.syncAll([]goal{g}, store.SyncOptions{}, false)
	})
	shareFlag(c, &which)
	return c
}

// laptop is the one of a share that its label, a part of it or the head of its id means.
func (r *run) laptop(s store.Share, query string) (store.Laptop, error) {
	status, err := r.book.ShareStatus(s.Space)
	if err != nil {
		return store.Laptop{}, err
	}
	return labelled("laptop", query, status.Laptops, func(l store.Laptop) (string, model.ID) { return l.Label, l.Device })
}

// labelled finds the one item that a part of its label or the head of its id means. A label in full is that
// one also where it is a part of others'.
func labelled[T any](kind, query string, items []T, of func(T) (string, model.ID)) (T, error) {
	label := func(item T) string { s, _ := of(item); return s }
	id := func(item T) model.ID { _, id := of(item); return id }
	var exact []T
	for _, item := range items {
		if strings.EqualFold(label(item), query) {
			exact = append(exact, item)
		}
	}
	if len(exact) == 1 {
		return exact[0], nil
	}
	if isID(query) && len(model.Find(query, items, label)) == 0 {
		return byID(kind, query, items, id)
	}
	return pick(kind, query, items, label, func(item T) string { return "'" + label(item) + "' (" + short(id(item)) + ")" })
}
