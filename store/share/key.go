package share

import (
	"bytes"
	"errors"
	"fmt"
	"runtime/debug"

	"filippo.io/age"

	"rollbook/model"
)

// MaxKey is the most bytes that a key file may have.
const MaxKey = 1 << 20

// FullWork is the cost of a key file, as the logarithm of scrypt's N: some seconds and 256 MiB on a
// ten-year-old laptop. A file that asks for more is refused.
const FullWork = 18

// muchWork is from which cost on the memory of a derivation is given back at once: 8 MiB.
const muchWork = 13

// Key is what the passphrase of a share opens: an epoch and what it is for.
type Key struct {
	Space, Epoch   model.ID
	Identity       *Identity
	Follows        model.ID   // the epoch before, zero for the first
	Closing        []Hash     // the tips of that epoch, as they were
	Stay           []model.ID // devices that go on from there
	Office         bool       // for an office: without notes and remarks unless the next two say so
	Notes, Remarks bool
	Cohorts        []model.ID
	Made           int64    // milliseconds after 1970, by the laptop's clock
	By             model.ID // device that made it
}

// WrapKey writes a key file: the key, wrapped with a passphrase as Passphrase returns it. Work is the
// logarithm of scrypt's N, 0 for FullWork. It differs at each call. It returns ErrLimit where the key
// is too large, or work over FullWork.
func WrapKey(k *Key, passphrase []byte, work int) ([]byte, error) {
	if work == 0 {
		work = FullWork
	}
	if work < 1 || work > FullWork {
		return nil, fmt.Errorf("%w: a work factor of %d", ErrLimit, work)
	}
	recipient, err := age.NewScryptRecipient(string(passphrase))
	if err != nil {
		return nil, fmt.Errorf("wrap a key: %w", err)
	}
	recipient.SetWorkFactor(work)
	plain := writeKey(k)
	defer clear(plain)
	var file bytes.Buffer
	w, err := age.Encrypt(&file, recipient)
	if work >= muchWork {
		debug.FreeOSMemory()
	}
	if err != nil {
		return nil, fmt.Errorf("wrap a key: %w", err)
	}
	if _, err := w.Write(plain); err != nil {
		return nil, fmt.Errorf("wrap a key: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("wrap a key: %w", err)
	}
	if file.Len() > MaxKey {
		return nil, fmt.Errorf("%w: the key would have %d bytes", ErrLimit, file.Len())
	}
	return file.Bytes(), nil
}

// UnwrapKey opens a key file with a passphrase as Passphrase returns it. It takes as long as the file
// says, at most as long as FullWork. It returns ErrPassphrase for another passphrase, from which a file
// with a damaged head can't be told; ErrNewer for a key of a version to come; and otherwise ErrFormat,
// together with ErrLimit where the file is too large or asks for too much work.
func UnwrapKey(data, passphrase []byte) (*Key, error) {
	if len(data) > MaxKey {
		return nil, fmt.Errorf("%w: %w: a key of %d bytes", ErrFormat, ErrLimit, len(data))
	}
	if len(passphrase) == 0 {
		return nil, ErrPassphrase
	}
	secret, err := age.NewScryptIdentity(string(passphrase))
	if err != nil {
		return nil, fmt.Errorf("unwrap a key: %w", err)
	}
	secret.SetMaxWorkFactor(FullWork)
	plain, err := unseal(data, wrapper{secret})
	switch {
	case errors.Is(err, age.ErrIncorrectIdentity):
		return nil, ErrPassphrase
	case err != nil:
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	defer clear(plain)
	return readKey(plain)
}

var errNotWrapped = errors.New("not wrapped with a passphrase")

// wrapper opens what is wrapped with its passphrase alone. To age a file without any passphrase is one
// that this passphrase does not open; here it is no key.
type wrapper struct{ secret *age.ScryptIdentity }

func (w wrapper) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 || stanzas[0].Type != "scrypt" || len(stanzas[0].Args) != 2 {
		return nil, errNotWrapped
	}
	work := workOf(stanzas[0].Args[1])
	if work > FullWork {
		return nil, fmt.Errorf("%w: a work factor of %s", ErrLimit, stanzas[0].Args[1])
	}
	if work >= muchWork {
		defer debug.FreeOSMemory()
	}
	return w.secret.Unwrap(stanzas)
}

// workOf is the work factor that a file asks for; age refuses what is no number.
func workOf(digits string) (work int) {
	for _, digit := range []byte(digits) {
		if digit < '0' || digit > '9' || work > FullWork {
			break
		}
		work = work*10 + int(digit-'0')
	}
	return work
}
