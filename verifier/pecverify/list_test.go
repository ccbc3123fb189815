package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/trustlist"
)

func TestPrintList(t *testing.T) {
	trust := filepath.Join(testdata, "trust")
	folder := t.TempDir()
	hostile := filepath.Join(folder, "hostile.ldif")
	index, err := os.ReadFile(filepath.Join(trust, "index.ldif"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(hostile, []byte(strings.ReplaceAll(string(index), "Gestore Due SpA", "Gestore \x1b[2J SpA")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name       string
		args       []string
		status     int
		says, hush []string
	}{
		{"the embedded list", []string{"-list"}, 0, []string{`snapshot "PEC providers: embedded snapshot", of 20`, "embedded: ", `"Aruba PEC S.p.A."`, `"pec.aruba.it"`, "AUTHORITY", `"legalmail.it"`}, nil},
		{"eras, authorities and what became of providers", []string{"-list"}, 0, []string{"CN=CNIPA CA2", "CN=CNIPA CA3", "2007-12-17  2014-12-17", "2005-12-23  2012-12-23", "ITS CERTIFICATES",
			`"Fastweb S.p.A."`, `"IRIDEOS S.p.A."`, "taken-over", `"Intesi Group S.p.A."`, "2024-06-20", "(second hand)", "2018-03-17", `"Register.it S.p.A."`,
			`"Lombardia Informatica" (second hand)`, `"keypec.com" (second hand)`}, []string{`"Fastweb S.p.A." (second hand)`, `"legalmail.it" (second hand)`}},
		{"a list beside it", []string{"-list", "-trust", filepath.Join(trust, "ca.pem")}, 0, []string{`certificates "ca.pem", of no stated date, unsigned`, "embedded snapshot"}, nil},
		{"a list alone", []string{"-list", "-only-trust", "-trust", filepath.Join(trust, "index.ldif")}, 0,
			[]string{`ldif "index.ldif"`, `"Gestore Due SpA"`, "2024-06-01", "sha256:"}, []string{"Aruba"}},
		{"an index of hashes", []string{"-list", "-only-trust", "-trust", filepath.Join(trust, "index-hash.ldif")}, 0, []string{"sha1:"}, nil},
		{"a signed index, and by whom", []string{"-list", "-trust", filepath.Join(trust, "index.ldif.p7m")}, 0,
			[]string{`signed by "Gestore Uno S.p.A.", no listed authority, certificate sha256:`}, nil},
		{"a signed index of a listed provider", []string{"-list", "-trust", filepath.Join(trust, "ca.pem"), "-trust", filepath.Join(trust, "index.ldif.p7m")}, 0,
			[]string{`signed by "Gestore Uno S.p.A.", no listed authority`}, nil},
		{"a signed index of a listed authority", []string{"-list", "-trust", filepath.Join(trust, "ca.pem"), "-trust", filepath.Join(trust, "index-ca.ldif.p7m")}, 0,
			[]string{`signed by "Autorità di Prova", a listed authority`}, nil},
		{"a name cannot steer the terminal", []string{"-list", "-trust", hostile}, 0, []string{`Gestore \x1b[2J SpA`}, []string{"\x1b"}},
		{"no list at all", []string{"-list", "-only-trust"}, 0, []string{"PROVIDER"}, []string{"AUTHORITY"}},
		{"a list that is refused", []string{"-list", "-trust", filepath.Join(trust, "forged.crl")}, 2, nil, []string{"PROVIDER"}},
		{"a path beside it", []string{"-list", hostile}, 2, nil, []string{"PROVIDER"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			status, out, errors := pecverify("", c.args...)
			if status != c.status {
				t.Errorf("exit status %d: %s", status, errors)
			}
			for _, s := range c.says {
				if !strings.Contains(out, s) {
					t.Errorf("does not say %q:\n%s", s, out)
				}
			}
			for _, s := range c.hush {
				if strings.Contains(out, s) {
					t.Errorf("says %q:\n%s", s, out)
				}
			}
		})
	}
}

func TestListAsJSON(t *testing.T) {
	_, out, _ := pecverify("", "-list", "-json", "-trust", filepath.Join(testdata, "trust/index.ldif.p7m"))
	l, err := trustlist.Parse("", []byte(out))
	if err != nil {
		t.Fatal(err)
	}
	if n := len(l.Directory()); n != 3+len(trustlist.Embedded().Directory()) {
		t.Errorf("%d providers are read again", n)
	}
	file := filepath.Join(t.TempDir(), "list.json")
	if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, errors := pecverify("", "-only-trust", "-trust", file, filepath.Join(testdata, "trust/index.eml")); status != 0 {
		t.Errorf("what -list prints does not judge as the list did: %d, %s", status, errors)
	}
}

// TestTrustedListsAreInTheJSON: a trusted list that was brought goes on judging registered mail from what -list prints.
func TestTrustedListsAreInTheJSON(t *testing.T) {
	brought := filepath.Join(testdata, "trust/rem-list.xml")
	_, out, _ := pecverify("", "-list", "-json", "-trust", brought)
	file := filepath.Join(t.TempDir(), "list.json")
	if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
		t.Fatal(err)
	}
	mail := filepath.Join(testdata, "rem/consignment.eml")
	for _, args := range [][]string{{"-trust", file, mail}, {"-only-trust", "-trust", file, mail}, {"-trust", brought, mail}} {
		if status, out, errors := pecverify("", args...); status != 0 || !strings.Contains(out, "EDS/REM/Q") && !strings.Contains(out, "TOTAL-PASSED") {
			t.Errorf("%v: %d, %s%s", args, status, out, errors)
		}
	}
	if status, _, _ := pecverify("", "-only-trust", mail); status == 0 {
		t.Error("it passes with no list: the test is blind")
	}
	l, err := trustlist.Parse("", []byte(out))
	if err != nil {
		t.Fatal(err)
	}
	again, err := l.Export()
	if err != nil || string(again) != out {
		t.Errorf("what is read again is written otherwise: %v", err)
	}
	_, table, _ := pecverify("", "-list", "-trust", brought)
	for _, says := range []string{"EDS/REM/Q", `"Recapito Due S.r.l."`, "2024-07-01", `"granted"`, "TSL-IT"} {
		if !strings.Contains(table, says) {
			t.Errorf("the table does not say %s", says)
		}
	}
	for _, damaged := range []string{strings.Replace(out, `"periods": [`, `"periods": [], "x": [`, 1), strings.Replace(out, `"trustedLists": [`, `"trustedLists": [null, `, 1)} {
		if _, err := trustlist.Parse("", []byte(damaged)); err == nil {
			t.Error("a damaged trusted list in a snapshot is taken")
		}
	}
}
