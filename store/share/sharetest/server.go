package sharetest

import (
	"net/http"
	"strings"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"golang.org/x/net/webdav"
)

// Keys are what a server of tests asks for.
type Keys struct{ User, Password string }

// S3 is a server that speaks S3 and has one empty bucket. It knows a request by the user whose key
// signed it, and does not check the signature.
func S3(bucket string, keys Keys) http.Handler {
	backend := s3mem.New()
	if err := backend.CreateBucket(bucket); err != nil {
		panic(err) // only for a name that can't be one
	}
	inside := gofakes3.New(backend).Server()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Authorization"), "Credential="+keys.User+"/") {
			w.Header().Set("Content-Type", "application/xml")
			w.WriteHeader(http.StatusForbidden)
			_, _ = w.Write([]byte("<Error><Code>InvalidAccessKeyId</Code><Message>no such key</Message></Error>"))
			return
		}
		inside.ServeHTTP(w, r)
	})
}

// WebDAV is a server of an empty folder.
func WebDAV(keys Keys) http.Handler {
	inside := &webdav.Handler{FileSystem: webdav.NewMemFS(), LockSystem: webdav.NewMemLS()}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != keys.User || password != keys.Password {
			w.Header().Set("WWW-Authenticate", `Basic realm="share"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		inside.ServeHTTP(w, r)
	})
}
