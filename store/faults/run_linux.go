//go:build amd64 || arm64

package faults

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// request is a call that waits for an answer, as Linux lays it out.
type request struct {
	id    uint64
	pid   uint32
	flags uint32
	call  struct {
		number int32
		arch   uint32
		at     uint64
		args   [6]uint64
	}
}

type answer struct {
	id    uint64
	value int64
	errno int32
	flags uint32
}

func run(t testing.TB, program *exec.Cmd, folder string, judge func(int, Call) Verdict) (Recording, error) {
	t.Helper()
	pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	defer unix.Close(pair[0])
	theirs := os.NewFile(uintptr(pair[1]), "watched")
	program.ExtraFiles = append(program.ExtraFiles, theirs)
	program.Env = append(program.Environ(), fmt.Sprintf("%s=%d", socketVariable, 2+len(program.ExtraFiles)), "GODEBUG=asyncpreemptoff=1")
	err = program.Start()
	theirs.Close()
	if err != nil {
		return nil, err
	}
	hung := time.AfterFunc(tooLong, func() { program.Process.Kill() })
	listener, err := listenerFrom(pair[0])
	if err != nil {
		program.Process.Kill()
		return nil, errors.Join(ErrUnsupported, err, program.Wait())
	}
	w := &watch{t: t, folder: folder, listener: listener, program: program, judge: judge}
	runtime.LockOSThread()
	watchErr := w.all()
	runtime.UnlockOSThread()
	unix.Close(listener)
	err = program.Wait()
	if !hung.Stop() {
		t.Errorf("the program hangs; the last that it did: %v", w.seen[max(0, len(w.seen)-5):])
	}
	return w.seen, errors.Join(watchErr, err)
}

// listenerFrom is the descriptor that the program sends; an error where it ended without.
func listenerFrom(socket int) (int, error) {
	data, rights := make([]byte, 1), make([]byte, unix.CmsgSpace(4))
	n, m, _, _, err := unix.Recvmsg(socket, data, rights, unix.MSG_CMSG_CLOEXEC)
	if err != nil || n == 0 {
		return 0, errors.Join(errors.New("the program did not submit"), err)
	}
	messages, err := unix.ParseSocketControlMessage(rights[:m])
	if err != nil || len(messages) != 1 {
		return 0, errors.Join(errors.New("the program sent something else"), err)
	}
	fds, err := unix.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return 0, errors.Join(errors.New("the program sent something else"), err)
	}
	return fds[0], nil
}

// watch is one program being watched.
type watch struct {
	t        testing.TB
	folder   string
	listener int
	program  *exec.Cmd
	judge    func(int, Call) Verdict

	seen   Recording
	judged int
}

// all answers until the program has ended.
func (w *watch) all() error {
	for {
		ready := []unix.PollFd{{Fd: int32(w.listener), Events: unix.POLLIN}}
		if _, err := unix.Poll(ready, -1); err == unix.EINTR {
			continue
		} else if err != nil {
			return err
		}
		if ready[0].Revents&unix.POLLIN == 0 {
			return nil // nobody is left who could call
		}
		var r request
		switch err := w.ioctl(unix.SECCOMP_IOCTL_NOTIF_RECV, unsafe.Pointer(&r)); err {
		case nil:
		case unix.EINTR, unix.ENOENT:
			continue
		default:
			return err
		}
		if err := w.answer(&r); err != nil {
			return err
		}
	}
}

func (w *watch) ioctl(what uint, with unsafe.Pointer) error {
	_, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(w.listener), uintptr(what), uintptr(with))
	if errno != 0 {
		return errno
	}
	return nil
}

// answer has one call judged, and notes it.
func (w *watch) answer(r *request) error {
	a := answer{id: r.id, flags: unix.SECCOMP_USER_NOTIF_FLAG_CONTINUE}
	seen, judged := len(w.seen), w.judged
	for _, c := range w.understand(r) {
		switch {
		case c.Op == Say:
			w.seen = append(w.seen, c)
			continue
		case c.Op == unknown:
			a.flags, a.errno = 0, -int32(unix.ENOSYS)
			continue
		}
		v := w.judge(w.judged, c)
		w.judged++
		if v.Kill {
			return w.program.Process.Kill()
		}
		if v.Errno != 0 {
			a.flags, a.errno = 0, -int32(v.Errno)
			if c.Failed = !v.After || c.Op == Sync; v.After {
				if err := w.do(r, &c); err != nil {
					return err
				}
			}
		}
		w.seen = append(w.seen, c)
	}
	err := w.ioctl(unix.SECCOMP_IOCTL_NOTIF_SEND, unsafe.Pointer(&a))
	if err == unix.ENOENT { // a signal came in between: it calls once more, or was killed
		w.seen, w.judged = w.seen[:seen], judged
		return nil
	}
	return err
}

// do does a call in the program's place.
func (w *watch) do(r *request, c *Call) error {
	at := func(name string) string { return w.folder + "/" + name }
	switch c.Op {
	case Write:
		c.Data = c.Data[:len(c.Data)/2]
		f, err := os.OpenFile(fmt.Sprintf("/proc/%d/fd/%d", r.pid, r.call.args[0]), os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		_, err = f.WriteAt(c.Data, c.At)
		return errors.Join(err, f.Close())
	case Resize:
		return os.Truncate(at(c.Name), c.Size)
	case Create:
		return os.WriteFile(at(c.Name), nil, 0o600)
	case MakeFolder:
		return os.Mkdir(at(c.Name), 0o700)
	case Rename:
		return os.Rename(at(c.Name), at(c.To))
	case Link:
		return os.Link(at(c.Name), at(c.To))
	case Remove:
		return os.Remove(at(c.Name))
	}
	return nil
}
