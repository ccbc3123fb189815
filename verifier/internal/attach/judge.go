package attach

import (
	"bytes"
	"crypto"
	"strconv"
	"time"

	"pecverifier/trustlist"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/pdfsig"
)

// Options say by what signatures are judged.
type Options struct {
	Lists     []*qualified.List
	Certified time.Time // the certified time of the receipt in whose signed bytes the files stand; zero = there is none
	Now       time.Time
	CRLs      []*trustlist.CRL // those that a person brought; what they say counts where the authority of a certificate signed them
	Work      *cms.Work        // what verifying may cost; nil bounds nothing
}

// File is one of the files that were sent together.
type File struct {
	Name  string
	Bytes func() ([]byte, error)
}

// Judge judges the files of one message, or of none. It remembers what it has judged by the bytes: a file that is met again costs nothing.
type Judge struct {
	judge
	known map[string]*Signed
}

// New begins.
func New(o Options) *Judge {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	return &Judge{judge: judge{Options: o, asked: map[question]authority{}, lists: map[string]*trustlist.CRL{}, proofs: map[string]bool{}}, known: map[string]*Signed{}}
}

// Message judges all files of one message, at a certified time (zero: none). A nil answer is of a file that could not be read, or of one too many.
func (j *Judge) Message(files []File, certified time.Time) []*Signed {
	j.Certified = certified
	out := make([]*Signed, len(files))
	for i := range files[:min(len(files), maxFiles)] {
		data, err := files[i].Bytes()
		if err != nil {
			continue
		}
		key := files[i].Name + "\x00" + digest.SHA256(data) + "\x00" + stamp(certified)
		if j.known[key] == nil {
			j.among(files, i)
			j.known[key] = j.File(files[i].Name, data)
		}
		out[i] = j.known[key]
	}
	return out
}

// One judges a file by itself, without a certified time. The others are files that it may be a detached signature of, and are not judged.
func (j *Judge) One(file File, others []File) *Signed {
	j.Certified = time.Time{}
	data, err := file.Bytes()
	if err != nil {
		return nil
	}
	named := func(f File) bool { return uncovered(file.Name) == f.Name } // only where to look first
	ordered := []File{file}
	for _, wanted := range []bool{true, false} {
		for _, f := range others {
			if named(f) == wanted {
				ordered = append(ordered, f)
			}
		}
	}
	j.among(ordered, 0)
	return j.File(file.Name, data)
}

// among sets the files beside the one that is judged.
func (j *Judge) among(files []File, judged int) {
	j.beside = func(yield func(name string, data []byte) bool) {
		for k := range files[:min(len(files), maxFiles)] {
			if k == judged {
				continue
			}
			if other, err := files[k].Bytes(); err == nil && !yield(files[k].Name, other) {
				return
			}
		}
	}
}

// File judges one file.
func (j *Judge) File(name string, data []byte) *Signed {
	j.left = maxSignatures
	return j.container(name, data, "", nil)
}

// judge is one attachment being judged.
type judge struct {
	Options
	beside func(yield func(name string, data []byte) bool) // the other files of the message
	left   int                                             // signatures that may still be judged
	asked  map[question]authority
	proofs map[string]bool           // whether an authority signed a list or a response
	lists  map[string]*trustlist.CRL // those that files bring, by SHA-256; nil = it could not be read
}

// container judges bytes by what they are. layer is that of the cover in which they were found; poe are moments at which a qualified
// time-stamp proves that these bytes existed.
func (j *judge) container(name string, data []byte, layer string, poe []time.Time) *Signed {
	s := &Signed{NameFits: true, data: data}
	c := &container{judge: j, out: s, name: name, data: data, layer: layer, poe: poe}
	switch {
	case c.cms():
	case c.archive():
	case pdfsig.Looks(data):
		c.pdf()
	case c.xml():
	case c.mime():
	case c.token():
	default:
		c.nothing()
	}
	if s.NameFits = fits(name, s.Container, data); !s.NameFits {
		s.Checks = append(s.Checks, newCheck("attachment.type", "warning", "attachment.type.mismatch"))
	}
	if len(s.Active) > 0 {
		s.Checks = append(s.Checks, newCheck("attachment.active", "warning", "attachment.active", "what", list(s.Active)))
	}
	s.Checks = inOrder(s.Checks)
	return s
}

