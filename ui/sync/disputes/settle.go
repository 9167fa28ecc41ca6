package disputes

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/kit"
	"rollbook/ui/room"
)

// choice is what is to hold: the party of that number, or one of these.
type choice int

const (
	mine   choice = -1 - iota // what was said on this laptop
	theirs                    // what was said on the other one
	both                      // the arrival of one and the leaving of the other
)

// index is the party that a choice names; ok is false where it names none, or not one.
func (v view) index(c choice) (i int, ok bool) {
	if c >= 0 {
		return int(c), int(c) < len(v.d.Parties)
	}
	found := 0
	for j, p := range v.d.Parties {
		if p.Here == (c == mine) {
			i = j
			found++
		}
	}
	return i, found == 1
}

// whyNot says why a choice can't be taken; empty where it can.
func (v view) whyNot(c choice) string {
	if v.c == nil {
		return "the cohort is not open any more"
	}
	if c == both {
		if _, err := v.c.Both(v.d); err != nil {
			return "both is for an arrival and a leaving: here one of the sides holds"
		}
		return ""
	}
	if _, ok := v.index(c); ok {
		return ""
	}
	if c == mine {
		return "no side, or several, are from this laptop: Enter shows them, and takes one"
	}
	return "there are several other sides, or none: Enter shows them, and takes one"
}

// settle is one gesture that settles all of it.
func (v view) settle(c choice) tea.Cmd {
	var edits []store.Edit
	var err error
	says := ""
	if c == both {
		edits, err = v.c.EditsBoth(v.d)
		says, _ = v.bothWords()
	} else {
		i, _ := v.index(c)
		edits, err = v.c.EditsFor(v.d, i)
		says = v.values(i)
	}
	if errors.Is(err, store.ErrNoSide) {
		return kit.Say("this is settled already")
	}
	if err != nil {
		return kit.Warn(room.Sentence(err))
	}
	says = v.who() + ": " + says + ", settled"
	if v.c == v.r.Cohort {
		cmd, err := v.r.TryCommit(oplog.Settle, says, edits...)
		if err != nil {
			return kit.Warn(v.r.Sentence(err))
		}
		return kit.Batch(cmd, kit.Send(settledMsg{}))
	}
	d, err := v.c.Form(oplog.Settle, edits...)
	if err != nil || d == nil {
		return kit.Say("this is settled already")
	}
	saved := v.r.Save(d)
	v.c.Apply(d)
	return kit.Batch(kit.Say(says), saved, kit.Send(settledMsg{}))
}

// bothWords is what both together come to: "came 09:20, left 15:00".
func (v view) bothWords() (string, bool) {
	slots, err := v.c.Both(v.d)
	if err != nil || len(slots) == 0 {
		return "", false
	}
	return room.StateWords(slots, v.r.Twelve), true
}

// gone reports whether nothing of it is in question any more.
func (v view) gone() bool {
	if v.c == nil {
		return true
	}
	for _, d := range v.c.DisagreementsOf(v.d.Person) {
		for _, f := range d.Fields {
			for _, mine := range v.d.Fields {
				if f.Sides[0].Field == mine.Sides[0].Field {
					return false
				}
			}
		}
	}
	return true
}

// Blocks are the ids of slots.
func Blocks(slots []model.Slot) (ids []model.ID) {
	for _, s := range slots {
		ids = append(ids, s.Block.ID)
	}
	return ids
}
