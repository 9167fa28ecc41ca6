package plain

import (
	"fmt"
	"strconv"
	"strings"

	"rollbook/model"
	"rollbook/store"
	"rollbook/store/oplog"
	"rollbook/ui/room"
)

// good is something that a person can make good: a block that was missed in this cohort, or one of
// another for which a block here can count.
type good struct {
	block   model.BlockAccount
	offer   *room.Offer
	minutes int
	words   string
}

// goods are all of a person, numbered from 1 in this order.
func (s *session) goods(p *store.Person) ([]good, error) {
	a, err := s.account(p)
	if err != nil {
		return nil, err
	}
	var all []good
	for _, b := range made(a) {
		all = append(all, good{block: b, minutes: model.Owing(b), words: s.blockWords(b.Block)})
	}
	var blocks []model.Block
	for _, d := range s.r.Cohort.Days {
		blocks = append(blocks, s.r.Cohort.BlocksOf(d.Number)...)
	}
	for _, o := range s.r.Offers(p, blocks) {
		all = append(all, good{offer: &o, minutes: o.Minutes,
			words: fmt.Sprintf("day %d of %s, %s, made good here in %s", o.Day.Number, o.CohortName, o.Block.Topic, s.blockWords(o.Here))})
	}
	return all, nil
}

// makeUp lists what a person can make good, or writes one of it down: a row number, the number in that
// list, minutes, and with whom.
func (s *session) makeUp(rest string) string {
	said, with, _ := strings.Cut(rest+" ", " with ")
	words := strings.Fields(said)
	if len(words) == 0 {
		return "Say makeup and the row number."
	}
	p, why := s.inRow(words[0])
	if p == nil {
		return why
	}
	s.at = p.Trainee.ID
	all, err := s.goods(p)
	switch {
	case err != nil:
		return s.wrong(err)
	case len(all) == 0:
		return fmt.Sprintf("%d %s has nothing to make up.", p.Row, p.Name)
	case len(words) == 1:
		return s.goodWords(p, all)
	}
	n, err := strconv.Atoi(words[1])
	if err != nil || n < 1 || n > len(all) || len(words) > 3 {
		return "Nothing was done. " + s.goodWords(p, all)
	}
	minutes := all[n-1].minutes
	if len(words) == 3 {
		if minutes, err = strconv.Atoi(strings.TrimSuffix(words[2], "m")); err != nil {
			return fmt.Sprintf("%q is no number of minutes: say it such as 60m.", words[2])
		}
	}
	with, _ = model.Clean(with, model.NameLimit)
	return s.makeUpOne(p, all[n-1], minutes, with)
}

func (s *session) goodWords(p *store.Person, all []good) string {
	var words []string
	for i, g := range all {
		words = append(words, fmt.Sprintf("%d, %s, %s", i+1, g.words, model.DescribeMinutes(g.minutes)))
	}
	return fmt.Sprintf("%d %s can make up: %s. To write one down: makeup %d, its number, minutes if not all, with and a name.",
		p.Row, p.Name, strings.Join(words, "; "), p.Row)
}

// makeUpOne writes down that something was made good today, or for an offer on the day it was.
func (s *session) makeUpOne(p *store.Person, g good, minutes int, with string) string {
	made := store.MakeUp{MakeUp: model.MakeUp{Trainee: p.Trainee.ID, Minutes: minutes, Date: s.r.Today}, With: with}
	c, whose := s.r.Cohort, p
	if g.offer == nil {
		made.Block = g.block.Block.ID
	} else {
		other, err := s.r.Book.Load(g.offer.Cohort)
		if err != nil {
			return s.wrong(err)
		}
		here, _ := c.Cohort.Day(g.offer.Here.Day)
		made.Block, made.Date, made.InCohort, made.InBlock = g.offer.Block.ID, here.Date, c.Cohort.ID, g.offer.Here.ID
		if c, whose = other, other.Person(p.Trainee.ID); whose == nil {
			return fmt.Sprintf("%s is not in %s any more.", p.Name, other.Name)
		}
	}
	edits, err := c.AddMakeUp(whose, made)
	if err != nil {
		return s.wrong(err)
	}
	if err := s.commitIn(c, oplog.Single, edits...); err != nil {
		return s.wrong(err)
	}
	s.looked = false
	said := fmt.Sprintf("%d %s, %s of %s made up on %s", p.Row, p.Name, model.DescribeMinutes(minutes), g.words, made.Date.Words())
	if with != "" {
		said += " with " + with
	}
	return said + ", saved."
}

// offered says, after a mark, what of elsewhere it can make good; nothing is linked by itself.
func (s *session) offered(p *store.Person) string {
	if s.look() != nil {
		return ""
	}
	var blocks []model.Block
	for _, sl := range s.slots(p) {
		blocks = append(blocks, sl.Block)
	}
	offers := s.r.Offers(p, blocks)
	if len(offers) == 0 {
		return ""
	}
	return fmt.Sprintf(" %s has %s: makeup %d tells how to write it down.", p.Name, offers[0].Words(), p.Row)
}
