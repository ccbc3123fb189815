package rem

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier/internal/smime"
	"pecverifier/verifier/internal/xmlsig"
	"pecverifier/verifier/pectest"
)

func sending() *pectest.REMSending { return pectest.NewREMOffice().Sending() }

// every is a mail of each event of the baseline.
func every(s *pectest.REMSending) []*pectest.REMMessage {
	return []*pectest.REMMessage{s.Acceptance(), s.Rejection(), s.Dispatch(), s.RelayAcceptance(1, 2), s.RelayRejection(1), s.RelayFailure(1),
		s.Consignment(1), s.ConsignmentFailure(2), s.Received(), s.RelayToOutside(1), s.RelayToOutsideFailure(2)}
}

func TestEveryEvent(t *testing.T) {
	s := sending()
	s.Untrusted = []int{2}
	for _, m := range every(s) {
		d := Read(m.Evidence(), nil)
		if !d.Holds() {
			t.Errorf("%s: %v", m.Event, d.Malformed)
			continue
		}
		e := d.Evidence
		if c := e.Contradictions(); len(c) > 0 {
			t.Errorf("%s: %v", m.Event, c)
		}
		if e.Event != m.Event || !e.Time.Equal(m.Time) || e.Provider != m.Provider.Name || e.Sender.Address != s.Sender || e.MessageID != s.MessageID ||
			e.ClientID != s.ClientID || e.Subject != s.Subject || e.External != m.External || e.ExternalSystem != m.System || !e.Submitted.Equal(m.Submitted) ||
			len(e.Recipients) != 2 || e.Recipients[1].Address != s.To[1] || !e.IsUntrusted(1) || e.IsUntrusted(0) || e.Reasons[0].Code != m.Reasons[0][1] || e.Reasons[0].Text != m.Reasons[0][2] {
			t.Errorf("%s is read as %+v", m.Event, e)
		}
		if len(d.Signature.Timestamps) != 1 || d.Signature.Timestamps[0].Err != nil {
			t.Errorf("%s: %+v", m.Event, d.Signature.Timestamps)
		}
	}
	c := Read(s.Consignment(2).Evidence(), nil).Evidence
	if c.DeliveredTo() != s.To[1] || len(c.ReceivedFor()) != 0 {
		t.Errorf("delivered to %q, %v", c.DeliveredTo(), c.ReceivedFor())
	}
	if r := Read(s.RelayFailure(2).Evidence(), nil).Evidence; !slices.Equal(r.ReceivedFor(), s.To[1:]) || r.DeliveredTo() != "" {
		t.Errorf("a failure for the second: %v", r.ReceivedFor())
	}
	if r := Read(s.RelayAcceptance().Evidence(), nil).Evidence; !slices.Equal(r.ReceivedFor(), s.To) {
		t.Errorf("none named means all: %v", r.ReceivedFor())
	}
}

