package intake

import (
	"os"
	"strings"

	"golang.org/x/sys/windows"
)

// Mounts are the drives other than the system's, without network drives: one that is out of reach
// would hold up the list for half a minute.
func Mounts() []string {
	drives, err := windows.GetLogicalDrives()
	if err != nil {
		return nil
	}
	system := strings.ToUpper(os.Getenv("SystemDrive"))
	var out []string
	for i := range 26 {
		name := string(rune('A'+i)) + ":"
		if drives&(1<<i) == 0 || i < 2 || name == system {
			continue
		}
		root := name + `\`
		path, err := windows.UTF16PtrFromString(root)
		if err != nil {
			continue
		}
		switch windows.GetDriveType(path) {
		case windows.DRIVE_REMOVABLE, windows.DRIVE_FIXED:
			out = append(out, root)
		}
	}
	return out
}
