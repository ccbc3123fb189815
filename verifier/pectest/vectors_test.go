package pectest

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

const testdata = "../../testdata"

var allVectors, allFiles = sync.OnceValue(Vectors), sync.OnceValue(func() map[string][]byte { return filesOf(allVectors()) })

func TestTestdataIsWhatTheCatalogueGives(t *testing.T) {
	files := allFiles()
	folders := map[string]bool{}
	for _, name := range sortedKeys(files) {
		folders[filepath.Dir(name)] = true
		got, err := os.ReadFile(filepath.Join(testdata, filepath.FromSlash(name)))
		if err != nil {
			t.Errorf("%v (go run ./verifier/pectest/vectors)", err)
		} else if !bytes.Equal(got, files[name]) {
			t.Errorf("%s is not what the catalogue gives (go run ./verifier/pectest/vectors)", name)
		}
	}
	delete(folders, ".")
	for folder := range folders {
		entries, err := os.ReadDir(filepath.Join(testdata, folder))
		if err != nil {
			t.Error(err)
		}
		for _, e := range entries {
			if _, known := files[folder+"/"+e.Name()]; !known && !e.IsDir() {
				t.Errorf("%s/%s is not in the catalogue", folder, e.Name())
			}
		}
	}
}

func TestVectorsReachEveryVerdictAndKind(t *testing.T) {
	missing := map[string]bool{"TOTAL-PASSED/": true, "NO-EVIDENCE/": true}
	for sub, why := range reason {
		missing[why[0]+"/"+sub] = true
	}
	for kind := range kindTexts {
		missing[strings.TrimSuffix(kind, "/virus")] = true
	}
	missing["unknown"], missing["none"] = true, true
	for _, v := range allVectors() {
		for _, e := range v.Expect {
			delete(missing, e.Indication+"/"+e.Subindication)
			delete(missing, e.Kind)
		}
	}
	for what := range missing {
		t.Errorf("no vector reaches %s", what)
	}
}

func TestVectorsAreShortAndInvented(t *testing.T) {
	lists := TrustFiles()
	real := regexp.MustCompile(`(?i)aruba|infocert|legalmail|namirial|actalis|agid\.gov|sogei|poste(cert|italiane)|@pec\.it`)
	for _, v := range allVectors() {
		name := v.Group + "/" + v.Name
		if len(v.Data) > 50_000 { // a registered mail has two signatures and a time-stamp, and may hold another
			t.Errorf("%s: %d bytes", name, len(v.Data))
		}
		if len(v.Expect) == 0 || !strings.HasSuffix(v.Shows, ".") {
			t.Errorf("%s: expects nothing, or says nothing: %q", name, v.Shows)
		}
		if found := real.Find(v.Data); found != nil {
			t.Errorf("%s: a name of the real world: %s", name, found)
		}
		for _, file := range v.Trust {
			if lists[file] == nil {
				t.Errorf("%s: no such list: %s", name, file)
			}
		}
	}
}

// openSSLDiffers are the vectors on whose integrity openssl says otherwise than the rules, and why.
var openSSLDiffers = map[string]string{
	"containers/leading-blank-lines":        "takes the first empty line for the end of the header",
	"containers/no-closing-delimiter":       "wants the closing delimiter",
	"containers/outlook":                    "does not open Outlook messages",
	"codings/p7s-one-line":                  "reads base64 in short lines only",
	"codings/p7s-binary":                    "reads base64 only",
	"codings/p7s-quoted-printable":          "reads base64 only",
	"cms/attributes-unsorted-signed-sorted": "verifies over the attributes as they were sent",
	"cms/certificate-in-list":               "has no list of certificates",
	"cms/certificate-in-index":              "has no list of certificates",
	"cms/no-certificate":                    "cannot say that the bytes are intact without the certificate",
	"repair/latin1-to-utf8":                 "undoes no damage",
	"repair/latin1-to-utf8-lf":              "undoes no damage",
	"repair/latin1-to-utf8-mixed":           "undoes no damage",
	"repair/latin1-to-utf8-twice-encoded":   "undoes no damage",
	"repair/from-stuffed":                   "undoes no damage",
	"repair/stuffed-and-converted":          "undoes no damage",
	"repair/doubled-and-converted":          "undoes no damage",
	"repair/stuffed-doubled-and-converted":  "undoes no damage",
	"attacks-cms/econtent-same":             "does not mind content inside a detached signature",
	"attacks-cms/content-type-other":        "does not compare the content-type attribute",
	"attacks-cms/content-type-not-data":     "does not compare the content-type attribute",
	"attacks-mime/boundary-is-a-prefix":     "takes a line that only begins like the delimiter for one",
	"attacks-mime/boundary-twice-first":     "takes the first of two parameters",
	"attacks-mime/boundary-2231":            "does not read RFC 2231",
	"attacks-mime/comment":                  "does not read comments",
	"attacks-mime/content-type-twice":       "takes the first of two fields",
}

// Of integrity alone, without trust and evidence, openssl must say what the vectors say.
func TestOpenSSLAgreesWithTheVectors(t *testing.T) {
	if testing.Short() {
		t.Skip("some hundred runs of openssl take half a minute")
	}
	told := []string{"kinds", "containers", "codings", "cms", "repair", "format", "attacks-cms", "attacks-mime"}
	dir := t.TempDir()
	for _, v := range allVectors() {
		if !slices.Contains(told, v.Group) || len(v.Expect) != 1 || v.Expect[0].Part != "" {
			continue
		}
		name := v.Group + "/" + v.Name
		intact := !slices.Contains([]string{"HASH_FAILURE", "SIG_CRYPTO_FAILURE", "FORMAT_FAILURE"}, v.Expect[0].Subindication)
		form := "SMIME"
		if strings.HasSuffix(v.File, ".p7m") {
			form = "DER"
		}
		_, err := openssl(t, "cms", "-verify", "-noverify", "-inform", form, "-in", write(t, dir, "m.eml", v.Data), "-out", filepath.Join(dir, "out"))
		agrees, why := (err == nil) == intact, openSSLDiffers[name]
		switch {
		case !agrees && why == "":
			t.Errorf("%s: the vector says intact %v: %v", name, intact, err)
		case agrees && why != "":
			t.Errorf("%s: openssl agrees by now, and was said not to: it %s", name, why)
		}
	}
}
