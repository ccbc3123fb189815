package verifier

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// berValue splits one BER value off: its header, its content without end-of-contents, and what follows.
func berValue(b []byte) (tag byte, content, rest []byte) {
	at, length := 2, int(b[1])
	if length == 0x80 {
		for rest = b[2:]; rest[0] != 0 || rest[1] != 0; {
			_, _, rest = berValue(rest)
		}
		return b[0], b[2 : len(b)-len(rest)], rest[2:]
	}
	if length > 0x80 {
		n := length & 0x7f
		length = 0
		for _, octet := range b[2 : 2+n] {
			length = length<<8 | int(octet)
		}
		at += n
	}
	return b[0], b[at : at+length], b[at+length:]
}

func berChildren(content []byte) (all [][]byte) {
	for len(content) > 0 {
		_, _, rest := berValue(content)
		all = append(all, content[:len(content)-len(rest)])
		content = rest
	}
	return all
}

// withCertificates adds certificates to the set of a structure, which no signature covers.
func withCertificates(structure []byte, before, after [][]byte) []byte {
	_, info, _ := berValue(structure)
	outer := berChildren(info)
	_, wrapped, _ := berValue(outer[1])
	_, signed, _ := berValue(wrapped)
	fields := berChildren(signed)
	var own []byte
	if fields[3][0] == 0xa0 {
		_, own, _ = berValue(fields[3])
		fields = slices.Delete(fields, 3, 4)
	}
	certificates := pectest.TLV(0xa0, bytes.Join(before, nil), own, bytes.Join(after, nil))
	fields = slices.Insert(fields, 3, certificates)
	return pectest.TLV(0x30, outer[0], pectest.TLV(0xa0, pectest.TLV(0x30, fields...)))
}

// restuffed gives the message with another structure in the place of its base64 one, in lines like those that were there.
func restuffed(data []byte, part *smime.Entity, structure []byte) []byte {
	end := "\n"
	if bytes.Contains(part.Body, []byte("\r\n")) {
		end = "\r\n"
	}
	text := base64.StdEncoding.EncodeToString(structure)
	var lines []string
	for ; len(text) > 64; text = text[64:] {
		lines = append(lines, text[:64])
	}
	old := bytes.TrimRight(part.Body, "\r\n")
	at := bytes.LastIndex(data, old)
	return slices.Concat(data[:at], []byte(strings.Join(append(lines, text), end)), data[at+len(old):])
}

// structureIn gives the base64 signature of a plain signed or opaque message; nil for others, and for a message in a binary cover,
// whose lengths another structure would break.
func structureIn(data []byte) (*smime.Entity, []byte) {
	if data[0] == 0x30 {
		return nil, nil
	}
	root, err := smime.Parse(data)
	if err != nil {
		return nil, nil
	}
	part := root
	if s, err := smime.ReadSigned(root); err == nil {
		part = s.Signature
	} else if !root.IsOpaque() {
		return nil, nil
	}
	structure, err := part.Decoded()
	if err != nil || part.Encoding() != "base64" || structure[0] != 0x30 {
		return nil, nil
	}
	return part, structure
}

// stuffing makes certificates that anybody can make out of a signer's.
type stuffing struct {
	t   testing.TB
	key crypto.Signer
}

// copyOf has the names, number and identifiers of a certificate, and that key.
func (s stuffing) copyOf(c *x509.Certificate, key crypto.PublicKey, edit func(*x509.Certificate)) []byte {
	template := &x509.Certificate{SerialNumber: c.SerialNumber, RawSubject: c.RawSubject, NotBefore: c.NotBefore, NotAfter: c.NotAfter,
		SubjectKeyId: c.SubjectKeyId, KeyUsage: c.KeyUsage, ExtKeyUsage: c.ExtKeyUsage, EmailAddresses: c.EmailAddresses, PolicyIdentifiers: c.PolicyIdentifiers}
	if edit != nil {
		edit(template)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, &x509.Certificate{RawSubject: c.RawIssuer, SubjectKeyId: c.AuthorityKeyId}, key, s.key)
	if err != nil {
		s.t.Fatal(err)
	}
	return der
}

// authority is a CA certificate of that name.
func (s stuffing) authority(name []byte, number int64) []byte {
	template := &x509.Certificate{SerialNumber: big.NewInt(number), RawSubject: name, NotBefore: pectest.CAFrom, NotAfter: pectest.CATo,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, s.key.Public(), s.key)
	if err != nil {
		s.t.Fatal(err)
	}
	return der
}

// What nobody has signed changes no verdict: of each vector that passes or is revoked, with certificates added to the structure, all but
// the file's size and hash is the same.
func TestCertificatesAddedChangeNothing(t *testing.T) {
	pectest.Native(t, "a long table")
	if tried := addCertificates(t, vectors(t)); tried < 500 {
		t.Errorf("only %d messages tried", tried)
	}
}

func TestCertificatesAddedToRealMailChangeNothing(t *testing.T) {
	var all []vector
	for name, data := range realMessages(t) {
		all = append(all, vector{group: "real", name: name, data: data, Reports: []expectation{{Indication: TotalPassed}},
			options: Options{Trust: trustlist.Embedded(), Now: pectest.Now}})
	}
	if tried := addCertificates(t, all); tried < 50 {
		t.Errorf("only %d messages tried", tried)
	}
}

