package pdfsig

import (
	"bytes"
	"cmp"
	"errors"
	"strings"
	"time"
)

// Document is a PDF and its signatures.
type Document struct {
	Signatures []Signature // one for each signature dictionary that the form names, in the order in which they stand in the file
	Orphans    int         // dictionaries with /ByteRange that no field names: no signatures
	Encrypted  bool
	Junk       int      // octets before the header
	Rebuilt    bool     // the cross-references are broken, and objects were found by searching
	Active     []string // what can change what is shown or reach out: javascript, launch, embedded, remote, media, xfa; of a signed file
	Limited    bool     // there are more fields or signatures than are read

	file   *file
	last   *view
	hashes hashes
}

// Kind of a signature dictionary.
type Kind string

// The kinds, by /SubFilter. A document time-stamp is no signature of a person.
const (
	CMS       Kind = "cms"       // detached, over the ranges
	CMSSHA1   Kind = "cms-sha1"  // its content is the SHA-1 of the ranges
	Timestamp Kind = "timestamp" // RFC 3161 over the ranges
	Other     Kind = "other"     // not read here
)

// Signature is one signature dictionary that a field names.
type Signature struct {
	Field     string // full name
	Kind      Kind
	SubFilter string
	Err       error // ErrRanges: what is signed is not a revision but for the signature itself
	Contents  []byte
	Padded    bool      // octets that are not zero stand behind the structure in /Contents
	Claimed   time.Time // /M, the signer's word; zero = none
	Certifies int       // DocMDP of this very signature; 0 = none
	End       int       // the signed revision is the file up to here
	Lost      int       // 1 or 2: so many octets of a line end are missing at the end of the file

	Covers  Covers
	Changes []string // what was added or changed since, in words of changes.go
	Stamped []int    // later signatures whose visible stamp came after this one: harmless only if they hold

	at            int // of /Contents in the file
	start, resume int // the gap
	object        int // number of the object that holds the dictionary
	dictionary    dict
}

// Covers says how much of what is shown is under the signature.
type Covers string

// The answers.
const (
	All      Covers = "all"      // the whole file
	Revision Covers = "revision" // a revision, and only what the rules allow came after
	Changed  Covers = "changed"  // a revision, and something else came after
	Nothing  Covers = "none"     // its ranges are no revision
)

// Looks says whether the data may be a PDF.
func Looks(data []byte) bool { return header(data) >= 0 }

func header(data []byte) int {
	return bytes.Index(data[:min(len(data), maxHeader+len("%PDF-"))], []byte("%PDF-"))
}

// Read finds the signatures of a PDF. The error wraps ErrNotPDF, ErrBroken, ErrEncrypted or ErrLimit. The document holds on to data.
func Read(data []byte) (*Document, error) {
	at := header(data)
	if at < 0 {
		return nil, ErrNotPDF
	}
	d := &Document{Junk: len(bytes.TrimLeft(data[:at], "\x00\t\n\f\r \xef\xbb\xbf"))}
	if d.Junk > 0 {
		d.Junk = at
	}
	if err := d.open(data, at); err != nil {
		return nil, err
	}
	trailer := d.last.trailer()
	root := d.file.dict(d.last, trailer["Root"])
	if root == nil {
		return nil, d.unreadable()
	}
	d.collect(root)
	if len(d.Signatures) == 0 && d.file.locked {
		return nil, ErrEncrypted
	}
	if d.file.octets < 0 || d.file.values < 0 {
		return nil, ErrLimit
	}
	if len(d.Signatures) > 0 || mentions(data) {
		d.judge()
	}
	return d, nil
}

// mentions says whether an unsigned file is worth a look for orphans.
func mentions(data []byte) bool { return bytes.Contains(data, []byte("/ByteRange")) }

func (d *Document) unreadable() error {
	if d.file.locked {
		return ErrEncrypted
	}
	return ErrBroken
}

// open finds the newest revision: by the cross-references, with offsets from the file's begin or from its header, else by searching.
func (d *Document) open(data []byte, at int) error {
	octets, values, inflated := searchedTimes*len(data)+searchedMin, maxValues, maxInflated
	try := func(base int, find func(*file) (*view, error)) error {
		f := &file{data: data, base: base, sections: map[int]*section{}, unpacked: map[int]*objectStream{}, entries: maxEntries, values: values,
			octets: octets, inflated: inflated}
		last, err := find(f)
		if err == nil {
			f.cipher = last.trailer()["Encrypt"] != nil
			if f.dict(last, last.trailer()["Root"]) == nil && !f.locked {
				err = errChain
			}
		}
		octets, values, inflated = f.octets, f.values, f.inflated
		if octets < 0 || values < 0 {
			return ErrLimit
		}
		d.file, d.last, d.Encrypted, d.Rebuilt = f, last, f.cipher, f.rebuilt
		return err
	}
	newest := func(f *file) (*view, error) { return f.viewOf(len(data)) }
	err := try(0, newest)
	if err != nil && at > 0 && !errors.Is(err, ErrLimit) {
		err = try(at, newest)
	}
	if err != nil && !errors.Is(err, ErrLimit) {
		err = try(0, (*file).rebuild)
	}
	if err != nil && !errors.Is(err, ErrLimit) {
		return ErrBroken
	}
	return err
}

