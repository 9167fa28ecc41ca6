package share

import (
	"context"
	"path/filepath"
	"time"

	"rollbook/model"
)

// Stick is a removable medium that is mounted.
type Stick struct {
	Path     string   // where it is mounted: a folder, or a drive such as E:\
	Share    model.ID // the share that lies on it, by its hint; zero: none
	Folder   string   // where that share lies, or where a new one would: the folder 'rollbook' on it
	ReadOnly bool     // nothing can be written to it
}

// stickFolder is the folder that a share on a stick lies in, unless it is the stick itself.
const stickFolder = "rollbook"

// stickPatience is how long one stick is waited for: it is looked at every few seconds.
var stickPatience = limits{answer: 2 * time.Second, whole: 2 * time.Second, pace: 1 << 20}

// Sticks are the removable media that are mounted, in the order of their paths: on Linux below /media,
// /run/media and /mnt, on macOS below /Volumes, on Windows the drives that are removable and other
// drives that a share lies on. It reads nothing but hints, and waits two seconds at most for each.
func Sticks(env Env) []Stick {
	var sticks []Stick
	for _, m := range mounts(env) {
		if stick, found := stickAt(m.path, stickPatience); found && (m.removable || !stick.Share.IsZero()) {
			stick.ReadOnly = m.readOnly
			sticks = append(sticks, stick)
		}
	}
	return sticks
}

// mount is a medium that the system has mounted.
type mount struct {
	path                string
	readOnly, removable bool
}

// stickAt looks for a share on a medium; false where the medium can't be read.
func stickAt(path string, wait limits) (Stick, bool) {
	stick := Stick{Path: path, Folder: filepath.Join(path, stickFolder)}
	ctx := context.Background()
	if newFolder(path, wait).Probe(ctx) != nil {
		return Stick{}, false
	}
	for _, folder := range []string{path, stick.Folder} {
		data, err := newFolder(folder, wait).Get(ctx, Hint, MaxHint)
		if err != nil {
			continue
		}
		if space, err := ReadHint(data); err == nil {
			stick.Share, stick.Folder = space, folder
			break
		}
	}
	return stick, true
}
