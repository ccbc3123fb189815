package verifier

import (
	"bytes"
	"fmt"
	"testing"

	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/mend"
	"pecverifier/verifier/pectest"
)

// checksOf judges one input and says how many RSA operations with 2048 bits that took.
func checksOf(t *testing.T, data []byte, o Options) (reports []Report, checks int64) {
	t.Helper()
	const most = 1 << 14
	one := pectest.PublicKey(2048, 65537, "one").Public()
	o.work = cms.NewWork(most*rsa2048, 0)
	file := File{Name: "x.eml"}
	reports = verifyInput(file, data, o)
	for o.work.Spend(one) {
		checks++
	}
	return reports, most - checks
}

// crowds are messages of 16 signers with three twins of a certificate, each signature another.
func crowds(n, bits int) (all [][]byte) {
	keys := []*pectest.Key{pectest.PublicKey(bits, 65537, "a"), pectest.PublicKey(bits, 65537, "b"), pectest.PublicKey(bits, 65537, "c")}
	for i := range n {
		all = append(all, pectest.Crowd(cms.MaxSigners, fmt.Sprint(i), keys...))
	}
	return all
}

func TestSignatureChecksOfOneFileAreBounded(t *testing.T) {
	pectest.Native(t, "counts, over keys of 4,096 bits")
	o := trusting(t)
	data := pectest.Forward(crowds(18, 4096)...)
	if _, checks := checksOf(t, data, o); checks < workPool+2000 {
		t.Fatalf("only %d checks are asked for: the test is blind", checks)
	}
	reports := Verify("x.eml", data, o)
	if len(reports) != 18 {
		t.Fatalf("%d reports", len(reports))
	}
	for i, r := range reports {
		verdict := fmt.Sprint(r.Indication, " ", r.Subindication)
		switch {
		case status(r, "search.limit") != Warning:
			t.Errorf("%d: it is not said that not all was verified: %s", i, summary([]Report{r}))
		case i == 0 && verdict != "TOTAL-FAILED SIG_CRYPTO_FAILURE", i == len(reports)-1 && verdict != "INDETERMINATE CRYPTO_CONSTRAINTS_FAILURE":
			t.Errorf("%d: %s", i, summary([]Report{r}))
		}
		if r.Certified != nil {
			t.Errorf("%d certifies something", i)
		}
	}
}

// A message with many signatures must not keep those that stand behind it in the same mailbox or archive from being verified.
func TestEachMessageHasAShareOfTheChecks(t *testing.T) {
	o := trusting(t)
	genuine := pectest.NewOffice().Dispatch().Consegna().Bytes()
	hostile := pectest.Forward(crowds(18, 4096)...)
	var box []byte
	for _, m := range [][]byte{hostile, genuine, hostile, genuine, genuine} {
		box = append(box, append(pectest.MboxLine(m), "\r\n\r\n"...)...)
	}
	passed := 0
	for _, r := range Verify("x.mbox", box, o) {
		if r.Indication == TotalPassed {
			passed++
			if status(r, "search.limit") != "" {
				t.Errorf("%s", summary([]Report{r}))
			}
		}
	}
	if passed != 3 {
		t.Errorf("%d of 3 genuine receipts pass", passed)
	}
}

// Each repair of a file judges its messages again: what was verified once is not verified again.
func TestRepairsVerifyNothingTwice(t *testing.T) {
	o := trusting(t)
	d := pectest.NewOffice().Dispatch()
	d.Original.Text, d.Original.TextCoding = "Città\nFrom qui è\n", "8bit"
	for name, change := range map[string]func(*pectest.SignedData){
		"attributes": func(*pectest.SignedData) {},
		"none":       func(s *pectest.SignedData) { s.Signers[0].NoAttributes = true },
	} {
		m := d.PostaCertificata()
		m.CMS = change
		whole := m.Bytes()
		altered := pectest.Replace(whole, "qui", "qua")
		_, once := checksOf(t, altered, o)
		damaged := bytes.ReplaceAll(pectest.Latin1ToUTF8(bytes.ReplaceAll(altered, []byte("\nFrom "), []byte("\n>From "))), []byte("\r\n"), []byte("\r\r\n"))
		repairs := 0
		if err := (mend.Mending{Try: func([]mend.Repair, []byte) bool { repairs++; return true }}).Run(damaged); err != nil {
			t.Fatal(err)
		}
		if repairs < 7 {
			t.Fatalf("%d repairs", repairs)
		}
		reports, all := checksOf(t, damaged, o)
		if reports[0].Subindication != HashFailure {
			t.Errorf("%s: %s", name, summary(reports))
		}
		most := once // the value over the same attributes
		if name == "none" {
			most = once + int64(repairs)*2 // over other bytes and their two line ends each time
		}
		if all > most {
			t.Errorf("%s: %d checks, %d without repairs", name, all, once)
		}
	}
}

