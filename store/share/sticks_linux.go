package share

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// mounts are read from the kernel's table: looking at the folders themselves could wait for ever.
func mounts(env Env) []mount {
	table, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return nil
	}
	user := env.get("USER")
	if user == "" && env.Home != "" {
		user = filepath.Base(env.Home)
	}
	return mountsIn(string(table), user)
}

// noSticks are file systems that are no medium, or lie on another machine.
var noSticks = map[string]bool{"nfs": true, "nfs4": true, "cifs": true, "smb3": true, "smbfs": true, "9p": true, "afs": true, "ceph": true,
	"autofs": true, "tmpfs": true, "proc": true, "sysfs": true, "devtmpfs": true, "overlay": true, "squashfs": true, "nsfs": true, "virtiofs": true,
	"fuse.sshfs": true, "fuse.rclone": true, "fuse.gvfsd-fuse": true, "fuse.portal": true, "fuse.snapfuse": true, "fuse.lxcfs": true}

// mountsIn are those of a table of mounts that lie where sticks are mounted.
func mountsIn(table, user string) []mount {
	var found []mount
	for line := range strings.Lines(table) {
		fields := strings.Fields(line)
		if len(fields) < 4 || noSticks[fields[2]] {
			continue
		}
		path := unescapeMount(fields[1])
		parent := filepath.Dir(path)
		if parent != "/media" && parent != "/mnt" && (user == "" || parent != "/media/"+user && parent != "/run/media/"+user) {
			continue
		}
		options := strings.Split(fields[3], ",")
		found = append(found, mount{path: path, readOnly: slices.Contains(options, "ro"), removable: true})
	}
	slices.SortFunc(found, func(a, b mount) int { return strings.Compare(a.path, b.path) })
	return slices.CompactFunc(found, func(a, b mount) bool { return a.path == b.path })
}

// unescapeMount undoes what the table writes for spaces and the like: a backslash and three octal digits.
func unescapeMount(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+3 < len(s) {
			if c, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				b.WriteByte(byte(c))
				i += 3
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
