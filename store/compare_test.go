package store

import (
	"fmt"
	"reflect"

	"rollbook/model"
)

// view of a cohort: all that it exports, in a shape that can be compared.
type view struct {
	Cohort model.Cohort
	People []personView
	Notes  []Note
	Closed map[int]Closing
	Next   int
}

type personView struct {
	Trainee    model.Trainee
	Enrollment model.Enrollment
	Marks      map[model.ID]Cell
	MakeUps    []MakeUp
	Stated     Stated
	Forgotten  bool
}

func viewOf(c *Cohort) view {
	v := view{Cohort: c.Cohort, Notes: append([]Note{}, c.Notes...), Closed: map[int]Closing{}, Next: c.NextRow()}
	for _, p := range c.People {
		pv := personView{Trainee: p.Trainee, Enrollment: p.Enrollment, Marks: map[model.ID]Cell{}, Forgotten: p.Forgotten}
		if p.Stated != nil {
			pv.Stated = *p.Stated
			pv.Stated.At = pv.Stated.At.UTC()
		}
		for _, m := range p.MakeUps {
			m.At = m.At.UTC()
			pv.MakeUps = append(pv.MakeUps, m)
		}
		for block, cell := range p.Marks {
			m := *cell
			m.At = m.At.UTC()
			for i := range m.Conflict {
				m.Conflict[i].At = m.Conflict[i].At.UTC()
			}
			pv.Marks[block] = m
		}
		v.People = append(v.People, pv)
	}
	for i := range v.Notes {
		v.Notes[i].At = v.Notes[i].At.UTC()
	}
	for day, closing := range c.Closed {
		closing.At, closing.ChangedAt = closing.At.UTC(), closing.ChangedAt.UTC()
		v.Closed[day] = closing
	}
	return v
}

// differs says how two views of a cohort differ, empty where all that they export is the same.
func differs(a, b *Cohort) string {
	x, y := reflect.ValueOf(viewOf(a)), reflect.ValueOf(viewOf(b))
	for i := range x.NumField() {
		if !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			return fmt.Sprintf("%s differs:\n%+v\n%+v", x.Type().Field(i).Name, x.Field(i).Interface(), y.Field(i).Interface())
		}
	}
	return ""
}
