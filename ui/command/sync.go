package command

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"rollbook/store"
	"rollbook/ui/sync"
)

// syncJSON is what one target gave and took, of `rollbook sync --json`.
type syncJSON struct {
	Target           string         `json:"target"`
	SentGestures     int            `json:"sent_gestures"`
	ReceivedGestures int            `json:"received_gestures"`
	SentFiles        int            `json:"sent_files"`
	ReceivedFiles    int            `json:"received_files"`
	Waiting          []string       `json:"waiting"`
	Rejected         []rejectedJSON `json:"rejected"`
	Conflicts        int            `json:"conflicts"`
}

type rejectedJSON struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

func (r *run) syncCommands() *cobra.Command {
	var which string
	var verify, asJSON bool
	c := &cobra.Command{
		Use:   "sync [--share S] [--verify]",
		Short: "bring this book and its shares to the same",
		Long: `Takes in what the other laptops left at every target of the shares of this book, and leaves there
what was marked here since. A target is a folder (a stick, a folder that OneDrive, Dropbox or Syncthing
carries on), a bucket, or a WebDAV folder: rollbook sync new sets one up, rollbook sync join goes to
one that another laptop set up.

A file that is damaged or not yet whole is named, and stops nothing. A target that is away ends in
exit code 1, when the others are done. Where people disagree, rollbook conflicts lists what on.`,
		Example: `  rollbook sync new /media/asha/STICK/rollbook
  rollbook sync join /media/ben/STICK/rollbook --as Ben
  rollbook sync
  rollbook sync --share stick --verify`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return misused("there is no command %s: rollbook help sync lists them; one target of several is named with --share", quoted("sync "+args[0]))
			}
			return nil
		},
		RunE: r.changing(func([]string) error {
			goals, err := r.goals(which)
			if err != nil {
				return err
			}
			return r.syncAll(goals, store.SyncOptions{Verify: verify}, asJSON)
		}),
	}
	shareFlag(c, &which)
	c.Flags().BoolVar(&verify, "verify", false, "read every file of the share anew, also those known to be good")
	jsonFlag(c, &asJSON)
	c.AddCommand(r.syncNewCommand(), r.syncJoinCommand(), r.syncAddCommand(), r.syncCarryCommand(), r.syncLeaveCommand(),
		r.syncStatusCommand(), r.syncMembersCommand(), r.syncRotateCommand(), r.syncAcceptCommand())
	return c
}

// syncAll syncs with each target of the goals. One that fails doesn't keep the others waiting; the
// error is of the first that failed, with the number of those after it.
func (r *run) syncAll(goals []goal, o store.SyncOptions, asJSON bool) error {
	var list []syncJSON
	var failed []error
	targets := 0
	for _, g := range goals {
		targets += len(g.targets)
	}
	err := r.stoppable(func(ctx context.Context) error {
		for _, g := range goals {
			for _, target := range g.targets {
				done, err := r.syncOne(ctx, g.share, target, o)
				switch {
				case ctx.Err() != nil:
					return err
				case err != nil:
					failed = append(failed, err)
					continue
				case asJSON:
					r.warnSynced(done)
				default:
					r.saySynced(done, r.say)
				}
				list = append(list, syncOf(done))
			}
			r.warnBehind(g.share)
		}
		return nil
	})
	if asJSON {
		if targets > 1 {
			err = errors.Join(err, r.json(notNull(list)))
		} else if len(list) == 1 {
			err = errors.Join(err, r.json(list[0]))
		}
	}
	switch {
	case err != nil:
		return err
	case len(failed) > 1:
		for _, one := range failed[:len(failed)-1] {
			r.warn("%s", sentence(one))
		}
		fallthrough
	case len(failed) == 1:
		return failed[len(failed)-1]
	}
	return nil
}

// syncOne syncs a share with one of its targets.
func (r *run) syncOne(ctx context.Context, s store.Share, target string, o store.SyncOptions) (*store.Synced, error) {
	p, err := r.place(target)
	if err != nil {
		return nil, err
	}
	progress, gone := r.syncProgress(target)
	defer gone()
	o.Progress = progress
	return r.book.Sync(ctx, s.Space, p, target, o)
}

func syncOf(done *store.Synced) syncJSON {
	j := syncJSON{Target: done.Target, SentGestures: done.SentGestures, ReceivedGestures: done.ReceivedGestures,
		SentFiles: done.SentFiles, ReceivedFiles: done.ReceivedFiles, Waiting: notNull(done.Waiting), Rejected: []rejectedJSON{},
		Conflicts: done.Conflicts}
	for _, f := range done.Rejected {
		j.Rejected = append(j.Rejected, rejectedJSON{f.File, f.Why})
	}
	return j
}

// saySynced says in a line what a sync did, with what to do about it; what has to be known besides goes
// to standard error.
func (r *run) saySynced(done *store.Synced, tell func(string, ...any)) {
	settle := ""
	if done.Conflicts > 0 {
		settle = ": rollbook conflicts lists them"
	}
	tell("%s: %s%s", shown(done.Target), sync.SyncedWords(done), settle)
	r.warnSynced(done)
	if done.ReadOnly == "" && r.onStick(done.Target) {
		tell(sync.EjectWords)
	}
}

func (r *run) warnSynced(done *store.Synced) {
	for _, sentence := range sync.SyncedMore(done) {
		r.warn("%s", sentence)
	}
}

// warnBehind says that a share went on under a passphrase that this book has not.
func (r *run) warnBehind(s store.Share) {
	shares, _ := r.book.Shares() // what can't be read was said by the sync
	for _, now := range shares {
		if now.Space == s.Space && now.Behind != "" {
			r.warn("%s", now.Behind)
		}
	}
}
