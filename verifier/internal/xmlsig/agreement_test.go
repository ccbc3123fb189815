package xmlsig

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/verifier/internal/sigalg"
)

// program skips a test where a tool of comparison is not installed.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed")
	}
	return path
}

// randomDocument writes a document that has all that canonicalization is about. It has one element with the Id "part".
func randomDocument(r *rand.Rand) string {
	var b strings.Builder
	prefixes := []string{"", "a", "b", "c"}
	// No & in a namespace name: libxml2 writes it as it is (xmlC14NPrintNamespaces), which is not even XML; Canonical XML §2.3 has it
	// escaped as in any attribute.
	uris := []string{"urn:one", "urn:two", "http://three.example/", "urn:four?x='1'"}
	texts := []string{"testo", " \n\t", "perché &amp; &lt;così&gt;", "&#13;", "<![CDATA[<x> & ]]>", "<!-- nota -->", "<?istruzione  con dati ?>", "\r\nriga\r", "]] >", "“€”"}
	part := false
	var element func(depth int, scope []string)
	element = func(depth int, scope []string) {
		own := append([]string{}, scope...)
		var attributes []string
		seen := map[string]bool{}
		for range r.IntN(3) {
			p := r.IntN(len(prefixes))
			uri := uris[r.IntN(len(uris))]
			name := "xmlns"
			if prefixes[p] != "" {
				name = "xmlns:" + prefixes[p]
			} else if r.IntN(3) == 0 {
				uri = ""
			}
			if !seen[name] {
				seen[name] = true
				own[p] = uri
				attributes = append(attributes, name+`="`+uri+`"`)
			}
		}
		for range r.IntN(4) {
			name := []string{"x", "y", "lungo", "è"}[r.IntN(4)]
			if p := r.IntN(len(prefixes)); p > 0 && own[p] != "" {
				name = prefixes[p] + ":" + name + prefixes[p] // the local name too, so that two prefixes of one namespace do not clash
			}
			if !seen[name] {
				seen[name] = true
				attributes = append(attributes, name+"="+[]string{`"1"`, `'"'`, `"a&#10;b&#9;c&#13;d"`, `"<>"`, "\"x\ty\nz\"", `"&amp;&lt;"`}[r.IntN(6)])
			}
		}
		if r.IntN(4) == 0 {
			attributes = append(attributes, []string{`xml:lang="it"`, `xml:space="preserve"`}[r.IntN(2)])
		}
		for i, a := range attributes {
			attributes[i] = strings.ReplaceAll(a, `"<>"`, `"&gt;"`)
		}
		if depth > 0 && !part && r.IntN(3) == 0 {
			part = true
			attributes = append(attributes, `Id="part"`)
		}
		r.Shuffle(len(attributes), func(i, j int) { attributes[i], attributes[j] = attributes[j], attributes[i] })
		name := []string{"uno", "due", "tre"}[r.IntN(3)]
		if p := r.IntN(len(prefixes)); p > 0 && own[p] != "" {
			name = prefixes[p] + ":" + name
		}
		b.WriteString("<" + name)
		for _, a := range attributes {
			b.WriteString([]string{" ", "\n\t"}[r.IntN(2)] + a)
		}
		if depth == 4 {
			b.WriteString("/>")
			return
		}
		b.WriteString(">")
		for range r.IntN(5) {
			if r.IntN(2) == 0 {
				element(depth+1, own)
			} else {
				b.WriteString(texts[r.IntN(len(texts))])
			}
		}
		b.WriteString("</" + name + ">")
	}
	for !part {
		b.Reset()
		b.WriteString("<?xml version=\"1.0\"?>\n<!-- prima --><?prima?>\n")
		element(0, make([]string, len(prefixes)))
	}
	b.WriteString("\n<!-- dopo --><?dopo x?>\n")
	return b.String()
}

