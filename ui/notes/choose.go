package notes

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// chooser asks what a new note is about, and says where one was left unfinished.
type chooser struct {
	kit.Chooser
	r        *room.Room
	subjects []subject
}

// unfinishedMsg brings the places of drafts.
type unfinishedMsg struct {
	to     *chooser
	places []string
	err    error
}

// choose asks what a new note is about: the day on the screen first, its topics, then people, then
// the other days and topics.
func (s *Screen) choose() tea.Cmd {
	c := &chooser{r: s.r}
	c.Chooser = kit.Chooser{Theme: s.r.Theme, Title: "A note on", Choose: func(i int) tea.Cmd {
		about := c.subjects[i]
		return kit.Open(Editor(s.r, room.WantMsg{What: room.WantNote, Person: about.person, Topic: about.topic, Day: about.day}))
	}}
	add := func(about subject, detail string) {
		c.subjects = append(c.subjects, about)
		c.Items = append(c.Items, kit.Item{Title: about.words(s.r.Cohort), Detail: detail})
	}
	cohort := s.r.Cohort
	day := func(d model.Day) { add(subject{day: d.Number}, d.Date.Words()) }
	var today []string
	if d := s.r.DayNow(); d.Number > 0 {
		day(d)
		for _, b := range cohort.BlocksOf(d.Number) {
			if !slices.Contains(today, b.Topic) {
				today = append(today, b.Topic)
				add(subject{topic: b.Topic}, fmt.Sprintf("a topic of day %d", d.Number))
			}
		}
	}
	for _, p := range cohort.People {
		add(subject{person: p.Trainee.ID}, "")
		c.Items[len(c.Items)-1].Why = s.r.WhyNoWords(p.Trainee.ID)
	}
	for _, d := range cohort.Days {
		if d.Number != s.r.Day {
			day(d)
		}
	}
	for _, topic := range cohort.Topics() {
		if !slices.Contains(today, topic) {
			add(subject{topic: topic}, "a topic")
		}
	}
	return kit.Open(c)
}

// Start reads which notes were left unfinished.
func (c *chooser) Start() tea.Cmd {
	book := c.r.Book
	return func() tea.Msg {
		places, err := book.Drafts()
		return unfinishedMsg{c, places, err}
	}
}

// Update marks what was left unfinished, besides what a chooser takes.
func (c *chooser) Update(msg tea.Msg) (done bool, cmd tea.Cmd) {
	got, ok := msg.(unfinishedMsg)
	if !ok {
		return c.Chooser.Update(msg)
	}
	if got.to != c {
		return false, nil
	}
	if got.err != nil {
		return false, kit.Warn("unfinished notes could not be read: " + room.Sentence(got.err))
	}
	for _, place := range got.places {
		if about, ok := subjectAt(c.r.Cohort, place); ok && about.note.IsZero() {
			if i := slices.Index(c.subjects, about); i >= 0 {
				c.Items[i].Detail = "left unfinished: goes on there"
			}
		}
	}
	return false, nil
}

// chooseFilter asks of which day, topic or person the notes are to be listed.
func (s *Screen) chooseFilter() tea.Cmd {
	c := s.r.Cohort
	items := []kit.Item{{Title: "all notes", Detail: number(len(c.Notes))}}
	only := []filter{{}}
	add := func(f filter, title string, n int) {
		items, only = append(items, kit.Item{Title: title, Detail: number(n)}), append(only, f)
	}
	count := func(f filter) (n int) {
		for i := range c.Notes {
			if f.has(c, &c.Notes[i]) {
				n++
			}
		}
		return n
	}
	for _, d := range c.Days {
		if f := (filter{day: d.Number}); count(f) > 0 {
			add(f, fmt.Sprintf("day %d, %s", d.Number, d.Date.Short()), count(f))
		}
	}
	topics, persons := map[string]int{}, map[*store.Person]int{}
	for i := range c.Notes {
		if n := &c.Notes[i]; n.Trainee.IsZero() {
			topics[n.Topic]++
		} else {
			persons[c.Person(n.Trainee)]++
		}
	}
	for _, t := range sortedTopics(topics) {
		add(filter{topic: t}, t, topics[t])
	}
	for _, p := range c.People {
		if n := persons[p]; n > 0 {
			add(filter{person: p.Trainee.ID}, subject{person: p.Trainee.ID}.words(c), n)
		}
	}
	now := s.only
	now.text = ""
	return kit.Open(&kit.Chooser{Theme: s.r.Theme, Title: "List the notes of", Items: items, Focus: max(0, slices.Index(only, now)),
		Choose: func(i int) tea.Cmd { s.filter(only[i]); return nil }})
}

// sortedTopics are the topics that notes are about, by name.
func sortedTopics(count map[string]int) []string {
	var topics []string
	for t := range count {
		if t != "" {
			topics = append(topics, t)
		}
	}
	slices.SortFunc(topics, func(a, b string) int {
		if model.Fold(a) < model.Fold(b) {
			return -1
		}
		return 1
	})
	return topics
}

func number(n int) string {
	if n == 1 {
		return "1 note"
	}
	return fmt.Sprintf("%d notes", n)
}
