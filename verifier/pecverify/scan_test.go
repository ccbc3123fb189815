package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// archive writes n different receipts of the test office, and gives their paths and the path of its authority.
func archive(tb testing.TB, n int) (files []string, ca string) {
	folder := tb.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o644); err != nil {
			tb.Fatal(err)
		}
		return path
	}
	for i := range n {
		d := pectest.NewOffice().Dispatch()
		d.Identifier = fmt.Sprintf("opec%d.%s", i, d.Identifier)
		d.Original = d.NewOriginal()
		files = append(files, write(fmt.Sprintf("%06d.eml", i), d.Consegna().Bytes()))
	}
	return files, filepath.Join(testdata, "trust/ca.pem")
}

type line struct {
	File       verifier.File
	Indication string
	Error      string
}

func readLines(t *testing.T, out string) []line {
	var all []line
	for text := range strings.Lines(out) {
		var l line
		if err := json.Unmarshal([]byte(text), &l); err != nil {
			t.Fatalf("%v in %q", err, text)
		}
		all = append(all, l)
	}
	return all
}

func TestPathsKeepTheirOrder(t *testing.T) {
	files, ca := archive(t, 20)
	large := filepath.Join(t.TempDir(), "large.mbox")
	var mailbox bytes.Buffer
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&mailbox, "From x@y Thu Mar 13 10:00:00 2025\n%s\n", data)
	}
	if err := os.WriteFile(large, mailbox.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	// What takes longest comes first, so that others are ready before it.
	given := []string{large}
	for range 50 {
		given = append(given, files...)
	}
	status, out, stderr := pecverify(strings.Join(given, "\n")+"\n", "-json", "-only-trust", "-trust", ca, "-paths", "-")
	if status != 0 {
		t.Fatalf("exit status %d; %s", status, stderr)
	}
	var got []string
	for _, l := range readLines(t, out) {
		if len(got) == 0 || got[len(got)-1] != l.File.Path {
			got = append(got, l.File.Path)
		}
	}
	if strings.Join(got, "\n") != strings.Join(given, "\n") {
		t.Errorf("%d paths in another order than the %d given", len(got), len(given))
	}
}

func TestPathsThatCannotBeRead(t *testing.T) {
	files, ca := archive(t, 2)
	folder := filepath.Dir(files[0])
	list := filepath.Join(t.TempDir(), "list.txt")
	missing := filepath.Join(folder, "missing.eml")
	if err := os.WriteFile(list, []byte(files[0]+"\n\n"+missing+"\n"+files[1]), 0o644); err != nil {
		t.Fatal(err)
	}
	status, out, stderr := pecverify("", "-json", "-only-trust", "-trust", ca, "-paths", list)
	if status != 2 || !strings.Contains(stderr, "missing.eml") {
		t.Errorf("exit status %d; %s", status, stderr)
	}
	var got []string
	for _, l := range readLines(t, out) {
		got = append(got, filepath.Base(l.File.Path)+" "+l.Indication+strconv.FormatBool(l.Error != ""))
	}
	if want := "000000.eml TOTAL-PASSEDfalse, missing.eml true, 000001.eml TOTAL-PASSEDfalse"; strings.Join(got, ", ") != want {
		t.Errorf("got %q", got)
	}
	for _, args := range [][]string{{"-paths", filepath.Join(folder, "no-list.txt")}, {"-paths", list, files[0]}, {"-paths", "-", "-list"}} {
		if status, _, stderr := pecverify("", args...); status != 2 || stderr == "" {
			t.Errorf("%q: exit status %d; %s", args, status, stderr)
		}
	}
	if status, _, stderr := pecverify(strings.Repeat("x", longestPath+1), "-paths", "-"); status != 2 || !strings.Contains(stderr, "-paths") {
		t.Errorf("a path without end: exit status %d; %s", status, stderr)
	}
}

// A program that gives one path and waits for its reports, as Spark's pipe may, must get them.
func TestReportsComeBeforeTheListEnds(t *testing.T) {
	files, ca := archive(t, 1)
	stdin, give := io.Pipe()
	take, stdout := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- run([]string{"-json", "-only-trust", "-trust", ca, "-paths", "-"}, stdin, stdout, io.Discard, &collector{})
		stdout.Close()
	}()
	answers := bufio.NewReader(take)
	for range 3 {
		if _, err := io.WriteString(give, files[0]+"\n"); err != nil {
			t.Fatal(err)
		}
		answer, err := answers.ReadString('\n')
		if err != nil || !strings.Contains(answer, "TOTAL-PASSED") {
			t.Fatalf("%v: %s", err, answer)
		}
	}
	give.Close()
	if status := <-ended; status != 0 {
		t.Errorf("exit status %d", status)
	}
}

// full is an output that takes so many bytes and no more.
type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errors.New("no space left")
	}
	return len(b), nil
}

// endless gives the same path for ever.
type endless string

func (e endless) Read(b []byte) (int, error) { return copy(b, e), nil }

func TestScanEndsWhenNobodyTakesTheReports(t *testing.T) {
	files, ca := archive(t, 1)
	if status := run([]string{"-json", "-only-trust", "-trust", ca, "-paths", "-"}, endless(files[0]+"\n"), &full{100_000}, io.Discard, &collector{}); status != 2 {
		t.Errorf("exit status %d", status)
	}
}

// BenchmarkArchive sends 100,000 paths of a thousand different receipts through the command, as an archivist would, and
// tells receipts a second and the largest heap in use that was met.
func BenchmarkArchive(b *testing.B) {
	const paths = 100_000
	files, ca := archive(b, 1000)
	var list strings.Builder
	for i := range paths {
		fmt.Fprintln(&list, files[i%len(files)])
	}
	defer debug.SetGCPercent(debug.SetGCPercent(collectSeldom)) // as main does
	b.ResetTimer()
	for b.Loop() {
		counted := &counter{}
		if status := run([]string{"-json", "-only-trust", "-trust", ca, "-paths", "-"}, strings.NewReader(list.String()), counted, io.Discard, &collector{}); status != 0 {
			b.Fatalf("exit status %d", status)
		}
		if counted.lines != paths {
			b.Fatalf("%d reports", counted.lines)
		}
		b.ReportMetric(float64(counted.most)/(1<<20), "peak-heap-MiB")
	}
	b.ReportMetric(paths*float64(b.N)/b.Elapsed().Seconds(), "receipts/s")
}

// counter counts lines, and looks at the heap now and then.
type counter struct {
	lines int
	bytes int
	most  uint64
}

func (c *counter) Write(b []byte) (int, error) {
	c.lines += bytes.Count(b, []byte("\n"))
	if c.bytes += len(b); c.bytes > 1<<20 {
		c.bytes = 0
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		c.most = max(c.most, m.HeapInuse)
	}
	return len(b), nil
}
