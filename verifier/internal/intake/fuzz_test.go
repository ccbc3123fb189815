package intake

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"
	"unicode"

	"pecverifier/verifier/pectest"
)

func FuzzIdentify(f *testing.F) {
	for _, seed := range []string{
		mail, signed, fromLine + mail, "\xEF\xBB\xBF\n" + mail, string(cmsDER), string(cmsBER), wrapped(cmsDER),
		"-----BEGIN PKCS7-----\n" + wrapped(cmsDER) + "-----END PKCS7-----\n", "<?xml version='1.0'?><!DOCTYPE postacert []><postacert>",
		"<!-- a --><html>", "version: 1\ndn: o=x\n", "ciao", "%PDF-", string(zipped(f, file{"[Content_Types].xml", ""})),
		"\x30\x82\x04\x00\x30\x82\x03\x00\xA0\x03", ">From a\nb",
	} {
		f.Add("x.eml", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		before := bytes.Clone(data)
		if format := Identify(name, data); format.Slug() == "" {
			t.Errorf("format %d", format)
		}
		message, notes := Unwrap(data)
		if !bytes.HasSuffix(data, message) || len(notes) > 3 || (len(notes) == 0) != (len(message) == len(data)) {
			t.Errorf("unwrapped to %q with %v", message, notes)
		}
		if undone, changed := UnquoteFrom(data); changed != (len(undone) < len(data)) {
			t.Errorf("unquoted to %q", undone)
		}
		if raw, ok := SignedData(data); ok && (len(raw) < 10 || raw[0] != 0x30) {
			t.Errorf("signed data %x", raw)
		}
		if !bytes.Equal(before, data) {
			t.Error("the input was changed")
		}
	})
}

