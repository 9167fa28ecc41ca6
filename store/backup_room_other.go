//go:build !linux && !darwin && !freebsd

package store

// freeRoom is how many bytes may be written to the disk that a folder is on. Here nobody asks: a full
// disk is met when it is written to.
func freeRoom(string) (uint64, bool) { return 0, false }
