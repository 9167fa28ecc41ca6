package review

import (
	"math"
	"strconv"
	"strings"

	"rollbook/ui/kit"
)

// How full the room was is drawn as a bar: lying under a day or a topic, standing under a block. In
// ASCII a lying bar is made of #, and a standing one is its tenths in a figure.

var (
	lying  = []rune(" ▏▎▍▌▋▊▉█")
	rising = []rune(" ▁▂▃▄▅▆▇█")
)

// lyingBar is a share of w cells. Something is never drawn as nothing, and only all as all.
func lyingBar(t *kit.Theme, share float64, w int) string {
	if t.ASCII {
		return strings.Repeat("#", steps(share, w))
	}
	n := steps(share, w*8)
	bar := strings.Repeat("█", n/8)
	if n%8 > 0 {
		bar += string(lying[n%8])
	}
	return bar
}

// standingBar is the line of a bar of a number of lines, counted from the top.
func standingBar(t *kit.Theme, share float64, line, lines int) string {
	if t.ASCII {
		if line < lines-1 {
			return ""
		}
		if n := steps(share, 10); n < 10 {
			return strconv.Itoa(n)
		}
		return "#"
	}
	n := steps(share, lines*8) - 8*(lines-1-line)
	return strings.TrimSpace(string(rising[max(0, min(n, 8))]))
}

// steps is how many of n steps a share takes.
func steps(share float64, n int) int {
	at := int(math.Round(share * float64(n)))
	switch {
	case share <= 0:
		return 0
	case share >= 1:
		return n
	}
	return max(1, min(at, n-1))
}

// percent is a share in words. Only all of it is 100%.
func percent(share float64) string { return strconv.Itoa(steps(share, 100)) + "%" }

// progressBar is how far something is, in w cells.
func progressBar(t *kit.Theme, done, all, w int) string {
	share := 0.0
	if all > 0 {
		share = float64(done) / float64(all)
	}
	return t.Fit(lyingBar(t, share, w), w)
}
