package intake

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"pecverifier/verifier/pectest"
)

// long makes a signed entity of about n bytes.
func long(n int) []byte {
	return []byte(signed + strings.Repeat("0123456789abcdef\r\n", n/18))
}

func TestTheSignedBlobOfAnOutlookMessage(t *testing.T) {
	attach := func(class string, a ...pectest.OutlookAttachment) *pectest.OutlookMessage {
		return &pectest.OutlookMessage{Class: class, Subject: "Prova", Attachments: a}
	}
	const multipart, opaque = "IPM.Note.SMIME.MultipartSigned", "IPM.Note.SMIME"
	of := func(data string) pectest.OutlookAttachment {
		return pectest.OutlookAttachment{Name: "smime.p7m", Data: []byte(data)}
	}
	whole := pectest.ClearSigned("", []byte(signed))
	tests := []struct {
		name  string
		msg   *pectest.OutlookMessage
		blobs []string
		slug  string
	}{
		{"clear-signed, in the mini stream", pectest.ClearSigned("", []byte(signed)), []string{signed}, ""},
		{"clear-signed, in sectors of its own", pectest.ClearSigned("", long(10_000)), []string{string(long(10_000))}, ""},
		{"clear-signed, a multiple of the piece that is read", pectest.ClearSigned("", long(200_000)[:96<<10]), []string{string(long(200_000)[:96<<10])}, ""},
		{"clear-signed, of 9 MB", pectest.ClearSigned("", long(9<<20)), []string{string(long(9 << 20))}, ""},
		{"the class in 8 bits", &pectest.OutlookMessage{Class: opaque, String8: true, Attachments: []pectest.OutlookAttachment{of(string(cmsDER))}}, []string{string(cmsDER)}, ""},
		{"sectors of 4096", &pectest.OutlookMessage{Class: multipart, SectorSize: 4096, Attachments: []pectest.OutlookAttachment{of(string(long(50_000)))}}, []string{string(long(50_000))}, ""},
		{"opaque, the structure alone", attach(opaque, of(string(cmsDER))), []string{string(cmsDER)}, ""},
		{"opaque, with its Content-Type", attach(opaque, of("Content-Type: application/x-pkcs7-mime;\r\n name=smime.p7m\r\n\r\nMII")), []string{"Content-Type: application/x-pkcs7-mime;\r\n name=smime.p7m\r\n\r\nMII"}, ""},
		{"a Content-Type folded at once", attach(multipart, of("Content-Type:\r\n\tMultipart/Signed; boundary=x\r\n\r\n")), []string{"Content-Type:\r\n\tMultipart/Signed; boundary=x\r\n\r\n"}, ""},
		{"the whole mail as attachment of a plain one", attach("IPM.Note", of("From: a\r\nSubject: b\r\n"+signed)), []string{"From: a\r\nSubject: b\r\n" + signed}, ""},
		{"attached as a message to a plain one", attach("IPM.Note", pectest.OutlookAttachment{Name: "x", Message: whole}), []string{signed}, ""},
		{"an opaque one attached as a message", attach("IPM.Note", pectest.OutlookAttachment{Message: attach(opaque, of(string(cmsDER)))}), []string{string(cmsDER)}, ""},
		{"two attached messages", attach("IPM.Note", pectest.OutlookAttachment{Message: whole}, pectest.OutlookAttachment{Message: whole}), []string{signed, signed}, ""},

		{"no attachment", attach(multipart), nil, ""},
		{"converted: the parts alone", attach("IPM.Note", of("<?xml version=\"1.0\"?><postacert/>"), of(mail)), nil, ""},
		{"a p7m document attached to a plain message", attach("IPM.Note", of(string(cmsDER))), nil, ""},
		{"an encrypted message", attach(opaque, of(strings.Replace(string(cmsDER), "\x07\x02", "\x07\x03", 1))), nil, ""},
		{"an empty attachment", attach(multipart, of("")), nil, ""},
		{"signed only in its body", attach(multipart, of("Content-Type: text/plain\r\n\r\nContent-Type: multipart/signed\r\n")), nil, ""},
		{"signed only in its body, without Content-Type", attach(multipart, of("From: a\r\nSubject: b\r\n\r\nContent-Type: multipart/signed\r\n")), nil, ""},
		{"signed only in its second Content-Type", attach(multipart, of("Content-Type: text/plain\r\nContent-Type: multipart/signed\r\n\r\n")), nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raw := tt.msg.Bytes()
			if f := Identify("", raw); f != Msg {
				t.Fatalf("it is %s", f)
			}
			m, err := OpenMsg(raw)
			if slugs := strings.Join(slugsOf(t, err), " "); slugs != tt.slug {
				t.Fatalf("%q, want %q", slugs, tt.slug)
			}
			if m.Class != tt.msg.Class {
				t.Errorf("class %q", m.Class)
			}
			if len(m.Blobs) != len(tt.blobs) {
				t.Fatalf("%d blobs, want %d", len(m.Blobs), len(tt.blobs))
			}
			for i, want := range tt.blobs {
				if string(m.Blobs[i].Data) != want {
					t.Errorf("%d bytes, want %d", len(m.Blobs[i].Data), len(want))
				}
			}
		})
	}
}

