package dossier

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pecverifier/statement"
	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// settled is a transmission of which nothing is missing: bruno and carla have it.
func settled() *scene {
	return accepted().say("avvenuta-consegna", bruno, soon(2)).say("avvenuta-consegna", carla, soon(3))
}

func noEvidence(reason string) func(*verifier.Report) {
	return func(r *verifier.Report) {
		altered(r)
		r.Kind, r.Indication, r.Subindication = verifier.KindNone, verifier.NoEvidence, ""
		r.Checks = []verifier.Check{{ID: "file.type", Statement: statement.Statement{Reason: reason}}}
	}
}

func limited(r *verifier.Report) {
	r.Checks = append(r.Checks, verifier.Check{ID: "search.limit", Status: verifier.Warning, Statement: statement.Statement{Values: statement.Values("error", "250 signed messages")}})
}

// uncertified is intact evidence by a listed provider that cannot be read, so that it certifies nothing.
func uncertified(i verifier.Indication, sub verifier.Subindication) func(*verifier.Report) {
	return func(r *verifier.Report) { altered(r); r.Indication, r.Subindication = i, sub }
}

func unread(reason string, count int) Input {
	return Input{Unread: &Unread{Source: Source{File: verifier.File{Name: "z/errore.eml"}}, Reason: reason, Error: "permission denied", Count: count}}
}

