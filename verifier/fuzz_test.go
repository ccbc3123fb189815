package verifier

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier/pectest"
)

// FuzzVerify asks of any input: no panic, one report at least, a well-formed one, and no pass that the signature does
// not carry.
func FuzzVerify(f *testing.F) {
	// Few seeds, and fast ones: small, signed on a curve. With all vectors the fuzzer spent its time on them.
	for name, data := range fastSeeds() {
		f.Add(name, data)
	}
	list := trustOf(f, map[string]*trustlist.List{}, []string{"trust/ca.pem"})
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		reports := Verify(name, data, Options{Now: now, Trust: list})
		if len(reports) == 0 {
			t.Fatal("no report")
		}
		for _, r := range reports {
			if _, err := json.Marshal(r); err != nil {
				t.Fatal(err)
			}
			if r.Error != "" {
				continue
			}
			if len(r.Checks) == 0 || r.Checks[0].ID != "file.type" {
				t.Fatal("file.type is not the first check")
			}
			failed := false
			ids := map[string]bool{}
			for _, c := range r.Checks {
				if ids[c.ID] || c.Detail == "" {
					t.Fatalf("check %s is there twice, or says nothing (%s)", c.ID, c.Reason)
				}
				ids[c.ID] = true
				failed = failed || c.Status == Failed
			}
			switch r.Indication {
			case TotalPassed:
				if failed || r.Signature == nil || r.Certified == nil || status(r, "signature.digest") != Passed || status(r, "signature.value") != Passed {
					t.Fatal("a pass without the signature's answers")
				}
			case NoEvidence:
				searched := slices.DeleteFunc(slices.Clone(r.Checks), func(c Check) bool { return strings.HasPrefix(c.ID, "search.") })
				if len(searched) != 1 || r.Certified != nil {
					t.Fatal("no evidence, and more said than what the file is")
				}
			default:
				if !failed {
					t.Fatalf("%s without a failed check", r.Indication)
				}
			}
		}
	})
}

// fastSeeds are one message of each shape that the program reads.
func fastSeeds() map[string][]byte {
	office := pectest.NewOffice()
	leaf := office.Authority.Leaf(office.Due, 77, pectest.TestKey("p256"))
	small := func(change func(*pectest.Message)) []byte {
		d := office.Dispatch()
		d.Original = d.NewOriginal()
		d.Original.Text = "Buongiorno."
		m := d.Consegna()
		m.TextOnly, m.Text, m.DaticertCoding = true, "Ricevuta di avvenuta consegna\nIdentificativo: "+d.Identifier+"\n", "7bit"
		m.CMS = func(s *pectest.SignedData) {
			s.Signers[0].Certificate = leaf
			s.Certificates = [][]byte{leaf.DER}
		}
		change(m)
		return m.Bytes()
	}
	plain := small(func(*pectest.Message) {})
	return map[string][]byte{
		"consegna.eml": plain,
		"accettazione.eml": small(func(m *pectest.Message) {
			m.Original, m.Data.Tipo, m.Data.Ricevuta, m.Data.Consegna = nil, "accettazione", "", ""
		}),
		"anomalia.eml": small(func(m *pectest.Message) { m.Data, m.Text = nil, "Anomalia nel messaggio\n" }),
		"opaca.eml":    small(func(m *pectest.Message) { m.Opaque = true }),
		"inoltro.eml":  pectest.Forward(plain),
		"posta.mbox":   append(pectest.MboxLine(pectest.LF(plain)), append([]byte("\n"), pectest.MboxLine(pectest.LF(plain))...)...),
		"posta.eml":    []byte("From: a@b.example\r\nSubject: x\r\n\r\nBuongiorno.\r\n"),
	}
}
