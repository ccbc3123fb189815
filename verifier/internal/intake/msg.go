package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"unicode/utf16"

	"github.com/richardlehane/mscfb"
)

const oleStart = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// Names of streams in a .msg ([MS-OXMSG] §2.2): property tag and type; 001F is UTF-16, 001E 8-bit text.
const (
	streamClass      = "__substg1.0_001A" // PidTagMessageClass
	streamHeaders    = "__substg1.0_007D" // PidTagTransportMessageHeaders
	streamAttachment = "__substg1.0_37010102"
	streamFileName   = "__substg1.0_3707"     // PidTagAttachLongFilename
	storageMessage   = "__substg1.0_3701000D" // an attached message is a storage of its own
	typeUnicode      = "001F"
	typeString8      = "001E"
)

// OutlookMessage is what a .msg holds that matters here.
type OutlookMessage struct {
	Class   string // PidTagMessageClass, such as IPM.Note.SMIME.MultipartSigned
	Headers []byte // transport headers as UTF-8, for comparison: not original bytes, and not part of what is signed
	Blobs   []Blob
	Files   []Blob // the attachments in which mails may lie, or do
	Lost    int    // attached messages of an S/MIME class in which nothing signed is left
	Others  int    // attachments that are no signed blob, those of attached messages included
	Unread  error  // a *Problem: not all attachments were read
}

// Blob is a signed attachment: a whole multipart/signed or application/pkcs7-mime entity with its Content-Type and
// without the other headers ([MS-OXOSMIME] §2.1.3.1), or the CMS structure alone (opaque).
type Blob struct {
	Name string // the attachment's file name as a label
	Data []byte
}

