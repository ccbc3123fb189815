package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// What a system puts into a folder by itself is passed over there, and named where somebody gives it; another file of such a name is judged.
func TestWhatASystemPutsIntoFolders(t *testing.T) {
	dir := t.TempDir()
	put := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("a.eml", pectest.NewOffice().Dispatch().Accettazione().Bytes())
	put("._a.eml", []byte("\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X        "))
	put(".DS_Store", []byte("\x00\x00\x00\x01Bud1\x00"))
	put("desktop.ini", []byte("[.ShellClassInfo]\r\n"))
	trust := []string{"-only-trust", "-trust", "../../testdata/trust/ca.pem"}
	judged := func(path string) (string, int) {
		var out, errs strings.Builder
		status := run(append(trust, path), nil, &out, &errs, newCollector())
		return out.String() + errs.String(), status
	}
	if out, status := judged(dir); status != 0 || headings(out) != 1 {
		t.Errorf("%d: %s", status, out)
	}
	if out, status := judged(filepath.Join(dir, "._a.eml")); status != 1 || headings(out) != 1 {
		t.Errorf("%d: %s", status, out)
	}
	put("._b.eml", []byte("\x00\x01\x02\x03"))
	if out, status := judged(dir); status != 1 || !strings.Contains(out, "._b.eml") {
		t.Errorf("%d: %s", status, out)
	}
}
