package dossier

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"strings"

	"pecverifier/statement"
	"pecverifier/verifier"
)

// A pack is what Build reads of inputs, and no more, in a form that costs little to keep and to read: whoever verifies
// ten thousand files in several places keeps a pack of each and joins them in one. Packs that are put one after the
// other are a pack. It is made and read by the same program, so it bears no version.
//
// Strings stand behind their length. What pieces of one transmission repeat, their recipients and the message inside, is a
// block that stands before them under its SHA-256, once in a pack; whoever puts packs together may leave out what was there
// before. Of a message to two hundred people the receipts are a tenth of their pack without it.

// Pack writes inputs.
func Pack(inputs []Input) []byte {
	blocks, own := PackApart(inputs)
	return append(bytes.Join(blocks, nil), own...)
}

// PackApart gives the blocks of a pack, each once and each a pack by itself, and what follows them. The first BlockKey bytes of
// a block tell it from every other.
func PackApart(inputs []Input) (blocks [][]byte, own []byte) {
	w := packer{known: map[[sha256.Size]byte]bool{}}
	for _, in := range inputs {
		switch {
		case in.Sent != nil:
			w.out = append(w.out, packedSent)
			w.sent(in.Sent)
		case in.Unread != nil:
			w.out = append(w.out, packedUnread)
			w.unread(in.Unread)
		case in.Report != nil:
			w.out = append(w.out, packedReport)
			w.report(in.Report)
		}
	}
	return w.blocks, w.out
}

// BlockKey is how many bytes at the start of a block are its name.
const BlockKey = 1 + sha256.Size

