package plain

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
)

// help is what ? answers.
const help = `p present, a absent, l late, o out, i in again, t told us ahead, c not marked: for the person named last. ` +
	`A row number before it is that row: 7a, 12l 920, 7o 1440-1520. 7? tells of row 7: where it stands and what can be made up. 7! reads the whole page of row 7, to hear it together. P marks everybody present who is not marked. ` +
	`= takes over what the block before ended with. r and words: a remark. n and words: a note on this person. says and words: the person's own, beside the mark. ` +
	`+ and a name: a walk-in. / and a part of a name: that person. w: whole day or this block. paper: marks are from a sheet on paper, or no longer. day 3, [ and ]: another day. ` +
	`makeup 7: what row 7 can make up. rule: what may be missed. ready: whether all is set for the day. ` +
	`list: everybody. left: who is not marked. cohort and a name. D closes the day. u undo, redo. q quits.`

// alone are the words that nothing follows: what stands behind them, as in P 3a, must not be lost.
var alone = []string{"?", "help", "q", "quit", "P", "=", "w", "u", "undo", "redo", "ctrl+r", "[", "]", "list", "left", "D", "ready", "rule", "paper"}

// marking are the words that mark, or close, a whole day.
var marking = []string{"P", "=", "w", "D"}

// answer does what a line says and returns the sentence that answers it.
func (s *session) answer(line string) string {
	line = strings.TrimSpace(line)
	agreed := s.pending
	s.pending = nil
	word, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if rest != "" && slices.Contains(alone, word) {
		return fmt.Sprintf("Nothing was done: say %s alone, and %q on a line of its own.", word, rest)
	}
	switch word {
	case "?", "help":
		return help
	case "q", "quit":
		s.over = true
		return ""
	case "cohort":
		return s.openNamed(rest)
	}
	if s.r.Cohort == nil {
		return "No cohort is open: say cohort and a part of its name."
	}
	if why := s.whyNoMarks(); why != "" && slices.Contains(marking, word) {
		return why
	}
	switch word {
	case "":
		if p := s.person(); p != nil {
			return sentence(s.short(p))
		}
		return "Nobody is on the roster of this day."
	case "P":
		return s.rest(false)
	case "=":
		return s.rest(true)
	case "w":
		return s.turnTarget()
	case "u", "undo":
		return s.undo(agreed, s.r.Book.PlanUndo, "Undone")
	case "redo", "ctrl+r":
		return s.undo(agreed, s.r.Book.PlanRedo, "Put back")
	case "day":
		return s.day(rest)
	case "[":
		return s.step(-1)
	case "]":
		return s.step(1)
	case "list":
		return s.list(false)
	case "left":
		return s.list(true)
	case "D":
		return s.closeDay()
	case "ready":
		return s.ready()
	case "rule":
		return s.rule()
	case "paper":
		return s.turnPaper()
	case "page":
		return s.pageOf(rest)
	case "makeup":
		return s.makeUp(rest)
	}
	if name, walkIn := strings.CutPrefix(line, "+"); walkIn {
		return s.walkIn(name)
	}
	if name, find := strings.CutPrefix(line, "/"); find {
		return s.find(name)
	}
	return s.onPerson(line)
}

// onPerson is a key with a row number or without, and what was typed for it.
func (s *session) onPerson(line string) string {
	digits := len(line) - len(strings.TrimLeft(line, "0123456789"))
	p := s.person()
	if digits > 0 {
		row, err := strconv.Atoi(line[:digits])
		if err != nil || s.r.Cohort.Row(row) == nil {
			return fmt.Sprintf("There is no row %s.", line[:digits])
		}
		p = s.r.Cohort.Row(row)
	}
	key, typed, _ := strings.Cut(strings.TrimSpace(line[digits:]), " ")
	if len(key) > 1 && strings.Contains("loi", key[:1]) && typed == "" && key[1] >= '0' && key[1] <= '9' {
		key, typed = key[:1], key[1:] // l920
	}
	if p == nil {
		return "Nobody is on the roster of this day: + and a name adds somebody."
	}
	if why := s.whyNoMarks(); why != "" && len(key) == 1 && strings.Contains("palcoitr", key) {
		return why
	}
	verbs := map[string]room.Verb{"p": room.Present, "a": room.Absent, "c": room.Clear, "l": room.Late, "o": room.Left, "i": room.In, "t": room.ToldAhead}
	switch verb, marks := verbs[key]; {
	case marks:
		return s.mark(p, verb, strings.TrimSpace(typed))
	case key == "?":
		return s.about(p)
	case key == "!":
		return s.page(p)
	case key == "says":
		return s.says(p, typed)
	case key == "" && digits > 0:
		s.at = p.Trainee.ID
		return sentence(s.short(p))
	case key == "r":
		return s.remark(p, typed)
	case key == "n":
		return s.note(p, typed)
	}
	if len(key) == 1 && key >= "A" && key <= "Z" {
		return key + " does nothing: is Caps Lock on?"
	}
	return fmt.Sprintf("%q is no word here: ? tells the words.", line)
}

