package attach_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/verifier/attach"
)

// differences are the files on which an independent tool says something else of integrity, and why ours is right.
var differences = map[string]string{
	"cades-digest-sha256-signature-sha512.p7m":   "openssl takes two digests for one signature (RFC 8933 §3.1 does not)",
	"pdf-one-byterange.pdf":                      "pdfsig takes two numbers for ranges",
	"pdf-weird-byterange.pdf":                    "pdfsig takes forty octets for a document",
	"pdf-signature-gap-too-big.pdf":              "pdfsig does not look into the gap",
	"pdf-tail-uncovered.pdf":                     "pdfsig does not ask for the end of a revision",
	"pdf-pdf-sig-with-econtent.pdf":              "pdfsig takes a detached signature with a content",
	"pdf-sig-with-ski-sid.pdf":                   "pdfsig reads no key identifier",
	"xades-signing-certificate-digest-wrong.xml": "xmlsec1 does not read XAdES",
	"xades-wrapping-fake-object.xml":             "xmlsec1 does not ask where the signed object stands",
}

// What is intact here is so for a tool that shares nothing with ours, and the other way round, but for the differences above.
func TestAgreement(t *testing.T) {
	if testing.Short() {
		t.Skip("other programs are started")
	}
	files, _ := filepath.Glob(filepath.Join(corpus, "*.*"))
	asked := map[string]bool{}
	for _, name := range files {
		theirs, known := tool(t, name)
		if !known {
			continue
		}
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		base := filepath.Base(name)
		ours := true
		for i, s := range attach.New(attach.Options{Now: today}).File(base, data).Signatures {
			ours = ours && s.Intact
			if strings.HasSuffix(base, ".pdf") && len(theirs) > i && (theirs[i] != s.Intact) != (differences[base] != "") {
				t.Errorf("%s, signature %d: ours %t, theirs %t", base, i+1, s.Intact, theirs[i])
			}
		}
		asked[filepath.Ext(base)] = true
		if !strings.HasSuffix(base, ".pdf") && (theirs[0] != ours) != (differences[base] != "") {
			t.Errorf("%s: ours %t, theirs %t", base, ours, theirs[0])
		}
	}
	if len(files) > 0 && len(asked) == 0 {
		t.Skip("no tool is here")
	}
}

func tool(t *testing.T, name string) (intact []bool, known bool) {
	run := func(program string, args ...string) (string, bool, bool) {
		if _, err := exec.LookPath(program); err != nil {
			return "", false, false
		}
		out, err := exec.Command(program, args...).CombinedOutput()
		return string(out), err == nil, true
	}
	switch base := filepath.Base(name); {
	case strings.HasPrefix(base, "cades"):
		_, good, there := run("openssl", "cms", "-verify", "-noverify", "-inform", "DER", "-in", name, "-out", filepath.Join(t.TempDir(), "out"))
		return []bool{good}, there
	case strings.HasSuffix(base, ".xml") && base != "xmldsig-without-xades.xml": // a bare key names nobody
		dsig, xades := "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
		_, good, there := run("xmlsec1", "--verify", "--insecure", "--id-attr:Id", xades+":SignedProperties", "--id-attr:Id", dsig+":Object", "--id-attr:Id", dsig+":KeyInfo", name)
		return []bool{good}, there
	case strings.HasSuffix(base, ".pdf"):
		out, _, there := run("pdfsig", "-nocert", name)
		for line := range strings.Lines(out) {
			if strings.Contains(line, "Signature Validation:") && !strings.Contains(line, "not yet been verified") {
				intact = append(intact, strings.Contains(line, "is Valid"))
			}
		}
		return intact, there && len(intact) > 0
	}
	return nil, false
}
