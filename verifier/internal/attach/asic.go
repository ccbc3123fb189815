package attach

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"

	"pecverifier/trustlist/xmltree"
	"pecverifier/verifier/digest"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/xmlsig"
)

// archive judges a signed archive, ASiC-S or ASiC-E (ETSI EN 319 162-1); false where it is none.
func (c *container) archive() bool {
	if !bytes.HasPrefix(c.data, []byte("PK\x03\x04")) || !bytes.Contains(c.data, []byte("META-INF/")) {
		return false
	}
	r, err := zip.NewReader(bytes.NewReader(c.data), int64(len(c.data)))
	if r == nil || err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return false
	}
	a := &asic{container: c, entries: map[string][]byte{}}
	signed := false
	for _, f := range r.File {
		signed = signed || a.isSignature(f.Name) || strings.EqualFold(f.Name, "META-INF/timestamp.tst")
	}
	if !signed {
		return false
	}
	c.out.Container = "asic"
	if err := a.unpack(r); err != nil {
		if errors.Is(err, errLimit) {
			c.limit("zip")
		} else {
			c.broken("ASiC", "attachment.format.container", err)
		}
		return true
	}
	a.judgeAll()
	return true
}

// asic is a signed archive while it is looked at.
type asic struct {
	*container
	entries map[string][]byte
	names   []string // in the order of the archive
	covered map[string]bool
}

var errLimit = errors.New("limit exceeded")

func (a *asic) isSignature(name string) bool {
	dir, file := path.Split(name)
	file = strings.ToLower(file)
	return strings.EqualFold(dir, "META-INF/") && strings.Contains(file, "signature") && (strings.HasSuffix(file, ".p7s") || strings.HasSuffix(file, ".xml"))
}

// unpack reads all entries. Two of one name, and names that lead out of the archive, are no container.
func (a *asic) unpack(r *zip.Reader) error {
	if len(r.File) > maxEntries {
		return errLimit
	}
	left := int64(min(maxUnpacked, 64*len(a.data)+1<<20))
	packed := uint64(0)
	for _, f := range r.File {
		if strings.HasSuffix(f.Name, "/") {
			continue
		}
		if packed += f.CompressedSize64; packed > uint64(len(a.data)) {
			return errors.New("the entries overlap")
		}
		if _, there := a.entries[f.Name]; there {
			return fmt.Errorf("two entries are called %s", visible(f.Name))
		}
		if f.Name == "" || path.IsAbs(f.Name) || strings.Contains(f.Name, "\\") || slices.Contains(strings.Split(f.Name, "/"), "..") {
			return fmt.Errorf("an entry is called %s", visible(f.Name))
		}
		content, err := f.Open()
		if err != nil {
			return err
		}
		data, err := io.ReadAll(io.LimitReader(content, left+1))
		content.Close()
		if left -= int64(len(data)); left < 0 {
			return errLimit
		}
		if err != nil {
			return err
		}
		a.entries[f.Name] = data
		a.names = append(a.names, f.Name)
	}
	return nil
}

// payload are the entries that are neither signatures nor manifests.
func (a *asic) payload() []string {
	var out []string
	for _, name := range a.names {
		if name != "mimetype" && !strings.HasPrefix(strings.ToUpper(name), "META-INF/") {
			out = append(out, name)
		}
	}
	return out
}

func (a *asic) judgeAll() {
	a.covered = map[string]bool{}
	if _, there := a.entries["mimetype"]; !there {
		a.say("warning", "attachment.type.mismatch")
	}
	for _, name := range a.names {
		switch {
		case strings.EqualFold(name, "META-INF/timestamp.tst"):
			a.stampOver(a.entries[name])
		case !a.isSignature(name):
		case len(a.entries[name]) > maxStructure*32:
			a.limit("signature file")
		case strings.HasSuffix(strings.ToLower(name), ".p7s"):
			a.cades(name)
		default:
			a.xades(name)
		}
	}
	for _, name := range a.payload() {
		if !a.covered[name] && len(a.out.Unsigned) < maxListed {
			a.out.Unsigned = append(a.out.Unsigned, visible(name))
		}
	}
	if all := a.payload(); len(all) == 1 { // the file of an ASiC-S goes on like one inside of a cover
		a.name = all[0] + ".asics"
		a.inside(a.entries[all[0]], nil)
	}
}

func (a *asic) stampOver(token []byte) {
	all := a.payload()
	if len(all) != 1 {
		a.say("warning", "attachment.timestamp.other")
		return
	}
	a.enclosedOnly(a.entries[all[0]], token)
}

func (a *asic) enclosedOnly(content, token []byte) {
	t, _, reason, err := a.stamp("file", token, sums(content))
	a.out.Timestamps = append(a.out.Timestamps, t)
	a.say(status(t), reason, "error", text(err))
}

