//go:build !windows

package intake

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func TestMountsLeaveOutTheSystemsOwnVolume(t *testing.T) {
	root, volumes := t.TempDir(), t.TempDir()
	check(t, os.Mkdir(filepath.Join(volumes, "STICK"), 0o755))
	check(t, os.Mkdir(filepath.Join(volumes, ".hidden"), 0o755))
	check(t, os.WriteFile(filepath.Join(volumes, "file"), nil, 0o644))
	check(t, os.Symlink(root, filepath.Join(volumes, "Macintosh HD")))
	want := []string{filepath.Join(volumes, "STICK")}
	if got := mountsIn(root, volumes, filepath.Join(root, "none")); !reflect.DeepEqual(got, want) {
		t.Errorf("mounts are %v, want %v", got, want)
	}
}
