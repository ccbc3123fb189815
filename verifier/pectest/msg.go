package pectest

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// OutlookMessage is a .msg file to be ([MS-OXMSG] in [MS-CFB]).
type OutlookMessage struct {
	Class       string // IPM.Note.SMIME.MultipartSigned for a clear-signed message ([MS-OXOSMIME] §2.1.3.1)
	Subject     string
	Headers     string // transport message headers; "" = none
	Attachments []OutlookAttachment
	String8     bool // text in 8 bits, as old programs wrote it
	SectorSize  int  // 512 (0) or 4096
}

// OutlookAttachment holds bytes, or a whole message.
type OutlookAttachment struct {
	Name    string // long file name
	MIME    string // PidTagAttachMimeTag
	Data    []byte
	Message *OutlookMessage
}

// ClearSigned is what Outlook makes of a multipart/signed mail: the outer headers become properties, the signed entity
// with its Content-Type becomes the one attachment. entity must start with that field.
func ClearSigned(headers string, entity []byte) *OutlookMessage {
	return &OutlookMessage{
		Class: "IPM.Note.SMIME.MultipartSigned", Headers: headers,
		Attachments: []OutlookAttachment{{Name: "smime.p7m", MIME: "multipart/signed", Data: entity}},
	}
}

// Bytes writes the compound file.
func (m *OutlookMessage) Bytes() []byte {
	size := m.SectorSize
	if size == 0 {
		size = 512
	}
	root := &cfbNode{name: "Root Entry", children: m.nodes(32)}
	root.children = append(root.children, &cfbNode{name: "__nameid_version1.0", storage: true, children: []*cfbNode{
		{name: "__substg1.0_00020102"}, {name: "__substg1.0_00030102"}, {name: "__substg1.0_00040102"},
	}})
	return writeCFB(root, size)
}

// nodes are the properties as streams, and the attachments as storages. The property stream starts with a header of a
// length that depends on where it is ([MS-OXMSG] §2.4.1).
func (m *OutlookMessage) nodes(header int) []*cfbNode {
	p := properties{stream: make([]byte, header), string8: m.String8}
	p.text(0x001A, m.Class)
	p.text(0x0037, m.Subject)
	p.text(0x007D, m.Headers)
	nodes := p.nodes
	for i, a := range m.Attachments {
		ap := properties{stream: make([]byte, 8), string8: m.String8}
		ap.text(0x3707, a.Name)
		ap.text(0x370E, a.MIME)
		if a.Message != nil {
			ap.fixed(0x37050003, 5) // attached message
			ap.nodes = append(ap.nodes, &cfbNode{name: "__substg1.0_3701000D", storage: true, children: a.Message.nodes(24)})
		} else {
			ap.fixed(0x37050003, 1) // by value
			ap.variable(0x37010102, a.Data, len(a.Data))
		}
		nodes = append(nodes, &cfbNode{name: fmt.Sprintf("__attach_version1.0_#%08X", i), storage: true, children: ap.close()})
	}
	return append(nodes, &cfbNode{name: propertyStream, data: p.stream})
}

const propertyStream = "__properties_version1.0"

type properties struct {
	stream  []byte
	nodes   []*cfbNode
	string8 bool
}

func (p *properties) entry(tag, value uint32) {
	p.stream = binary.LittleEndian.AppendUint32(p.stream, tag)
	p.stream = binary.LittleEndian.AppendUint32(p.stream, 6) // readable, writable
	p.stream = binary.LittleEndian.AppendUint32(p.stream, value)
	p.stream = binary.LittleEndian.AppendUint32(p.stream, 0)
}

func (p *properties) fixed(tag, value uint32) { p.entry(tag, value) }

func (p *properties) variable(tag uint32, data []byte, size int) {
	p.entry(tag, uint32(size))
	p.nodes = append(p.nodes, &cfbNode{name: fmt.Sprintf("__substg1.0_%08X", tag), data: data})
}

