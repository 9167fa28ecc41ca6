package start

import (
	tea "charm.land/bubbletea/v2"

	"rollbook/ui/intake"
	"rollbook/ui/kit"
)

// sheetStep asks which sheet of a workbook holds the people. The focus is on the one that looks
// like a roster.
type sheetStep struct {
	i     *importer
	path  string
	table intake.Table
	at    int
}

func newSheetStep(i *importer, path string, table intake.Table) *sheetStep {
	s := &sheetStep{i: i, path: path, table: table}
	for n, name := range table.Sheets {
		if name == table.Sheet {
			s.at = n
		}
	}
	return s
}

func (s *sheetStep) start() tea.Cmd { return nil }

func (s *sheetStep) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case readMsg:
		if msg.of != s {
			return nil
		}
		if msg.err != nil {
			return kit.Warn(readFault(msg.path, msg.err))
		}
		return s.i.push(newMapStep(s.i, msg.table))
	case tea.KeyPressMsg:
		switch msg.String() {
		case "up", "k":
			s.at = max(0, s.at-1)
		case "down", "j":
			s.at = min(s.at+1, len(s.table.Sheets)-1)
		case "enter":
			if name := s.table.Sheets[s.at]; name != s.table.Sheet {
				return readFile(s, s.path, name)
			}
			return s.i.push(newMapStep(s.i, s.table))
		}
	}
	return nil
}

func (s *sheetStep) view(w, h int) kit.Frame {
	t := s.i.r.Theme
	p := newPage(t, w)
	p.say(t.Title, s.table.File+" has several sheets: which one holds the people?")
	p.gap()
	for n, name := range s.table.Sheets {
		about := ""
		if name == s.table.Sheet {
			about = "looks like a roster"
		}
		p.choice(n == s.at, "", name, about)
	}
	return p.frame(h)
}

func (s *sheetStep) keys() []kit.Binding {
	return []kit.Binding{tells("enter", "take this sheet", "Reads the sheet that the cursor is on.", 1)}
}