// container is one file while it is looked at.
type container struct {
	*judge
	out   *Signed
	name  string
	data  []byte
	layer string
	poe   []time.Time
}

func (c *container) nothing() {
	c.out.Active = active(c.data)
	c.say("skipped", "attachment.type.unsigned")
}

func (c *container) say(status, reason string, values ...string) {
	id := "attachment.type"
	for _, known := range CheckIDs {
		if len(known) > 0 && bytes.HasPrefix([]byte(reason), []byte(known)) {
			id = known
		}
	}
	c.out.Checks = append(c.out.Checks, newCheck(id, status, reason, values...))
}

func (c *container) limit(what string) { c.out.Limits = append(c.out.Limits, what) }

// broken is a container that claims to be signed and is not well formed: one signature, of nobody.
func (c *container) broken(format string, reason string, err error) {
	o := newOpinion(format)
	o.fail("attachment.format", formatFailure, reason, "error", err.Error())
	c.add(o)
}

// add judges what is left to judge of every signature alike, and keeps it.
func (c *container) add(o *opinion) {
	if c.left--; c.left < 0 {
		if c.left == -1 {
			c.limit("signatures")
		}
		return
	}
	o.Layer, o.Index = c.layer, len(c.out.Signatures)+1
	if o.Time.At == "" {
		c.bestTime(o)
	}
	c.out.Signatures = append(c.out.Signatures, o.conclude())
}

// inside goes on with the file inside of a cover.
func (c *container) inside(data []byte, poe []time.Time) {
	c.out.Content = &SignedContent{Name: SafeName(uncovered(c.name)), Type: typeOf(data), Size: len(data), SHA256: digest.SHA256(data)}
	depth := 1
	for _, r := range c.layer {
		if r == '.' {
			depth++
		}
	}
	if c.layer == "" {
		depth = 0
	}
	if depth+1 >= maxLayers {
		c.limit("layers")
		return
	}
	layer := "1"
	if c.layer != "" {
		layer = c.layer + ".1"
	}
	c.out.Content.Signed = c.container(uncovered(c.name), data, layer, poe)
}

// cms judges a CMS structure, with or without its content.
func (c *container) cms() bool {
	der, ok := intake.SignedData(c.data)
	if !ok {
		if f := intake.Identify("", c.data); f == intake.Encrypted {
			c.out.Container = "encrypted"
			c.say("skipped", "attachment.type.encrypted")
			return true
		}
		return false
	}
	if stamped(der) {
		c.bound(der)
		return true
	}
	data, err := cms.ParseDocument(der)
	if err == nil && isToken(data) {
		return false
	}
	c.out.Container, c.out.Encoding = "cades", encodingOf(c.data, der)
	switch {
	case err != nil:
		c.broken("CMS", "attachment.format.broken", err)
		return true
	case len(data.Signers) == 0:
		c.out.Container = "certificates"
		c.say("skipped", "attachment.type.certificates")
		return true
	}
	data.Charge(c.Work)
	content, poe := data.Content, c.poe
	found := data.HasContent
	if !found {
		content, found = c.detached(data)
	}
	sums := sums(content)
	for i := range data.Signers {
		o := newOpinion("CMS")
		if found {
			o.Covers = Coverage{What: "all", Size: len(content)}
		}
		o.poe = append(o.poe, poe...)
		c.signer(o, data, &data.Signers[i], sums, found)
		c.add(o)
	}
	if data.HasContent {
		c.inside(content, poe)
	}
	return true
}

// sums remembers the digests of bytes: several signers ask for the same.
func sums(data []byte) cms.Digester {
	known := map[crypto.Hash][]byte{}
	return func(h crypto.Hash) ([]byte, error) {
		if known[h] == nil {
			known[h] = digest.Sum(h, data)
		}
		return known[h], nil
	}
}

// detached looks among the other files of the message for the one that was signed: its digest is stated, its name decides nothing.
func (c *container) detached(data *cms.SignedData) (content []byte, found bool) {
	if c.beside == nil || c.layer != "" {
		return nil, false
	}
	for name, other := range c.beside {
		for i := range data.Signers {
			if data.Signers[i].States(sums(other)) {
				c.out.Content = &SignedContent{Name: SafeName(name), Type: typeOf(other), Size: len(other), SHA256: digest.SHA256(other)}
				return other, true
			}
		}
	}
	return nil, false
}

func number(n int) string { return strconv.Itoa(n) }
