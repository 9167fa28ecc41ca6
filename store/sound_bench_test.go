package store_test

import (
	"testing"

	"rollbook/store/big"
)

// BenchmarkOpenAndReadThrough opens a book of 5,000 marks and waits until all of it was read: head
// pages, free pages, structure, every seal, and the log. The aim is 20 ms.
func BenchmarkOpenAndReadThrough(b *testing.B) {
	path := built(b, big.Size{Cohorts: 8, People: 25, Days: 7, Blocks: 4, Unmarked: 1}) // 8 × 25 × 6 × 4 = 4,800
	for b.Loop() {
		book := open(b, path)
		if err := book.Sound(); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := book.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
