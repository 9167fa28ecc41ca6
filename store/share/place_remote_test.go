package share_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/webdav"

	"rollbook/store/share"
)

// davEnv is an environment with a login for a WebDAV server.
func davEnv(t *testing.T) func(string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("\ufeff"+secretPass+"\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return func(name string) string {
		return map[string]string{"ROLLBOOK_WEBDAV_USER": "asha", "ROLLBOOK_WEBDAV_PASSWORD_FILE": file}[name]
	}
}

// calls are all calls of a place, by name.
func calls(ctx context.Context, p share.Place) map[string]error {
	_, got := p.Get(ctx, "v1/x.seg", 100)
	return map[string]error{
		"probe": p.Probe(ctx), "list": p.List(ctx, func(share.Entry) error { return nil }), "get": got,
		"put": p.Put(ctx, "v1/x.seg", []byte("x")), "delete": p.Delete(ctx, "v1/x.seg"),
	}
}

// within opens a target with time limits for tests.
func within(t *testing.T, target string, getenv func(string) string, limit time.Duration) share.Place {
	t.Helper()
	p, err := share.OpenWithin(target, share.Env{Getenv: getenv, Home: t.TempDir()}, limit, limit)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// silent are the checks of every error: it says what to do and holds no secret.
func silent(t *testing.T, what string, err error) {
	t.Helper()
	if err == nil {
		t.Errorf("%s: no error", what)
		return
	}
	texts := []string{err.Error(), fmt.Sprintf("%+v", err)}
	var walk func(error)
	walk = func(err error) {
		texts = append(texts, err.Error())
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			if e.Unwrap() != nil {
				walk(e.Unwrap())
			}
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				walk(one)
			}
		}
	}
	walk(err)
	for _, text := range texts {
		for _, secret := range []string{secretKey, secretPass, "AKIAROLLBOOK", "Signature=", "X-Amz-", "Authorization", "token="} {
			if strings.Contains(text, secret) {
				t.Errorf("%s: an error holds %s: %s", what, secret, text)
			}
		}
	}
	if strings.HasSuffix(err.Error(), ".") || !strings.Contains(err.Error(), " ") {
		t.Errorf("%s: %s", what, err)
	}
}

// refusing answers everything alike.
func refusing(status int, code string) func(http.Handler) http.Handler {
	return func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, `<?xml version="1.0"?><Error><Code>%s</Code><Message>Signature %s</Message></Error>`, code, secretKey)
		})
	}
}

func TestWhatAServerRefusesIsSaidInOneSentence(t *testing.T) {
	for _, c := range []struct {
		status      int
		code        string
		read, write error
	}{
		{403, "InvalidAccessKeyId", share.ErrRefused, share.ErrRefused},
		{403, "SignatureDoesNotMatch", share.ErrRefused, share.ErrRefused},
		{403, "AccessDenied", share.ErrRefused, share.ErrReadOnly},
		{403, "RequestTimeTooSkewed", share.ErrRefused, share.ErrRefused},
		{404, "NoSuchBucket", share.ErrAway, share.ErrAway},
		{507, "XMinioStorageFull", share.ErrFull, share.ErrFull},
		{413, "EntityTooLarge", share.ErrTooLarge, share.ErrTooLarge},
		{400, "Bad<script>", share.ErrAway, share.ErrAway},
	} {
		server, _ := newS3(t, refusing(c.status, c.code))
		for call, err := range calls(t.Context(), open(t, "s3://training?region=us-east-1&endpoint="+server.URL, s3Env)) {
			want := c.read
			if call == "put" || call == "delete" {
				want = c.write
			}
			silent(t, c.code, err)
			if !errors.Is(err, want) || strings.Contains(err.Error(), "script") {
				t.Errorf("%d %s, %s: %v", c.status, c.code, call, err)
			}
		}
	}
	for _, c := range []struct {
		status      int
		read, write error
	}{{401, share.ErrRefused, share.ErrRefused}, {403, share.ErrRefused, share.ErrReadOnly}, {405, share.ErrAway, share.ErrReadOnly},
		{503, share.ErrSlow, share.ErrSlow}, {507, share.ErrFull, share.ErrFull}, {500, share.ErrAway, share.ErrAway}} {
		for call, err := range calls(t.Context(), open(t, davTarget(newDAV(t, refusing(c.status, "x"))), davEnv(t))) {
			want := c.read
			if call == "put" || call == "delete" {
				want = c.write
			}
			if call == "get" && c.status == 405 {
				want = fs.ErrNotExist // that is what a folder answers
			}
			silent(t, call, err)
			if !errors.Is(err, want) {
				t.Errorf("%d, %s: %v", c.status, call, err)
			}
		}
	}
}

