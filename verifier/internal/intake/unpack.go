package intake

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
)

// What keeps something from being unpacked, beside damage.
var (
	errUnpacked = errors.New("all together is too large")
	errEntry    = errors.New("the entry is too large")
)

// unpack reads what an archive packs, up to the bounds. stated is the size that the archive gives, most what it can be at best.
func (w *Walk) unpack(r io.Reader, stated int64, most int) ([]byte, error) {
	left, bound := max(w.left.bytes, 0), w.mostEntry()
	var content bytes.Buffer
	// What is set aside stays in proportion to the input, and what earlier entries took is given back before as much is taken again.
	size := int(min(max(stated, 0), int64(most), int64(min(bound, left))))
	if w.garbage += size; w.garbage > collected && w.garbage > size {
		runtime.GC()
		w.garbage = size
	}
	content.Grow(size + bytes.MinRead)
	n, err := io.Copy(&content, io.LimitReader(r, int64(min(bound, left))+1))
	w.left.bytes -= int(n)
	switch {
	case int(n) > left:
		return nil, errUnpacked
	case int(n) > bound:
		return nil, errEntry
	case err != nil:
		return nil, err
	}
	return content.Bytes(), nil
}

// unpackFailed hands over why an entry could not be unpacked.
func (w *Walk) unpackFailed(at place, damaged string, err error) error {
	if errors.Is(err, errEntry) {
		if w.mostEntry() < maxEntry {
			return w.fail(at, SlugBomb, fmt.Sprintf("it grows to more than %d times the size of the file; unpack it and give what is in it", entryTimes))
		}
		return w.fail(at, SlugTooLarge, fmt.Sprintf("it has more than %d MB", maxEntry>>20))
	}
	return w.fail(at, damaged, "it is damaged or incomplete")
}

// full ends the walk: nothing more is unpacked.
func (w *Walk) full(at place) error {
	err := w.fail(at, SlugTooLarge, "it holds too much with all that is in it; what follows was not read: unpack it and give what is in it")
	w.stopped = true
	return err
}

// compressed opens a file that is packed alone, or the archive that it is (.tgz).
func (w *Walk) compressed(at place, name string, f Format, data []byte) error {
	var unpacked io.Reader
	stated := int64(0)
	if f == Gzip {
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return w.fail(at, SlugPackDamaged, "it is damaged or incomplete")
		}
		unpacked = r
		if len(data) > 8 {
			stated = int64(binary.LittleEndian.Uint32(data[len(data)-4:])) // RFC 1952 §2.3.1, ISIZE
		}
	} else {
		unpacked = bzip2.NewReader(bytes.NewReader(data))
	}
	r := bufio.NewReaderSize(unpacked, tarBlock)
	if head, _ := r.Peek(tarBlock); isTar(head) {
		return w.tarEntries(at, &metered{r, max(w.left.bytes, 0)}, len(data)*deflateMost)
	}
	content, err := w.unpack(r, stated, len(data)*deflateMost)
	switch {
	case errors.Is(err, errUnpacked):
		return w.full(at)
	case err != nil:
		return w.unpackFailed(at, SlugPackDamaged, err)
	}
	return w.open(at, inner(name), content)
}

// deflateMost is by how much Deflate can grow at most.
const deflateMost = 1032

// metered bounds what is read of a packed archive, also of what a reader of it passes over.
type metered struct {
	io.Reader
	left int
}

func (m *metered) Read(p []byte) (int, error) {
	if m.left < 0 {
		return 0, errUnpacked
	}
	n, err := m.Reader.Read(p)
	m.left -= n
	return n, err
}

// inner is the name of what a compressed file holds.
func inner(name string) string {
	for _, end := range []string{".gz", ".bz2", ".tgz", ".tbz2"} {
		if base, ok := strings.CutSuffix(strings.ToLower(name), end); ok {
			return name[:len(base)]
		}
	}
	return name
}
