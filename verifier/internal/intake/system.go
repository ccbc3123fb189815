package intake

import (
	"bytes"
	"strings"
)

// Systems and mail programs put files of their own beside what a person keeps. They are known by what is in them; where one bears its
// usual name too, and nobody gave it by itself, it is nothing that somebody lost: a folder copied from a Mac has one for each mail.

// appleDouble begins a file in which macOS keeps the attributes of another, under its name with "._" before it (RFC 1740 §A).
const appleDouble = "\x00\x05\x16\x07"

// KeptBySystem says whether a file of that format is a system's own by its name too. A file that bears such a name and is another, or is
// such a file under another name, is none.
func KeptBySystem(name string, f Format) bool { return f == System && hasSystemName(name) }

func hasSystemName(name string) bool {
	n := base(name)
	switch n {
	case ".ds_store", "desktop.ini", "thumbs.db", ".localized", "icon\r":
		return true
	}
	return strings.HasPrefix(n, "._") || strings.HasSuffix(n, ".msf")
}

// base is what stands behind the folders in a name, in lower case.
func base(name string) string {
	return strings.ToLower(name[strings.LastIndexAny(name, `/\`)+1:])
}

// isFolderIni knows desktop.ini, in UTF-16 or not, by its first section.
func isFolderIni(head []byte) bool {
	plain := bytes.ReplaceAll(bytes.TrimPrefix(head[:min(len(head), 128)], []byte("\xFF\xFE")), []byte{0}, nil)
	plain = skipBlank(plain)
	return bytes.HasPrefix(plain, []byte("[.ShellClassInfo]")) || bytes.HasPrefix(plain, []byte("[LocalizedFileNames]"))
}
