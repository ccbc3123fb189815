package verifier

import (
	"bytes"
	"encoding/asn1"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
	"testing"

	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/pectest"
)

// Copies of one message that differ only in their line ends say the same of what is certified, or they do not pass: a
// signature holds over one form of the bytes, and whoever read another would let the holder of a receipt choose among 2^n.
func TestCopiesThatDifferInLineEnds(t *testing.T) {
	pectest.Native(t, "a long table")
	type message struct {
		name    string
		data    []byte
		options Options
	}
	var messages []message
	for _, v := range vectors(t) {
		messages = append(messages, message{v.group + "/" + v.name, v.data, v.options})
	}
	t.Run("real", func(t *testing.T) {
		for name, data := range realMessages(t) {
			messages = append(messages, message{name, data, Options{Now: now}})
		}
	})
	for _, m := range messages {
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			agreeing(t, m.data, m.options, func(copy []byte) []byte { return copy })
			if signed, wrap, ok := opaqueForm(m.data); ok {
				agreeing(t, signed, m.options, wrap)
			}
		})
	}
}

// agreeing holds the reports on all copies of data against each other, each wrapped into a file.
func agreeing(t *testing.T, data []byte, o Options, wrap func([]byte) []byte) {
	t.Helper()
	seen := map[string]string{} // by part, of those that pass
	first := map[string]string{}
	var lost []string // copies of which a part does not pass
	for name, copy := range lineEndVariants(data) {
		for _, r := range Verify("copy.eml", wrap(copy), o) {
			if r.Indication != TotalPassed {
				lost = append(lost, name)
				continue
			}
			said := withoutRepairs(t, r)
			if seen[r.Part] == "" {
				seen[r.Part], first[r.Part] = said, name
			}
			if said != seen[r.Part] {
				t.Errorf("part %q of the copy with %s says\n%s\nand with %s\n%s", r.Part, name, said, first[r.Part], seen[r.Part])
			}
		}
	}
	// A carriage return of its own before a line end is lost where the end becomes a line feed: such a copy need not pass.
	doubled := bytes.Contains(data, []byte("\r\r\n"))
	if mayPass := !doubled && len(lost) > 0 && lost[0] != "its own line ends" && smime.IsCanonical(data) && intake.Identify("copy.eml", data) == intake.Message; mayPass {
		t.Errorf("CRLF throughout passes, and not with %s", strings.Join(lost, "; "))
	}
}

// lineEndVariants gives copies: all LF, all CRLF, and one or ten line ends changed at places that depend on the data alone.
func lineEndVariants(data []byte) func(yield func(string, []byte) bool) {
	h := fnv.New64a()
	h.Write(data)
	random := rand.New(rand.NewPCG(h.Sum64(), 1))
	few := 3
	if testing.Short() {
		few = 1
	}
	return func(yield func(string, []byte) bool) {
		crlf := pectest.CRLF(data)
		if !yield("its own line ends", data) || !yield("CRLF", crlf) || !yield("LF", pectest.LF(crlf)) {
			return
		}
		for i := range few {
			for _, n := range []int{1, 10} {
				for form, base := range map[string][]byte{"CRLF": crlf, "LF": pectest.LF(crlf)} {
					if !yield(fmt.Sprintf("%s but for %d, %d", form, n, i), changeLineEnds(base, n, random)) {
						return
					}
				}
			}
		}
	}
}

func changeLineEnds(data []byte, n int, random *rand.Rand) []byte {
	lines := bytes.SplitAfter(data, []byte("\n"))
	for range n {
		i := random.IntN(len(lines))
		switch line, ended := bytes.CutSuffix(lines[i], []byte("\n")); {
		case !ended:
		case bytes.HasSuffix(line, []byte("\r")):
			lines[i] = append(bytes.Clone(line[:len(line)-1]), '\n')
		default:
			lines[i] = append(bytes.Clone(line), '\r', '\n')
		}
	}
	return bytes.Join(lines, nil)
}