// TestCanonicalFormsAgreeWithLibxml2 holds whole documents, with comments, against xmllint.
func TestCanonicalFormsAgreeWithLibxml2(t *testing.T) {
	xmllint := program(t, "xmllint")
	r := rand.New(rand.NewPCG(1, 2))
	folder := t.TempDir()
	for i := range 30 {
		text := randomDocument(r)
		name := filepath.Join(folder, fmt.Sprint(i, ".xml"))
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		d, err := Parse([]byte(text), AttachmentLimits)
		if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		for option, c := range map[string]canonicalization{"--c14n": {comments: true}, "--c14n11": {comments: true, v11: true}, "--exc-c14n": {comments: true, exclusive: true}} {
			want, err := exec.Command(xmllint, option, name).Output()
			if err != nil {
				t.Fatal(err)
			}
			got, err := nodes{doc: d, comments: true}.canonical(c)
			if err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%s of\n%s\ngives\n%s (%v), libxml2 gives\n%s", option, text, got, err, want)
			}
		}
	}
}

// TestXmlsec1SignsWhatHolds has xmlsec1 sign documents, with every canonicalization, of the whole document or of a part: what it
// digested must be what is read here.
func TestXmlsec1SignsWhatHolds(t *testing.T) {
	xmlsec1 := program(t, "xmlsec1")
	folder := t.TempDir()
	file := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	r := rand.New(rand.NewPCG(3, 4))
	methods := sortedMethods()
	keys := map[string]string{"rsa-sha1": "due", "rsa-sha256": "due", "rsa-sha512": "due", "ecdsa-sha256": "p256", "ecdsa-sha384": "p384"}
	for i := range 36 {
		method := methods[i%len(methods)]
		algorithm := []string{"rsa-sha256", "rsa-sha512", "ecdsa-sha256", "ecdsa-sha384"}[i%4]
		uri := []string{"", "#part"}[i/6%2]
		prefixList := ""
		if strings.Contains(method, "exc-c14n") && i/12%2 == 1 {
			prefixList = `<ec:InclusiveNamespaces xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="a #default c"/>`
		}
		removal := [][2]string{{Enveloped, ""},
			{Filter2, `<f:XPath xmlns:f="` + Filter2 + `" Filter="subtract">/descendant::ds:Signature</f:XPath>`},
			{XPath, `<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath>`}}[i%3]
		cert := draft{Key: keys[algorithm]}.certificate()
		signature := `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="sig-1"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="` + method +
			`"/><ds:SignatureMethod Algorithm="` + spaceMore + algorithm + `"/><ds:Reference URI="` + uri + `"><ds:Transforms><ds:Transform Algorithm="` +
			removal[0] + `">` + removal[1] + `</ds:Transform><ds:Transform Algorithm="` + method + `">` + prefixList +
			`</ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference></ds:SignedInfo>` +
			`<ds:SignatureValue/><ds:KeyInfo><ds:X509Data><ds:X509Certificate>` + base64.StdEncoding.EncodeToString(cert.DER) + `</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`
		text := randomDocument(r)
		for len(commentsBesideText(t, text)) > 0 { // refused here, see TestAttacks
			text = randomDocument(r)
		}
		end := strings.LastIndex(text, "</")
		if end < 0 {
			continue
		}
		template := file("template.xml", []byte(text[:end]+signature+text[end:]))
		key := file("key.pem", cert.Key.PEM())
		signed := filepath.Join(folder, "signed.xml")
		command := exec.Command(xmlsec1, "--sign", "--privkey-pem", key, "--output", signed)
		for _, name := range []string{"uno", "due", "tre"} {
			for _, ns := range []string{"", "urn:one:", "urn:two:", "http://three.example/:", "urn:four?x='1':"} {
				command.Args = append(command.Args, "--id-attr:Id", ns+name)
			}
		}
		command.Args = append(command.Args, template)
		if out, err := command.CombinedOutput(); err != nil {
			t.Fatalf("xmlsec1: %v: %s", err, out)
		}
		data, err := os.ReadFile(signed)
		if err != nil {
			t.Fatal(err)
		}
		s, result := verified(t, string(data), Attachment(nil))
		if err := result.Err(); err != nil {
			t.Fatalf("%d: %v: %s with %s over %q: %s", i, err, method, algorithm, uri, data)
		}
		if what, _, _ := result.Coverage(s); (what == "all") != (uri == "") {
			t.Errorf("%q covers %s", uri, what)
		}
	}
}

