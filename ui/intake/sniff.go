package intake

import (
	"bytes"
	"fmt"
	"unicode/utf16"
)

// kind is how a file is read.
type kind int

const (
	plainText kind = iota
	workbook
)

// signatures are the beginnings of files that people pick by mistake, and what to say of them.
var signatures = []struct{ head, what string }{
	{"%PDF", "a PDF: ask for the list as a spreadsheet or CSV"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"BM\x00", "a picture"},
	{"II*\x00", "a picture"},
	{"MM\x00*", "a picture"},
	{"{\\rtf", "a text document: copy its table into a spreadsheet"},
	{"\x1f\x8b", "a packed file: unpack it first"},
	{"7z\xbc\xaf", "a packed file: unpack it first"},
	{"Rar!", "a packed file: unpack it first"},
	{"SQLite format", "a database"},
}

// sniff decides by content, because registration systems give wrong endings: web pages and CSV
// named .xls are common.
func sniff(data []byte) (kind, error) {
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06")) {
		return workbook, nil
	}
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {
		return plainText, oleReason(data)
	}
	for _, s := range signatures {
		if bytes.HasPrefix(data, []byte(s.head)) {
			return plainText, fmt.Errorf("%w: %s", ErrNotARoster, s.what)
		}
	}
	head := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 1024)], []byte("\ufeff"))))
	for _, mark := range []string{"<html", "<!doctype", "<table", "<?xml", "<meta", "<style"} {
		if bytes.HasPrefix(head, []byte(mark)) {
			return plainText, fmt.Errorf("%w: a web page or XML, whatever its name says: open it in a spreadsheet program and save it as .xlsx or CSV", ErrNotARoster)
		}
	}
	if len(bytes.Trim(data, "\x00\t\r\n ,;|\"\ufeff\xff\xfe")) == 0 {
		return plainText, fmt.Errorf("%w: there is nothing in it", ErrNotARoster)
	}
	return plainText, nil
}

// oleReason tells apart what comes in Microsoft's old container: an .xlsx locked with a password
// (its streams are named in UTF-16), an old workbook, or another document.
func oleReason(data []byte) error {
	switch {
	case bytes.Contains(data, utf16le("EncryptedPackage")):
		return ErrLocked
	case bytes.Contains(data, utf16le("WordDocument")), bytes.Contains(data, utf16le("PowerPoint")):
		return fmt.Errorf("%w: a document, not a spreadsheet: copy its table into a spreadsheet", ErrNotARoster)
	}
	return ErrOldExcel
}

func utf16le(s string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(s)) {
		out = append(out, byte(u), byte(u>>8))
	}
	return out
}
