package command

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/sync"
)

// newShare is what `rollbook sync new` was told.
type newShare struct {
	cohorts  []string
	audience string
	with     []string
	label    string
}

func (r *run) syncNewCommand() *cobra.Command {
	var n newShare
	c := &cobra.Command{
		Use:   "new TARGET [--cohort C]… [--for trainers|office]",
		Short: "make a share, for the other laptops to join",
		Long: `Makes a share at a target: a folder, which is made where only its last part is missing,
s3://bucket/prefix?endpoint=https://… or webdavs://host/path. Then it is synced for the first time.

Without --cohort it carries the cohorts that the book has now; rollbook sync carry adds those to come.
A share for the office carries no note and no remark, unless --with says so.

Its passphrase is that of the file which ` + sharePassphraseFile + ` names, or typed. Without
either seven words are proposed, the one line of standard output then. Who joins types it once.

Keys to a bucket come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from ~/.aws/credentials; those
of WebDAV from ROLLBOOK_WEBDAV_USER and ROLLBOOK_WEBDAV_PASSWORD_FILE, or from ~/.netrc. They are kept
nowhere else.`,
		Example: `  rollbook sync new /media/asha/STICK/rollbook
  rollbook sync new ~/OneDrive/rollbook --cohort "Spring 2026" --for office
  rollbook sync new "s3://trainings/rollbook?endpoint=https://s3.example.org"`,
		Args: exactly(1, "the target"),
	}
	cohortsFlag(c, &n.cohorts, "a cohort that it carries, a part of its `name`; may be given several times")
	c.Flags().StringVar(&n.audience, "for", "trainers", "who it is for: trainers, or office without notes and remarks")
	c.Flags().StringSliceVar(&n.with, "with", nil, "for the office, carry `what` it else lacks: notes, remarks")
	labelFlag(c, &n.label)
	c.RunE = r.writing(func(args []string) error { return r.newShare(args[0], n) })
	return c
}

func labelFlag(c *cobra.Command, into *string) {
	c.Flags().StringVar(into, "label", "", "what the others see this laptop as, a `name`; else yours with 's laptop'")
}

func (r *run) newShare(text string, n newShare) error {
	form := store.ShareForm{Work: r.ShareWork}
	var err error
	if form.For, form.Notes, form.Remarks, err = audience(n.audience, n.with); err != nil {
		return err
	}
	p, target, err := r.placeNamed(text)
	if err != nil {
		return err
	}
	form.Target = target
	var names []string
	if form.Cohorts, names, err = r.cohortsToShare(n.cohorts); err != nil {
		return err
	}
	form.Label = r.clean("the label", n.label, model.NameLimit)
	if err := r.author(); err != nil {
		return err
	}
	var made store.Share
	tell := r.say
	err = r.withNewPassphrase(func(pass []byte, say func(string, ...any)) error {
		form.Passphrase, tell = pass, say
		return r.stoppable(func(ctx context.Context) (err error) {
			made, err = r.book.NewShare(ctx, p, form)
			return err
		})
	})
	if err != nil {
		return err
	}
	carries := "no cohort yet: rollbook sync carry --cohort C adds one"
	if len(names) > 0 {
		carries = listed(names)
	}
	tell("a share %s was made at %s; it carries %s; this laptop is %s there", sync.AudienceWords(made), shown(target), carries, made.Label)
	return r.syncAfter(made, target, tell)
}

// audience reads who a share is for, and what it carries for them.
func audience(text string, with []string) (to store.Audience, notes, remarks bool, err error) {
	switch to = store.Audience(text); to {
	case store.ForTrainers:
		if len(with) > 0 {
			return to, false, false, misused("a share for trainers carries notes and remarks anyway: leave out --with")
		}
		return to, true, true, nil
	case store.ForOffice:
	default:
		return to, false, false, misused("--for can't be %s: it is trainers or office", quoted(text))
	}
	for _, what := range with {
		switch strings.TrimSpace(what) {
		case "notes":
			notes = true
		case "remarks":
			remarks = true
		default:
			return to, false, false, misused("--with can't be %s: it is notes or remarks", quoted(what))
		}
	}
	return to, notes, remarks, nil
}

// cohortsToShare are those named, or all of the book: shown, and on a terminal asked about.
func (r *run) cohortsToShare(queries []string) (ids []model.ID, names []string, err error) {
	if len(queries) > 0 {
		return r.cohortsFrom(queries)
	}
	all, err := r.book.Cohorts()
	if err != nil || len(all) == 0 {
		return nil, nil, err
	}
	for _, l := range all {
		ids, names = append(ids, l.ID), append(names, l.Name)
	}
	r.warn("the share carries all that the book has: %s", strings.Join(names, ", "))
	if r.Terminal && !r.asked("Share all of that? Type yes, or anything else to stop and name some with --cohort: ") {
		return nil, nil, errNotShared
	}
	return ids, names, nil
}

var errNotShared = errors.New("nothing was shared: name the cohorts that are to be, with --cohort")

// syncAfter syncs a share that was just made, joined or changed with one target, and says how that went.
func (r *run) syncAfter(s store.Share, target string, tell func(string, ...any)) error {
	return r.stoppable(func(ctx context.Context) error {
		done, err := r.syncOne(ctx, s, target, store.SyncOptions{})
		if err == nil {
			r.saySynced(done, tell)
		}
		return err
	})
}
