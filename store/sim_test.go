package store

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// The simulation: laptops that mark, meet in places that lose and garble what they hold, crash, are
// copied and restored, and in the end must agree. A run is a list of steps drawn from its seed; each
// step has chance of its own, so that steps can be left out and the rest goes on as before. Start
// reading at simulate; the steps stand in simActs.

var (
	simSeed   = flag.Uint64("sim.seed", 1, "the first run of the simulation")
	simRuns   = flag.Int("sim.runs", 2000, "how many runs the simulation makes")
	simSteps  = flag.Int("sim.steps", 0, "how many steps each run takes; 0: as its seed says")
	simOnly   = flag.String("sim.only", "", "numbers of the steps to take of each run, with commas; empty: all")
	simShrink = flag.Bool("sim.shrink", false, "leave out steps of a run that failed while it still fails")
	simAgain  = flag.Bool("sim.again", false, "make all runs of the first seed: what is sealed differs each time")
)

func TestLaptopsThatMeetAgreeInTheEnd(t *testing.T) {
	runs := *simRuns
	if testing.Short() {
		runs = max(1, runs/10)
	}
	only, err := simNumbers(*simOnly)
	if err != nil {
		t.Fatal(err)
	}
	var next, made atomic.Uint64
	var failed atomic.Bool
	before := debug.SetGCPercent(400) // thousands of small books leave much behind, and memory is there
	t.Cleanup(func() { debug.SetGCPercent(before) })
	for i := range runtime.GOMAXPROCS(0) {
		t.Run(fmt.Sprint("worker ", i+1), func(t *testing.T) {
			t.Parallel()
			folder := simFolder(t)
			for n := next.Add(1); n <= uint64(runs) && !failed.Load(); n = next.Add(1) {
				seed := *simSeed + n - 1
				if *simAgain {
					seed = *simSeed
				}
				r := simulate(seed, only, folder)
				made.Add(1)
				if r.failure == "" {
					continue
				}
				if failed.Swap(true) {
					return
				}
				if *simShrink {
					r = simShrunk(t, r, folder)
				}
				t.Fatalf("%s\nagain: go test ./store -run TestLaptopsThatMeet -sim.runs 20 -sim.again -sim.seed %d%s", r.story(), seed, r.only())
			}
		})
	}
	t.Cleanup(func() { t.Logf("%d runs", made.Load()) })
}

// simNumbers reads numbers with commas between; nil for none.
func simNumbers(list string) (numbers []int, err error) {
	for _, word := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' }) {
		n, err := strconv.Atoi(word)
		if err != nil {
			return nil, fmt.Errorf("-sim.only: %w", err)
		}
		numbers = append(numbers, n)
	}
	return numbers, nil
}

// simFolder is a folder in memory, where the system has such: thousands of books are written and synced.
func simFolder(t *testing.T) string {
	folder, err := os.MkdirTemp("/dev/shm", "rollbook-sim-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// simShrunk leaves out steps, many at once and then one by one, as long as the run still fails alike.
func simShrunk(t *testing.T, r *simRun, folder string) *simRun {
	fails := func(only []int) *simRun {
		for range 3 {
			if again := simulate(r.seed, only, folder); again.failure != "" && again.check == r.check {
				return again
			}
		}
		return nil
	}
	kept := r.taken
	for size := max(1, len(kept)/2); ; size /= 2 {
		for at := 0; at < len(kept); {
			fewer := slices.Delete(slices.Clone(kept), at, min(at+size, len(kept)))
			if again := fails(append(fewer, -1)); again != nil {
				kept, r = fewer, again
			} else {
				at += size
			}
		}
		t.Logf("shrunk to %d steps", len(kept))
		if size <= 1 {
			return r
		}
	}
}

// story is what happened in a run that failed.
func (r *simRun) story() string {
	var told []string
	for i, line := range r.said {
		if round := strings.HasPrefix(line, "    round"); round && i > 3 && i < len(r.said)-2 && strings.HasPrefix(r.said[i-3], "    round") {
			continue // they are all alike
		}
		told = append(told, line[:min(len(line), 2000)])
	}
	return fmt.Sprintf("run %d failed (%s):\n%s\n%s", r.seed, r.check, strings.Join(told, "\n"), r.failure)
}

// only is how to take the same steps again.
func (r *simRun) only() string {
	if len(r.taken) == r.drawn {
		return ""
	}
	words := make([]string, len(r.taken))
	for i, n := range r.taken {
		words[i] = strconv.Itoa(n)
	}
	return " -sim.only " + strings.Join(append(words, "-1"), ",")
}
