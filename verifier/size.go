package verifier

import (
	"maps"

	"pecverifier/verifier/internal/bound"
)

// A header or a certificate of megabytes is copied into no report, and hundreds of signed parts under one long header do
// not multiply it. What is certified has bounds of its own (package daticert), and package content cuts what it reads.

// rewrite puts every text through f that a message or a certificate brought into the report, but for what is certified.
func (r *Report) rewrite(f func(string) string) {
	for i := range r.Checks {
		c := &r.Checks[i]
		c.Detail, c.Values = f(c.Detail), rewritten(c.Values, f)
		for n, a := range c.Also {
			c.Also[n].Detail, c.Also[n].Values = f(a.Detail), rewritten(a.Values, f)
		}
	}
	r.rewriteCertificate(f)
	r.Error = f(r.Error)
}

// rewriteCertificate does so with what a certificate brought, and what a list says of it. Checks are cut where they are made.
func (r *Report) rewriteCertificate(f func(string) string) {
	if t := r.Trust; t != nil {
		t.Provider, t.List = f(t.Provider), f(t.List)
		for i, fact := range t.Facts {
			t.Facts[i].Detail, t.Facts[i].Values = f(fact.Detail), rewritten(fact.Values, f)
		}
	}
	if r.Signature != nil && r.Signature.Signer != nil {
		s := r.Signature.Signer
		s.Subject, s.Issuer, s.Serial = f(s.Subject), f(s.Issuer), f(s.Serial)
		for i, address := range s.Email {
			s.Email[i] = f(address)
		}
	}
}

// rewritten is a new map where anything changes: values of facts belong to the list's answer.
func rewritten(values map[string]string, f func(string) string) map[string]string {
	out, own := values, false
	for name, v := range values {
		text := f(v)
		if text == v {
			continue
		}
		if !own {
			out, own = maps.Clone(values), true
		}
		out[name] = text
	}
	return out
}

// fit shortens the texts of reports once there is no more room for long ones in this call. No report is left out.
func (o Options) fit(reports []Report) []Report {
	if o.room == nil {
		return reports
	}
	for i := range reports {
		reports[i].rewrite(func(s string) string {
			*o.room -= max(0, len(s)-shortValue)
			return s
		})
		if *o.room < 0 {
			reports[i].rewrite(func(s string) string { return bound.Text(s, shortValue) })
		}
	}
	return reports
}
