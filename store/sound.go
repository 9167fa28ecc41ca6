package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/seal"
)

// A flipped bit in a place that nobody looks at today would be in every backup by the time that
// somebody does. So all of a book is read through each time it is opened, beside what it was opened
// for: the seal of every value, and the log with its tally. In a small book the first gesture waits for
// that, so that a damaged one is never written to. A large one is read in pieces while it is used.

const (
	soundAtOnce = 8 << 20         // bytes of a file that is read in one go, before the first gesture
	soundPiece  = 4000            // values of a larger one, in one transaction
	soundAfter  = 2 * time.Second // before a larger one is begun: the first screen comes first
	soundPause  = 20 * time.Millisecond
)

// soundness is a reading of the whole book, under way or done.
type soundness struct {
	done chan struct{} // nil before it was begun
	stop chan struct{}
	wait bool // whether gestures wait for it
	err  error
}

var errStopped = errors.New("stopped")

// readThrough begins the reading of a book that was just opened.
func (b *Book) readThrough() {
	s := &b.soundness
	s.done, s.stop = make(chan struct{}), make(chan struct{})
	s.wait = b.file.Size() <= soundAtOnce
	go func() {
		defer close(s.done)
		err := b.read(s)
		if err == nil || errors.Is(err, errStopped) || errors.Is(err, ErrClosed) {
			return
		}
		if errors.Is(err, ErrDamaged) {
			b.mu.Lock()
			if b.broken == nil {
				b.broken = err
			}
			b.mu.Unlock()
		}
		s.err = err
	}()
}

func (b *Book) read(s *soundness) error {
	if !s.wait && !s.sleep(soundAfter) {
		return errStopped
	}
	r := &through{sealer: b.sealer}
	if !s.wait {
		r.most = soundPiece
	}
	for !r.ended() {
		if err := b.viewOnce(r.piece); err != nil {
			return err
		}
		if r.most > 0 && !s.sleep(soundPause) {
			return errStopped
		}
	}
	return nil
}

// await is for whoever is about to write to a small book.
func (s *soundness) await() {
	if s.done != nil && s.wait {
		<-s.done
	}
}

// sleep waits, and reports whether the reading is to go on.
func (s *soundness) sleep(d time.Duration) bool {
	select {
	case <-s.stop:
		return false
	case <-time.After(d):
		return true
	}
}

// end stops the reading and waits for it.
func (s *soundness) end() {
	if s.done == nil {
		return
	}
	select {
	case <-s.stop:
	default:
		close(s.stop)
	}
	<-s.done
}

// Sound waits until all of the book was read and returns what is damaged in it, if anything is: from
// then on nothing more is written to it. It is for a command of a screen to wait in.
func (b *Book) Sound() error {
	if b.soundness.done == nil {
		return nil
	}
	<-b.soundness.done
	return b.soundness.err
}

// through is how far a reading got.
type through struct {
	sealer *seal.Sealer
	most   int // values in one transaction, 0 for all

	bucket int
	key    []byte // the last one read in it
	log    tally  // of what was read
	want   *tally // of the log when the reading began: it only grows
}

func (r *through) ended() bool { return r.bucket >= len(buckets) }

// piece reads on from where the last transaction ended.
func (r *through) piece(tx *bolt.Tx) error {
	if r.want == nil {
		s, err := readSums(tx, r.sealer)
		if err != nil {
			return err
		}
		r.want = &s.Log
	}
	for left := r.most; !r.ended(); {
		name := buckets[r.bucket]
		n, err := r.values(tx, name, left)
		if err != nil {
			return err
		}
		if left -= n; r.most > 0 && left <= 0 {
			return nil
		}
		if name == bucketLog && r.log != *r.want {
			return errLog
		}
		r.bucket, r.key = r.bucket+1, nil
	}
	return nil
}

// values opens the next values of a bucket: all that are left, or as many as asked for.
func (r *through) values(tx *bolt.Tx, name string, most int) (n int, err error) {
	opener := r.sealer.Opener(name)
	c := tx.Bucket([]byte(name)).Cursor()
	key, sealed := c.First()
	if r.key != nil {
		if key, sealed = c.Seek(r.key); bytes.Equal(key, r.key) {
			key, sealed = c.Next()
		}
	}
	for ; key != nil && (r.most == 0 || n < most); key, sealed = c.Next() {
		n++
		if r.most > 0 {
			r.key = append(r.key[:0], key...)
		}
		if name == bucketMeta && standsOpen(key) {
			continue
		}
		plain, err := opener.Open(key, sealed)
		if err != nil {
			return n, notWritten(name)
		}
		if name == bucketLog && len(key) == 8 && binary.BigEndian.Uint64(key) <= r.want.Count {
			r.log.Count++
			r.log.flip(key, plain)
		}
	}
	return n, nil
}