func TestNoEvidence(t *testing.T) {
	s := sending()
	good := string(s.Consignment(1).Evidence())
	tree := func(edit func(*pectest.XML)) string {
		m := s.Consignment(1)
		m.Tree = edit
		return string(m.Evidence())
	}
	text := func(element, value string) string {
		return tree(func(x *pectest.XML) { x.Find(element).Nodes = []*pectest.XML{pectest.Text(value)} })
	}
	without := func(element string) string { return tree(func(x *pectest.XML) { x.Remove(element) }) }
	twice := func(element string) string {
		return tree(func(x *pectest.XML) {
			for i, n := range x.Nodes {
				if n.Name == element {
					x.Nodes = slices.Insert(x.Nodes, i, n)
					return
				}
			}
			t.Fatalf("no %s", element)
		})
	}
	swap := func(old, new string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not there", old)
		}
		return strings.Replace(good, old, new, 1)
	}
	unsigned := s.Consignment(1)
	unsigned.Unsigned = true
	signature := good[strings.Index(good, "<ds:Signature "):strings.Index(good, "</tns:Evidence>")]
	const recipient = `<tns:RecipientDetails><Identifier IdentifierSchemeName="mailto">altro@rem.example</Identifier></tns:RecipientDetails>`
	for name, test := range map[string]struct{ text, reason string }{
		"no XML":                      {"ciao", ReasonXML},
		"a doctype":                   {swap("<tns:Evidence", "<!DOCTYPE x><tns:Evidence"), ReasonXML},
		"an attribute twice":          {swap(` version="`, ` version="EN319522v1.1.1" version="`), ReasonXML},
		"another root":                {`<Evidence xmlns="urn:x"/>`, ReasonRoot},
		"the older standard":          {`<REMEvidence xmlns="http://uri.etsi.org/02640/v2#"/>`, ReasonRoot},
		"the genuine below another":   {`<tns:Evidence xmlns:tns="http://uri.etsi.org/19522/v1#" version="EN319522v1.1.1">` + good[strings.Index(good, "<tns:Evidence"):] + `</tns:Evidence>`, ReasonSignature},
		"unsigned":                    {string(unsigned.Evidence()), ReasonUnsigned},
		"signature cut out":           {strings.Replace(good, signature, "", 1), ReasonUnsigned},
		"hole: a second signature":    {swap("<tns:RecipientDetails>", `<ds:Signature>`+recipient+`</ds:Signature><tns:RecipientDetails>`), ReasonSignature},
		"hole: inside the signature":  {swap("</ds:Signature>", `<ds:Object>`+recipient+`</ds:Object></ds:Signature>`), ReasonSignature},
		"hole: inside an element":     {swap("<tns:PartsInfo>", `<ds:Signature>`+recipient+`</ds:Signature><tns:PartsInfo>`), ReasonSignature},
		"hole: in the object":         {swap("</xades:QualifyingProperties>", `</xades:QualifyingProperties>`+recipient), ReasonSignature},
		"signature not last":          {strings.Replace(strings.Replace(good, signature, "", 1), "<tns:SenderDetails>", signature+"<tns:SenderDetails>", 1), ReasonSignature},
		"a comment in an address":     {swap("protocollo@", "<!-- x -->protocollo@"), ReasonSignature},
		"an instruction in a value":   {tree(func(x *pectest.XML) { x.Find("MessageIdentifier").Add(&pectest.XML{Name: "?", Text: ""}) }), ReasonXML},
		"no version":                  {tree(func(x *pectest.XML) { x.Attributes = nil }), ReasonVersion},
		"another version":             {tree(func(x *pectest.XML) { x.Attributes[0][1] = "EN319522v9.1.1" }), ReasonVersion},
		"no identifier":               {without("EvidenceIdentifier"), ReasonShape},
		"no event":                    {without("ERDSEventId"), ReasonShape},
		"no reasons":                  {without("EventReasons"), ReasonShape},
		"no reason in them":           {without("EventReason"), ReasonShape},
		"no time":                     {without("EventTime"), ReasonShape},
		"no policies":                 {without("EvidenceIssuerPolicyID"), ReasonShape},
		"one policy":                  {without("PolicyID"), ReasonShape},
		"not the baseline":            {text("PolicyID", "https://rem.example.it/altra"), ReasonValue},
		"no issuer":                   {without("EvidenceIssuerDetails"), ReasonShape},
		"no name of the issuer":       {without("Identity"), ReasonShape},
		"no sender":                   {without("SenderDetails"), ReasonShape},
		"no recipients":               {tree(func(x *pectest.XML) { x.Remove("RecipientDetails"); x.Remove("RecipientDetails") }), ReasonShape},
		"no message":                  {without("MessageIdentifier"), ReasonShape},
		"no content":                  {without("UserContentInfo"), ReasonShape},
		"no digest":                   {without("DigestValue"), ReasonShape},
		"identifier twice":            {twice("EvidenceIdentifier"), ReasonShape},
		"event twice":                 {twice("ERDSEventId"), ReasonShape},
		"time twice":                  {twice("EventTime"), ReasonShape},
		"recipient referred to twice": {twice("EvidenceRefersToRecipient"), ReasonShape},
		"message twice":               {twice("MessageIdentifier"), ReasonShape},
		"sender twice":                {twice("SenderDetails"), ReasonShape},
		"extensions twice":            {twice("Extensions"), ReasonShape},
		"another order":               {tree(func(x *pectest.XML) { x.Nodes[0], x.Nodes[1] = x.Nodes[1], x.Nodes[0] }), ReasonShape},
		"an element more":             {tree(func(x *pectest.XML) { x.Add(pectest.Element("", "", "Altro")) }), ReasonShape},
		"time in the namespace": {tree(func(x *pectest.XML) {
			x.Find("EventTime").Space, x.Find("EventTime").Prefix = "http://uri.etsi.org/19522/v1#", "tns"
		}), ReasonShape},
		"identifier in no namespace": {tree(func(x *pectest.XML) { x.Find("EvidenceIdentifier").Space, x.Find("EvidenceIdentifier").Prefix = "", "" }), ReasonShape},
		"text between elements":      {tree(func(x *pectest.XML) { x.Nodes = append(x.Nodes, pectest.Text("nota")) }), ReasonShape},
		"an element in a value":      {tree(func(x *pectest.XML) { x.Find("MessageIdentifier").Add(pectest.Element("", "", "b")) }), ReasonShape},
		"time without a zone":        {text("EventTime", "2025-03-12T09:15:34"), ReasonValue},
		"time that is none":          {text("EventTime", "ieri"), ReasonValue},
		"an empty identifier":        {text("MessageIdentifier", " "), ReasonValue},
		"two lines in an identifier": {text("MessageIdentifier", "a\nb"), ReasonValue},
		"two addresses of one":       {tree(func(x *pectest.XML) { d := x.Find("RecipientDetails"); d.Add(d.Find("Identifier")) }), ReasonShape},
		"an address that is none":    {tree(func(x *pectest.XML) { x.Find("RecipientDetails").Find("Identifier").Nodes[0].Text = "a@b, c@d" }), ReasonValue},
		"a place that is no number":  {text("EvidenceRefersToRecipient", "primo"), ReasonValue},
		"a huge place":               {text("EvidenceRefersToRecipient", strings.Repeat("9", 30)), ReasonValue},
		"two parts":                  {text("ComposingParts", "2"), ReasonValue},
		"another part":               {tree(func(x *pectest.XML) { x.Find("PartInfo").Find("Identifier").Nodes[0].Text = "urn:oid:1.2.3" }), ReasonValue},
		"a digest of another length": {text("DigestValue", "AAAA"), ReasonValue},
		"a digest that is none":      {text("DigestValue", "non base64"), ReasonValue},
		"a long identifier":          {text("MessageIdentifier", strings.Repeat("x", 5000)), ReasonLimit},
		"general twice":              {tree(func(x *pectest.XML) { e := x.Find("Extensions"); e.Add(e.Find("Extension")) }), ReasonShape},
		"SHA-1 in its signature":     {swap("http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod><ds:DigestValue>", "http://www.w3.org/2000/09/xmldsig#sha1\"></ds:DigestMethod><ds:DigestValue>"), ReasonSignature},
	} {
		t.Run(name, func(t *testing.T) {
			d := Read([]byte(test.text), nil)
			if d.Malformed == nil || d.Malformed.Reason != test.reason || d.Holds() || d.Evidence != nil {
				t.Errorf("%v, want %s", d.Malformed, test.reason)
			}
		})
	}
}