func commentsBesideText(t *testing.T, text string) string {
	d, err := Parse([]byte(text), AttachmentLimits)
	if err != nil {
		t.Fatal(err)
	}
	if err := split(nodes{doc: d}, d.Root); err != nil {
		return err.Error()
	}
	return ""
}

func sortedMethods() []string {
	var out []string
	for _, m := range []string{"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11", ExclusiveC14N} {
		out = append(out, m, strings.TrimSuffix(m, "#")+"#WithComments")
	}
	return out
}

// TestXmlsec1AgreesWithWhatWeSign is the other way round: what the tests here sign holds for xmlsec1.
func TestXmlsec1AgreesWithWhatWeSign(t *testing.T) {
	xmlsec1 := program(t, "xmlsec1")
	folder := t.TempDir()
	for name, d := range genuine() {
		path := filepath.Join(folder, "signed.xml")
		if err := os.WriteFile(path, []byte(d.sign(t)), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.Command(xmlsec1, "--verify", "--insecure", "--id-attr:Id",
			spaceXAdES+":SignedProperties", "--id-attr:Id", "Documento", "--id-attr:Id", spaceDSig+":Object", "--id-attr:Id", spaceDSig+":KeyInfo", path).CombinedOutput()
		if err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}

// genuine are signatures that hold.
func genuine() map[string]draft {
	document := `<Documento Id="doc" xmlns:u="urn:non-usato"><Importo valuta="EUR">100,00</Importo><!-- a parte --><u:Nota>è così</u:Nota>%SIGNATURE%</Documento>`
	inclusive := `<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/></ds:Transforms>` + digestElements
	return map[string]draft{
		"enveloped":              {Text: document},
		"filter2":                {Text: document, References: []string{refFilter2, refProperties}},
		"by Id":                  {Text: document, References: []string{strings.Replace(refDocument, `URI=""`, `URI="#doc"`, 1), refProperties}},
		"inclusive, as invoices": {Text: document, C14N: "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", References: []string{inclusive, strings.Replace(refProperties, ExclusiveC14N, "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", 1)}},
		"ECDSA":                  {Text: document, Key: "p384", Method: spaceMore + "ecdsa-sha384"},
		"without XAdES":          {Text: document, Properties: "-", References: []string{refDocument}},
		"enveloping": {Text: "%SIGNATURE%", Objects: `<ds:Object Id="o1"><Dati>testo</Dati></ds:Object>`, References: []string{
			`<ds:Reference URI="#o1">` + digestElements, refProperties}},
		"enveloping base64": {Text: "%SIGNATURE%", Objects: `<ds:Object Id="o1">dGVzdG8=</ds:Object>`, References: []string{
			`<ds:Reference URI="#o1"><ds:Transforms><ds:Transform Algorithm="` + Base64 + `"/></ds:Transforms>` + digestElements, refProperties}},
	}
}

func TestGenuineSignaturesHold(t *testing.T) {
	for name, d := range genuine() {
		s, r := verified(t, d.sign(t), Attachment(nil))
		if err := r.Err(); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if what, elements, _ := r.Coverage(s); what != "all" {
			t.Errorf("%s covers %s %v", name, what, elements)
		}
		if r.Named != (name != "without XAdES") {
			t.Errorf("%s: the certificate is named: %v", name, r.Named)
		}
	}
}

// TestPSS: xmlsec1 1.2 does not know it.
func TestPSS(t *testing.T) {
	d := genuine()["enveloped"]
	d.Method = spaceMore07 + "sha256-rsa-MGF1"
	if _, r := verified(t, d.sign(t), Attachment(nil)); r.Err() != nil || r.Algorithm != sigalg.RSAPSS {
		t.Errorf("%v %s", r.Err(), r.Algorithm)
	}
}