// Whatever was given and nobody judged may be the notice of a failure.
func TestNothingIsCompleteBesideWhatNobodyJudged(t *testing.T) {
	anonymous := certified(func(c *verifier.Certified) { c.Identifier = "" })
	for _, test := range []struct {
		name   string
		add    func(s *scene)
		reason string
		count  int // 0: it was judged, and takes nothing
	}{
		{"a file that does not open", func(s *scene) { s.in = append(s.in, unread(UnreadFile, 1)) }, "unreadable", 1},
		{"a folder that cannot be listed", func(s *scene) { s.in = append(s.in, unread(UnreadFolder, 0)) }, "folder", 1},
		{"a folder too deep", func(s *scene) { s.in = append(s.in, unread(UnreadDeep, 0)) }, "deep", 1},
		{"files beyond the bound", func(s *scene) { s.in = append(s.in, unread(UnreadMany, 3)) }, "many", 3},
		{"a link to a folder", func(s *scene) { s.in = append(s.in, unread(UnreadLink, 1)) }, "link", 1},
		{"a pipe", func(s *scene) { s.in = append(s.in, unread(UnreadSpecial, 1)) }, "special", 1},
		{"files whose turn never came", func(s *scene) { s.in = append(s.in, unread(UnreadCancelled, 40)) }, "cancelled", 40},
		{"a reason that is none", func(s *scene) { s.in = append(s.in, unread("…", 1)) }, "unreadable", 1},
		{"an input that was too large", func(s *scene) {
			s.say("accettazione", "", nine, func(r *verifier.Report) {
				*r = verifier.Report{File: verifier.File{Name: "x.mbox"}, Error: "more than 256 MB", Unread: "too-large"}
			})
		}, "unreadable", 1},
		{"an entry with a password", func(s *scene) {
			s.say("accettazione", "", nine, func(r *verifier.Report) {
				*r = verifier.Report{File: r.File, Part: "e.eml", Error: "protected by a password", Unread: "zip-encrypted"}
			})
		}, "unreadable", 1},
		{"an archive that is not opened", func(s *scene) {
			s.say("accettazione", "", nine, noEvidence("file.archive"), func(r *verifier.Report) { r.Unread = "archive" })
		}, "unopened", 1},
		{"a mail whose search a bound ended", func(s *scene) { limited(s.in[2].Report) }, "limit", 1},
		{"the same of a mail that holds nothing", func(s *scene) { s.say("accettazione", "", nine, noEvidence("file.mail"), limited) }, "limit", 1},
		{"intact evidence that cannot be read", func(s *scene) {
			s.say("errore-consegna", bruno, nine, uncertified(verifier.Indeterminate, verifier.EvidenceMalformed), kind(verifier.KindUnknown))
		}, "undecided", 1},
		{"intact evidence that contradicts itself and names no transmission", func(s *scene) {
			s.say("accettazione", "", nine, verdict(verifier.Indeterminate, verifier.EvidenceInconsistent), anonymous)
		}, "undecided", 1},
		{"a failure that contradicts itself in what it is about", func(s *scene) {
			s.say("errore-consegna", bruno, nine, verdict(verifier.Indeterminate, verifier.EvidenceInconsistent), certified(func(c *verifier.Certified) { c.Identifier = "2@uno.example" }))
		}, "undecided", 1},
		{"what presents itself as PEC, was altered, and cannot be read", func(s *scene) {
			s.say("errore-consegna", bruno, nine, altered, kind(verifier.KindUnknown), func(r *verifier.Report) { r.Claims = true })
		}, "altered-unknown", 1},
		{"a failure whose signer is not in the mail", func(s *scene) {
			s.say("errore-consegna", bruno, nine, uncertified(verifier.Indeterminate, verifier.NoSigningCertificate))
		}, "undecided", 1},
		{"a failure by a stranger that names no transmission", func(s *scene) {
			s.say("errore-consegna", bruno, nine, verdict(verifier.Indeterminate, verifier.NoCertificateChain), anonymous)
		}, "undecided", 1},
		{"a failure by who was revoked that names no transmission", func(s *scene) {
			s.say("errore-consegna", bruno, nine, verdict(verifier.TotalFailed, verifier.Revoked), anonymous)
		}, "undecided", 1},
		{"a notice that names no transmission", func(s *scene) { s.say("preavviso-errore-consegna", bruno, nine, notice("24h"), anonymous) }, "no-identifier", 1},
		{"what was a failure before it was altered", func(s *scene) { s.say("errore-consegna", bruno, nine, altered) }, "altered-notice", 1},

		{"a file of another kind was judged", func(s *scene) { s.say("accettazione", "", nine, noEvidence("file.pdf")) }, "none", 0},
		{"an altered receipt was judged", func(s *scene) { s.say("avvenuta-consegna", bruno, nine, altered) }, "altered", 0},
		{"an anomaly envelope was judged", func(s *scene) { s.say("accettazione", "", nine, kind(verifier.KindAnomaly), anonymous) }, "anomaly", 0},
		{"a mail that somebody signed was judged", func(s *scene) {
			s.say("accettazione", "", nine, kind(verifier.KindUnknown), uncertified(verifier.Indeterminate, verifier.NoCertificateChain), kind(verifier.KindUnknown))
		}, "uncounted", 0},
		{"a receipt that names no transmission was judged", func(s *scene) { s.say("accettazione", "", nine, anonymous) }, "no-identifier", 0},
		{"evidence of another transmission was judged", func(s *scene) {
			s.say("errore-consegna", bruno, nine, verdict(verifier.Indeterminate, verifier.NoCertificateChain), certified(func(c *verifier.Certified) { c.Identifier = "2@uno.example" }))
		}, "uncounted", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := settled()
			test.add(s)
			packed, err := Unpack(Pack(s.in))
			if err != nil {
				t.Fatal(err)
			}
			for how, in := range map[string][]Input{"given": s.in, "packed": packed} {
				d := Build(in, Options{Now: nine.AddDate(0, 1, 0), Profile: ProfileL53})
				i := slices.IndexFunc(d.Leftover, func(l Leftover) bool { return l.Reason == "leftover."+test.reason })
				if len(d.Transmissions) != 1 || i < 0 {
					t.Fatalf("%s: %d transmissions, %+v", how, len(d.Transmissions), d.Leftover)
				}
				tr, l := d.Transmissions[0], d.Leftover[i]
				if l.Reason != "leftover."+test.reason || l.Unjudged != test.count || d.Unjudged != test.count || l.Detail == "" || strings.Contains(l.Detail, "{") {
					t.Errorf("%s: %s stands for %d of %d: %s", how, l.Reason, l.Unjudged, d.Unjudged, l.Detail)
				}
				if !tr.Proved || tr.Complete != (test.count == 0) || reasons(tr.Doubts) != map[bool]string{true: "", false: "doubt.unjudged"}[test.count == 0] {
					t.Errorf("%s: proved %v, complete %v, doubts %s", how, tr.Proved, tr.Complete, reasons(tr.Doubts))
				}
				if test.count > 0 && tr.Doubts[0].Values["count"] != fmt.Sprint(test.count) {
					t.Errorf("%s: %+v", how, tr.Doubts[0])
				}
				if deliveries := tr.Checklist.Lines[4]; (deliveries.Status == yes) != (test.count == 0) {
					t.Errorf("%s: %s %s", how, deliveries.Status, deliveries.Reason)
				}
			}
		})
	}
}

