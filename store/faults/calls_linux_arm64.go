package faults

import "golang.org/x/sys/unix"

const arch = unix.AUDIT_ARCH_AARCH64

// olderCalls are those that this kind of machine has besides the ones of every other.
var olderCalls []uint32
