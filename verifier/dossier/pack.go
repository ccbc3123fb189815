package dossier

import (
	"encoding/binary"
	"errors"
	"strings"
	"unsafe"

	"pecverifier/verifier"
)

// A pack is what Build reads of inputs, and no more, in a form that costs little to keep and to read: whoever verifies
// ten thousand files in several places keeps a pack of each and joins them in one. Packs that are put one after the
// other are a pack. It is made and read by the same program, so it bears no version.
//
// Strings stand behind their length. What pieces of one transmission repeat, their recipients and the message inside,
// stands behind its length too and is read once.

// Pack writes inputs.
func Pack(inputs []Input) []byte {
	var w packer
	for _, in := range inputs {
		switch {
		case in.Sent != nil:
			w = append(w, packedSent)
			w.sent(in.Sent)
		case in.Report != nil:
			w = append(w, packedReport)
			w.report(in.Report)
		}
	}
	return w
}

// Unpack reads what Pack wrote. Reports share what is the same in them, and all strings are part of the pack, which must
// not be changed any more.
func Unpack(pack []byte) ([]Input, error) {
	r := unpacker{rest: unsafe.String(unsafe.SliceData(pack), len(pack)), recipients: map[string][]verifier.Recipient{}, contents: map[string]*verifier.Content{}}
	var out []Input
	for r.rest != "" && !r.damaged {
		var in Input
		switch r.byte() {
		case packedSent:
			in.Sent = r.sent()
		case packedReport:
			in.Report = r.report()
		default:
			r.damaged = true
		}
		out = append(out, in)
	}
	if r.damaged {
		return nil, errDamagedPack
	}
	return out, nil
}

var errDamagedPack = errors.New("a pack is damaged")

const (
	packedReport byte = 'r'
	packedSent   byte = 's'
)

type packer []byte

func (w *packer) count(n int)     { *w = binary.AppendUvarint(*w, uint64(n)) }
func (w *packer) text(s string)   { w.count(len(s)); *w = append(*w, s...) }
func (w *packer) block(b packer)  { w.text(string(b)) }
func (w *packer) list(s []string) { w.count(len(s)); w.texts(s...) }

func (w *packer) texts(all ...string) {
	for _, s := range all {
		w.text(s)
	}
}

func (w *packer) file(f verifier.File) {
	w.text(f.Name)
	w.count(f.Size)
	w.text(f.SHA256)
}

func (w *packer) report(r *verifier.Report) {
	w.file(r.File)
	mended := ""
	if isMended(r) {
		mended = "yes"
	}
	w.texts(r.Error, r.Part, string(r.Kind), string(r.Indication), string(r.Subindication), fileType(r), mended)
	if c := r.Certified; c == nil {
		w.count(0)
	} else {
		w.count(1)
		w.texts(c.Provider, c.Time, c.Sender, c.ReplyTo, c.Subject, c.Identifier, c.MessageID, c.ReceiptType, c.DeliveredTo, c.Error, c.ErrorDetail, c.Notice)
		w.list(c.ReceivedFor)
		var b packer
		for _, to := range c.Recipients {
			b.texts(to.Address, to.Type)
		}
		w.block(b)
	}
	if r.Content == nil {
		w.count(0)
	} else {
		w.count(1)
		w.content(r.Content)
	}
}

func (w *packer) content(c *verifier.Content) {
	var b packer
	b.texts(c.Form, c.MessageID, c.From, c.Subject, c.Date)
	b.list(c.To)
	b.count(len(c.Texts))
	for _, t := range c.Texts {
		b.texts(t.Type, t.Charset, t.SHA256)
	}
	for _, a := range c.Attachments {
		b.texts(a.Name, a.Type, a.SHA256, a.Hash)
		b.count(a.Size)
	}
	w.block(b)
}

func (w *packer) sent(s *Sent) {
	w.file(s.File)
	w.texts(s.Part, s.MessageID)
	w.content(&s.Content)
	w.count(len(s.Hashes))
	for _, h := range s.Hashes {
		w.texts(h.Name, h.Over, h.SHA1)
	}
}