// collect walks the form (§12.7.2).
func (d *Document) collect(root dict) {
	f := d.file
	form := f.dict(d.last, root["AcroForm"])
	nodes := 0
	seen := map[int]bool{}
	known := map[ref]bool{}
	var walk func(x value, inherited dict, path string, depth int)
	walk = func(x value, inherited dict, path string, depth int) {
		holder := 0
		if r, ok := x.(ref); ok {
			if seen[r.num] {
				return
			}
			seen[r.num] = true
			holder = r.num
		}
		if nodes++; nodes > maxFields || depth > maxFieldDepth {
			d.Limited = true
			return
		}
		field := f.dict(d.last, x)
		if field == nil {
			return
		}
		if t, ok := f.resolve(d.last, field["T"]).(str); ok {
			path = strings.TrimPrefix(path+"."+text(t.octets), ".")
		}
		now := dict{"FT": cmp.Or[value](f.resolve(d.last, field["FT"]), inherited["FT"]), "V": inherited["V"]}
		if v := field["V"]; v != nil {
			now["V"] = v
			now["at"] = holder
		} else {
			now["at"] = inherited["at"]
		}
		kids := f.array(d.last, field["Kids"])
		for _, k := range kids {
			walk(k, now, path, depth+1)
		}
		if len(kids) > 0 && field["V"] == nil || now["FT"] != name("Sig") || now["V"] == nil {
			return
		}
		r, indirect := now["V"].(ref)
		if indirect && known[r] {
			return
		}
		if !indirect {
			r.num, _ = now["at"].(int)
			if known[ref{-r.num, 0}] {
				return
			}
			known[ref{-r.num, 0}] = true
		}
		known[r] = true
		v := f.dict(d.last, now["V"])
		if len(d.Signatures) == maxSignatures {
			d.Limited = true
			return
		}
		d.Signatures = append(d.Signatures, d.signature(path, r.num, v))
	}
	for _, x := range f.array(d.last, form["Fields"]) {
		walk(x, dict{}, "", 0)
	}
	before := func(a, b *Signature) bool { return a.at < b.at || a.at == b.at && a.object < b.object }
	for i := range d.Signatures { // at most maxSignatures, mostly in their order
		for k := i; k > 0 && before(&d.Signatures[k], &d.Signatures[k-1]); k-- {
			d.Signatures[k], d.Signatures[k-1] = d.Signatures[k-1], d.Signatures[k]
		}
	}
}

// Revocations gives the revocation lists and the responses of OCSP in the document security store (ISO 32000-2 §12.8.4.3), of the whole
// document: an update of today may bring what is known of a signature of then. What cannot be read is left out.
func (d *Document) Revocations() (lists, responses [][]byte) {
	f := d.file
	store := f.dict(d.last, f.dict(d.last, d.last.trailer()["Root"])["DSS"])
	for key, into := range map[string]*[][]byte{"CRLs": &lists, "OCSPs": &responses} {
		for _, x := range f.array(d.last, store[key]) {
			s, ok := f.resolve(d.last, x).(*stream)
			if !ok || len(*into) == maxRevocations || f.cipher {
				continue
			}
			if data, err := f.inflate(s); err == nil {
				*into = append(*into, data)
			}
		}
	}
	return lists, responses
}

// text is a text string for showing: UTF-16 where it says so, else as Latin-1, which is near enough for a field's name.
func text(s string) string {
	var out strings.Builder
	if strings.HasPrefix(s, "\xfe\xff") {
		for i := 2; i+1 < len(s); i += 2 {
			out.WriteRune(rune(s[i])<<8 | rune(s[i+1]))
		}
	} else {
		for i := range len(s) {
			out.WriteRune(rune(s[i]))
		}
	}
	return out.String()
}

// date reads D:YYYYMMDDHHmmSSOHH'mm' (§7.9.4).
func date(s string) time.Time {
	s = strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, form := range []string{"20060102150405Z0700", "20060102150405-0700", "20060102150405Z0000", "20060102150405Z", "200601021504Z", "20060102"} {
		if t, err := time.Parse(form, s); err == nil {
			return t
		}
	}
	return time.Time{}
}
