package model

import (
	"sort"
	"strconv"

	"github.com/pelletier/go-toml/v2/unstable"
)

// courseLines finds where each key of a TOML document stands. Decoding loses that, and a mistake in
// what a file says, not in how, has to be named by its line all the same.
type courseLines struct {
	parser unstable.Parser
	starts []int          // offsets of the lines
	lines  map[string]int // "days.0.blocks.1.start" to its line
	tables map[string]int // how many elements each array of tables has so far
}

// linesOf maps the path of each key, table and array element of a document that has already been
// decoded without error to its line, from 1.
func linesOf(data []byte) map[string]int {
	w := courseLines{starts: []int{0}, lines: map[string]int{}, tables: map[string]int{}}
	for i, c := range data {
		if c == '\n' {
			w.starts = append(w.starts, i+1)
		}
	}
	w.parser.Reset(data)
	table := ""
	for w.parser.NextExpression() {
		switch e := w.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = w.header(e)
		case unstable.KeyValue:
			w.pair(table, e)
		}
	}
	return w.lines
}

// header resolves [a.b] and [[a.b]] to the path of the element that it opens.
func (w *courseLines) header(e *unstable.Node) string {
	path, line := "", 1
	for keys := e.Key(); keys.Next(); {
		key := keys.Node()
		path, line = join(path, string(key.Data)), w.line(key)
		if n := w.tables[path]; n > 0 && (!keys.IsLast() || e.Kind == unstable.Table) {
			path = join(path, strconv.Itoa(n-1))
		}
	}
	if e.Kind == unstable.ArrayTable {
		w.tables[path]++
		path = join(path, strconv.Itoa(w.tables[path]-1))
	}
	w.lines[path] = line
	return path
}

func (w *courseLines) pair(table string, e *unstable.Node) {
	path, line := table, 1
	for keys := e.Key(); keys.Next(); {
		path, line = join(path, string(keys.Node().Data)), w.line(keys.Node())
	}
	w.value(path, line, e.Value())
}

// value records a value's line: its own where the parser keeps one, else that of what holds it.
func (w *courseLines) value(path string, line int, v *unstable.Node) {
	if v.Raw.Length > 0 {
		line = w.line(v)
	}
	w.lines[path] = line
	switch v.Kind {
	case unstable.Array:
		i := 0
		for items := v.Children(); items.Next(); i++ {
			w.value(join(path, strconv.Itoa(i)), line, items.Node())
		}
	case unstable.InlineTable:
		for pairs := v.Children(); pairs.Next(); {
			w.pair(path, pairs.Node())
		}
	}
}

func (w *courseLines) line(n *unstable.Node) int {
	return sort.SearchInts(w.starts, int(n.Raw.Offset)+1)
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
