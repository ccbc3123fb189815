package pdfsig

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"hash"
	"slices"
)

// ErrRanges says that what is signed is not a revision of the file but for the signature itself.
var ErrRanges = errors.New("the signed ranges are not those of a revision")

// signature reads a signature dictionary, and holds its ranges against the rules.
func (d *Document) signature(field string, object int, v dict) Signature {
	f := d.file
	s := Signature{Field: field, object: object, dictionary: v, Kind: Other, Covers: Nothing, SubFilter: v.name("SubFilter")}
	switch s.SubFilter {
	case "ETSI.CAdES.detached", "adbe.pkcs7.detached":
		s.Kind = CMS
	case "adbe.pkcs7.sha1":
		s.Kind = CMSSHA1
	case "ETSI.RFC3161":
		s.Kind = Timestamp
	}
	if m, ok := f.resolve(d.last, v["M"]).(str); ok {
		s.Claimed = date(m.octets)
	}
	c, _ := v["Contents"].(str)
	s.at = c.at
	s.Certifies = d.certifies(v)
	if why := s.readRanges(f.data, v); why != "" {
		s.Err = fmt.Errorf("%w: %s", ErrRanges, why)
	}
	return s
}

// readRanges applies ISO 32000-2 §12.8.1 and EN 319 142-1 §5.3: everything but the octets of /Contents, up to the end of a revision.
func (s *Signature) readRanges(data []byte, v dict) (why string) {
	if v[twice] != nil {
		return "a key of the dictionary is there twice"
	}
	contents, ok := v["Contents"].(str)
	if !ok || !contents.hex || contents.at < 0 {
		return "no /Contents"
	}
	s.Contents, s.Padded = structure([]byte(contents.octets))
	if s.Contents == nil {
		return "/Contents is empty"
	}
	list, _ := v["ByteRange"].(array)
	if len(list) != 4 {
		return "/ByteRange has not four numbers"
	}
	var n [4]int
	for i := range list {
		if n[i], ok = list[i].(int); !ok || n[i] < 0 || n[i] > 1<<40 {
			return "/ByteRange is not of numbers"
		}
	}
	end := n[2] + n[3]
	switch {
	case n[0] != 0 || n[1] == 0 || n[1] >= n[2] || end > len(data)+2:
		return "they do not follow each other in the file"
	case n[1] != contents.at || n[2] != contents.end:
		return "the gap is not /Contents"
	}
	s.start, s.resume, s.End = n[1], n[2], min(end, len(data))
	s.Lost = end - s.End
	if s.Lost > 0 && (!bytes.HasSuffix(data, []byte("%%EOF")) && !(s.Lost == 1 && bytes.HasSuffix(data, []byte("%%EOF\r")))) {
		return "they end behind the file"
	}
	if !endsRevision(data[:s.End], s.End == len(data)) {
		return "they do not end with a revision"
	}
	return ""
}

// structure cuts the zeros off that fill /Contents up.
func structure(octets []byte) (der []byte, padded bool) {
	n := 0
	switch {
	case len(octets) < 2 || octets[0] == 0:
		return nil, false
	case octets[1] == 0x80: // of indefinite length: who reads it finds its end
		return octets, false
	case octets[1] < 0x80:
		n = 2 + int(octets[1])
	case octets[1] > 0x84 || len(octets) < 2+int(octets[1]-0x80):
		return octets, false
	default:
		for _, c := range octets[2 : 2+int(octets[1]-0x80)] {
			n = n<<8 | int(c)
		}
		n += 2 + int(octets[1]-0x80)
	}
	if n > len(octets) {
		return octets, false
	}
	return octets[:n], len(bytes.TrimLeft(octets[n:], "\x00")) > 0
}

// endsRevision: %%EOF with at most one line end behind it; at the very end of the file any white space does no harm.
func endsRevision(data []byte, last bool) bool {
	if last {
		data = bytes.TrimRight(data, "\x00\t\n\f\r ")
	} else {
		data = bytes.TrimSuffix(data, []byte("\n"))
		data = bytes.TrimSuffix(data, []byte("\r"))
	}
	return bytes.HasSuffix(data, []byte("%%EOF"))
}

// Revision gives the octets that were signed with their signature in them: the file as it was then.
func (d *Document) Revision(s *Signature) []byte { return d.file.data[:s.End] }

// hashes keeps the states of digests at the begin of each gap, so that signatures over nested revisions are one pass over the file.
type hashes struct {
	states map[crypto.Hash]map[int]hash.Cloner
	left   int
	begun  bool
}

// Digest is over the ranges of a signature. tail is what was lost at the end of the file; else it is nil.
func (d *Document) Digest(s *Signature, h crypto.Hash, tail []byte) ([]byte, error) {
	if s.Err != nil {
		return nil, s.Err
	}
	k := &d.hashes
	if !k.begun {
		k.begun, k.states, k.left = true, map[crypto.Hash]map[int]hash.Cloner{}, hashedTimes*len(d.file.data)+hashedMin
	}
	if k.states[h] == nil {
		states, err := d.pass(h)
		if err != nil {
			return nil, err
		}
		k.states[h] = states
	}
	rest := d.file.data[s.resume:s.End]
	if k.left -= len(rest); k.left < 0 {
		return nil, ErrLimit
	}
	state, err := k.states[h][s.start].Clone()
	if err != nil {
		return nil, err
	}
	state.Write(rest)
	state.Write(tail)
	return state.Sum(nil), nil
}

func (d *Document) pass(h crypto.Hash) (map[int]hash.Cloner, error) {
	var at []int
	for i := range d.Signatures {
		if d.Signatures[i].Err == nil {
			at = append(at, d.Signatures[i].start)
		}
	}
	slices.Sort(at)
	running, ok := h.New().(hash.Cloner)
	if !ok {
		return nil, fmt.Errorf("%s cannot be copied", h)
	}
	out := map[int]hash.Cloner{}
	pos := 0
	for _, a := range slices.Compact(at) {
		if d.hashes.left -= a - pos; d.hashes.left < 0 {
			return nil, ErrLimit
		}
		running.Write(d.file.data[pos:a])
		pos = a
		state, err := running.Clone()
		if err != nil {
			return nil, err
		}
		out[a] = state
	}
	return out, nil
}
