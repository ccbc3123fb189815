package pectest

import (
	"math/big"
	"time"
)

// Lists of facts, as the program's own is one: what an authority and a stranger can say in them.

// retiredAuthority ended on 14 January 2018, and had no name constraints.
func retiredAuthority(o *Office) *Authority {
	spec := o.Authority.CASpec()
	spec.Subject = Name{{oidCountry, "IT"}, {oidOrg, "Autorità di Prova"}, {oidCommonName, "PEC di Prova CA0"}}
	spec.Serial, spec.Key = big.NewInt(0x11), TestKey("tre")
	spec.NotBefore, spec.NotAfter = date(2011, 1, 14), date(2018, 1, 14)
	return &Authority{Root: o.Authority.Root, CA: Issue(spec)}
}

func listFiles(o *Office) map[string][]byte {
	authority := FactsAuthority{Certificates: []*Certificate{o.Authority.CA}}
	day := date(2025, 6, 1)
	due := o.Due.Certificate
	before := []Revocation{{due.Spec.Serial, date(2025, 2, 1), Superseded}}
	file := func(f Facts) []byte {
		f.Date, f.Authorities = day, append(f.Authorities, authority)
		return f.JSON()
	}
	return map[string][]byte{
		eraList:                 eraFile(o),
		"list.json":             file(Facts{Name: "Elenco di prova"}),
		"list-retired.json":     Facts{Name: "Elenco di prova", Date: date(2018, 1, 1), Authorities: []FactsAuthority{{Certificates: []*Certificate{retiredAuthority(o).CA}}}}.JSON(),
		"list-revoked.json":     file(Facts{Name: "Elenco di un altro", Revoked: []FactsRevocation{{due, date(2025, 2, 1), "superseded"}}}),
		"list-compromised.json": file(Facts{Name: "Elenco di un altro", Revoked: []FactsRevocation{{due, date(2025, 4, 1), "keyCompromise"}}}),
		"list-crl.json":         file(Facts{Name: "Elenco con lista di revoca", CRLs: [][]byte{revoked(o.Authority.CA, nil, before)}}),
		"list-crl-forged.json":  file(Facts{Name: "Elenco con lista di revoca", CRLs: [][]byte{revoked(o.Authority.CA, TestKey("attacker"), before)}}),
	}
}

// of gives the dispatch another day.
func (d *Dispatch) of(sent time.Time) *Dispatch {
	d.Sent = sent
	d.Identifier = "opec210." + sent.UTC().Format("20060102150405") + ".04711.815.1.63@" + d.Office.Uno.Domain
	original := d.NewOriginal()
	original.Attachments = d.Original.Attachments
	d.Original = original
	return d
}