func TestABusyBucketIsTriedAgain(t *testing.T) {
	var mu sync.Mutex
	asked := 0
	server, _ := newS3(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked++
			busy := asked%2 == 1
			mu.Unlock()
			if busy {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
	p := open(t, "s3://training?region=us-east-1&endpoint="+server.URL, s3Env)
	if err := p.Put(t.Context(), "v1/x.seg", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if data, err := p.Get(t.Context(), "v1/x.seg", 1); err != nil || string(data) != "x" {
		t.Errorf("%q, %v", data, err)
	}
}

func TestAMissingShareOnAServerIsAwayAndIsNeverMadeByPut(t *testing.T) {
	server := newDAV(t, nil)
	p := open(t, strings.TrimSuffix(davTarget(server), "share")+"not/here", nil)
	for call, err := range calls(t.Context(), p) {
		if call != "delete" && !errors.Is(err, share.ErrAway) && !(call == "get" && errors.Is(err, fs.ErrNotExist)) {
			t.Errorf("%s: %v", call, err)
		}
	}
	if err := share.Make(t.Context(), p); !errors.Is(err, share.ErrAway) {
		t.Errorf("a folder below one that is not there: %v", err)
	}
	p = open(t, davTarget(server)+"/new", nil)
	for range 2 {
		if err := share.Make(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Put(t.Context(), "v1/x.seg", []byte("x")); err != nil {
		t.Error(err)
	}
	store, _ := newS3(t, nil)
	for call, err := range calls(t.Context(), open(t, "s3://another?endpoint="+store.URL, s3Env)) {
		if !errors.Is(err, share.ErrAway) {
			t.Errorf("%s of a bucket that is not there: %v", call, err)
		}
	}
}

func TestARedirectElsewhereCarriesNoCredentials(t *testing.T) {
	var mu sync.Mutex
	var shown []string
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		for name := range r.Header {
			if name == "Authorization" || name == "Cookie" || strings.HasPrefix(name, "X-Amz-") {
				shown = append(shown, r.Method+" "+name)
			}
		}
		fmt.Fprint(w, "from elsewhere")
	}))
	defer elsewhere.Close()
	away := func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/file?token="+url.QueryEscape(secretKey), http.StatusTemporaryRedirect)
		})
	}
	p := open(t, davTarget(newDAV(t, func(http.Handler) http.Handler { return behind(away(nil)) })), davEnv(t))
	if data, err := p.Get(t.Context(), "v1/x.seg", 100); err != nil || string(data) != "from elsewhere" {
		t.Errorf("a file that lies elsewhere: %q, %v", data, err)
	}
	for call, err := range calls(t.Context(), p) {
		if call != "get" {
			silent(t, call, err)
		}
	}
	store, _ := newS3(t, away)
	for call, err := range calls(t.Context(), open(t, "s3://training?region=us-east-1&endpoint="+store.URL, s3Env)) {
		silent(t, call, err)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(shown) > 0 {
		t.Errorf("another server was shown %v", shown)
	}
}

func TestAnAnswerThatTellsOfNothingIsNoPlace(t *testing.T) {
	p := open(t, davTarget(newDAV(t, func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusMultiStatus)
			fmt.Fprint(w, `<?xml version="1.0"?><multistatus xmlns="DAV:"></multistatus>`)
		})
	})), davEnv(t))
	err := p.Probe(t.Context())
	silent(t, "probe", err)
	if !errors.Is(err, share.ErrAway) {
		t.Error(err)
	}
}

func TestAServersTagChangesWithTheFile(t *testing.T) {
	store, _ := newS3(t, nil)
	for _, p := range []share.Place{open(t, "s3://training/ips?endpoint="+store.URL, s3Env), open(t, davTarget(newDAV(t, nil)), nil)} {
		tags := map[string]bool{}
		for _, text := range []string{"one", "the other"} {
			if err := p.Put(t.Context(), "v1/x.seg", []byte(text)); err != nil {
				t.Fatal(err)
			}
			if err := p.List(t.Context(), func(e share.Entry) error { tags[e.Tag] = true; return nil }); err != nil {
				t.Fatal(err)
			}
		}
		for tag := range tags {
			if tag == "" || strings.ContainsAny(tag, `"/`) || len(tags) != 2 {
				t.Errorf("%s: the tags %v", p, tags)
			}
		}
	}
}

func TestALongListingOfABucketIsWhole(t *testing.T) {
	server, backend := newS3(t, nil)
	const all = 2500
	for n := range all {
		if _, err := backend.PutObject("training", fmt.Sprintf("ips/v1/e/%08d.seg", n), nil, strings.NewReader("x"), 1, nil); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"ips/V1/e/byhand.seg", "ips/v2/no.seg", "ipsv1/no.seg", "ips/v1/../no.seg", "ips/v1//no.seg", "ips/v1/folder/"} {
		if _, err := backend.PutObject("training", name, nil, strings.NewReader("x"), 1, nil); err != nil {
			t.Fatal(err)
		}
	}
	if got := names(t, open(t, "s3://training/ips?endpoint="+server.URL, s3Env)); len(got) != all+1 {
		t.Errorf("%d of %d files are listed", len(got), all+1)
	}
}

func TestAnInterruptedPutOnAServerIsNoFileAndIsClearedAfterADay(t *testing.T) {
	path := t.TempDir()
	server := httptest.NewServer(&webdav.Handler{FileSystem: webdav.Dir(path), LockSystem: webdav.NewMemLS()})
	defer server.Close()
	old, young := filepath.Join(path, "share/v1/e/a.seg.rb41001.part"), filepath.Join(path, "share/v1/e/b.seg.rb7.part")
	for _, file := range []string{old, young} {
		write(t, file, "torn")
	}
	before := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, before, before); err != nil {
		t.Fatal(err)
	}
	p := open(t, davTarget(server), nil)
	if got := names(t, p); len(got) != 0 {
		t.Errorf("listed: %q", got)
	}
	if err := p.Put(t.Context(), "v1/e/b.seg", []byte("whole")); err != nil {
		t.Fatal(err)
	}
	found, err := filepath.Glob(filepath.Join(path, "share/v1/e/*"))
	if err != nil || len(found) != 2 || found[0] != filepath.Join(path, "share/v1/e/b.seg") || found[1] != young {
		t.Errorf("after a put there is %q", found)
	}
}
