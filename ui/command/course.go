package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
)

// courseJSON is one course of `rollbook course list --json`.
type courseJSON struct {
	Name   string `json:"name"`
	Title  string `json:"title"`
	Days   int    `json:"days"`
	Blocks int    `json:"blocks"`
}

func (r *run) courseCommands() *cobra.Command {
	return group("course", "the plans that a cohort can follow", r.courseListCommand(), r.courseShowCommand())
}

func (r *run) courseListCommand() *cobra.Command {
	var asJSON bool
	c := &cobra.Command{
		Use: "list", Short: "the courses that come with Rollbook", Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			list := []courseJSON{}
			t := tableOf("name", "title", "days", "blocks")
			for _, course := range model.EmbeddedCourses() {
				j := courseJSON{Name: course.Name, Title: course.Title, Days: len(course.Days)}
				for _, d := range course.Days {
					j.Blocks += len(d.Blocks)
				}
				list = append(list, j)
				t.add(j.Name, j.Title, j.Days, j.Blocks)
			}
			if asJSON {
				return r.json(list)
			}
			r.show(t, "no course comes with this program")
			return nil
		},
	}
	jsonFlag(c, &asJSON)
	return c
}

func (r *run) courseShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME",
		Short: "a course as TOML, to start one's own from",
		Example: `  rollbook course show cipss > ours.toml
  rollbook cohort new "Spring 2026" --course ours.toml --start 2026-03-02`,
		Args: exactly(1, "the course's name"),
		RunE: func(_ *cobra.Command, args []string) error {
			course, err := embeddedCourse(args[0])
			if err != nil {
				return err
			}
			text, _ := model.CourseTOML(course.Name)
			_, err = r.out.Write(text)
			return err
		},
	}
}

// embeddedCourse finds a course that comes with Rollbook by a part of its name or title.
func embeddedCourse(query string) (model.Course, error) {
	if c, ok := model.EmbeddedCourse(query); ok {
		return c, nil
	}
	name := func(c model.Course) string { return c.Name }
	if found := model.Find(query, model.EmbeddedCourses(), name); len(found) == 1 {
		return found[0], nil
	}
	return pick("course", query, model.EmbeddedCourses(), func(c model.Course) string { return c.Title }, name)
}

// courseNamed is a course by its name, or of a TOML file at that path.
func courseNamed(query string) (model.Course, error) {
	if query == "" {
		return model.Course{}, misused("the course is missing: say which with --course, a name of rollbook course list or a TOML file")
	}
	if !strings.ContainsAny(query, `/\`) && !strings.EqualFold(filepath.Ext(query), ".toml") {
		return embeddedCourse(query)
	}
	f, err := os.Open(query)
	if errors.Is(err, fs.ErrNotExist) {
		return model.Course{}, misused("there is no course file %s: rollbook course list shows the courses there are", quoted(query))
	}
	if err != nil {
		return model.Course{}, fmt.Errorf("the course file can't be read: %w", err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, model.CourseFileLimit+1))
	if err != nil {
		return model.Course{}, fmt.Errorf("the course file can't be read: %w", err)
	}
	return model.ParseCourse(filepath.Base(query), text)
}
