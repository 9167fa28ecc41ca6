package share

import (
	"sync"
	"time"
)

// partAge is how old an unfinished put is before it is taken for interrupted, by the place's own clock:
// it is compared with a file that was written just now.
const partAge = 24 * time.Hour

// leftovers are the unfinished puts that the last listing of a place saw: name → when it changed.
type leftovers struct {
	mu   sync.Mutex
	seen map[string]time.Time
}

func (l *leftovers) saw(seen map[string]time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.seen = seen
}

// due are those that were interrupted long before now. Each is given once a listing.
func (l *leftovers) due(now time.Time) (names []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name, changed := range l.seen {
		if now.Sub(changed) >= partAge {
			names = append(names, name)
			delete(l.seen, name)
		}
	}
	return names
}
