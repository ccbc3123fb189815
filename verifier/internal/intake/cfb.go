package intake

import "encoding/binary"

// Special sector numbers of [MS-CFB] §2.1 and the missing link of §2.6.1.
const (
	cfbEndOfChain = 0xFFFFFFFE
	cfbNone       = 0xFFFFFFFF
)

// directory is the little of [MS-CFB] that is needed to see that its directory is bounded before mscfb builds it: mscfb
// keeps a path for each storage in the next, which costs the square of their depth, and recurses along siblings.
type directory struct {
	data    []byte
	sector  int
	fat     []uint32 // the sectors that hold the FAT
	entries [][]byte
}

func checkDirectory(data []byte) error {
	d := &directory{data: data}
	if !d.readFAT() || !d.readEntries() {
		return errMsgDamaged
	}
	if len(d.entries) > maxMsgObjects {
		return &Problem{Slug: SlugMsgTooLarge, Detail: "the Outlook message has too many parts"}
	}
	return d.checkTree()
}

func (d *directory) at(sn uint32) []byte {
	from := (int64(sn) + 1) * int64(d.sector)
	if from+int64(d.sector) > int64(len(d.data)) {
		return nil
	}
	return d.data[from : from+int64(d.sector)]
}

// readFAT follows the header and the DIFAT ([MS-CFB] §2.2, §2.5).
func (d *directory) readFAT() bool {
	const header = 512
	if len(d.data) < header {
		return false
	}
	word := func(b []byte, i int) uint32 { return binary.LittleEndian.Uint32(b[i:]) }
	switch binary.LittleEndian.Uint16(d.data[30:]) {
	case 9:
		d.sector = 512
	case 12:
		d.sector = 4096
	default:
		return false
	}
	for i := 76; i < header; i += 4 {
		d.fat = append(d.fat, word(d.data, i))
	}
	next := word(d.data, 68)
	count := word(d.data, 72)
	if int64(count) > int64(len(d.data)/d.sector) {
		return false
	}
	for range count {
		s := d.at(next)
		if s == nil {
			return false
		}
		for i := 0; i < d.sector-4; i += 4 {
			d.fat = append(d.fat, word(s, i))
		}
		next = word(s, d.sector-4)
	}
	return true
}

func (d *directory) next(sn uint32) (uint32, bool) {
	perSector := uint32(d.sector / 4)
	if int64(sn/perSector) >= int64(len(d.fat)) {
		return 0, false
	}
	s := d.at(d.fat[sn/perSector])
	if s == nil {
		return 0, false
	}
	return binary.LittleEndian.Uint32(s[sn%perSector*4:]), true
}

func (d *directory) readEntries() bool {
	const size = 128
	sn := binary.LittleEndian.Uint32(d.data[48:])
	for sn != cfbEndOfChain && len(d.entries) <= maxMsgObjects { // a circle ends there too
		s := d.at(sn)
		if s == nil {
			return false
		}
		for i := 0; i < d.sector; i += size {
			d.entries = append(d.entries, s[i:i+size])
		}
		var ok bool
		if sn, ok = d.next(sn); !ok {
			return false
		}
	}
	return len(d.entries) > 0
}

// checkTree visits each object once: a tree in which one is met twice is none.
func (d *directory) checkTree() error {
	type place struct {
		entry uint32
		depth int
	}
	seen := make([]bool, len(d.entries))
	for todo := []place{{0, 0}}; len(todo) > 0; {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if int64(p.entry) >= int64(len(d.entries)) || seen[p.entry] {
			return errMsgDamaged
		}
		if p.depth > maxMsgDepth {
			return &Problem{Slug: SlugMsgTooLarge, Detail: "the Outlook message has messages attached in each other too deep"}
		}
		seen[p.entry] = true
		for i, deeper := range []int{0, 0, 1} { // left and right sibling, child
			if link := binary.LittleEndian.Uint32(d.entries[p.entry][68+4*i:]); link != cfbNone {
				todo = append(todo, place{link, p.depth + deeper})
			}
		}
	}
	return nil
}
