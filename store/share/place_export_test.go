package share

import "time"

// OpenWithin is Open with time limits of its own.
func OpenWithin(target string, env Env, answer, whole time.Duration) (Place, error) {
	return open(target, env, limits{answer: answer, whole: whole, pace: 1 << 30})
}

// StickAt looks at one medium.
func StickAt(path string) (Stick, bool) { return stickAt(path, stickPatience) }

// Netrc reads the text of a netrc.
func Netrc(text, host string) (user, password string) { return netrc(text, host) }
