package seal

import (
	"bytes"
	"testing"

	"rollbook/model"
)

// Whatever stands in a file in place of a sealed value: it opens only if it was sealed there, and never
// panics.
func FuzzOpen(f *testing.F) {
	key := bytes.Repeat([]byte{7}, KeySize)
	s, err := New(key, model.ID{1}, bytes.NewReader(make([]byte, 64))) // the same value in every process that tries
	if err != nil {
		f.Fatal(err)
	}
	sealed, err := s.Seal("heads", []byte("key"), []byte("a value"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add("heads", []byte("key"), sealed)
	f.Add("heads", []byte("other"), sealed)
	f.Add("log", []byte("key"), sealed[:len(sealed)-1])
	f.Add("", []byte{}, []byte{})
	f.Fuzz(func(t *testing.T, bucket string, name, value []byte) {
		plain, err := s.Open(bucket, name, value)
		again, errAgain := s.Opener(bucket).Open(name, value)
		if (err == nil) != (errAgain == nil) || !bytes.Equal(plain, again) {
			t.Fatalf("two ways to open differ: %v, %v", err, errAgain)
		}
		if err == nil && !(bucket == "heads" && string(name) == "key" && bytes.Equal(value, sealed)) {
			t.Fatal("it opens, and was not sealed there")
		}
	})
}
