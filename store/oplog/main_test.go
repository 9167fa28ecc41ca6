package oplog

import (
	"flag"
	"testing"
)

// tenth cuts the random runs of a test to a tenth where time is short.
func tenth(t *testing.T) {
	t.Helper()
	runs := flag.Lookup("rapid.checks")
	if !testing.Short() {
		return
	}
	before := runs.Value.String()
	if err := runs.Value.Set("10"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { runs.Value.Set(before) })
}
