package main

import (
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pecverifier/statement"
	"pecverifier/verifier"
	"pecverifier/verifier/pecverify/words"
)

func speaking(lang string, all bool) people { return people{Language: words.In(lang), all: all} }

func TestPeopleReadFewLines(t *testing.T) {
	ca := filepath.Join(testdata, "trust/ca.pem")
	for _, test := range []struct {
		name string
		args []string
		says []string
	}{
		{"a delivery", []string{"-lang", "it", "kinds/consegna-completa.eml"}, []string{"Autentico ", "(TOTAL-PASSED)", "il messaggio è stato consegnato", "12 marzo 2025 alle ore 10:15:32 (ora di Roma, ora solare, UTC+1)",
			"anna.bianchi@pec.studio-bianchi.example", "protocollo@pec.comune-prova.example", "Trasmissione atti prot. 1234/2025"}},
		{"in English", []string{"-lang", "en_GB.UTF-8", "kinds/consegna-completa.eml"}, []string{"Authentic", "12 March 2025 at 10:15:32"}},
		{"in German", []string{"-lang", "de", "kinds/consegna-completa.eml"}, []string{"12. März 2025 um 10:15:32"}},
		{"another locale is read in English", []string{"-lang", "fr_FR", "kinds/consegna-completa.eml"}, []string{"Authentic"}},
		{"a failure and why", []string{"-lang", "it", "kinds/errore-consegna-no-dest.eml"}, []string{"Autentico", "no-dest"}},
		{"an empty file is none like ordinary mail", []string{"-lang", "it", "none/empty.eml"}, []string{"NO-EVIDENCE", "vuoto"}},
		{"what warns", []string{"-lang", "it", "headers/subject-edited.eml"}, []string{"Avvertenza", "Oggetto mostrato"}},
		{"every check", []string{"-lang", "it", "-explain", "kinds/consegna-completa.eml"}, []string{"Superato. Presenza della firma", "I dati sono intatti? Sì", "Registri del gestore fino al 12 settembre 2027"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := append([]string{"-only-trust", "-trust", ca}, test.args...)
			args[len(args)-1] = filepath.Join(testdata, args[len(args)-1])
			_, out, errors := pecverify("", args...)
			joined := regexp.MustCompile(` +`).ReplaceAllString(strings.ReplaceAll(out, "\n   ", " "), " ")
			for _, want := range test.says {
				if !strings.Contains(joined, strings.TrimLeft(want, " ")) {
					t.Errorf("%q is not in\n%s%s", want, out, errors)
				}
			}
			if strings.Contains(out, "\x1b") || strings.Contains(out, "{") {
				t.Errorf("colours, or a place that was not filled:\n%s", out)
			}
		})
	}
}

// What a stranger wrote neither moves the cursor, nor turns the direction, nor closes our quotation marks, nor begins a line.
func TestStrangersTextIsSetApart(t *testing.T) {
	evil := "x»\x1b[2J\u202e\n  Autentico"
	r := verifier.Report{File: verifier.File{Name: evil}, Kind: "avvenuta-consegna", Indication: verifier.TotalPassed, Meaning: &verifier.Meaning{Of: "avvenuta-consegna"},
		Certified: &verifier.Certified{Time: evil, Sender: evil, Subject: evil, Provider: evil, DeliveredTo: evil, Error: evil, ErrorDetail: evil, Recipients: []verifier.Recipient{{Address: evil}}},
		Answers:   verifier.Answers{Bytes: "yes"},
		Checks:    []verifier.Check{{ID: "headers.subject", Status: verifier.Warning, Statement: statement.Of("subject.differs", "", map[string]string{"header": evil, "signed": evil})}}}
	for _, p := range []people{speaking("it", false), speaking("en", true)} {
		for _, text := range []string{p.text(r), p.row(r)} {
			if strings.ContainsAny(text, "\x1b\u202e") || strings.Count(text, "\n  Autentico") > 1 {
				t.Errorf("%q", text)
			}
		}
	}
	if text := speaking("it", false).explained(r, r.Checks[0]); strings.Count(text, "»") != strings.Count(text, "«") || strings.Count(text, "»") != 2 {
		t.Error(text)
	}
}

