package share

import (
	"os"

	"golang.org/x/sys/unix"
)

// dropCache asks that a file which is on the medium be read from there, not from memory.
func dropCache(file *os.File) { _ = unix.Fadvise(int(file.Fd()), 0, 0, unix.FADV_DONTNEED) }
