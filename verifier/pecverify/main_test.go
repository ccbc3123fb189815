package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

const testdata = "../../testdata"

// pecverify runs the command on its own, without the embedded list.
func pecverify(stdin string, args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(args, strings.NewReader(stdin), &out, &err, &collector{})
	return status, out.String(), err.String()
}

func TestStatusAndLines(t *testing.T) {
	ca := filepath.Join(testdata, "trust/ca.pem")
	good := filepath.Join(testdata, "kinds/accettazione.eml")
	folder := t.TempDir()
	for name, from := range map[string]string{"b/2.eml": good, "a.eml": good} {
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755)
		if err := os.WriteFile(filepath.Join(folder, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name   string
		stdin  string
		args   []string
		status int
		lines  []string // indications, or "error"
	}{
		{"every report passes", "", []string{"-only-trust", "-trust", ca, good}, 0, []string{"TOTAL-PASSED"}},
		{"an unknown signer is not a pass", "", []string{"-only-trust", good}, 1, []string{"INDETERMINATE"}},
		{"the embedded list does not know the test authority", "", []string{good}, 1, []string{"INDETERMINATE"}},
		{"standard input", string(data), []string{"-only-trust", "-trust", ca, "-"}, 0, []string{"TOTAL-PASSED"}},
		{"an empty input", "", []string{"-"}, 1, []string{"NO-EVIDENCE"}},
		{"a folder, with what is below it", "", []string{"-only-trust", "-trust", ca, folder}, 0, []string{"TOTAL-PASSED", "TOTAL-PASSED"}},
		{"a path that is not there, and one that is", "", []string{"-only-trust", "-trust", ca, "not-there.eml", good}, 2, []string{"TOTAL-PASSED"}},
		{"a list that is none", "", []string{"-trust", good, good}, 2, nil},
		{"a list that is not there", "", []string{"-trust", "not-there.pem", good}, 2, nil},
		{"no path", "", nil, 2, nil},
		{"an unknown flag", "", []string{"-force", good}, 2, nil},
		{"a time that is none", "", []string{"-at", "yesterday", good}, 2, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, out, errors := pecverify(test.stdin, append([]string{"-json"}, test.args...)...)
			if status != test.status {
				t.Errorf("exit status %d, want %d; %s", status, test.status, errors)
			}
			var got []string
			for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
				if line == "" {
					continue
				}
				var r struct{ Schema, Indication, Error string }
				if err := json.Unmarshal([]byte(line), &r); err != nil || r.Schema != "pec-report/1" {
					t.Fatalf("%v in %s", err, line)
				}
				if r.Error != "" {
					r.Indication = "error"
				}
				got = append(got, r.Indication)
			}
			if strings.Join(got, " ") != strings.Join(test.lines, " ") {
				t.Errorf("got %q", got)
			}
			if status == 2 && errors == "" {
				t.Error("nothing is said on standard error")
			}
		})
	}
}

func TestFolderOrder(t *testing.T) {
	_, out, _ := pecverify("", filepath.Join(testdata, "kinds"))
	var names []string
	for _, line := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
		if strings.HasPrefix(line, `"`) {
			names = append(names, line)
		}
	}
	if len(names) < 10 || !slices.IsSorted(names) {
		t.Errorf("not in the order of names: %q", names)
	}
}

func TestTextIsQuoted(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a\x1b[2Jb.eml")
	if err := os.WriteFile(name, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := pecverify("", name); strings.Contains(out, "\x1b") {
		t.Error("a file name reaches the terminal raw")
	}
}

// A detached signature is judged over the file that is named with it, whatever that is called.
func TestSignatureWithItsFile(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	o := pectest.NewOffice()
	s := pectest.SignedFile([]byte("Atto\n"), pectest.Now, o.Authority.Signatory("Anna Bianchi", 0x501, pectest.TestKey("person")))
	s.Embed = false
	signature, act, other := write("firma.p7s", s.DER()), write("delibera.txt", []byte("Atto\n")), write("altro.txt", []byte("Altro\n"))
	for _, tt := range []struct{ with, want string }{{act, `"intact":true`}, {other, `"subindication":"SIGNED_DATA_NOT_FOUND"`}} {
		_, out, _ := pecverify("", "-json", "-attachments", signature, tt.with)
		if line, _, _ := strings.Cut(out, "\n"); !strings.Contains(line, tt.want) {
			t.Errorf("with %s: %s", filepath.Base(tt.with), line)
		}
	}
}

// headings counts the reports in what people read.
func headings(out string) int { return strings.Count("\n"+out, "\n\"") }
