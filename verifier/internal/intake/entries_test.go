package intake

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"hash/crc32"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// walked collects what a walk hands over, and the slugs of its problems.
func walked(t testing.TB, w *Walk, name string, data []byte) (files []file, slugs []string) {
	t.Helper()
	w.Visit = func(e Entry) error {
		if e.Problem == nil {
			files = append(files, file{e.Name, string(e.Data)})
			return nil
		}
		if e.Data != nil || e.Problem.Entry != e.Name {
			t.Errorf("an entry that could not be read: %+v", e)
		}
		slugs = append(slugs, slugsOf(t, e.Problem)...)
		return nil
	}
	if err := w.File(name, data); err != nil {
		t.Error(err)
	}
	return files, slugs
}

func open(t testing.TB, name string, data []byte) (files []file, slugs []string) {
	t.Helper()
	return walked(t, &Walk{}, name, data)
}

func slugsOf(t testing.TB, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	p, ok := err.(*Problem)
	if !ok {
		t.Errorf("error of type %T: %v", err, err)
		return nil
	}
	if !slices.Contains(ProblemSlugs, p.Slug) || p.Detail == "" || p.Error() == "" {
		t.Errorf("a poor problem: %#v", p)
	}
	return []string{strings.TrimSuffix(p.Slug+" "+p.Entry, " ")}
}

func names(files []file) (names []string) {
	for _, f := range files {
		names = append(names, f.name)
	}
	return names
}

func TestMboxEntries(t *testing.T) {
	const a, b = "From: a\nTo: x\n\nuno\n", "Subject: b\nTo: y\n\ndue\n"
	const sep = "\nFrom b@x Tue Nov 13 16:39:28 2018\n"
	const open1, closed1 = "From: a\nContent-Type: multipart/mixed; boundary=q; charset=x\n\n--q\n\nuno\n", "\n--q--\n"
	const folded = "From: a\nContent-Type: multipart/mixed;\n\tBoundary=\"q\"\n\n--q\n\nuno\n"
	tests := []struct {
		name, data string
		want       []string
	}{
		{"two messages", fromLine + a + sep + b, []string{a, b}},
		{"with CRLF", crlf(fromLine + a + sep + b), []string{crlf(a), crlf(b)}},
		{"three", fromLine + a + sep + b + sep + a, []string{a, b, a}},
		{"after a byte order mark and a blank line", "\xEF\xBB\xBF\n" + fromLine + a + sep + b, []string{a, b}},
		{"the first without date", "From \n" + a + sep + b, []string{a, b}},
		{"a zone before the year", fromLine + a + "\nFrom b Tue Nov 13 16:39 +0100 2018\n" + b, []string{a, b}},
		{"a sentence that begins with From", fromLine + a + "\nFrom Nov 13 2018 at 10:00 on\nTo: be\n" + sep + b,
			[]string{a, "To: be\n", b}},
		{"a sentence without a date", fromLine + a + "\nFrom Monday on: closed\nTo: be\n" + sep + b, []string{a + "\nFrom Monday on: closed\nTo: be\n", b}},
		{"a From line not after a blank line", fromLine + a + sep[1:] + b + sep + b, []string{a, b, b}},
		{"a From line before no header", fromLine + a + sep + "ciao\n" + sep + b, []string{a + sep + "ciao\n", b}},
		{"quoting stays", fromLine + a + ">From x\n" + sep + b, []string{a + ">From x\n", b}},
		{"more blank lines belong to the message", fromLine + a + "\n\n" + sep + b, []string{a + "\n\n", b}},
		{"a From line in a multipart that is closed after it", fromLine + open1 + sep + b + closed1 + sep + b, []string{open1 + sep + b + closed1, b}},
		{"with CRLF and a folded Content-Type", crlf(fromLine + folded + sep + b + closed1 + sep + b), []string{crlf(folded + sep + b + closed1), crlf(b)}},
		{"two From lines in it", fromLine + open1 + sep + b + sep + a + closed1 + sep + b, []string{open1 + sep + b + sep + a + closed1, b}},
		{"one in each of two multiparts", fromLine + open1 + sep + b + closed1 + sep + folded + sep + b + closed1, []string{open1 + sep + b + closed1, folded + sep + b + closed1}},
		{"a footer after the closing delimiter", fromLine + open1 + sep + b + closed1 + "-- \nfooter\n" + sep + b, []string{open1 + sep + b + closed1 + "-- \nfooter\n", b}},
		{"a multipart that is never closed", fromLine + open1 + sep + b, []string{open1, b}},
		{"a delimiter that does not close", fromLine + open1 + sep + b + "\n--q\n", []string{open1, b + "\n--q\n"}},
		{"a boundary that only the text states", fromLine + "From: a\n\nContent-Type: multipart/mixed; boundary=q\n\n--q\n" + sep + b + closed1,
			[]string{"From: a\n\nContent-Type: multipart/mixed; boundary=q\n\n--q\n", b + closed1}},
		{"a boundary that another field states", fromLine + "From: a\nX-Type: multipart/mixed; boundary=q\n\n--q\n" + sep + b + closed1,
			[]string{"From: a\nX-Type: multipart/mixed; boundary=q\n\n--q\n", b + closed1}},
		{"a number that is no date", fromLine + a + "\nFrom room 1018 on\n" + b + sep + b, []string{a + "\nFrom room 1018 on\n" + b, b}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, slugs := open(t, "x.mbox", []byte(tt.data))
			var got []string
			for i, f := range files {
				if f.name != fmt.Sprint(i+1) {
					t.Errorf("entry %d is called %q", i, f.name)
				}
				got = append(got, f.data)
			}
			if !reflect.DeepEqual(got, tt.want) || slugs != nil {
				t.Errorf("%q, %v", got, slugs)
			}
		})
	}
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

