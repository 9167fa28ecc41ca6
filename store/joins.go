package store

import (
	"slices"

	"rollbook/model"
	"rollbook/store/oplog"
)

// joins says which records are one person: sets of two or more, smallest id first, under the id of
// each record in them.
type joins map[model.ID][]model.ID

// joinsOf collects the joins that stand.
func joinsOf(regs map[oplog.Field]*oplog.Register) joins {
	sets := joins{}
	for f, r := range regs {
		if f.Kind != kindJoin {
			continue
		}
		for _, h := range r.Heads() {
			if a, b, ok := decodePair(h.Value); ok {
				sets.join(a, b)
			}
		}
	}
	return sets
}

// decodePair reads which two records a join is of.
func decodePair(value []byte) (a, b model.ID, ok bool) {
	var pair [][]byte
	if oplog.Decode(value, &pair) != nil || len(pair) != 2 || len(pair[0]) != 16 || len(pair[1]) != 16 {
		return a, b, false
	}
	return model.ID(pair[0]), model.ID(pair[1]), true
}

func (j joins) join(a, b model.ID) {
	set := append(slices.Clone(j.records(a)), j.records(b)...)
	slices.SortFunc(set, compareIDs)
	set = slices.Compact(set)
	for _, id := range set {
		j[id] = set
	}
}

// records are all ids of the person that id is of, smallest first.
func (j joins) records(id model.ID) []model.ID {
	if set := j[id]; set != nil {
		return set
	}
	return []model.ID{id}
}

func compareIDs(a, b model.ID) int {
	switch {
	case a == b:
		return 0
	case a.Less(b):
		return -1
	}
	return 1
}
