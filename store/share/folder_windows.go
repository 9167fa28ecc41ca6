package share

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// openNow: on Windows no name in a folder makes opening wait.
const openNow = 0

// isAway reports whether an error is that of a medium that was pulled out or a server that is gone.
func isAway(err error) bool {
	return anyErrno(err, windows.ERROR_NOT_READY, windows.ERROR_IO_DEVICE, windows.ERROR_DEV_NOT_EXIST, windows.ERROR_DEVICE_NOT_CONNECTED,
		windows.ERROR_NO_MEDIA_IN_DRIVE, windows.ERROR_FILE_INVALID, windows.ERROR_DEVICE_REMOVED, windows.ERROR_BAD_UNIT,
		windows.ERROR_BAD_NETPATH, windows.ERROR_BAD_NET_NAME, windows.ERROR_NETNAME_DELETED, windows.ERROR_UNEXP_NET_ERR,
		windows.ERROR_NETWORK_UNREACHABLE, windows.ERROR_HOST_UNREACHABLE, windows.ERROR_SEM_TIMEOUT, windows.ERROR_GEN_FAILURE,
		windows.ERROR_CRC, windows.ERROR_REM_NOT_LIST, windows.ERROR_NETWORK_BUSY, windows.ERROR_INVALID_DRIVE)
}

func isFull(err error) bool {
	return anyErrno(err, windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

func isReadOnly(err error) bool { return anyErrno(err, windows.ERROR_WRITE_PROTECT) }

// inUse reports whether somebody else holds the file for a moment.
func inUse(err error) bool {
	return anyErrno(err, windows.ERROR_SHARING_VIOLATION, windows.ERROR_LOCK_VIOLATION, windows.ERROR_ACCESS_DENIED, windows.ERROR_USER_MAPPED_FILE)
}

func anyErrno(err error, of ...error) bool {
	for _, one := range of {
		if errors.Is(err, one) {
			return true
		}
	}
	return false
}

// syncFolder has nothing to do: Windows lets nobody sync a folder.
func syncFolder(func(string) (*os.File, error), string) error { return nil }

// dropCache: what Windows keeps in memory of a file it does not give up on request.
func dropCache(*os.File) {}
