package notes

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// subject is what a note is about: a person, else a topic, else a day; or the note to reword.
type subject struct {
	day    int
	topic  string
	person model.ID
	note   model.ID
}

// words name the subject on the screen: "7 Maya Lopez", "Language", "day 3".
func (s subject) words(c *store.Cohort) string {
	switch {
	case !s.person.IsZero():
		if p := c.Person(s.person); p != nil {
			return fmt.Sprintf("%d %s", p.Row, p.Name)
		}
		return c.Called(s.person)
	case s.topic != "":
		return s.topic
	}
	return fmt.Sprintf("day %d", s.day)
}

// place is where the draft of a note on the subject is kept. It holds ids only, for the places of a
// book are not sealed: a topic is named by the smallest id of its blocks.
func (s subject) place(c *store.Cohort) string {
	head := "note/" + c.Cohort.ID.String()
	switch {
	case !s.note.IsZero():
		return head + "/note/" + s.note.String()
	case !s.person.IsZero():
		return head + "/person/" + s.person.String()
	case s.topic != "":
		return head + "/topic/" + topicID(c, s.topic).String()
	}
	d, _ := c.Day(s.day)
	return head + "/day/" + d.ID.String()
}

func topicID(c *store.Cohort, topic string) (id model.ID) {
	for _, b := range c.Blocks {
		if b.Topic == topic && (id.IsZero() || b.ID.Less(id)) {
			id = b.ID
		}
	}
	return id
}

// subjectAt is what a place is for; ok is false where the cohort has no such thing.
func subjectAt(c *store.Cohort, place string) (s subject, ok bool) {
	rest, here := strings.CutPrefix(place, "note/"+c.Cohort.ID.String()+"/")
	kind, hexID, two := strings.Cut(rest, "/")
	raw, err := hex.DecodeString(hexID)
	if !here || !two || err != nil || len(raw) != 16 {
		return s, false
	}
	id := model.ID(raw)
	switch kind {
	case "note":
		n := find(c, id)
		if n == nil {
			return s, false
		}
		s = about(n)
		s.note = id
		return s, true
	case "person":
		return subject{person: id}, c.Person(id) != nil
	case "topic":
		b, ok := c.Block(id)
		return subject{topic: b.Topic}, ok
	}
	i := slices.IndexFunc(c.Days, func(d model.Day) bool { return d.ID == id })
	if kind != "day" || i < 0 {
		return s, false
	}
	return subject{day: c.Days[i].Number}, true
}

// about is the subject of a note that is written.
func about(n *store.Note) subject {
	return subject{day: n.Day, topic: n.Topic, person: n.Trainee}
}

// find is the note of that id, nil where it is struck or undone.
func find(c *store.Cohort, id model.ID) *store.Note {
	for i := range c.Notes {
		if c.Notes[i].ID == id {
			return &c.Notes[i]
		}
	}
	return nil
}

// kept is a draft as the book keeps it: a line that says when, whether it is written together, and how
// many bytes stand behind the cursor, where any do; then the text.
type kept struct {
	at       time.Time
	together bool
	after    int
	text     string
}

func (k kept) encode() string {
	if k.text == "" {
		return ""
	}
	head := k.at.Format(time.RFC3339)
	if k.together {
		head += " together"
	}
	if k.after > 0 {
		head += " after " + strconv.Itoa(k.after)
	}
	return head + "\n" + k.text
}

// decodeKept reads what encode wrote; anything else is taken as text.
func decodeKept(draft string) kept {
	head, text, two := strings.Cut(draft, "\n")
	head, rest, _ := strings.Cut(head, " after ")
	stamp, together := strings.CutSuffix(head, " together")
	at, err := time.Parse(time.RFC3339, stamp)
	if !two || err != nil {
		return kept{text: draft}
	}
	after, err := strconv.Atoi(rest)
	if err != nil || after < 0 || after > len(text) {
		after = 0
	}
	return kept{at: at, together: together, after: after, text: text}
}

// Unfinished is the command that says which notes of the cohort on the screen were left unfinished,
// in one sentence; nothing where none were.
func Unfinished(r *room.Room) tea.Cmd {
	if r.Cohort == nil {
		return nil
	}
	book, id, curtain := r.Book, r.Cohort.Cohort.ID, r.Curtain
	return func() tea.Msg {
		places, err := book.Drafts()
		if err != nil {
			return kit.SayMsg{Text: "unfinished notes could not be read: " + room.Sentence(err), Bad: true}
		}
		places = slices.DeleteFunc(places, func(p string) bool { return !strings.HasPrefix(p, "note/"+id.String()+"/") })
		if len(places) == 0 {
			return nil
		}
		c, err := book.Load(id) // a copy of its own: the room's changes meanwhile
		if err != nil {
			return kit.SayMsg{Text: "unfinished notes could not be read: " + room.Sentence(err), Bad: true}
		}
		return unfinishedWords(c, places, curtain)
	}
}

func unfinishedWords(c *store.Cohort, places []string, curtain bool) tea.Msg {
	var words []string
	key := "n"
	for _, place := range places {
		s, ok := subjectAt(c, place)
		if !ok {
			continue
		}
		words = append(words, s.words(c))
		if !s.note.IsZero() {
			key = "e on the note"
		}
	}
	switch {
	case len(words) == 0:
		return nil
	case len(words) > 1 && curtain:
		return kit.SayMsg{Text: fmt.Sprintf("%d unfinished notes were kept: Notes, n", len(words))}
	case len(words) > 1:
		return kit.SayMsg{Text: fmt.Sprintf("unfinished notes were kept, on %s: Notes, n", strings.Join(words, ", "))}
	case curtain:
		return kit.SayMsg{Text: "an unfinished note was kept: Notes, " + key}
	}
	return kit.SayMsg{Text: fmt.Sprintf("an unfinished note on %s was kept: Notes, %s", words[0], key)}
}
