package start

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/ui/intake"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// fileStep asks for the file: one of those found, or one whose path is typed, pasted or dragged.
type fileStep struct {
	i       *importer
	files   []intake.File
	looking bool
	grid    kit.Grid
	path    kit.Line
	reading string // path of the file being read
	fault   string
}

func newFileStep(i *importer) *fileStep {
	s := &fileStep{i: i, looking: true}
	s.grid = kit.Grid{Theme: i.r.Theme, Cell: s.cell, Empty: "looking for spreadsheets", Columns: []kit.Column{
		{Title: "file", Min: 20, Flex: 3}, {Title: "where", Min: 10, Flex: 2}, {Title: "when", Min: 11}, {Title: "size", Min: 7, Align: kit.Right},
	}}
	return s
}

// foundMsg brings the spreadsheets of this machine.
type foundMsg struct {
	of    *fileStep
	files []intake.File
}

// readMsg brings a file as rows of text.
type readMsg struct {
	of    step
	path  string
	table intake.Table
	err   error
}

func (s *fileStep) start() tea.Cmd {
	d := s.i.disk
	return func() tea.Msg { return foundMsg{s, intake.Spreadsheets(d.home, d.mounts(), d.readDir)} }
}

// readFile is the command that reads a roster file for a step.
func readFile(of step, path, sheet string) tea.Cmd {
	return func() tea.Msg {
		table, err := intake.Read(path, intake.Options{Sheet: sheet})
		return readMsg{of, path, table, err}
	}
}

func (s *fileStep) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case foundMsg:
		if msg.of == s {
			s.files, s.looking = msg.files, false
			s.grid.Rows = len(s.files)
			s.grid.Empty = "no spreadsheet is in Downloads, on the Desktop, in Documents or on a stick: drag one here, or type its path"
		}
	case readMsg:
		if msg.of == s && msg.path == s.reading {
			return s.read(msg)
		}
	case tea.PasteMsg:
		// A file dragged onto the terminal arrives as a paste, whole: no Enter is waited for.
		s.path.Update(msg)
		return s.take(intake.PastedPath(s.path.Text(), s.i.disk.home))
	case tea.KeyPressMsg:
		return s.key(msg)
	}
	return nil
}

func (s *fileStep) key(key tea.KeyPressMsg) tea.Cmd {
	typed := s.path.Text() != ""
	switch name := key.String(); name {
	case "enter":
		switch {
		case typed:
			return s.take(intake.PastedPath(s.path.Text(), s.i.disk.home))
		case len(s.files) > 0:
			return s.take(s.files[s.grid.Row].Path)
		}
		return kit.Say("drag a file onto this window, or type its path")
	case "up", "down", "pgup", "pgdown", "home", "end":
		if !typed {
			s.grid.Key(key)
			return nil
		}
	}
	s.path.Update(key)
	s.fault = ""
	return nil
}

func (s *fileStep) take(path string) tea.Cmd {
	if path == "" {
		return nil
	}
	s.reading, s.fault = path, ""
	return readFile(s, path, "")
}

func (s *fileStep) read(msg readMsg) tea.Cmd {
	s.reading = ""
	if msg.err != nil {
		s.fault = readFault(msg.path, msg.err)
		return kit.Warn(s.fault)
	}
	s.path.Set("")
	if len(msg.table.Sheets) > 1 {
		return s.i.push(newSheetStep(s.i, msg.path, msg.table))
	}
	return s.i.push(newMapStep(s.i, msg.table))
}

// readFault is a sentence on why a file can't be read; it never holds the whole path.
func readFault(path string, err error) string {
	name, _ := model.Clean(filepath.Base(path), model.NameLimit)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no file " + name
	case errors.Is(err, fs.ErrPermission):
		return name + " may not be read: ask whose it is, or make a copy"
	}
	return room.Sentence(err)
}

func (s *fileStep) cell(row, col int) kit.Cell {
	t, f := s.i.r.Theme, s.files[row]
	switch col {
	case 0:
		return kit.Cell{Text: f.Name, Style: t.Text}
	case 1:
		return kit.Cell{Text: filepath.Base(filepath.Dir(f.Path)), Style: t.Faint}
	case 2:
		return kit.Cell{Text: age(s.i.r.Now(), f.Modified, s.i.r.Twelve), Style: t.Text}
	}
	return kit.Cell{Text: size(f.Size), Style: t.Faint}
}

// age is when a file was changed, as people say it.
func age(now, at time.Time, twelve bool) string {
	at = at.In(now.Location())
	switch days := model.DateIn(now) - model.DateIn(at); {
	case days < 0:
		return model.DateIn(at).Short()
	case days == 0:
		return "today " + model.ClockIn(at).Words(twelve)
	case days == 1:
		return "yesterday"
	case days < 14:
		return fmt.Sprintf("%d days ago", days)
	}
	_, date, _ := strings.Cut(model.DateIn(at).Words(), " ")
	return date
}

// size is a file's length, rounded up.
func size(bytes int64) string {
	if kb := (bytes + 1023) / 1024; kb < 1000 {
		return fmt.Sprintf("%d KB", kb)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

func (s *fileStep) view(w, h int) kit.Frame {
	t := s.i.r.Theme
	lines := []string{t.Title.Render(t.Cut("Import a roster into "+s.i.r.Cohort.Name+": which file?", w))}
	const label = "path  "
	room := max(1, w-len(label))
	shown, x := s.path.View(t, room)
	if s.path.Text() == "" {
		shown = t.Faint.Render(t.Fit("drag a file here, or type its path", room))
	} else {
		shown = t.Input.Render(shown)
	}
	lines = append(lines, t.Strong.Render(label)+shown)
	switch {
	case s.reading != "":
		lines = append(lines, t.Faint.Render(t.Cut("reading "+filepath.Base(s.reading), w)))
	case s.fault != "":
		for _, line := range t.Wrap(kit.ConflictSign+" "+s.fault, w) {
			lines = append(lines, t.Bad.Render(line))
		}
	default:
		lines = append(lines, "")
	}
	f := s.grid.View(w, max(1, h-len(lines)))
	at := kit.Point{X: f.Cursor.X, Y: f.Cursor.Y + len(lines)}
	if s.path.Text() != "" || len(s.files) == 0 {
		at = kit.Point{X: len(label) + x, Y: 1}
	}
	return kit.Frame{Lines: append(lines, f.Lines...), Cursor: at, Bar: at.Y == 1}
}

func (s *fileStep) keys() []kit.Binding {
	return []kit.Binding{
		tells("enter", "take this file", "Reads the file that the cursor is on, or whose path was typed.", 1),
		tells("up", "the file above", "Up and down choose a file.", 2),
	}
}
