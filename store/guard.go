package store

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// errFault marks damage that bbolt itself fell over.
var errFault = errors.New("its structure can't be read")

// guarded runs what reads mapped memory. A damaged or truncated file makes bbolt panic, or the
// machine fault; both become ErrDamaged.
func guarded(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("%w: %w: %v", ErrDamaged, errFault, fault)
		}
	}()
	return read()
}
