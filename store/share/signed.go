package share

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"slices"

	"filippo.io/age"

	"rollbook/model"
)

// Segments and cards are signed records, sealed for an epoch: in the seal of age stand
//
//	magic · signature (64) · record · rest
//
// where the signature is of the context, the record and the rest.

// version is the version of the records that this version writes, and the newest that it reads.
const version = 1

// signedForm is what one sort of signed file looks like.
type signedForm struct {
	magic   string // what the plain begins with
	context string // what is signed before the record, so that no signature counts for another sort
	most    int    // bytes that the file may have
}

// cut is a signed and sealed file of a record and what follows it.
func (f signedForm) cut(record, rest []byte, key ed25519.PrivateKey, id *Identity) ([]byte, error) {
	var file bytes.Buffer
	file.Grow(len(record) + len(rest) + 1024)
	w, err := age.Encrypt(&file, id.secret.Recipient())
	if err != nil {
		return nil, fmt.Errorf("seal a file: %w", err)
	}
	if _, err := w.Write(f.sign(record, rest, key)); err != nil {
		return nil, fmt.Errorf("seal a file: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("seal a file: %w", err)
	}
	if file.Len() > f.most {
		return nil, fmt.Errorf("%w: it would have %d bytes", ErrLimit, file.Len())
	}
	return file.Bytes(), nil
}

// sign is what stands in the seal.
func (f signedForm) sign(record, rest []byte, key ed25519.PrivateKey) []byte {
	signature := ed25519.Sign(key, slices.Concat([]byte(f.context), record, rest))
	return slices.Concat([]byte(f.magic), signature, record, rest)
}

// open takes the seal off a file, whole.
func (f signedForm) open(data []byte, id *Identity) (plain []byte, err error) {
	if len(data) > f.most {
		return nil, fmt.Errorf("%w: it has %d bytes", ErrLimit, len(data))
	}
	plain, err = unseal(data, onlyRecipient{id.secret})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrSeal, err)
	}
	return plain, nil
}

// split takes apart what stood in the seal. The signature is not checked yet: what it is checked with
// stands in the record, which signed begins with.
func (f signedForm) split(plain []byte) (signature, signed []byte, err error) {
	signed, ok := bytes.CutPrefix(plain, []byte(f.magic))
	if !ok || len(signed) < ed25519.SignatureSize {
		return nil, nil, fmt.Errorf("%w: it is sealed, and something else", ErrFormat)
	}
	return signed[:ed25519.SignatureSize], signed[ed25519.SignatureSize:], nil
}

// verify checks the signature of what split returned.
func (f signedForm) verify(public ed25519.PublicKey, signature, signed []byte) error {
	if !ed25519.Verify(public, slices.Concat([]byte(f.context), signed), signature) {
		return ErrSigned
	}
	return nil
}

// ownDevice is the public key to sign as, where device is that key's or zero.
func ownDevice(device model.ID, key ed25519.PrivateKey) (ed25519.PublicKey, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("%w: no key to sign with", ErrSigned)
	}
	public := key.Public().(ed25519.PublicKey)
	if !device.IsZero() && device != DeviceOf(public) {
		return nil, fmt.Errorf("%w: the key is of another laptop", ErrSigned)
	}
	return public, nil
}

// unseal is the plain of a file of age; nothing of it is returned unless all of it is sound.
func unseal(data []byte, id age.Identity) ([]byte, error) {
	r, err := age.Decrypt(bytes.NewReader(data), id)
	if err != nil {
		return nil, err
	}
	plain := bytes.NewBuffer(make([]byte, 0, len(data)+bytes.MinRead)) // a plain is shorter than its file
	if _, err := plain.ReadFrom(r); err != nil {
		return nil, err
	}
	return plain.Bytes(), nil
}

var errRecipients = errors.New("not sealed for one recipient alone")

// onlyRecipient opens what is sealed for it alone. Nobody else can read such a file, and no header of
// thousands of recipients has to be tried.
type onlyRecipient struct{ secret *age.X25519Identity }

func (o onlyRecipient) Unwrap(stanzas []*age.Stanza) ([]byte, error) {
	if len(stanzas) != 1 {
		return nil, errRecipients
	}
	return o.secret.Unwrap(stanzas)
}
