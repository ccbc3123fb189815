package verifier

import (
	"bytes"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// text is n bytes of a part with its header.
func text(n int) string {
	return "Content-Type: text/plain\r\n\r\n" + strings.Repeat("Tanto va la gatta al lardo che ci lascia lo zampino.\r\n", n/54)
}

// signedAgain puts levels of multipart/signed around content, each a message of its own that presents itself as PEC.
func signedAgain(levels int, content string) []byte {
	d := pectest.NewOffice().Dispatch()
	p7s := base64.StdEncoding.EncodeToString(d.Consegna().SignatureDER([]byte("altro")))
	var b bytes.Buffer
	for i := range levels {
		fmt.Fprintf(&b, "X-Ricevuta: avvenuta-consegna\r\nContent-Type: multipart/signed; boundary=b%d.\r\n\r\n--b%d.\r\n", i, i)
		if i < levels-1 {
			b.WriteString("Content-Type: message/rfc822\r\n\r\n")
		}
	}
	b.WriteString(content)
	for i := levels - 1; i >= 0; i-- {
		fmt.Fprintf(&b, "\r\n--b%d.\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n--b%d.--\r\n", i, p7s, i)
	}
	return b.Bytes()
}

func TestBytesUnderSignaturesAreBounded(t *testing.T) {
	data := signedAgain(45, text(4<<20))
	root, err := smime.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	found, err := find(root, trusting(t))
	var limit *smime.LimitError
	if !errors.As(err, &limit) {
		t.Errorf("45 signatures around each other met no bound: %v", err)
	}
	covered := 0
	for _, c := range found {
		if c.lying != nil {
			covered += len(c.lying.Raw)
		}
	}
	if most := coveredTimes*len(data) + coveredMin; covered > most {
		t.Errorf("%d bytes are to be hashed of an input of %d, at most %d", covered, len(data), most)
	}
	if len(found) < 10 {
		t.Errorf("only %d signatures were found", len(found))
	}
}

func TestPartsFullOfPartsHideNothingBesideThem(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	// Whoever goes into each part before the next uses the whole bound up in here, part by part.
	full := carrying("Message-ID: <" + d.Identifier + ">\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n" +
		strings.Repeat("--q\r\nContent-Type: multipart/mixed; boundary=r\r\n\r\n--r\r\n\r\nx\r\n--r--\r\n", smime.MaxParts*3/4) + "--q--\r\n")
	deep := carrying("Message-ID: <" + d.Identifier + ">\r\n" + strings.Repeat("Content-Type: message/rfc822\r\n\r\n", 2*smime.MaxDepth) + "x")
	wide := carrying("X-Nota: " + strings.Repeat("a", smime.MaxHeaderBytes+1) + "\r\n\r\nx")
	for name, bomb := range map[string][]byte{"parts": full, "levels": deep, "header": wide} {
		for _, order := range []struct {
			name, part string
			data       []byte
		}{
			{"before", "3.1", pectest.Forward(bomb, d.Consegna().Bytes())},
			{"after", "2.1", pectest.Forward(d.Consegna().Bytes(), bomb)},
		} {
			t.Run(name+" "+order.name, func(t *testing.T) {
				found := false
				reports := Verify("x.eml", order.data, trusting(t))
				for _, r := range reports {
					if r.Part == order.part {
						found = true
						if r.Indication != TotalPassed || status(r, "search.limit") != Warning {
							t.Errorf("got %s", summary([]Report{r}))
						}
					}
				}
				if !found {
					t.Errorf("no report on part %s: %s", order.part, summary(reports))
				}
			})
		}
	}
}

// crowded is a receipt with n signatures, each like the first.
func crowded(n int) []byte {
	m := pectest.NewOffice().Dispatch().Consegna()
	m.CMS = func(s *pectest.SignedData) {
		s.Certificates = pectest.Chain(s.Signers[0].Certificate)
		for len(s.Signers) < n {
			s.Signers = append(s.Signers, s.Signers[0])
		}
	}
	return m.Bytes()
}

func TestSignersOfOneFileAreBounded(t *testing.T) {
	var all [][]byte
	for one := crowded(cms.MaxSigners); len(all) <= 300/cms.MaxSigners+5; {
		all = append(all, one)
	}
	root, err := smime.Parse(pectest.Forward(all...))
	if err != nil {
		t.Fatal(err)
	}
	found, err := find(root, trusting(t))
	var limit *smime.LimitError
	if !errors.As(err, &limit) {
		t.Errorf("%d signers in each of %d messages met no bound: %v", cms.MaxSigners, len(all), err)
	}
	signers := 0
	for _, c := range found {
		signers += len(c.signed.Signers)
	}
	if signers > 300 || len(found) < 10 {
		t.Errorf("%d signers in %d messages are to be verified", signers, len(found))
	}
	if reports := Verify("x.eml", root.Raw, trusting(t)); len(reports) != len(found)+1 || status(reports[0], "search.limit") != Warning || reports[len(found)].Unread != "limit" {
		t.Errorf("%d reports on %d messages, search.limit %q", len(reports), len(found), status(reports[0], "search.limit"))
	}
}

// candidateIn gives the one candidate in a message.
func candidateIn(t *testing.T, data []byte) *candidate {
	t.Helper()
	root, err := smime.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	found, err := find(root, trusting(t))
	if err != nil || len(found) != 1 {
		t.Fatalf("%d signatures: %v", len(found), err)
	}
	return found[0]
}

// To choose between certificates of one name costs verifications: it is done once, and what was chosen is used throughout.
func TestEachSignersCertificateIsChosenOnce(t *testing.T) {
	o := trusting(t)
	office := pectest.NewOffice()
	certificate := func(c *pectest.Certificate) *x509.Certificate {
		parsed, err := x509.ParseCertificate(c.DER)
		if err != nil {
			t.Fatal(err)
		}
		return parsed
	}
	due, uno := certificate(office.Due.Certificate), certificate(office.Uno.Certificate)
	c := candidateIn(t, crowded(2))
	if a, b := c.certificates(o.Trust), c.certificates(o.Trust); len(a) != 2 || &a[0] != &b[0] || !a[0].Equal(due) || !a[1].Equal(due) {
		t.Errorf("%d certificates, or chosen again", len(a))
	}
	for _, test := range []struct {
		name   string
		chosen []*x509.Certificate
		check  string
		want   Status
	}{
		{"the signature is verified with it", []*x509.Certificate{uno, due}, "signature.value", Failed},
		{"the second signer's too", []*x509.Certificate{due, uno}, "trust.provider", Failed},
		{"where none was found none is looked for again", []*x509.Certificate{nil, nil}, "signer.certificate", Failed},
		{"nor for the second signer", []*x509.Certificate{due, nil}, "signer.certificate", Failed},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := candidateIn(t, crowded(2))
			c.signers, c.result = test.chosen, nil
			if r := judge(c, o); status(r, test.check) != test.want {
				t.Errorf("%s is %q: %s", test.check, status(r, test.check), summary([]Report{r}))
			}
		})
	}
	t.Run("the service address is read from it", func(t *testing.T) {
		m := office.Dispatch().Consegna()
		m.Parts = func(parts []pectest.Part) []pectest.Part { return parts[:1] }
		c := candidateIn(t, pectest.EditHeader(m.Bytes(), func(h *pectest.Header) {
			h.Del("X-Ricevuta")
			h.Del("From")
		}))
		c.signers = []*x509.Certificate{nil}
		if c.isPEC(o.Trust) {
			t.Error("the certificate was chosen again")
		}
		c.signers = nil
		if !c.isPEC(o.Trust) {
			t.Error("a provider's signature is not known as PEC")
		}
	})
}
