package command

import "fmt"

// progress tells, on a terminal, how far something is that takes a while: a line that is written over
// and gone at the end. It is nil where nobody watches.
func (r *run) progress(of string) func(done, all int) {
	if !r.Terminal {
		return nil
	}
	return func(done, all int) {
		r.over(fmt.Sprintf("%d of %d %s", done, all, of))
		if done >= all {
			r.over("")
		}
	}
}

// over writes over the line that was written last.
func (r *run) over(text string) { fmt.Fprintf(r.Err, "\r%-40s\r%s", "", text) }

// prompt writes a question, with what it is to be answered on the same line.
func (r *run) prompt(question string) {
	r.showTyping()
	fmt.Fprint(r.Err, question)
}