func TestMboxEntriesAreSlicesOfTheInput(t *testing.T) {
	data := []byte(fromLine + mail + "\n" + fromLine + mail)
	at := 0
	w := &Walk{Visit: func(e Entry) error {
		i := bytes.Index(data[at:], e.Data)
		if i < 0 || &data[at+i] != &e.Data[0] {
			t.Error("an entry is a copy")
		}
		at += i + 1
		return nil
	}}
	if err := w.File("", data); err != nil {
		t.Error(err)
	}
}

func TestZipEntries(t *testing.T) {
	inner := zipped(t, file{"in.eml", mail})
	box := fromLine + mail + "\n" + fromLine + mail
	tests := []struct {
		name  string
		data  []byte
		names []string
		slugs []string
	}{
		{"files and folders", zipped(t, file{"a.eml", mail}, file{"r/", ""}, file{"r/7.eml", "x"}, file{"empty", ""}), []string{"a.eml", "r/7.eml", "empty"}, nil},
		{"a zip in a zip", zipped(t, file{"in.zip", string(inner)}, file{"b.eml", mail}), []string{"in.zip/in.eml", "b.eml"}, nil},
		{"a third zip", zipped(t, file{"m.zip", string(zipped(t, file{"in.zip", string(inner)}, file{"a", "b"}))}), []string{"m.zip/in.zip/in.eml", "m.zip/a"}, nil},
		{"a mailbox in a zip", zipped(t, file{"box", box}), []string{"box/1", "box/2"}, nil},
		{"a mailbox in a zip in a zip", zipped(t, file{"z", string(zipped(t, file{"box", box}))}), []string{"z/box/1", "z/box/2"}, nil},
		{"an Outlook message in a zip", zipped(t, file{"a.msg", string(pectest.ClearSigned("", []byte(signed)).Bytes())}), []string{"a.msg"}, nil},
		{"an office document in a zip", zipped(t, file{"a.docx", string(zipped(t, file{"[Content_Types].xml", "x"}))}), []string{"a.docx"}, nil},
		{"two files of one name", zipped(t, file{"a", "1"}, file{"a", "2"}, file{"a", "3"}, file{"a (2)", "4"}), []string{"a", "a (2)", "a (3)", "a (2) (2)"}, nil},
		{"a name that is like a part of another", zipped(t, file{"a.eml", mail}, file{"a.eml#2.1", mail}, file{"a#2", mail}, file{"n# 3", mail}, file{"a.eml#2.1 (1)", mail}),
			[]string{"a.eml", "a.eml#2.1 (1)", "a#2 (1)", "n# 3", "a.eml#2.1 (1) (2)"}, nil},
		{"what macOS adds", zipped(t, file{"a.eml", mail}, file{"__MACOSX/._a.eml", "\x00\x05\x16\x07x"}), []string{"a.eml"}, nil},
		{"what somebody put where macOS adds", zipped(t, file{"a.eml", mail}, file{"__MACOSX/._b.eml", mail}), []string{"a.eml", "__MACOSX/._b.eml"}, nil},
		{"only what macOS adds", zipped(t, file{"__MACOSX/._a.eml", "\x00\x05\x16\x07x"}), nil, []string{"archive-empty"}},
		{"nothing in it", zipped(t), nil, []string{"archive-empty"}},
		{"a nested zip that is damaged", zipped(t, file{"in.zip", "PK\x03\x04xxxx"}, file{"b", "c"}), []string{"b"}, []string{"zip-damaged in.zip"}},
		{"cut short", zipped(t, file{"a.eml", mail})[:60], nil, []string{"zip-damaged"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, slugs := open(t, "x.zip", tt.data)
			if got := names(files); !reflect.DeepEqual(got, tt.names) || !reflect.DeepEqual(slugs, tt.slugs) {
				t.Errorf("%q, %q", got, slugs)
			}
		})
	}
	files, _ := open(t, "", zipped(t, file{"a.eml", mail}))
	if files[0].data != mail {
		t.Errorf("unpacked: %q", files[0].data)
	}
}

