package share

import (
	"fmt"
	"net"
	"net/url"
	"path/filepath"
	"strings"
)

// Env is what of the surroundings decides where a target is and who may use it.
type Env struct {
	Getenv func(string) string // nil: nothing is set
	Home   string              // the user's folder; "": none
}

func (e Env) get(name string) string {
	if e.Getenv == nil {
		return ""
	}
	return e.Getenv(name)
}

// Kind is a kind of place.
type Kind uint8

// The kinds of places. Unknown is an address of a kind that there is no place for.
const (
	Unknown Kind = iota
	Folder
	S3
	WebDAV
)

// KindOf is the kind of a target by how it is written.
func KindOf(target string) Kind {
	scheme, _, address := strings.Cut(target, "://")
	if !address || strings.ContainsAny(scheme, `/\. `) {
		return Folder
	}
	switch strings.ToLower(scheme) {
	case "s3":
		return S3
	case "webdav", "webdavs":
		return WebDAV
	}
	return Unknown
}

// Open is the place that a target names: the path of a folder, s3://bucket/prefix?endpoint=…&region=…,
// or webdav(s)://host/path. It makes no connection and does not look whether anything is there: that is
// Probe's. String of what it returns is the target in full, the same wherever it is asked from. The
// error is ErrTarget, and holds nothing of a target in which somebody wrote a password.
func Open(target string, env Env) (Place, error) { return open(target, env, patience) }

func open(target string, env Env, wait limits) (Place, error) {
	target = strings.TrimSpace(target)
	switch KindOf(target) {
	case S3:
		at, err := parseS3(target)
		if err != nil {
			return nil, err
		}
		if at.region == "" {
			at.region = env.get("AWS_REGION")
		}
		return newBucket(at, &s3Keys{env: env, at: at}, wait)
	case WebDAV:
		at, err := parseWebDAV(target)
		if err != nil {
			return nil, err
		}
		return newDAV(at, &davLogin{env: env, host: at.Hostname()}, wait), nil
	case Unknown:
		scheme, _, _ := strings.Cut(target, "://")
		return nil, badTarget("a share can't lie at %s://: name a folder, s3://bucket/prefix or webdavs://host/path", printable(scheme))
	}
	return openFolder(target, env, wait)
}

func openFolder(target string, env Env, wait limits) (Place, error) {
	if target == "" {
		return nil, badTarget("no target: name a folder, s3://bucket/prefix or webdavs://host/path")
	}
	if rest, short := strings.CutPrefix(target, "~"); short && env.Home != "" && (rest == "" || rest[0] == '/' || rest[0] == filepath.Separator) {
		target = env.Home + rest
	}
	path, err := filepath.Abs(target)
	if err != nil || strings.ContainsRune(target, 0) {
		return nil, badTarget("%q is no path: name the folder in full", target)
	}
	return newFolder(path, wait), nil
}

func badTarget(format string, args ...any) error {
	return &problem{fmt.Sprintf(format, args...), []error{ErrTarget}}
}

// printable is a word of a target that may be repeated: nothing that could be a secret or a control.
func printable(word string) string {
	if len(word) > 20 || strings.ContainsFunc(word, func(r rune) bool { return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '+' }) {
		return "that"
	}
	return word
}

// s3Target is where a bucket is.
type s3Target struct {
	bucket, prefix string // the prefix without slashes at its ends
	host           string // with a port where one is given
	secure         bool
	region         string // "": asked of the server
	plain          bool   // no endpoint was named: that of AWS
}

// endpoint is the address of the server.
func (t s3Target) endpoint() string {
	if t.secure {
		return "https://" + t.host
	}
	return "http://" + t.host
}

// awsHost is where a bucket is that names no endpoint.
const awsHost = "s3.amazonaws.com"

// String is the target again.
func (t s3Target) String() string {
	u := "s3://" + t.bucket
	if t.prefix != "" {
		u += "/" + t.prefix
	}
	query := url.Values{}
	if !t.plain {
		query.Set("endpoint", t.endpoint())
	}
	if t.region != "" {
		query.Set("region", t.region)
	}
	if len(query) > 0 {
		// A colon and slashes need no escape in a query, and people have to read this.
		u += "?" + strings.NewReplacer("%3A", ":", "%2F", "/").Replace(query.Encode())
	}
	return u
}

