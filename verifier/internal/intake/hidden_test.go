package intake

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// What some programs unpack and others do not is read, or it is said that it was not.
func TestWhatAnArchiveHidesIsReadOrSaid(t *testing.T) {
	files := func(names ...string) (out []pectest.File) {
		for _, n := range names {
			out = append(out, pectest.File{Name: n, Data: []byte(n + " " + strings.Repeat("x", 100))})
		}
		return out
	}
	zip := func(names ...string) []byte { return pectest.Zip(files(names...)...) }
	tar := func(names ...string) []byte { return pectest.Tar(files(names...)...) }
	typed := func(flag byte) []byte {
		data := tar("a", "b")
		second := data[2*tarBlock : 3*tarBlock]
		second[156] = flag
		copy(second[148:], "        ")
		sum := 0
		for _, b := range second {
			sum += int(b)
		}
		copy(second[148:], fmt.Sprintf("%06o\x00 ", sum))
		return data
	}
	last := func(data []byte, mark string) int { return bytes.LastIndex(data, []byte(mark)) }
	shorter := func() []byte { // the last entry is taken out of the directory
		data := zip("a", "b")
		from, end := last(data, zipCentral), last(data, zipEnd)
		record := bytes.Clone(data[end:])
		record[8], record[10] = 1, 1
		binary.LittleEndian.PutUint32(record[12:], binary.LittleEndian.Uint32(record[12:])-uint32(end-from))
		return append(bytes.Clone(data[:from]), record...)
	}
	empty := func() []byte { // the last entry is empty by the directory
		data := zip("a", "b")
		clear(data[last(data, zipCentral)+16:][:12])
		return data
	}
	folder := func() []byte {
		return bytes.ReplaceAll(zip("a", "b!"), []byte("b!"), []byte("b/"))
	}
	comment := func() []byte {
		data := zip("a")
		binary.LittleEndian.PutUint16(data[len(data)-2:], uint16(len("\n"+signed)))
		return append(data, "\n"+signed...)
	}
	join := func(all ...[]byte) []byte { return bytes.Join(all, nil) }
	for name, tt := range map[string]struct {
		data  []byte
		names []string
		slugs []string
	}{
		"two zips joined":                            {join(zip("a", "b"), zip("c")), []string{"c"}, []string{"zip-damaged"}},
		"a zip, and a mail behind its end":           {join(zip("a"), []byte(mail+strings.Repeat("testo\n", 20))), []string{"a"}, []string{"zip-damaged"}},
		"a zip, and a signed mail as its comment":    {comment(), []string{"a"}, []string{"zip-damaged"}},
		"a zip, and the blanks of a download":        {join(zip("a"), []byte("\r\n")), []string{"a"}, nil},
		"an entry that the directory does not list":  {shorter(), []string{"a"}, []string{"zip-damaged"}},
		"an entry that is empty by the directory":    {empty(), []string{"a"}, []string{"zip-damaged b", "zip-damaged"}},
		"a folder with content":                      {folder(), []string{"a"}, []string{"zip-damaged b"}},
		"tar, a type for contiguous files":           {typed('7'), []string{"a", "b"}, nil},
		"tar, a type that nobody knows":              {typed('Z'), []string{"a", "b"}, nil},
		"tar, a link with content":                   {typed('2'), []string{"a"}, []string{"tar-damaged"}},
		"two tars joined":                            {join(tar("a"), tar("b"), tar("c")), []string{"a", "b", "c"}, nil},
		"two tars joined, compressed":                {pectest.Gzip(join(tar("a"), tar("b"))), []string{"a", "b"}, nil},
		"two compressed tars joined":                 {join(pectest.Gzip(tar("a")), pectest.Gzip(tar("b"))), []string{"a", "b"}, nil},
		"two compressed mails joined":                {join(pectest.Gzip([]byte(fromLine+mail+"\n")), pectest.Gzip([]byte(fromLine+mail))), []string{"1", "2"}, nil},
		"a compressed mail, and another behind it":   {join(pectest.Gzip([]byte(mail)), []byte(mail)), nil, []string{"compressed-damaged"}},
		"tar, a mail behind its end":                 {join(tar("a"), []byte(mail)), []string{"a"}, []string{"tar-damaged"}},
		"tar, filled up to a length of tapes":        {join(tar("a"), make([]byte, 20*tarBlock)), []string{"a"}, nil},
		"tar without its end":                        {tar("a")[:2*tarBlock], []string{"a"}, nil},
		"tar, behind its end what is cut in a block": {join(tar("a"), make([]byte, 7)), []string{"a"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			files, slugs := open(t, "x", tt.data)
			if got := names(files); !reflect.DeepEqual(got, tt.names) || !reflect.DeepEqual(slugs, tt.slugs) {
				t.Errorf("%q, %q", got, slugs)
			}
		})
	}
}

// What stands behind the end of a packed archive costs as much as what stands in it.
func TestZerosBehindATarAreBounded(t *testing.T) {
	long := pectest.Gzip(append(pectest.Tar(pectest.File{Name: "a.eml", Data: []byte(mail)}), make([]byte, unpackedMin*2/3)...))
	files, slugs := open(t, "x.zip", pectest.Zip(pectest.File{Name: "1.tgz", Data: long}, pectest.File{Name: "2.tgz", Data: long}))
	if len(files) != 2 || !reflect.DeepEqual(slugs, []string{"too-large 2.tgz"}) {
		t.Errorf("%q, %q", names(files), slugs)
	}
}

// Whoever sends a mail to a mailbox must not keep what stands behind it from being opened.
func TestAttachmentsOfOneMailLeaveRoomForOthers(t *testing.T) {
	var bombs, many []pectest.File
	for i := range 5 {
		bombs = append(bombs, pectest.File{Name: fmt.Sprint(i), Data: make([]byte, entryMin-1)})
	}
	for i := range maxEntries/2 + 1 {
		many = append(many, pectest.File{Name: fmt.Sprint(i), Data: []byte("Subject: a\nTo: b\n\nx")})
	}
	good := pectest.Zip(pectest.File{Name: "a.eml", Data: []byte(mail)})
	for name, tt := range map[string]struct {
		bad  []byte
		slug string
	}{
		"too large together": {pectest.Gzip(pectest.Tar(bombs...)), SlugTooLarge},
		"too many":           {pectest.Gzip(pectest.Tar(many...)), SlugTooMany},
	} {
		t.Run(name, func(t *testing.T) {
			var got, slugs []string
			w := &Walk{}
			w.Visit = func(e Entry) error {
				switch {
				case e.Problem != nil:
					slugs = append(slugs, e.Problem.Slug)
				case e.Name == "1":
					return w.Part("1#2", "1#2#/", "x", tt.bad)
				case e.Name == "2":
					got = append(got, e.Name)
					return w.Part("2#2", "2#2#/", "x", good)
				case !strings.HasPrefix(e.Name, "1#2#/"):
					got = append(got, e.Name)
				}
				return nil
			}
			if err := w.File("x", []byte(fromLine+mail+"\n"+fromLine+mail+"\n"+fromLine+mail)); err != nil {
				t.Fatal(err)
			}
			if want := []string{"2", "2#2#/a.eml", "3"}; !reflect.DeepEqual(got, want) || !reflect.DeepEqual(slugs, []string{tt.slug}) {
				t.Errorf("%q, %q", got, slugs)
			}
		})
	}
}