// withoutRepairs is the report as JSON, but for what may differ between copies.
func withoutRepairs(t *testing.T, r Report) string {
	t.Helper()
	r.File = File{}
	var kept []Check
	for _, c := range r.Checks {
		if !strings.HasPrefix(c.ID, "repair.") {
			kept = append(kept, c)
		}
	}
	r.Checks = kept
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// opaqueForm moves the signed bytes of a multipart/signed into its signature, where its structure is DER: nobody signs anew.
// wrap makes a mail of other bytes in their place.
func opaqueForm(data []byte) (signed []byte, wrap func([]byte) []byte, ok bool) {
	root, err := smime.Parse(data)
	if err != nil || !root.IsSigned() {
		return nil, nil, false
	}
	s, err := smime.ReadSigned(root)
	if err != nil {
		return nil, nil, false
	}
	der, err := s.Signature.Decoded()
	if err != nil {
		return nil, nil, false
	}
	var outer struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue
	}
	var fields []asn1.RawValue
	if rest, err := asn1.Unmarshal(der, &outer); err != nil || len(rest) > 0 {
		return nil, nil, false
	}
	if _, err := asn1.Unmarshal(outer.Content.Bytes, &fields); err != nil || len(fields) < 4 {
		return nil, nil, false
	}
	header, _ := pectest.Split(pectest.CRLF(data))
	var kept strings.Builder
	for _, line := range strings.SplitAfter(string(header), "\r\n") {
		if !strings.HasPrefix(strings.ToLower(line), "content-") && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			kept.WriteString(line)
		}
	}
	encap := fields[2].Bytes
	return s.Content.Raw, func(content []byte) []byte {
		fields[2].FullBytes = pectest.TLV(0x30, encap, pectest.TLV(0xa0, pectest.TLV(0x04, content)))
		var all [][]byte
		for _, f := range fields {
			all = append(all, f.FullBytes)
		}
		oid, _ := asn1.Marshal(outer.Type)
		structure := pectest.TLV(0x30, oid, pectest.TLV(0xa0, pectest.TLV(0x30, all...)))
		return append([]byte(kept.String()), pectest.Part{Header: pectest.Header{{"Content-Type", "application/pkcs7-mime; smime-type=signed-data"}},
			Coding: "base64", Content: structure}.Bytes()...)
	}, true
}

func TestWhatIsOpenedLaterIsTheSignedForm(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	file := []byte("uno\r\ndue\r\n")
	inner := pectest.NewOffice().Dispatch()
	inner.Original.Boundary = "interno"
	inner.Original.Attachments = []pectest.Attachment{{Name: "interno.csv", Type: "text/csv", Content: file, Coding: "7bit"}}
	d.Original.Attachments = []pectest.Attachment{{Name: "dati.csv", Type: "text/csv", Content: file, Coding: "7bit"},
		{Name: "interno.eml", Type: "message/rfc822", Content: inner.Original.Bytes(), Coding: "7bit"}}
	m := d.Consegna()
	m.DaticertCoding = "7bit"
	whole := m.Bytes()
	for name, copy := range map[string][]byte{"as sent": whole, "LF": pectest.LF(whole), "mixed": pectest.MixedLineEnds(whole)} {
		o, err := original("a.eml", copy, "", trusting(t))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(o.Daticert, pectest.CRLF(m.Data.XML())) {
			t.Errorf("%s: daticert.xml in another form", name)
		}
		nested, err := o.Nested(1)
		if err != nil {
			t.Fatal(err)
		}
		outer, errO := o.Bytes(0)
		within, errN := nested.Bytes(0)
		if errO != nil || errN != nil || !bytes.Equal(outer, file) || !bytes.Equal(within, file) {
			t.Errorf("%s: %q, %q", name, outer, within)
		}
		if text := o.Bodies[0].Text; strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Errorf("%s: text in another form: %q", name, text)
		}
	}
}

// A message inside a signed one is read from the bytes that the outer signature holds, also where it bears a signature itself: in the copy
// with line feeds the inner one would hold over bytes that nobody sent.
func TestASignatureInsideIsReadFromWhatTheOuterOneHolds(t *testing.T) {
	inner := pectest.NewOffice().Dispatch().Consegna()
	inner.Signed = pectest.LF
	sent := pectest.CRLF(inner.Bytes())
	for how, original := range map[string][]byte{"a message": pectest.Forward(sent),
		"a mailbox": pectest.Mixed("Caselle", pectest.TextPart("Ecco.\n"), pectest.Attached(pectest.MboxLine(sent), "application/mbox", "7bit", "posta.mbox"))} {
		outer := pectest.NewOffice().Dispatch().PostaCertificata()
		outer.Original = original
		opaque := *outer
		opaque.Opaque = true
		asLies := opaque
		asLies.CMS = func(s *pectest.SignedData) { s.EContent = pectest.LF(s.Content) }
		for name, data := range map[string][]byte{"CRLF": outer.Bytes(), "LF": pectest.LF(outer.Bytes()), "mixed": pectest.MixedLineEnds(outer.Bytes()),
			"opaque": opaque.Bytes(), "opaque, LF inside": asLies.Bytes()} {
			found := 0
			for _, r := range Verify("a.eml", data, trusting(t)) {
				if r.Part == "" {
					continue
				}
				if found++; r.Subindication != HashFailure {
					t.Errorf("%s, %s: %s", how, name, summary([]Report{r}))
				}
			}
			if found != 1 {
				t.Errorf("%s, %s: %d reports on what is inside", how, name, found)
			}
		}
	}
}