// unpacker gives zero values from the first damage on.
type unpacker struct {
	rest       string
	damaged    bool
	recipients map[string][]verifier.Recipient
	contents   map[string]*verifier.Content
}

func (r *unpacker) byte() byte {
	if r.rest == "" {
		r.damaged = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *unpacker) count() int {
	n := uint64(0)
	for shift := 0; shift < 63; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return int(n)
		}
	}
	r.damaged = true
	return 0
}

func (r *unpacker) text() string {
	n := r.count()
	if n < 0 || n > len(r.rest) {
		r.damaged, r.rest = true, ""
		return ""
	}
	s := r.rest[:n]
	r.rest = r.rest[n:]
	return s
}

func (r *unpacker) list() []string {
	n := r.count()
	if n < 0 || n > len(r.rest) { // each takes a byte at least
		r.damaged = true
		return nil
	}
	out := make([]string, 0, n)
	for range n {
		out = append(out, r.text())
	}
	return out
}

func (r *unpacker) file() verifier.File {
	f := verifier.File{Name: r.text()}
	f.Size = r.count()
	f.SHA256 = r.text()
	return f
}

func (r *unpacker) report() *verifier.Report {
	report := &verifier.Report{Schema: verifier.Schema, File: r.file(), Error: r.text(), Part: r.text(), Kind: verifier.Kind(r.text()),
		Indication: verifier.Indication(r.text()), Subindication: verifier.Subindication(r.text())}
	if reason := r.text(); reason != "" {
		report.Checks = append(report.Checks, verifier.Check{ID: "file.type", Reason: reason})
	}
	if r.text() != "" {
		report.Checks = append(report.Checks, verifier.Check{ID: repairPrefix})
	}
	if r.count() != 0 {
		c := &verifier.Certified{Provider: r.text(), Time: r.text(), Sender: r.text(), ReplyTo: r.text(), Subject: r.text(), Identifier: r.text(),
			MessageID: r.text(), ReceiptType: r.text(), DeliveredTo: r.text(), Error: r.text(), ErrorDetail: r.text(), Notice: r.text(), ReceivedFor: r.list()}
		c.Recipients = r.recipientList(r.text())
		report.Certified = c
	}
	if r.count() != 0 {
		report.Content = r.content(r.text())
	}
	return report
}

func (r *unpacker) recipientList(block string) []verifier.Recipient {
	known, ok := r.recipients[block]
	if ok {
		return known
	}
	inner := unpacker{rest: block}
	list := make([]verifier.Recipient, 0, strings.Count(block, "@"))
	for inner.rest != "" {
		list = append(list, verifier.Recipient{Address: inner.text(), Type: inner.text()})
	}
	r.damaged = r.damaged || inner.damaged
	r.recipients[block] = list
	return list
}

func (r *unpacker) content(block string) *verifier.Content {
	if known := r.contents[block]; known != nil {
		return known
	}
	inner := unpacker{rest: block}
	c := &verifier.Content{Form: inner.text(), MessageID: inner.text(), From: inner.text(), Subject: inner.text(), Date: inner.text(), To: inner.list(),
		Attachments: []verifier.Attachment{}}
	for n := inner.count(); n > 0 && !inner.damaged; n-- {
		c.Texts = append(c.Texts, verifier.Text{Type: inner.text(), Charset: inner.text(), SHA256: inner.text()})
	}
	for inner.rest != "" {
		a := verifier.Attachment{Name: inner.text(), Type: inner.text(), SHA256: inner.text(), Hash: inner.text()}
		a.Size = inner.count()
		c.Attachments = append(c.Attachments, a)
	}
	r.damaged = r.damaged || inner.damaged
	r.contents[block] = c
	return c
}

func (r *unpacker) sent() *Sent {
	s := &Sent{Source: Source{File: r.file(), Part: r.text()}, MessageID: r.text()}
	s.Content = *r.content(r.text())
	n := r.count()
	for range n {
		if r.damaged {
			break
		}
		s.Hashes = append(s.Hashes, BriefHash{Name: r.text(), Over: r.text(), SHA1: r.text()})
	}
	return s
}
