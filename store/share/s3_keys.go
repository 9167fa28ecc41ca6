package share

import (
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/minio/minio-go/v7/pkg/credentials"
)

// errNoKeys: no credentials are found anywhere. They are never asked of a machine's own metadata
// service, which in a training room is somebody else's machine.
var errNoKeys = errors.New("no credentials")

// s3Keys finds the credentials of an object store where other programs keep them: in the environment,
// in what mc knows of this very server, in the files of aws. They are held in memory alone.
type s3Keys struct {
	env Env
	at  s3Target

	found   bool
	expires *credentials.FileAWSCredentials // where they are such as expire
}

// IsExpired reports whether they must be looked for.
func (k *s3Keys) IsExpired() bool {
	return !k.found || k.expires != nil && k.expires.IsExpired()
}

// Retrieve looks for them.
func (k *s3Keys) Retrieve() (credentials.Value, error) { return k.RetrieveWithCredContext(nil) }

// RetrieveWithCredContext looks for them, with the client of a call where a file of aws names a service
// to ask.
func (k *s3Keys) RetrieveWithCredContext(cc *credentials.CredContext) (credentials.Value, error) {
	k.found, k.expires = false, nil
	for _, names := range [][3]string{
		{"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"},
		{"AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SESSION_TOKEN"},
		{"MINIO_ROOT_USER", "MINIO_ROOT_PASSWORD", ""},
		{"MINIO_ACCESS_KEY", "MINIO_SECRET_KEY", ""},
	} {
		if id, secret := k.env.get(names[0]), k.env.get(names[1]); id != "" && secret != "" {
			return k.have(id, secret, k.env.get(names[2])), nil
		}
	}
	if id, secret := k.ofClient(); id != "" && secret != "" {
		return k.have(id, secret, ""), nil
	}
	for _, file := range k.files() {
		provider := &credentials.FileAWSCredentials{Filename: file, Profile: k.profile()}
		value, err := provider.RetrieveWithCredContext(cc)
		if err == nil && value.AccessKeyID != "" && value.SecretAccessKey != "" {
			k.found = true
			if !value.Expiration.IsZero() {
				k.expires = provider
			}
			return value, nil
		}
	}
	return credentials.Value{}, errNoKeys
}

func (k *s3Keys) have(id, secret, token string) credentials.Value {
	k.found = true
	return credentials.Value{AccessKeyID: id, SecretAccessKey: secret, SessionToken: token, SignerType: credentials.SignatureV4}
}

func (k *s3Keys) profile() string {
	if profile := k.env.get("AWS_PROFILE"); profile != "" {
		return profile
	}
	return "default"
}

// files are those of aws that are there.
func (k *s3Keys) files() (files []string) {
	for _, one := range [][2]string{{"AWS_SHARED_CREDENTIALS_FILE", "credentials"}, {"AWS_CONFIG_FILE", "config"}} {
		file := k.env.get(one[0])
		if file == "" && k.env.Home != "" {
			file = filepath.Join(k.env.Home, ".aws", one[1])
		}
		if info, err := os.Stat(file); err == nil && info.Mode().IsRegular() {
			files = append(files, file)
		}
	}
	return files
}

// ofClient are the keys that mc keeps for this server; those of another are not shown to it.
func (k *s3Keys) ofClient() (id, secret string) {
	file := k.env.get("MINIO_SHARED_CREDENTIALS_FILE")
	if file == "" && k.env.Home != "" {
		dir := ".mc"
		if runtime.GOOS == "windows" {
			dir = "mc"
		}
		file = filepath.Join(k.env.Home, dir, "config.json")
	}
	if info, err := os.Stat(file); err != nil || !info.Mode().IsRegular() {
		return "", ""
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", ""
	}
	type host struct{ URL, AccessKey, SecretKey string }
	var config struct{ Aliases, Hosts map[string]host }
	if json.Unmarshal(data, &config) != nil {
		return "", ""
	}
	alias := k.env.get("MINIO_ALIAS")
	for _, known := range []map[string]host{config.Aliases, config.Hosts} {
		for _, name := range slices.Sorted(maps.Keys(known)) {
			h := known[name]
			at, err := url.Parse(h.URL)
			if err == nil && strings.EqualFold(at.Host, k.at.host) && (at.Scheme == "https") == k.at.secure && (alias == "" || alias == name) {
				return h.AccessKey, h.SecretKey
			}
		}
	}
	return "", ""
}
