package intake

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"errors"
	"fmt"
	"io"
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
		if strings.HasSuffix(f.Name, "/") { // a folder
			continue
		}
		if !isAppleDouble(f.Name) {
			files++
		}
		if err := w.zipEntry(at.entry(own(f.Name)), f); err != nil || w.stopped {
			return err
		}
	}
	if files == 0 {
		return w.fail(at, SlugEmptyArchive, "the archive has no files")
	}
	return nil
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
	r := bufio.NewReaderSize(packed, peeked)
	// Of what cannot hold a mail the start is enough.
	if head, _ := r.Peek(peeked); len(head) > 0 {
		if isAppleDouble(f.Name) && bytes.HasPrefix(head, appleDouble) {
			return nil
		}
		if f, ok := byMagic(head); ok && f != Gzip {
			return w.leaf(at, Entry{Format: f})
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
