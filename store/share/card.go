package share

import (
	"crypto/ed25519"
	"fmt"

	"rollbook/model"
	"rollbook/store/oplog"
)

// MaxCard is the most bytes that a card may have.
const MaxCard = 16 << 10

// Card is how a laptop shows itself to an epoch of a share: its label and the key that it signs with.
type Card struct {
	Space, Epoch model.ID
	Device       model.ID // SHA-256/16 of Public
	Incarnation  [8]byte
	Label        string   // one line, safe to show; at most model.NameLimit characters
	Made         int64    // milliseconds after 1970, by the laptop's clock
	Next         model.ID // the epoch that this laptop says follows; zero: none
	Public       ed25519.PublicKey
}

var cardForm = signedForm{magic: "rollbook card\n", context: "rollbook card 1\n", most: MaxCard}

// wireCard is the record of a card.
type wireCard struct {
	_           struct{} `cbor:",toarray"`
	Version     int
	Space       []byte
	Epoch       []byte
	Public      []byte
	Incarnation []byte
	Label       string
	Made        int64
	Next        []byte
}

const cardPieces = 8

// CutCard writes a card, signed and sealed as Cut does a segment. The label is cleaned.
func CutCard(c *Card, key ed25519.PrivateKey, id *Identity) ([]byte, error) {
	public, err := ownDevice(c.Device, key)
	if err != nil {
		return nil, err
	}
	return cardForm.cut(encodeCard(c, public), nil, key, id)
}

// encodeCard is the record of a card.
func encodeCard(c *Card, public ed25519.PublicKey) []byte {
	label, _ := model.Clean(c.Label, model.NameLimit)
	return oplog.Encode(wireCard{
		Version: version, Space: c.Space[:], Epoch: c.Epoch[:], Public: public, Incarnation: c.Incarnation[:],
		Label: label, Made: c.Made, Next: c.Next[:],
	})
}

// ReadCard opens a card, with the errors of Read. The label is cleaned here too: whoever is of the
// share could have written anything.
func ReadCard(data []byte, id *Identity) (*Card, error) {
	plain, err := cardForm.open(data, id)
	if err != nil {
		return nil, err
	}
	return readCard(plain)
}

// readCard reads what stood in the seal.
func readCard(plain []byte) (*Card, error) {
	signature, signed, err := cardForm.split(plain)
	if err != nil {
		return nil, err
	}
	t := taker{b: signed}
	pieces := t.head(cborArray)
	switch v := t.uint(); {
	case !t.bad && v > version:
		return nil, ErrNewer
	case t.bad || v != version || pieces != cardPieces:
		return nil, fmt.Errorf("%w: it is no card", ErrFormat)
	}
	c := &Card{Space: t.id(), Epoch: t.id(), Public: make(ed25519.PublicKey, ed25519.PublicKeySize)}
	t.into(c.Public)
	t.into(c.Incarnation[:])
	label := t.text()
	c.Made, c.Next = t.int(), t.id()
	if t.bad || len(t.b) > 0 {
		return nil, fmt.Errorf("%w: the card can't be read", ErrFormat)
	}
	if err := cardForm.verify(c.Public, signature, signed); err != nil {
		return nil, err
	}
	c.Device = DeviceOf(c.Public)
	c.Label, _ = model.Clean(label, model.NameLimit)
	return c, nil
}
