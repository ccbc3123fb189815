package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const (
	zipLocal   = "PK\x03\x04"
	zipCentral = "PK\x01\x02"
	zipEnd     = "PK\x05\x06"
)

func hasZipStart(data []byte) bool {
	return bytes.HasPrefix(data, []byte(zipLocal)) || bytes.HasPrefix(data, []byte(zipEnd)) ||
		bytes.HasPrefix(data, []byte("PK\x07\x08"))
}

// identifyZip knows office documents by the name of their first entry: OOXML by its content types or relations, ODF by
// `mimetype`.
func identifyZip(data []byte) Format {
	const header = 30
	if len(data) < header || !bytes.HasPrefix(data, []byte(zipLocal)) {
		return Zip
	}
	length := int(data[26]) | int(data[27])<<8
	extra := int(data[28]) | int(data[29])<<8
	name := data[header:min(len(data), header+length)]
	content := data[min(len(data), header+length+extra):]
	switch {
	case string(name) == "mimetype" && bytes.HasPrefix(content, []byte("application/vnd.etsi.asic")): // a signed archive (EN 319 162-1 §4)
		return Zip
	case string(name) == "[Content_Types].xml", bytes.HasPrefix(name, []byte("_rels/")), bytes.HasPrefix(name, []byte("docProps/")),
		string(name) == "mimetype" && bytes.HasPrefix(content, []byte("application/")):
		return Office
	}
	return Zip
}

// zip goes through an archive.
func (w *Walk) zip(at place, data []byte) error {
	if n := bytes.Count(data, []byte(zipCentral)); n > maxZipHeaders {
		return w.fail(at, SlugTooMany, fmt.Sprintf("the archive has %d directory records", n))
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !(errors.Is(err, zip.ErrInsecurePath) && r != nil) {
		return w.fail(at, SlugZipDamaged, "the archive cannot be read: it is damaged or incomplete")
	}
	if isOLM(r.File) {
		return w.leaf(at, Entry{Format: OLM})
	}
	r.RegisterDecompressor(methodBzip2, func(r io.Reader) io.ReadCloser { return io.NopCloser(bzip2.NewReader(r)) })
	packed := uint64(0)
	for _, f := range r.File {
		// Records that share bytes are how a small archive claims a large content.
		if packed += f.CompressedSize64; f.CompressedSize64 > uint64(len(data)) || packed > uint64(len(data)) {
			return w.fail(at, SlugBomb, "the entries of the archive overlap")
		}
	}
	files := 0
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") && f.UncompressedSize64 == 0 && f.CompressedSize64 <= emptyPacked { // a folder
			continue
		}
		left := w.left.entries
		if err := w.zipEntry(at.entry(own(f.Name)), f); err != nil || w.stopped {
			return err
		}
		if w.left.entries < left || !hasSystemName(f.Name) {
			files++
		}
	}
	if unlisted(data, r.File) {
		return w.fail(at, SlugZipDamaged, "the archive holds more than its directory lists, which was not read: unpack it and give what is in it")
	}
	if files == 0 {
		return w.fail(at, SlugEmptyArchive, "the archive has no files")
	}
	return nil
}

// emptyPacked is the most that nothing is packed to.
const emptyPacked = 2

// unlisted says whether files, or mails, stand in an archive beside what its directory lists. Programs that do not go by the directory
// unpack them: what `cat` made of two archives, what was taken out of the directory alone or is empty by it, a mail behind its end.
func unlisted(data []byte, listed []*zip.File) bool {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(listed)+1)
	for _, f := range listed {
		if from, err := f.DataOffset(); err == nil {
			from = min(from, int64(len(data))) // the lengths of a record's fields may reach beyond the end
			spans = append(spans, span{from, min(from+int64(f.CompressedSize64), int64(len(data)))})
		}
	}
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.from, b.from) })
	headers, at := 0, int64(0)
	for _, s := range append(spans, span{int64(len(data)), int64(len(data))}) {
		if s.from > at {
			between := data[at:s.from]
			headers += bytes.Count(between, []byte(zipLocal))
			mails, _ := FindSigned(between)
			if headers > len(listed) || len(mails) > 0 || !beginsRecord(between) {
				return true
			}
		}
		at = max(at, s.to)
	}
	end := bytes.LastIndex(data, []byte(zipEnd))
	if end < 0 || len(data) < end+endRecord {
		return false // and no archive
	}
	end += endRecord + int(data[end+20]) + int(data[end+21])<<8 // its comment
	return len(bytes.Trim(data[min(end, len(data)):], "\x00")) > maxBetween
}

const (
	endRecord  = 22 // APPNOTE 4.3.16
	maxBetween = 64 // bytes of no use between two records, or behind the last; a data descriptor has 24
)

// beginsRecord says whether what stands between the contents of entries begins with a record, behind the descriptor of the entry before.
func beginsRecord(between []byte) bool {
	head := between[:min(len(between), maxBetween+len(zipLocal))]
	for _, mark := range []string{zipLocal, zipCentral, zipEnd, "PK\x06\x06", "PK\x06\x08"} { // the last two: zip64, archive extra data
		if bytes.Contains(head, []byte(mark)) {
			return true
		}
	}
	return false
}

const methodBzip2 = 12 // APPNOTE 4.4.5

func (w *Walk) zipEntry(at place, f *zip.File) error {
	if f.Flags&1 != 0 {
		return w.fail(at, SlugEncrypted, "it is protected by a password; unpack it and give what is in it")
	}
	packed, err := f.Open()
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return w.fail(at, SlugZipMethod, "it is packed in a way that is not known here; unpack it and give what is in it")
	case err != nil:
		return w.fail(at, SlugZipDamaged, "it is damaged or incomplete")
	}
	defer packed.Close()
	if w.head == nil {
		w.head = bufio.NewReaderSize(packed, peeked)
	}
	r := w.head
	r.Reset(packed)
	// Of what cannot hold a mail the start is enough.
	if head, _ := r.Peek(peeked); len(head) > 0 {
		if is, ok := byMagic(head); ok && KeptBySystem(f.Name, is) {
			return nil
		} else if ok && is != Gzip && is != Database && is != System {
			return w.leaf(at, Entry{Format: is})
		}
		if hasZipStart(head) && identifyZip(head) == Office {
			return w.leaf(at, Entry{Format: Office})
		}
	}
	content, err := w.unpack(r, int64(min(f.UncompressedSize64, 1<<62)), int(f.CompressedSize64)*deflateMost)
	switch {
	case errors.Is(err, errUnpacked):
		return w.full(at)
	case err != nil:
		return w.unpackFailed(at, SlugZipDamaged, err)
	}
	return w.open(at, f.Name, content)
}

// peeked is how much of an entry is unpacked to see what it is.
const peeked = 512

// isOLM knows the archive of Outlook for Mac, which holds mails taken apart.
func isOLM(files []*zip.File) bool {
	for _, f := range files {
		if strings.Contains(f.Name, "com.microsoft.__Messages/") {
			return true
		}
	}
	return false
}