func kind(k verifier.Kind) func(*verifier.Report) { return func(r *verifier.Report) { r.Kind = k } }

func reasons(doubts []Doubt) string {
	var out []string
	for _, d := range doubts {
		out = append(out, d.Reason)
	}
	return strings.Join(out, " ")
}

// One file bears its bound once, however many pieces were found in it, and each place where it lies counts.
func TestABoundIsCountedByFilesAndEntries(t *testing.T) {
	part := func(name, sum, part string) func(*verifier.Report) {
		return func(r *verifier.Report) {
			r.File, r.Part = verifier.File{Name: name, SHA256: sum}, part
			limited(r)
		}
	}
	d := new(scene).say("accettazione", "", nine, part("a.eml", "aa", "2")).say("avvenuta-consegna", bruno, soon(2), part("a.eml", "aa", "3.1")).
		say("avvenuta-consegna", carla, soon(3), part("copia.eml", "aa", "3.1")).
		say("avvenuta-consegna", diego, soon(4), part("b.zip", "bb", "x.eml#2")).say("avvenuta-consegna", diego, soon(5), part("b.zip", "bb", "y.eml#2.1")).
		say("avvenuta-consegna", diego, soon(6), part("b.zip", "bb", "y.eml#2.2")).build()
	var got []string
	for _, l := range d.Leftover {
		got = append(got, l.File.Name+" "+l.Part)
	}
	if want := []string{"a.eml ", "b.zip x.eml", "b.zip y.eml", "copia.eml "}; !slices.Equal(got, want) || d.Unjudged != 4 {
		t.Errorf("%d: %q", d.Unjudged, got)
	}
}

// A mark that says that it stands for countless things makes no sum overflow.
func TestCountsAreBounded(t *testing.T) {
	s := settled()
	for range 2 {
		s.in = append(s.in, unread(UnreadMany, int(^uint(0)>>1)))
	}
	if d := s.build(); d.Unjudged <= 0 || d.Transmissions[0].Complete {
		t.Errorf("%d", d.Unjudged)
	}
	s = settled()
	s.in = append(s.in, unread(UnreadMany, -5))
	if d := s.build(); d.Unjudged != 1 {
		t.Errorf("%d", d.Unjudged)
	}
}

// The 250 signed parts that a mail may have are a bound behind which a failure can lie.
func TestAFailureBehindTheBoundOfSignedParts(t *testing.T) {
	o := pectest.NewOffice()
	d := o.Dispatch()
	parts := [][]byte{d.Accettazione().Bytes(), d.Consegna().Bytes()}
	filler := d.PresaInCarico().Bytes()
	for range 300 {
		parts = append(parts, filler)
	}
	mail := pectest.Forward(append(parts, d.ErroreConsegna("no-dest", "5.1.1").Bytes())...)
	in := pieces(t, officeList(t, o), "inoltro.eml", mail)
	out := Build(in, Options{Now: now, Profile: ProfileL53})
	if len(out.Transmissions) != 1 {
		t.Fatalf("%d transmissions", len(out.Transmissions))
	}
	tr := out.Transmissions[0]
	if tr.Complete || out.Unjudged == 0 || !strings.HasSuffix(reasons(tr.Doubts), "doubt.unjudged") || tr.Checklist.Lines[4].Status == yes {
		t.Errorf("complete %v, %d not judged, %s", tr.Complete, out.Unjudged, reasons(tr.Doubts))
	}
	// Given is judged and marked: what is missing among the reports has its mark.
	judged := 0
	for _, i := range in {
		if i.Report != nil && i.Report.Error == "" {
			judged++
		}
	}
	if judged < 303 && judged+out.Unjudged <= judged {
		t.Errorf("of 303 parts %d were judged and none is marked", judged)
	}
}

