package xmlsig

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// evidence is a document of the shape that the strict policies ask for.
func evidence() draft {
	return draft{Text: `<Prova><Ora>10:15</Ora><A>uno</A>%SIGNATURE%</Prova>`, References: []string{refFilter2, refProperties}}
}

// swap replaces the first occurrence, which must be there.
func swap(t *testing.T, text, old, new string) string {
	t.Helper()
	if !strings.Contains(text, old) {
		t.Fatalf("%q is not in the document", old)
	}
	return strings.Replace(text, old, new, 1)
}

// between cuts the text from the start of one mark to the end of another.
func between(text, from, to string) string {
	text = text[strings.Index(text, from):]
	return text[:strings.Index(text, to)+len(to)]
}

const dsig = `xmlns:ds="http://www.w3.org/2000/09/xmldsig#"`

// TestWhatEvidenceAndListsNeverAre: each of these is refused by the strict policies, and for the reason named. Several hold for
// programs that look at references and value alone.
func TestWhatEvidenceAndListsNeverAre(t *testing.T) {
	good := evidence().sign(t)
	if _, r := verified(t, good, Evidence()); r.Err() != nil {
		t.Fatal(r.Err())
	}
	signature := between(good, "<ds:Signature ", "</ds:Signature>")
	with := func(edit func(*draft)) string {
		d := evidence()
		edit(&d)
		return d.sign(t)
	}
	exclusive := `<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>`
	for name, test := range map[string]struct {
		text string
		want error
	}{
		"altered":                      {swap(t, good, "10:15", "10:16"), ErrDigest},
		"signed properties altered":    {swap(t, good, "2025-03-12T09:15:30Z", "2025-03-12T09:15:31Z"), ErrDigest},
		"digest altered":               {swap(t, good, "<ds:DigestValue>", "<ds:DigestValue>A"), ErrShape},
		"value of another signature":   {swap(t, good, between(good, "<ds:SignatureValue>", "</ds:SignatureValue>"), between(evidence2().sign(t), "<ds:SignatureValue>", "</ds:SignatureValue>")), ErrValue},
		"value cut":                    {swap(t, good, between(good, "<ds:SignatureValue>", "</ds:SignatureValue>"), "<ds:SignatureValue></ds:SignatureValue>"), ErrShape},
		"comment in the value":         {swap(t, good, "</ds:SignatureValue>", "<!-- --></ds:SignatureValue>"), ErrShape},
		"comment in a digest":          {swap(t, good, "</ds:DigestValue>", "<!-- --></ds:DigestValue>"), ErrShape},
		"comment in a signed value":    {swap(t, good, "10:15", "10:<!-- x -->15"), ErrShape},
		"hole: elements in a second":   {swap(t, good, "<A>", `<ds:Signature `+dsig+`><A>due</A></ds:Signature><A>`), ErrShape},
		"hole: a second inside a part": {swap(t, good, "uno", `uno<ds:Signature `+dsig+`/>`), ErrShape},
		"hole: an object more":         {swap(t, good, "</ds:Signature>", `<ds:Object><A>due</A></ds:Object></ds:Signature>`), ErrShape},
		"hole: inside the object":      {swap(t, good, "</xades:QualifyingProperties>", `</xades:QualifyingProperties><A>due</A>`), ErrShape},
		"hole: text in the signature":  {swap(t, good, "<ds:KeyInfo>", `due<ds:KeyInfo>`), ErrShape},
		"hole: foreign element in it":  {swap(t, good, "<ds:KeyInfo>", `<A>due</A><ds:KeyInfo>`), ErrShape},
		"hole: wrapped in the object":  {swap(t, good, "<ds:Object>", `<ds:Object><A>due</A>`), ErrShape},
		"counter-signature": {with(func(d *draft) {
			d.Unsigned = `<xades:UnsignedProperties><ds:Signature ` + dsig + `/></xades:UnsignedProperties>`
		}), ErrShape},
		"signature first":              {with(func(d *draft) { d.Text = `<Prova>%SIGNATURE%<A>uno</A></Prova>` }), ErrShape},
		"signature deeper":             {with(func(d *draft) { d.Text = `<Prova><A>uno</A><B>%SIGNATURE%</B></Prova>` }), ErrShape},
		"text behind the signature":    {with(func(d *draft) { d.Text = `<Prova><A>uno</A>%SIGNATURE%due</Prova>` }), ErrShape},
		"comment behind the signature": {with(func(d *draft) { d.Text = `<Prova><A>uno</A>%SIGNATURE%<!-- due --></Prova>` }), ErrShape},
		"instruction behind it":        {with(func(d *draft) { d.Text = `<Prova><A>uno</A>%SIGNATURE%<?due?></Prova>` }), ErrShape},
		"root moved below another": {with(func(d *draft) {
			d.Text = `<Falso><A>due</A><Prova Id="p"><A>uno</A></Prova>%SIGNATURE%</Falso>`
			d.References[0] = strings.Replace(refFilter2, `URI=""`, `URI="#p"`, 1)
		}), ErrShape},
		"genuine below another root": {`<Falso><A>due</A><B>` + good + `</B></Falso>`, ErrShape},
		"one reference":              {with(func(d *draft) { d.References = []string{refFilter2} }), ErrShape},
		"no document reference":      {with(func(d *draft) { d.References = []string{refProperties} }), ErrShape},
		"three references":           {with(func(d *draft) { d.References = append(d.References, refFilter2) }), ErrShape},
		"properties twice":           {with(func(d *draft) { d.References = []string{refProperties, refProperties} }), ErrShape},
		"document twice":             {with(func(d *draft) { d.References = []string{refFilter2, refFilter2} }), ErrShape},
		"properties without a type":  {with(func(d *draft) { d.References[1] = strings.Replace(refProperties, typeSignedProperties, "urn:x", 1) }), ErrShape},
		"no XAdES":                   {with(func(d *draft) { d.Properties, d.References = "-", []string{refFilter2} }), ErrShape},
		"no certificate named": {with(func(d *draft) {
			d.Properties = `<xades:SignedSignatureProperties><xades:SigningTime>2025-03-12T09:15:30Z</xades:SigningTime></xades:SignedSignatureProperties>`
		}), ErrShape},
		"certificate named twice": {with(func(d *draft) {
			d.Properties = `<xades:SignedSignatureProperties>` + strings.Repeat(certDigest(office.Due.Certificate.DER), 2) + `</xades:SignedSignatureProperties>`
		}), ErrShape},
		"another certificate named": {with(func(d *draft) {
			d.Properties = `<xades:SignedSignatureProperties>` + certDigest(office.Uno.Certificate.DER) + `</xades:SignedSignatureProperties>`
		}), ErrNoCertificate},
		"certificate of the same key": {with(func(d *draft) {
			twin := office.Authority.Leaf(office.Due, 0x6000, pectest.TestKey("due"))
			d.KeyInfo = `<ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(twin.DER) + `</ds:X509Certificate></ds:X509Data>`
		}), ErrNoCertificate},
		"certificate named by SHA-1": {with(func(d *draft) {
			d.Properties = strings.Replace(`<xades:SignedSignatureProperties>`+certDigest(office.Due.Certificate.DER)+`</xades:SignedSignatureProperties>`, spaceEnc+"sha512", spaceDSig+"sha1", 1)
		}), ErrWeak},
		"properties of another target": {swap(t, good, `Target="#sig-1"`, `Target="#sig-2"`), ErrShape},
		"properties without a target":  {swap(t, good, ` Target="#sig-1"`, ``), ErrShape},
		"second properties, read first": {swap(t, good, "<ds:Object>", `<ds:Object><xades:QualifyingProperties xmlns:xades="http://uri.etsi.org/01903/v1.3.2#" Target="#sig-1"><xades:SignedProperties><xades:SignedSignatureProperties>`+
			certDigest(office.Uno.Certificate.DER)+`</xades:SignedSignatureProperties></xades:SignedProperties></xades:QualifyingProperties>`), ErrShape},
		"second SignedProperties in it": {swap(t, good, "<xades:SignedProperties ", `<xades:SignedProperties/><xades:SignedProperties `), ErrShape},
		"an identifier twice":           {swap(t, good, "<A>", `<A Id="xades-1">`), ErrShape},
		"an identifier twice, xml:id":   {swap(t, good, "<A>", `<A xml:id="xades-1">`), ErrShape},
		"an identifier twice, id":       {swap(t, good, "<A>", `<A id="x"/><A ID="x">`), ErrShape},
		"SHA-1 digest":                  {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, spaceEnc+"sha256", spaceDSig+"sha1", 1) }), ErrWeak},
		"SHA-1 value":                   {with(func(d *draft) { d.Method = spaceDSig + "rsa-sha1" }), ErrWeak},
		"a shared secret":               {swap(t, good, spaceMore+"rsa-sha256", spaceMore+"hmac-sha256"), ErrWeak},
		"method of another key":         {swap(t, good, spaceMore+"rsa-sha256", spaceMore+"ecdsa-sha256"), ErrValue},
		"method that is not known":      {swap(t, good, spaceMore+"rsa-sha256", "urn:none"), ErrUnsupported},
		"method with a parameter":       {swap(t, good, `rsa-sha256"/>`, `rsa-sha256"><ds:HMACOutputLength>0</ds:HMACOutputLength></ds:SignatureMethod>`), ErrUnsupported},
		"inclusive canonicalization":    {with(func(d *draft) { d.C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315" }), ErrUnsupported},
		"prefix list":                   {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, exclusive, prefixed("a"), 1) }), ErrUnsupported},
		"prefix list of SignedInfo": {swap(t, good, `<ds:CanonicalizationMethod Algorithm="`+ExclusiveC14N+`"/>`,
			strings.ReplaceAll(prefixed("a"), "ds:Transform", "ds:CanonicalizationMethod")), ErrUnsupported},
		"no canonicalization": {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, exclusive, "", 1) }), ErrUnsupported},
		"nothing taken out": {with(func(d *draft) {
			d.References[0] = `<ds:Reference URI=""><ds:Transforms>` + exclusive + `</ds:Transforms>` + digestElements
		}), ErrUnsupported},
		"another path":   {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, "ds:Signature<", "ds:Signature/..<", 1) }), ErrUnsupported},
		"another filter": {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, "subtract", "intersect", 1) }), ErrUnsupported},
		"path to another namespace": {with(func(d *draft) {
			d.References[0] = strings.Replace(strings.Replace(refFilter2, "<f:XPath ", `<f:XPath xmlns:x="urn:x" `, 1), "ds:Signature<", "x:Signature<", 1)
		}), ErrUnsupported},
		"path with any namespace": {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, "ds:Signature<", "*<", 1) }), ErrUnsupported},
		"two filters": {with(func(d *draft) {
			d.References[0] = strings.Replace(refFilter2, "</ds:Transform>", `</ds:Transform><ds:Transform Algorithm="`+Enveloped+`"/>`, 1)
		}), ErrUnsupported},
		"a transform of the properties": {with(func(d *draft) {
			d.References[1] = strings.Replace(refProperties, `<ds:Transform `, `<ds:Transform Algorithm="`+Enveloped+`"/><ds:Transform `, 1)
		}), ErrUnsupported},
		"a filter of the properties": {with(func(d *draft) {
			d.References[1] = strings.Replace(refProperties, `<ds:Transforms>`, refFilter2[strings.Index(refFilter2, "<ds:Transforms>"):strings.Index(refFilter2, "</ds:Transform>")]+"</ds:Transform>", 1)
		}), ErrUnsupported},
		"XPath, which is not for evidence": {with(func(d *draft) {
			d.References[0] = `<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="` + XPath + `"><ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>` + exclusive + `</ds:Transforms>` + digestElements
		}), ErrUnsupported},
		"XSLT": {with(func(d *draft) {
			d.References[0] = strings.Replace(refDocument, Enveloped, "http://www.w3.org/TR/1999/REC-xslt-19991116", 1)
		}), ErrUnsupported},
		"base64":             {with(func(d *draft) { d.References[0] = strings.Replace(refDocument, Enveloped, Base64, 1) }), ErrUnsupported},
		"another file":       {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, `URI=""`, `URI="altro.xml"`, 1) }), ErrShape},
		"no URI":             {with(func(d *draft) { d.References[0] = strings.Replace(refFilter2, ` URI=""`, "", 1) }), ErrShape},
		"signature copied":   {swap(t, good, "</Prova>", signature+"</Prova>"), ErrShape},
		"nothing signed":     {`<Prova><A>uno</A><ds:Signature ` + dsig + `/></Prova>`, ErrShape},
		"certificate no DER": {swap(t, good, "<ds:X509Certificate>", "<ds:X509Certificate>AAAA"), ErrNoCertificate},
	} {
		t.Run(name, func(t *testing.T) {
			s, r := verified(t, test.text, Evidence())
			if s == nil {
				t.Fatal(r.Shape)
			}
			if err := r.Err(); !errors.Is(err, test.want) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if name == "altered" && r.Document() != nil {
				t.Error("altered content is handed out")
			}
		})
	}
}

func evidence2() draft { d := evidence(); d.Text = strings.Replace(d.Text, "uno", "due", 1); return d }

func prefixed(list string) string {
	return `<ds:Transform Algorithm="` + ExclusiveC14N + `"><ec:InclusiveNamespaces xmlns:ec="` + ExclusiveC14N + `" PrefixList="` + list + `"/></ds:Transform>`
}

// TestAttachmentsNeverPass: attacks on documents that people sign, where more forms are allowed.
func TestAttachmentsNeverPass(t *testing.T) {
	enveloping := genuine()["enveloping"].sign(t)
	object := `<ds:Object Id="o1"><Dati>testo</Dati></ds:Object>`
	base := genuine()["enveloped"].sign(t)
	for name, test := range map[string]struct {
		text string
		want error
	}{
		"object moved into a wrapper, another in its place": {swap(t, enveloping, object, `<ds:Object><w>`+object+`</w></ds:Object><ds:Object Id="falso"><Dati>altro</Dati></ds:Object>`), ErrNotFound},
		"object moved into unsigned properties":             {swap(t, swap(t, enveloping, object, ""), "</xades:QualifyingProperties>", `<xades:UnsignedProperties>`+object+`</xades:UnsignedProperties></xades:QualifyingProperties>`), ErrNotFound},
		"object moved out of the signature, below another":  {`<R>` + swap(t, enveloping, object, "") + `<ds:Signature ` + dsig + ` Id="altra">` + object + `</ds:Signature></R>`, ErrNotFound},
		"reference to nothing":                              {swap(t, enveloping, object, ""), ErrNotFound},
		"two objects of one name":                           {swap(t, enveloping, object, object+object), ErrShape},
		"properties moved": {swap(t, swap(t, base, between(base, "<xades:SignedProperties ", "</xades:SignedProperties>"), `<xades:SignedProperties/>`), "</ds:Signature>",
			`<ds:Object><xades:Altro xmlns:xades="`+spaceXAdES+`">`+between(base, "<xades:SignedProperties ", "</xades:SignedProperties>")+`</xades:Altro></ds:Object></ds:Signature>`), ErrNotFound},
		"external file, none there":      {draft{Text: "<D>%SIGNATURE%</D>", References: []string{strings.Replace(refDocument, `URI=""`, `URI="file:///etc/passwd"`, 1), refProperties}}.sign(t), ErrNotFound},
		"external file over the network": {draft{Text: "<D>%SIGNATURE%</D>", References: []string{strings.Replace(refDocument, `URI=""`, `URI="http://example.it/"`, 1), refProperties}}.sign(t), ErrNotFound},
		"xpointer":                       {draft{Text: "<D>%SIGNATURE%</D>", References: []string{strings.Replace(refDocument, `URI=""`, `URI="#xpointer(/)"`, 1), refProperties}}.sign(t), ErrUnsupported},
		"comment in an amount":           {swap(t, base, "100,00", "100<!-- -->,00"), ErrShape},
		"transform after the canonical form": {draft{Text: "<D>%SIGNATURE%</D>", References: []string{strings.Replace(refDocument, "</ds:Transforms>",
			`<ds:Transform Algorithm="`+Enveloped+`"/></ds:Transforms>`, 1), refProperties}}.sign(t), ErrUnsupported},
		"properties of two elements": {swap(t, base, "</ds:Signature>", `<ds:Object><xades:QualifyingProperties xmlns:xades="`+spaceXAdES+`" Target="#sig-1"/></ds:Object></ds:Signature>`), ErrShape},
		"properties that stand in an object of their own": {draft{Text: "<D>%SIGNATURE%</D>", Objects: `<ds:Object><xades:SignedProperties xmlns:xades="` + spaceXAdES + `" Id="xades-2"><xades:SignedSignatureProperties>` +
			certDigest(office.Due.Certificate.DER) + `</xades:SignedSignatureProperties></xades:SignedProperties></ds:Object>`,
			References: []string{refDocument, strings.Replace(refProperties, "#xades-1", "#xades-2", 1)}}.sign(t), ErrShape},
		"ECDSA value cut":    {swap(t, genuine()["ECDSA"].sign(t), between(genuine()["ECDSA"].sign(t), "<ds:SignatureValue>", "</ds:SignatureValue>"), "<ds:SignatureValue>AAAA</ds:SignatureValue>"), ErrValue},
		"ECDSA value as DER": {swap(t, genuine()["ECDSA"].sign(t), between(genuine()["ECDSA"].sign(t), "<ds:SignatureValue>", "</ds:SignatureValue>"), "<ds:SignatureValue>MAYCAQECAQE=</ds:SignatureValue>"), ErrValue},
		"MD5":                {draft{Text: "<D>%SIGNATURE%</D>", References: []string{strings.Replace(refDocument, spaceEnc+"sha256", spaceMore+"md5", 1), refProperties}}.sign(t), ErrWeak},
		"RSA of 512 bits":    {draft{Text: "<D>%SIGNATURE%</D>", Key: "rsa512"}.sign(t), ErrWeak},
		"more references than the bound": {draft{Text: "<D>%SIGNATURE%</D>", References: func() (all []string) {
			for range 40 {
				all = append(all, refDocument)
			}
			return
		}()}.sign(t), ErrShape},
	} {
		t.Run(name, func(t *testing.T) {
			s, r := verified(t, test.text, Attachment(nil))
			if s == nil {
				t.Fatal(r.Shape)
			}
			if !errors.Is(r.Err(), test.want) {
				t.Errorf("%v, want %v", r.Err(), test.want)
			}
		})
	}
}

// TestWhatIsCoveredIsSaid: a signature over a part holds, and says so.
func TestWhatIsCoveredIsSaid(t *testing.T) {
	part := strings.Replace(refDocument, `URI=""`, `URI="#parte"`, 1)
	d := draft{Text: `<D><Parte Id="parte"><A>uno</A></Parte><B>due</B>%SIGNATURE%</D>`, References: []string{part, refProperties}}
	s, r := verified(t, d.sign(t), Attachment(nil))
	what, elements, _ := r.Coverage(s)
	if r.Err() != nil || what != "part" || len(elements) != 1 || elements[0] != "Parte" || r.Document() != nil {
		t.Errorf("%v %s %v", r.Err(), what, elements)
	}
	external := func(uri string) ([]byte, error) { return []byte("another file"), nil }
	d = draft{Text: `<D>%SIGNATURE%</D>`, References: []string{`<ds:Reference URI="atto.pdf">` + digestElements, refProperties}}
	s, r = verified(t, d.sign(t), Attachment(external))
	what, _, files := r.Coverage(s)
	if r.Err() != nil || what != "none" || len(files) != 1 || files[0] != "atto.pdf" {
		t.Errorf("%v %s %v", r.Err(), what, files)
	}
	unbound := draft{Text: `<D><A>uno</A>%SIGNATURE%</D>`, References: []string{refDocument}}
	if _, r = verified(t, unbound.sign(t), Attachment(nil)); !r.Unbound || r.Properties != nil {
		t.Errorf("properties that nothing covers: %v %v", r.Unbound, r.Properties)
	}
}

// TestVerifiedOctetsAreWhatWasDigested: what is handed out has neither comment nor signature, and is read as it was signed.
func TestVerifiedOctetsAreWhatWasDigested(t *testing.T) {
	d := draft{Text: "<?xml version='1.0'?>\r\n<Prova xmlns:u='urn:u'><!-- nota --><A>uno</A>\r\n%SIGNATURE%</Prova>"}
	_, r := verified(t, d.sign(t), Evidence())
	if want := "<Prova><A>uno</A>\n</Prova>"; string(r.Document()) != want {
		t.Errorf("%q, want %q (%v)", r.Document(), want, r.Err())
	}
	if r.Properties == nil || r.Properties.SigningTime.Unix() != 1741770930 {
		t.Errorf("properties %+v", r.Properties)
	}
	if !bytes.Equal(r.Signer, office.Due.Certificate.DER) || r.KeyBits != 2048 || r.Short {
		t.Error("the signer")
	}
}

// TestCost: what would be dear is refused, and quickly: no test of time, the bound is what is asked for.
func TestCost(t *testing.T) {
	long := strings.Repeat("x", 1<<16)
	var b strings.Builder
	b.WriteString(`<D xmlns:p="urn:` + long + `">`)
	for range 20_000 {
		b.WriteString("<p:a/>")
	}
	b.WriteString("%SIGNATURE%</D>")
	doc, err := Parse([]byte(strings.Replace(b.String(), "%SIGNATURE%", "", 1)), AttachmentLimits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := doc.Canonical(); !errors.Is(err, ErrLimit) {
		t.Errorf("a canonical form many times the input: %v", err)
	}
	sections := "<a>" + strings.Repeat("x<![CDATA[y]]>", 100_000) + "</a>"
	if _, err := Parse([]byte(sections), AttachmentLimits); err == nil {
		t.Error("100,000 sections in one text")
	}
	many := "<D>" + strings.Repeat("<ds:Signature "+dsig+"/>", 100) + "</D>"
	if doc, err = Parse([]byte(many), AttachmentLimits); err != nil {
		t.Fatal(err)
	}
	if all, err := doc.Signatures(); !errors.Is(err, ErrLimit) || len(all) != maxSignatures {
		t.Errorf("%d signatures, %v", len(all), err)
	}
}
