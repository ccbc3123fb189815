package pectest

import "crypto"

func cmsAttacks(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	refuse := func(name, shows, sub string, show checks, edit func(m *Message, s *SignedData)) *Vector {
		m := d.Consegna()
		m.CMS = func(s *SignedData) { edit(m, s) }
		return c.fail(name, shows, m, sub, show)
	}
	one := func(edit func(*Signer)) func(*Message, *SignedData) {
		return func(_ *Message, s *SignedData) { edit(&s.Signers[0]) }
	}
	genuine := d.Consegna()
	signed := genuine.SignedBytes()
	altered := func(b []byte) []byte { return Replace(b, "correttamente", "erroneamente ") }

	refuse("econtent-same", "eContent in a detached signature, even with the same bytes.", "FORMAT_FAILURE", nil, func(_ *Message, s *SignedData) { s.EContent = s.Content })
	m := d.Consegna()
	m.Signed = altered
	m.CMS = func(s *SignedData) { s.Content, s.EContent = signed, signed }
	c.fail("econtent-confusion", "The genuine content is signed inside the structure, the message shows other content.", m, "FORMAT_FAILURE", nil)
	refuse("no-signer", "A structure with certificates and without any SignerInfo is no signature.", "FORMAT_FAILURE", nil, func(_ *Message, s *SignedData) { s.NoSigners = true })
	refuse("two-signers-one-altered", "Two signatures, the second over other content.", "HASH_FAILURE", nil, func(_ *Message, s *SignedData) {
		second := s.Signers[0]
		second.MessageDigest = sum(crypto.SHA256, []byte("altro"))
		s.Signers = append(s.Signers, second)
	})
	refuse("two-signers-one-broken", "Two signatures, the value of the second does not verify.", "SIG_CRYPTO_FAILURE", nil, func(_ *Message, s *SignedData) {
		second := s.Signers[0]
		second.Value = FlipBit
		s.Signers = append(s.Signers, second)
	})
	refuse("two-signers-first-broken", "Two signatures, the value of the first does not verify.", "SIG_CRYPTO_FAILURE", nil, func(_ *Message, s *SignedData) {
		s.Signers = append(s.Signers, s.Signers[0])
		s.Signers[0].Value = FlipBit
	})
	refuse("two-signers-two-providers", "Two good signatures of two listed providers.", "NO_CERTIFICATE_CHAIN_FOUND", nil, func(_ *Message, s *SignedData) {
		second := s.Signers[0]
		second.Certificate = o.Uno.Certificate
		s.Signers = append(s.Signers, second)
		s.Certificates = [][]byte{o.Due.Certificate.DER, o.Uno.Certificate.DER, o.Authority.CA.DER}
	}).Expect[0].Checks = checks{"signature.digest": "passed"}
	vouched := o.Authority.Leaf(o.Tre, 0x1004, TestKey("tre"))
	refuse("two-signers-another-organisation", "Two good signatures of two providers; the first is in the index under a name of its own, the second under the same CA.",
		"NO_CERTIFICATE_CHAIN_FOUND", checks{"signature.digest": "passed"}, func(_ *Message, s *SignedData) {
			second := s.Signers[0]
			second.Certificate = vouched
			s.Signers = append(s.Signers, second)
			s.Certificates = [][]byte{o.Due.Certificate.DER, vouched.DER, o.Authority.CA.DER}
		}).trust("index-renamed.ldif", "ca.pem")
	stranger := strangerAuthority().Leaf(o.Due, 5, TestKey("attacker"))
	for _, first := range []bool{false, true} {
		name, shows := "two-signers-second-a-stranger", "A provider's signature and a stranger's, both good."
		if first {
			name, shows = "two-signers-first-a-stranger", "A stranger's signature and a provider's, both good."
		}
		refuse(name, shows, "NO_CERTIFICATE_CHAIN_FOUND", nil, func(_ *Message, s *SignedData) {
			second := s.Signers[0]
			second.Certificate = stranger
			s.Signers = append(s.Signers, second)
			if first {
				s.Signers[0], s.Signers[1] = s.Signers[1], s.Signers[0]
			}
			s.Certificates = [][]byte{o.Due.Certificate.DER, o.Authority.CA.DER, stranger.DER}
		})
	}
	other := sum(crypto.SHA256, []byte("altro"))
	// Attributes that break RFC 5652 §11 make no well-formed signature, whatever the digest says.
	breach := func(name, shows string, edit func(m *Message, s *SignedData)) {
		v := refuse(name, shows, "FORMAT_FAILURE", nil, edit)
		v.Expect[0].Checks = nil
	}
	attributes := func(name, shows string, edit func([][]byte) [][]byte) {
		breach(name, shows, one(func(s *Signer) { s.Attributes = edit }))
	}
	attributes("digest-attribute-twice", "Two messageDigest attributes, the good one among them.",
		func(a [][]byte) [][]byte { return append(a, MessageDigestAttribute(other)) })
	attributes("digest-attribute-same-twice", "The same messageDigest attribute twice.",
		func(a [][]byte) [][]byte { return append(a, a[2]) })
	attributes("digest-attribute-two-values", "A messageDigest attribute with two values.",
		func(a [][]byte) [][]byte {
			return [][]byte{a[0], Attribute(OIDMessageDigest, octets(sum(crypto.SHA256, signed)), octets(other))}
		})
	attributes("digest-attribute-missing", "No messageDigest attribute.", func(a [][]byte) [][]byte { return [][]byte{a[0], a[1]} })
	attributes("content-type-missing", "No content-type attribute.", func(a [][]byte) [][]byte { return a[1:] })
	attributes("content-type-twice", "Two content-type attributes.", func(a [][]byte) [][]byte { return append(a, a[0]) })
	attributes("content-type-other", "A content-type attribute that is not that of the content.",
		func(a [][]byte) [][]byte { return append([][]byte{ContentTypeAttribute(OIDSignedData)}, a[1:]...) })

	accettazione := d.Accettazione()
	refuse("signature-of-another-message", "The signature of another message of the same provider.", "HASH_FAILURE", nil, func(_ *Message, s *SignedData) {
		s.Content = accettazione.SignedBytes()
	})
	m = d.Consegna()
	m.Tamper = altered
	m.P7S = func(der []byte) []byte {
		return Replace(der, string(sum(crypto.SHA256, signed)), string(sum(crypto.SHA256, altered(signed))))
	}
	c.fail("digest-attribute-replaced", "The content and its messageDigest are altered together: the digest agrees, the signature value does not.", m, "SIG_CRYPTO_FAILURE", checks{"signature.digest": "passed"})
	refuse("value-altered", "One bit of the signature value is another.", "SIG_CRYPTO_FAILURE", checks{"signature.digest": "passed"}, one(func(s *Signer) { s.Value = FlipBit }))
	refuse("value-zero", "The signature value is all zeros.", "SIG_CRYPTO_FAILURE", nil, one(func(s *Signer) { s.Value = func(v []byte) []byte { return make([]byte, len(v)) } }))
	refuse("value-short", "The signature value lacks its last byte.", "SIG_CRYPTO_FAILURE", nil, one(func(s *Signer) { s.Value = func(v []byte) []byte { return v[:len(v)-1] } }))
	refuse("value-of-another-key", "Signed with another key than that of the named certificate.", "SIG_CRYPTO_FAILURE", checks{"signature.digest": "passed"},
		one(func(s *Signer) { s.Key = TestKey("attacker") }))
	refuse("certificate-replaced", "The certificate in the message has the provider's names and serial number and another key; the signature is the provider's.",
		"SIG_CRYPTO_FAILURE", checks{"signature.digest": "passed"}, func(_ *Message, s *SignedData) {
			twin := o.Due.Certificate.Spec
			twin.Key = TestKey("attacker")
			s.Certificates = [][]byte{Issue(twin).DER, o.Authority.CA.DER}
		})
	refuse("attributes-signed-under-their-tag", "The attributes were signed under [0] in place of SET OF.", "SIG_CRYPTO_FAILURE", nil, one(func(s *Signer) { s.SignTagged = true }))
	refuse("ecdsa-zero", "An ECDSA signature of two zeros.", "SIG_CRYPTO_FAILURE", nil, one(func(s *Signer) {
		s.Certificate = o.Authority.Leaf(o.Due, 0x2100, TestKey("p256"))
		s.Value = func([]byte) []byte { return seq(integer(0), integer(0)) }
	}))
	m = d.Consegna()
	m.CMS = func(s *SignedData) { s.Signers[0].NoAttributes = true }
	m.Tamper = altered
	c.fail("no-attributes-altered", "No signed attributes, the content altered: it reads as altered bytes.", m, "HASH_FAILURE", nil)
	m = d.Consegna()
	m.Tamper = altered
	m.Digest = "sha1"
	c.fail("micalg-downgrade", "micalg altered with the content.", m, "HASH_FAILURE", nil)
	m = d.Consegna()
	m.Opaque = true
	m.CMS = func(s *SignedData) { s.EContent = altered(s.Content) }
	c.fail("opaque-altered", "Opaque signature, the content inside altered.", m, "HASH_FAILURE", nil)
	breach("content-type-not-data", "The structure says that its content is no data, the attributes say that it is.", func(_ *Message, s *SignedData) {
		s.ContentType = OIDEnvelopedData
		s.Signers[0].Attributes = func(a [][]byte) [][]byte { return append([][]byte{ContentTypeAttribute(OIDData)}, a[1:]...) }
	})
}
