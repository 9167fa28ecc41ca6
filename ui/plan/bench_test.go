package plan_test

import (
	"fmt"
	"testing"

	"rollbook/ui/plan"
	"rollbook/ui/today/todaytest"
)

func BenchmarkOpenAndView25(b *testing.B)   { benchmark(b, 25) }
func BenchmarkOpenAndView5000(b *testing.B) { benchmark(b, 5000) }

// benchmark opens the list of a day, which counts the marks of its blocks, and draws it.
func benchmark(b *testing.B, people int) {
	names := make([]string, people)
	for i := range names {
		names[i] = fmt.Sprintf("%s %d", todaytest.Names[i%len(todaytest.Names)], i)
	}
	d := todaytest.New(b, names...)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		plan.Blocks(d.Room, 2).View(72, 20)
	}
}
