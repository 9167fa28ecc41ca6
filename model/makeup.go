package model

// Required says whether the course that comes before was done.
type Required string

// The states of the required course. The zero value is not known: nothing is said of it.
const (
	RequiredMet     Required = "met"
	RequiredMissing Required = "missing" // nothing tells that it was done
	RequiredNone    Required = "none"    // the rule asks for no course
)

// MakeUp is a missed block made good, and what is counted of it. It never overwrites the mark.
type MakeUp struct {
	ID       ID
	Trainee  ID
	Block    ID  // the block that was missed
	Minutes  int // that were made good; a review counts no more of them than are missed
	Date     Date
	InCohort ID // zero where it was one to one
	InBlock  ID // of InCohort; zero where it was one to one
}

// Owing is how many minutes of a block a make-up may still cover.
func Owing(b BlockAccount) int { return b.Missed - b.MadeUp }

// madeUp is what the make-ups cover of missed minutes of a block.
func madeUp(makeUps []MakeUp, block ID, missed int) int {
	return min(written(makeUps, block), missed)
}

// written is how many minutes of a block were written as made up.
func written(makeUps []MakeUp, block ID) (sum int) {
	for i := range makeUps {
		if m := &makeUps[i]; m.Block == block {
			sum += max(m.Minutes, 0)
		}
	}
	return sum
}
