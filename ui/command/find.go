package command

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/store"
)

// pick finds the one item that a part of a name means. kind is what it is called; label is what an
// item is called where several could be meant.
func pick[T any](kind, query string, items []T, name, label func(T) string) (T, error) {
	var none T
	found := model.Find(query, items, name)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return none, misused("%s could be %s: say more of the name", quoted(query), labels(found, label))
	case len(items) == 0:
		return none, misused("there is no %s %s: there is none at all yet", kind, quoted(query))
	}
	return none, misused("there is no %s %s: there is %s", kind, quoted(query), labels(items, label))
}

func labels[T any](items []T, label func(T) string) string {
	var names []string
	for _, item := range items {
		names = append(names, label(item))
	}
	return listed(names)
}

// byID finds items by their id or the head of it; kind is what they are called.
func byID[T any](kind, query string, items []T, id func(T) model.ID) (T, error) {
	var none T
	var found []T
	query = strings.ToLower(strings.TrimSpace(query))
	for _, item := range items {
		if query != "" && strings.HasPrefix(id(item).String(), query) {
			found = append(found, item)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return none, misused("there is no %s with the id %s: a listing shows the ids there are", kind, quoted(query))
	}
	return none, misused("%s could be %d of them: type more of the id", quoted(query), len(found))
}

// isID reports whether a text looks like an id rather than a name.
func isID(text string) bool {
	return len(text) >= 8 && strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

// shortest are ids by themselves, each in as few digits as tell it from the others of a listing; eight
// at least.
func shortest(ids []string) map[string]string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	alike := func(i, j int) (n int) { // digits that two begin with
		if i < 0 || j >= len(ids) {
			return 0
		}
		for n < min(len(ids[i]), len(ids[j])) && ids[i][n] == ids[j][n] {
			n++
		}
		return n
	}
	out := make(map[string]string, len(ids))
	for i, id := range ids {
		out[id] = id[:min(len(id), max(8, 1+max(alike(i-1, i), alike(i, i+1))))]
	}
	return out
}

// cohort loads the cohort that a part of its name or its id means: the only one where none is named.
func (r *run) cohort(query string) (*store.Cohort, error) {
	l, err := r.listedCohort(query)
	if err != nil {
		return nil, err
	}
	return r.book.Load(l.ID)
}

func (r *run) listedCohort(query string) (store.Listed, error) {
	all, err := r.book.Cohorts()
	if err != nil {
		return store.Listed{}, err
	}
	name := func(l store.Listed) string { return l.Name }
	label := func(l store.Listed) string { return "'" + l.Name + "'" }
	switch {
	case len(all) == 0:
		return store.Listed{}, fmt.Errorf("the book has no cohort yet: make one with rollbook cohort new")
	case query == "" && len(all) == 1:
		return all[0], nil
	case query == "":
		return store.Listed{}, misused("it is not clear which cohort is meant: say with --cohort which of %s", labels(all, label))
	case isID(query) && len(model.Find(query, all, name)) == 0:
		return byID("cohort", query, all, func(l store.Listed) model.ID { return l.ID })
	}
	l, err := pick("cohort", query, all, name, label)
	if err != nil && len(model.Find(query, all, name)) == 0 {
		if into, is := r.joinedInto(query); is {
			return l, misused("the cohort %s was joined into '%s': name that one", quoted(query), into.Name)
		}
	}
	return l, err
}

// person finds somebody of a cohort by a part of the name, the row number or the id. A number that is
// one person's row and a word of another's name is not clear: nobody is marked by a guess.
func person(c *store.Cohort, query string) (*store.Person, error) {
	name := func(p *store.Person) string { return p.Name }
	if row, err := strconv.Atoi(query); err == nil {
		meant := c.Row(row)
		if meant == nil && !isID(query) && len(model.Find(query, c.People, name)) == 0 {
			return personInRow(c, query, row)
		}
		if meant != nil {
			return rowOrCalled(c, query, meant)
		}
	}
	if id, err := model.ParseID(query); err == nil {
		if p := c.Person(id); p != nil {
			return p, nil
		}
	}
	if isID(query) && len(model.Find(query, c.People, name)) == 0 {
		return byID("trainee", query, c.People, func(p *store.Person) model.ID { return p.Trainee.ID })
	}
	return pick("trainee", query, c.People, name, rowAndName)
}

// rowOrCalled is the person whose row number query is, unless it is a word of somebody else's name.
func rowOrCalled(c *store.Cohort, query string, inRow *store.Person) (*store.Person, error) {
	could := []*store.Person{inRow}
	for _, p := range c.People {
		if p != inRow && slices.Contains(strings.Fields(p.Name), query) {
			could = append(could, p)
		}
	}
	if len(could) > 1 {
		return nil, misused("%s could be %s: say more of the name", quoted(query), labels(could, rowAndName))
	}
	return inRow, nil
}

// personInRow is the person with a row number, which was given as text.
func personInRow(c *store.Cohort, text string, row int) (*store.Person, error) {
	if p := c.Row(row); p != nil {
		return p, nil
	}
	if len(c.People) == 0 {
		return nil, misused("there is no row %s: the roster is empty", quoted(text))
	}
	return nil, misused("there is no row %s: the roster has rows %d to %d", quoted(text), c.People[0].Row, c.People[len(c.People)-1].Row)
}

func rowAndName(p *store.Person) string { return fmt.Sprintf("%d %s", p.Row, p.Name) }

// day finds a day of a cohort by its number, which was given as flag.
func day(c *store.Cohort, flag, text string) (model.Day, error) {
	if text == "" {
		return model.Day{}, misused("the day is missing: say which, with %s", flag)
	}
	n, err := strconv.Atoi(text)
	d, ok := c.Cohort.Day(n)
	switch {
	case err == nil && ok:
		return d, nil
	case len(c.Days) == 0:
		return d, misused("%s can't be %s: this cohort has no days", flag, quoted(text))
	}
	return d, misused("%s can't be %s: this cohort has days %d to %d", flag, quoted(text), c.Days[0].Number, c.Days[len(c.Days)-1].Number)
}

// block finds a block of a day by its number, its start or a part of its topic.
func block(c *store.Cohort, day int, query string) (model.Block, error) {
	blocks := c.BlocksOf(day)
	if len(blocks) == 0 {
		return model.Block{}, misused("day %d has no blocks: rollbook block add makes one", day)
	}
	there := labels(blocks, blockWords)
	if n, err := strconv.Atoi(query); err == nil {
		if n >= 1 && n <= len(blocks) {
			return blocks[n-1], nil
		}
		return model.Block{}, misused("there is no block %s on day %d: there is %s", quoted(query), day, there)
	}
	if strings.Contains(query, ":") {
		if at, err := model.ParseClock(query); err == nil {
			for _, b := range blocks {
				if b.Start == at {
					return b, nil
				}
			}
			return model.Block{}, misused("no block of day %d starts at %s: there is %s", day, at, there)
		}
	}
	return pick("block", query, blocks, func(b model.Block) string { return b.Topic }, blockWords)
}

// blockWords is a block as sentences name it.
func blockWords(b model.Block) string { return fmt.Sprintf("%s %s", b.Start, b.Topic) }

// topic finds a topic of a cohort by a part of its name.
func topic(c *store.Cohort, query string) (string, error) {
	same := func(t string) string { return t }
	return pick("topic", query, c.Topics(), same, func(t string) string { return "'" + t + "'" })
}

// traineeInBook finds somebody anywhere in the book.
func (r *run) traineeInBook(query string) (store.Known, error) {
	all, err := r.book.Trainees()
	if err != nil {
		return store.Known{}, err
	}
	name := func(k store.Known) string { return k.Name }
	if isID(query) && len(model.Find(query, all, name)) == 0 {
		return byRecord(query, all)
	}
	return pick("trainee", query, all, name, nameAndID)
}

// traineeOrInBook finds somebody of a cohort, where one is named, else of the book. Whom the cohort does
// not have may be elsewhere; who could be several there is not clear.
func (r *run) traineeOrInBook(query, cohort string) (store.Known, error) {
	if cohort == "" {
		return r.traineeInBook(query)
	}
	c, err := r.cohort(cohort)
	if err != nil {
		return store.Known{}, err
	}
	row, err := strconv.Atoi(query)
	isRow := err == nil && (c.Row(row) != nil || !isID(query)) // an id may be of digits alone
	if !isRow && len(model.Find(query, c.People, func(p *store.Person) string { return p.Name })) == 0 {
		return r.traineeInBook(query)
	}
	p, err := person(c, query)
	if err != nil {
		return store.Known{}, err
	}
	return r.traineeInBook(p.Trainee.ID.String())
}

// byRecord finds a person by the id of any of their records, since joined ones keep theirs.
func byRecord(query string, all []store.Known) (store.Known, error) {
	of := map[model.ID]store.Known{}
	var records []model.ID
	for _, k := range all {
		for _, id := range k.Records {
			of[id] = k
			records = append(records, id)
		}
	}
	id, err := byID("trainee", query, records, func(id model.ID) model.ID { return id })
	return of[id], err
}
