package plain

import (
	"bufio"
	"io"
	"strings"
)

// mostLine is the longest line that is taken, in bytes: more than the longest note.
const mostLine = 64 * 1024

// lines reads an input line by line. Unlike a bufio.Scanner it goes on after a line that is too long.
type lines struct {
	in    *bufio.Reader
	begun bool
}

func linesOf(in io.Reader) *lines { return &lines{in: bufio.NewReaderSize(in, mostLine)} }

// next is the next line, without what ends it; whole is false where it was too long, and then nothing
// of it is to be done. The error is io.EOF after the last line.
func (l *lines) next() (line string, whole bool, err error) {
	part, more, err := l.in.ReadLine()
	if err != nil {
		return "", false, err
	}
	whole, line = !more, string(part)
	for more && err == nil {
		_, more, err = l.in.ReadLine()
	}
	if err != nil && err != io.EOF {
		return "", false, err
	}
	if !l.begun { // some shells put a byte order mark before what they pipe
		l.begun, line = true, strings.TrimPrefix(line, "\ufeff")
	}
	return line, whole, nil
}
