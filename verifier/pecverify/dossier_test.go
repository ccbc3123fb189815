package main

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
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

// The exit status and every line say the same: 0 is for what is complete, and nothing is beside what was not read.
func TestTheStatusSaysWhatTheLinesSay(t *testing.T) {
	o := pectest.NewOffice()
	d := o.Dispatch()
	accepted, delivered := d.Accettazione().Bytes(), d.Consegna().Bytes()
	stranger := d.ErroreConsegna("no-dest", "5.1.1")
	stranger.Provider = pectest.Unlisted(stranger.Provider)
	unclear := d.Preavviso(24)
	unclear.Data.ErroreEsteso, unclear.Reason = "4.4.7 - superato il tempo massimo", "è stato superato il tempo massimo di consegna."
	late := d.Preavviso(12)
	parts := [][]byte{accepted, delivered}
	filler := d.PresaInCarico().Bytes()
	for range 300 {
		parts = append(parts, filler)
	}
	many := pectest.Forward(append(parts, d.ErroreConsegna("no-dest", "5.1.1").Bytes())...)
	for _, test := range []struct {
		name     string
		files    map[string][]byte
		status   int
		complete bool
		doubts   string
		errors   string // on standard error
	}{
		{"complete", map[string][]byte{"a.eml": accepted, "c.eml": delivered}, 0, true, "", ""},
		{"no acceptance", map[string][]byte{"c.eml": delivered}, 1, false, "", ""},
		{"a failure by nobody listed", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "e.eml": stranger.Bytes()}, 1, false, "doubt.unheard", ""},
		{"a notice that does not say which it is", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "n.eml": unclear.Bytes()}, 1, false, "doubt.notice-after", ""},
		{"a first notice after the delivery", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "n.eml": late.Bytes()}, 1, false, "", ""},
		{"an archive that is not opened", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "x.7z": []byte("7z\xBC\xAF\x27\x1C\x00")}, 2, false, "doubt.unjudged", `"x.7z": not judged`},
		{"a failure behind the bound of signed parts", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "inoltro.eml": many}, 2, false, "doubt.unjudged", `"inoltro.eml": not judged`},
		{"a file beside them that holds nothing", map[string][]byte{"a.eml": accepted, "c.eml": delivered, "x.txt": []byte("una nota")}, 0, true, "", `"x.txt": in no transmission`},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, ca := folder(t, test.files)
			status, out, errors := pecverify("", "-only-trust", "-trust", ca, "-at", "2026-01-15T12:00:00Z", "-dossier", dir)
			if status != test.status || !strings.Contains(errors, test.errors) {
				t.Errorf("exit status %d, want %d; %s", status, test.status, errors)
			}
			var tr struct {
				Complete bool
				Doubts   []struct{ Reason string }
			}
			if err := json.Unmarshal([]byte(strings.TrimSpace(out)), &tr); err != nil {
				t.Fatalf("%v in %s", err, out)
			}
			got := ""
			for _, d := range tr.Doubts {
				got += d.Reason
			}
			if tr.Complete != test.complete || got != test.doubts || (status == 0) != tr.Complete {
				t.Errorf("complete %v, %s, exit status %d", tr.Complete, got, status)
			}
		})
	}
}

// A bound that ended a search is no pass, whatever was found before it.
func TestABoundIsNoPass(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	parts := [][]byte{}
	for range 260 {
		parts = append(parts, d.Accettazione().Bytes())
	}
	dir, ca := folder(t, map[string][]byte{"x.eml": pectest.Forward(parts...)})
	// Inside of what is authentic nothing else says it than the warning of the report that passes.
	d = pectest.NewOffice().Dispatch()
	d.Sent = d.Sent.AddDate(0, 0, 1) // other boundaries than those of what is in it
	for range 260 {
		d.Original.Attachments = append(d.Original.Attachments, pectest.Attachment{Name: "a.eml", Type: "message/rfc822", Coding: "7bit", Content: parts[0]})
	}
	full, _ := folder(t, map[string][]byte{"x.eml": d.PostaCertificata().Bytes()})
	if status, out, _ := pecverify("", "-only-trust", "-trust", ca, "-at", "2026-01-15T12:00:00Z", full); status != 1 || strings.Count(out, "TOTAL-PASSED") != headings(out) {
		t.Errorf("exit status %d\n%.2000s", status, out)
	}
	for _, format := range []string{"-json=true", "-json=false"} {
		if status, out, _ := pecverify("", "-only-trust", "-trust", ca, "-at", "2026-01-15T12:00:00Z", format, dir); status != 1 || strings.Count(out, "TOTAL-PASSED") != 250 {
			t.Errorf("%s: exit status %d, %d passed", format, status, strings.Count(out, "TOTAL-PASSED"))
		}
	}
}

// A folder passes over nothing: links to files are followed, and what is no file has a message, a status and a mark.
func TestWhatAFolderHoldsBesideFiles(t *testing.T) {
	d := pectest.NewOffice().Dispatch()
	files := map[string][]byte{"a.eml": d.Accettazione().Bytes(), "c.eml": d.Consegna().Bytes()}
	outside := t.TempDir()
	failure := filepath.Join(outside, "errore.eml")
	if err := os.WriteFile(failure, d.ErroreConsegna("no-dest", "5.1.1").Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		make   func(dir string) error
		lines  int // reports without -dossier
		status int
		states string
		says   string
	}{
		{"a link to a file", func(dir string) error { return os.Symlink(failure, filepath.Join(dir, "e.eml")) }, 3, 1, "contradicted", ""},
		{"a link to a file beside it", func(dir string) error { return os.Symlink("c.eml", filepath.Join(dir, "d.eml")) }, 3, 0, "proved", ""},
		{"a link that leads nowhere", func(dir string) error { return os.Symlink(filepath.Join(outside, "gone"), filepath.Join(dir, "e.eml")) }, 2, 2, "proved", "e.eml"},
		{"a link to a folder", func(dir string) error { return os.Symlink(outside, filepath.Join(dir, "altri")) }, 2, 2, "proved", "altri"},
		{"a link to the folder itself", func(dir string) error { return os.Symlink(dir, filepath.Join(dir, "altri")) }, 2, 2, "proved", "altri"},
		{"a pipe", func(dir string) error { return syscall.Mkfifo(filepath.Join(dir, "tubo"), 0o600) }, 2, 2, "proved", "tubo"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir, ca := folder(t, maps.Clone(files))
			if err := test.make(dir); err != nil {
				t.Skip(err)
			}
			status, out, errors := pecverify("", "-only-trust", "-trust", ca, "-at", "2026-01-15T12:00:00Z", "-dossier", dir)
			if status != test.status || !strings.Contains(out, `"state":"`+test.states+`"`) || strings.Contains(out, `"complete":true`) != (status == 0) || !strings.Contains(errors, test.says) {
				t.Errorf("exit status %d, want %d; %s%s", status, test.status, out, errors)
			}
			status, out, errors = pecverify("", "-only-trust", "-trust", ca, "-at", "2026-01-15T12:00:00Z", "-json", dir)
			if want := map[bool]int{true: 2, false: 0}[test.status == 2]; status != want || strings.Count(out, "\n") != test.lines || !strings.Contains(errors, test.says) {
				t.Errorf("-json: exit status %d, %d lines; %s", status, strings.Count(out, "\n"), errors)
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
