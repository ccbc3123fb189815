package verifier

import (
	"bytes"
	"slices"
	"strconv"
	"testing"

	"pecverifier/verifier/pectest"
)

// What stands loose in a text is called by a number, and so may be what somebody attached. By its part a report is opened, and a
// dossier takes two of one part for one.
func TestNoTwoReportsHaveOnePart(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	receipt := d.Consegna().Bytes()
	entity := receipt[bytes.Index(receipt, []byte("Content-Type: multipart/signed")):]
	m := pectest.ClearSigned("", slices.Concat(entity, []byte("\r\ntesto\r\n"), d.Accettazione().Bytes()))
	m.Attachments = append(m.Attachments, pectest.OutlookAttachment{Name: "1", MIME: "text/plain",
		Data: pectest.Base64(d.ErroreConsegna("no-dest", "5.1.1 - indirizzo non valido").Bytes(), 76)})
	for name, data := range map[string][]byte{"a.msg": m.Bytes(), "a.zip": pectest.Zip(pectest.File{Name: "a.msg", Data: m.Bytes()})} {
		o := trusting(t)
		o.Keep = true
		reports := Verify(name, data, o)
		seen := map[string]bool{}
		for _, r := range reports {
			if seen[r.Part] {
				t.Errorf("%s: two reports of %q", name, r.Part)
			}
			seen[r.Part] = true
			opened, err := Open(reports, r.Part)
			if err != nil || !bytes.Contains(opened.Daticert, []byte(`tipo="`+string(r.Kind)+`"`)) {
				t.Errorf("%s: %q opens something else than %s: %v", name, r.Part, r.Kind, err)
			}
		}
		if len(reports) != 3 {
			t.Errorf("%s: %s", name, outcome(reports))
		}
	}
}

// Outlook and Exchange keep a clear-signed mail whole as smime.p7m, of a type that says that it is a signature.
func TestAClearSignedMailKeptAsASignature(t *testing.T) {
	receipt := pectest.NewOffice().Dispatch().Consegna().Bytes()
	at := bytes.Index(receipt, []byte("MIME-Version: 1.0\r\nContent-Type: multipart/signed"))
	header, entity := receipt[:at], receipt[at+len("MIME-Version: 1.0\r\n"):]
	altered := pectest.Replace(entity, "Content-Disposition: inline", "Content-Disposition: Inline")
	for _, mediaType := range []string{"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pkcs7-mime; smime-type=signed-data",
		"application/pkcs7-mime; smime-type=multipart-signed", "application/pkcs7-signature", "application/octet-stream"} {
		for content, want := range map[*[]byte]string{&entity: "", &altered: " HASH_FAILURE"} {
			part := "Content-Type: " + mediaType + "; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n" + string(pectest.Base64(*content, 76))
			mixed := "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n\r\n--b\r\n" + part + "\r\n--b--\r\n"
			for path, mail := range map[string]string{"": part, "2": mixed} {
				got := outcome(Verify("a.eml", append(bytes.Clone(header), mail...), trusting(t)))
				if got != strconv.Quote(path)+" avvenuta-consegna"+want+" +wrapper.claims" {
					t.Errorf("%s: %s", mediaType, got)
				}
			}
		}
	}
}
