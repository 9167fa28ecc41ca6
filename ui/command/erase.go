package command

import (
	"fmt"

	"rollbook/store"
)

// erase takes what was just struck out of the file and, unless they are to be kept, out of the backups
// beside it.
func (r *run) erase(keepBackups bool) error {
	done, err := r.book.Erase(!keepBackups)
	if err == nil {
		r.sayErased(done, keepBackups)
	}
	return err
}

func (r *run) sayErased(done store.Rekeyed, kept bool) {
	switch {
	case kept:
		r.say("the backups beside the book still have it")
	case done.Resealed > 0:
		r.say("gone from %s as well", howMany(done.Resealed, "backup", "backups"))
	}
	for _, left := range done.Left {
		r.warn("this backup could not be written anew, and may still have it: %s", left)
	}
	for _, place := range done.Shares {
		r.warn("the share at %s still has it, sealed, in files that were sent before: rollbook sync rotate makes the share new without it", place)
	}
	r.tellCopies(r.warn, done, "as it was, and may still have it")
}

// noteAbout is what a note is about, without the name of a person.
func noteAbout(n store.Note) string {
	switch {
	case n.Day > 0:
		return fmt.Sprintf("day %d", n.Day)
	case n.Topic != "":
		return n.Topic
	}
	return "on somebody else"
}
