package intake

import (
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
)

var windowsPath = regexp.MustCompile(`^(?:[A-Za-z]:[\\/]|\\\\[^\\])`)

// PastedPath makes a path of what was pasted, or typed by a terminal onto which a file was
// dragged: with quotation marks, as a file:// address, or with blanks escaped by backslashes.
// Several lines yield the first. home stands for a leading ~.
func PastedPath(text, home string) string {
	text = strings.Trim(text, "\x00\ufeff \t\r\n")
	text, _, _ = strings.Cut(text, "\n")
	text = strings.TrimSpace(text)
	text = strings.TrimSpace(strings.TrimPrefix(text, "& ")) // PowerShell writes & 'C:\…'
	inner, quote := unquote(text)
	switch {
	case strings.HasPrefix(strings.ToLower(inner), "file:"):
		return fromURL(inner)
	case windowsPath.MatchString(inner):
		return inner
	case quote == '\'':
		inner = strings.ReplaceAll(inner, `'\''`, `'`)
	case quote == 0:
		inner = unescape(inner)
	}
	if home != "" && (inner == "~" || strings.HasPrefix(inner, "~/") || strings.HasPrefix(inner, `~\`)) {
		return filepath.Join(home, inner[1:])
	}
	return inner
}

// unquote takes a pair of quotation marks off, and says which.
func unquote(s string) (inner string, quote rune) {
	for _, pair := range []string{`""`, `''`, "\u201c\u201d", "\u2018\u2019", "<>", "``"} {
		marks := []rune(pair)
		open, shut := string(marks[0]), string(marks[1])
		if len(s) > len(open)+len(shut) && strings.HasPrefix(s, open) && strings.HasSuffix(s, shut) {
			return strings.TrimSpace(s[len(open) : len(s)-len(shut)]), marks[0]
		}
	}
	return s, 0
}

// unescape takes out the backslashes with which a shell protects blanks and signs. One before a
// letter or a figure protects nothing: it belongs to a path of Windows.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) && !alphanumeric(s[i+1]) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

// fromURL is the path of a file: address; a text that is none comes back as it is.
func fromURL(text string) string {
	u, err := url.Parse(strings.ReplaceAll(text, " ", "%20"))
	if err != nil || u.Path == "" {
		return text
	}
	path := u.Path
	if len(path) > 3 && path[0] == '/' && windowsPath.MatchString(path[1:]) {
		return strings.ReplaceAll(path[1:], "/", `\`)
	}
	if u.Host != "" && !strings.EqualFold(u.Host, "localhost") {
		return `\\` + u.Host + strings.ReplaceAll(path, "/", `\`) // a share of a Windows network
	}
	return path
}
