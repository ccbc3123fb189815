package intake

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// magics are formats with a fixed start; the first that fits counts.
var magics = []struct {
	start  string
	format Format
}{
	{"%PDF-", PDF},
	{"\x89PNG\r\n\x1a\n", PNG},
	{"\xFF\xD8\xFF", JPEG},
	{"GIF87a", GIF}, {"GIF89a", GIF},
	{"II*\x00", TIFF}, {"MM\x00*", TIFF},
	{"{\\rtf", RTF},
	{"!BDN", PST},
	{"\xCF\xAD\x12\xFE", DBX}, {"JMF6", DBX},
	{"\x78\x9F\x3E\x22", TNEF},
	{"7z\xBC\xAF\x27\x1C", Archive}, {"Rar!\x1A\x07", Archive}, {"\xFD7zXZ\x00", Archive}, {"\x28\xB5\x2F\xFD", Archive}, // zstd
	{"MSCF", Archive}, {"\x1F\x9D", Archive}, {"\x1F\xA0", Archive}, {"LZIP", Archive}, {"\x04\x22\x4D\x18", Archive}, // cab, compress, lzip, lz4
	{"\x1F\x8B\x08", Gzip},
	{"\x1A\x00\x00\x03", Database}, {"\x1A\x00\x00\x04", Database}, {"SQLite format 3\x00", Database}, // Notes; what newer programs keep mail in
	{appleDouble, System}, {"\x00\x00\x00\x01Bud1", System}, {"// <!-- <mdb:mork:z", System}, // of macOS; .DS_Store; .msf of Thunderbird
}

const utf8BOM = "\xEF\xBB\xBF"

// Identify says what data is, from its first bytes. The name counts only where those fit two things.
func Identify(name string, data []byte) Format {
	f := identify(name, data)
	if f == Message && len((&Walk{}).split(data)) > 1 {
		return Mbox
	}
	return f
}

// identify is Identify but for a mailbox, which is a Message to it.
func identify(name string, data []byte) Format {
	switch len(data) {
	case 0:
		if n := base(name); n == ".localized" || n == "icon\r" { // macOS
			return System
		}
		return Empty
	case 1:
		return OneByte
	}
	if f, ok := byMagic(data); ok {
		return f
	}
	switch {
	case isBzip2(data):
		return Bzip2
	case isTar(data):
		return Tar
	case hasZipStart(data):
		return identifyZip(data)
	case bytes.HasPrefix(data, []byte(oleStart)):
		return identifyOLE(name, data)
	case len(data) > 8 && string(data[4:8]) == "\xEF\xCD\xAB\x89": // ESE: Exchange, Windows Mail
		return Database
	}
	if f, ok := identifyDER(data); ok {
		return f
	}
	start := skipBlank(bytes.TrimPrefix(data, []byte(utf8BOM)))
	head := start[:min(len(start), sniffed)]
	if len(head) > 0 && head[0] == '<' {
		if f, ok := identifyMarkup(head); ok {
			return f
		}
	}
	if f, ok := identifyPEM(head); ok {
		return f
	}
	if raw, ok := decodeStart(head); ok {
		if f, ok := identifyDER(raw); ok {
			return f
		}
		if holdsMail(raw) && isBase64(head) {
			return Base64
		}
	}
	if f, ok := identifyMail(name, skipBlankLines(bytes.TrimPrefix(data, []byte(utf8BOM)))); ok {
		return f
	}
	switch {
	case isLDIF(head):
		return ProviderList
	case hasPrefixFold(head, "BEGIN:VCALENDAR"), hasPrefixFold(head, "BEGIN:VCARD"): // RFC 5545 §3.4, RFC 6350 §6.1.1
		return Calendar
	case isFolderIni(head):
		return System
	}
	if isText(data[:min(len(data), sniffed)]) {
		return Text
	}
	return Binary
}

func byMagic(data []byte) (Format, bool) {
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.start)) {
			return m.format, true
		}
	}
	return Binary, false
}

// isBzip2 wants the level and the first block's mark behind the two letters, which a text may begin with.
func isBzip2(data []byte) bool {
	return len(data) > 10 && bytes.HasPrefix(data, []byte("BZh")) && data[3] >= '1' && data[3] <= '9' && bytes.HasPrefix(data[4:], []byte("1AY&SY"))
}

// holdsMail says whether the first bytes of something that was encoded are those of a mail or of a container.
func holdsMail(start []byte) bool {
	switch f := identify("", start); f {
	case Message, Zip, Tar, Gzip, Bzip2, Msg, Base64, CMS, Stamped:
		return true
	case OLE:
		return true // a message may be known by what stands further on
	}
	return false
}

