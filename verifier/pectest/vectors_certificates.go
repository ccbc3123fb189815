package pectest

import (
	"bytes"
	"encoding/base64"
	"math/big"
)

// certificateAttacks are structures with certificates that nobody signed but whoever handled the message, and with keys
// that cost too much.
func certificateAttacks(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	listed := checks{"trust.provider": "passed", "signature.value": "passed", "signer.certificate": "passed"}
	attacker := TestKey("attacker")
	twin := func(key *Key, edits ...func(*CertSpec)) []byte {
		spec := o.Due.Certificate.Spec
		spec.Key, spec.IssuerKey = key, attacker
		for _, edit := range edits {
			edit(&spec)
		}
		return Issue(spec).DER
	}
	stuffed := func(name, shows string, edit func(*Signer), before ...[]byte) *Vector {
		m := d.Consegna()
		m.CMS = func(s *SignedData) {
			s.Certificates = append(before, Chain(s.Signers[0].Certificate)...)
			if edit != nil {
				edit(&s.Signers[0])
			}
		}
		return c.pass(name, shows, m, listed)
	}
	bare := func(s *Signer) { s.NoAttributes = true }
	stuffed("stuffed-one", "Before the signer's certificate stands a copy of it, with its key too, that somebody else signed.", nil, twin(TestKey("due")))
	stuffed("stuffed-one-listed", "The same where the list names the certificate itself.", nil, twin(TestKey("due"))).trust("due.pem")
	stuffed("stuffed-two", "Before the signer's certificate stand two of its names and number, with other keys.", nil, twin(attacker), twin(TestKey("person")))
	stuffed("stuffed-no-attributes", "One of its names and number with another key, and no signed attributes.", bare, twin(attacker))
	stuffed("stuffed-key-identifier", "The signer is named by key identifier, and two others claim it.", func(s *Signer) { s.SKI = true },
		claiming(o, attacker), claiming(o, TestKey("person")))
	var crowd [][]byte
	for i := range 24 {
		crowd = append(crowd, small(o, PublicKey(1024, 65537, string(rune('a'+i)))))
	}
	stuffed("stuffed-crowd", "Before the signer's certificate stand 24 of its issuer and number, each with another key.", nil, crowd...)
	var authorities [][]byte
	for i := range 26 {
		authorities = append(authorities, Issue(CertSpec{Subject: o.Authority.CA.Spec.Subject, Serial: big.NewInt(int64(0x7000 + i)), NotBefore: CAFrom, NotAfter: CATo,
			Key: TestKey("rsa1024"), CA: true, PathLen: -1, KeyUsage: KeyCertSign}).DER)
	}
	stuffed("stuffed-path", "The root is listed; before the CA's certificate stand 26 others of its name.", nil, authorities...).trust("root.pem")

	weigh := func(name, shows string, key *Key) {
		m := d.Consegna()
		m.Provider = o.Due.With(o.Authority.Leaf(o.Due, 0x2300, key))
		c.fail(name, shows, m, "CRYPTO_CONSTRAINTS_FAILURE", checks{"signature.digest": "passed", "signature.value": "skipped"})
	}
	weigh("key-too-large", "An RSA key of 4,484 bits: what it signed is not verified, for the work that it would cost, and is not said to be forged.", mersenneKey(2203, 2281))
	weigh("exponent-too-large", "An RSA exponent of 31 bits: the same.", withExponent(TestKey("due"), 1<<31-1))
	m := d.Consegna()
	m.Provider = o.Due.With(o.Authority.Leaf(o.Due, 0x2301, withExponent(TestKey("due"), 48491)))
	c.pass("exponent-odd", "An RSA exponent of 16 bits that is none of the usual, as real providers have.", m, listed)
}

// claiming is a stranger's certificate with the key identifier of Due's key.
func claiming(o *Office, key *Key) []byte {
	spec := o.Due.Certificate.Spec
	spec.Key, spec.IssuerKey, spec.NoSKI = key, TestKey("attacker"), true
	spec.Extensions = [][]byte{seq(oid(oidSKI), octets(octets(TestKey("due").ID())))}
	return Issue(spec).DER
}

// small is as little of a certificate as has Due's issuer and number.
func small(o *Office, key *Key) []byte {
	return Issue(CertSpec{Subject: Name{{oidCountry, "IT"}}, Serial: o.Due.Certificate.Spec.Serial, NotBefore: LeafFrom, NotAfter: LeafTo, Key: key,
		Issuer: o.Authority.CA, IssuerKey: TestKey("rsa1024"), NoSKI: true, NoAKI: true}).DER
}

// withExponent is an RSA key with the same modulus and another public exponent.
func withExponent(k *Key, e int64) *Key {
	one := big.NewInt(1)
	phi := new(big.Int).Mul(new(big.Int).Sub(k.p, one), new(big.Int).Sub(k.q, one))
	out := *k
	out.E = big.NewInt(e)
	if out.D = new(big.Int).ModInverse(out.E, phi); out.D == nil {
		panic("pectest: no such exponent for key " + k.Name)
	}
	return &out
}

