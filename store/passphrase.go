package store

import (
	"bytes"
	"errors"
	"fmt"
	"unicode"

	bolt "go.etcd.io/bbolt"

	"rollbook/store/seal"
)

// Errors of setting a passphrase.
var (
	ErrHasPassphrase = errors.New("the book has a passphrase already")
	ErrNoPassphrase  = errors.New("the book has no passphrase")
	ErrNotPassphrase = errors.New("twelve words of this kind are a recovery code, not a passphrase")
	ErrNotOneLine    = errors.New("the passphrase has a line break, or another character that nobody can type")
)

// Rekeyed is what became of a book's backups when its passphrase was set, changed or removed, or when
// they were rewritten without what was struck.
type Rekeyed struct {
	Resealed int      // backups that are sealed as the book is now, or that were rewritten
	Left     []string // files among the backups that could not be: they are as they were
	Copies   []Copy   // others that are known and out of reach: they are as they were, too
	Shares   []string // places of shares whose files, sealed, have what was struck until the share is made new
}

// Encrypted reports whether the book has a passphrase.
func (b *Book) Encrypted() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.slots != nil
}

// Unlocks reports whether a secret is the book's passphrase or its recovery code: nil, or ErrWrong.
// Either takes one derivation. A book without a passphrase takes none: ErrNoPassphrase.
func (b *Book) Unlocks(secret Secret) error {
	key, err := b.keyOf(secret)
	clear(key)
	return err
}

// keyOf is the data key, which the book itself does not keep.
func (b *Book) keyOf(secret Secret) ([]byte, error) {
	b.mu.Lock()
	slots := b.slots
	b.mu.Unlock()
	if slots == nil {
		return nil, ErrNoPassphrase
	}
	s, err := seal.ReadSecret(secret)
	if err != nil {
		return nil, err
	}
	defer s.Clear()
	ring, err := unlocked(slots, s, b.id)
	if err != nil {
		return nil, err
	}
	return ring.data, nil
}

// NewRecovery is a new recovery code: twelve words, to be shown once and written on paper before a
// passphrase is set with it.
func (b *Book) NewRecovery() ([]string, error) { return seal.NewRecovery(b.world.Chance) }

// CheckPassphrase reports whether a text can be a new passphrase: ErrNotPassphrase, ErrNotOneLine or
// an error of package seal where it can't.
func CheckPassphrase(pass Secret) error {
	s, err := readPassphrase(pass)
	s.Clear()
	return err
}

func readPassphrase(pass Secret) (seal.Secret, error) {
	s, err := seal.ReadSecret(pass)
	if err == nil && s.Kind() != seal.Passphrase || errors.Is(err, seal.ErrCode) {
		s.Clear()
		return seal.Secret{}, fmt.Errorf("%w: choose another", ErrNotPassphrase)
	}
	line := bytes.TrimSuffix(bytes.TrimSuffix(pass, []byte("\n")), []byte("\r"))
	if err == nil && bytes.ContainsFunc(line, unicode.IsControl) {
		s.Clear()
		return seal.Secret{}, fmt.Errorf("%w: choose another", ErrNotOneLine)
	}
	return s, err
}

// secrets are a passphrase and a recovery code, ready for slots.
func secrets(pass Secret, recovery []string) (both []seal.Secret, done func(), err error) {
	p, err := readPassphrase(pass)
	if err != nil {
		return nil, nil, err
	}
	words := []byte{}
	for _, word := range recovery {
		words = append(append(words, word...), ' ')
	}
	code, err := seal.ReadSecret(words)
	clear(words)
	if err != nil || code.Kind() != seal.Recovery {
		p.Clear()
		return nil, nil, errors.Join(seal.ErrCode, err)
	}
	return []seal.Secret{p, code}, func() { p.Clear(); code.Clear() }, nil
}

// SetPassphrase seals a book that has none with a passphrase and a recovery code made before. The
// book gets a new data key and a new file, put in place of the old one whole: on an error it is as
// it was. Backups beside the book are sealed the same way. Whoever loses both secrets loses the
// book. It returns ErrHasPassphrase, what CheckPassphrase does,
// or what the file system said.
func (b *Book) SetPassphrase(pass Secret, recovery []string) (Rekeyed, error) {
	if b.Encrypted() {
		return Rekeyed{}, ErrHasPassphrase
	}
	var old []byte
	err := b.viewOnce(func(tx *bolt.Tx) error {
		old = bytes.Clone(tx.Bucket([]byte(bucketMeta)).Get(keyData))
		return nil
	})
	if err != nil {
		return Rekeyed{}, err
	}
	return b.relock(old, pass, recovery)
}

// ChangePassphrase is SetPassphrase for a book that has a passphrase. Old is that, or the recovery
// code; neither opens the book afterwards. It returns ErrWrong and ErrNoPassphrase besides.
func (b *Book) ChangePassphrase(old, pass Secret, recovery []string) (Rekeyed, error) {
	key, err := b.keyOf(old)
	if err != nil {
		return Rekeyed{}, err
	}
	return b.relock(key, pass, recovery)
}

// relock clears the old data key.
func (b *Book) relock(old []byte, pass Secret, recovery []string) (Rekeyed, error) {
	defer clear(old)
	both, done, err := secrets(pass, recovery)
	if err != nil {
		return Rekeyed{}, err
	}
	defer done()
	ring, err := lockedKeyring(b.id, b.world, both...)
	if err != nil {
		return Rekeyed{}, err
	}
	defer ring.clear()
	return b.rekey(old, ring)
}

// RemovePassphrase makes the book one that whoever has its file can read. Old is the passphrase or
// the recovery code. It returns ErrWrong, ErrNoPassphrase or what the file system said.
func (b *Book) RemovePassphrase(old Secret) (Rekeyed, error) {
	key, err := b.keyOf(old)
	if err != nil {
		return Rekeyed{}, err
	}
	defer clear(key)
	ring, err := openKeyring(b.world)
	if err != nil {
		return Rekeyed{}, err
	}
	defer ring.clear()
	return b.rekey(key, ring)
}

// rekey puts the book, and then its backups, under another key. A backup is made before: it gets the
// new key as well.
func (b *Book) rekey(old []byte, ring *keyring) (Rekeyed, error) {
	b.backing.Lock()
	defer b.backing.Unlock()
	if err := b.beforeRisky(); err != nil {
		return Rekeyed{}, err
	}
	pending, err := b.earlier()
	if err != nil {
		return Rekeyed{}, err
	}
	ring.earlier = append(bytes.Clone(old), pending...)
	defer clear(ring.earlier)
	if err = b.rewrite(ring); err != nil && !errors.Is(err, ErrUnsettled) {
		return Rekeyed{}, err
	}
	done := b.resealBackups(ring)
	done.Copies = b.copiesLeft(done.Left, func(c Copy) bool { return c.Seal == SealAsBook || c.Seal == SealNone && !b.Encrypted() })
	return done, err
}
