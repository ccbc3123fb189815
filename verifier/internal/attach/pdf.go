package attach

import (
	"bytes"
	"crypto"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/pdfsig"
)

// pdf judges a PDF. Whose signature it is and when is asked as for any other; pdfsig says what it is over.
func (c *container) pdf() {
	d, err := pdfsig.Read(c.data)
	switch {
	case errors.Is(err, pdfsig.ErrEncrypted):
		c.out.Container = "encrypted"
		c.say("warning", "attachment.type.locked")
		return
	case errors.Is(err, pdfsig.ErrLimit):
		c.limit("pdf")
		return
	case err != nil:
		c.nothing()
		return
	}
	c.out.Active = d.Active
	if d.Junk > 0 {
		c.say("warning", "attachment.type.junk", "octets", number(d.Junk))
	}
	if d.Limited {
		c.limit("fields")
	}
	if d.Orphans > 0 {
		c.say("warning", "attachment.format.orphans", "count", number(d.Orphans))
	}
	if len(d.Signatures) == 0 {
		c.say("skipped", "attachment.type.unsigned")
		return
	}
	if d.Rebuilt {
		c.say("warning", "attachment.type.broken")
	}
	c.out.Container = "pades"
	stamps := c.documentStamps(d)
	inside := c.material(d.Revocations())
	opinions := make([]*opinion, len(d.Signatures))
	for i := range d.Signatures {
		s := &d.Signatures[i]
		if s.Kind == pdfsig.Timestamp {
			continue
		}
		o := newOpinion("PDF")
		o.revocations = inside
		opinions[i] = o
		for _, t := range stamps { // those over a later revision are over this signature too
			if s.Err == nil && t.over > s.End {
				o.Timestamps = append(o.Timestamps, t.Timestamp)
				if !t.proves.IsZero() {
					o.poe = append(o.poe, t.proves)
				}
			}
		}
		c.pdfSignature(o, d, s)
	}
	for i, o := range opinions {
		if o == nil {
			continue
		}
		c.changes(o, &d.Signatures[i], opinions)
	}
	for _, o := range opinions {
		if o != nil {
			c.add(o)
		}
	}
}

// changes says what came after. A visible stamp over the page is harmless only as part of a signature that holds.
func (c *container) changes(o *opinion, s *pdfsig.Signature, all []*opinion) {
	o.Covers = Coverage{What: string(s.Covers), Size: s.End, Changes: s.Changes}
	for _, later := range s.Stamped {
		if l := all[later]; s.Covers == pdfsig.Revision && l != nil && l.says(formatFailure, hashFailure, valueFailure, noCertificate, cryptoFailure) {
			o.Covers.What, o.Covers.Changes = string(pdfsig.Changed), []string{pdfsig.ChangedStamp}
		}
	}
	switch o.Covers.What {
	case string(pdfsig.Revision):
		o.say("attachment.changes", "passed", "attachment.changes")
	case string(pdfsig.Changed):
		o.say("attachment.changes", "warning", "attachment.changes.changed")
	}
}

func (c *container) pdfSignature(o *opinion, d *pdfsig.Document, s *pdfsig.Signature) {
	o.end = s.End
	o.Time.Claimed = stamp(s.Claimed)
	if s.Err != nil {
		o.fail("attachment.ranges", formatFailure, "attachment.ranges.broken", "error", strings.TrimPrefix(s.Err.Error(), pdfsig.ErrRanges.Error()+": "))
		return
	}
	o.say("attachment.ranges", "passed", "attachment.ranges")
	if s.Kind == pdfsig.Other {
		o.fail("attachment.format", cryptoFailure, "attachment.format.kind", "kind", s.SubFilter)
		return
	}
	data, err := cms.ParseDocument(s.Contents)
	if err != nil || len(data.Signers) == 0 {
		if err == nil {
			err = cms.ErrNotSignedData
		}
		o.fail("attachment.format", formatFailure, "attachment.format.broken", "error", err.Error())
		return
	}
	if s.Padded {
		o.say("attachment.format", "warning", "attachment.format.padding")
	}
	if len(data.Signers) > 1 { // ISO 32000-2 §12.8.3.3: one signer
		o.fail("attachment.format", formatFailure, "attachment.format.broken", "error", fmt.Sprintf("%d signers in one signature of a PDF", len(data.Signers)))
	}
	data.Charge(c.Work)
	over, eof := digester(d, s, data)
	if eof {
		o.say("attachment.ranges", "warning", "attachment.ranges.eof")
	}
	if data.HasContent == (s.Kind == pdfsig.CMS) { // ISO 32000-2 §12.8.3.3: no data shall be encapsulated, but the digest of adbe.pkcs7.sha1
		o.fail("attachment.format", formatFailure, "attachment.format.contents")
	}
	claimed := o.Time.Claimed
	o.Format = "CMS"
	c.signer(o, data, &data.Signers[0], over, true)
	if o.Time.Claimed == "" {
		o.Time.Claimed = claimed
	}
	if strings.HasPrefix(o.Format, "CAdES") {
		o.Format = "PAdES" + strings.TrimPrefix(o.Format, "CAdES")
	} else {
		o.Format = "PDF"
	}
}

