package xmlsig

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// corpus is material of others that is no part of the repository.
const corpus = "../../../../shared"

func inCorpus(t *testing.T, pattern string) []string {
	t.Helper()
	names, _ := filepath.Glob(filepath.Join(corpus, pattern))
	if len(names) == 0 {
		t.Skip("the corpus is not here")
	}
	return names
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	data, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestAttachmentsOfTheCorpus holds each XML file against expected.tsv, which others checked with xmlsec1 and by hand.
func TestAttachmentsOfTheCorpus(t *testing.T) {
	table := string(read(t, inCorpus(t, "corpus/attachments/expected.tsv")[0]))
	words := map[string]error{"intact": nil, "hash": ErrDigest, "crypto": ErrValue, "format": ErrNoCertificate, "nodata": ErrNotFound}
	asked := 0
	for _, line := range strings.Split(table, "\n") {
		fields := strings.Split(line, "\t")
		if len(fields) < 4 || !strings.HasSuffix(fields[0], ".xml") {
			continue
		}
		asked++
		s, r := verified(t, string(read(t, filepath.Join(corpus, "corpus/attachments", fields[0]))), Attachment(nil))
		err := r.Err()
		if strings.HasSuffix(fields[4], "NO_SIGNING_CERTIFICATE_FOUND") {
			if !errors.Is(err, ErrNoCertificate) || r.Value != nil {
				t.Errorf("%s: %v, value %v", fields[0], err, r.Value)
			}
		} else if want := words[fields[2]]; want == nil && err != nil || !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", fields[0], err, want)
		}
		what, _, _ := r.Coverage(s)
		if covers := strings.Replace(fields[3], "broken", "none", 1); what != covers {
			t.Errorf("%s covers %s, want %s", fields[0], what, covers)
		}
	}
	if asked != 7 {
		t.Errorf("%d XML files in the table", asked)
	}
}

// TestASiC: the signature file of a container names its entry.
func TestASiC(t *testing.T) {
	z, err := zip.OpenReader(inCorpus(t, "corpus/attachments/asics-xades.asics")[0])
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	entry := func(name string) ([]byte, error) {
		f, err := z.Open(name)
		if err != nil {
			return nil, err
		}
		return io.ReadAll(f)
	}
	data, err := entry("META-INF/signatures.xml")
	if err != nil {
		t.Fatal(err)
	}
	s, r := verified(t, string(data), Attachment(entry))
	if _, _, files := r.Coverage(s); r.Err() != nil || len(files) != 1 {
		t.Errorf("%v, covers %v", r.Err(), files)
	}
	other := func(name string) ([]byte, error) { return []byte("altro"), nil }
	if _, r = verified(t, string(data), Attachment(other)); !errors.Is(r.Err(), ErrDigest) {
		t.Errorf("another file in its place: %v", r.Err())
	}
}

func TestListsOfTheCorpus(t *testing.T) {
	for _, name := range inCorpus(t, "trust/*.xml.gz") {
		data := read(t, name)
		_, r := verified(t, string(data), List())
		if r.Err() != nil || len(r.Document()) == 0 {
			t.Errorf("%s: %v", name, r.Err())
		}
		altered := strings.Replace(string(data), "<TSLSequenceNumber>", "<TSLSequenceNumber>1", 1)
		if _, r = verified(t, altered, List()); r.Err() == nil || r.Document() != nil {
			t.Errorf("%s, altered: %v", name, r.Err())
		}
	}
}

func TestEvidenceOfTheCorpus(t *testing.T) {
	for _, name := range inCorpus(t, "corpus/rem/*evidence*.xml") {
		data := read(t, name)
		_, r := verified(t, string(data), Evidence())
		if r.Err() != nil || len(r.Timestamps) != 1 || r.Timestamps[0].Err != nil {
			t.Errorf("%s: %v, %d time-stamps", name, r.Err(), len(r.Timestamps))
		}
	}
}

// TestAgreementWithXmlsec1 lists where the two differ, and why.
func TestAgreementWithXmlsec1(t *testing.T) {
	xmlsec1 := program(t, "xmlsec1")
	differ := map[string]string{
		"xades-wrapping-fake-object.xml":             "xmlsec1 takes the element wherever its Id is: wrapping",
		"xades-signing-certificate-digest-wrong.xml": "xmlsec1 knows nothing of XAdES: the certificate is not the one that was signed for",
		"xmldsig-without-xades.xml":                  "xmlsec1 takes the bare key: nobody's",
	}
	files := append(inCorpus(t, "corpus/attachments/*.xml"), inCorpus(t, "corpus/rem/*evidence*.xml")...)
	for _, name := range files {
		out, err := exec.Command(xmlsec1, "--verify", "--insecure", "--id-attr:Id", spaceXAdES+":SignedProperties", "--id-attr:Id", spaceDSig+":Object",
			"--id-attr:Id", spaceDSig+":KeyInfo", name).CombinedOutput()
		_, r := verified(t, string(read(t, name)), Attachment(nil))
		why, known := differ[filepath.Base(name)]
		if same := (err == nil) == (r.Err() == nil); same == known {
			t.Errorf("%s: xmlsec1 %v, here %v (%s): %s", filepath.Base(name), err, r.Err(), why, out)
		}
	}
}
