package share_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"rollbook/store/share"
)

func TestAServerThatNeverAnswersIsSaidWithinTheLimit(t *testing.T) {
	hole, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hole.Close()
	go func() {
		for {
			conn, err := hole.Accept()
			if err != nil {
				return
			}
			defer conn.Close()
		}
	}()
	for target, getenv := range map[string]func(string) string{
		"s3://training/ips?endpoint=http://" + hole.Addr().String():                  s3Env,
		"s3://training/ips?region=us-east-1&endpoint=http://" + hole.Addr().String(): s3Env,
		"webdav://" + hole.Addr().String() + "/share":                                davEnv(t),
	} {
		p := within(t, target, getenv, 300*time.Millisecond)
		_, got := p.Get(t.Context(), "v1/x.seg", 100)
		for call, act := range map[string]func() error{
			"probe":  func() error { return p.Probe(t.Context()) },
			"list":   func() error { return p.List(t.Context(), func(share.Entry) error { return nil }) },
			"get":    func() error { return got },
			"put":    func() error { return p.Put(t.Context(), "v1/x.seg", make([]byte, 1<<20)) },
			"delete": func() error { return p.Delete(t.Context(), "v1/x.seg") },
		} {
			begun := time.Now()
			err := act()
			if took := time.Since(begun); took > 3*time.Second {
				t.Errorf("%s of %s took %v", call, target, took)
			}
			silent(t, call, err)
			if !errors.Is(err, share.ErrSlow) || !strings.Contains(err.Error(), "did not answer within 300ms") {
				t.Errorf("%s of %s: %v", call, target, err)
			}
		}
	}
}

func TestAnAnswerThatStopsInTheMiddleIsSaid(t *testing.T) {
	stuck := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5000")
		w.Header().Set("Last-Modified", "Mon, 02 Mar 2026 08:00:00 GMT")
		w.WriteHeader(map[bool]int{true: http.StatusMultiStatus, false: http.StatusOK}[r.Method == "PROPFIND"])
		fmt.Fprint(w, `<?xml version="1.0"?><multistatus xmlns="DAV:">`)
		w.(http.Flusher).Flush()
		select {
		case <-stuck:
		case <-r.Context().Done():
		}
	}))
	defer server.Close()
	defer close(stuck)
	for target, getenv := range map[string]func(string) string{
		"s3://training/ips?region=us-east-1&endpoint=" + server.URL: s3Env,
		davTarget(server): davEnv(t),
	} {
		p := within(t, target, getenv, 300*time.Millisecond)
		_, got := p.Get(t.Context(), "v1/x.seg", 10_000)
		for call, err := range map[string]error{"get": got, "list": p.List(t.Context(), func(share.Entry) error { return nil })} {
			silent(t, call, err)
			if !errors.Is(err, share.ErrSlow) {
				t.Errorf("%s of %s: %v", call, target, err)
			}
		}
	}
}

func TestAListingThatBrokeOffIsNoShortListing(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5000")
		w.WriteHeader(http.StatusMultiStatus)
		fmt.Fprint(w, `<?xml version="1.0"?><multistatus xmlns="DAV:"><response><href>/share/</href><propstat><prop><resourcetype><collection/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>`)
	}))
	defer server.Close()
	err := open(t, davTarget(server), davEnv(t)).List(t.Context(), func(share.Entry) error { return nil })
	silent(t, "list", err)
	if !errors.Is(err, share.ErrAway) {
		t.Errorf("a listing of which half came: %v", err)
	}
}

func TestAServerThatIsNotThereIsAway(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	closed.Close()
	for target, getenv := range map[string]func(string) string{
		"s3://training/ips?endpoint=http://" + address: s3Env,
		"webdav://" + address + "/share":               davEnv(t),
	} {
		begun := time.Now()
		for call, err := range calls(t.Context(), open(t, target, getenv)) {
			silent(t, call, err)
			if !errors.Is(err, share.ErrAway) {
				t.Errorf("%s of %s: %v", call, target, err)
			}
		}
		if took := time.Since(begun); took > 10*time.Second {
			t.Errorf("%s took %v", target, took)
		}
	}
}

func TestTheCallersOwnLimitIsKept(t *testing.T) {
	stuck := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-stuck }))
	defer server.Close()
	defer close(stuck)
	p := open(t, davTarget(server), davEnv(t))
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := p.Probe(ctx); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, share.ErrSlow) {
		t.Error(err)
	}
}