// digester gives the digest of the ranges; with a lost line end, that of the first form which was signed.
func digester(d *pdfsig.Document, s *pdfsig.Signature, data *cms.SignedData) (over cms.Digester, eof bool) {
	ranges := func(tail []byte) cms.Digester {
		return func(h crypto.Hash) ([]byte, error) { return d.Digest(s, h, tail) }
	}
	content := func(tail []byte) cms.Digester {
		if s.Kind != pdfsig.CMSSHA1 {
			return ranges(tail)
		}
		return func(h crypto.Hash) ([]byte, error) {
			sum, err := d.Digest(s, crypto.SHA1, tail)
			switch {
			case err != nil:
				return nil, err
			case !bytes.Equal(sum, data.Content):
				return nil, fmt.Errorf("%w: it is not the SHA-1 of the ranges", cms.ErrDigest)
			}
			return sums(data.Content)(h)
		}
	}
	for _, tail := range [][]byte{[]byte("\n"), []byte("\r"), []byte("\r\n")} {
		if len(tail) == s.Lost && data.Signers[0].States(content(tail)) {
			return content(tail), true
		}
	}
	if s.Lost > 0 {
		return func(crypto.Hash) ([]byte, error) {
			return nil, fmt.Errorf("%w: the end of the file is missing", cms.ErrDigest)
		}, false
	}
	return content(nil), false
}

// documentStamp is a time-stamp over a revision, and so over all signatures in it.
type documentStamp struct {
	Timestamp
	proves time.Time
	over   int // where its revision ends
}

func (c *container) documentStamps(d *pdfsig.Document) []documentStamp {
	var out []documentStamp
	for i := range d.Signatures {
		s := &d.Signatures[i]
		if s.Kind != pdfsig.Timestamp {
			continue
		}
		if len(out) == maxStamps {
			c.limit("time-stamps")
			break
		}
		if s.Err != nil {
			t := Timestamp{Kind: "document", Qualified: "unknown", Indication: failed, Subindication: formatFailure}
			out = append(out, documentStamp{Timestamp: t})
			c.say("warning", "attachment.timestamp.broken", "error", s.Err.Error())
			continue
		}
		t, proves, reason, err := c.stamp("document", s.Contents, func(h crypto.Hash) ([]byte, error) { return d.Digest(s, h, nil) })
		out = append(out, documentStamp{t, proves, s.End})
		c.say(status(t), reason, "error", text(err))
	}
	for _, t := range out {
		c.out.Timestamps = append(c.out.Timestamps, t.Timestamp)
	}
	return out
}

// Revision gives the octets that one signature of a PDF was made over, with the signature in them: the document as it was then. index is
// that of the report.
func Revision(data []byte, index int) ([]byte, bool) {
	d, err := pdfsig.Read(data)
	if err != nil {
		return nil, false
	}
	all := slices.DeleteFunc(slices.Clone(d.Signatures), func(s pdfsig.Signature) bool { return s.Kind == pdfsig.Timestamp })
	if index < 1 || index > len(all) || all[index-1].Err != nil {
		return nil, false
	}
	return d.Revision(&all[index-1]), true
}