// The key of an evidence is charged by what it costs; one that would cost too much is not verified, which is no verdict on the evidence.
func TestKeysOfEvidenceAreCharged(t *testing.T) {
	o := Options{Trust: remTrust(t, "rem-root.pem"), Now: pectest.Now}
	office := pectest.NewREMOffice()
	s := office.Sending()
	by := func(key *pectest.Key) *pectest.REMMessage {
		m := s.Consignment(1)
		m.NoStamp = true
		m.XAdES = func(x *pectest.XAdES) {
			x.Certificate, x.Key = office.Leaf(office.Due, 0x6001, key), key
			if key.D == nil && key.EC == nil {
				x.Key = pectest.TestKey("attacker")
			}
		}
		return m
	}
	_, cheap := checksOf(t, by(pectest.TestKey("due")).Evidence(), o)
	reports, dear := checksOf(t, by(pectest.TestKey("p521")).Evidence(), o)
	if dear < cheap+55 || reports[0].Indication != TotalPassed {
		t.Errorf("a curve of 521 bits costs %d checks, RSA %d: %s", dear, cheap, summary(reports))
	}
	for name, key := range map[string]*pectest.Key{"4,104 bits": pectest.PublicKey(4104, 65537, "a"), "an exponent of 18 bits": pectest.PublicKey(2048, 1<<17+1, "a")} {
		reports, checks := checksOf(t, by(key).Evidence(), o)
		if r := reports[0]; r.Indication != Indeterminate || r.Certified != nil || r.Subindication == SigCryptoFailure || checks > cheap {
			t.Errorf("%s: %d checks, %s", name, checks, summary(reports))
		}
	}
	o.work = cms.NewWork((evidenceChecks+8)*rsa2048, 0)
	if r := verifyInput(File{Name: "a.xml"}, by(pectest.TestKey("p521")).Evidence(), o)[0]; r.Error == "" || r.Indication == TotalFailed {
		t.Errorf("more than there is left: %s", summary([]Report{r}))
	}
	o.work = cms.NewWork((evidenceChecks+8)*rsa2048, 0)
	m := by(pectest.TestKey("p521"))
	if r := verifyInput(File{Name: "a.eml"}, m.Bytes(), o)[0]; r.Subindication != CryptoConstraintsFailure || r.Indication != Indeterminate || r.Certified != nil || reasonOf(r, "evidence.form") != "rem.work" {
		t.Errorf("more than there is left, in a mail: %s", summary([]Report{r}))
	}
}

func reasonOf(r Report, id string) string {
	for _, c := range r.Checks {
		if c.ID == id {
			return c.Reason
		}
	}
	return ""
}

func TestKeysThatCostTooMuchAreNotForged(t *testing.T) {
	o := trusting(t)
	for name, key := range map[string]*pectest.Key{
		"4,104 bits": pectest.PublicKey(4104, 65537, "a"), "exponent of 18 bits": pectest.PublicKey(2048, 131073, "a"),
		"exponent of 31 bits": pectest.PublicKey(2048, 1<<31-1, "a"), "exponent of 40 bits": pectest.PublicKey(2048, 1<<40+1, "a"),
	} {
		reports, checks := checksOf(t, pectest.Crowd(3, name, key), o)
		if r := reports[0]; r.Indication != Indeterminate {
			t.Errorf("%s: %s", name, summary(reports))
		}
		if checks > 1 {
			t.Errorf("%s: %d checks", name, checks)
		}
	}
}