func TestADamagedZipEntryDoesNotHideTheOthers(t *testing.T) {
	data := zipped(t, file{"mimetype", "0123456789"}, file{"b.eml", mail})
	data[bytes.Index(data, []byte("0123456789"))] = 'x' // the checksum no longer fits
	files, slugs := open(t, "", data)
	if !reflect.DeepEqual(names(files), []string{"b.eml"}) || !reflect.DeepEqual(slugs, []string{"zip-damaged mimetype"}) {
		t.Errorf("%q, %q", names(files), slugs)
	}
	data = zipped(t, file{"a", mail}, file{"b.eml", mail})
	data[bytes.Index(data, []byte(zipCentral))+8] |= 1
	if files, slugs = open(t, "", data); len(files) != 1 || !reflect.DeepEqual(slugs, []string{"zip-encrypted a"}) {
		t.Errorf("%q, %q", names(files), slugs)
	}
}

func TestNamesInAZipAreOnlyLabels(t *testing.T) {
	for written, want := range map[string]string{
		"../../etc/passwd":                    "etc/passwd",
		"/etc/passwd":                         "etc/passwd",
		`C:\Users\a\b.eml`:                    "Users/a/b.eml",
		`..\x.eml`:                            "x.eml",
		"a/./b//c":                            "a/b/c",
		"gnp\u202Eexe.eml":                    "gnp_exe.eml",
		"a\u200Bb\x1B[2J\r\n\x00c":            "a_b_[2J___c",
		"a\xFFb":                              "a_b",
		"ricevuta è ok.eml":                   "ricevuta è ok.eml",
		"\u2066a\u2069":                       "_a_",
		"..":                                  "?",
		strings.Repeat("è", 300):              "…" + strings.Repeat("è", maxLabel/2),
		"ab" + strings.Repeat("è", 300) + "c": "…" + strings.Repeat("è", maxLabel/2-1) + "c",
		strings.Repeat("x/", 300) + "a.eml":   "…" + strings.Repeat("/x", 117) + "/a.eml",
	} {
		files, slugs := open(t, "", zipped(t, file{written, "x"}))
		if len(files) != 1 || slugs != nil || files[0].name != want {
			t.Errorf("%q: %q, %v, want %q", written, names(files), slugs, want)
		}
	}
}

// records writes a zip by hand: one stored file, and as many directory records of it as asked.
func records(content []byte, n int) []byte {
	le := func(v, size int) string {
		b := make([]byte, size)
		for i := range b {
			b[i] = byte(v >> (8 * i))
		}
		return string(b)
	}
	common := le(0, 2) + le(0, 2) + le(0, 4) + le(int(crc32.ChecksumIEEE(content)), 4) + le(len(content), 4) + le(len(content), 4) + le(1, 2) + le(0, 2)
	b := zipLocal + le(20, 2) + common + "a" + string(content)
	directory := len(b)
	b += strings.Repeat(zipCentral+le(20, 2)+le(20, 2)+common+le(0, 2)+le(0, 2)+le(0, 2)+le(0, 4)+le(0, 4)+"a", n)
	return []byte(b + zipEnd + le(0, 4) + le(n, 2) + le(n, 2) + le(len(b)-directory, 4) + le(directory, 4) + le(0, 2))
}

