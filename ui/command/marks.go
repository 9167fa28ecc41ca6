package command

import (
	"strings"

	"github.com/spf13/cobra"

	"rollbook/model"
	"rollbook/store"
)

// markJSON is one mark of `rollbook marks --json`, keys in the order in which they are written.
type markJSON struct {
	Day      int         `json:"day"`
	Date     *string     `json:"date"`
	Block    int         `json:"block"`
	Topic    string      `json:"topic"`
	Start    string      `json:"start"`
	End      string      `json:"end"`
	Row      int         `json:"row"`
	Trainee  string      `json:"trainee"`
	State    string      `json:"state"`
	Arrived  *string     `json:"arrived"`
	Left     *string     `json:"left"`
	Out      [][2]string `json:"out"`
	OutMin   int         `json:"out_minutes"`
	Missed   int         `json:"missed_minutes"`
	Told     bool        `json:"told_ahead"`
	Remark   *string     `json:"remark"`
	By       *string     `json:"by"`
	Device   *string     `json:"device"`
	At       *string     `json:"at"`
	Conflict []sideJSON  `json:"conflict"` // null where nobody disagrees
	OwnWords *string     `json:"own_words"`
	Paper    bool        `json:"from_paper"`
}

type sideJSON struct {
	ID     string  `json:"id"`
	Value  string  `json:"value"`
	By     string  `json:"by"`
	Device string  `json:"device"`
	At     *string `json:"at"`
}

func (r *run) marksCommand() *cobra.Command {
	var cohort, dayText string
	var asJSON bool
	c := &cobra.Command{
		Use:   "marks [--cohort C] [--day N]",
		Short: "what is marked, block by block",
		Long:  "Lists every person and block that counts, in order of day, block and row.",
		Example: `  rollbook marks --day 3
  rollbook marks --cohort spring --json`,
		Args: noArguments,
		RunE: r.reading(func([]string) error {
			c, err := r.cohort(cohort)
			if err != nil {
				return err
			}
			only := 0
			if dayText != "" {
				d, err := day(c, "--day", dayText)
				if err != nil {
					return err
				}
				only = d.Number
			}
			if asJSON {
				return r.json(r.marksOf(c, only, nil))
			}
			r.showMarks(c, only)
			return nil
		}),
	}
	cohortFlag(c, &cohort)
	dayFlag(c, &dayText)
	jsonFlag(c, &asJSON)
	return c
}

// eachMark calls do for every person enrolled and every block that counts, in order of day, block
// and row; day is one day's number or 0 for all, who one person or nil for everybody.
func eachMark(c *store.Cohort, day int, who *store.Person, do func(d model.Day, number int, b model.Block, p *store.Person)) {
	for _, d := range c.Days {
		if day != 0 && d.Number != day {
			continue
		}
		for i, b := range c.BlocksOf(d.Number) {
			for _, p := range c.People {
				if p.Covers(b) && (who == nil || who == p) {
					do(d, i+1, b, p)
				}
			}
		}
	}
}

func (r *run) marksOf(c *store.Cohort, day int, who *store.Person) []markJSON {
	out := []markJSON{}
	eachMark(c, day, who, func(d model.Day, number int, b model.Block, p *store.Person) {
		out = append(out, r.markOf(d, number, b, p))
	})
	return out
}

func (r *run) markOf(d model.Day, number int, b model.Block, p *store.Person) markJSON {
	cell := p.Cell(b.ID)
	m := cell.Mark.In(b)
	j := markJSON{Day: d.Number, Date: dateOrNull(d.Date), Block: number, Topic: b.Topic, Start: b.Start.String(), End: b.End.String(),
		Row: p.Row, Trainee: p.Name, State: m.State.String(), Out: [][2]string{}, OutMin: m.OutMinutes, Missed: m.Missed(b),
		Told: cell.Told, Remark: orNull(cell.Remark), OwnWords: orNull(cell.OwnWords), Paper: cell.Paper}
	if m.Arrived > b.Start && m.Arrived < b.End {
		j.Arrived = clockOrNull(m.Arrived)
	}
	if m.Left > b.Start && m.Left < b.End {
		j.Left = clockOrNull(m.Left)
	}
	for _, o := range m.OutsIn(b) {
		j.Out = append(j.Out, [2]string{o.From.String(), o.To.String()})
	}
	if m.State != model.Unmarked {
		j.By, j.Device, j.At = orNull(cell.By), orNull(r.device(cell.Device)), atOrNull(cell.At)
	}
	for _, s := range cell.Conflict {
		j.Conflict = append(j.Conflict, r.sideOf(s))
	}
	return j
}

func (r *run) sideOf(s store.Side) sideJSON {
	return sideJSON{opID(s), s.Value, s.By, r.device(s.Device), atOrNull(s.At)}
}

func (r *run) showMarks(c *store.Cohort, day int) {
	t := tableOf("day", "block", "row", "name", "mark", "told ahead", "remark", "by")
	eachMark(c, day, nil, func(d model.Day, _ int, b model.Block, p *store.Person) {
		cell := p.Cell(b.ID)
		words, by, told := model.Describe(cell.Mark, b, false), "", ""
		if cell.Moved {
			words += " (the block's hours changed since)"
		}
		if cell.Mark.In(b).State != model.Unmarked {
			by = cell.By
		}
		if cell.Told {
			told = "yes"
		}
		if cell.Paper && by != "" {
			by += ", from paper"
		}
		if len(cell.Conflict) > 0 {
			words = "not agreed: " + disagreement(cell.Conflict)
		}
		t.add(d.Number, blockWords(b), p.Row, p.Name, words, dash(told), dash(beside(cell)), dash(by))
	})
	r.show(t, "there is nobody to mark yet: rollbook roster add or import brings people in")
}

// beside is what is written beside a mark: the remark, and what the person says to it.
func beside(cell store.Cell) string {
	if cell.OwnWords == "" {
		return cell.Remark
	}
	return strings.TrimPrefix(cell.Remark+"; in their own words: "+cell.OwnWords, "; ")
}

// disagreement is who says what.
func disagreement(sides []store.Side) string {
	var said []string
	for _, s := range sides {
		said = append(said, nothing(s.Value)+" ("+s.By+")")
	}
	return strings.Join(said, ", ")
}