// armourVectors have the signature part in PEM.
func armourVectors(c *catalogue) {
	d := c.o.Dispatch()
	signed := checks{"signature.present": "passed", "signature.value": "passed"}
	part := func(coding string, armour func(der []byte) []byte) *Message {
		m := d.Consegna()
		m.P7SPart = func(p *Part) {
			p.Header.Del("Content-Transfer-Encoding")
			p.Coding, p.Content = coding, armour(p.Content)
		}
		return m
	}
	block := func(label, end string) func([]byte) []byte {
		return func(der []byte) []byte { return Armour(label, end, der) }
	}
	c.pass("p7s-pem", "The signature part is its PEM form, armour and all.", part("7bit", block("PKCS7", "\r\n")), signed)
	called := d.Consegna()
	called.P7SPart = func(p *Part) {
		p.Header.Set("Content-Transfer-Encoding", "base64")
		p.Coding, p.Content = "", Armour("PKCS7", crlf, p.Content)
	}
	c.pass("p7s-pem-called-base64", "The same in a part that calls itself base64.", called, signed)
	c.pass("p7s-pem-base64", "The same, and that in base64.", part("base64", block("PKCS7", "\n")), signed)
	c.pass("p7s-pem-base64-crlf", "The same with CRLF inside.", part("base64", block("PKCS7", "\r\n")), signed)
	c.pass("p7s-pem-cms", "PEM under the label that OpenSSL's cms writes.", part("base64", block("CMS", "\n")), signed)
	c.pass("p7s-pem-old-label", "PEM under an older label.", part("base64", block("PKCS #7 SIGNED DATA", "\n")), signed)
	c.pass("p7s-pem-blank-lines", "PEM with blank lines around it.", part("base64", func(der []byte) []byte {
		return append([]byte("\n \n"), append(Armour("CMS", "\n", der), "\n\n"...)...)
	}), signed)
	refuse := func(name, shows string, armour func([]byte) []byte) {
		c.fail(name, shows, part("base64", armour), "FORMAT_FAILURE", nil)
	}
	refuse("p7s-pem-twice", "Two PEM blocks: it is open which one is the signature.", func(der []byte) []byte {
		return bytes.Repeat(Armour("CMS", "\n", der), 2)
	})
	refuse("p7s-pem-text-before", "PEM with text before it.", func(der []byte) []byte { return append([]byte("firma\n"), Armour("CMS", "\n", der)...) })
	refuse("p7s-pem-text-behind", "PEM with text behind it.", func(der []byte) []byte { return append(Armour("CMS", "\n", der), "firma\n"...) })
	refuse("p7s-pem-other-label", "PEM under the label of a certificate.", block("CERTIFICATE", "\n"))
	refuse("p7s-pem-two-labels", "PEM that begins under one label and ends under another.", func(der []byte) []byte {
		return Replace(Armour("CMS", "\n", der), "END CMS", "END PKCS7")
	})
	relabelled(c)
}

// relabelled: gateways respell the header of the signature part, which no signature covers. Its bytes are what counts.
func relabelled(c *catalogue) {
	add := func(name, shows, wrapper string, change func(*Part)) {
		m := c.o.Dispatch().Consegna()
		m.P7SPart = change
		c.pass("p7s-"+name, shows, m, checks{"signature.present": "passed", "wrapper.unsigned": wrapper})
	}
	set := func(fields ...string) func(*Part) {
		return func(p *Part) {
			for i := 0; i < len(fields); i += 2 {
				p.Header.Set(fields[i], fields[i+1])
			}
		}
	}
	const ct, disposition, encoding = "Content-Type", "Content-Disposition", "Content-Transfer-Encoding"
	add("numbered", "A gateway calls the signature part ATT00001.p7s, of any type.", "passed", set(ct, `application/octet-stream; name="ATT00001.p7s"`, disposition, `attachment; filename="ATT00001.p7s"`))
	add("nameless", "A gateway leaves the signature part neither type nor name: programs show a file.", "warning", set(ct, "application/octet-stream", disposition, "attachment"))
	add("encoding-lost", "A gateway lost the transfer encoding of the signature part.", "passed", set(encoding, "7bit"))
	add("encoding-respelled", "A gateway respelled it.", "warning", set(encoding, "base64;"))
	m := c.o.Dispatch().Consegna()
	m.P7SPart = func(p *Part) {
		p.Header.Set(ct, "text/plain; name=nota.txt")
		p.Header.Set(encoding, "7bit")
		p.Coding, p.Content = "", []byte("Cordiali saluti"+crlf)
	}
	page := c.o.Dispatch().Consegna()
	page.P7SPart = set(ct, "text/html")
	c.fail("p7s-called-html", "The signature part calls itself a page: programs show one.", page, "FORMAT_FAILURE", nil)
	c.fail("p7s-text", "A text in the place of the signature.", m, "FORMAT_FAILURE", nil)

}

// Armour is PEM (RFC 7468) with line ends of one's choice.
func Armour(label, end string, der []byte) []byte {
	text := base64.StdEncoding.EncodeToString(der)
	out := "-----BEGIN " + label + "-----" + end
	for ; len(text) > 64; text = text[64:] {
		out += text[:64] + end
	}
	return []byte(out + text + end + "-----END " + label + "-----" + end)
}