// What is put into a container comes out judged or marked, whatever it is.
func TestGivenIsJudgedAndMarked(t *testing.T) {
	o := pectest.NewOffice()
	list := officeList(t, o)
	d := o.Dispatch()
	accepted, delivered := d.Accettazione().Bytes(), d.Consegna().Bytes()
	zipped := func(files map[string][]byte, locked ...string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for _, name := range sortedKeys(files) {
			h := &zip.FileHeader{Name: name, Method: zip.Deflate}
			if slices.Contains(locked, name) {
				h.Flags |= 1
			}
			f, err := w.CreateHeader(h)
			if err != nil {
				t.Fatal(err)
			}
			f.Write(files[name])
		}
		w.Close()
		return b.Bytes()
	}
	mbox := func(mails ...[]byte) []byte {
		var b bytes.Buffer
		for _, m := range mails {
			fmt.Fprintf(&b, "From x@y Thu Mar 13 10:00:00 2025\r\n%s\r\n", m)
		}
		return b.Bytes()
	}
	nested := zipped(map[string][]byte{"a.eml": accepted})
	for range 40 {
		nested = zipped(map[string][]byte{"in.zip": nested})
	}
	archive := zipped(map[string][]byte{"a.eml": accepted, "c.eml": delivered, "chiuso.eml": delivered, "rotto.zip": []byte("PK\x03\x04xxxx"), "altro.7z": []byte("7z\xBC\xAF\x27\x1C\x00"),
		"nota.txt": []byte("ciao"), "vuoto.eml": nil, "desktop.ini": d.ErroreConsegna("no-dest", "5.1.1").Bytes()}, "chiuso.eml")
	for _, test := range []struct {
		name   string
		data   []byte
		given  int
		marked int
	}{
		{"tutto.zip", archive, 8, 4},
		{"fondo.zip", zipped(map[string][]byte{"a.eml": accepted, "c.eml": delivered, "fondo.zip": nested}), 3, 1},
		{"posta.mbox", mbox(accepted, delivered, accepted), 3, 0},
		{"posta.zip", zipped(map[string][]byte{"posta.mbox": mbox(accepted, delivered), "x.zip": archive}), 10, 4},
		{"inoltro.eml", pectest.Forward(accepted, delivered), 2, 0},
	} {
		in := pieces(t, list, test.name, test.data)
		judged := map[string]bool{} // by entry: one may hold several pieces
		marked := 0
		for _, i := range in {
			switch {
			case i.Sent != nil:
				judged[i.Sent.Part] = true
			case i.Report.Unread != "":
				marked++
			default:
				judged[i.Report.Part] = true
			}
		}
		out := Build(in, Options{Now: now})
		if len(judged)+marked != test.given || marked != test.marked || out.Unjudged != marked {
			t.Errorf("%s: of %d given %d are judged and %d marked, of which the dossier has %d: %v", test.name, test.given, len(judged), marked, out.Unjudged, judged)
		}
		for _, tr := range out.Transmissions {
			if tr.Complete != (marked == 0 && tr.Proved && tr.Acceptance.State == Accepted && len(tr.Contradictions) == 0) {
				t.Errorf("%s: complete %v beside %d marks", test.name, tr.Complete, marked)
			}
		}
	}
}

func sortedKeys(files map[string][]byte) []string {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
