package faults

import "golang.org/x/sys/unix"

const arch = unix.AUDIT_ARCH_X86_64

// olderCalls are those that this kind of machine has besides the ones of every other.
var olderCalls = []uint32{unix.SYS_RENAME, unix.SYS_LINK, unix.SYS_UNLINK, unix.SYS_MKDIR}
