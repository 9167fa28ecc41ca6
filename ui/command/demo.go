package command

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"rollbook/ui/demo"
)

func (r *run) demoCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "a made-up cohort to try things on; nothing of it is kept",
		Long: `Opens a made-up cohort with a day in progress, in a book of its own that goes away when you quit.
Your own book is not touched.`,
		Example: `  rollbook demo
  rollbook demo --plain`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return r.demo() },
	}
}

// demo makes the book of the demo, opens it, and takes it away.
func (r *run) demo() (err error) {
	if r.bookFlag != "" {
		return misused("the demo has a book of its own: leave out --book")
	}
	if !r.plain && (!r.Terminal || r.Screens == nil) {
		return errNoTerminal
	}
	folder, err := demo.Folder(r.World)
	if err != nil {
		return fmt.Errorf("the demo has no place for its book: %w", err)
	}
	defer func() {
		if left := os.RemoveAll(folder); err == nil && left != nil {
			err = fmt.Errorf("the demo's book is left behind at %s: %w", folder, left)
		}
	}()
	r.bookFlag = filepath.Join(folder, demo.BookName)
	if r.asFlag == "" {
		r.asFlag = demo.Trainer
	}
	if err := demo.Make(r.bookFlag, r.World, r.given); err != nil {
		return fmt.Errorf("the demo could not be made: %w", err)
	}
	if r.plain {
		return r.inBook(func() error { return r.runPlain("") })
	}
	return r.openScreens(r.bookFlag, true)
}
