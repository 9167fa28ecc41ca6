package start

// What is not lost when the screen is locked over it.

// Holds keeps an import on the screen that is locked in the middle of it.
func (i *importer) Holds() bool { return len(i.steps) > 1 && !i.done }

// Holds keeps a form in which something was typed.
func (o *cohortForm) Holds() bool { return o.form != nil && !o.open && o.form.Holds() }
