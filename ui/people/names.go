package people

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// names is an editor for several names, one a line.
type names struct {
	kit.Editor
	r    *room.Room
	of   *store.Cohort
	here map[string]string // the names in it as they are compared, and who that is in words
}

// AddNames asks for several names, one a line, and adds them from day 1 on in the order typed: one
// gesture. Blank lines are skipped; a name that is there already is named, and not added twice.
func AddNames(r *room.Room) kit.Overlay {
	n := &names{r: r}
	n.Editor = kit.Editor{Theme: r.Theme, Title: "Add people", Hint: "One name a line, the name that they use. They get row numbers in this order.",
		Status: func() string {
			fresh, twice := n.read(n.Now())
			if len(twice) == 0 {
				return number(len(fresh), "name", "names")
			}
			return fmt.Sprintf("%s, %d there already", number(len(fresh), "name", "names"), len(twice))
		},
		Save: n.add, Leave: n.leave}
	return n
}

// read takes the lines apart: those to add, and those that are there already, in words.
func (n *names) read(text string) (fresh []model.Trainee, twice []string) {
	if n.of != n.r.Cohort { // once, not at each key
		n.of, n.here = n.r.Cohort, map[string]string{}
		for _, p := range n.of.People {
			n.here[model.Fold(p.Name)] = fmt.Sprintf("%s (row %d)", p.Name, p.Row)
		}
	}
	typed := map[string]bool{}
	for line := range strings.SplitSeq(text, "\n") {
		name, _ := model.Clean(line, model.NameLimit)
		if name == "" {
			continue
		}
		folded := model.Fold(name)
		switch who, there := n.here[folded]; {
		case there:
			twice = append(twice, who)
		case typed[folded]:
			twice = append(twice, name+" (typed twice)")
		default:
			typed[folded] = true
			fresh = append(fresh, model.Trainee{Name: name})
		}
	}
	return fresh, twice
}

func (n *names) add(text string) (done bool, cmd tea.Cmd) {
	fresh, twice := n.read(text)
	if len(fresh) == 0 {
		return false, kit.Say("no new name is typed yet: one a line, then ctrl+s")
	}
	first := n.r.Cohort.NextRow()
	edits, ids, err := n.r.Cohort.Enroll(fresh, 1, false)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	say := fmt.Sprintf("%s added, rows %d–%d", number(len(fresh), "person", "people"), first, first+len(fresh)-1)
	if len(fresh) == 1 {
		say = fmt.Sprintf("%d %s added", first, fresh[0].Name)
	}
	if len(twice) > 0 {
		say += "; not added twice: " + strings.Join(twice, ", ")
	}
	cmd, err = n.r.TryCommit(oplog.Single, say, edits...)
	if err != nil {
		return false, kit.Warn(room.Sentence(err))
	}
	return true, kit.Batch(cmd, focus(ids[0]), Suggest(n.r, ids), n.r.Look())
}

// leave asks about names that were typed and not added.
func (n *names) leave(text string) tea.Cmd {
	fresh, _ := n.read(text)
	if len(fresh) == 0 {
		return nil
	}
	return kit.Open(&kit.Confirm{Theme: n.r.Theme,
		Question: fmt.Sprintf("Add the %s that you typed?", number(len(fresh), "name", "names")),
		Yes:      "add them", No: "forget them", Do: func() tea.Cmd { _, cmd := n.add(text); return cmd }})
}

// Keys is what the footer shows meanwhile.
func (n *names) Keys() []kit.Binding {
	return []kit.Binding{
		tells("ctrl+s", "add them", "Adds everybody typed, in this order.", 1),
		tells("esc", "leave", "Leaves; asks first when names were typed.", 2),
	}
}

func number(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
