package command

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (r *run) traineeForgetCommand() *cobra.Command {
	var cohort string
	var yes bool
	c := &cobra.Command{
		Use:   "forget NAME",
		Short: "strike all that is written about a person, for good",
		Long: `Strikes every text about a person in the whole book, under all their records: name, contacts, remarks,
notes, and their own words; those that were taken back or written over as well. Marks stay, as those of
'a former trainee', so that counts still add up. It can't be undone. Copies of the book and files that
were exported are out of reach: find them yourself.`,
		Example: `  rollbook trainee forget "Maya Lopez"
  rollbook trainee forget 3f0a9c12 --yes`,
		Args: exactly(1, "the person's name"),
	}
	c.Flags().StringVar(&cohort, "cohort", "", "looked for in this cohort first, a part of its `name`: there a row number will do")
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
		d, err := r.book.PlanForget(k.ID)
		if err != nil {
			return err
		}
		if d != nil {
			if err := r.book.Save(d).Wait(); err != nil {
				return err
			}
		}
		r.say("forgotten: all that was written is struck, saved; marks stay as those of a former trainee")
		return nil
	})
	return c
}
