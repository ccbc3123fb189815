package pectest

import (
	"bytes"
	"crypto"
	"encoding/binary"
	"fmt"
	"math/big"
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

// PublicKey is an RSA key of so many bits and that exponent with which nobody can sign: its modulus is odd noise.
func PublicKey(bits int, exponent int64, seed string) *Key {
	n := new(big.Int).SetBytes(Noise(bits/8 + len(seed) + 1)[len(seed):][:bits/8])
	n.Xor(n, new(big.Int).SetBytes(sum(crypto.SHA256, []byte(seed))))
	return &Key{Name: seed, N: n.SetBit(n, bits-1, 1).SetBit(n, 0, 1), E: big.NewInt(exponent)}
}

// Crowd is a receipt with that many signers, all of which name a certificate of which there are twins, one for each key. No
// two signature values are alike, and each is verified over two orders of the attributes.
func Crowd(signers int, seed string, keys ...*Key) []byte {
	o := NewOffice()
	m := o.Dispatch().Consegna()
	m.CMS = func(s *SignedData) {
		twin := o.Due.Certificate.Spec
		one := s.Signers[0]
		one.Key, one.Unsorted = TestKey("attacker"), true
		one.Attributes = func(a [][]byte) [][]byte { return [][]byte{a[2], a[1], a[0]} }
		s.Signers, s.Certificates = nil, nil
		for _, k := range keys {
			twin.Key, twin.IssuerKey = k, TestKey("attacker")
			s.Certificates = append(s.Certificates, Issue(twin).DER)
		}
		for i := range signers {
			value := make([]byte, len(keys[0].N.Bytes()))
			for n, at := byte(0), 0; at < len(value); n++ {
				at += copy(value[at:], sum(crypto.SHA256, []byte(seed), []byte{byte(i), n}))
			}
			value[0] = 0 // below every modulus
			one.Value = func([]byte) []byte { return value }
			s.Signers = append(s.Signers, one)
		}
	}
	return m.Bytes()
}
