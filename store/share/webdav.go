package share

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"github.com/studio-b12/gowebdav"
)

// dav is a place on a WebDAV server: Nextcloud, SharePoint, a web server's own.
type dav struct {
	remote
	at   *url.URL // http or https; the path is that of the share, without a slash at its end unless it is all of it
	auth gowebdav.Authorizer
	left leftovers
}

// newDAV makes no connection and reads no password before it is asked for one.
func newDAV(at *url.URL, login *davLogin, wait limits) *dav {
	private := at.Scheme == "https" || isLoopback(at.Hostname())
	advice := "set ROLLBOOK_WEBDAV_USER and ROLLBOOK_WEBDAV_PASSWORD_FILE, or check ~/.netrc"
	if !private {
		advice += "; where it asks for a plain password, webdav:// would show it to everybody on the way: use webdavs://"
	}
	d := &dav{remote: newRemote(at.Host, at.Scheme+"://"+at.Host, advice, wait), at: at}
	d.auth = login.authorizer(private)
	return d
}

// isLoopback reports whether what is sent to a host stays on this machine.
func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return strings.EqualFold(host, "localhost") || ip != nil && ip.IsLoopback()
}

// String is the target.
func (d *dav) String() string {
	at := *d.at
	at.Scheme = map[string]string{"http": "webdav", "https": "webdavs"}[at.Scheme]
	if at.Path == "/" {
		at.Path = ""
	}
	return at.String()
}

// path is where a file is on the server.
func (d *dav) path(name string) string { return path.Join(d.at.Path, name) }

// davCall is one call: the library knows no contexts, so each has a client of its own, over the same
// connections and the same login.
type davCall struct {
	*gowebdav.Client
	dav  *dav
	ctx  context.Context
	x    *exchange
	make bool // the share's own folder may be made
}

// call begins a call.
func (d *dav) call(ctx context.Context, whole time.Duration, most int64) (*davCall, context.CancelFunc) {
	inner, x, cancel := d.begin(ctx, whole, most)
	c := &davCall{dav: d, ctx: inner, x: x}
	// The root is that of the server: a digest is over the whole path.
	c.Client = gowebdav.NewAuthClient(d.at.Scheme+"://"+d.at.Host, d.auth)
	c.SetTransport(c)
	return c, cancel
}

// RoundTrip sends a request of the library, as far as it may.
func (c *davCall) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Method == "MKCOL" && !c.mayMake(req.URL.Path) {
		// The library makes all folders on the way to a file. The share's own, and those above, are
		// there, or the share is not: 405 is how a server says that a folder is there.
		return answered(req, http.StatusMethodNotAllowed), nil
	}
	resp, err := c.dav.RoundTrip(req.WithContext(c.ctx))
	if err == nil && req.Method == "MOVE" && resp.StatusCode == http.StatusMultiStatus {
		// A move in several parts, some of which failed: the library writes that to standard error.
		resp.Body.Close()
		return answered(req, http.StatusBadGateway), nil
	}
	return resp, err
}

func (c *davCall) mayMake(folder string) bool {
	own := strings.TrimSuffix(c.dav.at.Path, "/")
	folder = strings.TrimSuffix(folder, "/")
	return strings.HasPrefix(folder, own+"/") || c.make && folder == own
}

// answered is an answer that no server gave.
func answered(req *http.Request, status int) *http.Response {
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: http.NoBody, Request: req}
}

// problem is the sentence of an error of the library; nil for none, unless an answer broke off that the
// library took for whole.
func (c *davCall) problem(ctx context.Context, err error, name string, writing bool) error {
	if err == nil && c.x.ended() == nil {
		return nil
	}
	return c.x.problem(ctx, statusOf(err), "", name, writing)
}

// statusOf is what a server answered; 0 where it did not.
func statusOf(err error) int {
	var status gowebdav.StatusError
	if errors.As(err, &status) {
		return status.Status
	}
	return 0
}

// Probe asks for the share's folder.
func (d *dav) Probe(ctx context.Context) error {
	c, cancel := d.call(ctx, d.wait.answer, mostAnswer)
	defer cancel()
	return c.problem(ctx, c.isFolder(d.at.Path), "", false)
}

// isFolder is no error where a folder stands. An answer that tells of nothing at all comes from the
// library without an error, as a nil file in an interface.
func (c *davCall) isFolder(at string) error {
	info, err := c.Stat(at)
	if err != nil {
		return err
	}
	if file, _ := info.(*gowebdav.File); file == nil || !file.IsDir() {
		return gowebdav.NewPathError("Stat", at, http.StatusNotFound)
	}
	return nil
}

// Make makes the share's folder.
func (d *dav) Make(ctx context.Context) error {
	c, cancel := d.call(ctx, d.wait.answer, mostAnswer)
	defer cancel()
	err := c.isFolder(d.at.Path)
	if statusOf(err) != http.StatusNotFound {
		return c.problem(ctx, err, "", true)
	}
	c.make = true
	err = c.Mkdir(d.at.Path, 0)
	if statusOf(err) == http.StatusConflict {
		err = gowebdav.NewPathError("Make", "", http.StatusNotFound)
	}
	return c.problem(ctx, err, "", true)
}

// List asks folder by folder: few servers tell a whole tree at once.
func (d *dav) List(ctx context.Context, each func(Entry) error) error {
	c, cancel := d.call(ctx, d.wait.list(), 256<<20)
	defer cancel()
	walk := &davWalk{davCall: c, caller: ctx, each: each, left: map[string]time.Time{}}
	if err := walk.in(""); err != nil {
		return err
	}
	d.left.saw(walk.left)
	return nil
}

// davWalk is one listing under way.
type davWalk struct {
	*davCall
	caller context.Context
	each   func(Entry) error
	left   map[string]time.Time
	seen   int // names, of folders and files
}

// in lists one folder and what is below it.
func (w *davWalk) in(at string) error {
	infos, err := w.ReadDir(w.dav.path(at))
	if at != "" && w.x.ended() == nil && statusOf(err) == http.StatusNotFound {
		return nil // taken away meanwhile
	}
	if err := w.problem(w.caller, err, "", false); err != nil {
		return err
	}
	for _, info := range infos {
		if w.seen++; w.seen > MostFiles {
			return tooMany(w.dav.where)
		}
		if err := w.one(at, info); err != nil {
			return err
		}
	}
	return nil
}

// one takes one name of a folder.
func (w *davWalk) one(at string, info fs.FileInfo) error {
	name := path.Join(at, info.Name())
	switch {
	case at == "":
		if info.IsDir() && strings.EqualFold(name, "v1") {
			return w.in(name)
		}
		return nil
	case info.IsDir():
		if ValidName(name) {
			return w.in(name)
		}
		return nil
	case unfinished(name):
		w.left[name] = info.ModTime()
		return nil
	case !ValidName(name):
		return nil
	}
	entry := Entry{Name: name, Size: info.Size(), Changed: info.ModTime()}
	if file, is := info.(gowebdav.File); is {
		entry.Tag = strings.Trim(strings.TrimPrefix(file.ETag(), "W/"), `"`)
	}
	return w.each(entry)
}
