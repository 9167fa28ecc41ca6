package share

import "testing"

func TestSticksAreFoundInTheTableOfMounts(t *testing.T) {
	const table = `proc /proc proc rw,nosuid 0 0
/dev/sda1 / ext4 rw,relatime 0 0
/dev/sdb1 /media/asha/IPS\040STICK vfat rw,nosuid,uid=1000 0 0
/dev/sdc1 /run/media/asha/Card\0111 exfat ro,nosuid 0 0
/dev/sdd1 /media/ben/OTHER vfat rw 0 0
server:/x /mnt/net nfs4 rw 0 0
//nas/x /media/asha/nas cifs rw 0 0
/dev/sde1 /mnt/usb ext4 rw 0 0
/dev/sde1 /mnt/usb ext4 rw 0 0
/dev/sdf1 /mnt/deep/er ext4 rw 0 0
/dev/sdg1 /media/cdrom iso9660 ro 0 0
broken
`
	got := mountsIn(table, "asha")
	want := []mount{{"/media/asha/IPS STICK", false, true}, {"/media/cdrom", true, true}, {"/mnt/usb", false, true}, {"/run/media/asha/Card\t1", true, true}}
	if len(got) != len(want) {
		t.Fatalf("found %+v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("found %+v instead of %+v", got[i], want[i])
		}
	}
}
