package intake

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
)

const tarBlock = 512

// isTar believes the checksum of the first header: archives of before 1988 have no mark.
func isTar(data []byte) bool {
	if len(data) < tarBlock || data[0] == 0 {
		return false
	}
	sum := 0
	for i, b := range data[:tarBlock] {
		if i >= 148 && i < 156 {
			b = ' '
		}
		sum += int(b)
	}
	stated, err := strconv.ParseInt(strings.Trim(string(data[148:156]), " \x00"), 8, 32)
	return err == nil && int(stated) == sum
}

// tar goes through an archive that lies there whole.
func (w *Walk) tar(at place, data []byte) error {
	return w.tarEntries(at, bytes.NewReader(data), len(data))
}

// tarEntries goes through an archive, and through those that were joined to it; most is the size that no entry of it can exceed.
func (w *Walk) tarEntries(at place, r io.Reader, most int) error {
	archive := tar.NewReader(r)
	files := 0
	for !w.stopped {
		h, err := archive.Next()
		if err == io.EOF {
			var next io.Reader
			if next, err = w.afterTar(r); next != nil {
				archive = tar.NewReader(next)
				r = next
				continue
			}
			if err == nil {
				err = io.EOF
			}
		}
		switch {
		case err == io.EOF && files == 0:
			return w.fail(at, SlugEmptyArchive, "the archive has no files")
		case err == io.EOF:
			return nil
		case errors.Is(err, errUnpacked):
			return w.full(at)
		case err != nil && !errors.Is(err, tar.ErrInsecurePath):
			return w.fail(at, SlugTarDamaged, "the archive is damaged or incomplete: what follows in it was not read")
		}
		switch h.Typeflag {
		case tar.TypeDir, tar.TypeLink, tar.TypeSymlink, tar.TypeChar, tar.TypeBlock, tar.TypeFifo, tar.TypeXGlobalHeader: // without content
			continue
		case tar.TypeReg, tar.TypeGNUSparse: // and any other type is a file to a program that does not know it (POSIX pax, ustar header block)
		}
		left := w.left.entries
		entry := at.entry(own(h.Name))
		content, err := w.unpack(archive, h.Size, most)
		switch {
		case errors.Is(err, errUnpacked):
			return w.full(entry)
		case err != nil:
			if err := w.unpackFailed(entry, SlugTarDamaged, err); err != nil {
				return err
			}
		default:
			if err := w.open(entry, h.Name, content); err != nil {
				return err
			}
		}
		if w.left.entries < left || !hasSystemName(h.Name) {
			files++
		}
	}
	return nil
}

// afterTar looks behind the two blocks of zeros that end an archive. `cat` joins archives so that most programs see the first alone: what
// follows is given to be read, and an error where it is no archive.
func (w *Walk) afterTar(r io.Reader) (next io.Reader, err error) {
	var block [tarBlock]byte
	for {
		n, err := io.ReadFull(r, block[:])
		if w.left.bytes -= n; w.left.bytes < 0 {
			return nil, errUnpacked
		}
		switch {
		case err == nil && len(bytes.Trim(block[:], "\x00")) == 0:
		case errors.Is(err, errUnpacked):
			return nil, err
		case len(bytes.Trim(block[:n], "\x00")) > 0:
			if n == tarBlock && isTar(block[:]) {
				return io.MultiReader(bytes.NewReader(block[:]), r), nil
			}
			return nil, tar.ErrHeader
		case err == io.EOF || err == io.ErrUnexpectedEOF:
			return nil, nil
		case err != nil:
			return nil, err
		}
	}
}
