package share

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"

	"github.com/studio-b12/gowebdav"
)

// Get reads a file.
func (d *dav) Get(ctx context.Context, name string, most int64) ([]byte, error) {
	if !ValidName(name) {
		return nil, badName(name)
	}
	c, cancel := d.call(ctx, d.wait.file(most), max(most, mostAnswer))
	defer cancel()
	data, err := c.read(d.path(name), most)
	if errors.Is(err, ErrTooLarge) {
		return nil, tooLarge(d.where, name)
	}
	if err := c.problem(ctx, err, name, false); err != nil {
		return nil, err
	}
	return data, nil
}

func (c *davCall) read(at string, most int64) ([]byte, error) {
	body, err := c.ReadStream(at)
	if err != nil {
		return nil, err
	}
	defer body.Close()
	length, _ := c.x.said()
	return readAll(body, length, most)
}

// parts tells apart what this program puts at the same time.
var parts atomic.Uint32

// Put sends a file under another name, reads it back, and has the server move it to its own. Where a
// server can't move, it is sent to its own name and read back there. Two laptops that put the same file
// at once are in each other's way for a moment.
func (d *dav) Put(ctx context.Context, name string, data []byte) error {
	if !ValidName(name) {
		return badName(name)
	}
	c, cancel := d.call(ctx, 2*d.wait.file(int64(len(data))), max(int64(len(data)), mostAnswer))
	defer cancel()
	part := fmt.Sprintf("%s%s%d%03d%s", d.path(name), partMark, os.Getpid(), parts.Add(1)%1000, partEnd)
	var err error
	for try := range 8 {
		if !pause(c.ctx, time.Duration(try)*50*time.Millisecond) {
			err = c.x.end(context.Cause(c.ctx))
			break
		}
		if err = c.put(part, d.path(name), data); err == nil || c.x.ended() != nil || !inTheWay(err) {
			break
		}
	}
	if errors.Is(err, errOther) && c.x.ended() == nil {
		return tornPut(d.where, name)
	}
	if statusOf(err) == http.StatusConflict {
		// No folder to write into, although all below the share's own were made: that one is missing.
		err = gowebdav.NewPathError("Put", "", http.StatusNotFound)
	}
	if err := c.problem(ctx, err, "", true); err != nil {
		return err
	}
	d.sweep(c)
	return nil
}

// put puts once. What stands there with the same bytes stays: many servers replace a file by taking
// the old one away first, and somebody may be reading it.
func (c *davCall) put(part, at string, data []byte) error {
	err := c.write(part, data)
	if err == nil {
		if err = c.Rename(part, at, false); err == nil {
			return nil
		}
		switch status := statusOf(err); {
		case c.x.ended() != nil:
			return err
		case c.compare(at, data) == nil:
			err = nil
		case status == http.StatusPreconditionFailed:
			if err = c.Rename(part, at, true); err == nil {
				return nil
			}
		}
	}
	if c.x.ended() != nil {
		return err
	}
	if cantMove(statusOf(err)) {
		err = c.write(at, data)
	}
	// What can't be taken away now is, a day later, by the sweep.
	_ = c.Remove(part)
	return err
}

// inTheWay reports whether somebody else's call may be what an error comes from.
func inTheWay(err error) bool {
	switch statusOf(err) {
	case http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusLocked:
		return true
	}
	return errors.Is(err, errOther)
}

// pause waits; false where the context ended.
func pause(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// cantMove reports whether a server that was asked to move said that it does not do that: in a gateway
// that knows itself under another name, such as one behind a proxy, by 502 or 400.
func cantMove(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusNotImplemented, http.StatusBadGateway, http.StatusForbidden,
		http.StatusUnsupportedMediaType:
		return true
	}
	return false
}

// write sends a file and reads it back. Another laptop that writes the same file sends the same bytes.
func (c *davCall) write(at string, data []byte) error {
	if err := c.Write(at, data, 0); err != nil {
		return err
	}
	return c.compare(at, data)
}

// compare reads a file back.
func (c *davCall) compare(at string, data []byte) error {
	back, err := c.read(at, int64(len(data)))
	if errors.Is(err, ErrTooLarge) || err == nil && !bytes.Equal(back, data) {
		return errOther
	}
	return err
}

// sweep takes away what a listing saw of puts that were interrupted long before now. What fails of it
// is no trouble of the file that was put.
func (d *dav) sweep(c *davCall) {
	_, now := c.x.said()
	if now.IsZero() {
		return
	}
	for _, name := range d.left.due(now) {
		if c.Remove(d.path(name)) != nil {
			return
		}
	}
}

// Delete deletes a file. Where the server has a bin, it goes there.
func (d *dav) Delete(ctx context.Context, name string) error {
	if !ValidName(name) {
		return badName(name)
	}
	c, cancel := d.call(ctx, d.wait.file(0), mostAnswer)
	defer cancel()
	return c.problem(ctx, c.Remove(d.path(name)), "", true)
}
