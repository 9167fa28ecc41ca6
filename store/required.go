package store

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
)

// Required says whether a person did the course that the cohort's rule requires, and how that is
// known, or what is missing.
type Required struct {
	State model.Required
	How   string // "Peer Support 101, Portland, 3 Mar 2026", "stated by Asha: …"; empty where no course is required
}

// Required tells, by person, who did the course that the cohort's rule requires, or one that it
// accepts instead: a trainer stated it, or the person attended all of a cohort in this book that had
// ended by asOf. A statement counts from its date on. It loads such cohorts: it is not for the way of a key.
func (b *Book) Required(c *Cohort, asOf model.Moment) (map[model.ID]Required, error) {
	return b.RequiredBy(c, c.Rule, asOf)
}

// RequiredBy is what Required would tell if the cohort had another rule.
func (b *Book) RequiredBy(c *Cohort, rule model.Rule, asOf model.Moment) (map[model.ID]Required, error) {
	out := make(map[model.ID]Required, len(c.People))
	if rule.Requires == "" {
		for _, p := range c.People {
			out[p.Trainee.ID] = Required{State: model.RequiredNone}
		}
		return out, nil
	}
	courses := []string{model.Fold(rule.Requires)}
	for _, name := range rule.AcceptsInstead {
		courses = append(courses, model.Fold(name))
	}
	others, err := b.others(c, func(l Listed) bool { return slices.Contains(courses, model.Fold(l.Course)) })
	if err != nil {
		return nil, err
	}
	for _, p := range c.People {
		out[p.Trainee.ID] = requiredOf(p, rule, others, asOf)
	}
	return out, nil
}

func requiredOf(p *Person, rule model.Rule, others []*Cohort, asOf model.Moment) Required {
	toCome := p.Stated != nil && p.Stated.Date > asOf.Date
	if p.Stated != nil && !toCome {
		return Required{State: model.RequiredMet, How: p.Stated.words()}
	}
	missing := Required{State: model.RequiredMissing, How: "nothing in this book tells that " + model.CourseTitle(rule.Requires) + " was done"}
	for _, o := range others {
		was := o.byID[p.Trainee.ID]
		if was == nil || len(was.Guest) > 0 {
			continue
		}
		switch lacks := o.lacks(was, asOf); {
		case lacks == "":
			return Required{State: model.RequiredMet, How: o.ranWords()}
		default:
			missing.How = o.ranWords() + ": " + lacks
		}
	}
	if toCome {
		missing.How = "stated for " + dateWords(p.Stated.Date)
	}
	return missing
}

// lacks says what a person lacks for having done a cohort's course by then, empty for nothing.
func (c *Cohort) lacks(p *Person, asOf model.Moment) string {
	a := c.Account(p, asOf, model.RequiredNone)
	switch {
	case a.Scheduled == 0 && a.LongestToCome == 0:
		return "not attended"
	case a.LongestToCome > 0:
		return "not over yet"
	case a.Unmarked > 0:
		return model.DescribeMinutes(a.Unmarked) + " not marked"
	case a.ToMakeUp > 0:
		return model.DescribeMinutes(a.ToMakeUp) + " to make up"
	case a.Outside > 0:
		return model.DescribeMinutes(a.Outside) + " outside of their days"
	}
	return ""
}

// ranWords names a cohort by its course, its place and its first date.
func (c *Cohort) ranWords() string {
	says := []string{model.CourseTitle(c.Course)}
	if c.Place != "" {
		says = append(says, c.Place)
	}
	if start := (Listed{Cohort: c.Cohort}).Start(); start != model.NoDate {
		says = append(says, dateWords(start))
	}
	return strings.Join(says, ", ")
}

// dateWords is a date without its weekday: "3 Mar 2026".
func dateWords(d model.Date) string {
	_, rest, _ := strings.Cut(d.Words(), " ")
	return rest
}

func (s *Stated) words() string {
	where := ""
	if s.Where != "" {
		where = s.Where + ", "
	}
	return fmt.Sprintf("stated by %s: %s%s", s.By, where, dateWords(s.Date))
}