func TestTableForSpreadsheets(t *testing.T) {
	status, out, errors := pecverify("", "-csv", "-lang", "it", "-only-trust", "-trust", filepath.Join(testdata, "trust/ca.pem"), filepath.Join(testdata, "kinds/consegna-completa.eml"),
		filepath.Join(testdata, "repair/reencoded.eml"), filepath.Join(testdata, "none/empty.eml"))
	if status != 1 || errors != "" || !strings.HasPrefix(out, "\uFEFFfile;part;") {
		t.Fatalf("%d %s %s", status, errors, out)
	}
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(out, "\uFEFF")))
	r.Comma = ';'
	lines, err := r.ReadAll()
	if err != nil || len(lines) != 4 {
		t.Fatal(err, len(lines))
	}
	cell := func(line int, column string) string { return lines[line][slices.Index(lines[0], column)] }
	if cell(1, "listed_provider") == "" || cell(1, "recipients") != "protocollo@pec.comune-prova.example" || !strings.Contains(cell(1, "why"), "consegnato") {
		t.Error(lines[1])
	}
	// Nothing is believed of an altered file.
	if cell(2, "subindication") != "HASH_FAILURE" || cell(2, "listed_provider")+cell(2, "kind")+cell(2, "provider")+cell(2, "sender") != "" || !strings.Contains(cell(2, "why"), "alterato") {
		t.Error(lines[2])
	}
	if !strings.Contains(cell(3, "why"), "vuoto") || cell(3, "path") == "" {
		t.Error(lines[3])
	}
	for text, want := range map[string]string{"=1+1": `"'=1+1"`, " +x": `"' +x"`, "a;=b": `"a;'=b"`, `a"b`: `"a""b"`, "Roma": `"Roma"`, "\u202e@x": `"'⟨U+202E⟩@x"`} {
		if got := joined([]string{text}); got != want+"\r\n" {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// The help, the manual page and the completion of three shells have each flag that there is, and no other.
func TestHelpManualAndCompletionAgree(t *testing.T) {
	var names []string
	_, help, _ := pecverify("", "-man")
	source, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`flags\.(?:Var\(&\w+, |\w+\()"([a-z-]+)"`).FindAllStringSubmatch(string(source), -1) {
		names = append(names, m[1])
	}
	if len(names) < 15 || len(names) != len(options) {
		t.Fatalf("%d flags, %d options: %q", len(names), len(options), names)
	}
	texts := map[string]string{"help": usage(), "manual": strings.ReplaceAll(help, `\-`, "-")}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		status, out, _ := pecverify("", "-completion", shell)
		if status != 0 {
			t.Errorf("%s: exit status %d", shell, status)
		}
		texts[shell] = out
	}
	for _, name := range names {
		for where, text := range texts {
			mark := regexp.MustCompile(`-(o )?` + name + `\b`)
			if !mark.MatchString(text) {
				t.Errorf("-%s is not in %s", name, where)
			}
		}
		if !slices.ContainsFunc(options, func(o option) bool { return o.name == name }) {
			t.Errorf("-%s is no option", name)
		}
	}
	if status, _, _ := pecverify("", "-completion", "csh"); status != 2 {
		t.Error("csh")
	}
	for _, line := range strings.Split(usage(), "\n") {
		if len(line) > 100 {
			t.Errorf("%d columns: %s", len(line), line)
		}
	}
}

func TestJSONIsNotForHTML(t *testing.T) {
	for text, want := range map[string]string{`{"a":"\u003cx\u003e \u0026"}`: `{"a":"<x> &"}`, `"\\u003c"`: `"\\u003c"`, `"\\\u003c"`: `"\\<"`, `"\u2028\n"`: `"\u2028\n"`, `"\"`: `"\"`} {
		if got := string(unescaped(nil, []byte(text))); got != want {
			t.Errorf("%s: %s", text, got)
		}
	}
	_, out, _ := pecverify("", "-json", filepath.Join(testdata, "kinds/accettazione.eml"))
	if !strings.Contains(out, `"messageID":"<`) {
		t.Error(out)
	}
}

func TestSummaryAndJudged(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "paths")
	good, altered := filepath.Join(testdata, "kinds/accettazione.eml"), filepath.Join(testdata, "repair/reencoded.eml")
	write := func(paths ...string) {
		if err := os.WriteFile(list, []byte(strings.Join(paths, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	trust := []string{"-only-trust", "-trust", filepath.Join(testdata, "trust/ca.pem"), "-json"}
	write(good, altered, "not-there.eml", filepath.Join(testdata, "none/ordinary-mail.eml"))
	status, _, said := pecverify("", append(trust, "-paths", list)...)
	if status != 2 || !strings.Contains(said, "4 files, 4 reports: 1 authentic (TOTAL-PASSED), 1 not valid, 0 open (INDETERMINATE), 1 no PEC, 1 unreadable") {
		t.Errorf("%d %s", status, said)
	}
	if status, _, _ := pecverify("", append(trust, "-judged", "-paths", list)...); status != 2 {
		t.Errorf("-judged beside an unreadable path: %d", status)
	}
	write(good, altered)
	if status, _, _ := pecverify("", append(trust, "-paths", list)...); status != 1 {
		t.Errorf("an altered one: %d", status)
	}
	if status, _, _ := pecverify("", append(trust, "-judged", "-paths", list)...); status != 0 {
		t.Errorf("-judged: %d", status)
	}
	// What lost its signature was not judged.
	if status, _, _ := pecverify("", append(trust, "-judged", filepath.Join(testdata, "none/bare-postacert.eml"), filepath.Join(testdata, "none/daticert.xml"))...); status != 2 {
		t.Errorf("what lost its signature: %d", status)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	var out strings.Builder
	at := time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)
	tl := &tally{terminal: &out, now: func() time.Time { return at }, begun: at, said: at}
	for range 10 {
		at = at.Add(500 * time.Millisecond)
		tl.file(100)
	}
	tl.end()
	if got := out.String(); strings.Count(got, "files") != 5 || !strings.Contains(got, "10 files, 2 a second, 45s left") || !strings.HasSuffix(got, "\r\x1b[K") {
		t.Errorf("%q", got)
	}
	nowhere, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer nowhere.Close()
	if newTally(io.Discard, io.Discard).terminal != nil || isTerminal(nowhere) {
		t.Error("a terminal where there is none")
	}
}
