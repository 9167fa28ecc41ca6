package store

import (
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

// task is a part of a survey that is done by itself. It reads in a transaction of its own and gives
// what is to be kept.
type task func() (keep func(), err error)

// mostWorkers bounds how many tasks are worked on at a time.
const mostWorkers = 8

// manyTasks is how many tasks are worth reading the whole file for.
const manyTasks = 32

// sideBySide works on tasks with as many goroutines as there are processors. What they give is kept,
// and progress told, by the goroutine that calls. The first error ends it; what was kept stays.
func sideBySide(tasks []task, progress func(done, all int)) (err error) {
	type result struct {
		keep func()
		err  error
	}
	var next atomic.Int64
	var stopped atomic.Bool
	results := make(chan result)
	var work sync.WaitGroup
	for range min(len(tasks), runtime.GOMAXPROCS(0), mostWorkers) {
		work.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(tasks)) && !stopped.Load(); i = next.Add(1) - 1 {
				keep, err := tasks[i]()
				results <- result{keep, err}
			}
		})
	}
	go func() { work.Wait(); close(results) }()
	done := 0
	for r := range results {
		if r.err != nil {
			if err == nil {
				err = r.err
			}
			stopped.Store(true)
			continue
		}
		r.keep()
		done++
		if progress != nil && err == nil {
			progress(done, len(tasks))
		}
	}
	return err
}

// fetch reads the book's file from end to end, into the memory of the machine, until it is told to stop.
// bbolt maps the file and tells the machine to expect no order: where the disk has to be waited for,
// each page would be a wait of its own, three seconds for the large book in place of one. Where the file
// is in memory already, it costs a few hundredths of one. What fails here fails again where it
// is needed, and is said there.
func (b *Book) fetch() (stop func()) {
	f, err := os.Open(b.path)
	if err != nil {
		return func() {}
	}
	var stopped atomic.Bool
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer f.Close()
		piece := make([]byte, 1<<20)
		for !stopped.Load() {
			if _, err := io.ReadFull(f, piece); err != nil {
				return
			}
		}
	}()
	return func() { stopped.Store(true); <-done }
}