// Unpack reads what Pack wrote. Reports share what is the same in them, and all strings are part of one copy of the pack.
func Unpack(pack []byte) ([]Input, error) {
	r := unpacker{rest: string(pack), blocks: map[string]string{}, recipients: map[string][]verifier.Recipient{},
		contents: map[string]*verifier.Content{}}
	var out []Input
	for r.rest != "" && !r.damaged {
		var in Input
		switch r.byte() {
		case packedBlock:
			key := r.bytes(sha256.Size)
			r.blocks[key] = r.text()
			continue
		case packedSent:
			in.Sent = r.sent()
		case packedUnread:
			in.Unread = r.unread()
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
	packedUnread byte = 'u'
	packedBlock  byte = 'b'
)

// packer writes to out what belongs to one piece, and apart from it what others may repeat.
type packer struct {
	out    []byte
	blocks [][]byte
	known  map[[sha256.Size]byte]bool
}

func (w *packer) count(n int)     { w.out = binary.AppendUvarint(w.out, uint64(n)) }
func (w *packer) text(s string)   { w.count(len(s)); w.out = append(w.out, s...) }
func (w *packer) list(s []string) { w.count(len(s)); w.texts(s...) }

// block writes the name of what write gives, which is put among the blocks.
func (w *packer) block(write func(b *packer)) {
	var b packer
	write(&b)
	key := sha256.Sum256(b.out)
	w.out = append(w.out, key[:]...)
	if w.known[key] {
		return
	}
	w.known[key] = true
	whole := packer{out: append([]byte{packedBlock}, key[:]...)}
	whole.text(string(b.out))
	w.blocks = append(w.blocks, whole.out)
}

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
	claims := ""
	if r.Claims {
		claims = "yes"
	}
	limit := ""
	if bound, limited := r.Limit(); limited {
		limit = packedLimit + bound
	}
	w.texts(r.Error, r.Unread, r.Part, string(r.Kind), string(r.Indication), string(r.Subindication), fileType(r), mended, claims, limit)
	if c := r.Certified; c == nil {
		w.count(0)
	} else {
		w.count(1)
		w.texts(c.Provider, c.Time, c.Sender, c.ReplyTo, c.Subject, c.Identifier, c.MessageID, c.ReceiptType, c.DeliveredTo, c.Error, c.ErrorDetail, c.Notice)
		w.list(c.ReceivedFor)
		w.registered(r)
		w.block(func(b *packer) {
			for _, to := range c.Recipients {
				b.texts(to.Address, to.Type)
			}
		})
	}
	if r.Content == nil {
		w.count(0)
	} else {
		w.count(1)
		w.content(r.Content)
	}
}

// packedLimit stands before what a bound says, which may be nothing.
const packedLimit = "!"

func (w *packer) unread(u *Unread) {
	w.file(u.File)
	w.texts(u.Part, u.Reason, u.Error)
	w.count(u.Count)
}

func (w *packer) content(c *verifier.Content) {
	w.block(func(b *packer) {
		b.texts(c.Form, c.MessageID, c.From, c.Subject, c.Date)
		b.list(c.To)
		b.count(len(c.Texts))
		for _, t := range c.Texts {
			b.texts(t.Type, t.Charset, t.SHA256)
		}
		for _, a := range c.Attachments {
			b.texts(a.Name, a.Type, a.SHA256, a.Hash, packSigned(a.Signed))
			b.count(a.Size)
		}
	})
}

func (w *packer) sent(s *Sent) {
	w.file(s.File)
	lost := ""
	if s.Lost {
		lost = "yes"
	}
	w.texts(s.Part, s.MessageID, lost)
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
	blocks     map[string]string
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

func (r *unpacker) text() string { return r.bytes(r.count()) }

func (r *unpacker) bytes(n int) string {
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
	report := &verifier.Report{Schema: verifier.Schema, File: r.file(), Error: r.text(), Unread: r.text(), Part: r.text(), Kind: verifier.Kind(r.text()),
		Indication: verifier.Indication(r.text()), Subindication: verifier.Subindication(r.text())}
	if reason := r.text(); reason != "" {
		report.Checks = append(report.Checks, verifier.Check{ID: "file.type", Statement: statement.Statement{Reason: reason}})
	}
	if r.text() != "" {
		report.Checks = append(report.Checks, verifier.Check{ID: repairPrefix})
	}
	report.Claims = r.text() != ""
	if limit, ok := strings.CutPrefix(r.text(), packedLimit); ok {
		report.Checks = append(report.Checks, verifier.Check{ID: "search.limit", Statement: statement.Statement{Values: statement.Values("error", limit)}})
	}
	if r.count() != 0 {
		c := &verifier.Certified{Provider: r.text(), Time: r.text(), Sender: r.text(), ReplyTo: r.text(), Subject: r.text(), Identifier: r.text(),
			MessageID: r.text(), ReceiptType: r.text(), DeliveredTo: r.text(), Error: r.text(), ErrorDetail: r.text(), Notice: r.text(), ReceivedFor: r.list()}
		r.registered(report, c)
		c.Recipients = r.recipientList(r.bytes(sha256.Size))
		report.Certified = c
	}
	if r.count() != 0 {
		report.Content = r.content(r.bytes(sha256.Size))
	}
	return report
}

// block gives what stands under a name.
func (r *unpacker) block(key string) string {
	block, ok := r.blocks[key]
	r.damaged = r.damaged || !ok
	return block
}

func (r *unpacker) recipientList(key string) []verifier.Recipient {
	known, ok := r.recipients[key]
	if ok {
		return known
	}
	block := r.block(key)
	inner := unpacker{rest: block}
	list := make([]verifier.Recipient, 0, strings.Count(block, "@"))
	for inner.rest != "" {
		list = append(list, verifier.Recipient{Address: inner.text(), Type: inner.text()})
	}
	r.damaged = r.damaged || inner.damaged
	r.recipients[key] = list
	return list
}

func (r *unpacker) content(key string) *verifier.Content {
	if known := r.contents[key]; known != nil {
		return known
	}
	block := r.block(key)
	inner := unpacker{rest: block}
	c := &verifier.Content{Form: inner.text(), MessageID: inner.text(), From: inner.text(), Subject: inner.text(), Date: inner.text(), To: inner.list(),
		Attachments: []verifier.Attachment{}}
	for n := inner.count(); n > 0 && !inner.damaged; n-- {
		c.Texts = append(c.Texts, verifier.Text{Type: inner.text(), Charset: inner.text(), SHA256: inner.text()})
	}
	for inner.rest != "" {
		a := verifier.Attachment{Name: inner.text(), Type: inner.text(), SHA256: inner.text(), Hash: inner.text(), Signed: unpackSigned(inner.text())}
		a.Size = inner.count()
		c.Attachments = append(c.Attachments, a)
	}
	r.damaged = r.damaged || inner.damaged
	r.contents[key] = c
	return c
}

func (r *unpacker) unread() *Unread {
	u := &Unread{Source: Source{File: r.file(), Part: r.text()}, Reason: r.text(), Error: r.text()}
	u.Count = r.count()
	return u
}

func (r *unpacker) sent() *Sent {
	s := &Sent{Source: Source{File: r.file(), Part: r.text()}, MessageID: r.text(), Lost: r.text() != ""}
	s.Content = *r.content(r.bytes(sha256.Size))
	n := r.count()
	for range n {
		if r.damaged {
			break
		}
		s.Hashes = append(s.Hashes, BriefHash{Name: r.text(), Over: r.text(), SHA1: r.text()})
	}
	return s
}
