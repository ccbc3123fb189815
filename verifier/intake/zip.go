package intake

import (
	"archive/zip"
	"bytes"
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
	case string(name) == "[Content_Types].xml", bytes.HasPrefix(name, []byte("_rels/")), bytes.HasPrefix(name, []byte("docProps/")),
		string(name) == "mimetype" && bytes.HasPrefix(content, []byte("application/")):
		return Office
	}
	return Zip
}

// zip goes through an archive; depth is 1 for the outermost.
func (w *walk) zip(prefix string, data []byte, depth int) error {
	container := strings.TrimSuffix(prefix, "/")
	fail := func(slug, detail string) error {
		p := &Problem{Slug: slug, Entry: container, Detail: detail}
		if container == "" {
			return &stop{p}
		}
		return w.pass(p)
	}
	if n := bytes.Count(data, []byte(zipCentral)); n > maxZipHeaders {
		return fail(SlugTooMany, fmt.Sprintf("the archive has %d directory records", n))
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil && !(errors.Is(err, zip.ErrInsecurePath) && r != nil) {
		return fail(SlugZipDamaged, "the archive cannot be read: it is damaged or incomplete")
	}
	packed := uint64(0)
	for _, f := range r.File {
		// Records that share bytes are how a small archive claims a large content.
		if packed += f.CompressedSize64; f.CompressedSize64 > uint64(len(data)) || packed > uint64(len(data)) {
			return fail(SlugBomb, "the entries of the archive overlap")
		}
	}
	files := 0
	for _, f := range r.File {
		name := label(f.Name)
		if strings.HasSuffix(f.Name, "/") || strings.HasPrefix(name, "__MACOSX/") { // a folder; what macOS adds to a file
			continue
		}
		files++
		if name == "" {
			name = "?"
		}
		if err := w.zipEntry(prefix+name, f, depth); err != nil {
			return err
		}
	}
	if files == 0 {
		return fail(SlugEmptyArchive, "the archive has no files")
	}
	return nil
}

func (w *walk) zipEntry(name string, f *zip.File, depth int) error {
	content, problem := w.unpack(name, f)
	if problem != nil {
		if problem.Entry == "" { // a bound of all archives together
			return &stop{problem}
		}
		return w.pass(problem)
	}
	switch Identify(name, content) {
	case Mbox:
		return w.mbox(name+"/", content)
	case Zip:
		if depth == maxZipDepth {
			return w.pass(&Problem{Slug: SlugNested, Entry: name, Detail: "archives are nested too deep"})
		}
		return w.zip(name+"/", content, depth+1)
	}
	return w.entry(name, content)
}

func (w *walk) unpack(name string, f *zip.File) ([]byte, *Problem) {
	fail := func(slug, detail string) ([]byte, *Problem) {
		return nil, &Problem{Slug: slug, Entry: name, Detail: detail}
	}
	if f.Flags&1 != 0 {
		return fail(SlugEncrypted, "the entry is protected by a password")
	}
	r, err := f.Open()
	if err != nil {
		return fail(SlugZipDamaged, "the entry cannot be unpacked")
	}
	defer r.Close()
	bound := maxEntry
	if byRatio := max(ratioFrom, int(min(f.CompressedSize64, maxEntry))*maxRatio); byRatio < bound {
		bound = byRatio
	}
	left := maxUnpacked - w.unpacked
	var content bytes.Buffer
	// Deflate cannot grow by more than 1,032, so what is set aside stays in proportion to the input.
	content.Grow(int(min(f.UncompressedSize64, f.CompressedSize64*1_032, uint64(min(bound, left)))) + bytes.MinRead)
	n, err := io.Copy(&content, io.LimitReader(r, int64(min(bound, left))+1))
	w.unpacked += int(n)
	switch {
	case int(n) > left:
		return nil, &Problem{Slug: SlugTooLarge, Detail: fmt.Sprintf("the archive holds more than %d MB", maxUnpacked>>20)}
	case int(n) > bound && bound < maxEntry:
		return fail(SlugBomb, fmt.Sprintf("the entry grows to more than %d times its packed size", maxRatio))
	case int(n) > bound:
		return fail(SlugTooLarge, fmt.Sprintf("the entry has more than %d MB", maxEntry>>20))
	case err != nil:
		return fail(SlugZipDamaged, "the entry is damaged")
	}
	return content.Bytes(), nil
}
