package today_test

import (
	"fmt"
	"testing"

	"rollbook/ui/kit"
	"rollbook/ui/kit/vtest"
	"rollbook/ui/today"
	"rollbook/ui/today/todaytest"
)

func BenchmarkMarkAndView25(b *testing.B)   { benchmarkMark(b, 25) }
func BenchmarkMarkAndView5000(b *testing.B) { benchmarkMark(b, 5000) }

// benchmarkMark is one key, up to the gesture handed to the writer, and the screen after it.
func benchmarkMark(b *testing.B, people int) {
	d := crowd(b, people)
	keys := []string{"p", "a"}
	for i := range 4 { // two rows are marked over and over
		d.Press([]string{"home", "p", "a", "home"}[i])
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		kit.Press(d.Screen.Keys(), vtest.Key(keys[i%2]))
		if i%people == people-1 {
			kit.Press(d.Screen.Keys(), vtest.Key("home"))
		}
		d.Screen.View(80, 21)
	}
}

func BenchmarkMoveAndView25(b *testing.B)   { benchmarkMove(b, 25) }
func BenchmarkMoveAndView5000(b *testing.B) { benchmarkMove(b, 5000) }

func benchmarkMove(b *testing.B, people int) {
	d := crowd(b, people)
	d.Press("P")
	d.Screen.View(80, 21)
	b.ReportAllocs()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		key := "down"
		if i%people == people-1 {
			key = "home"
		}
		kit.Press(d.Screen.Keys(), vtest.Key(key))
		d.Screen.View(80, 21)
	}
}

func crowd(b *testing.B, people int) *todaytest.Desk {
	names := make([]string, people)
	for i := range names {
		names[i] = fmt.Sprintf("%s %d", todaytest.Names[i%len(todaytest.Names)], i)
	}
	d := todaytest.New(b, names...)
	d.Screen = today.New(d.Room)
	return d
}
