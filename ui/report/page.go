package report

import (
	"encoding/json"
	"fmt"
	"time"

	"rollbook/model"
	"rollbook/store"
)

// Maybe is a text that JSON has as null where it is empty.
type Maybe string

// MarshalJSON writes the text, or null.
func (m Maybe) MarshalJSON() ([]byte, error) {
	if m == "" {
		return []byte("null"), nil
	}
	return json.Marshal(string(m))
}

// Page is everything that is recorded about one person in a cohort, to be read together with them.
// Its words are in Sections; as JSON it has keys as marks and review have them.
type Page struct {
	Cohort   string   `json:"cohort"`
	Title    Maybe    `json:"course"`
	Place    Maybe    `json:"place"`
	Trainers []string `json:"trainers"`
	AsOf     string   `json:"as_of"`

	Row       int    `json:"row"`
	ID        string `json:"id"`
	Name      string `json:"name"`
	Say       Maybe  `json:"say"`
	Pronouns  Maybe  `json:"pronouns"`
	Worksite  Maybe  `json:"worksite"`
	Email     Maybe  `json:"email"`
	Phone     Maybe  `json:"phone"`
	FromDay   int    `json:"from_day"`
	ToDay     *int   `json:"to_day"` // null for the cohort's last, 0 for none
	WalkIn    bool   `json:"walk_in"`
	Guest     bool   `json:"guest"`
	Forgotten bool   `json:"forgotten"`

	Days []PageDay `json:"days"`

	Scheduled     int      `json:"scheduled_minutes"`
	Attended      int      `json:"attended_minutes"`
	Missed        int      `json:"missed_minutes"`
	MadeUp        int      `json:"made_up_minutes"`
	Unmarked      int      `json:"unmarked_minutes"`
	Outside       int      `json:"outside_minutes"`
	AllowanceLeft int      `json:"allowance_left_minutes"`
	ToMakeUp      int      `json:"to_make_up_minutes"`
	Standing      Maybe    `json:"standing"` // null for a guest
	Why           Maybe    `json:"why"`
	Open          []string `json:"open"`

	MakeUps  []PageMakeUp `json:"make_ups"`
	Owed     []PageOwed   `json:"to_make_up_elsewhere"`
	Required PageRequired `json:"required"`
	Notes    []PageNote   `json:"notes"`

	cohort      model.ID
	again       map[string]again // by folded topic of what was missed
	asOf        model.Moment
	rule        model.Rule
	trainee     model.Trainee
	lastDay     int
	certificate bool // shown, because somebody asked for it
}

// PageDay is one day of the cohort for the person.
type PageDay struct {
	Day    int         `json:"day"`
	Date   Maybe       `json:"date"`
	State  string      `json:"state"` // as in the review
	Missed int         `json:"missed_minutes"`
	Blocks []PageBlock `json:"blocks"` // those that the person is enrolled for

	date model.Date
}

// PageBlock is what is known of the person in one block.
type PageBlock struct {
	Block      int        `json:"block"`
	Topic      string     `json:"topic"`
	Start      string     `json:"start"`
	End        string     `json:"end"`
	State      string     `json:"state"`
	Says       string     `json:"says"` // the mark in words, with times of 24 hours
	Missed     int        `json:"missed_minutes"`
	MadeUp     int        `json:"made_up_minutes"`
	MustAttend bool       `json:"must_attend"`
	Told       bool       `json:"told_ahead"`
	Remark     Maybe      `json:"remark"`
	OwnWords   Maybe      `json:"own_words"`
	By         Maybe      `json:"by"`
	At         *time.Time `json:"at"`
	Conflict   []string   `json:"conflict"`   // what each says, and who; null where nobody disagrees
	Paper      bool       `json:"from_paper"` // the mark was keyed in from a sheet of paper

	block   model.Block
	cell    store.Cell
	counted model.BlockAccount // zero for one that has not ended
	ended   bool
}

// PageMakeUp is a missed block that was made good.
type PageMakeUp struct {
	ID       string `json:"id"`
	Day      int    `json:"day"`
	Topic    string `json:"topic"`
	Start    string `json:"start"`
	Minutes  int    `json:"minutes"`
	Date     string `json:"date"`
	OneToOne bool   `json:"one_to_one"`
	In       Maybe  `json:"in"` // the cohort where it was made up
	With     Maybe  `json:"with"`
	By       Maybe  `json:"by"`

	makeUp store.MakeUp
}

// PageRequired is the course that comes before.
type PageRequired struct {
	State string `json:"state"` // met, missing or none
	How   Maybe  `json:"how"`
}

// PageNote is a note about the person.
type PageNote struct {
	ID       string    `json:"id"`
	Text     string    `json:"text"`
	OwnWords Maybe     `json:"own_words"`
	By       Maybe     `json:"by"`
	At       time.Time `json:"at"`
	Together bool      `json:"together"`

	note store.Note
}

