//go:build !windows

package intake

import (
	"os"
	"os/user"
	"path/filepath"
	"runtime"
)

// Mounts are the folders in which sticks are mounted just now. The system's own volume isn't one.
func Mounts() []string {
	if runtime.GOOS == "darwin" {
		return mountsIn("/", "/Volumes")
	}
	name := os.Getenv("USER")
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	return mountsIn("/", filepath.Join("/media", name), filepath.Join("/run/media", name))
}

// mountsIn are the folders in parents that are not root itself, as macOS lists it.
func mountsIn(root string, parents ...string) []string {
	system, err := os.Stat(root)
	if err != nil {
		return nil
	}
	var out []string
	for _, parent := range parents {
		entries, err := os.ReadDir(parent)
		if err != nil {
			continue
		}
		for _, e := range entries {
			path := filepath.Join(parent, e.Name())
			if info, err := os.Stat(path); err == nil && info.IsDir() && !os.SameFile(info, system) && !hiddenName(e.Name()) {
				out = append(out, path)
			}
		}
	}
	return out
}
