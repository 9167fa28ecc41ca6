package store

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
)

// whereHash tells places apart where a book may lie: this machine, and the path. A hash is enough for that,
// and names nothing.
func whereHash(path string) []byte {
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	if whole, err := filepath.EvalSymlinks(path); err == nil {
		path = whole
	}
	sum := sha256.Sum256([]byte(machine() + "\x00" + path))
	return sum[:16]
}

// machine is what the system calls this machine for good, or its name where the system has no such id.
func machine() string {
	for _, file := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid"} {
		if id, err := os.ReadFile(file); err == nil && len(strings.TrimSpace(string(id))) > 0 {
			return strings.TrimSpace(string(id))
		}
	}
	name, _ := os.Hostname() // without one, the path alone tells
	return name
}
