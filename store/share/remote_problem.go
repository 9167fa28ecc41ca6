package share

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"syscall"
)

// problem is what the person is told when a call failed: of the caller's context, of what ended the
// call below, else of what the server answered. It never quotes an error of the network or the server:
// those hold addresses, with signatures in them.
func (x *exchange) problem(caller context.Context, answered int, code, name string, writing bool) error {
	where := x.remote.where
	if caller.Err() != nil {
		return ended(caller, where)
	}
	if err := x.ended(); err != nil {
		return x.network(err)
	}
	is := func(kind error, says string) error { return &problem{where + " " + says, []error{kind}} }
	switch {
	case name != "" && (answered == http.StatusNotFound || answered == http.StatusMethodNotAllowed && !writing):
		// A folder stands under the name: it is no file.
		return noFile(where, name, fs.ErrNotExist)
	case answered == http.StatusNotFound || answered == http.StatusGone:
		return is(ErrAway, "is not there: check its name, or have it made")
	case code == "RequestTimeTooSkewed":
		return is(ErrRefused, "finds this laptop's clock too far off: set the date and the time")
	case answered == http.StatusForbidden && writing && !wrongKeys[code]:
		return is(ErrReadOnly, "can only be read with these credentials: ask for the right to write there")
	case answered == http.StatusMethodNotAllowed && writing, answered == http.StatusNotImplemented && writing:
		return is(ErrReadOnly, "takes no files: check the address")
	case answered == http.StatusUnauthorized, answered == http.StatusForbidden, wrongKeys[code]:
		return is(ErrRefused, "refuses us"+inBrackets(code)+": "+x.remote.advice)
	case answered == http.StatusInsufficientStorage, code == "QuotaExceeded", code == "XMinioStorageFull":
		return is(ErrFull, "is full: make room there, then sync again")
	case answered == http.StatusRequestEntityTooLarge:
		return is(ErrTooLarge, "takes no file of this size: ask whoever runs it for a higher limit")
	case answered == http.StatusTooManyRequests, answered == http.StatusRequestTimeout, answered == http.StatusGatewayTimeout,
		answered == http.StatusServiceUnavailable:
		return is(ErrSlow, fmt.Sprintf("is too busy (%d): try again later", answered))
	case answered == 0:
		return is(ErrAway, "gave an answer that is none of its kind: check the address")
	default:
		return is(ErrAway, fmt.Sprintf("failed (%d%s): try again, or check the address", answered, spaced(code)))
	}
}

// wrongKeys are the codes of S3 that say who asks is not known, whatever is asked.
var wrongKeys = map[string]bool{"InvalidAccessKeyId": true, "SignatureDoesNotMatch": true, "ExpiredToken": true, "InvalidToken": true, "TokenRefreshRequired": true}

// inBrackets is a server's code, if it is one: letters only, and not long.
func inBrackets(code string) string {
	if spaced(code) == "" {
		return ""
	}
	return " (" + code + ")"
}

func spaced(code string) string {
	if code == "" || len(code) > 40 {
		return ""
	}
	for _, r := range code {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return ""
		}
	}
	return " " + code
}

// network is what is said of an error below the answers.
func (x *exchange) network(err error) error {
	where := x.remote.where
	is := func(kind error, says string) error { return &problem{where + " " + says, []error{kind}} }
	var dns *net.DNSError
	var op *net.OpError
	var unknown x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verify *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	var known *problem
	switch {
	case errors.As(err, &known):
		return known
	case x.waited > 0:
		return slow(where, x.waited)
	case errors.Is(err, errElsewhere):
		return is(ErrAway, "is at another address now: open it in a browser and use the address that it goes to")
	case errors.Is(err, errLong):
		return is(ErrTooLarge, "answered with more than any share holds: check the address")
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return is(ErrRefused, "shows a certificate that is not valid today: check this laptop's date, then ask whoever runs it")
	case errors.As(err, &unknown), errors.As(err, &host), errors.As(err, &invalid), errors.As(err, &verify):
		return is(ErrRefused, "shows a certificate that this laptop does not trust: ask whoever runs it")
	case errors.As(err, &record), err.Error() == "http: server gave HTTP response to HTTPS client":
		return is(ErrAway, "does not speak https: check the address")
	case errors.As(err, &dns):
		return is(ErrAway, "is not known here: is there a network, and is the name right?")
	case errors.As(err, &op) && op.Op == "dial" && op.Timeout():
		return slow(where, x.remote.wait.answer)
	case errors.Is(err, syscall.ECONNREFUSED):
		return is(ErrAway, "is not reached: nothing answers at that address, try again or check it")
	case errors.As(err, &op) && op.Op == "dial":
		return is(ErrAway, "is not reached"+errnoOf(err)+": try again when there is a network")
	default:
		return is(ErrAway, "broke off in the middle"+errnoOf(err)+": try again")
	}
}

// errnoOf is what the system says of a connection, which holds no address.
func errnoOf(err error) string {
	var call *os.SyscallError
	if errors.As(err, &call) {
		return " (" + call.Err.Error() + ")"
	}
	return ""
}

// tooLarge, tooMany and tornPut are errors that every place of a network words alike.
func tooLarge(where, name string) error {
	return &problem{name + " in " + where + " is larger than any file of a share: it is none of ours", []error{ErrTooLarge}}
}

func tooMany(where string) error {
	return &problem{fmt.Sprintf("%s holds more than %d files: is it the place of a share?", where, MostFiles), []error{ErrTooMany}}
}

func tornPut(where, name string) error {
	return &problem{where + " did not keep " + name + " whole: try again", []error{ErrAway}}
}

// isMissing reports whether an error is that of a file that is not there.
func isMissing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
