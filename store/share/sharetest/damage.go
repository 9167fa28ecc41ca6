package sharetest

import (
	"bytes"
	"maps"
	"slices"
)

// What happens to files behind the program's back: by a stick that was pulled out, by a cloud's
// program, by people. All of these take the lock.

// Names are the names of all files, in order.
func (m *Memory) Names() []string {
	m.Lock()
	defer m.Unlock()
	return slices.Sorted(maps.Keys(m.Files))
}

// Read is a copy of a file; nil where there is none.
func (m *Memory) Read(name string) []byte {
	m.Lock()
	defer m.Unlock()
	return bytes.Clone(m.Files[name])
}

// Write puts any bytes under any name, one that no place would take included.
func (m *Memory) Write(name string, data []byte) {
	m.Lock()
	defer m.Unlock()
	m.set(name, bytes.Clone(data))
}

// Truncate cuts a file to n bytes. One that is shorter stays.
func (m *Memory) Truncate(name string, n int) {
	m.alter(name, func(b []byte) []byte { return b[:min(n, len(b))] })
}

// ZeroFill keeps n bytes of a file and its length: the rest is zeros.
func (m *Memory) ZeroFill(name string, n int) {
	m.alter(name, func(b []byte) []byte { clear(b[min(n, len(b)):]); return b })
}

// alter changes a file that is there.
func (m *Memory) alter(name string, how func([]byte) []byte) {
	m.Lock()
	defer m.Unlock()
	if data, found := m.Files[name]; found {
		m.set(name, how(bytes.Clone(data)))
	}
}

// Rename gives a file another name, over what stands there, and leaves its time of change.
func (m *Memory) Rename(from, to string) {
	m.Lock()
	defer m.Unlock()
	data, found := m.Files[from]
	if !found || from == to {
		return
	}
	at := m.changed(from)
	m.set(to, data)
	m.Changed[to] = at
	delete(m.Files, from)
	delete(m.Changed, from)
}

// Remove takes a file away.
func (m *Memory) Remove(name string) {
	m.Lock()
	defer m.Unlock()
	delete(m.Files, name)
	delete(m.Changed, name)
}

// Copy is a place with the same files and times, without trouble and without hooks: the stick as it
// was copied.
func (m *Memory) Copy() *Memory {
	m.Lock()
	defer m.Unlock()
	c := &Memory{Title: m.Title, Fold: m.Fold, Room: m.Room, ticks: m.ticks}
	c.Files = make(map[string][]byte, len(m.Files))
	for name, data := range m.Files {
		c.Files[name] = bytes.Clone(data)
	}
	c.Changed = maps.Clone(m.Changed)
	return c
}

// Swap exchanges the files of two places, as two sticks that were taken for each other. Nobody may use
// either meanwhile.
func (m *Memory) Swap(other *Memory) {
	m.Files, other.Files = other.Files, m.Files
	m.Changed, other.Changed = other.Changed, m.Changed
	m.ticks = max(m.ticks, other.ticks)
	other.ticks = m.ticks
}
