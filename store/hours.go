package store

// TellTwelve makes the words of the book tell times of 12 hours, as a screen may show them: in the
// journal, in what is undone, in what people disagree on. They are of 24 until then, as the command
// line and JSON want them. It is for before anything is read: a cohort keeps the words it has.
func (b *Book) TellTwelve(on bool) { b.twelve.Store(on) }

func (c *Cohort) twelve() bool { return c.book != nil && c.book.twelve.Load() }
