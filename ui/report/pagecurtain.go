package report

import "slices"

// Curtained are the sections that may stand on a projected screen: the marks, without anything that
// was written beside them.
func (p *Page) Curtained(twelve bool) []Section {
	bare := *p
	bare.Days = slices.Clone(p.Days)
	for i := range bare.Days {
		d := &bare.Days[i]
		d.Blocks = slices.Clone(d.Blocks)
		for j := range d.Blocks {
			b := &d.Blocks[j]
			b.Told, b.MadeUp, b.Remark, b.OwnWords, b.Conflict, b.cell.Moved = false, 0, "", "", nil, false
		}
	}
	return []Section{{Title: "Attendance", Items: bare.attendance(twelve)}}
}
