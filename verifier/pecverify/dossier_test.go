package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// folder writes mails to a folder of their own, and the list by which they are judged.
func folder(t *testing.T, files map[string][]byte) (dir, ca string) {
	t.Helper()
	dir, ca = t.TempDir(), filepath.Join(t.TempDir(), "ca.pem")
	files["../"+filepath.Base(filepath.Dir(ca))+"/ca.pem"] = pectest.NewOffice().Authority.CA.PEM()
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir, ca
}

func TestDossier(t *testing.T) {
	o := pectest.NewOffice()
	d := o.Dispatch()
	altered := d.Consegna()
	altered.Tamper = func(b []byte) []byte { return pectest.Replace(b, "Il giorno", "Il Giorno") }
	accepted, delivered, envelope := d.Accettazione().Bytes(), d.Consegna().Bytes(), d.PostaCertificata().Bytes()
	for _, test := range []struct {
		name   string
		files  map[string][]byte
		status int
		lines  int
		states string
		errors string
	}{
		{"acceptance and delivery", map[string][]byte{"a.eml": accepted, "c.eml": delivered}, 0, 1, "proved", ""},
		{"acceptance only", map[string][]byte{"a.eml": accepted}, 1, 1, "missing", ""},
		{"an altered delivery", map[string][]byte{"a.eml": accepted, "c.eml": altered.Bytes()}, 1, 1, "missing", `"c.eml": in no transmission`},
		{"acceptance and envelope", map[string][]byte{"a.eml": accepted, "b.eml": envelope}, 1, 1, "missing", ""},
		{"an envelope", map[string][]byte{"b.eml": envelope}, 1, 1, "missing", ""},
		{"nothing of PEC", map[string][]byte{"x.pdf": []byte("%PDF-1.7\n")}, 1, 0, "", `"x.pdf": in no transmission`},
		{"a file beside that is none", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "x.pdf": []byte("%PDF-1.7\n")}, 0, 1, "proved", `"x.pdf"`},
		{"an archive that cannot be read", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "x.zip": []byte("PK\x03\x04 broken")}, 2, 1, "proved", `"x.zip"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, ca := folder(t, test.files)
			status, out, errors := pecverify("", "-only-trust", "-trust", ca, "-at", "2026-01-15T12:00:00Z", "-dossier", dir)
			if status != test.status {
				t.Errorf("exit status %d, want %d; %s", status, test.status, errors)
			}
			lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
			if out == "" {
				lines = nil
			}
			if len(lines) != test.lines {
				t.Fatalf("%d lines: %s", len(lines), out)
			}
			if !strings.Contains(errors, test.errors) || test.errors == "" && errors != "" {
				t.Errorf("on standard error: %s", errors)
			}
			for _, line := range lines {
				var tr struct {
					Schema     string
					Recipients []struct{ State string }
					Checklist  any
				}
				if err := json.Unmarshal([]byte(line), &tr); err != nil || tr.Schema != "pec-dossier/1" {
					t.Fatalf("%v in %s", err, line)
				}
				if len(tr.Recipients) != 1 || tr.Recipients[0].State != test.states || tr.Checklist != nil {
					t.Errorf("%+v", tr)
				}
			}
		})
	}
}

func TestDossierFlags(t *testing.T) {
	good := filepath.Join(testdata, "kinds/accettazione.eml")
	ca := filepath.Join(testdata, "trust/ca.pem")
	if _, out, _ := pecverify("", "-only-trust", "-trust", ca, "-dossier", "-profile", "l53-1994", good); !strings.Contains(out, `"l53.subject"`) {
		t.Error("the profile gives no check list")
	}
	for name, args := range map[string][]string{
		"an unknown profile":          {"-dossier", "-profile", "x", good},
		"a profile without a dossier": {"-profile", "l53-1994", good},
		"a dossier of no path":        {"-dossier"},
		"a path that is not there":    {"-dossier", "not-there.eml"},
	} {
		if status, _, errors := pecverify("", args...); status != 2 || errors == "" {
			t.Errorf("%s: exit status %d, %s", name, status, errors)
		}
	}
	open, out, _ := pecverify("", "-only-trust", "-trust", ca, "-at", "2025-03-12T12:00:00Z", "-dossier", good)
	if open != 1 || !strings.Contains(out, `"state":"open"`) {
		t.Error("-at does not decide what is open")
	}
}
