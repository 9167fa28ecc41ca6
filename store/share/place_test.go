package share_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
	"golang.org/x/net/webdav"

	"rollbook/store/share"
	"rollbook/store/share/sharetest"
)

// What no error, and no text of a place, may ever hold.
const (
	secretKey  = "wJalrXUtnFEMIrollbookSECRETKEY"
	secretPass = "correct-horse-battery-rollbook"
)

// s3Env is an environment with keys for a bucket.
func s3Env(name string) string {
	return map[string]string{"AWS_ACCESS_KEY_ID": "AKIAROLLBOOK", "AWS_SECRET_ACCESS_KEY": secretKey}[name]
}

func open(t *testing.T, target string, getenv func(string) string) share.Place {
	t.Helper()
	p, err := share.Open(target, share.Env{Getenv: getenv, Home: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// newS3 is an object store with a bucket 'training', behind what wraps it.
func newS3(t *testing.T, wrap func(http.Handler) http.Handler) (*httptest.Server, gofakes3.Backend) {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("training"); err != nil {
		t.Fatal(err)
	}
	handler := gofakes3.New(backend).Server()
	if wrap != nil {
		handler = wrap(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server, backend
}

// newDAV is a WebDAV server with a folder 'share', behind what wraps it.
func newDAV(t *testing.T, wrap func(http.Handler) http.Handler) *httptest.Server {
	t.Helper()
	files := webdav.Dir(t.TempDir())
	if err := files.Mkdir(t.Context(), "/share", 0o755); err != nil {
		t.Fatal(err)
	}
	var handler http.Handler = &webdav.Handler{FileSystem: files, LockSystem: webdav.NewMemLS()}
	if wrap != nil {
		handler = wrap(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func davTarget(server *httptest.Server) string {
	return strings.Replace(server.URL, "http://", "webdav://", 1) + "/share"
}

// unconditional refuses what some object stores, and the proxies before them, know nothing of.
func unconditional(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, name := range []string{"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "X-Amz-Copy-Source"} {
			if r.Header.Get(name) != "" {
				http.Error(w, "conditions are not known here", http.StatusNotImplemented)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// without is a server that does not know a method.
func without(method string, status int) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method == method {
				http.Error(w, "not here", status)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// behind asks for a name and a password.
func behind(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "asha" || password != secretPass {
			w.Header().Set("WWW-Authenticate", `Basic realm="files"`)
			_, _ = io.Copy(io.Discard, r.Body)
			http.Error(w, "who is it", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func TestEveryKindOfPlaceKeepsTheSame(t *testing.T) {
	bucket := func(wrap func(http.Handler) http.Handler, prefix string) func(*testing.T) share.Place {
		return func(t *testing.T) share.Place {
			server, _ := newS3(t, wrap)
			return open(t, "s3://training"+prefix+"?endpoint="+server.URL, s3Env)
		}
	}
	dav := func(wrap func(http.Handler) http.Handler) func(*testing.T) share.Place {
		return func(t *testing.T) share.Place {
			return open(t, davTarget(newDAV(t, wrap)), davEnv(t))
		}
	}
	for name, fresh := range map[string]func(*testing.T) share.Place{
		"Memory":                     func(*testing.T) share.Place { return &sharetest.Memory{} },
		"MemoryOfAStick":             func(*testing.T) share.Place { return &sharetest.Memory{Fold: true} },
		"Folder":                     func(t *testing.T) share.Place { return open(t, t.TempDir(), nil) },
		"S3":                         bucket(nil, "/ips/maine"),
		"S3WithoutPrefix":            bucket(nil, ""),
		"S3WithoutConditions":        bucket(unconditional, "/ips"),
		"WebDAV":                     dav(nil),
		"WebDAVWithAPassword":        dav(behind),
		"WebDAVThatCantMove":         dav(without("MOVE", http.StatusNotImplemented)),
		"WebDAVBehindAnotherAddress": dav(without("MOVE", http.StatusBadGateway)),
	} {
		t.Run(name, func(t *testing.T) { sharetest.Suite(t, fresh) })
	}
}
