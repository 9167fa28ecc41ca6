// Package model says what a training is: cohorts with their days and blocks, the people on the
// roster, the marks they get and the rule that the marks are read against.
//
// It holds values and rules only. It reads no clock, no disk and no chance, and imports nothing of
// Rollbook: whoever calls it passes in dates, times and ids. Start reading at Cohort (plan.go),
// then Mark (mark.go), then Scope (gesture.go), which says what one key does to a day.
//
// Dates and times are civil: a date, and minutes after midnight, without a zone.
package model

import (
	"encoding/hex"
	"errors"
)

// ID names a thing for good: 16 random bytes, or for a gesture the head of its hash.
type ID [16]byte

// IsZero reports whether the id was never set.
func (id ID) IsZero() bool { return id == ID{} }

// String is the id as 32 hex digits, as the command line and JSON show it.
func (id ID) String() string { return hex.EncodeToString(id[:]) }

// Less orders ids by their bytes: the order that "the smallest id" means everywhere.
func (id ID) Less(other ID) bool { return string(id[:]) < string(other[:]) }

// ErrID is returned for a text that is not 32 hex digits.
var ErrID = errors.New("an id is 32 hex digits")

// ParseID reads what String wrote.
func ParseID(s string) (ID, error) {
	var id ID
	if len(s) != 32 {
		return id, ErrID
	}
	if _, err := hex.Decode(id[:], []byte(s)); err != nil {
		return ID{}, ErrID
	}
	return id, nil
}