// cades judges a signature over one file, or over the manifest that names it.
func (a *asic) cades(name string) {
	raw := a.entries[name]
	data, err := cms.ParseDocument(raw)
	if err != nil || len(data.Signers) == 0 {
		if err == nil {
			err = cms.ErrNotSignedData
		}
		a.broken("CAdES", "attachment.format.broken", err)
		return
	}
	data.Charge(a.Work)
	over, files, fault := a.signedBy(name)
	for i := range data.Signers {
		o := newOpinion("CMS")
		if data.HasContent { // EN 319 162-1 §4.3.3.2, §4.4.3.2: detached
			o.fail("attachment.format", formatFailure, "attachment.format.contents")
		}
		if over != nil {
			o.Covers = Coverage{What: "all", Files: shown(files)}
			if len(files) < len(a.payload()) {
				o.Covers.What = "part"
			}
		}
		a.signer(o, data, &data.Signers[i], sums(over), over != nil)
		switch {
		case errors.Is(fault, errAltered):
			o.fail("attachment.digest", hashFailure, "attachment.digest.other")
			o.Covers.What = "none"
		case errors.Is(fault, cms.ErrUnsupported):
			o.fail("attachment.strength", cryptoFailure, "attachment.strength.refused", "error", fault.Error())
			o.Covers.What = "none"
		case fault != nil:
			o.fail("attachment.references", dataNotFound, "attachment.references.missing", "error", fault.Error())
			o.Covers.What = "none"
		}
		a.cover(o, files, fault)
		a.add(o)
	}
}

func (a *asic) cover(o *opinion, files []string, fault error) {
	if fault == nil && !o.says(formatFailure, hashFailure, valueFailure, dataNotFound, noCertificate, cryptoFailure) {
		for _, f := range files {
			a.covered[f] = true
		}
	}
}

var errAltered = errors.New("a file is not the one that was signed")

const spaceASiC = "http://uri.etsi.org/02918/v1.2.1#"

// signedBy finds what a signature is over: the manifest that names it, and through it files, else the one file of the archive.
func (a *asic) signedBy(signature string) (over []byte, files []string, fault error) {
	for _, name := range a.names {
		if !strings.HasPrefix(strings.ToLower(name), "meta-inf/asicmanifest") || !strings.HasSuffix(strings.ToLower(name), ".xml") {
			continue
		}
		d, err := xmltree.Parse(a.entries[name], xmltree.Limits{Size: maxStructure, Depth: 32, Nodes: 50_000})
		if err != nil || !d.Root.Is(spaceASiC, "ASiCManifest") {
			continue
		}
		about := d.Root.Child(spaceASiC, "SigReference")
		if about == nil {
			continue
		}
		if uri, _ := about.Attr("URI"); entry(uri) != signature {
			continue
		}
		if over != nil {
			return over, files, errors.New("two manifests name the signature")
		}
		over = a.entries[name]
		files, fault = a.manifest(d.Root)
	}
	if over != nil {
		return over, files, fault
	}
	all := a.payload()
	if len(all) != 1 {
		return nil, nil, nil
	}
	return a.entries[all[0]], all, nil
}

// manifest checks the digest of every file that it lists.
func (a *asic) manifest(root *xmltree.Node) (files []string, fault error) {
	seen := map[string]bool{}
	for _, n := range root.Elements() {
		if !n.Is(spaceASiC, "DataObjectReference") {
			continue
		}
		uri, _ := n.Attr("URI")
		name := entry(uri)
		data, there := a.entries[name]
		if !there || seen[name] {
			return files, fmt.Errorf("%s is not there, or listed twice", visible(uri))
		}
		seen[name] = true
		method, value := n.Child(xmlsig.Space, "DigestMethod"), n.Child(xmlsig.Space, "DigestValue")
		if method == nil || value == nil {
			return files, fmt.Errorf("%s has no digest", visible(uri))
		}
		algorithm, _ := method.Attr("Algorithm")
		h, err := xmlsig.DigestOf(algorithm)
		if err != nil {
			return files, fmt.Errorf("%w: digest of %s", cms.ErrUnsupported, visible(uri))
		}
		stated, _ := value.Only()
		if strings.Join(strings.Fields(stated), "") != base64Of(digest.Sum(h, data)) {
			fault = errAltered
		}
		files = append(files, name)
	}
	if len(files) == 0 && fault == nil {
		fault = errors.New("the manifest lists no file")
	}
	return files, fault
}

// xades judges a signature file in XML, whose references name entries.
func (a *asic) xades(name string) {
	d, err := xmlsig.Parse(a.entries[name], xmlsig.AttachmentLimits)
	if err != nil {
		a.broken("XAdES", "attachment.format.broken", err)
		return
	}
	all, err := d.Signatures()
	if err != nil {
		a.limit("signatures")
	}
	external := func(uri string) ([]byte, error) {
		data, there := a.entries[entry(uri)]
		if !there {
			return nil, fmt.Errorf("%w: %s", xmlsig.ErrNotFound, visible(uri))
		}
		return data, nil
	}
	before := len(a.out.Signatures)
	a.xmlSignatures(all, external)
	data := a.payload()
	for i := before; i < len(a.out.Signatures); i++ {
		s := &a.out.Signatures[i]
		named := map[string]bool{}
		for _, uri := range s.Covers.Files {
			named[entry(uri)] = true
		}
		var files []string
		for _, n := range data {
			if named[n] {
				files = append(files, n)
			}
		}
		s.Covers.Files, s.Covers.Element = shown(files), ""
		switch {
		case !s.Intact && s.Subindication != noCertificate || len(files) == 0:
			s.Covers.What = "none"
		case len(files) < len(data):
			s.Covers.What = "part"
		default:
			s.Covers.What = "all"
		}
		if s.Intact {
			for _, f := range files {
				a.covered[f] = true
			}
		}
	}
}

// entry is the name that a relative URI stands for.
func entry(uri string) string {
	if name, err := url.PathUnescape(uri); err == nil {
		uri = name
	}
	return strings.TrimPrefix(strings.TrimPrefix(uri, "./"), "/")
}

func shown(files []string) []string {
	var out []string
	for _, f := range files[:min(len(files), maxListed)] {
		out = append(out, visible(f))
	}
	return out
}
