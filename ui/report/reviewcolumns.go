package report

import (
	"fmt"
	"slices"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// dayColumns are the days of a cohort as columns: by blocks where there is room, else by days, else
// none.
type dayColumns struct {
	days   []model.Day
	blocks bool
	width  []float64
	dated  bool
}

func daysOnPaper(c *store.Cohort) dayColumns {
	var out dayColumns
	sum, most := 0.0, 0.0
	for _, d := range c.Days {
		if n := len(c.BlocksOf(d.Number)); n > 0 {
			out.days = append(out.days, d)
			out.width = append(out.width, max(float64(n)*stripStep(stripSize)+2*cellPad+0.4, numRoom))
			sum += out.width[len(out.width)-1]
			most += dayRoom
		}
	}
	switch n := float64(len(out.days)); {
	case sum <= daysRoom:
		out.blocks = true
		if out.dated = max(sum, most) <= daysRoom; out.dated {
			for i := range out.width {
				out.width[i] = max(out.width[i], dayRoom)
			}
		}
	case n*numRoom <= daysRoom*1.3:
		for i := range out.width {
			out.width[i] = numRoom
		}
	default:
		out.days, out.width = nil, nil
	}
	return out
}

func (dc dayColumns) heads(g *grid, c *store.Cohort) {
	for i, d := range dc.days {
		head := fmt.Sprint(d.Number)
		if dc.dated {
			_, short, _ := strings.Cut(d.Date.Short(), " ")
			head += "\n" + strings.ReplaceAll(short, " ", "\u00a0")
		}
		g.columns = append(g.columns, gridColumn{over: "day", head: head, width: dc.width[i]})
	}
	if len(dc.days) == 0 && len(c.Days) > 0 {
		g.columns = append(g.columns, gridColumn{head: "absent or part on day", width: 60})
	}
}

// boxes are one person's days.
func (dc dayColumns) boxes(r *Reviewed, p ReviewedPerson) []box {
	if len(dc.days) == 0 {
		if len(r.Cohort.Days) == 0 {
			return nil
		}
		return []box{{text: missedDaysWords(p.Account)}}
	}
	states := map[int]model.DayState{}
	for _, d := range p.Account.Days {
		states[d.Day] = d.State
	}
	var out []box
	for _, d := range dc.days {
		strip := string(dayShape(states[d.Number]))
		if dc.blocks {
			strip = stripOf(r, p.Person, d)
		}
		out = append(out, box{strip: strip})
	}
	return out
}

func missedDaysWords(a model.Account) string {
	var said []string
	if len(a.MissedDays) > 0 {
		said = append(said, "absent "+listOfDays(a.MissedDays))
	}
	if len(a.PartDays) > 0 {
		said = append(said, "part "+listOfDays(a.PartDays))
	}
	return strings.Join(said, "; ")
}

// stripOf are the shapes of a person's blocks of a day, as they were marked; none for one that has
// neither ended nor a mark.
func stripOf(r *Reviewed, p *store.Person, d model.Day) string {
	var strip strings.Builder
	for _, b := range r.Cohort.BlocksOf(d.Number) {
		state := p.Cell(b.ID).Mark.In(b).State
		if !p.Covers(b) || state == model.Unmarked && !r.AsOf.Ended(d.Date, b) {
			strip.WriteRune(noShape)
			continue
		}
		strip.WriteRune(shapeOf(state))
	}
	return strip.String()
}

func dayShape(s model.DayState) rune {
	switch s {
	case model.DayPresent:
		return shapeOf(model.Present)
	case model.DayPart:
		return shapeOf(model.Part)
	case model.DayAbsent:
		return shapeOf(model.Absent)
	case model.DayUnmarked:
		return shapeOf(model.Unmarked)
	}
	return noShape
}

// totals are how many were there each day, and the minutes of all.
func (dc dayColumns) totals(r *Reviewed, minutes []minuteColumn, o Options) []box {
	row := []box{{}, {text: "in the room"}}
	if o.Certificates {
		row = append(row, box{})
	}
	for _, d := range dc.days {
		row = append(row, box{text: inTheRoom(r, d)})
	}
	if len(dc.days) == 0 && len(r.Cohort.Days) > 0 {
		row = append(row, box{})
	}
	for _, m := range minutes {
		row = append(row, box{text: hoursMinutes(m.sum(r)), right: true})
	}
	return append(row, box{})
}

// inTheRoom is how many of those enrolled for the day were there for any of it; empty where the day
// is to come or not all marked.
func inTheRoom(r *Reviewed, d model.Day) string {
	there := 0
	for _, p := range r.People {
		for _, day := range p.Account.Days {
			switch {
			case day.Day != d.Number:
			case day.State == model.DayUpcoming || day.State == model.DayUnmarked || day.Unmarked > 0:
				return ""
			case day.State == model.DayPresent || day.State == model.DayPart:
				there++
			}
		}
	}
	return fmt.Sprint(there)
}

// minuteColumn is a number of minutes of each person.
type minuteColumn struct {
	head string
	of   func(model.Account) int
}

func (m minuteColumn) sum(r *Reviewed) (sum int) {
	for _, p := range r.People {
		sum += m.of(p.Account)
	}
	return sum
}

// minutesOnPaper are the columns of minutes: those that may be missing only where anybody has some.
func minutesOnPaper(r *Reviewed) []minuteColumn {
	all := []minuteColumn{
		{"attended", func(a model.Account) int { return a.Attended }},
		{"missed", func(a model.Account) int { return a.Missed }},
		{"made up", func(a model.Account) int { return a.MadeUp }},
		{"to make up", func(a model.Account) int { return a.ToMakeUp }},
		{"not marked", func(a model.Account) int { return a.Unmarked }},
	}
	return slices.DeleteFunc(all, func(m minuteColumn) bool { return (m.head == "made up" || m.head == "not marked") && m.sum(r) == 0 })
}

// hoursMinutes is 65 minutes as 1:05.
func hoursMinutes(n int) string { return fmt.Sprintf("%d:%02d", n/60, n%60) }
