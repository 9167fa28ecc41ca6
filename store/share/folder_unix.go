//go:build !windows

package share

import (
	"errors"
	"os"
	"syscall"
)

// openNow keeps the opening of a FIFO from waiting for whoever writes it.
const openNow = syscall.O_NONBLOCK | syscall.O_NOFOLLOW

// isAway reports whether an error is that of a medium that was pulled out or a server that is gone.
func isAway(err error) bool {
	return anyErrno(err, syscall.EIO, syscall.ENODEV, syscall.ENXIO, syscall.ENOTCONN, syscall.ESTALE,
		syscall.EHOSTDOWN, syscall.EHOSTUNREACH, syscall.ETIMEDOUT, syscall.ECONNABORTED, syscall.ECONNRESET)
}

func isFull(err error) bool { return anyErrno(err, syscall.ENOSPC, syscall.EDQUOT) }

func isReadOnly(err error) bool { return anyErrno(err, syscall.EROFS) }

// inUse is a trouble of Windows.
func inUse(error) bool { return false }

func anyErrno(err error, of ...syscall.Errno) bool {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return false
	}
	for _, one := range of {
		if errno == one {
			return true
		}
	}
	return false
}

// syncFolder makes the names in a folder last. Some file systems of networks and of user space have no
// such thing, and say so: they are trusted to have done it.
func syncFolder(open func(string) (*os.File, error), at string) error {
	dir, err := open(at)
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !anyErrno(err, syscall.EINVAL, syscall.ENOTSUP, syscall.EBADF) {
		return err
	}
	return nil
}
