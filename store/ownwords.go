package store

import "rollbook/model"

// EditOwnWords sets what a person says to their mark in a block, in their own words; empty words
// remove it. The mark stays as it is.
func (c *Cohort) EditOwnWords(p *Person, block model.ID, words string) Edit {
	return Edit{field: c.markField(p, propOwnWords, block), text: &words}
}

// EditNoteWords sets what a person says to a note, in their own words; empty words remove it.
func (c *Cohort) EditNoteWords(note model.ID, words string) Edit {
	return Edit{field: field(kindNote, propOwnWords, c.Cohort.ID, note), text: &words}
}