// mark marks a person and names who is next: a key without a row number acts on them.
func (s *session) mark(p *store.Person, verb room.Verb, typed string) string {
	act := room.Act{Verb: verb}
	if typed != "" {
		if verb != room.Late && verb != room.Left && verb != room.In {
			return fmt.Sprintf("%q is not understood after this key: ? tells the words.", typed)
		}
		t, err := model.ParseTyped(typed, s.r.Hours())
		if err != nil {
			return s.wrong(err)
		}
		act.Typed = &t
	}
	m, err := s.r.Act(p, s.r.BlockID(), act)
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commit(m.How, m.Edits...); err != nil {
		return s.wrong(err)
	}
	said := fmt.Sprintf("%d %s, %s, saved.%s", p.Row, p.Name, m.After, s.offered(p))
	next := s.next(p)
	s.at = p.Trainee.ID
	if next == nil {
		return said + " That was the last."
	}
	s.at = next.Trainee.ID
	return said + " Next " + s.short(next) + "."
}

func (s *session) rest(copied bool) string {
	how, what := oplog.Rest, "present"
	if copied {
		how, what = oplog.Copied, "as the block before ended"
		if _, whole := s.r.Target(); whole && s.whyNoBlock() != "" {
			return "= needs one block. " + s.whyNoBlock()
		} else if whole {
			return "= needs one block: say w first."
		}
	}
	edits, people, err := s.r.Cohort.MarkRest(s.r.Day, s.r.BlockID(), copied)
	if err != nil {
		return s.wrong(err)
	}
	if people == 0 {
		return "Nobody to mark: everybody is marked, or was absent or gone in the block before."
	}
	if err := s.commit(how, edits...); err != nil {
		return s.wrong(err)
	}
	return fmt.Sprintf("%s, %s, saved.", count(people), what)
}

func count(people int) string {
	if people == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", people)
}

// undo takes back or puts back; what was done on an earlier date, or before something that was struck,
// has to be said twice.
func (s *session) undo(agreed *store.Undoing, plan func() (*store.Undoing, error), done string) string {
	u, err := plan()
	if err != nil {
		return sentence(err.Error())
	}
	old := model.DateIn(u.At) != model.DateIn(s.r.Now())
	if (old || len(u.Struck) > 0) && (agreed == nil || agreed.Of != u.Of) {
		s.pending = u
		on := ""
		if old {
			on = " on " + model.DateIn(u.At).Words()
		}
		if len(u.Struck) > 0 {
			return fmt.Sprintf("The last change can't be undone: %s: %s. Before it was done%s: %s. Say it again to undo that.",
				strings.Join(u.Struck, ", "), store.ErrStruck, on, u.What)
		}
		return fmt.Sprintf("That was done%s: %s. Say it again to go on.", on, u.What)
	}
	if err := s.r.Book.Save(u.Draft).Wait(); err != nil {
		return s.wrong(err)
	}
	said := done + ": " + u.What + ", saved."
	if len(u.Left) > 0 {
		said += " Left as it is now: " + strings.Join(u.Left, ", ") + "."
	}
	s.looked = false
	c, err := s.r.Book.Load(s.r.Cohort.Cohort.ID)
	if errors.Is(err, store.ErrNoCohort) {
		s.r.Show(nil)
		return said + " No cohort is open now."
	}
	if err != nil {
		return said + " " + s.wrong(err)
	}
	s.r.Show(c)
	return said
}

func (s *session) day(rest string) string {
	n, err := strconv.Atoi(rest)
	if _, there := s.r.Cohort.Day(n); err != nil || !there {
		return fmt.Sprintf("There are days 1 to %d.", len(s.r.Cohort.Days))
	}
	s.r.Day, s.at = n, model.ID{}
	return sentence(s.dayWords())
}

func (s *session) step(by int) string {
	if !s.r.Step(by) {
		return map[int]string{-1: "This is the first day.", 1: "This is the last day."}[by]
	}
	s.at = model.ID{}
	return sentence(s.dayWords())
}

func (s *session) list(unmarked bool) string {
	var lines []string
	for _, p := range s.r.Cohort.PeopleOn(s.r.Day) {
		if !unmarked || s.state(p) == model.Unmarked {
			lines = append(lines, s.short(p)+".")
		}
	}
	if len(lines) == 0 {
		return map[bool]string{true: "Everybody is marked.", false: "Nobody is on the roster of this day."}[unmarked]
	}
	return strings.Join(lines, "\n")
}

func (s *session) closeDay() string {
	n := s.r.Cohort.Count(s.r.Day)
	if n.Present+n.Part+n.Absent+n.Unmarked == 0 {
		return "Nobody is on the roster of this day: there is nothing to attest."
	}
	if was, closed := s.r.Cohort.Closed[n.Day]; closed && !was.Changed {
		return fmt.Sprintf("Day %d is closed already, by %s.", n.Day, was.By)
	}
	who, err := s.r.Book.Author()
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commit(oplog.Single, s.r.Cohort.EditClosing(s.r.DayNow().ID, &n)); err != nil {
		return s.wrong(err)
	}
	return fmt.Sprintf("Day %d closed, saved: %s attests it. Blocks: %d present, %d part, %d absent, %d not marked.", n.Day, who, n.Present, n.Part, n.Absent, n.Unmarked)
}