// errNoSecrets is the error of a target in which somebody wrote a password.
func errNoSecrets(where string) error {
	return badTarget("credentials don't belong into a target, which is stored and shown: take them out, %s", where)
}

// parseS3 reads s3://bucket/prefix?endpoint=…&region=….
func parseS3(target string) (s3Target, error) {
	const form = "write s3://bucket/prefix, for another server than AWS with ?endpoint=https://host"
	u, err := url.Parse(target)
	if err != nil {
		return s3Target{}, badTarget("the target is no address of a bucket: " + form)
	}
	const keys = "and set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY instead"
	if u.User != nil {
		return s3Target{}, errNoSecrets(keys)
	}
	t := s3Target{bucket: u.Host, prefix: strings.Trim(u.Path, "/"), host: awsHost, secure: true, plain: true}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil || u.Fragment != "" || !validBucket(t.bucket) || !validPrefix(t.prefix) {
		return s3Target{}, badTarget("the target is no address of a bucket: " + form)
	}
	for name, values := range query {
		switch {
		case len(values) == 1 && name == "endpoint":
			if err := t.setEndpoint(values[0], keys); err != nil {
				return s3Target{}, err
			}
		case len(values) == 1 && name == "region" && validRegion(values[0]):
			t.region = values[0]
		case name == "endpoint" || name == "region":
			return s3Target{}, badTarget("the %s of the bucket is not one: %s", name, form)
		default:
			return s3Target{}, badTarget("a bucket takes ?endpoint=… and &region=… and nothing else: %s", form)
		}
	}
	return t, nil
}

// setEndpoint takes https://host, http://host:port, or a host alone, which is meant with https.
func (t *s3Target) setEndpoint(endpoint, keys string) error {
	if !strings.Contains(endpoint, "://") {
		endpoint = "https://" + endpoint
	}
	u, err := url.Parse(endpoint)
	if err == nil && u.User != nil {
		return errNoSecrets(keys)
	}
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
		return badTarget("the endpoint of the bucket is no address: write it as https://host or http://host:port")
	}
	t.host, t.secure, t.plain = u.Host, u.Scheme == "https", false
	return nil
}

// validBucket is what all servers allow, and older ones of AWS: no slash, no space, nothing to escape.
func validBucket(name string) bool {
	return len(name) >= 3 && len(name) <= 63 && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '.' && r != '-' && r != '_'
	}) && net.ParseIP(name) == nil && !strings.Contains(name, "..")
}

func validPrefix(prefix string) bool {
	return len(prefix) <= 400 && (prefix == "" || ValidName("v1/"+prefix))
}

func validRegion(region string) bool {
	return len(region) <= 40 && region != "" && !strings.ContainsFunc(region, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// parseWebDAV reads webdav(s)://host/path into the http(s) address that it stands for.
func parseWebDAV(target string) (*url.URL, error) {
	u, err := url.Parse(target)
	if err != nil {
		return nil, badTarget("the target is no WebDAV address: write webdavs://host/path")
	}
	if u.User != nil {
		return nil, errNoSecrets("and set ROLLBOOK_WEBDAV_USER and ROLLBOOK_WEBDAV_PASSWORD_FILE, or write ~/.netrc")
	}
	if u.Hostname() == "" || u.RawQuery != "" || u.Fragment != "" || strings.Contains(u.Host, "[") {
		return nil, badTarget("the target is no WebDAV address: write webdavs://host/path, with the name of the host and without ? and #")
	}
	path := strings.Trim(u.Path, "/")
	if path != "" && !ValidName("v1/"+path) {
		return nil, badTarget("the target is no WebDAV address: its path holds what no folder is called")
	}
	scheme := "http"
	if strings.EqualFold(u.Scheme, "webdavs") {
		scheme = "https"
	}
	return &url.URL{Scheme: scheme, Host: strings.ToLower(u.Host), Path: "/" + path}, nil
}
