package command

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/share"
	"rollbook/ui/sync"
)

// joining is what `rollbook sync join` was told.
type joining struct {
	cohorts []string
	label   string
	epoch   string
}

func (r *run) syncJoinCommand() *cobra.Command {
	var j joining
	c := &cobra.Command{
		Use:   "join TARGET",
		Short: "go to a share that another laptop made; makes the book if there is none",
		Long: `Joins the share at a target with its passphrase, which is asked for once: typed, or from the file that
` + sharePassphraseFile + ` names. What the share has and what this book has are both shown
before anything is exchanged; own cohorts stay here unless --cohort names them.

In a share that this book is in already, it adds the target, or takes the new passphrase after others
changed it.`,
		Example: `  rollbook sync join /media/ben/STICK/rollbook --as Ben
  rollbook sync join "s3://trainings/rollbook?endpoint=https://s3.example.org" --label "Office"`,
		Args: exactly(1, "the target"),
	}
	cohortsFlag(c, &j.cohorts, "a cohort of this book that the share is to carry besides, a part of its `name`; may be given several times")
	labelFlag(c, &j.label)
	c.Flags().StringVar(&j.epoch, "epoch", "", "where the share was made new twice at once: the one to go on with, the head of its `id`")
	c.RunE = func(_ *cobra.Command, args []string) error {
		p, target, err := r.placeNamed(args[0])
		if err != nil {
			return err
		}
		return r.inNewBook(func() error { return r.joinShare(p, target, j) })
	}
	return c
}

func (r *run) joinShare(p share.Place, target string, j joining) error {
	form := store.JoinForm{Label: r.clean("the label", j.label, model.NameLimit)}
	var err error
	if form.Cohorts, _, err = r.cohortsFrom(j.cohorts); err != nil {
		return err
	}
	var inv *store.Invitation
	err = r.withSharePassphrase(func(pass []byte) error {
		return r.stoppable(func(ctx context.Context) (err error) {
			inv, err = r.book.SeeShare(ctx, p, target, pass)
			return err
		})
	})
	if err != nil {
		return err
	}
	if form.Epoch, err = r.epochMeant(inv, j.epoch); err != nil {
		return err
	}
	if !r.agreed(inv, len(form.Cohorts) > 0) {
		r.say("nothing was changed")
		return nil
	}
	if err := r.author(); err != nil {
		return err
	}
	if inv.Own > 0 {
		if err := r.book.BeforeRisky(); err != nil {
			return fmt.Errorf("nothing was joined, since no backup could be made before: %w", err)
		}
	}
	var joined store.Share
	err = r.stoppable(func(ctx context.Context) (err error) {
		joined, err = r.book.JoinShare(ctx, p, inv, form)
		return err
	})
	if err != nil {
		return err
	}
	r.say("joined the share at %s; this laptop is %s there", shown(target), joined.Label)
	return r.syncAfter(joined, target, r.say)
}

// agreed says what would meet, and on a terminal asks whether to go on where both have something.
func (r *run) agreed(inv *store.Invitation, besides bool) bool {
	tell := r.warn
	if r.Terminal {
		tell = r.say
	}
	theirs, own := sync.InvitationWords(inv)
	tell("%s: %s; laptops: %s", theirs, namesOf(inv.Cohorts), orNone(inv.Laptops))
	if len(inv.OwnCohorts) == 0 && inv.Own == 0 {
		return true
	}
	tell("%s: %s", own, namesOf(inv.OwnCohorts))
	if stay := staying(inv); !besides && len(stay) > 0 {
		tell("what stays here: %s: --cohort names a cohort that is to go there as well", listed(stay))
	}
	return !r.Terminal || inv.Known || r.asked("Bring the two together? Type yes: ")
}

// staying are the names of the book's cohorts that the share does not carry.
func staying(inv *store.Invitation) (names []string) {
	for _, own := range inv.OwnCohorts {
		if !slices.ContainsFunc(inv.Cohorts, func(l store.Listed) bool { return l.ID == own.ID }) {
			names = append(names, own.Name)
		}
	}
	return names
}

// namesOf are the names of cohorts.
func namesOf(all []store.Listed) string {
	var names []string
	for _, l := range all {
		names = append(names, l.Name)
	}
	return orNone(names)
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return listed(names)
}

// epochMeant is the generation of a share to go on with: of several that were made at once the one whose
// id begins so, which on a terminal is asked for.
func (r *run) epochMeant(inv *store.Invitation, query string) (model.ID, error) {
	if len(inv.Epochs) < 2 && query == "" {
		return model.ID{}, nil
	}
	id := func(e store.EpochSeen) model.ID { return e.Epoch }
	if query == "" && r.Terminal {
		for _, e := range inv.Epochs {
			r.say("%s", epochWords(e))
		}
		r.out.Flush()
		r.prompt("The share was made new more than once, each time under another passphrase. With which does it go on? Type its id: ")
		answer, err := readLine(r.In)
		if err != nil {
			return model.ID{}, errStopped
		}
		query = answer
	}
	if query == "" {
		return model.ID{}, misused("the share was made new more than once: say with --epoch with which it goes on: %s", labels(inv.Epochs, epochWords))
	}
	e, err := byID("generation of the share", query, inv.Epochs, id)
	return e.Epoch, err
}

// epochWords is one generation of a share, as a person picks it.
func epochWords(e store.EpochSeen) string {
	return fmt.Sprintf("%s, made by %s on %s", short(e.Epoch), e.By, e.Made.Format("2006-01-02 15:04"))
}
