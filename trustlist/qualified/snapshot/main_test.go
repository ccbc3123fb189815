package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pecverifier/verifier/pectest"
)

const trust = "../../../../shared/trust/"

// TestFilesAreMadeFromTheOfficialLists: what is in the repository is what the official lists give.
func TestFilesAreMadeFromTheOfficialLists(t *testing.T) {
	if _, err := os.Stat(trust + "TSL-IT-223.xml.gz"); err != nil {
		t.Skip("the official lists are not beside the repository: ", err)
	}
	out := t.TempDir()
	err := run([]string{"-signers", trust + "lotl-signers.json", "-lotl", trust + "eu-lotl-390.xml.gz", "-out", out,
		"-source", "peponeska/eu-trustlist, eu-lotl.xml, commit 48b2a1e of 2026-08-10",
		"-source", "peponeska/eu-trustlist, IT/TSL_IT.xml, commit 23c191e5b82afe267ac2a3e52fbbd21220aaedac of 2026-07-28", trust + "TSL-IT-223.xml.gz"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"delivery.json", "services/qualified.json"} {
		made, _ := os.ReadFile(filepath.Join(out, name))
		kept, err := os.ReadFile(filepath.Join("..", name))
		if err != nil || !bytes.Equal(made, kept) {
			t.Errorf("%s is another: %v", name, err)
		}
		if taxCode.Match(kept) || bytes.Contains(kept, []byte("TINIT")) {
			t.Errorf("%s names a person", name)
		}
	}
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// TestWhoMaySign: nothing is written of a list of lists that the Official Journal's certificates did not sign, or of a list that it
// does not name.
func TestWhoMaySign(t *testing.T) {
	o := pectest.NewOffice()
	lotl := pectest.TrustedList{Territory: "EU", Sequence: 1, Issued: day(2025, 5, 1), LOTL: true, Signer: o.Uno.Certificate,
		Pointers: []pectest.Pointer{{Territory: "IT", Certificates: []*pectest.Certificate{o.Due.Certificate}}}}
	list := pectest.TrustedList{Territory: "IT", Sequence: 2, Issued: day(2025, 5, 1), Signer: o.Due.Certificate}
	journal := func(c *pectest.Certificate) string {
		return `{"publication":"J","certificates":[{"sha256":"` + c.SHA256() + `"}]}`
	}
	for name, test := range map[string]struct {
		edit    func(lotl, list *pectest.TrustedList)
		journal string
		want    string
	}{
		"all as it should be":         {nil, journal(o.Uno.Certificate), ""},
		"another journal":             {nil, journal(o.Tre.Certificate), "Official Journal"},
		"no list of lists":            {func(lotl, _ *pectest.TrustedList) { lotl.LOTL = false }, journal(o.Uno.Certificate), "Official Journal"},
		"an unsigned list of lists":   {func(lotl, _ *pectest.TrustedList) { lotl.Signer = nil }, journal(o.Uno.Certificate), "Official Journal"},
		"a list by another":           {func(_, list *pectest.TrustedList) { list.Signer = o.Tre.Certificate }, journal(o.Uno.Certificate), "does not name"},
		"a list of another territory": {func(_, list *pectest.TrustedList) { list.Territory = "DE" }, journal(o.Uno.Certificate), "does not name"},
		"an unsigned list":            {func(_, list *pectest.TrustedList) { list.Signer = nil }, journal(o.Uno.Certificate), "does not name"},
		"a person's tax code": {func(_, list *pectest.TrustedList) {
			list.Providers = []pectest.ListedProvider{{Name: "RSSMRA80A01H501U", Services: []pectest.ListedService{{Name: "x", Periods: []pectest.ListedPeriod{
				{Type: "EDS/Q", Status: "granted", From: day(2025, 1, 1), Certificates: []*pectest.Certificate{o.Due.Certificate}}}}}}}
		}, journal(o.Uno.Certificate), "tax code"},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := lotl, list
			if test.edit != nil {
				test.edit(&a, &b)
			}
			folder := t.TempDir()
			file := func(name string, data []byte) string {
				path := filepath.Join(folder, name)
				if err := os.WriteFile(path, data, 0o600); err != nil {
					t.Fatal(err)
				}
				return path
			}
			err := run([]string{"-signers", file("j.json", []byte(test.journal)), "-lotl", file("lotl.xml", a.Bytes()), "-out", folder, file("list.xml", b.Bytes())}, io.Discard)
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
}
