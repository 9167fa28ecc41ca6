package start

import (
	"io/fs"
	"os"

	tea "charm.land/bubbletea/v2"

	"rollbook/ui/intake"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// importer takes people from a roster file, in steps: which file (files.go), which sheet of it
// (sheets.go), which column is what (mapping.go), what the rows are to the people known
// (compare.go), and what will be done (confirm.go). esc goes back a step. Nothing of the book
// changes before the last Enter, which makes one gesture.
type importer struct {
	r     *room.Room
	disk  disk
	steps []step // the last is on the screen
	done  bool
}

// step is one page of the import.
type step interface {
	start() tea.Cmd
	update(msg tea.Msg) tea.Cmd
	view(w, h int) kit.Frame
	keys() []kit.Binding
}

// disk is what the import asks of the machine.
type disk struct {
	home    string
	mounts  func() []string
	readDir func(string) ([]fs.DirEntry, error)
}

// Import is the import of a roster file into the cohort on the screen.
func Import(r *room.Room) kit.Overlay {
	return newImporter(r, disk{home: homeDir(), mounts: intake.Mounts, readDir: os.ReadDir})
}

func newImporter(r *room.Room, d disk) *importer {
	i := &importer{r: r, disk: d}
	i.steps = []step{newFileStep(i)}
	return i
}

func (i *importer) top() step { return i.steps[len(i.steps)-1] }

// Start looks for files.
func (i *importer) Start() tea.Cmd { return i.top().start() }

// push goes on to a step.
func (i *importer) push(s step) tea.Cmd {
	i.steps = append(i.steps, s)
	return s.start()
}

// Update hands everything to the step on the screen; esc goes back.
func (i *importer) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	if i.r.Cohort == nil {
		return true, kit.Say("the cohort of this import is gone: nothing was imported")
	}
	if key, ok := msg.(tea.KeyPressMsg); ok && (key.String() == "esc" || key.String() == "ctrl+c") {
		if len(i.steps) == 1 || key.String() == "ctrl+c" {
			return true, kit.Say("nothing was imported")
		}
		i.steps = i.steps[:len(i.steps)-1]
		return false, nil
	}
	cmd = i.top().update(msg)
	return i.done, cmd
}

// View draws the step.
func (i *importer) View(w, h int) kit.Frame { return i.top().view(w, h) }

// Keys is what the footer shows meanwhile.
func (i *importer) Keys() []kit.Binding {
	back := tells("esc", "back", "Goes back a step; before the last Enter nothing is imported.", 9)
	if len(i.steps) == 1 {
		back.Name = "cancel"
	}
	return append(i.top().keys(), back)
}

// Place is a page.
func (i *importer) Place() kit.Place { return kit.OnPage }
