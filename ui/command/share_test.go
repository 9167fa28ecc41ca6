package command

import (
	"bytes"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"

	"rollbook/store/share/sharetest"
)

// shareCommands are what scripts about shares have besides.
var shareCommands = map[string]func(*testscript.TestScript, bool, []string){
	// bucket NAME BUCKET KEY: the variable NAME is the endpoint of a server with that bucket.
	"bucket": func(ts *testscript.TestScript, _ bool, args []string) {
		ts.Setenv(args[0], started(ts, sharetest.S3(args[1], sharetest.Keys{User: args[2]})))
	},
	// webdav NAME USER FILE: the variable NAME is a target on a server that asks for the password in FILE.
	"webdav": func(ts *testscript.TestScript, _ bool, args []string) {
		password := strings.TrimSpace(ts.ReadFile(args[2]))
		url := started(ts, sharetest.WebDAV(sharetest.Keys{User: args[1], Password: password}))
		ts.Setenv(args[0], strings.Replace(url, "http", "webdav", 1))
	},
	// closeservers: all that were started are gone.
	"closeservers": func(ts *testscript.TestScript, _ bool, _ []string) {
		for _, s := range *ts.Value("servers").(*[]*httptest.Server) {
			s.Close()
		}
	},
	// spoil FOLDER: the newest segment of a share is cut short, and a file lies beside it that is none.
	"spoil": func(ts *testscript.TestScript, _ bool, args []string) {
		root, err := os.OpenRoot(ts.MkAbs(args[0]))
		ts.Check(err)
		defer root.Close()
		newest, at := "", int64(0)
		ts.Check(fs.WalkDir(root.FS(), "v1", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".seg" {
				return err
			}
			info, err := entry.Info()
			if err == nil && info.ModTime().UnixNano() > at {
				newest, at = path, info.ModTime().UnixNano()
			}
			return err
		}))
		whole, err := root.ReadFile(newest)
		ts.Check(err)
		ts.Check(root.WriteFile(newest, whole[:len(whole)/2], 0o600))
		ts.Check(root.WriteFile(filepath.Join(filepath.Dir(newest), "holiday.jpg"), bytes.Repeat([]byte("x"), 1000), 0o600))
	},
}

// started is the address of a server that runs until the script ends.
func started(ts *testscript.TestScript, h http.Handler) string {
	s := httptest.NewServer(h)
	all := ts.Value("servers").(*[]*httptest.Server)
	*all = append(*all, s)
	ts.Defer(s.Close)
	return s.URL
}
