package share

import (
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"github.com/studio-b12/gowebdav"
)

// davLogin finds the name and password for a WebDAV server: in ROLLBOOK_WEBDAV_USER and the file that
// ROLLBOOK_WEBDAV_PASSWORD_FILE names, else in ~/.netrc. It looks when a server asks for them.
type davLogin struct {
	env  Env
	host string

	mu             sync.Mutex
	looked         bool
	user, password string
}

// authorizer answers servers that ask for a digest or, where nobody on the way can read it, for the
// password. No other way is answered: some send the password to an address that the server names.
func (l *davLogin) authorizer(private bool) gowebdav.Authorizer {
	auth := gowebdav.NewEmptyAuth()
	if private {
		auth.AddAuthenticator("basic", func(*http.Client, *http.Response, string) (gowebdav.Authenticator, error) {
			user, password, err := l.find()
			return &basicLogin{user, password}, err
		})
	}
	auth.AddAuthenticator("digest", func(_ *http.Client, resp *http.Response, _ string) (gowebdav.Authenticator, error) {
		user, password, err := l.find()
		if err != nil {
			return nil, err
		}
		return gowebdav.NewDigestAuth(user, password, resp)
	})
	return auth
}

// errNoLogin is what the library takes for a way that can't be gone.
var errNoLogin = &problem{"no name and password", []error{ErrRefused}}

// find looks once.
func (l *davLogin) find() (user, password string, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.looked {
		l.looked = true
		l.user, l.password = l.fromEnv()
		if l.user == "" {
			l.user, l.password = l.fromNetrc()
		}
	}
	if l.user == "" {
		return "", "", errNoLogin
	}
	return l.user, l.password, nil
}

// mostLogin is how long a file with a password may be.
const mostLogin = 1 << 20

func (l *davLogin) fromEnv() (user, password string) {
	user, file := l.env.get("ROLLBOOK_WEBDAV_USER"), l.env.get("ROLLBOOK_WEBDAV_PASSWORD_FILE")
	if user == "" || file == "" {
		return "", ""
	}
	text, ok := readLogin(file)
	if !ok {
		return "", ""
	}
	text = strings.TrimPrefix(text, "\ufeff")
	text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
	return user, text
}

func (l *davLogin) fromNetrc() (user, password string) {
	file := l.env.get("NETRC")
	if file == "" && l.env.Home != "" {
		file = filepath.Join(l.env.Home, ".netrc")
		if _, err := os.Stat(file); err != nil && runtime.GOOS == "windows" {
			file = filepath.Join(l.env.Home, "_netrc")
		}
	}
	text, ok := readLogin(file)
	if !ok {
		return "", ""
	}
	return netrc(text, l.host)
}

// readLogin reads a small regular file.
func readLogin(file string) (string, bool) {
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || info.Size() > mostLogin {
		return "", false
	}
	data, err := os.ReadFile(file)
	return string(data), err == nil
}

// netrc is the login for a host: words in any lines, the first entry of that name, or default.
func netrc(text, host string) (user, password string) {
	inMacro, ours := false, false
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if inMacro {
			inMacro = len(words) > 0 // an empty line ends it
			continue
		}
		for i := 0; i < len(words) && !strings.HasPrefix(words[i], "#"); i++ {
			value := ""
			if i+1 < len(words) {
				value = words[i+1]
			}
			switch words[i] {
			case "machine", "default":
				if ours {
					return user, password
				}
				ours = words[i] == "default" || strings.EqualFold(value, host)
				if words[i] == "machine" {
					i++
				}
			case "login":
				if ours {
					user = value
				}
				i++
			case "password":
				if ours {
					password = value
				}
				i++
			case "account":
				i++
			case "macdef":
				inMacro, i = true, len(words)
			}
		}
	}
	return user, password
}

// basicLogin sends the name and password with every request.
type basicLogin struct{ user, password string }

// Authorize adds them to a request.
func (b *basicLogin) Authorize(_ *http.Client, req *http.Request, _ string) error {
	req.SetBasicAuth(b.user, b.password)
	return nil
}

// Verify gives up where they are not the right ones.
func (b *basicLogin) Verify(_ *http.Client, resp *http.Response, at string) (redo bool, err error) {
	if resp.StatusCode == http.StatusUnauthorized {
		return false, gowebdav.NewPathError("Authorize", at, resp.StatusCode)
	}
	return false, nil
}

// Close has nothing to close.
func (b *basicLogin) Close() error { return nil }

// Clone is itself: it does not change.
func (b *basicLogin) Clone() gowebdav.Authenticator { return b }
