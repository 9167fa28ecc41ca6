package start

import (
	"fmt"
	"slices"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/room"
)

// Opening says which cohort the program opens on: the one that has a day on the date; where several
// have, they are returned instead, for a choice. Where none has, it is the one whose day is the
// nearest, and said is a sentence about that. All is empty for a book without cohorts.
func Opening(cohorts []store.Listed, date model.Date) (pick *store.Listed, several []store.Listed, said string) {
	for _, c := range cohorts {
		if hasDay(c, date) {
			several = append(several, c)
		}
	}
	switch len(several) {
	case 0:
		return nearest(cohorts, date)
	case 1:
		return &several[0], nil, ""
	}
	return nil, several, fmt.Sprintf("%d cohorts have a day today: which one is it?", len(several))
}

func hasDay(c store.Listed, date model.Date) bool {
	return slices.ContainsFunc(c.Days, func(d model.Day) bool { return d.Date == date && !d.Cancelled })
}

// nearest takes of each cohort the day that the room would show, so that what is said is what is
// then on the screen. Of two days as far away, the one to come is nearer.
func nearest(cohorts []store.Listed, date model.Date) (pick *store.Listed, several []store.Listed, said string) {
	var on model.Day
	for i := range cohorts {
		number, _ := room.NearestDay(&cohorts[i].Cohort, date)
		day, ok := cohorts[i].Day(number)
		ok = ok && day.Date != model.NoDate
		switch {
		case pick == nil, ok && (on.Date == model.NoDate || nearer(day.Date, on.Date, date)):
			pick, on = &cohorts[i], day
			if !ok {
				on.Date = model.NoDate
			}
		}
	}
	switch {
	case pick == nil:
		return nil, nil, ""
	case on.Date == model.NoDate:
		return pick, nil, "no day of training today: " + pick.Name + " has no days yet"
	}
	return pick, nil, fmt.Sprintf("no day of training today: the nearest is %s, day %d, %s", pick.Name, on.Number, on.Date.Short())
}

func nearer(a, b, date model.Date) bool {
	da, db := max(a-date, date-a), max(b-date, date-b)
	return da < db || da == db && a > b
}
