package share_test

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"rollbook/store/share"
)

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestKeysAreFoundWhereOtherProgramsKeepThem looks which key a bucket is shown.
func TestKeysAreFoundWhereOtherProgramsKeepThem(t *testing.T) {
	var mu sync.Mutex
	shown := ""
	server, _ := newS3(t, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, after, _ := strings.Cut(r.Header.Get("Authorization"), "Credential=")
			mu.Lock()
			shown, _, _ = strings.Cut(after, "/")
			mu.Unlock()
			next.ServeHTTP(w, r)
		})
	})
	aws := "[default]\naws_access_key_id = fromfile\naws_secret_access_key = " + secretKey + "\n[work]\naws_access_key_id = fromwork\naws_secret_access_key = " + secretKey + "\n"
	mc := `{"version":"10","aliases":{"a":{"url":"http://other.example:9000","accessKey":"fromother","secretKey":"` + secretKey + `"},
		"b":{"url":"` + server.URL + `","accessKey":"frommc","secretKey":"` + secretKey + `"}}}`
	others := strings.ReplaceAll(mc, server.URL, "http://third.example")
	for _, c := range []struct {
		name, aws, mc string
		env           map[string]string
		want          string
	}{
		{"environment", aws, mc, map[string]string{"AWS_ACCESS_KEY_ID": "fromenv", "AWS_SECRET_ACCESS_KEY": secretKey, "MINIO_ROOT_USER": "m", "MINIO_ROOT_PASSWORD": secretKey}, "fromenv"},
		{"half of it", aws, "", map[string]string{"AWS_ACCESS_KEY_ID": "fromenv"}, "fromfile"},
		{"environment of minio", aws, mc, map[string]string{"MINIO_ROOT_USER": "fromminio", "MINIO_ROOT_PASSWORD": secretKey}, "fromminio"},
		{"mc, of this server", aws, mc, nil, "frommc"},
		{"aws, mc of another server", aws, others, nil, "fromfile"},
		{"a profile", aws, "", map[string]string{"AWS_PROFILE": "work"}, "fromwork"},
		{"nothing but another server's", "", others, nil, ""},
		{"nothing", "", "", nil, ""},
	} {
		home := t.TempDir()
		if c.aws != "" {
			write(t, filepath.Join(home, ".aws", "credentials"), c.aws)
		}
		if c.mc != "" {
			write(t, filepath.Join(home, ".mc", "config.json"), c.mc)
		}
		mu.Lock()
		shown = ""
		mu.Unlock()
		p, err := share.Open("s3://training?endpoint="+server.URL, share.Env{Home: home, Getenv: func(name string) string { return c.env[name] }})
		if err != nil {
			t.Fatal(err)
		}
		err = p.Probe(t.Context())
		mu.Lock()
		if shown != c.want {
			t.Errorf("%s: the bucket was shown %q", c.name, shown)
		}
		mu.Unlock()
		if (c.want == "") != errors.Is(err, share.ErrRefused) || c.want != "" && err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestAWrongOrMissingPasswordIsRefused(t *testing.T) {
	server := newDAV(t, behind)
	home := t.TempDir()
	wrong := filepath.Join(home, "wrong")
	write(t, wrong, "wrong-"+secretPass)
	write(t, filepath.Join(home, ".netrc"), "machine other login x password y\nmachine 127.0.0.1\n login asha\n password "+secretPass+"\n")
	for _, c := range []struct {
		home string
		env  map[string]string
		in   bool
	}{
		{"", nil, false},
		{"", map[string]string{"ROLLBOOK_WEBDAV_USER": "asha", "ROLLBOOK_WEBDAV_PASSWORD_FILE": wrong}, false},
		{"", map[string]string{"ROLLBOOK_WEBDAV_USER": "asha", "ROLLBOOK_WEBDAV_PASSWORD_FILE": home + "/nowhere"}, false},
		{home, nil, true},
	} {
		p, err := share.Open(davTarget(server), share.Env{Home: c.home, Getenv: func(name string) string { return c.env[name] }})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			err := p.Probe(t.Context())
			if c.in && err != nil || !c.in && !errors.Is(err, share.ErrRefused) {
				t.Errorf("with %v: %v", c.env, err)
			}
			if !c.in {
				silent(t, "probe", err)
			}
		}
	}
}

