package kit

// Focused is the field that has the focus; nil for a form without fields.
func (f *Form) Focused() *Field {
	f.start()
	if f.at >= len(f.fields) {
		return nil
	}
	return f.fields[f.at]
}

// Dirty notes that a field was changed by something else than its keys: esc asks first from then on.
func (f *Form) Dirty() { f.dirty = true }

// Put replaces the text of a field while its form is open.
func (f *Field) Put(text string) {
	f.Text = text
	f.start()
}
