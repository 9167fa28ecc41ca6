package share

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// limits are how long a place is waited for.
type limits struct {
	answer time.Duration // to be reached, and to begin to answer
	whole  time.Duration // for a file of no size
	pace   int64         // bytes a second that every file is given besides
}

// patience is what a person waits before looking at the cable.
var patience = limits{answer: 10 * time.Second, whole: 60 * time.Second, pace: 64 << 10}

// file is how long a file of so many bytes may take.
func (l limits) file(size int64) time.Duration {
	const most = 1 << 30
	return l.whole + time.Duration(min(size, most)/l.pace)*time.Second
}

// list is how long a listing may take that does go on.
func (l limits) list() time.Duration { return 10 * l.whole }

// slow is the error of a time limit.
func slow(where string, limit time.Duration) error {
	return &problem{fmt.Sprintf("%s did not answer within %s: try again when it is there", where, spell(limit)), []error{ErrSlow}}
}

// spell is a time limit for people: whole seconds where it has any.
func spell(limit time.Duration) string {
	if limit < time.Second {
		return limit.Round(time.Millisecond).String()
	}
	return fmt.Sprintf("%.0f s", limit.Seconds())
}

// ended is the error of a context that has ended: the caller's time limit is a time limit too.
func ended(ctx context.Context, where string) error {
	cause := ctx.Err()
	if errors.Is(cause, context.DeadlineExceeded) {
		return &problem{where + " did not answer in the time that was left: try again when it is there", []error{ErrSlow, cause}}
	}
	return &problem{"stopped waiting for " + where, []error{cause}}
}

// patiently does what the system itself may never return from, such as a read from a network folder
// whose server is gone, and stops waiting for it when the context ends or the limit has passed without
// a beat. What it stopped waiting for goes on by itself and is heard by nobody.
func patiently[T any](ctx context.Context, where string, limit time.Duration, act func(beat func()) (T, error)) (T, error) {
	type result struct {
		value T
		err   error
	}
	var none T
	if ctx.Err() != nil {
		return none, ended(ctx, where)
	}
	var beats atomic.Int64
	done := make(chan result, 1)
	go func() {
		value, err := act(func() { beats.Add(1) })
		done <- result{value, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	for seen := int64(0); ; {
		select {
		case r := <-done:
			return r.value, r.err
		case <-ctx.Done():
			return none, ended(ctx, where)
		case <-timer.C:
			if now := beats.Load(); now != seen {
				seen = now
				timer.Reset(limit)
				continue
			}
			return none, slow(where, limit)
		}
	}
}
