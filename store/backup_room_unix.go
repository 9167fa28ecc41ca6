//go:build linux || darwin || freebsd

package store

import "syscall"

// freeRoom is how many bytes may be written to the disk that a folder is on; false where the disk
// does not tell.
func freeRoom(folder string) (uint64, bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil || s.Bsize <= 0 || s.Blocks == 0 {
		return 0, false
	}
	return uint64(max(0, int64(s.Bavail))) * uint64(s.Bsize), true
}
