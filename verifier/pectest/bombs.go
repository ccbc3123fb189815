package pectest

import (
	"bytes"
	"crypto"
	"encoding/binary"
	"fmt"
	"strings"
)

// Inputs that are too large to be stored, for tests of bounds. All are deterministic.

// DeepMIME is a mail of that many multiparts inside one another.
func DeepMIME(depth int) []byte {
	var b bytes.Buffer
	b.Write(Ordinary("Profondo").Bytes())
	for i := range depth {
		fmt.Fprintf(&b, "Content-Type: multipart/mixed; boundary=\"b%d\"\r\n\r\n--b%d\r\n", i, i)
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nfondo\r\n")
	return b.Bytes()
}

// DeepMessages is a mail of that many message/rfc822 inside one another.
func DeepMessages(depth int) []byte {
	var b bytes.Buffer
	for range depth {
		b.WriteString("Subject: Profondo\r\nContent-Type: message/rfc822\r\n\r\n")
	}
	b.WriteString("Content-Type: text/plain\r\n\r\nfondo\r\n")
	return b.Bytes()
}

// ManyParts is a mail of that many empty parts.
func ManyParts(n int) []byte {
	h := Ordinary("Molte parti")
	h.Add("Content-Type", `multipart/mixed; boundary="b"`)
	return append(append(h.Bytes(), crlf...), strings.Repeat("--b\r\n\r\n\r\n", n)+"--b--\r\n"...)
}

// LongHeader is a receipt with one outer field of that many bytes.
func LongHeader(n int) []byte {
	return EditHeader(NewOffice().Dispatch().Consegna().Bytes(), func(h *Header) { h.Prepend("X-Lungo", strings.Repeat("a", n)) })
}

// BigDaticert is a genuine acceptance whose daticert.xml has at least that many bytes of recipients.
func BigDaticert(n int) []byte {
	d := NewOffice().Dispatch()
	m := d.Accettazione()
	line := `<destinatari tipo="certificato">ufficio.protocollo@pec.comune-prova.example</destinatari>`
	m.XML = func(b []byte) []byte {
		return Replace(b, "<risposte>", strings.Repeat(line, n/len(line)+1)+"<risposte>")
	}
	return m.Bytes()
}

// DeepDaticert is a genuine acceptance whose daticert.xml has that many levels of elements.
func DeepDaticert(depth int) []byte {
	m := NewOffice().Dispatch().Accettazione()
	m.XML = func(b []byte) []byte {
		return Replace(b, "    </dati>", strings.Repeat("<x>", depth)+strings.Repeat("</x>", depth)+"</dati>")
	}
	return m.Bytes()
}

// BigMessage is a genuine delivery receipt with an attachment of that many bytes.
func BigMessage(n int) []byte {
	d := NewOffice().Dispatch()
	d.Original.Attachments = []Attachment{{Name: "grande.bin", Type: "application/octet-stream", Content: Noise(n)}}
	return d.Consegna().Bytes()
}

// ManyCertificates is a receipt whose signature carries the signer's certificate that many times.
func ManyCertificates(n int) []byte {
	m := NewOffice().Dispatch().Accettazione()
	m.CMS = func(s *SignedData) {
		for range n {
			s.Certificates = append(s.Certificates, s.Signers[0].Certificate.DER)
		}
	}
	return m.Bytes()
}

// DeepBER is a receipt whose signature part is that many BER elements inside one another.
func DeepBER(depth int) []byte {
	m := NewOffice().Dispatch().Accettazione()
	m.P7S = func([]byte) []byte { return bytes.Repeat([]byte{tagSequence, 0x80}, depth) }
	return m.Bytes()
}

// Noise is that many bytes without any pattern.
func Noise(n int) []byte {
	out := make([]byte, 0, n+32)
	for i := uint64(0); len(out) < n; i++ {
		out = append(out, sum(crypto.SHA256, binary.BigEndian.AppendUint64([]byte("noise"), i))...)
	}
	return out[:n]
}
