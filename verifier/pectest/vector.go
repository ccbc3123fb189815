package pectest

import (
	"bytes"
	"encoding/json"
	"sort"
	"time"
)

// Vector is one public test case: an input and what must be reported of it.
type Vector struct {
	Group, Name string
	Shows       string // one sentence
	File        string // name of the input, as it is given to the program
	Data        []byte
	Trust       []string // files of [TrustFiles]; the only lists to be used
	Expect      []Expectation
}

// Now is the moment at which every vector is judged (`-at`).
var Now = time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)

// Expectation is what one report must say: a subset of the report, each field as in REPORT.md.
type Expectation struct {
	Part          string            `json:"part"`
	System        string            `json:"system,omitempty"`
	Kind          string            `json:"kind,omitempty"`
	Indication    string            `json:"indication"`
	Subindication string            `json:"subindication"`
	Certified     map[string]any    `json:"certified,omitempty"`
	Content       map[string]any    `json:"content,omitempty"`
	Signature     map[string]any    `json:"signature,omitempty"`
	Trust         map[string]any    `json:"trust,omitempty"`
	Checks        map[string]string `json:"checks,omitempty"` // id → status, or several of them separated by "|"
	Absent        []string          `json:"absent,omitempty"` // fields that the report must not have
}

// JSON is the vector's description as it is stored beside its input.
func (v *Vector) JSON() []byte {
	trust := []string{}
	for _, t := range v.Trust {
		trust = append(trust, "trust/"+t)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(struct {
		Shows   string        `json:"shows"`
		File    string        `json:"file"`
		Trust   []string      `json:"trust"`
		At      string        `json:"at"`
		Reports []Expectation `json:"reports"`
	}{v.Shows, v.File, trust, Now.Format(time.RFC3339), v.Expect})
	if err != nil {
		panic("pectest: " + err.Error())
	}
	return b.Bytes()
}

// Files is everything that belongs under testdata: path → content.
func Files() map[string][]byte { return filesOf(Vectors()) }

func filesOf(vectors []Vector) map[string][]byte {
	out := map[string][]byte{}
	for name, data := range TrustFiles() {
		out["trust/"+name] = data
	}
	counts := map[string]int{}
	for _, v := range vectors {
		counts[v.Group]++
		for path, data := range map[string][]byte{v.Group + "/" + v.File: v.Data, v.Group + "/" + v.Name + ".json": v.JSON()} {
			if _, twice := out[path]; twice {
				panic("pectest: two vectors want " + path)
			}
			out[path] = data
		}
	}
	out["README.md"] = readme(counts)
	out[".gitattributes"] = []byte("* -text\n") // line ends are what many vectors are about
	return out
}

// Vectors is the catalogue, in the order of its groups.
func Vectors() []Vector {
	c := &catalogue{o: NewOffice()}
	for _, group := range []struct {
		name string
		fill func(*catalogue)
	}{
		{"kinds", kindVectors},
		{"containers", containerVectors},
		{"stores", storeVectors},
		{"codings", codingVectors},
		{"armour", armourVectors},
		{"cms", cmsVectors},
		{"trust", trustVectors},
		{"trust", listVectors},
		{"trust", eraVectors},
		{"evidence", evidenceVectors},
		{"evidence", agreementVectors},
		{"headers", headerVectors},
		{"headers", partyVectors},
		{"charsets", charsetVectors},
		{"headers", headerLineEnds},
		{"wrappers", wrapperVectors},
		{"wrappers", nestedVectors},
		{"repair", repairVectors},
		{"format", formatVectors},
		{"none", noneVectors},
		{"attacks-cms", cmsAttacks},
		{"attacks-certificates", certificateAttacks},
		{"attacks-mime", mimeAttacks},
		{"attacks-lineends", lineEndAttacks},
		{"attacks-trust", trustAttacks},
		{"attacks-trust", listAttacks},
		{"attacks-trust", eraAttacks},
		{"attacks-xml", xmlAttacks},
		{"attacks-identity", identityAttacks},
		{"attacks-sender", senderAttacks},
		{"attacks-boundary", boundaryAttacks},
		{"attacks-readings", readingAttacks},
		{"rem", remVectors},
		{"attacks-rem", remAttacks},
	} {
		c.group = group.name
		group.fill(c)
	}
	out := make([]Vector, len(c.list))
	for i, v := range c.list {
		out[i] = *v
	}
	return out
}

type catalogue struct {
	o     *Office
	group string
	list  []*Vector
}

// checks maps check ids to statuses.
type checks map[string]string

// Statuses that mean "nothing to remark", where the rules leave open which.
const quiet = "passed|skipped|absent"

func (c *catalogue) add(name, shows string, data []byte, expect ...Expectation) *Vector {
	v := &Vector{Group: c.group, Name: name, Shows: shows, File: name + ".eml", Data: data, Trust: []string{"ca.pem"}, Expect: expect}
	c.list = append(c.list, v)
	return v
}

// pass adds a message that must pass, with everything that its daticert.xml states.
func (c *catalogue) pass(name, shows string, m *Message, show checks) *Vector {
	return c.add(name, shows, m.Bytes(), passed("", m, show))
}

// fail adds a message that must not pass.
func (c *catalogue) fail(name, shows string, m *Message, sub string, show checks) *Vector {
	return c.add(name, shows, m.Bytes(), failed("", m, sub, show))
}

func passed(part string, m *Message, show checks) Expectation {
	e := Expectation{Part: part, Kind: m.Kind, Indication: "TOTAL-PASSED", Checks: show}
	if m.Data != nil {
		e.Certified = certified(m.Data)
	}
	return e
}

// certified is what a report must give for this daticert.xml.
func certified(d *Daticert) map[string]any {
	recipients := []any{}
	for _, r := range d.Destinatari {
		recipients = append(recipients, map[string]any{"address": r.Address, "type": r.Tipo})
	}
	received := []any{}
	for _, r := range d.Ricezione {
		received = append(received, r)
	}
	return map[string]any{
		"provider": d.Gestore, "time": d.Time.Format(time.RFC3339), "sender": d.Mittente, "recipients": recipients, "replyTo": d.Risposte,
		"subject": d.Oggetto, "identifier": d.Identifier, "messageID": d.MessageID, "receiptType": d.Ricevuta, "deliveredTo": d.Consegna,
		"receivedFor": received, "error": d.Errore, "errorDetail": d.ErroreEsteso,
	}
}

// reason is, for each subindication, its indication and the check that fails.
var reason = map[string][2]string{
	"FORMAT_FAILURE":               {"TOTAL-FAILED", "signature.present"},
	"HASH_FAILURE":                 {"TOTAL-FAILED", "signature.digest"},
	"SIG_CRYPTO_FAILURE":           {"TOTAL-FAILED", "signature.value"},
	"REVOKED":                      {"TOTAL-FAILED", "trust.revocation"},
	"NO_SIGNING_CERTIFICATE_FOUND": {"INDETERMINATE", "signer.certificate"},
	"NO_CERTIFICATE_CHAIN_FOUND":   {"INDETERMINATE", "trust.provider"},
	"CHAIN_CONSTRAINTS_FAILURE":    {"INDETERMINATE", "signer.certificate"},
	"OUT_OF_BOUNDS_NO_POE":         {"INDETERMINATE", "trust.validity"},
	"CRYPTO_CONSTRAINTS_FAILURE":   {"INDETERMINATE", "signature.strength"},
	"EVIDENCE_MALFORMED":           {"INDETERMINATE", "evidence.form"},
	"EVIDENCE_INCONSISTENT":        {"INDETERMINATE", "evidence.consistency"},
}

// failed gives the kind only where the rules settle it: the signed bytes are authentic and daticert.xml is readable.
func failed(part string, m *Message, sub string, show checks) Expectation {
	why := reason[sub]
	e := Expectation{Part: part, Indication: why[0], Subindication: sub, Checks: checks{why[1]: "failed"}}
	for id, status := range show {
		e.Checks[id] = status
	}
	switch sub {
	case "FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE":
		e.Absent = []string{"certified"}
	case "EVIDENCE_MALFORMED":
		e.Kind = "unknown"
	case "NO_SIGNING_CERTIFICATE_FOUND":
	default:
		if m != nil {
			e.Kind = m.Kind
		}
	}
	return e
}

// nothing is the report on a file with nothing of PEC in it.
func nothing() Expectation {
	return Expectation{Kind: "none", Indication: "NO-EVIDENCE", Absent: []string{"certified", "signature", "trust"},
		Checks: checks{"file.type": "passed|warning|failed|skipped", "signature.present": "absent", "evidence.form": "absent"}}
}

// trust sets the lists that a vector is judged with.
func (v *Vector) trust(files ...string) *Vector {
	v.Trust = files
	return v
}

func sortedKeys[T any](m map[string]T) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}
