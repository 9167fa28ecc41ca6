package share

import (
	"bytes"
	"encoding/binary"
	"testing"

	"rollbook/store/oplog"
)

// large is a segment of 3,000 gestures of 30 marks each, of people whose ids deflate can't shorten.
func large(b *testing.B) *Segment {
	b.Helper()
	s, card := goldenSegments(b, Hash{})[0], goldenCard()
	s.Gestures, s.Texts = nil, nil
	state := uint64(1)
	random := func() (id [16]byte) {
		for i := range id {
			state = state*6364136223846793005 + 1442695040888963407
			id[i] = byte(state >> 56)
		}
		return id
	}
	cohort, people := random(), make([][16]byte, 30)
	for n := range uint64(3000) {
		if n%30 == 0 {
			for i := range people {
				people[i] = random()
			}
		}
		block, changes := random(), []oplog.Change{}
		for _, person := range people {
			entity := string(bytes.Join([][]byte{cohort[:], block[:], person[:]}, nil))
			changes = append(changes, oplog.Change{Field: oplog.Field{Kind: 48, Entity: entity, Prop: 1}, Value: []byte{1}})
		}
		g := oplog.Gesture{Nonce: random(), Stamp: oplog.Stamp(goldenMade)<<16 + oplog.Stamp(n<<20), Wall: goldenMade + int64(n<<4),
			Author: idOf(0x22), Device: card.Device, Incarnation: card.Incarnation, How: oplog.Rest, Changes: changes}
		formed, err := oplog.Form(g)
		if err != nil {
			b.Fatal(err)
		}
		s.Gestures = append(s.Gestures, formed.Raw)
	}
	return s
}

func BenchmarkCutOf90000Marks(b *testing.B) {
	s, id := large(b), goldenIdentity(b)
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		data, err := Cut(s, goldenKeyOf, id)
		if err != nil {
			b.Fatal(err)
		}
		size = len(data)
	}
	b.ReportMetric(float64(size)/90000, "bytes/mark")
}

func BenchmarkReadOf90000Marks(b *testing.B) {
	s, id := large(b), goldenIdentity(b)
	data, err := Cut(s, goldenKeyOf, id)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, id); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseName(b *testing.B) {
	n := someNames[2]
	paths := make([]string, 1000)
	for i := range paths {
		binary.BigEndian.PutUint32(n.Hash[:], uint32(i))
		paths[i] = n.Path()
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, path := range paths {
			if _, ok := ParseName(path); !ok {
				b.Fatal(path)
			}
		}
	}
	b.ReportMetric(float64(len(paths)), "names/op")
}

func BenchmarkUnwrapAtFullCost(b *testing.B) {
	data, err := WrapKey(goldenKey(b), []byte(goldenPassphrase), 0)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := UnwrapKey(data, []byte(goldenPassphrase)); err != nil {
			b.Fatal(err)
		}
	}
}
