package share

import (
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// mounts are asked of the kernel, without waiting for any of them.
func mounts(Env) []mount {
	n, err := unix.Getfsstat(nil, unix.MNT_NOWAIT)
	if err != nil {
		return nil
	}
	table := make([]unix.Statfs_t, n+8)
	if n, err = unix.Getfsstat(table, unix.MNT_NOWAIT); err != nil {
		return nil
	}
	var found []mount
	for _, fs := range table[:n] {
		path := unix.ByteSliceToString(fs.Mntonname[:])
		if filepath.Dir(path) != "/Volumes" || fs.Flags&unix.MNT_LOCAL == 0 || fs.Flags&unix.MNT_ROOTFS != 0 {
			continue
		}
		found = append(found, mount{path: path, readOnly: fs.Flags&unix.MNT_RDONLY != 0, removable: true})
	}
	slices.SortFunc(found, func(a, b mount) int { return strings.Compare(a.path, b.path) })
	return found
}
