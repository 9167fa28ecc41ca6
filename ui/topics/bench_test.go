package topics_test

import (
	"fmt"
	"testing"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/today/todaytest"
)

func BenchmarkMarkAndView25(b *testing.B)   { benchmark(b, 25, "p") }
func BenchmarkMarkAndView5000(b *testing.B) { benchmark(b, 5000, "p") }
func BenchmarkMoveAndView25(b *testing.B)   { benchmark(b, 25, "down") }
func BenchmarkMoveAndView5000(b *testing.B) { benchmark(b, 5000, "down") }

// benchmark is one key and the screen after it.
func benchmark(b *testing.B, people int, key string) {
	names := make([]string, people)
	for i := range names {
		names[i] = fmt.Sprintf("%s %d", todaytest.Names[i%len(todaytest.Names)], i)
	}
	d := desk(b, names...)
	d.Press("P")
	d.Screen.View(80, 21)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		if i%people == people-1 {
			kit.Press(d.Screen.Keys(), vtest.Key("home"))
		}
		kit.Press(d.Screen.Keys(), vtest.Key(key))
		d.Screen.View(80, 21)
	}
}
