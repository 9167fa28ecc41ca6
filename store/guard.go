package store

import (
	"fmt"
	"runtime/debug"
)

// guarded runs what reads mapped memory. A damaged or truncated file makes bbolt panic, or the
// machine fault; both become ErrDamaged.
func guarded(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, fault)
		}
	}()
	return read()
}
