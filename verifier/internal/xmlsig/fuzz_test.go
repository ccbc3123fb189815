package xmlsig

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"pecverifier/trustlist/xmltree"
)

// FuzzParse: what is read has one canonical form, which is read again as the same; and encoding/xml, an unrelated reader, reads
// the same names and texts in it.
func FuzzParse(f *testing.F) {
	for _, d := range genuine() {
		f.Add([]byte(d.sign(f)))
	}
	f.Add([]byte("<?xml version='1.0' encoding='windows-1252'?><a b='&#13;\t'>\x80<![CDATA[<]]><?p q?></a>"))
	f.Add([]byte(`<a xmlns="u:" xmlns:p="v:"><p:b xmlns="" p:c="1" c="2"/></a>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data, xmltree.Limits{Size: 1 << 20, Depth: 100, Nodes: 50_000})
		if err != nil {
			var bad *xmltree.Malformed
			if !errors.As(err, &bad) {
				t.Fatalf("another error: %v", err)
			}
			return
		}
		for _, c := range canonicalizations {
			out, err := nodes{doc: d, comments: true}.canonical(c)
			if err != nil {
				if !errors.Is(err, ErrLimit) && !errors.Is(err, ErrUnsupported) {
					t.Fatalf("canonical form: %v", err)
				}
				return
			}
			again, err := Parse(out, xmltree.Limits{Size: 1 << 24, Depth: 100, Nodes: 50_000})
			if err != nil {
				t.Fatalf("%v in the canonical form %q", err, out)
			}
			twice, err := nodes{doc: again, comments: true}.canonical(c)
			if err == nil && !bytes.Equal(out, twice) {
				t.Fatalf("%q becomes %q", out, twice)
			}
			if c.exclusive && !c.comments {
				sameReading(t, d, out)
			}
		}
	})
}

func sameReading(t *testing.T, d *Document, out []byte) {
	var ours, theirs strings.Builder
	d.Root.Walk(func(n *xmltree.Node) bool {
		switch n.Kind {
		case xmltree.Element:
			ours.WriteString("<" + n.Space + " " + n.Local)
		case xmltree.Text:
			ours.WriteString(n.Value)
		}
		return true
	})
	decoder := xml.NewDecoder(bytes.NewReader(out))
	depth := 0
	for {
		token, err := decoder.Token()
		if err != nil {
			if err != io.EOF {
				return // it refuses names that XML allows
			}
			break
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			theirs.WriteString("<" + token.Name.Space + " " + token.Name.Local)
		case xml.EndElement:
			depth--
		case xml.CharData:
			if depth > 0 {
				theirs.Write(token)
			}
		}
	}
	if ours.String() != theirs.String() {
		t.Fatalf("read here %q, by encoding/xml %q", ours.String(), theirs.String())
	}
}

// FuzzVerify: whatever is done to a signed document, what is handed out as verified is what was signed, and it never panics.
func FuzzVerify(f *testing.F) {
	genuineForms := map[string]bool{}
	seeds := genuine()
	seeds["evidence"] = evidence()
	for _, d := range seeds {
		text := d.sign(f)
		f.Add([]byte(text))
		_, r := verified(f, text, Attachment(nil))
		for _, c := range r.Covered {
			genuineForms[string(c.Octets)] = true
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Parse(data, xmltree.Limits{Size: 1 << 20, Depth: 100, Nodes: 50_000})
		if err != nil {
			return
		}
		all, _ := d.Signatures()
		for _, s := range all {
			for name, p := range map[string]Policy{"evidence": Evidence(), "list": List(), "attachment": Attachment(nil)} {
				r := s.Verify(p)
				s.Verify(p)
				r.Coverage(s)
				if r.Err() != nil {
					continue
				}
				for _, c := range r.Covered {
					if !genuineForms[string(c.Octets)] {
						t.Fatalf("%s: never signed: %q", name, c.Octets)
					}
				}
			}
		}
	})
}
