package verifier

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// What openssl and xmlsec1 say otherwise of registered mail than this program, and why. They answer for the cryptography of one structure; shape,
// whose signature it is and what may stand beside it is asked of them nowhere.
var (
	opensslDiffers = map[string]string{
		"mail-names-other-algorithms.eml": "the attribute of RFC 6211 names another digest: openssl does not ask",
	}
	xmlsecDiffers = map[string]string{
		"comment-in-an-address-evidence.xml":              "no signature covers a comment, at which some readers of the value stop",
		"doctype-evidence.xml":                            "a document type is not read: programs disagree on what it makes of the document",
		"evidence-certificate-bound-by-sha1-evidence.xml": "the signer's certificate is named by its SHA-1",
		"evidence-certificate-of-another-evidence.xml":    "the signed properties name another certificate; --insecure asks for none",
		"evidence-certificate-swapped-evidence.xml":       "the same key in another certificate than the one that is named",
		"evidence-no-certificate-named-evidence.xml":      "the signed properties name no certificate",
		"evidence-weak-key.xml":                           "a key of 768 bits",
		"hole-behind-evidence.xml":                        "the transform takes every ds:Signature out: what stands in a second one is not covered",
		"hole-in-the-object-evidence.xml":                 "beside the signed properties, where no digest is",
		"hole-object-evidence.xml":                        "a second ds:Object in the signature, where no digest is",
		"identifier-twice-evidence.xml":                   "two elements with one identifier: which of them was meant is open",
		"properties-of-another-signature-evidence.xml":    "the signed properties belong to another signature by their Target",
	}
)

func toolOf(t *testing.T, name string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("runs " + name + " some hundred times")
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skip(name + " is not installed")
	}
	return path
}

// remFiles are the vectors of registered mail with that ending, and the examples where they are here.
func remFiles(t *testing.T, ending string) []string {
	t.Helper()
	made, _ := filepath.Glob(filepath.Join(testdata, "*rem", "*"+ending))
	examples, _ := filepath.Glob(filepath.Join(remCorpus, "*"+ending))
	if len(made) < 40 {
		t.Fatalf("%d vectors", len(made))
	}
	return append(made, examples...)
}

func differs(t *testing.T, tool, name string, ours, theirs bool, listed map[string]string, output []byte) {
	t.Helper()
	_, known := listed[name]
	switch {
	case ours && !theirs: // stricter is a choice, laxer never
		t.Errorf("%s: holds here, and not for %s\n%s", name, tool, output)
	case ours != theirs && !known:
		t.Errorf("%s: %s says %v, this program %v\n%s", name, tool, theirs, ours, output)
	case ours == theirs && known:
		t.Errorf("%s is listed as a difference with %s, and is none", name, tool)
	}
}

// TestMailsAgreeWithOpenSSL: the signature of a mail holds where openssl says so.
func TestMailsAgreeWithOpenSSL(t *testing.T) {
	tool := toolOf(t, "openssl")
	for _, file := range remFiles(t, ".eml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ours := slices.ContainsFunc(Verify(file, data, Options{Now: pectest.Now}), func(r Report) bool {
			return !strings.Contains(r.Part, ".2.1") && status(r, "signature.digest") == Passed && status(r, "signature.value") == Passed
		})
		output, err := exec.Command(tool, "cms", "-verify", "-noverify", "-in", file, "-out", os.DevNull).CombinedOutput()
		differs(t, tool, filepath.Base(file), ours, err == nil, opensslDiffers, output)
	}
}

// TestEvidenceAgreesWithXmlsec: the signature of an evidence holds where xmlsec1 says so.
func TestEvidenceAgreesWithXmlsec(t *testing.T) {
	tool := toolOf(t, "xmlsec1")
	for _, file := range remFiles(t, ".xml") {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		reports := Verify(file, data, Options{Now: pectest.Now})
		if len(reports) != 1 || reports[0].System != SystemREM { // a list
			continue
		}
		s := status(reports[0], "evidence.signature")
		output, err := exec.Command(tool, "--verify", "--insecure", "--id-attr:Id", pectest.SpaceXAdES+":SignedProperties", "--id-attr:Id", pectest.SpaceREM+":Evidence", file).CombinedOutput()
		differs(t, tool, filepath.Base(file), s == Passed || s == Warning, err == nil, xmlsecDiffers, output)
	}
}