func identifyOLE(name string, data []byte) Format {
	switch {
	case bytes.Contains(data, wide("__properties_version1.0")):
		return Msg
	case base(name) == "thumbs.db":
		return System
	}
	return OLE
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

var errMsgDamaged = &Problem{Slug: SlugMsgDamaged, Detail: "the Outlook message cannot be read: it is damaged or incomplete"}

// OpenMsg reads a .msg. The error is a *Problem. Attachments of a message that is attached to this one, as a whole, are found too.
func OpenMsg(data []byte) (m *OutlookMessage, err error) {
	if err := checkDirectory(data); err != nil {
		return nil, err
	}
	defer func() {
		// A reader written by others, on hostile input.
		if recover() != nil {
			m, err = nil, errMsgDamaged
		}
	}()
	r, err := mscfb.New(bytes.NewReader(data))
	if err != nil {
		return nil, errMsgDamaged
	}
	m = &OutlookMessage{}
	names := map[string]string{}
	classes := map[string]string{}
	unread := len(data) // streams do not share sectors, so together they are no longer than the file
	read := func(f *mscfb.File, most int) ([]byte, error) {
		if f.Size > int64(min(most, unread)) {
			return nil, errMsgDamaged
		}
		content, err := readStream(f)
		unread -= len(content)
		return content, err
	}
	var attachments []*mscfb.File
	embedded := map[string]bool{} // messages that are attachments: may any mail be in it?
	for _, f := range r.File {
		storage := strings.Join(f.Path, "/")
		switch {
		case f.Name == streamAttachment:
			attachments = append(attachments, f)
		case f.Name == storageMessage:
			m.Others++
			embedded[storage+"/"+f.Name] = false
		case strings.HasPrefix(f.Name, streamFileName), strings.HasPrefix(f.Name, streamClass),
			strings.HasPrefix(f.Name, streamHeaders) && storage == "":
			raw, err := read(f, maxMsgText)
			if err != nil {
				continue // no blob is lost by it
			}
			text := decodeText(raw, f.Name)
			switch {
			case strings.HasPrefix(f.Name, streamFileName):
				names[storage] = label(text)
			case strings.HasPrefix(f.Name, streamHeaders):
				m.Headers = []byte(text)
			default:
				classes[storage] = text
			}
		}
	}
	m.Class = classes[""]
	for _, f := range attachments {
		storage := strings.Join(f.Path, "/")
		content, err := read(f, len(data))
		if err != nil {
			m.Unread = &Problem{Slug: SlugMsgDamaged, Detail: "an attachment of the Outlook message is damaged: save the mail again, as .eml"}
			m.Others++
			continue
		}
		message := "" // the storage of the message that this is an attachment of
		if i := strings.LastIndexByte(storage, '/'); i >= 0 {
			message = storage[:i]
		}
		blob := Blob{Name: names[storage], Data: content}
		signed := isSignedBlob(classes[message], content)
		if !signed {
			m.Others++
			if !WorthOpening(content) {
				continue
			}
		}
		for at := message; at != ""; at = at[:max(strings.LastIndexByte(at, '/'), 0)] {
			if _, ok := embedded[at]; ok {
				embedded[at] = true
			}
		}
		switch {
		case len(m.Blobs)+len(m.Files) == maxMsgBlobs:
			m.Unread = &Problem{Slug: SlugTooMany, Detail: "the Outlook message has too many attachments; what follows was not read: save them and give them by themselves"}
			return m, nil
		case signed:
			m.Blobs = append(m.Blobs, blob)
		default:
			m.Files = append(m.Files, blob)
		}
	}
	for at, kept := range embedded {
		if !kept && isSMIMEClass(classes[at]) {
			m.Lost++
		}
	}
	return m, nil
}

// isSignedBlob wants an entity that says by its own Content-Type that it is signed, or in a message of an S/MIME class a
// CMS structure.
func isSignedBlob(class string, content []byte) bool {
	if f, ok := identifyDER(content); ok {
		return f == CMS && isSMIMEClass(class)
	}
	header := content[:min(len(content), sniffed)]
	if !looksLikeHeader(header, true) {
		return false
	}
	for len(header) > 0 {
		line, rest, _ := bytes.Cut(header, []byte("\n"))
		header = rest
		if len(bytes.TrimSuffix(line, []byte("\r"))) == 0 {
			return false
		}
		if fieldName(line) != "content-type" {
			continue
		}
		value := line[bytes.IndexByte(line, ':')+1:]
		for len(bytes.TrimSpace(value)) == 0 && len(header) > 0 && (header[0] == ' ' || header[0] == '\t') { // folded
			value, header, _ = bytes.Cut(header, []byte("\n"))
		}
		value = bytes.TrimSpace(value)
		return hasPrefixFold(value, "multipart/signed") || hasPrefixFold(value, "application/pkcs7-mime") ||
			hasPrefixFold(value, "application/x-pkcs7-mime")
	}
	return false
}

func isSMIMEClass(class string) bool { return hasPrefixFold([]byte(class), "IPM.Note.SMIME") }

// readStream reads in pieces: mscfb's cost for one piece grows with the square of its sectors.
func readStream(f *mscfb.File) ([]byte, error) {
	const piece = 32 << 10 // a multiple of every sector size
	content := make([]byte, f.Size)
	for done := 0; done < len(content); {
		n, err := f.Read(content[done:min(len(content), done+piece)])
		done += n
		if done == len(content) {
			break
		}
		if err != nil && !errors.Is(err, io.EOF) || n == 0 {
			return nil, errMsgDamaged
		}
	}
	return content, nil
}

// decodeText takes 8-bit text for Latin-1: transport headers and class names are ASCII.
func decodeText(raw []byte, stream string) string {
	var text []rune
	if strings.HasSuffix(stream, typeUnicode) {
		units := make([]uint16, 0, len(raw)/2)
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, binary.LittleEndian.Uint16(raw[i:]))
		}
		text = utf16.Decode(units)
	} else {
		for _, b := range raw {
			text = append(text, rune(b))
		}
	}
	return strings.TrimRight(string(text), "\x00")
}
