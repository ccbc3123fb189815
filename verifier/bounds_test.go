package verifier

import (
	"bytes"
	"crypto"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pecverifier/verifier/cms"
	"pecverifier/verifier/pectest"
	"pecverifier/verifier/smime"
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
	found, err := find(root)
	var limit *smime.LimitError
	if !errors.As(err, &limit) {
		t.Errorf("45 signatures around each other met no bound: %v", err)
	}
	covered := 0
	for _, c := range found {
		if c.content != nil {
			covered += len(c.content.Raw)
		}
	}
	if most := coveredTimes*len(data) + coveredMin; covered > most {
		t.Errorf("%d bytes are to be hashed of an input of %d, at most %d", covered, len(data), most)
	}
	if len(found) < 10 {
		t.Errorf("only %d signatures were found", len(found))
	}
}

func TestDigestIsComputedOnceForAllSigners(t *testing.T) {
	raw := []byte("uno\r\ndue\n")
	for _, canonical := range []bool{false, true} {
		digest := once(raw, canonical)
		first, err := digest(crypto.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		second, err := digest(crypto.SHA256)
		if err != nil || &first[0] != &second[0] {
			t.Errorf("canonical %v: the second signer had the bytes hashed again", canonical)
		}
	}
	content, err := smime.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	c := &candidate{content: content, signed: &cms.SignedData{}}
	if a, b := signedForms(c), signedForms(c); &a[0] != &b[0] {
		t.Error("each signer has forms of its own")
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