// TestOwnSignature: of a document of the right shape it is said apart what does not hold.
func TestOwnSignature(t *testing.T) {
	s := sending()
	for name, test := range map[string]struct {
		edit func(*pectest.REMMessage)
		want error
	}{
		"altered": {func(m *pectest.REMMessage) {
			m.XML = func(x []byte) []byte { return []byte(strings.Replace(string(x), "protocollo@", "anagrafe@", 1)) }
		}, xmlsig.ErrDigest},
		"value of nothing": {func(m *pectest.REMMessage) { m.XAdES = func(x *pectest.XAdES) { x.Value = pectest.FlipBit } }, xmlsig.ErrValue},
		"key of another":   {func(m *pectest.REMMessage) { m.XAdES = func(x *pectest.XAdES) { x.Key = pectest.TestKey("attacker") } }, xmlsig.ErrValue},
		"another is named": {func(m *pectest.REMMessage) {
			m.XAdES = func(x *pectest.XAdES) { x.Bound = m.Sending.Office.Uno.Certificate }
		}, xmlsig.ErrNoCertificate},
		"the authority comes first": {func(m *pectest.REMMessage) {
			m.XAdES = func(x *pectest.XAdES) {
				x.Signature = func(n *pectest.XML) { d := n.Find("X509Data"); d.Nodes[0], d.Nodes[1] = d.Nodes[1], d.Nodes[0] }
			}
		}, nil},
		"enveloped-signature": {func(m *pectest.REMMessage) { m.XAdES = func(x *pectest.XAdES) { x.Enveloped = true } }, nil},
	} {
		m := s.Consignment(1)
		test.edit(m)
		d := Read(m.Evidence(), nil)
		if d.Malformed != nil || d.Signature == nil || d.Evidence == nil {
			t.Errorf("%s: %v", name, d.Malformed)
			continue
		}
		if err := d.Signature.Err(); test.want == nil && err != nil || !errors.Is(err, test.want) || d.Holds() != (test.want == nil) {
			t.Errorf("%s: %v, want %v", name, err, test.want)
		}
	}
}

