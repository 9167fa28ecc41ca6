package today

import "rollbook/ui/kit"

// paperKey is for the evening after a day on paper: row numbers and marks are typed off the sheet.
func (m *Marking) paperKey() kit.Binding {
	return kit.Binding{Keys: []string{"f"}, Name: "from paper", Command: "rollbook mark --cohort C --day N --row R STATE --from-paper", Footer: 21,
		About: "Marks from here on are keyed in from a sheet on paper, and the journal says so; again when they are not.",
		Why:   m.whyNobody, Do: m.Room.TurnPaper}
}
