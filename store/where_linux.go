package store

import "syscall"

// What statfs(2) calls file systems that lie on another machine.
var networks = map[int64]bool{
	0x6969:     true, // NFS
	0x517b:     true, // SMB
	0xff534d42: true, // CIFS
	0xfe534d42: true, // SMB 2 and later
	0x564c:     true, // NCP
	0x5346414f: true, // AFS
	0x01021997: true, // 9P
}

// onNetwork reports whether a folder lies on another machine.
func onNetwork(folder string) bool {
	var stat syscall.Statfs_t
	return syscall.Statfs(folder, &stat) == nil && networks[int64(stat.Type)&0xffffffff]
}
