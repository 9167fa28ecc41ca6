package store

import (
	"slices"
	"strings"

	"rollbook/store/share"
)

// announce says which laptops came into the share since this book last synced with it, and returns all
// that are known from then on. Whoever knows the passphrase can join, so people are to see who did. Those
// who were there before this laptop were shown to it when it joined.
func (e *exchange) announce() (known [][]byte) {
	known = slices.Clone(e.w.Devices)
	var labels []string
	for _, h := range e.files {
		if h.Sort != share.CardFile || h.Epoch != e.w.epoch() || h.Device == e.b.device {
			continue
		}
		var first bool
		if known, first = addRaw(known, h.Device); first && e.w.Synced != 0 {
			labels = append(labels, e.label(h.Device))
		}
	}
	slices.SortFunc(labels, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	for _, label := range labels {
		e.notice(label + " is new in the share: remove it if nobody knows it")
	}
	return known
}
