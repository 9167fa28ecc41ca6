//go:build amd64 || arm64

package faults

import (
	"fmt"
	"os"
	"runtime"
	"unsafe"

	"golang.org/x/sys/unix"
)

// calls are the ones that change files. Those of several places at a time, and those that copy within
// the system, are answered as if they did not exist: Go goes on with plain writes.
var calls = append([]uint32{
	unix.SYS_WRITE, unix.SYS_PWRITE64, unix.SYS_FTRUNCATE, unix.SYS_FSYNC, unix.SYS_FDATASYNC,
	unix.SYS_RENAMEAT, unix.SYS_RENAMEAT2, unix.SYS_LINKAT, unix.SYS_UNLINKAT, unix.SYS_MKDIRAT,
	unix.SYS_COPY_FILE_RANGE, unix.SYS_SENDFILE, unix.SYS_SPLICE, unix.SYS_FALLOCATE,
}, olderCalls...)

// Offsets in what a filter looks at.
const (
	atNumber = 0
	atArch   = 4
	atFlags  = 16 + 2*8 // the third argument's lower half, as both kinds of machine store it
)

// filter lets every call through but those that change files.
func filter() []unix.SockFilter {
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	answer := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	const equal, set = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
	f := []unix.SockFilter{
		load(atArch),
		{Code: equal, K: arch, Jt: 1},
		answer(unix.SECCOMP_RET_ALLOW),
		load(atNumber),
		{Code: equal, K: unix.SYS_OPENAT, Jf: 3},
		load(atFlags),
		{Code: set, K: unix.O_CREAT | unix.O_TRUNC, Jt: uint8(len(calls)) + 2},
		answer(unix.SECCOMP_RET_ALLOW),
	}
	for i, number := range calls {
		f = append(f, unix.SockFilter{Code: equal, K: number, Jt: uint8(len(calls) - i)})
	}
	return append(f, answer(unix.SECCOMP_RET_ALLOW), answer(unix.SECCOMP_RET_USER_NOTIF))
}

// Submit has the calls of this program watched by the one that started it with Run.
func Submit() error {
	socket, err := socketNumber(os.Getenv(socketVariable))
	if err != nil {
		return fmt.Errorf("be watched: nobody watches: %w", err)
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("be watched: %w", err)
	}
	code := filter()
	program := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}
	const all = unix.SECCOMP_FILTER_FLAG_TSYNC | unix.SECCOMP_FILTER_FLAG_TSYNC_ESRCH | unix.SECCOMP_FILTER_FLAG_NEW_LISTENER
	listener, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, all|unix.SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV, uintptr(unsafe.Pointer(&program)))
	if errno == unix.EINVAL { // before Linux 5.19
		listener, _, errno = unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER, all, uintptr(unsafe.Pointer(&program)))
	}
	if errno != 0 {
		return fmt.Errorf("be watched: %w", errno)
	}
	// From here on a write waits for the one who watches, who waits for this.
	err = unix.Sendmsg(socket, []byte{1}, unix.UnixRights(int(listener)), nil, 0)
	unix.Close(int(listener))
	unix.Close(socket)
	return err
}
