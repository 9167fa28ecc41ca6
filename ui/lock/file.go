package lock

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"rollbook/store"
)

// Errors of reading a secret from a file.
var (
	ErrNothingCame = errors.New("nothing came out of it: name a file of one line, or a pipe that somebody writes to")
	ErrTooLong     = errors.New("it is longer than a passphrase: name a file of one line")
)

// patience is how long a pipe may take: the program at its other end may have to ask somebody. One at
// which there is nobody would be waited for without end.
var patience = 10 * time.Second

// SecretIn is what a file holds, or a pipe that is written to within ten seconds. It returns
// ErrNothingCame, ErrTooLong, or what the file system said.
func SecretIn(path string) (store.Secret, error) {
	type outcome struct {
		secret store.Secret
		err    error
	}
	read := make(chan outcome, 1)
	go func() { // it is left behind where nobody writes: to open such a pipe can't be broken off
		secret, err := readSecret(path)
		read <- outcome{secret, err}
	}()
	select {
	case o := <-read:
		return o.secret, o.err
	case <-time.After(patience):
		return nil, fmt.Errorf("read %s: %w", path, ErrNothingCame)
	}
}

func readSecret(path string) (store.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > most:
		clear(text)
		return nil, ErrTooLong
	}
	return text, nil
}