func TestTransportHeadersAreKeptApart(t *testing.T) {
	const headers = "X-Ricevuta: avvenuta-consegna\r\nSubject: Perché\r\n"
	for _, string8 := range []bool{false, true} {
		m := pectest.ClearSigned(headers, []byte(signed))
		want := headers
		if m.String8 = string8; string8 {
			m.Headers, want = "Subject: Perch\xE9\r\n", "Subject: Perché\r\n"
		}
		got, err := OpenMsg(m.Bytes())
		if err != nil || string(got.Headers) != want || string(got.Blobs[0].Data) != signed || got.Blobs[0].Name != "smime.p7m" {
			t.Errorf("%v: %+v, %v", string8, got, err)
		}
	}
	inner := &pectest.OutlookMessage{Class: "IPM.Note", Attachments: []pectest.OutlookAttachment{{Message: pectest.ClearSigned(headers, []byte(signed))}}}
	if got, err := OpenMsg(inner.Bytes()); err != nil || got.Headers != nil {
		t.Errorf("headers of an attached message: %+v, %v", got, err)
	}
}

func TestADamagedOutlookMessage(t *testing.T) {
	raw := pectest.ClearSigned("X: y\r\n", long(10_000)).Bytes()
	put := func(at int, v uint32) []byte {
		b := bytes.Clone(raw)
		binary.LittleEndian.PutUint32(b[at:], v)
		return b
	}
	sector := func(sn uint32) int { return (int(sn) + 1) * 512 }
	directory := binary.LittleEndian.Uint32(raw[48:])
	root := sector(directory)
	fat := sector(binary.LittleEndian.Uint32(raw[76:]))
	deep := pectest.ClearSigned("", []byte(signed))
	for range maxMsgDepth {
		deep = &pectest.OutlookMessage{Class: "IPM.Note", Attachments: []pectest.OutlookAttachment{{Message: deep}}}
	}
	wide := pectest.ClearSigned("", []byte(signed))
	for range maxMsgObjects / 3 {
		wide.Attachments = append(wide.Attachments, pectest.OutlookAttachment{Data: []byte("x")})
	}
	many := &pectest.OutlookMessage{Class: "IPM.Note"}
	for range maxMsgBlobs + 1 {
		many.Attachments = append(many.Attachments, pectest.OutlookAttachment{Data: []byte(signed)})
	}
	circle := put(68, 0) // the DIFAT goes on in sector 0, which names itself as the next
	binary.LittleEndian.PutUint32(circle[72:], 1<<31)
	binary.LittleEndian.PutUint32(circle[sector(0)+508:], 0)
	tests := []struct {
		name string
		data []byte
		slug string
	}{
		{"a DIFAT that goes round", circle, SlugMsgDamaged},
		{"cut after the header", raw[:512], SlugMsgDamaged},
		{"cut in the header", raw[:100], SlugMsgDamaged},
		{"cut in the middle", raw[:len(raw)/2], SlugMsgDamaged},
		{"an unknown sector size", put(30, 0x0006_000A), SlugMsgDamaged},
		{"a directory outside the file", put(48, 1<<20), SlugMsgDamaged},
		{"a FAT outside the file", put(76, 1<<20), SlugMsgDamaged},
		{"a directory that goes round", put(fat+4*int(directory), directory), SlugMsgTooLarge},
		{"more DIFAT sectors than the file has", put(72, 1<<30), SlugMsgDamaged},
		{"a DIFAT outside the file", put(72, 1), SlugMsgDamaged},
		{"a child that is its own parent", put(root+76, 0), SlugMsgDamaged},
		{"a child outside the directory", put(root+76, 5000), SlugMsgDamaged},
		{"siblings that go round", put(root+128+68, 1), SlugMsgDamaged},
		{"no directory at all", put(48, cfbEndOfChain), SlugMsgDamaged},
		{"messages attached in each other", deep.Bytes(), SlugMsgTooLarge},
		{"too many objects", wide.Bytes(), SlugMsgTooLarge},
		{"too many signed attachments", many.Bytes(), SlugTooMany},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := OpenMsg(tt.data)
			if err == nil {
				err = m.Unread
			}
			if got := slugsOf(t, err); !reflect.DeepEqual(got, []string{tt.slug}) {
				t.Errorf("%q, want %q", got, tt.slug)
			}
		})
	}
}

func TestAnAttachmentLongerThanTheFileIsNotSetAside(t *testing.T) {
	raw := pectest.ClearSigned("", long(10_000)).Bytes()
	at := bytes.Index(raw, wide(streamAttachment))
	binary.LittleEndian.PutUint32(raw[at+120:], 0xFFFFFFF0)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if m, err := OpenMsg(raw); err != nil || len(m.Blobs) != 0 || !reflect.DeepEqual(slugsOf(t, m.Unread), []string{SlugMsgDamaged}) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if built := after.TotalAlloc - before.TotalAlloc; built > 1<<20 {
		t.Errorf("it allocated %d bytes", built)
	}
	binary.LittleEndian.PutUint32(raw[at+120:], uint32(len(raw)-10)) // its chain is shorter
	if m, err := OpenMsg(raw); err != nil || len(m.Blobs) != 0 || !reflect.DeepEqual(slugsOf(t, m.Unread), []string{SlugMsgDamaged}) {
		t.Error(err)
	}
}
