package command

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (r *run) traineeForgetCommand() *cobra.Command {
	var cohort string
	var yes, keep bool
	c := &cobra.Command{
		Use:   "forget NAME",
		Short: "strike all that is written about a person, for good",
		Long: `Strikes every text about a person in the whole book, under all their records: name, contacts, remarks,
notes, and their own words; those that were taken back or written over as well. Marks stay, as those of
'a former trainee', so that counts still add up. The book's file is written anew, and so are the backups
beside it, so that no free place of them keeps the texts. It can't be undone.

Out of reach are files that were exported, backups elsewhere, sticks, other laptops and the bins of
cloud folders: find them yourself.`,
		Example: `  rollbook trainee forget "Maya Lopez"
  rollbook trainee forget 3f0a9c12 --yes`,
		Args: exactly(1, "the person's name"),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "looked for in this cohort first, a part of its `name`: there a row number will do")
	c.Flags().BoolVar(&keep, "keep-backups", false, "leave the backups beside the book as they are")
	c.Flags().BoolVar(&yes, "yes", false, "don't ask")
	c.RunE = r.writing(func(args []string) error {
		k, err := r.traineeOrInBook(args[0], cohort)
		if err != nil {
			return err
		}
		switch {
		case yes:
		case !r.Terminal:
			return misused("forgetting %s can't be undone: say --yes if it is meant", nameAndID(k))
		case !r.asked(fmt.Sprintf("All that is written about %s goes for good: name, contacts, notes, remarks. Marks stay without a name.\nForget %s? Type yes: ", nameAndID(k), k.Name)):
			r.say("nothing was changed")
			return nil
		}
		if err := r.author(); err != nil {
			return err
		}
		done, err := r.book.Forget(k.ID, !keep)
		if err != nil {
			return err
		}
		r.say("forgotten: all that was written is struck, saved; marks stay as those of a former trainee")
		r.sayErased(done.Backups, keep)
		for _, n := range done.Naming {
			r.say("to be looked at, a note that may name the person: %s, %s, %s", n.Cohort.Name, noteAbout(n.Note), short(n.Note.ID))
		}
		r.say("out of reach: files that were exported, backups elsewhere, sticks, other laptops, the bins of cloud folders")
		return nil
	})
	return c
}
