package start

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
)

// courseMsg brings what a course file says; path tells for which text of the field it was read.
type courseMsg struct {
	of     *cohortForm
	path   string
	course model.Course
	err    error
}

// readCourse is the command that reads a course file of one's own.
func readCourse(of *cohortForm, path string) tea.Cmd {
	return func() tea.Msg {
		course, err := courseAt(path)
		return courseMsg{of, path, course, err}
	}
}

// courseAt reads a course from a TOML file. A mistake in it is a *model.CourseError, which names
// file and line.
func courseAt(path string) (model.Course, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return model.Course{}, fmt.Errorf("there is no file %s", filepath.Base(path))
	case err != nil:
		return model.Course{}, fmt.Errorf("read the course: %w", err)
	case info.IsDir():
		return model.Course{}, fmt.Errorf("%s is a folder: name the file in it", filepath.Base(path))
	case !info.Mode().IsRegular():
		return model.Course{}, fmt.Errorf("%s is not a file", filepath.Base(path))
	}
	f, err := os.Open(path)
	if err != nil {
		return model.Course{}, fmt.Errorf("read the course: %w", err)
	}
	defer f.Close()
	// One byte more than may be, so that a larger file is told as such.
	data, err := io.ReadAll(io.LimitReader(f, model.CourseFileLimit+1))
	if err != nil {
		return model.Course{}, fmt.Errorf("read the course: %w", err)
	}
	return model.ParseCourse(filepath.Base(path), data)
}
