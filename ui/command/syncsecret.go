package command

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	"rollbook/store/seal"
	"rollbook/store/share"
)

// sharePassphraseFile names the file with a share's passphrase: the one that it has, and for what gives
// it another the new one.
const sharePassphraseFile = "ROLLBOOK_SHARE_PASSPHRASE_FILE"

// withSharePassphrase does something with the passphrase of a share, which at a terminal may be typed
// wrong twice.
func (r *run) withSharePassphrase(do func(pass []byte) error) error {
	for try := 1; ; try++ {
		pass, err := r.readSharePassphrase("Passphrase of the share: ")
		if err == nil {
			err = do(pass)
			clear(pass)
		}
		wrong := errors.Is(err, share.ErrPassphrase) || errors.Is(err, seal.ErrEmpty)
		switch {
		case !wrong:
			return err
		case r.Env(sharePassphraseFile) != "":
			return fmt.Errorf("the file that %s names: %w", sharePassphraseFile, err)
		case try == mostTries:
			return err
		}
		r.warn("%s", sentence(err))
	}
}

// readSharePassphrase is what the file holds, or what is typed.
func (r *run) readSharePassphrase(question string) ([]byte, error) {
	raw, err := r.secretFrom(sharePassphraseFile, question)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	return share.Passphrase(raw)
}

// newSharePassphrase is the passphrase that a share is to have from now on: of the file, typed, or seven
// words proposed. Words stand on standard output before the share depends on them; proposed says so.
func (r *run) newSharePassphrase() (pass []byte, proposed bool, err error) {
	if r.Env(sharePassphraseFile) == "" && r.Secret == nil {
		return r.proposePassphrase()
	}
	for try := 1; ; try++ {
		pass, err := r.readSharePassphrase("Passphrase for the share (Enter alone: seven words are proposed): ")
		typed := r.Env(sharePassphraseFile) == ""
		switch {
		case errors.Is(err, seal.ErrEmpty) && typed:
			return r.proposePassphrase()
		case err == nil && typed:
			err = r.sameAgain(pass)
		}
		switch {
		case err == nil:
			if utf8.RuneCount(pass) < fewCharacters {
				r.warn("this passphrase is short: seven words would be harder to guess, and who finds the share can try for ever")
			}
			return pass, false, nil
		case !typed:
			return nil, false, misused("the file that %s names: %w", sharePassphraseFile, err)
		case !errors.Is(err, errDiffer):
			return nil, false, err
		case try == mostTries:
			return nil, false, misuse{err}
		}
		r.warn("%s", sentence(err))
	}
}

// sameAgain has a passphrase typed a second time.
func (r *run) sameAgain(pass []byte) error {
	again, err := r.readSharePassphrase("The same once more: ")
	if err != nil && !errors.Is(err, seal.ErrEmpty) {
		return err
	}
	defer clear(again)
	if !bytes.Equal(again, pass) {
		return errDiffer
	}
	return nil
}

// proposePassphrase writes seven words as the one line of standard output, and what they are beside it.
func (r *run) proposePassphrase() (pass []byte, proposed bool, err error) {
	words, err := share.Propose(r.World.Chance)
	if err != nil {
		return nil, false, err
	}
	if pass, err = share.Passphrase([]byte(words)); err != nil {
		return nil, false, err
	}
	r.warn("the passphrase of the share is these seven words: who has them and the share can read it, so write them down for those who are to join, and keep them away from the stick. They are not shown again")
	r.say("%s", words)
	if err := r.out.Flush(); err != nil {
		return nil, false, fmt.Errorf("nothing was changed, since the passphrase could not be written: %w", err)
	}
	if r.Terminal {
		r.showTyping()
		r.prompt("Enter, once it is written: ")
		if _, err := readLine(r.In); err != nil {
			return nil, false, errStopped
		}
	}
	return pass, true, nil
}

// withNewPassphrase does something that gives a share a passphrase, and says of words that nothing came of.
func (r *run) withNewPassphrase(do func(pass []byte, tell func(string, ...any)) error) error {
	pass, proposed, err := r.newSharePassphrase()
	if err != nil {
		return err
	}
	defer clear(pass)
	tell := r.say
	if proposed && !r.Terminal { // standard output is the words and nothing else
		tell = r.warn
	}
	err = do(pass, tell)
	if err != nil && proposed {
		r.warn("the seven words above open nothing")
	}
	return err
}
