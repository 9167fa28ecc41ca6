package share

import (
	"crypto/ed25519"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"rollbook/model"
)

// Errors of reading and writing the files of a share. None of them holds anything secret.
var (
	// ErrSeal is returned for a file that was not sealed for this identity, or is not whole.
	ErrSeal = errors.New("the file is damaged, or sealed for another share")
	// ErrSigned is returned for a file that the laptop it names did not sign.
	ErrSigned = errors.New("the file is not signed by the laptop that it names")
	// ErrFormat is returned for what is not a file of a share.
	ErrFormat = errors.New("not a file of a share")
	// ErrLimit is returned for a file that is larger, or holds more, than it may.
	ErrLimit = errors.New("over the limit for a file of a share")
	// ErrNewer is returned for a file of a version that this one does not know.
	ErrNewer = errors.New("the file was made by a newer version of Rollbook: install that one")
	// ErrPassphrase is returned for a passphrase that a key is not wrapped with.
	ErrPassphrase = errors.New("this is not the passphrase of the share")
)

// Identity is the X25519 identity of an epoch: whoever has it reads the epoch's files, and writes
// files that others of the share can read. Printing it shows its public half only; String is the
// secret.
type Identity struct {
	secret *age.X25519Identity
}

// NewIdentity makes an identity, of the chance that age takes from the system.
func NewIdentity() (*Identity, error) {
	secret, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, fmt.Errorf("make an identity: %w", err)
	}
	return &Identity{secret}, nil
}

// ParseIdentity reads what String wrote: ErrFormat for anything else.
func ParseIdentity(s string) (*Identity, error) {
	secret, err := age.ParseX25519Identity(s)
	if err != nil || secret.String() != s { // the error may hold the secret
		return nil, fmt.Errorf("%w: this is no identity of age", ErrFormat)
	}
	return &Identity{secret}, nil
}

// String is the secret as age writes it, AGE-SECRET-KEY-1…, for the book to keep.
func (id *Identity) String() string { return id.secret.String() }

// Recipient is the public half as age writes it, age1…
func (id *Identity) Recipient() string { return id.secret.Recipient().String() }

// Format keeps the secret out of whatever prints a value that holds an identity.
func (id *Identity) Format(f fmt.State, _ rune) {
	if id == nil {
		io.WriteString(f, "no identity")
		return
	}
	io.WriteString(f, "identity of "+id.Recipient())
}

// DeviceOf is the device of a public key: SHA-256/16 of it.
func DeviceOf(public ed25519.PublicKey) model.ID {
	sum := sha256.Sum256(public)
	return model.ID(sum[:16])
}
