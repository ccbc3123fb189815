package attach_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/verifier/internal/attach"
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

// tools are programs that share nothing with ours: what each is asked about, and what it says of each signature of a file.
var tools = []struct {
	program, files string
	intact         func(run func(args ...string) (string, bool), name string) []bool
}{
	{"openssl", "cades*", func(run func(...string) (string, bool), name string) []bool {
		_, good := run("cms", "-verify", "-noverify", "-inform", "DER", "-in", name, "-out", os.DevNull)
		return []bool{good}
	}},
	{"xmlsec1", "*.xml", func(run func(...string) (string, bool), name string) []bool {
		if filepath.Base(name) == "xmldsig-without-xades.xml" {
			return nil // a bare key names nobody
		}
		dsig, xades := "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
		_, good := run("--verify", "--insecure", "--id-attr:Id", xades+":SignedProperties", "--id-attr:Id", dsig+":Object", "--id-attr:Id", dsig+":KeyInfo", name)
		return []bool{good}
	}},
	{"pdfsig", "*.pdf", func(run func(...string) (string, bool), name string) (intact []bool) {
		out, _ := run("-nocert", name)
		for line := range strings.Lines(out) {
			if strings.Contains(line, "Signature Validation:") && !strings.Contains(line, "not yet been verified") {
				intact = append(intact, strings.Contains(line, "is Valid"))
			}
		}
		return intact
	}},
}

// What is intact here is so for a tool that shares nothing with ours, and the other way round, but for the differences above.
func TestAgreement(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred runs of other programs")
	}
	for _, tool := range tools {
		t.Run(tool.program, func(t *testing.T) {
			program, err := exec.LookPath(tool.program)
			if err != nil {
				t.Skip(tool.program + " is not installed")
			}
			files, _ := filepath.Glob(filepath.Join(corpus, tool.files))
			if len(files) == 0 {
				t.Skip("the attachments are not beside the repository: ", corpus)
			}
			run := func(args ...string) (string, bool) {
				out, err := exec.Command(program, args...).CombinedOutput()
				return string(out), err == nil
			}
			asked := 0
			for _, name := range files {
				theirs := tool.intact(run, name)
				if len(theirs) == 0 {
					continue
				}
				asked++
				data, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				base := filepath.Base(name)
				var each []bool
				all := true
				for _, s := range attach.New(attach.Options{Now: today}).File(base, data).Signatures {
					each, all = append(each, s.Intact), all && s.Intact
				}
				if tool.program != "pdfsig" { // it alone speaks of each signature
					each = []bool{all}
				}
				for i := range min(len(each), len(theirs)) {
					if (theirs[i] != each[i]) != (differences[base] != "") {
						t.Errorf("%s, signature %d: ours %t, theirs %t", base, i+1, each[i], theirs[i])
					}
				}
			}
			if asked == 0 {
				t.Error("it says nothing of any file")
			}
		})
	}
}
