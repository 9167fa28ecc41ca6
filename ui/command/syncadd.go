package command

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

func (r *run) syncAddCommand() *cobra.Command {
	var which string
	c := &cobra.Command{
		Use:   "add TARGET",
		Short: "one more target of a share, or its key put back where it got lost",
		Long: `Puts a share into a further target that is empty: a second stick, a bucket besides the folder. Where the
target is one of the share that lost its key or the laptops' cards, they are put back. A target that has
the share already is gone to with rollbook sync join.`,
		Example: `  rollbook sync add /media/asha/SPARE/rollbook`,
		Args:    exactly(1, "the target"),
		RunE: r.changing(func(args []string) error {
			p, target, err := r.placeNamed(args[0])
			if err != nil {
				return err
			}
			g, err := r.oneShare(which)
			if err != nil {
				return err
			}
			err = r.stoppable(func(ctx context.Context) error { return r.book.AddTarget(ctx, g.share.Space, p, target) })
			if err != nil {
				return err
			}
			r.say("%s is a target of the share", shown(target))
			return r.syncAfter(g.share, target, r.say)
		}),
	}
	shareFlag(c, &which)
	return c
}

func (r *run) syncCarryCommand() *cobra.Command {
	var which string
	var cohorts []string
	c := &cobra.Command{
		Use:     "carry --cohort C",
		Short:   "have a share carry one more cohort of this book",
		Example: `  rollbook sync carry --cohort autumn`,
		Args:    noArguments,
		RunE: r.changing(func([]string) error {
			if len(cohorts) == 0 {
				return misused("the cohort is missing: say which, with --cohort")
			}
			g, err := r.oneShare(which)
			if err != nil {
				return err
			}
			ids, names, err := r.cohortsFrom(cohorts)
			if err != nil {
				return err
			}
			ids = slices.DeleteFunc(ids, func(id model.ID) bool { return slices.Contains(g.share.Cohorts, id) })
			if len(ids) == 0 {
				r.say("the share carries %s already: nothing to change", listed(names))
				return nil
			}
			if err := r.book.Carry(g.share.Space, ids); err != nil {
				return err
			}
			r.say("the share carries %s as well from the next sync on", listed(r.carried(ids)))
			return nil
		}),
	}
	shareFlag(c, &which)
	cohortsFlag(c, &cohorts, "the cohort, a part of its `name`; may be given several times")
	return c
}

func (r *run) syncLeaveCommand() *cobra.Command {
	var which string
	var yes bool
	c := &cobra.Command{
		Use:   "leave [TARGET]",
		Short: "sync with a share, or with one target of it, no more",
		Long: `Forgets a share, or with TARGET only that one target of it. All that the book has stays, and so do the
files in the share: what this laptop sent there remains with the others.`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return exactly(1, "")(c, args)
		},
	}
	c.RunE = r.changing(func(args []string) error {
		if len(args) == 1 {
			return r.dropTarget(args[0], which)
		}
		g, err := r.oneShare(which)
		if err != nil {
			return err
		}
		if r.Terminal && !yes && !r.asked("Leave the share "+r.shareLabel(g.share)+"? What was not synced yet reaches nobody then. Type yes: ") {
			r.say("nothing was changed")
			return nil
		}
		if err := r.book.LeaveShare(g.share.Space); err != nil {
			return err
		}
		r.say("left: this book has no more to do with the share %s; what it has stays, and what it sent stays there", shown(r.shareLabel(g.share)))
		return nil
	})
	shareFlag(c, &which)
	c.Flags().BoolVar(&yes, "yes", false, "don't ask")
	return c
}

// dropTarget forgets the one target that a part of it means.
func (r *run) dropTarget(query, which string) error {
	goals, err := r.goals(which)
	if err != nil {
		return err
	}
	var all, found []aim
	for _, g := range goals {
		for _, target := range g.targets {
			all = append(all, aim{g.share, target})
			if strings.Contains(model.Fold(target), model.Fold(query)) {
				found = append(found, aim{g.share, target})
			}
		}
	}
	if i := slices.IndexFunc(all, func(a aim) bool { return a.target == query }); i >= 0 {
		found = all[i : i+1]
	}
	name := func(a aim) string { return a.target }
	switch len(found) {
	case 0:
		return misused("there is no target %s: there is %s", quoted(query), labels(all, name))
	case 1:
	default:
		return misused("%s could be %s: say more of it", quoted(query), labels(found, name))
	}
	if err := r.book.DropTarget(found[0].of.Space, found[0].target); err != nil {
		return err
	}
	r.say("%s is no target any more; its files stay there", shown(found[0].target))
	return nil
}

// aim is one target of a share.
type aim struct {
	of     store.Share
	target string
}
