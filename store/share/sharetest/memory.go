// Package sharetest is for tests of and over shares: a place in memory that fails and crashes as it is
// told, and the suite of tests that every kind of place passes. No program imports it.
package sharetest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"rollbook/store/share"
)

// Op is a call of a place.
type Op string

// The calls of a place.
const (
	List   Op = "list"
	Get    Op = "get"
	Put    Op = "put"
	Delete Op = "delete"
	Probe  Op = "probe"
)

// Call is one call of a place, as a hook sees it.
type Call struct {
	Op   Op
	Name string // "" for List and Probe
	Data []byte // what is put; the hook must not change it
}

// Memory is a place in memory. The zero value is an empty place without trouble. Set its fields before
// it is used, or hold the lock.
type Memory struct {
	sync.Mutex

	Files   map[string][]byte    // name → bytes; change it under the lock, or by the methods of damage.go
	Changed map[string]time.Time // name → when; a name without an entry changed at Epoch

	Title    string // what String says; "memory" when empty
	Away     bool   // every call is ErrAway
	ReadOnly bool   // Put and Delete are ErrReadOnly
	Fold     bool   // names differ by more than case, as on a stick
	Room     int    // bytes that it can hold; 0: any number

	// Before is called first, without the lock, and its error is returned instead of the call. A hook
	// that changes Files and returns an error is a call that was cut off in the middle.
	Before func(Call) error
	// After is called last, without the lock; its error is returned although the call has happened.
	After func(Call) error

	ticks int
}

// Epoch is when all things in memory began. Every change after it is a second later than the last.
var Epoch = time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)

var _ share.Place = (*Memory)(nil)

// String is the title.
func (m *Memory) String() string {
	if m.Title == "" {
		return "memory"
	}
	return m.Title
}

// List lists in the order of names.
func (m *Memory) List(ctx context.Context, each func(share.Entry) error) error {
	return m.call(ctx, Call{Op: List}, func() (func() error, error) {
		var entries []share.Entry
		for _, name := range slices.Sorted(maps.Keys(m.Files)) {
			if share.ValidName(name) {
				entries = append(entries, share.Entry{Name: name, Size: int64(len(m.Files[name])), Changed: m.changed(name)})
			}
		}
		if len(entries) > share.MostFiles {
			return nil, fmt.Errorf("%s: %w", m, share.ErrTooMany)
		}
		return func() error {
			for _, entry := range entries {
				if err := each(entry); err != nil {
					return err
				}
			}
			return nil
		}, nil
	})
}

// Get is a copy of a file.
func (m *Memory) Get(ctx context.Context, name string, most int64) (data []byte, err error) {
	err = m.call(ctx, Call{Op: Get, Name: name}, func() (func() error, error) {
		at, found := m.find(name)
		if !found {
			return nil, fmt.Errorf("%s has no file %s: %w", m, name, fs.ErrNotExist)
		}
		if int64(len(m.Files[at])) > most {
			return nil, fmt.Errorf("%s in %s: %w", name, m, share.ErrTooLarge)
		}
		data = append([]byte{}, m.Files[at]...)
		return nil, nil
	})
	if err != nil {
		return nil, err
	}
	return data, nil
}

// Put keeps a copy.
func (m *Memory) Put(ctx context.Context, name string, data []byte) error {
	return m.call(ctx, Call{Op: Put, Name: name, Data: data}, func() (func() error, error) {
		if m.ReadOnly {
			return nil, fmt.Errorf("%s: %w", m, share.ErrReadOnly)
		}
		at, _ := m.find(name)
		if m.Room > 0 && m.held()-len(m.Files[at])+len(data) > m.Room {
			return nil, fmt.Errorf("%s: %w", m, share.ErrFull)
		}
		m.set(at, bytes.Clone(data))
		return nil, nil
	})
}

// Delete forgets a file.
func (m *Memory) Delete(ctx context.Context, name string) error {
	return m.call(ctx, Call{Op: Delete, Name: name}, func() (func() error, error) {
		if m.ReadOnly {
			return nil, fmt.Errorf("%s: %w", m, share.ErrReadOnly)
		}
		at, _ := m.find(name)
		delete(m.Files, at)
		delete(m.Changed, at)
		return nil, nil
	})
}

// Probe says whether it is away.
func (m *Memory) Probe(ctx context.Context) error {
	return m.call(ctx, Call{Op: Probe}, func() (func() error, error) { return nil, nil })
}

// call is one call: the hooks around it, what ails every call, act under the lock, and what act gave
// to be done without it.
func (m *Memory) call(ctx context.Context, c Call, act func() (then func() error, err error)) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if c.Op != List && c.Op != Probe && !share.ValidName(c.Name) {
		return fmt.Errorf("%q: %w", c.Name, share.ErrName)
	}
	if m.Before != nil {
		if err := m.Before(c); err != nil {
			return err
		}
	}
	then, err := m.locked(act)
	if err == nil && then != nil {
		err = then()
	}
	if err != nil {
		return err
	}
	if m.After != nil {
		return m.After(c)
	}
	return nil
}

func (m *Memory) locked(act func() (func() error, error)) (func() error, error) {
	m.Lock()
	defer m.Unlock()
	if m.Away {
		return nil, fmt.Errorf("%s: %w", m, share.ErrAway)
	}
	return act()
}

// find is the name that a file stands under, which is another than asked for where case is folded.
func (m *Memory) find(name string) (string, bool) {
	if _, found := m.Files[name]; found || !m.Fold {
		return name, found
	}
	for _, other := range slices.Sorted(maps.Keys(m.Files)) {
		if strings.EqualFold(other, name) {
			return other, true
		}
	}
	return name, false
}

func (m *Memory) held() (sum int) {
	for _, data := range m.Files {
		sum += len(data)
	}
	return sum
}

func (m *Memory) changed(name string) time.Time {
	if at, found := m.Changed[name]; found {
		return at
	}
	return Epoch
}

func (m *Memory) set(name string, data []byte) {
	if m.Files == nil {
		m.Files = map[string][]byte{}
	}
	if m.Changed == nil {
		m.Changed = map[string]time.Time{}
	}
	m.ticks++
	m.Files[name] = data
	m.Changed[name] = Epoch.Add(time.Duration(m.ticks) * time.Second)
}
