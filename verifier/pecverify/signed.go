package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/attach"
)

// asked are the files that were named with the one at a path: it may be a detached signature of one of them.
func (c *command) asked(path string) []verifier.AttachedFile {
	var out []verifier.AttachedFile
	for _, other := range c.named {
		if other != path {
			out = append(out, verifier.AttachedFile{Name: filepath.Base(other), Bytes: func() ([]byte, error) { return readFile(other) }})
		}
	}
	return out
}

// beside names the file of which another may be a detached signature or a time-stamp: the one that lies there under the name without
// that ending. Whether it is that is for the digest to say.
func beside(path string) []verifier.AttachedFile {
	end := strings.ToLower(filepath.Ext(path))
	if !slices.Contains([]string{".p7s", ".sig", ".tsr", ".tst"}, end) {
		return nil
	}
	other := path[:len(path)-len(end)]
	return []verifier.AttachedFile{{Name: filepath.Base(other), Bytes: func() ([]byte, error) { return readFile(other) }}}
}

// signatures are lines for people, one a signature. Names are a stranger's text.
func signatures(r verifier.Report) string {
	var b strings.Builder
	of(&b, "", r.Signed)
	if r.Content != nil {
		for _, a := range r.Content.Attachments {
			of(&b, a.Name, a.Signed)
		}
	}
	return b.String()
}

func of(b *strings.Builder, name string, s *attach.Signed) {
	for ; s != nil; s = inner(s) {
		for _, one := range s.Signatures {
			who := "nobody"
			if one.Signer != nil {
				who = fmt.Sprintf("%q", one.Signer.Name)
			}
			fmt.Fprintf(b, "  %q %s: %s %s, by %s, qualified %s, at %s (%s), covers %s\n", name, one.Format, one.Indication, one.Subindication, who, one.Qualified,
				one.Time.At, one.Time.Basis, one.Covers.What)
		}
		for _, t := range s.Timestamps {
			fmt.Fprintf(b, "  %q time-stamp: %s %s, %s, %q\n", name, t.Indication, t.Subindication, t.At, t.Authority)
		}
		for _, l := range s.Limits {
			fmt.Fprintf(b, "  %q: a limit ended the reading: %s\n", name, l)
		}
	}
}

func inner(s *attach.Signed) *attach.Signed {
	if s.Content == nil {
		return nil
	}
	return s.Content.Signed
}
