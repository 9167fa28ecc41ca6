package share

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// remote is what places on a network have in common: connections with time limits, and what is wrong
// with them in sentences.
type remote struct {
	where  string // what answers, as the subject of a sentence: "the bucket x at host"
	home   string // scheme://host that credentials are for: no redirect takes them elsewhere
	advice string // what to do where it refuses us
	wait   limits
	base   http.RoundTripper
}

func newRemote(where, home, advice string, wait limits) remote {
	return remote{where: where, home: home, advice: advice, wait: wait, base: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: wait.answer, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout: wait.answer,
		MaxIdleConns:        8,
		MaxIdleConnsPerHost: 4,
		IdleConnTimeout:     time.Minute,
		// What is sealed does not get smaller, and lengths stay what the server said.
		DisableCompression: true,
	}}
}

// exchange is one call of a place: what its requests have to keep to and what became of them.
type exchange struct {
	remote *remote
	most   int64 // of bytes in one answer

	mu     sync.Mutex
	dead   error         // what ended it: no request is tried again after it
	waited time.Duration // what time limit ended it, if one did
	length int64         // of the last answer, as it said: -1 if it did not
	date   time.Time     // of the last answer, by the server's clock
}

type exchangeKey struct{}

// begin begins a call that may take up to whole, and says how it is ended.
func (r *remote) begin(ctx context.Context, whole time.Duration, most int64) (context.Context, *exchange, context.CancelFunc) {
	x := &exchange{remote: r, most: most, length: -1}
	ctx, cancel := context.WithTimeoutCause(context.WithValue(ctx, exchangeKey{}, x), whole, tooSlow{whole})
	return ctx, x, cancel
}

// tooSlow is the cause of a context that a time limit of ours ended.
type tooSlow struct{ limit time.Duration }

func (tooSlow) Error() string { return "a time limit has passed" }

// What a call of ours refuses to go on with.
var (
	errElsewhere = errors.New("the server sends us elsewhere")
	errLong      = errors.New("the answer is longer than it may be")
)

// RoundTrip does one request of a call within its time limits. Where the network itself has failed
// once, further tries of the libraries above fail at once with the same error: a person waits for one
// time limit, not for ten.
func (r *remote) RoundTrip(req *http.Request) (*http.Response, error) {
	x, _ := req.Context().Value(exchangeKey{}).(*exchange)
	if x == nil {
		return nil, errors.New("a request outside of a call")
	}
	if err := x.ended(); err != nil {
		return nil, err
	}
	req, err := r.redirected(req)
	if err != nil {
		return nil, x.end(err)
	}
	limit := r.wait.answer
	if req.Method == http.MethodPut || req.Method == "MOVE" {
		limit = r.wait.file(req.ContentLength)
	}
	ctx, cancel := context.WithCancelCause(req.Context())
	timer := time.AfterFunc(limit, func() { cancel(tooSlow{limit}) })
	resp, err := r.base.RoundTrip(req.WithContext(ctx))
	if !timer.Stop() && err == nil {
		resp.Body.Close()
		err = context.Cause(ctx)
	}
	if err != nil {
		defer cancel(nil)
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, x.end(err)
	}
	x.mu.Lock()
	x.length = resp.ContentLength
	x.date, _ = http.ParseTime(resp.Header.Get("Date"))
	x.mu.Unlock()
	resp.Body = &answer{ReadCloser: resp.Body, exchange: x, ctx: ctx, cancel: cancel, left: x.most}
	return resp, nil
}

// redirected is the request that may be sent after a redirect: only one that reads follows it, and what
// proves who we are stays with the server that it is for.
func (r *remote) redirected(req *http.Request) (*http.Request, error) {
	if req.Response == nil || req.Response.Request == nil {
		return req, nil
	}
	from := req.Response.Request
	reads := req.Method == http.MethodGet || req.Method == http.MethodHead
	if !reads || req.Method != from.Method || from.URL.Scheme == "https" && req.URL.Scheme != "https" {
		return nil, errElsewhere
	}
	if req.URL.Scheme+"://"+req.URL.Host == r.home {
		return req, nil
	}
	req = req.Clone(req.Context())
	for name := range req.Header {
		if name == "Authorization" || name == "Cookie" || name == "Referer" || strings.HasPrefix(name, "X-Amz-") {
			req.Header.Del(name)
		}
	}
	return req, nil
}

// end keeps what ended the call: the first cause, which later ones follow from.
func (x *exchange) end(err error) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dead == nil {
		x.dead = err
		var limit tooSlow
		if errors.As(err, &limit) {
			x.waited = limit.limit
		}
	}
	return x.dead
}

func (x *exchange) ended() error {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.dead
}

// said is what the last answer said of itself.
func (x *exchange) said() (length int64, date time.Time) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.length, x.date
}

// answer is the body of an answer. What goes wrong while it is read ends the call, even where a library
// takes the part that came for all of it.
type answer struct {
	io.ReadCloser
	exchange *exchange
	ctx      context.Context
	cancel   context.CancelCauseFunc
	left     int64
}

func (a *answer) Read(p []byte) (int, error) {
	if a.left < 0 {
		return 0, a.exchange.end(errLong)
	}
	limit := a.exchange.remote.wait.answer
	timer := time.AfterFunc(limit, func() { a.cancel(tooSlow{limit}) })
	defer timer.Stop()
	n, err := a.ReadCloser.Read(p[:min(int64(len(p)), a.left+1)])
	a.left -= int64(n)
	if err != nil && err != io.EOF {
		if cause := context.Cause(a.ctx); cause != nil {
			err = cause
		}
		err = a.exchange.end(err)
	}
	return n, err
}

func (a *answer) Close() error {
	a.cancel(nil)
	return a.ReadCloser.Close()
}