func TestANetrcIsReadAsOthersReadIt(t *testing.T) {
	const text = "# machine a.example login no password no\nmachine a.example login ben password b1\nmacdef init\nmachine a.example login evil\n\nmachine B.example\n\tlogin bo\n\taccount z\n\tpassword b2 machine c.example password only\ndefault login any password d\n"
	for host, want := range map[string]string{"a.example": "ben b1", "b.example": "bo b2", "c.example": " only", "d.example": "any d"} {
		user, password := share.Netrc(text, host)
		if user+" "+password != want {
			t.Errorf("%s: %s %s", host, user, password)
		}
	}
	for _, odd := range []string{"", "machine", "machine a login", "login", "machine a.example password", "\x00", "macdef"} {
		share.Netrc(odd, "a.example")
	}
}

func TestATargetIsReadAndSaidAgain(t *testing.T) {
	home := t.TempDir()
	env := share.Env{Home: home, Getenv: s3Env}
	for target, want := range map[string]string{
		"s3://training": "s3://training",
		"S3://training/a/b/?endpoint=http://127.0.0.1:9000/": "s3://training/a/b?endpoint=http://127.0.0.1:9000",
		"s3://training?endpoint=minio.example&region=eu-1":   "s3://training?endpoint=https://minio.example&region=eu-1",
		"webdavs://cloud.example/remote.php/dav/files/Asha/": "webdavs://cloud.example/remote.php/dav/files/Asha",
		"webdav://Nas.Example:8080/Our%20share":              "webdav://nas.example:8080/Our%20share",
		"~/Dropbox/ips":                                      filepath.Join(home, "Dropbox/ips"),
		filepath.Join(home, "x", ".."):                       home,
	} {
		p, err := share.Open(target, env)
		if err != nil {
			t.Errorf("%s: %v", target, err)
			continue
		}
		again, err := share.Open(p.String(), env)
		if p.String() != want || err != nil || again.String() != want {
			t.Errorf("%s: %s, %v", target, p, err)
		}
	}
	for _, target := range []string{
		"", "s3://", "s3://a", "s3://AKIAROLLBOOK:" + secretKey + "@training", "s3://training?access_key=" + secretKey, "s3://training?endpoint=http://u:" + secretKey + "@h",
		"s3://training?endpoint=ftp://h", "s3://training?endpoint=http://h/x", "s3://training/../x", "s3://training?region=" + secretKey + "%20", "s3://tr%61ining/%zz" + secretKey,
		"webdavs://asha:" + secretPass + "@cloud.example/x", "webdavs://", "webdavs:///x", "webdavs://h/../x", "webdavs://h/x?token=" + secretKey, "webdavs://h/%zz" + secretKey,
		"http://h/x", "https://asha:" + secretPass + "@h", "smb://h/x", "file:///x", secretKey + "://x",
	} {
		p, err := share.Open(target, env)
		if !errors.Is(err, share.ErrTarget) || p != nil {
			t.Errorf("%s: %v, %v", target, p, err)
			continue
		}
		silent(t, target, err)
	}
	for target, want := range map[string]share.Kind{"x": share.Folder, `E:\x`: share.Folder, "/a://b": share.Folder, "s3://x": share.S3, "S3://x": share.S3,
		"webdav://x": share.WebDAV, "webdavs://x": share.WebDAV, "ftp://x": share.Unknown} {
		if got := share.KindOf(target); got != want {
			t.Errorf("%s is of kind %d", target, got)
		}
	}
}
