package store

import (
	"slices"
	"strings"
	"unicode"

	"rollbook/model"
)

// Naming is a note in which a name stands.
type Naming struct {
	Cohort model.Cohort
	Note   Note
}

// NotesNaming are the notes about days, topics or other people in which a word of a person's name
// stands: what is left to be looked at when that person is to be forgotten. It is asked before, while
// the book knows the name, and reads the whole book.
func (b *Book) NotesNaming(id model.ID) ([]Naming, error) {
	person, err := b.recordsOf(id)
	if err != nil {
		return nil, err
	}
	records := person.sets.records(id)
	words := map[string]bool{}
	for _, record := range records {
		for _, prop := range []uint16{propName, propSay, propCertificate} {
			reg := person.regs[field(kindTrainee, prop, record)]
			if reg == nil {
				continue
			}
			for _, head := range reg.Heads() {
				for _, word := range namingWords(person.texts[head.Text]) {
					words[word] = true
				}
			}
		}
	}
	if len(words) == 0 {
		return nil, nil
	}
	cohorts, err := b.Cohorts()
	if err != nil {
		return nil, err
	}
	var found []Naming
	for _, listed := range cohorts {
		c, err := b.Load(listed.ID)
		if err != nil {
			return nil, err
		}
		for _, note := range c.Notes {
			names := func(word string) bool { return words[word] }
			if !slices.Contains(records, note.Trainee) && slices.ContainsFunc(namingWords(note.Text+" "+note.OwnWords), names) {
				found = append(found, Naming{c.Cohort, note})
			}
		}
	}
	return found, nil
}

// namingWords are the words of a text in the form in which names are compared, those of one letter
// left out.
func namingWords(text string) []string {
	words := strings.FieldsFunc(model.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' })
	for i, word := range words {
		words[i] = strings.TrimSuffix(strings.Trim(word, "'"), "'s") // Maya's is Maya
	}
	return slices.DeleteFunc(words, func(word string) bool { return len([]rune(word)) < 2 })
}