func TestZipBounds(t *testing.T) {
	many := func(n int) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for range n {
			w.CreateHeader(&zip.FileHeader{Name: "a"})
		}
		w.Close()
		return b.Bytes()
	}
	zeros := strings.Repeat("\x00", entryMin+200_000)
	nested := string(many(maxEntries / 2))
	tests := []struct {
		name  string
		data  []byte
		count int
		slugs []string
	}{
		{"one record", records([]byte("ciao"), 1), 1, nil},
		{"20,000 entries", many(maxEntries), maxEntries, nil},
		{"one more", many(maxEntries + 1), maxEntries, []string{"too-many-entries"}},
		{"20,001 entries in two nested zips", zipped(t, file{"a", nested}, file{"b", nested}, file{"c", "x"}), maxEntries, []string{"too-many-entries"}},
		{"records that share their bytes", records(bytes.Repeat([]byte("x"), 1000), 100), 0, []string{"bomb"}},
		{"more directory records than are built", records(nil, maxZipHeaders+1), 0, []string{"too-many-entries"}},
		{"an entry that grows a thousand times", zipped(t, file{"a", zeros}, file{"b", "x"}), 1, []string{"bomb a"}},
		{"an entry just below the bound", zipped(t, file{"a", zeros[:entryMin]}), 1, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files, slugs := open(t, "", tt.data)
			if len(files) != tt.count || !reflect.DeepEqual(slugs, tt.slugs) {
				t.Errorf("%d entries, %q", len(files), slugs)
			}
		})
	}
}

func TestEachUnreadableEntryIsNamedAndCounted(t *testing.T) {
	var files []file
	for i := range 100 {
		files = append(files, file{fmt.Sprint(i), "PK\x03\x04xxxx"})
	}
	_, slugs := open(t, "", zipped(t, append(files, file{"0", "PK\x03\x04xxxx"})...))
	if len(slugs) != 101 || slugs[0] != "zip-damaged 0" || slugs[100] != "zip-damaged 0 (2)" {
		t.Errorf("%d problems: %q", len(slugs), slugs)
	}
	for range maxEntries {
		files = append(files, file{"x", "PK\x03\x04xxxx"})
	}
	if _, slugs = open(t, "", zipped(t, files...)); len(slugs) != maxEntries+1 || slugs[maxEntries] != "too-many-entries" {
		t.Errorf("%d problems, the last %q", len(slugs), slugs[len(slugs)-1])
	}
}

func TestAnErrorOfVisitEndsTheWalk(t *testing.T) {
	for name, data := range map[string][]byte{
		"zip":        zipped(t, file{"a", "1"}, file{"b", "2"}),
		"zip in zip": zipped(t, file{"a", string(zipped(t, file{"a", "1"}, file{"b", "2"}))}, file{"c", "d"}),
		"mbox":       []byte(fromLine + mail + "\n" + fromLine + mail),
		"msg":        pectest.ClearSigned("", []byte(signed)).Bytes(),
	} {
		for _, want := range []error{errors.New("enough"), &Problem{Slug: "x", Entry: "a"}} {
			calls := 0
			w := &Walk{Visit: func(Entry) error {
				calls++
				return want
			}}
			err := w.File("", data)
			if err != want || calls != 1 {
				t.Errorf("%s: %v after %d calls", name, err, calls)
			}
		}
	}
}

func TestWhatIsNoContainerIsItsOwnEntry(t *testing.T) {
	for _, data := range []string{mail, "%PDF-1.7", "", "ciao"} {
		if files, slugs := open(t, "a.eml", []byte(data)); len(files) != 1 || files[0].name != "" || files[0].data != data || slugs != nil {
			t.Errorf("%q, %q", files, slugs)
		}
	}
}

func TestAMailboxCostsItsSizeOnly(t *testing.T) {
	// Each line could be a separator, and none is.
	data := []byte(fromLine + mail + strings.Repeat("\nFrom a Tue Nov 13 16:39:27 2018\nx\n", 200_000))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if f := Identify("", data); f != Message {
		t.Error(f)
	}
	runtime.ReadMemStats(&after)
	if built := after.TotalAlloc - before.TotalAlloc; built > uint64(len(data))*8 {
		t.Errorf("it allocated %d bytes for %d", built, len(data))
	}
}

// The fields of a record may say that the content begins beyond the end of the file.
func TestAContentThatBeginsBeyondTheEnd(t *testing.T) {
	data := zipped(t, file{"a.eml", mail})
	for _, at := range []int{26, 28} { // the lengths of the name and of the extra field, APPNOTE 4.3.7
		long := bytes.Clone(data)
		long[at], long[at+1] = 0xFF, 0xFF
		if _, slugs := open(t, "", long); slugs == nil {
			t.Errorf("%d: nothing is said", at)
		}
	}
}
