package command

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// setting is something that the book keeps for this laptop's screens.
type setting struct {
	key    string
	values []string
	about  string
}

// settings are all there are.
var settings = []setting{
	{"hours", []string{"12", "24"}, "how the screens write times of day; unset, as this computer does"},
	{"paper", []string{"letter", "a4"}, "what is printed on; unset, US Letter"},
	{"curtain", []string{"open", "closed"}, "how the screens start: closed shows names and marks only"},
	{"lock-minutes", []string{"0", "1", "2", "5", "10", "15", "20", "30", "60"}, "after how many minutes without a key the screen locks; unset, 10; 0: never"},
}

// settingJSON is one setting of `rollbook setting list --json`; value is null while it is not set.
type settingJSON struct {
	Key    string   `json:"key"`
	Value  *string  `json:"value"`
	Values []string `json:"values"`
}

func (r *run) settingCommands() *cobra.Command {
	return group("setting", "how the screens of this laptop behave", r.settingListCommand(), r.settingSetCommand())
}

func (r *run) settingListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list", Short: "the settings, and what they are", Args: noArguments,
		RunE: r.reading(func([]string) error {
			list := []settingJSON{}
			t := tableOf("key", "value", "can be", "")
			for _, s := range settings {
				value, err := r.book.Setting(s.key)
				if err != nil {
					return err
				}
				list = append(list, settingJSON{s.key, orNull(value), s.values})
				t.add(s.key, dash(value), strings.Join(s.values, ", "), s.about)
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "there are no settings")
			return nil
		}),
	}
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) settingSetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "set KEY VALUE",
		Short: "change a setting; it is kept in the book for this laptop",
		Example: `  rollbook setting set hours 12
  rollbook setting set curtain closed`,
		Args: exactly(2, "the setting's key or value"),
		RunE: func(c *cobra.Command, args []string) error {
			i := slices.IndexFunc(settings, func(s setting) bool { return s.key == args[0] })
			if i < 0 {
				var keys []string
				for _, s := range settings {
					keys = append(keys, s.key)
				}
				return misused("there is no setting %s: there is %s", quoted(args[0]), strings.Join(keys, ", "))
			}
			s := settings[i]
			if !slices.Contains(s.values, args[1]) {
				return misused("%s can't be %s: it is %s", s.key, quoted(args[1]), strings.Join(s.values, " or "))
			}
			return r.changing(func([]string) error {
				if err := r.book.Put(s.key, s.values[slices.Index(s.values, args[1])]); err != nil {
					return fmt.Errorf("the setting was not saved: %w", err)
				}
				r.say("%s is %s, saved", s.key, args[1])
				return nil
			})(c, args)
		},
	}
}
