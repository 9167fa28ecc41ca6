package store

import (
	"slices"

	"rollbook/model"
)

// inOrder sorts entries so that what was seen comes first, and by the clocks among those that did
// not know of each other.
func inOrder(entries []Entry) []Entry {
	slices.SortStableFunc(entries, func(a, b Entry) int {
		if a.stamp != b.stamp {
			if a.stamp < b.stamp {
				return -1
			}
			return 1
		}
		return compareIDs(a.Gesture, b.Gesture)
	})
	at := make(map[model.ID]int, len(entries))
	for i, e := range entries {
		at[e.Gesture] = i
	}
	out := make([]Entry, 0, len(entries))
	placed := make([]bool, len(entries))
	var stack []int
	for i := range entries {
		stack = append(stack, i)
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			waits := slices.IndexFunc(entries[top].after, func(id model.ID) bool { j, ok := at[id]; return ok && !placed[j] })
			if placed[top] || waits < 0 {
				stack = stack[:len(stack)-1]
				if !placed[top] {
					placed[top] = true
					out = append(out, entries[top])
				}
				continue
			}
			stack = append(stack, at[entries[top].after[waits]])
		}
	}
	return out
}
