package store

import (
	"bytes"
	"slices"

	"rollbook/model"
	"rollbook/store/share"
)

// A laptop's segments of one epoch and one incarnation are a chain: each names the one before it. What a
// laptop says it holds are the last segments of chains that it holds whole, so that nobody takes the newest
// of its files for all of them.

func sortHashes(hashes []share.Hash) {
	slices.SortFunc(hashes, func(a, b share.Hash) int { return bytes.Compare(a[:], b[:]) })
}

// whole are the segments before which none is missing. Those of an epoch that has ended, which came after
// it did, are not among them.
func (f heldFiles) whole() heldFiles {
	out, known := heldFiles{}, map[share.Hash]bool{}
	for hash := range f {
		var way []*held
		ok := false
		for at := hash; ; {
			is, asked := known[at]
			h := f[at]
			if ok = is; asked || h == nil || h.Sort != share.SegmentFile || h.Pending {
				break
			}
			way = append(way, h)
			if ok = h.Previous.IsZero(); ok {
				break
			}
			at = h.Previous
		}
		for _, h := range way {
			if known[h.Hash] = ok; ok {
				out[h.Hash] = h
			}
		}
	}
	return out
}

// tips are the segments that no other one names as the one before.
func (f heldFiles) tips() []*held {
	before := map[share.Hash]bool{}
	for _, h := range f {
		before[h.Previous] = true
	}
	var out []*held
	for hash, h := range f {
		if h.Sort == share.SegmentFile && !before[hash] {
			out = append(out, h)
		}
	}
	slices.SortFunc(out, func(a, b *held) int { return bytes.Compare(a.Hash[:], b.Hash[:]) })
	return out
}

// upTo are segments and all before them in their chains.
func (f heldFiles) upTo(tips []share.Hash) map[share.Hash]bool {
	out := map[share.Hash]bool{}
	for _, hash := range tips {
		for !hash.IsZero() && !out[hash] {
			out[hash] = true
			h := f[hash]
			if h == nil {
				break
			}
			hash = h.Previous
		}
	}
	return out
}

// current are the last segments of a laptop that no other one of it has received. Usually that is one: of
// a book that was copied there may be several, each with a say of its own.
func (f heldFiles) current(device model.ID) []*held {
	own := heldFiles{}
	for hash, h := range f {
		if h.Sort == share.SegmentFile && h.Device == device {
			own[hash] = h
		}
	}
	last := own.tips()
	return slices.DeleteFunc(slices.Clone(last), func(h *held) bool {
		return slices.ContainsFunc(last, func(o *held) bool { return o != h && f.upTo(o.Tips)[h.Hash] })
	})
}
