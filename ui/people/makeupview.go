package people

import "rollbook/ui/kit"

// View draws the form, and under it what Enter will do.
func (m *makeUp) View(w, h int) kit.Frame {
	t := m.r.Theme
	if !m.open || m.minutesField == nil {
		return kit.Frame{Lines: []string{t.Faint.Render(t.Cut("reading the cohorts of this book", w))}}
	}
	lines := []string{""}
	switch _, says, after, err := m.edits(); {
	case err != nil:
		for _, line := range t.Wrap(kit.ConflictSign+" "+m.r.Sentence(err), w) {
			lines = append(lines, t.Bad.Render(line))
		}
	default:
		for _, line := range t.Wrap(says+", "+m.whereWords()+"; "+after+". The mark stays as it is.", w) {
			lines = append(lines, t.Text.Render(line))
		}
	}
	if h < len(lines)+4 {
		return m.Form.View(w, h)
	}
	f := m.Form.View(w, h-len(lines))
	f.Lines = append(f.Lines, lines...)
	return f
}

// Keys is what the footer shows meanwhile.
func (m *makeUp) Keys() []kit.Binding {
	if !m.open {
		return []kit.Binding{tells("esc", "cancel", "Goes back.", 1)}
	}
	keys := m.Form.Keys()
	if m.Focused() == m.where && m.where != nil {
		for i := range keys {
			if keys[i].Keys[0] == "right" {
				keys[i] = tells("space", "choose where", "Lists the blocks of other cohorts.", 2)
			}
		}
	}
	if !m.was.IsZero() {
		keys = append(keys, tells("ctrl+x", "take it away", "Takes this make-up away: the time is to make up again; u puts it back.", 4))
	}
	return keys
}
