package share

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"rollbook/model"
)

// Hash names a file by its content: the first 16 bytes of SHA-256 of its bytes.
type Hash [16]byte

// HashOf is the hash of a file's bytes.
func HashOf(data []byte) Hash {
	sum := sha256.Sum256(data)
	return Hash(sum[:16])
}

// String is the hash as names hold it: 32 hex digits.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// IsZero reports whether the hash names nothing.
func (h Hash) IsZero() bool { return h == Hash{} }

// Sort is what a file of a share is.
type Sort uint8

// The sorts of files that have names by their content.
const (
	KeyFile Sort = iota + 1
	CardFile
	SegmentFile
)

// MaxSeq is the largest number of a segment that a name has room for.
const MaxSeq = 99_999_999

// Name is what the name of a file says. It is a claim: only what is sealed in the file counts. A key
// has no device and no incarnation, and only a segment has a number.
type Name struct {
	Epoch       model.ID
	Sort        Sort
	Device      model.ID
	Incarnation [8]byte
	Seq         uint32 // at most MaxSeq
	Hash        Hash
}

const root = "v1/"

// Path is the name relative to the root of the share, with slashes, in lower case. It is empty for a
// name of no known sort.
func (n Name) Path() string {
	switch n.Sort {
	case KeyFile:
		return fmt.Sprintf(root+"%s/key/%s.age", n.Epoch, n.Hash)
	case CardFile:
		return fmt.Sprintf(root+"%s/dev/%s/%x-%s.card", n.Epoch, n.Device, n.Incarnation, n.Hash)
	case SegmentFile:
		return fmt.Sprintf(root+"%s/log/%s/%x/%08d-%s.seg", n.Epoch, n.Device, n.Incarnation, n.Seq, n.Hash)
	}
	return ""
}

// ParseName reads what Path wrote, in letters of any case: sticks and clouds change it. It is false
// for any other path.
func ParseName(path string) (Name, bool) {
	var n Name
	if len(path) > maxPath {
		return n, false
	}
	path = foldASCII(path)
	parts := strings.Split(path, "/")
	if len(parts) < 4 || !hexInto(n.Epoch[:], parts[1]) {
		return Name{}, false
	}
	ok := false
	switch parts[2] {
	case "key":
		n.Sort = KeyFile
		ok = len(parts) == 4 && n.takeHash(parts[3], ".age")
	case "dev":
		n.Sort = CardFile
		ok = len(parts) == 5 && hexInto(n.Device[:], parts[3]) && n.takeCard(parts[4])
	case "log":
		n.Sort = SegmentFile
		ok = len(parts) == 6 && hexInto(n.Device[:], parts[3]) && hexInto(n.Incarnation[:], parts[4]) && n.takeSegment(parts[5])
	}
	if !ok || n.Path() != path { // so that no file has two names
		return Name{}, false
	}
	return n, true
}

// maxPath is longer than any path.
const maxPath = 256

func (n *Name) takeHash(name, end string) bool {
	digits, ok := strings.CutSuffix(name, end)
	return ok && hexInto(n.Hash[:], digits)
}

func (n *Name) takeCard(name string) bool {
	incarnation, hash, ok := strings.Cut(name, "-")
	return ok && hexInto(n.Incarnation[:], incarnation) && n.takeHash(hash, ".card")
}

func (n *Name) takeSegment(name string) bool {
	seq, hash, ok := strings.Cut(name, "-")
	if !ok || len(seq) != 8 {
		return false
	}
	for _, digit := range []byte(seq) {
		if digit < '0' || digit > '9' {
			return false
		}
		n.Seq = n.Seq*10 + uint32(digit-'0')
	}
	return n.takeHash(hash, ".seg")
}

// hexInto reads exactly as many hex digits as there is room for.
func hexInto(room []byte, digits string) bool {
	if len(digits) != 2*len(room) {
		return false
	}
	_, err := hex.Decode(room, []byte(digits))
	return err == nil
}

// foldASCII folds letters of ASCII only: to strings.ToLower the Kelvin sign is a k.
func foldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