func (p *properties) text(id uint32, s string) {
	switch {
	case s == "":
	case p.string8:
		p.variable(id<<16|0x1E, []byte(s), len(s)+1)
	default:
		data := utf16LE(s)
		p.variable(id<<16|0x1F, data, len(data)+2)
	}
}

func (p *properties) close() []*cfbNode {
	return append(p.nodes, &cfbNode{name: propertyStream, data: p.stream})
}

func utf16LE(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// cfbNode is a storage or a stream of a compound file.
type cfbNode struct {
	name     string
	storage  bool
	children []*cfbNode
	data     []byte

	left, right, child uint32
	start              uint32
}

const (
	cfbFree       = 0xFFFFFFFF
	cfbEndOfChain = 0xFFFFFFFE
	cfbFAT        = 0xFFFFFFFD
	cfbDIFAT      = 0xFFFFFFFC
	miniSector    = 64
	miniCutoff    = 4096 // shorter streams live in the mini stream ([MS-CFB] §2.2)
)

// cfbFile collects sectors and their chains.
type cfbFile struct {
	size    int
	sectors []byte
	fat     []uint32
}

// add appends one chain and gives its first sector.
func (f *cfbFile) add(data []byte) uint32 {
	if len(data) == 0 {
		return cfbEndOfChain
	}
	start := uint32(len(f.fat))
	for len(data) > 0 {
		n := min(len(data), f.size)
		f.sectors = append(f.sectors, data[:n]...)
		f.sectors = append(f.sectors, make([]byte, f.size-n)...)
		data = data[n:]
		f.fat = append(f.fat, uint32(len(f.fat)+1))
	}
	f.fat[len(f.fat)-1] = cfbEndOfChain
	return start
}

// writeCFB lays out streams, mini stream, mini FAT, directory, FAT and DIFAT in this order.
func writeCFB(root *cfbNode, size int) []byte {
	var nodes []*cfbNode
	number(root, &nodes)
	f := &cfbFile{size: size}
	var mini []byte
	var miniFAT []uint32
	for _, n := range nodes[1:] {
		switch {
		case n.storage || len(n.data) == 0:
			n.start = cfbEndOfChain
			if n.storage {
				n.start = 0
			}
		case len(n.data) >= miniCutoff:
			n.start = f.add(n.data)
		default:
			n.start = uint32(len(miniFAT))
			for at := 0; at < len(n.data); at += miniSector {
				mini = append(mini, n.data[at:min(len(n.data), at+miniSector)]...)
				mini = append(mini, make([]byte, -len(mini)&(miniSector-1))...)
				miniFAT = append(miniFAT, uint32(len(miniFAT)+1))
			}
			miniFAT[len(miniFAT)-1] = cfbEndOfChain
		}
	}
	root.start = f.add(mini)
	root.data = mini
	miniStart := f.add(words(miniFAT, size))
	var entries []byte
	for i, n := range nodes {
		entries = append(entries, n.entry(i == 0)...)
	}
	for len(entries)%size != 0 {
		empty := (&cfbNode{left: cfbFree, right: cfbFree, child: cfbFree}).entry(false)
		empty[66] = 0 // unallocated
		entries = append(entries, empty...)
	}
	directory := f.add(entries)

	per := size / 4
	fats, difats := 0, 0
	for { // the FAT describes itself and the DIFAT too
		more := (len(f.fat) + fats + difats + per - 1) / per
		moreDIFAT := (max(0, more-109) + per - 2) / (per - 1)
		if more == fats && moreDIFAT == difats {
			break
		}
		fats, difats = more, moreDIFAT
	}
	firstFAT := uint32(len(f.fat))
	for range fats {
		f.fat = append(f.fat, cfbFAT)
	}
	firstDIFAT := uint32(len(f.fat))
	for range difats {
		f.fat = append(f.fat, cfbDIFAT)
	}
	f.sectors = append(f.sectors, words(f.fat, size)...)
	list := make([]uint32, 0, fats)
	for i := range fats {
		list = append(list, firstFAT+uint32(i))
	}
	inHeader := list[:min(len(list), 109)]
	for i, rest := 0, list[len(inHeader):]; i < difats; i++ {
		n := min(len(rest), per-1)
		sector := words(rest[:n], size)
		next := uint32(cfbEndOfChain)
		if i+1 < difats {
			next = firstDIFAT + uint32(i) + 1
		}
		binary.LittleEndian.PutUint32(sector[size-4:], next)
		f.sectors = append(f.sectors, sector...)
		rest = rest[n:]
	}

	le := binary.LittleEndian
	header := make([]byte, size)
	copy(header, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le.PutUint16(header[24:], 0x3E)
	le.PutUint16(header[26:], 3)
	le.PutUint16(header[28:], 0xFFFE)
	le.PutUint16(header[30:], 9)
	le.PutUint16(header[32:], 6)
	if size == 4096 {
		le.PutUint16(header[26:], 4)
		le.PutUint16(header[30:], 12)
		le.PutUint32(header[40:], uint32(len(entries)/size))
	}
	le.PutUint32(header[44:], uint32(fats))
	le.PutUint32(header[48:], directory)
	le.PutUint32(header[56:], miniCutoff)
	le.PutUint32(header[60:], miniStart)
	le.PutUint32(header[64:], uint32((len(miniFAT)*4+size-1)/size))
	le.PutUint32(header[68:], cfbEndOfChain)
	if difats > 0 {
		le.PutUint32(header[68:], firstDIFAT)
	}
	le.PutUint32(header[72:], uint32(difats))
	copy(header[76:512], words(inHeader, 109*4))
	return append(header, f.sectors...)
}

// words writes values and fills the last sector with free ones.
func words(values []uint32, size int) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	for len(b)%size != 0 {
		b = binary.LittleEndian.AppendUint32(b, cfbFree)
	}
	return b
}

// number gives each node its place in the directory, and hangs siblings into a balanced tree in the order of
// [MS-CFB] §2.6.4: by length, then in capitals.
func number(n *cfbNode, nodes *[]*cfbNode) {
	*nodes = append(*nodes, n)
	n.left, n.right = cfbFree, cfbFree
	first := len(*nodes)
	for _, c := range n.children {
		number(c, nodes)
	}
	place := map[*cfbNode]uint32{}
	for i, c := range (*nodes)[first:] {
		place[c] = uint32(first + i)
	}
	sorted := slices.SortedFunc(slices.Values(n.children), func(a, b *cfbNode) int {
		return cmp.Or(cmp.Compare(len(a.name), len(b.name)), strings.Compare(strings.ToUpper(a.name), strings.ToUpper(b.name)))
	})
	var hang func(nodes []*cfbNode) uint32
	hang = func(nodes []*cfbNode) uint32 {
		if len(nodes) == 0 {
			return cfbFree
		}
		middle := len(nodes) / 2
		nodes[middle].left, nodes[middle].right = hang(nodes[:middle]), hang(nodes[middle+1:])
		return place[nodes[middle]]
	}
	n.child = hang(sorted)
}

// entry is the 128 bytes of [MS-CFB] §2.6.1.
func (n *cfbNode) entry(root bool) []byte {
	le := binary.LittleEndian
	b := make([]byte, 128)
	if n.name != "" {
		le.PutUint16(b[64:], uint16(copy(b, utf16LE(n.name))+2))
	}
	switch {
	case root:
		b[66] = 5
	case n.storage:
		b[66] = 1
	default:
		b[66] = 2
	}
	b[67] = 1 // black
	le.PutUint32(b[68:], n.left)
	le.PutUint32(b[72:], n.right)
	le.PutUint32(b[76:], n.child)
	le.PutUint32(b[116:], n.start)
	if !n.storage {
		le.PutUint64(b[120:], uint64(len(n.data)))
	}
	return b
}
