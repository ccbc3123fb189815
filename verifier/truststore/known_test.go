package truststore

import (
	"slices"
	"testing"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// TestAListIsKnownByItsWayIn: whoever names a list as the program's own does not make it that.
func TestAListIsKnownByItsWayIn(t *testing.T) {
	embedded := trustlist.Embedded()
	o := pectest.NewOffice()
	message := o.Dispatch().Consegna().Bytes()
	twin := factsOf(t, o.Authority.CA)
	twin.Name = embedded.Name
	data, err := twin.Encode()
	if err != nil {
		t.Fatal(err)
	}
	person := func(name string) *trustlist.List {
		l, err := ReadList(name, data, embedded, pectest.Now)
		if err != nil {
			t.Fatal(err)
		}
		if l.Name != embedded.Name || l.From != trustlist.FromFile {
			t.Fatalf("%q, %s", l.Name, l.From)
		}
		l.From = trustlist.FromPerson
		return l
	}
	leaf, err := ReadList(embedded.Name, o.Tre.Certificate.PEM(), embedded, pectest.Now)
	if err != nil {
		t.Fatal(err)
	}
	of := func(name string, from trustlist.From) verifier.TrustList {
		return verifier.TrustList{Name: name, Date: map[bool]string{true: embedded.Day(), false: "2018-01-01"}[from == trustlist.FromEmbedded], From: string(from)}
	}
	for _, c := range []struct {
		name  string
		list  *trustlist.List
		from  trustlist.From
		lists []verifier.TrustList
		fact  string
	}{
		{"the program's own", embedded, trustlist.FromEmbedded, []verifier.TrustList{of(embedded.Name, trustlist.FromEmbedded)}, ""},
		{"a list of that name, which vouches", trustlist.Combine(embedded, person("")), trustlist.FromPerson, []verifier.TrustList{of(embedded.Name, trustlist.FromPerson)}, "person"},
		{"a file of that name", trustlist.Combine(embedded, person(embedded.Name)), trustlist.FromPerson, []verifier.TrustList{of(embedded.Name, trustlist.FromPerson)}, "person"},
		{"several that do not vouch", trustlist.Combine(embedded, leaf), trustlist.FromSeveral,
			[]verifier.TrustList{of(embedded.Name, trustlist.FromEmbedded), {Name: embedded.Name, From: "file"}}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := verifier.Verify("x.eml", message, verifier.Options{Trust: c.list, Now: pectest.Now})[0]
			if r.Trust.From != string(c.from) || !slices.Equal(r.Trust.Lists, c.lists) {
				t.Errorf("%s, %v, want %s, %v", r.Trust.From, r.Trust.Lists, c.from, c.lists)
			}
			for _, f := range r.Trust.Facts {
				if _, names := f.Values["list"]; names && f.Values["from"] != c.fact {
					t.Errorf("the fact %s does not say which list it means: %v", f.Fact, f.Values)
				}
			}
			for _, check := range r.Checks {
				if _, names := check.Values["list"]; names && check.Values["from"] != string(c.from) {
					t.Errorf("the check %s does not say which list it means: %v", check.ID, check.Values)
				}
			}
		})
	}
}
