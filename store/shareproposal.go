package store

import (
	"fmt"

	"rollbook/store/share"
)

// ProposePassphrase is a new passphrase for a share: seven words, to be written down.
func (b *Book) ProposePassphrase() (string, error) {
	words, err := share.Propose(b.world.Chance)
	if err != nil {
		return "", fmt.Errorf("propose a passphrase: %w", err)
	}
	return words, nil
}