func addCertificates(t *testing.T, all []vector) (tried int) {
	t.Helper()
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := stuffing{t, ec}
	var stuffed []stuffedMessage
	made := map[string]map[string][][]byte{} // by the signer's certificate: to make them costs more than to judge them
	for _, v := range all {
		if r := v.Reports; len(r) != 1 || r[0].Indication != TotalPassed && r[0].Subindication != Revoked || r[0].Part != "" {
			continue
		}
		part, structure := structureIn(v.data)
		if part == nil {
			continue
		}
		parsed, err := cms.Parse(structure)
		if err != nil {
			t.Fatal(err)
		}
		want := Verify(v.File, v.data, v.options)
		if len(want) != 1 || want[0].Indication != TotalPassed && want[0].Subindication != Revoked {
			continue // a real mail that was damaged
		}
		known := append(slices.Clip(parsed.Certificates), v.options.Trust.Certificates()...)
		found := parsed.Signers[0].Candidates(known)
		if len(found) == 0 {
			t.Fatalf("%s/%s: no certificate", v.group, v.name)
		}
		signer := string(found[0].Raw)
		if made[signer] == nil {
			made[signer] = s.around(found[0])
		}
		stuffed = append(stuffed, stuffedMessage{v, part, structure, made[signer], want, asJSON(t, want)})
	}
	t.Run("messages", func(t *testing.T) {
		for _, m := range stuffed {
			tried += 2 * len(m.sets)
			t.Run(m.group+" "+m.name, func(t *testing.T) {
				t.Parallel()
				m.changesNothing(t)
			})
		}
	})
	return tried
}

type stuffedMessage struct {
	vector
	part      *smime.Entity
	structure []byte
	sets      map[string][][]byte
	want      []Report
	expected  string
}

func (m stuffedMessage) changesNothing(t *testing.T) {
	for name, added := range m.sets {
		for place, structure := range map[string][]byte{"before": withCertificates(m.structure, added, nil), "behind": withCertificates(m.structure, nil, added)} {
			got := Verify(m.File, restuffed(m.data, m.part, structure), m.options)
			got[0].File = m.want[0].File
			if asJSON(t, got) != m.expected {
				t.Errorf("with %s %s:\n%s\nwithout: %s", name, place, summary(got), summary(m.want))
			}
		}
	}
}

// Where the signer's certificate may be among those that were not looked at, nobody is called a forger.
func TestWhoseCertificateWasLeftAsideIsNoForger(t *testing.T) {
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s := stuffing{t, ec}
	o := pectest.NewOffice()
	data := o.Dispatch().Accettazione().Bytes()
	part, structure := structureIn(data)
	real := o.Uno.Certificate.X509()
	for _, count := range []int{90, 2 * cms.MaxCertificates} { // the real one is read behind the first, and not behind the others
		var twins [][]byte
		for i := range count {
			twins = append(twins, s.copyOf(real, ec.Public(), func(c *x509.Certificate) { c.NotAfter = c.NotAfter.Add(time.Duration(i) * time.Hour) }))
		}
		r := only(t, Verify("x.eml", restuffed(data, part, withCertificates(structure, twins, nil)), trusting(t)))
		if read := count < cms.MaxCertificates; read != (r.Indication == TotalPassed) || !read && (r.Indication != Indeterminate || !slices.Equal(answers(r, "signer.certificate"), []string{"certificate.untried"})) {
			t.Errorf("behind %d: %s", count, summary([]Report{r}))
		}
	}
}

// around are sets of certificates that anybody can add to a message of that signer.
func (s stuffing) around(real *x509.Certificate) map[string][][]byte {
	keys, large, odd, stranger := stuffingKeys()
	var twins, many, paths [][]byte
	for i, key := range keys {
		if i < 2 {
			twins = append(twins, s.copyOf(real, key, nil))
		}
		many = append(many, s.copyOf(real, key, nil), s.copyOf(real, real.PublicKey, func(c *x509.Certificate) { c.NotAfter = c.NotAfter.Add(1e9) }))
		paths = append(paths, s.authority(real.RawIssuer, int64(i)))
	}
	return map[string][][]byte{
		"one of the same key": {s.copyOf(real, real.PublicKey, nil)},
		"two of other keys":   twins,
		"of another kind":     {s.copyOf(real, s.key.Public(), nil), s.copyOf(real, large, nil), s.copyOf(real, odd, nil), pectest.TLV(0x30), stranger},
		"authorities":         paths,
		"a crowd":             slices.Concat(many, paths[:5]),
		"of the same key, one that may not sign, one that had expired": {
			s.copyOf(real, real.PublicKey, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }),
			s.copyOf(real, real.PublicKey, func(c *x509.Certificate) { c.NotAfter = c.NotBefore.Add(1e9) }),
		},
	}
}

// stuffingKeys are keys of strangers, two that nobody verifies with, and the certificate of another provider.
func stuffingKeys() (keys []crypto.PublicKey, large, odd crypto.PublicKey, stranger []byte) {
	for i := range 40 {
		keys = append(keys, pectest.PublicKey(2048, 65537, fmt.Sprint(i)).Public())
	}
	odd = &rsa.PublicKey{N: keys[0].(*rsa.PublicKey).N, E: 1<<31 - 1}
	return keys, pectest.PublicKey(8192, 65537, "large").Public(), odd, pectest.NewOffice().Uno.Certificate.DER
}

func asJSON(t *testing.T, reports []Report) string {
	t.Helper()
	text, err := json.Marshal(reports)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