// PageOf gathers what is recorded about a person of a cohort: attendance, minutes, what was missed and
// can be made up, make-ups, notes about them, who they are and the required course. It reads other
// cohorts of the book: it is not for the way of a key. The name for the certificate is not in it,
// see ShowCertificate.
func PageOf(b *store.Book, c *store.Cohort, p *store.Person, asOf model.Moment) (*Page, error) {
	required, err := b.Required(c, asOf)
	if err != nil {
		return nil, fmt.Errorf("gather what is recorded about %s: %w", p.Name, err)
	}
	page := Gather(c, p, asOf, required[p.Trainee.ID])
	listed, err := b.Cohorts()
	if err != nil {
		return nil, fmt.Errorf("gather what is recorded about %s: %w", p.Name, err)
	}
	owed, err := b.Owed(c, asOf)
	if err != nil {
		return nil, fmt.Errorf("gather what is recorded about %s: %w", p.Name, err)
	}
	page.Elsewhere(listed, owed[p.Trainee.ID])
	return page, nil
}

// Gather is PageOf for one who knows about the required course already, and reads nothing: other
// cohorts are not in it, see Elsewhere.
func Gather(c *store.Cohort, p *store.Person, asOf model.Moment, required store.Required) *Page {
	a := c.Account(p, asOf, required.State)
	page := &Page{Cohort: c.Name, Title: Maybe(model.CourseTitle(c.Course)), Place: Maybe(c.Place), Trainers: append([]string{}, c.Trainers...),
		AsOf: asOf.Date.String(), Row: p.Row, ID: p.Trainee.ID.String(), Name: p.Name, Say: Maybe(p.Say), Pronouns: Maybe(p.Pronouns),
		Worksite: Maybe(p.Worksite), Email: Maybe(p.Email), Phone: Maybe(p.Phone), FromDay: p.From, WalkIn: p.WalkIn,
		Guest: len(p.Guest) > 0, Forgotten: p.Forgotten, Scheduled: a.Scheduled, Attended: a.Attended, Missed: a.Missed, MadeUp: a.MadeUp,
		Unmarked: a.Unmarked, Outside: a.Outside, AllowanceLeft: a.AllowanceLeft, ToMakeUp: a.ToMakeUp, Standing: Maybe(a.Standing),
		Why: Maybe(a.Why), Open: openOf(c, p, a), Required: PageRequired{string(required.State), Maybe(required.How)},
		Owed: []PageOwed{}, cohort: c.Cohort.ID, asOf: asOf, rule: c.Rule, trainee: p.Trainee}
	if p.To != 0 {
		to := max(p.To, 0)
		page.ToDay = &to
	}
	page.gatherDays(c, p, a)
	page.gatherMakeUps(c, p)
	page.Notes = []PageNote{}
	for _, n := range c.Notes {
		if !n.Trainee.IsZero() && c.Person(n.Trainee) == p {
			page.Notes = append(page.Notes, PageNote{n.ID.String(), n.Text, Maybe(n.OwnWords), Maybe(n.By), n.At, n.Together, n})
		}
	}
	return page
}

// ShowCertificate puts the name for the certificate on the page, because somebody asked for it.
func (p *Page) ShowCertificate() { p.certificate = true }

func (p *Page) gatherDays(c *store.Cohort, person *store.Person, a model.Account) {
	counted := map[model.ID]model.BlockAccount{}
	for _, b := range a.Blocks {
		counted[b.Block.ID] = b
	}
	p.Days = []PageDay{}
	for _, d := range a.Days {
		p.lastDay = max(p.lastDay, d.Day)
		day := PageDay{Day: d.Day, Date: Maybe(d.Date.String()), State: string(d.State), Missed: d.Missed, Blocks: []PageBlock{}, date: d.Date}
		for i, b := range c.BlocksOf(d.Day) {
			if person.Covers(b) {
				one := pageBlock(i+1, b, person.Cell(b.ID), counted[b.ID])
				one.ended = p.asOf.Ended(d.Date, b)
				day.Blocks = append(day.Blocks, one)
			}
		}
		p.Days = append(p.Days, day)
	}
}

// pageBlock is one block. Minutes are as they were marked, before any grace.
func pageBlock(number int, b model.Block, known store.Cell, counted model.BlockAccount) PageBlock {
	m := known.Mark.In(b)
	one := PageBlock{Block: number, Topic: b.Topic, Start: b.Start.String(), End: b.End.String(), State: m.State.String(),
		Says: model.Describe(m, b, false), Missed: m.Missed(b), MadeUp: counted.MadeUp, MustAttend: counted.MustAttend, Told: known.Told,
		Remark: Maybe(known.Remark), OwnWords: Maybe(known.OwnWords), Paper: known.Paper, block: b, cell: known, counted: counted}
	if m.State != model.Unmarked {
		one.By = Maybe(known.By)
		if !known.At.IsZero() {
			one.At = &known.At
		}
	}
	for _, s := range known.Conflict {
		one.Conflict = append(one.Conflict, disagreement([]store.Side{s}))
	}
	return one
}

func (p *Page) gatherMakeUps(c *store.Cohort, person *store.Person) {
	p.MakeUps = []PageMakeUp{}
	for _, m := range person.MakeUps {
		b, _ := c.Block(m.Block)
		p.MakeUps = append(p.MakeUps, PageMakeUp{ID: m.ID.String(), Day: b.Day, Topic: b.Topic, Start: b.Start.String(), Minutes: m.Minutes,
			Date: m.Date.String(), OneToOne: m.InCohort.IsZero(), With: Maybe(m.With), By: Maybe(m.By), makeUp: m})
	}
}