func identifyMail(name string, start []byte) (Format, bool) {
	if bytes.HasPrefix(start, mmdfLine) {
		_, rest, _ := bytes.Cut(start, []byte("\n"))
		return Message, looksLikeHeader(rest, true) || bytes.HasPrefix(rest, fromStart)
	}
	if mail, ok := cutStore(start); ok {
		start = mail
	}
	if rest, ok := cutReply(start); ok {
		start = rest
	}
	if _, rest, ok := cutFromLine(start); ok && looksLikeHeader(rest, true) {
		return Message, true
	}
	// A program that calls it a message is believed where its first line could begin one.
	lower := strings.ToLower(name)
	return Message, looksLikeHeader(start, strings.HasSuffix(lower, ".eml"))
}

// identifyMarkup tells HTML, daticert.xml and other XML apart by the first element.
func identifyMarkup(head []byte) (Format, bool) {
	declared := bytes.HasPrefix(head, []byte("<?xml"))
	for len(head) > 0 {
		head = skipBlank(head)
		var end string
		switch {
		case bytes.HasPrefix(head, []byte("<!--")):
			end = "-->"
		case bytes.HasPrefix(head, []byte("<?")):
			end = "?>"
		case bytes.HasPrefix(head, []byte("<!")):
			if hasPrefixFold(head, "<!doctype html") {
				return HTML, true
			}
			end = ">" // declarations inside the DOCTYPE come one by one
		case len(head) > 1 && head[0] == '<':
			return markupByRoot(head[1:], declared)
		case len(head) > 0 && (head[0] == '>' || head[0] == ']'): // the rest of a DOCTYPE
			head = head[1:]
			continue
		default:
			return XML, declared
		}
		i := bytes.Index(head, []byte(end))
		if i < 0 {
			break
		}
		head = head[i+len(end):]
	}
	return XML, declared
}

func markupByRoot(root []byte, declared bool) (Format, bool) {
	end := bytes.IndexAny(root, " \t\r\n/>")
	if end < 0 {
		return XML, declared
	}
	name := string(root[:end])
	if i := strings.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	switch strings.ToLower(name) {
	case "postacert":
		return Daticert, true
	case "evidence": // registered mail of the Union, EN 319 522-3
		return Evidence, true
	case "trustservicestatuslist": // a trusted list of a state, ETSI TS 119 612
		return ProviderList, true
	case "html", "head", "body", "meta", "title", "div", "p", "table", "span", "script", "style", "font", "br":
		return HTML, true
	}
	// Without a declaration an address in angle brackets would do as well.
	first := byte(0)
	if name != "" {
		first = name[0]
	}
	plain := first >= 'a' && first <= 'z' || first >= 'A' && first <= 'Z' || first == '_'
	return XML, declared || plain && !strings.ContainsAny(name, "@<")
}

// isLDIF knows the index of providers (RFC 6109 §4.5) and other LDIF by their first lines.
func isLDIF(head []byte) bool {
	for range 20 {
		line, rest, more := bytes.Cut(head, []byte("\n"))
		switch {
		case hasPrefixFold(line, "dn:"):
			return true
		case len(bytes.TrimSpace(line)) == 0, line[0] == '#', hasPrefixFold(line, "version:"):
		default:
			return false
		}
		if !more {
			return false
		}
		head = rest
	}
	return false
}

func isText(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xFF\xFE")) || bytes.HasPrefix(head, []byte("\xFE\xFF")) {
		return true // UTF-16
	}
	controls, high := 0, 0
	for _, b := range head {
		switch {
		case b == 0:
			return false
		case b < ' ' && !isBlank(b) && b != '\f' && b != 0x1B:
			controls++
		case b >= 0x80:
			high++
		}
	}
	for cut := range min(len(head), utf8.UTFMax) { // the last character may be cut
		if utf8.Valid(head[:len(head)-cut]) {
			high = 0
			break
		}
	}
	return controls*20 <= len(head) && high*5 <= len(head)
}

func isBlank(b byte) bool { return b == ' ' || b == '\t' || b == '\r' || b == '\n' }

func skipBlank(data []byte) []byte {
	for len(data) > 0 && isBlank(data[0]) {
		data = data[1:]
	}
	return data
}

func hasPrefixFold(data []byte, prefix string) bool {
	return len(data) >= len(prefix) && strings.EqualFold(string(data[:len(prefix)]), prefix)
}