// checkEntries holds for whatever a file gives.
func checkEntries(t *testing.T, name string, data []byte) {
	before := bytes.Clone(data)
	seen := map[string]bool{}
	total := 0
	w := &Walk{
		// Some cover, and some signature.
		Content: func(der []byte) ([]byte, bool) {
			content, known := enclosedStart(der)
			return content, known && IsFile(content)
		},
		Covered: func(mail []byte) []Span {
			i := bytes.Index(mail, []byte("signed"))
			return []Span{{From: max(i, 0), To: len(mail) / 2}}[min(1, max(0, -i)):]
		},
	}
	w.Visit = func(e Entry) error {
		name := e.Name
		slugsOf(t, errorOf(e.Problem))
		total += len(e.Data)
		if e.Problem != nil && e.Data != nil || len(e.Whole) > 0 && len(e.Whole) < len(e.Data) {
			t.Errorf("entry %+v", e)
		}
		if e.Format == Message && e.Problem == nil {
			Unwrap(e.Data)
			if strings.Contains(string(e.Data), "PK\x03\x04") && !strings.HasSuffix(name, "#/") { // as a mail that has something attached
				i := bytes.Index(e.Data, []byte("PK\x03\x04"))
				if err := w.Part(name+"#2", name+"#2#/", "a.zip", e.Data[i:]); err != nil {
					return err
				}
			}
		}
		if name == "" { // the file itself
			return nil
		}
		if seen[name] || strings.HasPrefix(name, "/") || strings.Contains("/"+name+"/", "/../") || strings.Contains(name, `\`) {
			t.Errorf("entry %q", name)
		}
		seen[name] = true
		for _, r := range name {
			if !unicode.IsPrint(r) {
				t.Errorf("entry %q", name)
			}
		}
		return nil
	}
	if err := w.File(name, data); err != nil || len(seen) > maxEntries+1 || !bytes.Equal(before, data) {
		t.Errorf("%d entries, or the input was changed", len(seen))
	}
	if total > w.most()+2*len(data) { // what lies there unpacked, perhaps recoded, and what was unpacked
		t.Errorf("%d bytes out of %d", total, len(data))
	}
}

func errorOf(p *Problem) error {
	if p == nil {
		return nil
	}
	return p
}

func FuzzMbox(f *testing.F) {
	f.Add([]byte(fromLine + mail + "\n" + fromLine + mail))
	f.Add([]byte(crlf(fromLine + "A: b\n\n\n" + fromLine + "C: d\n\n" + fromLine + ">From x\n")))
	f.Add([]byte("\n\n" + fromLine + mail + "\n" + fromLine + mail))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkEntries(t, "x.mbox", data)
		total := 0
		for _, m := range (&Walk{}).split(data) {
			total += len(m.data)
		}
		if total > len(data) {
			t.Errorf("%d bytes out of %d", total, len(data))
		}
	})
}

// FuzzWalk begins with each container, and with some in each other.
func FuzzWalk(f *testing.F) {
	o := pectest.NewOffice()
	m := []byte(signed + "signed\r\n--x--\r\n")
	box := pectest.Mailbox(pectest.Separator("From - Tue Jul 05 18:44:15 2022\r\n"), "\r\n", m, []byte(mail), m)
	zip := pectest.Zip(pectest.File{Name: "a.eml", Data: m}, pectest.File{Name: "b/box", Data: box})
	tar := pectest.Tar(pectest.File{Name: "a.zip", Data: zip}, pectest.File{Name: "._a", Data: []byte("\x00\x05\x16\x07")})
	for _, seed := range [][]byte{
		m, box, pectest.MMDF(m, []byte(mail)), append(bytes.Clone(m), m...), zip, tar, pectest.Gzip(tar), pectest.Gzip(box), pectest.EMLX(m),
		o.Cover(zip), o.Stamped(box), o.CoverBER(m), pectest.Base64(zip, 76), pectest.CR(box), pectest.UTF16(box, binary.LittleEndian, true),
		pectest.UTF16(m, binary.BigEndian, false), pectest.Zip(pectest.File{Name: "x.tgz", Data: pectest.Gzip(tar)}), append(bytes.Clone(m), zip...),
		[]byte("+OK 1\r\n" + mail + ".\r\n"), []byte("From \n>From x\n" + mail + "--x--From - 2022\n" + mail),
	} {
		f.Add("x", seed)
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) { checkEntries(t, name, data) })
}

func FuzzZip(f *testing.F) {
	f.Add(zipped(f, file{"a.eml", mail}, file{"b/c.eml", mail}))
	f.Add(zipped(f, file{"in.zip", string(zipped(f, file{"../a", "x"}))}))
	f.Add(zipped(f, file{"box", fromLine + mail + "\n" + fromLine + mail}))
	f.Add(records([]byte("ciao"), 2))
	f.Add(zipped(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		checkEntries(t, "x.zip", data)
		w := &Walk{Visit: func(e Entry) error { slugsOf(t, errorOf(e.Problem)); return nil }, names: Names{}, size: len(data)}
		w.zip(place{}, data) // whatever it starts with
	})
}

func FuzzMsg(f *testing.F) {
	f.Add(pectest.ClearSigned("X-Ricevuta: x\r\n", []byte(signed)).Bytes(), uint16(0), uint32(0))
	f.Add(pectest.ClearSigned("", long(5_000)).Bytes(), uint16(0), uint32(0))
	f.Add((&pectest.OutlookMessage{Class: "IPM.Note", String8: true, Attachments: []pectest.OutlookAttachment{{Message: pectest.ClearSigned("", []byte(signed))}}}).Bytes(), uint16(0), uint32(0))
	f.Fuzz(func(t *testing.T, data []byte, at uint16, value uint32) {
		// Links and sizes are words: one of them is set outright, which changed bytes seldom do.
		if i := 4 * int(at); i+4 <= len(data) && i > 0 {
			data = bytes.Clone(data)
			binary.LittleEndian.PutUint32(data[i:], value)
		}
		m, err := OpenMsg(data)
		slugsOf(t, err)
		if m == nil {
			if err == nil {
				t.Error("neither message nor error")
			}
			return
		}
		slugsOf(t, m.Unread)
		total := 0
		for _, b := range append(m.Blobs, m.Files...) {
			total += len(b.Data)
		}
		if total > len(data) || len(m.Blobs)+len(m.Files) > maxMsgBlobs || len(m.Files) > m.Others {
			t.Errorf("%d blobs of %d bytes out of %d", len(m.Blobs), total, len(data))
		}
	})
}
