//go:build !linux

package store

import "strings"

// onNetwork reports whether a folder lies on another machine, as far as its name tells.
func onNetwork(folder string) bool { return strings.HasPrefix(folder, `\\`) }
