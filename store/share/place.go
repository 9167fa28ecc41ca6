package share

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"time"
	"unicode/utf8"
)

// A Place is where the files of a share lie. Folder, bucket and WebDAV are alike to whoever uses one:
// correctness rests on names and contents alone, never on a rename, a time of change, a lock, a
// conditional write or the order in which files arrive.
//
// Every call has a time limit of its own besides the context's, and says what it waited for (ErrSlow).
// A place may be used by several goroutines at once.
type Place interface {
	// String is where it is, for people, and a target that Open takes: never a credential.
	String() string

	// List calls each for every file below v1/, in no order. Links, devices, folders, hidden files and
	// what an interrupted Put left are passed over. An error of each ends it and is returned as it is.
	// A place without any share has no files and is no error. ErrTooMany over MostFiles.
	List(ctx context.Context, each func(Entry) error) error

	// Get is the bytes of one file: fs.ErrNotExist where there is none, ErrTooLarge before anything
	// beyond most bytes is read. The caller owns what it returns.
	Get(ctx context.Context, name string, most int64) ([]byte, error)

	// Put puts a file there, over what stands under that name, and has checked that it is there whole
	// when it returns nil. Interrupted, it leaves the name as it was. It keeps no reference to data
	// unless it returned ErrSlow or the context's error: a write may then still be on its way.
	Put(ctx context.Context, name string, data []byte) error

	// Delete takes a file away; it is no error where there is none.
	Delete(ctx context.Context, name string) error

	// Probe asks, within ten seconds and without changing anything, whether the place is there:
	// ErrAway, ErrRefused or ErrSlow.
	Probe(ctx context.Context) error
}

// Entry is a file of a share, as its place lists it.
type Entry struct {
	Name    string    // slash-separated, from the share's root: it begins with "v1/" in any case
	Size    int64     // bytes
	Changed time.Time // by the place's clock, in its resolution (two seconds on a FAT stick)
	Tag     string    // what the server calls this version of it (an ETag without quotes), "" if nothing
}

// MostFiles is how many files a listing may hold.
const MostFiles = 200_000

// What can be wrong with a place. Errors of a Place wrap one of them, or fs.ErrNotExist (Get), or the
// context's error, in a sentence that says what to do.
var (
	ErrAway     = errors.New("the place is not there")                    // stick not in, folder gone, server not reached
	ErrReadOnly = errors.New("the place can only be read")                // nothing can be put or deleted there
	ErrRefused  = errors.New("the place refuses us")                      // no credentials, wrong ones, or no right to read
	ErrFull     = errors.New("the place is full")                         // no room for another file
	ErrSlow     = errors.New("the place did not answer in time")          // a time limit has passed
	ErrTooLarge = errors.New("the file is larger than any of a share")    // over the most that was asked for
	ErrTooMany  = errors.New("the place holds more files than any share") // over MostFiles
	ErrName     = errors.New("not a name in a share")                     // a name that climbs out, or can't be one
	ErrTarget   = errors.New("not a target")                              // what Open was given
)

// Make makes the last element of where the share is to be, if its parent is there: the folder of a
// path or of a WebDAV address. It is no error where it is there already; a bucket is never made.
func Make(ctx context.Context, p Place) error {
	if maker, can := p.(interface{ Make(context.Context) error }); can {
		return maker.Make(ctx)
	}
	return nil
}

// problem is an error of a place: a sentence for people over what it is to the program. Its text is
// only what it was given as a sentence, never that of an error from below, which may quote an address
// with a signature in it.
type problem struct {
	says string
	is   []error
}

func (p *problem) Error() string   { return p.says }
func (p *problem) Unwrap() []error { return p.is }

// longest is how many bytes a name may have: twice what the longest of a share has, and a little.
const longest = 512

// ValidName reports whether a name may be asked of a place, and is listed by one: below v1/ (in any
// case), slash-separated, with no element that is empty, hidden, climbs out, or means a drive, a device
// or a stream on any system; and not a name of an unfinished Put.
func ValidName(name string) bool {
	if len(name) > longest || len(name) < 4 || !strings.EqualFold(name[:3], "v1/") || !utf8.ValidString(name) {
		return false
	}
	for _, r := range name {
		if r < ' ' || r == 0x7f || r == '\\' || r == ':' {
			return false
		}
	}
	for element := range strings.SplitSeq(name, "/") {
		if element == "" || element[0] == '.' {
			return false
		}
	}
	return !unfinished(name) && filepath.IsLocal(filepath.FromSlash(name))
}

// What a Put that is not finished is called: the name, this, a number, and the end.
const (
	partMark = ".rb"
	partEnd  = ".part"
)

// unfinished reports whether a name is that of a Put of ours that is under way or was interrupted.
func unfinished(name string) bool {
	stem, found := strings.CutSuffix(strings.ToLower(name), partEnd)
	at := strings.LastIndex(stem, partMark)
	if !found || at < 0 || at+len(partMark) == len(stem) {
		return false
	}
	return strings.Trim(stem[at+len(partMark):], "0123456789") == ""
}
