package share

import (
	"strings"

	"golang.org/x/sys/windows"
)

// mounts are the drive letters but the system's own. A large stick calls itself a fixed drive.
func mounts(env Env) []mount {
	// Without this an empty card reader has the system ask for a disk.
	before := windows.SetErrorMode(windows.SEM_FAILCRITICALERRORS)
	defer windows.SetErrorMode(before)
	letters, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	system := env.get("SystemDrive")
	if system == "" {
		system = "C:"
	}
	var found []mount
	for i := range 26 {
		path := string(rune('A'+i)) + `:\`
		if letters&(1<<i) == 0 || strings.EqualFold(path[:2], system) {
			continue
		}
		root, err := windows.UTF16PtrFromString(path)
		if err != nil {
			continue
		}
		kind := windows.GetDriveType(root)
		if kind != windows.DRIVE_REMOVABLE && kind != windows.DRIVE_FIXED {
			continue
		}
		var flags uint32
		if windows.GetVolumeInformation(root, nil, 0, nil, nil, &flags, nil, 0) != nil {
			continue // nothing is in it
		}
		found = append(found, mount{path: path, readOnly: flags&windows.FILE_READ_ONLY_VOLUME != 0, removable: kind == windows.DRIVE_REMOVABLE})
	}
	return found
}