func listVectors(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	listed := checks{"trust.provider": "passed", "trust.validity": "passed", "signer.certificate": "passed"}
	say := func(v *Vector, trust map[string]any) { v.Expect[0].Trust = trust }
	say(c.pass("facts", "An authority that a list knows by its facts.", d.Consegna(), listed).trust("list.json"),
		map[string]any{"path": "authority", "list": "list.json", "listDate": "2025-06-01", "from": "file",
			"lists": []any{map[string]any{"name": "list.json", "date": "2025-06-01", "from": "file"}}, "revocation": "unknown"})

	stated := checks{"trust.provider": "passed", "trust.revocation": "warning"}
	unproved := map[string]any{"path": "authority", "revocation": "unknown"}
	say(c.pass("revocation-stated", "A list of a stranger says that the certificate was revoked: without the authority's revocation list that is a warning.", d.Consegna(), stated).
		trust("list-revoked.json"), unproved)
	say(c.pass("revocation-stated-compromised", "The same, for a key that was compromised later.", d.Consegna(), stated).trust("list-compromised.json"), unproved)
	say(c.pass("revocation-stated-beside", "The same beside another list, which the answer rests on.", d.Consegna(), stated).trust("list.json", "list-revoked.json"), unproved)
	say(c.pass("revocation-stated-and-good", "The same beside the authority's own revocation list, which does not have the certificate.", d.Consegna(), stated).
		trust("list-revoked.json", "none.crl"), map[string]any{"path": "authority", "revocation": "good"})
	say(c.fail("revocation-list-in-facts", "A list that carries the authority's revocation list in full.", d.Consegna(), "REVOKED", nil).trust("list-crl.json"),
		map[string]any{"revocation": "revoked"})
	say(c.pass("revocation-list-in-facts-forged", "The same, signed with another key than the authority's.", d.Consegna(), checks{"trust.revocation": "skipped|warning"}).
		trust("list-crl-forged.json"), unproved)

	retired := retiredAuthority(o)
	by := func(m *Message, from, to time.Time) *Message {
		m.Provider = o.Due.With(retired.Leaf(o.Due, 0x41, TestKey("due"), func(s *CertSpec) { s.NotBefore, s.NotAfter = from, to }))
		return m
	}
	old := o.Dispatch().of(time.Date(2016, 3, 14, 10, 15, 30, 0, Rome))
	c.pass("retired-authority-in-its-time", "An authority that has ended since vouches for what is of its time.", by(old.Consegna(), date(2014, 2, 10), date(2017, 2, 10)), listed).
		trust("list-retired.json")
	unlisted := func(name, shows string, m *Message, list string, caution any) {
		v := c.fail(name, shows, m, "NO_CERTIFICATE_CHAIN_FOUND", nil).trust(list)
		v.Expect[0].Trust = map[string]any{"path": "none", "caution": caution}
	}
	unlisted("caution-older", "Certified after the date of a list that does not know the signer: what came since may be missing.", d.Consegna(), "list-retired.json", "older")
	unlisted("caution-undated", "A list that does not know the signer and states no date.", d.Consegna(), "other-ca.pem", "undated")
	unlisted("caution-none", "Certified before the date of a list that does not know the signer: its age changes nothing.",
		by(old.Consegna(), date(2014, 2, 10), date(2017, 2, 10)), "list.json", nil)
	last := o.Dispatch().of(date(2018, 1, 14).Add(-2 * time.Second).In(Rome))
	c.pass("retired-authority-last-second", "Certified in the last second of the authority.", by(last.Consegna(), date(2015, 2, 10), date(2018, 2, 10)), listed).trust("list-retired.json")
}

func listAttacks(c *catalogue) {
	o, d := c.o, c.o.Dispatch()
	retired := retiredAuthority(o)
	by := func(m *Message, from, to time.Time) *Message {
		m.Provider = o.Due.With(retired.Leaf(o.Due, 0x42, TestKey("attacker"), func(s *CertSpec) { s.NotBefore, s.NotAfter = from, to }))
		return m
	}
	const none = "NO_CERTIFICATE_CHAIN_FOUND"
	intact := checks{"signature.digest": "passed", "signature.value": "passed"}
	const list = "list-retired.json"
	c.fail("retired-authority-new-leaf", "Somebody has the key of an authority that ended in 2018, and issued a certificate with it in 2024.",
		by(d.Consegna(), date(2024, 6, 1), date(2034, 6, 1)), none, intact).trust(list)
	c.fail("retired-authority-old-leaf", "A certificate of its time that claims to last until today: the authority could not vouch for it any more.",
		by(d.Consegna(), date(2014, 6, 1), date(2034, 6, 1)), none, intact).trust(list)
	c.fail("retired-authority-before", "A certificate that begins before the authority did.", by(o.Dispatch().of(time.Date(2012, 3, 12, 10, 15, 30, 0, Rome)).Consegna(), date(2010, 6, 1), date(2014, 6, 1)),
		none, intact).trust(list)
	c.fail("retired-authority-a-second-late", "Certified a second after the authority's last certificate ended.",
		by(o.Dispatch().of(date(2018, 1, 14).Add(-time.Second).In(Rome)).Consegna(), date(2015, 6, 1), date(2034, 6, 1)), none, intact).trust(list)
}