func TestContradictions(t *testing.T) {
	s := sending()
	for name, test := range map[string]struct {
		message *pectest.REMMessage
		edit    func(*pectest.REMMessage)
		want    string
		warns   bool
	}{
		"place 0":                         {s.Consignment(1), func(m *pectest.REMMessage) { m.Consigned = []int{0} }, RecipientNone, false},
		"place 3 of 2":                    {s.Consignment(1), func(m *pectest.REMMessage) { m.Consigned = []int{3} }, RecipientNone, false},
		"place -1":                        {s.Consignment(1), func(m *pectest.REMMessage) { m.Consigned = []int{-1} }, RecipientNone, false},
		"no place":                        {s.Consignment(1), func(m *pectest.REMMessage) { m.Consigned = nil }, RecipientMissing, false},
		"no place of a failure":           {s.ConsignmentFailure(1), func(m *pectest.REMMessage) { m.Consigned = nil }, RecipientMissing, false},
		"a place of an acceptance":        {s.Acceptance(), func(m *pectest.REMMessage) { m.Consigned = []int{1} }, RecipientForeign, false},
		"a place of a relay":              {s.RelayAcceptance(1), func(m *pectest.REMMessage) { m.Consigned = []int{1} }, RecipientForeign, false},
		"relay to place 3":                {s.RelayFailure(3), nil, RecipientNone, false},
		"relay of a consignment":          {s.Consignment(1), func(m *pectest.REMMessage) { m.Relayed = []int{1} }, RelayForeign, false},
		"untrusted place 9":               {s.Acceptance(), func(m *pectest.REMMessage) { other := *m.Sending; other.Untrusted = []int{9}; m.Sending = &other }, RecipientNone, false},
		"another event's reason":          {s.Consignment(1), func(m *pectest.REMMessage) { m.Reasons[0][0] = "MessageNotConsignedForQuota" }, ReasonForeign, false},
		"a reason of one's own":           {s.Consignment(1), func(m *pectest.REMMessage) { m.Reasons[0][0] = "MyOwn" }, "", false},
		"not said when submitted":         {s.Acceptance(), func(m *pectest.REMMessage) { m.Submitted = time.Time{} }, SubmissionAbsent, false},
		"submitted after the event":       {s.Acceptance(), func(m *pectest.REMMessage) { m.Submitted = m.Time.Add(time.Second) }, SubmissionLater, true},
		"no other provider":               {s.RelayAcceptance(1), func(m *pectest.REMMessage) { m.External = "" }, ExternalAbsent, false},
		"no other provider, unidentified": {s.RelayFailure(1), func(m *pectest.REMMessage) { m.External, m.Reasons[0][0] = "", "R_ERDS_NotIdentified" }, "", false},
		"an event that is none":           {s.Consignment(1), func(m *pectest.REMMessage) { m.Event = "ContentRead" }, EventUnknown, true},
		"an address twice":                {s.Consignment(1), func(m *pectest.REMMessage) { m.Recipients = []string{s.To[0], strings.ToUpper(s.To[0])} }, RecipientTwice, true},
		"a critical extension": {s.Consignment(1), func(m *pectest.REMMessage) {
			m.Tree = func(x *pectest.XML) {
				x.Find("Extensions").Add(pectest.Element("tns", "http://uri.etsi.org/19522/v1#", "Extension", pectest.Element("z", "urn:z", "Z")).With("isCritical", "true"))
			}
		}, CriticalUnknown, true},
		"store and notify": {s.Consignment(1), func(m *pectest.REMMessage) {
			m.Event, m.Reasons[0][0], m.Consigned = "ConsignmentNotification", "Own", nil
		}, "", false},
	} {
		if test.edit != nil {
			test.edit(test.message)
		}
		d := Read(test.message.Evidence(), nil)
		if !d.Holds() {
			t.Errorf("%s: %v", name, d.Malformed)
			continue
		}
		got := d.Evidence.Contradictions()
		switch {
		case test.want == "" && len(got) > 0, test.want != "" && (len(got) != 1 || got[0].Reason != test.want || got[0].Warns != test.warns):
			t.Errorf("%s: %v, want %s", name, got, test.want)
		}
	}
}

