package command

import (
	"bufio"
	"bytes"
	"testing"
)

func TestAListWrittenOneByOneIsTheSameJSON(t *testing.T) {
	type item struct {
		N    int      `json:"n"`
		Name string   `json:"name"`
		Of   []string `json:"of"`
	}
	one := func(n int) (item, error) { return item{n, "<Ada & Ben>", []string{"x"}}, nil }
	for _, keys := range [][]int{{}, {1}, {1, 2, 3}} {
		all := []item{}
		for _, n := range keys {
			i, _ := one(n)
			all = append(all, i)
		}
		var got, want bytes.Buffer
		r := &run{out: bufio.NewWriter(&got)}
		if err := jsonList(r, keys, one); err != nil {
			t.Fatal(err)
		}
		r.out.Flush()
		r.out = bufio.NewWriter(&want)
		if err := r.json(all); err != nil {
			t.Fatal(err)
		}
		r.out.Flush()
		if got.String() != want.String() {
			t.Errorf("%d items are\n%s and not\n%s", len(keys), got.String(), want.String())
		}
	}
}
