package attach

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/bound"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/pdfsig"
	"pecverifier/verifier/internal/smime"
)

// endings are those that a container's name has.
var endings = map[string][]string{
	"cades": {".p7m", ".p7s", ".p7c", ".p7b", ".sig", ".pem"}, "pades": {".pdf"}, "xades": {".xml", ".xsig", ".xades"},
	"asic": {".asics", ".asice", ".scs", ".sce", ".zip"}, "tst": {".tst", ".tsr", ".tsq"}, "tsd": {".tsd"}, "m7m": {".m7m"},
}

// covers are endings that are taken off with a cover.
var covers = []string{".p7m", ".p7s", ".tsd", ".m7m", ".asics", ".asice", ".scs", ".sce", ".p7", ".sig"}

// programs are endings of what runs when it is opened.
var programs = []string{".exe", ".scr", ".js", ".jse", ".bat", ".cmd", ".com", ".vbs", ".vbe", ".wsf", ".msi", ".ps1", ".jar", ".lnk", ".hta", ".pif", ".cpl", ".reg"}

// fits says whether a name says what the bytes are. It decides nothing: a name is a hint for people, and theirs to be warned of.
func fits(name, container string, data []byte) bool {
	if name == "" {
		return true
	}
	if visible(name) != name {
		return false
	}
	lower := strings.ToLower(strings.TrimSpace(name))
	end := path.Ext(lower)
	for rest := lower; ; { // atto.pdf.exe.p7m
		e := path.Ext(rest)
		if slices.Contains(programs, e) {
			return false
		}
		if !slices.Contains(covers, e) {
			break
		}
		rest = strings.TrimSuffix(rest, e)
	}
	if known, ok := endings[container]; ok {
		return slices.Contains(known, end) || container == "cades" && strings.HasPrefix(end, ".p7")
	}
	switch typeOf(data) {
	case "application/pdf":
		return end == ".pdf"
	case "application/zip", "application/octet-stream", "text/plain":
		return end != ".pdf" && !slices.Contains(covers, end)
	}
	return !slices.Contains(covers, end)
}

// uncovered is the name of what is inside of a cover.
func uncovered(name string) string {
	lower := strings.ToLower(name)
	for _, e := range covers {
		if strings.HasSuffix(lower, e) && len(name) > len(e) {
			return name[:len(name)-len(e)]
		}
	}
	return name
}

// SafeName is a name under which a file can be saved: no folder, nothing that is not seen, and no sign that means something to a shell
// or a file system.
func SafeName(name string) string {
	name = strings.ReplaceAll(name, "\\", "/")
	name = name[strings.LastIndexByte(name, '/')+1:]
	name = strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, !unicode.IsPrint(r), unicode.Is(unicode.Cf, r):
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	name = strings.Trim(name, " .")
	for len(name) > maxName { // the ending is kept
		_, size := utf8.DecodeRuneInString(name)
		name = name[size:]
	}
	if name == "" {
		return "documento"
	}
	return name
}

// visible writes what cannot be seen, and what turns the direction of a text, as its code.
func visible(s string) string {
	if !strings.ContainsFunc(s, hides) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if hides(r) {
			fmt.Fprintf(&b, "\\u{%04X}", r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func hides(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
}

// typeOf is a media type by the bytes.
func typeOf(data []byte) string {
	if pdfsig.Looks(data) && bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("%PDF-")) {
		return "application/pdf"
	}
	if _, ok := intake.SignedData(data); ok {
		return "application/pkcs7-mime"
	}
	switch f := intake.Identify("", data); f {
	case intake.Message:
		return "message/rfc822"
	case intake.Zip, intake.Office:
		return "application/zip"
	case intake.PNG:
		return "image/png"
	case intake.JPEG:
		return "image/jpeg"
	case intake.GIF:
		return "image/gif"
	case intake.TIFF:
		return "image/tiff"
	case intake.HTML:
		return "text/html"
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("<?xml")), bytes.HasPrefix(start, []byte("<")) && bytes.Contains(start, []byte("xmlns")):
		return "application/xml"
	case len(data) > 0 && utf8.Valid(data[:min(len(data), 4096)]) && bytes.IndexByte(data[:min(len(data), 4096)], 0) < 0:
		return "text/plain"
	}
	return "application/octet-stream"
}

// active looks into an office document for macros.
func active(data []byte) []string {
	if !bytes.HasPrefix(data, []byte("PK\x03\x04")) || !bytes.Contains(data, []byte("vbaProject")) {
		return nil
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if r == nil || err != nil {
		return nil
	}
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "vbaProject.bin") {
			return []string{"macros"}
		}
	}
	return nil
}

// encodingOf says how a structure is written.
func encodingOf(data, der []byte) string {
	switch {
	case &data[0] != &der[0] && bytes.Contains(data[:min(len(data), 512)], []byte("-----BEGIN")):
		return "pem"
	case &data[0] != &der[0]:
		return "base64"
	}
	if plain, err := cms.Normalise(der); err == nil && len(plain) > 0 && &plain[0] == &der[0] {
		return "der"
	}
	return "ber"
}

func base64Of(sum []byte) string { return base64.StdEncoding.EncodeToString(sum) }

func sha(data []byte) string { return digest.SHA256(data) }

func list(words []string) string { return bound.Text(strings.Join(words, ", "), maxValue) }

// mime is an .m7m: a mail-like file of a signed document and the time-stamp over it, which Italian programs made before RFC 5544.
func (c *container) mime() bool {
	head := bytes.ToLower(c.data[:min(len(c.data), 4096)])
	if len(c.data) > maxMIME || !bytes.Contains(head, []byte("multipart/")) || !bytes.Contains(bytes.ToLower(c.data), []byte("timestamp")) {
		return false
	}
	root, err := smime.Parse(c.data)
	if err != nil || !root.IsMultipart() {
		return false
	}
	parts, err := root.Children()
	if err != nil || len(parts) != 2 {
		return false
	}
	var document, token []byte
	name := ""
	for _, p := range parts {
		data, err := p.Decoded()
		if err != nil {
			return false
		}
		if strings.Contains(p.Type, "timestamp") || strings.HasSuffix(strings.ToLower(p.Name()), ".tsr") || strings.HasSuffix(strings.ToLower(p.Name()), ".tst") {
			token = data
		} else {
			document, name = data, p.Name()
		}
	}
	if token == nil || document == nil {
		return false
	}
	c.out.Container = "m7m"
	if name != "" {
		c.name = name + ".m7m"
	}
	c.enclosed(document, token, sums(document))
	return true
}
