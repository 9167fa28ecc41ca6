package oplog

import (
	"flag"
	"testing"
)

// tenth cuts the random runs of a test to a tenth where time is short: to 50, of which rapid then takes a
// fifth itself.
func tenth(t *testing.T) {
	t.Helper()
	runs := flag.Lookup("rapid.checks")
	if !testing.Short() {
		return
	}
	before := runs.Value.String()
	if err := runs.Value.Set("50"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { runs.Value.Set(before) })
}
