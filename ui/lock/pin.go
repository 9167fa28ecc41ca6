package lock

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"

	"rollbook/model"
)

// The lengths that a PIN may have, and how often it may be wrong.
const (
	leastPIN = 4
	mostPIN  = 12
	triesPIN = 3
)

// PIN opens an idle lock until its date is over. It is in memory only, and not as it was typed. That
// keeps out who sits down at the laptop: the book's key stays in memory beside it, so a PIN is worth
// nothing against whoever can read that.
type PIN struct {
	salt  [16]byte
	sum   [sha256.Size]byte
	date  model.Date
	wrong int
}

// ErrPIN is returned for what can't be a PIN.
var ErrPIN = errors.New("a PIN is 4 to 12 digits")

// CheckPIN reports whether a text can be a PIN: ErrPIN.
func CheckPIN(digits []byte) error {
	if len(digits) < leastPIN || len(digits) > mostPIN {
		return ErrPIN
	}
	for _, d := range digits {
		if d < '0' || d > '9' {
			return ErrPIN
		}
	}
	return nil
}

// NewPIN is a PIN for one date. The digits stay the caller's to clear.
func NewPIN(digits []byte, date model.Date, chance io.Reader) (*PIN, error) {
	if err := CheckPIN(digits); err != nil {
		return nil, err
	}
	p := &PIN{date: date}
	if _, err := io.ReadFull(chance, p.salt[:]); err != nil {
		return nil, fmt.Errorf("make a PIN: %w", err)
	}
	p.sum = p.of(digits)
	return p, nil
}

func (p *PIN) of(digits []byte) [sha256.Size]byte {
	var salted [len(p.salt) + mostPIN]byte
	defer clear(salted[:])
	return sha256.Sum256(append(append(salted[:0], p.salt[:]...), digits...))
}

// On reports whether the PIN holds on a date; never for nil.
func (p *PIN) On(date model.Date) bool { return p != nil && p.date == date }

// Answer is what a try with a PIN came to.
type Answer uint8

// The answers. Spent is Wrong for the last time.
const (
	Right Answer = iota
	Wrong
	Spent
)

// Try compares what was typed with the PIN. Once spent, nothing is right until Renew.
func (p *PIN) Try(digits []byte) Answer {
	if p.wrong >= triesPIN {
		return Spent
	}
	if CheckPIN(digits) == nil {
		if sum := p.of(digits); subtle.ConstantTimeCompare(sum[:], p.sum[:]) == 1 {
			p.wrong = 0
			return Right
		}
	}
	if p.wrong++; p.wrong == triesPIN {
		return Spent
	}
	return Wrong
}

// Left is how many tries are left.
func (p *PIN) Left() int { return triesPIN - p.wrong }

// Renew gives all tries back: the passphrase was known.
func (p *PIN) Renew() {
	if p != nil {
		p.wrong = 0
	}
}