// signedPart is what a mail signs, as an entity.
func signedPart(t *testing.T, m *pectest.REMMessage) *smime.Entity {
	t.Helper()
	e, err := smime.Parse(m.SignedBytes())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestWhichPartsAreEvidence(t *testing.T) {
	s := sending()
	evidence := s.Consignment(1).Evidence()
	section := func(h pectest.Header, value string) pectest.Header {
		h = h.Clone()
		h.Del("REM-Section-Type")
		if value != "" {
			h.Add("REM-Section-Type", value)
		}
		return h
	}
	relabelled := func(value string) func([]pectest.Part) []pectest.Part {
		return func(all []pectest.Part) []pectest.Part {
			all[len(all)-1].Header = section(all[len(all)-1].Header, value)
			return all
		}
	}
	inOriginal := func() *pectest.REMMessage {
		m := s.Dispatch()
		m.Original = pectest.Multipart{Header: pectest.Header{{"Subject", "x"}, {"Content-Type", `multipart/mixed; boundary="u"`}}, Boundary: "u",
			Parts: [][]byte{pectest.EvidencePart("ContentConsignment", evidence).Bytes()}}.Bytes()
		return m
	}
	for name, test := range map[string]struct {
		message             *pectest.REMMessage
		parts               func([]pectest.Part) []pectest.Part
		evidence, originals int
		claimed             bool
	}{
		"a receipt":                         {s.Consignment(1), nil, 1, 0, true},
		"a dispatch":                        {s.Dispatch(), nil, 1, 1, true},
		"without section types":             {s.Consignment(1), relabelled(""), 1, 0, true},
		"an extension that is evidence":     {s.Consignment(1), relabelled("rem_message/extension"), 1, 0, true},
		"a section type in capitals":        {s.Consignment(1), relabelled("REM_message/XML_evidence"), 1, 0, true},
		"a section type and something else": {s.Consignment(1), func(all []pectest.Part) []pectest.Part { all[1].Content = []byte("ciao"); return all }, 1, 0, true},
		"two":                               {s.Consignment(1), func(all []pectest.Part) []pectest.Part { return append(all, all[1]) }, 2, 0, true},
		"two, one of them unlabelled": {s.Consignment(1), func(all []pectest.Part) []pectest.Part {
			two := relabelled("")([]pectest.Part{all[1]})
			return append(all, two...)
		}, 2, 0, true},
		"for people alone":                     {s.Consignment(1), relabelled("rem_message/pdf_evidence"), 1, 0, true},
		"none":                                 {s.Consignment(1), func(all []pectest.Part) []pectest.Part { return all[:1] }, 0, 0, false},
		"two originals":                        {s.Dispatch(), func(all []pectest.Part) []pectest.Part { return append(all, all[1]) }, 1, 2, true},
		"another evidence inside the original": {inOriginal(), nil, 1, 1, true},
		"only inside the original":             {inOriginal(), func(all []pectest.Part) []pectest.Part { return all[:2] }, 0, 1, false},
		"other XML": {s.Consignment(1), func(all []pectest.Part) []pectest.Part {
			all = relabelled("")(all)
			all[1].Content = []byte("<Fattura/>")
			return all
		}, 0, 0, false},
		"inside another multipart": {s.Consignment(1), func(all []pectest.Part) []pectest.Part {
			return []pectest.Part{all[0], {Raw: pectest.Multipart{Header: pectest.Header{{"Content-Type", `multipart/mixed; boundary="v"`}}, Boundary: "v", Parts: [][]byte{all[1].Bytes()}}.Bytes()}}
		}, 0, 0, false},
	} {
		test.message.Parts = test.parts
		p, err := Find(signedPart(t, test.message))
		if err != nil || len(p.Evidence) != test.evidence || len(p.Originals) != test.originals || p.Claimed != test.claimed {
			t.Errorf("%s: %v, %d evidence, %d originals, claimed %v", name, err, len(p.Evidence), len(p.Originals), p.Claimed)
		}
	}
	alone, err := smime.Parse(pectest.EvidencePart("x", evidence).Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := Find(alone); !p.Misplaced || !p.Claimed {
		t.Errorf("an evidence that is all that was signed: %+v", p)
	}
}

// TestExamples reads those of AgID and ETSI.
func TestExamples(t *testing.T) {
	names, _ := filepath.Glob("../../../../shared/corpus/rem/*evidence*.xml")
	if len(names) == 0 {
		t.Skip("the examples are not here")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d := Read(data, nil)
		if !d.Holds() {
			t.Errorf("%s: %v", name, d.Malformed)
		} else if c := d.Evidence.Contradictions(); len(c) > 0 {
			t.Errorf("%s: %v", name, c)
		}
	}
}

// FuzzRead: whatever is done to an evidence, what holds states what was signed.
func FuzzRead(f *testing.F) {
	s := sending()
	stated := map[string]bool{}
	for _, m := range every(s) {
		text := m.Evidence()
		f.Add(text)
		e := Read(text, nil).Evidence
		stated[summary(e)] = true
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := Read(data, nil)
		if d.Evidence != nil {
			d.Evidence.Contradictions()
			d.Evidence.ReceivedFor()
			d.Evidence.DeliveredTo()
		}
		if d.Holds() && !stated[summary(d.Evidence)] {
			t.Fatalf("never signed: %+v", d.Evidence)
		}
	})
}

func summary(e *Evidence) string {
	text := strings.Join([]string{e.EventURI, e.Time.String(), e.Provider, e.Sender.Address, e.MessageID, e.ClientID, e.Subject, e.DeliveredTo(), string(e.Digest.Value), e.External, e.ExternalSystem}, "\x00")
	for _, r := range e.Recipients {
		text += "\x00" + r.Address
	}
	return text + strings.Join(e.ReceivedFor(), "\x01")
}

// TestInstructionInSignedEvidence: one that is signed with the evidence is refused too: readers stop at it in the middle of a value.
func TestInstructionInSignedEvidence(t *testing.T) {
	octets := pectest.NewREMOffice().Sending().Consignment(1).EvidenceTree().Canonical()
	if _, bad := read(octets, xmlsig.EvidenceLimits); bad != nil {
		t.Fatal(bad)
	}
	for _, at := range []string{"</tns:EvidenceIdentifier>", "@rem.comune-prova", "</tns:Identity>", "</tns:Evidence>"} {
		if _, bad := read(bytes.Replace(octets, []byte(at), []byte("<?q p?>"+at), 1), xmlsig.EvidenceLimits); bad == nil || bad.Reason != ReasonShape {
			t.Errorf("before %s: %v", at, bad)
		}
	}
}

// TestMissingPropertiesAreMalformed: properties that are signed for and are not there make no evidence that merely was altered.
func TestMissingPropertiesAreMalformed(t *testing.T) {
	m := pectest.NewREMOffice().Sending().Consignment(1)
	m.XAdES = func(x *pectest.XAdES) {
		x.Info = func(i *pectest.XML) { i.Nodes[len(i.Nodes)-1].Set("URI", "#nessuno") }
	}
	if d := Read(m.Evidence(), nil); d.Malformed == nil || d.Malformed.Reason != ReasonSignature || d.Evidence != nil {
		t.Errorf("%+v", d.Malformed)
	}
}

// TestOneLegalName: of two names of the provider nobody knows which one is meant.
func TestOneLegalName(t *testing.T) {
	m := pectest.NewREMOffice().Sending().Consignment(1)
	m.Tree = func(x *pectest.XML) {
		name := x.Find("EvidenceIssuerDetails").Find("AttributeValue")
		other := *name
		other.Nodes = []*pectest.XML{pectest.Text("Posta Celeste S.p.A.")}
		x.Find("EvidenceIssuerDetails").Find("Attribute").Add(&other)
	}
	if d := Read(m.Evidence(), nil); d.Malformed == nil || d.Malformed.Reason != ReasonShape {
		t.Errorf("%+v", d.Malformed)
	}
}
