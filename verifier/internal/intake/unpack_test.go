package intake

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

func TestTarAndCompressedFiles(t *testing.T) {
	tar := pectest.Tar(pectest.File{Name: "d/a.eml", Data: []byte(mail)}, pectest.File{Name: "d/._a.eml", Data: []byte("\x00\x05\x16\x07x")}, pectest.File{Name: "../b", Data: []byte("x")})
	box := []byte(fromLine + mail + "\n" + fromLine + mail)
	damaged := bytes.Clone(tar)
	damaged[2*tarBlock+148] = 'x' // the checksum of the second header
	for name, tt := range map[string]struct {
		data  []byte
		names []string
		slugs []string
	}{
		"tar":                        {tar, []string{"d/a.eml", "b"}, nil},
		"tar, compressed":            {pectest.Gzip(tar), []string{"d/a.eml", "b"}, nil},
		"a mailbox, compressed":      {pectest.Gzip(box), []string{"1", "2"}, nil},
		"a mail, compressed twice":   {pectest.Gzip(pectest.Gzip([]byte(mail))), []string{""}, nil},
		"tar, damaged further on":    {damaged, []string{"d/a.eml"}, []string{"tar-damaged"}},
		"tar, cut short":             {tar[:tarBlock+20], nil, []string{"tar-damaged d/a.eml", "tar-damaged"}},
		"compressed, cut short":      {pectest.Gzip(box)[:40], nil, []string{"compressed-damaged"}},
		"compressed, without a body": {[]byte("\x1F\x8B\x08"), nil, []string{"compressed-damaged"}},
	} {
		t.Run(name, func(t *testing.T) {
			files, slugs := open(t, "x", tt.data)
			if got := names(files); !reflect.DeepEqual(got, tt.names) || !reflect.DeepEqual(slugs, tt.slugs) {
				t.Errorf("%q, %q", got, slugs)
			}
		})
	}
}

// The runtime would let what is done with lie beside what comes next, up to twice the room that all takes.
func TestEntriesThatAreDoneWithAreCollected(t *testing.T) {
	for count, most := range map[int]uint32{1: 0, 5: 4} {
		var files []pectest.File
		for i := range count {
			files = append(files, pectest.File{Name: fmt.Sprint(i), Data: bytes.Repeat([]byte{byte(i)}, collected/2+1)})
		}
		archive := pectest.Zip(files...)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		open(t, "x.zip", archive)
		runtime.ReadMemStats(&after)
		if got := after.NumForcedGC - before.NumForcedGC; got > most || most > 0 && got == 0 {
			t.Errorf("%d entries: collected %d times, at most %d", count, got, most)
		}
	}
}

// What costs more than a file of its size may is not unpacked, and it is said.
func TestBombsAreBounded(t *testing.T) {
	zeros := []byte(strings.Repeat("\x00", entryMin+400_000))
	zip, gz := []byte(mail), []byte(mail)
	for range 10 * maxDepth {
		zip, gz = pectest.Zip(pectest.File{Name: "a", Data: zip}), pectest.Gzip(gz)
	}
	var many []pectest.File
	for i := range 8 {
		many = append(many, pectest.File{Name: fmt.Sprint(i), Data: zeros[:entryMin]})
	}
	for name, tt := range map[string]struct {
		data []byte
		slug string
	}{
		"zips in each other":                 {zip, SlugNested},
		"compressed again and again":         {gz, SlugNested},
		"one large file, compressed":         {pectest.Gzip(zeros), SlugBomb},
		"one large file in a packed archive": {pectest.Gzip(pectest.Tar(pectest.File{Name: "a", Data: zeros})), SlugBomb},
		"large files, packed together":       {pectest.Gzip(pectest.Tar(many...)), SlugTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			total := 0
			w := &Walk{}
			w.Visit = func(e Entry) error {
				total += len(e.Data)
				if e.Problem != nil && e.Problem.Slug == tt.slug {
					tt.slug = ""
				}
				return nil
			}
			if err := w.File("x", tt.data); err != nil || tt.slug != "" || total > w.most() {
				t.Errorf("%v, no mark %q, %d bytes", err, tt.slug, total)
			}
		})
	}
}

func TestStoresAroundAMail(t *testing.T) {
	lf := strings.ReplaceAll(mail, "\r\n", "\n")
	for name, data := range map[string]string{
		"as Apple Mail writes it":     string(pectest.EMLX([]byte(lf))),
		"with CRLF, the count wrong":  strings.ReplaceAll(string(pectest.EMLX([]byte(lf))), "\n", "\r\n"),
		"without a property list":     fmt.Sprintf("%d\n%s", len(lf), lf),
		"with a binary property list": fmt.Sprintf("%-10d\n%sbplist00\x01\x02", len(lf), lf),
	} {
		files, slugs := open(t, "1.emlx", []byte(data))
		if len(files) != 1 || slugs != nil || strings.ReplaceAll(files[0].data, "\r\n", "\n") != lf {
			t.Errorf("%s: %q, %q", name, files, slugs)
		}
	}
	// The count is no way to hide what follows.
	hidden := fmt.Sprintf("%d\n%s%s", len(lf), lf, lf)
	if files, _ := open(t, "1.emlx", []byte(hidden)); !slices.ContainsFunc(files, func(f file) bool { return strings.HasSuffix(f.data, lf) }) || len(files[0].data) < 2*len(lf) {
		t.Errorf("%q", files)
	}
}
