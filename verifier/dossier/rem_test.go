package dossier

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
	"pecverifier/verifier/truststore"
)

func remTrust(t *testing.T, files ...string) *trustlist.List {
	t.Helper()
	s := truststore.New(truststore.Options{})
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Take(truststore.Record{Name: filepath.Base(name), Data: data}); err != nil {
			t.Fatal(err)
		}
	}
	return s.Current()
}

// joinedREM judges mails and joins them, straight and through the bridge's form.
func joinedREM(t *testing.T, trust *trustlist.List, mails map[string][]byte) Dossier {
	t.Helper()
	var inputs []Input
	for name, data := range mails {
		o := verifier.Options{Now: pectest.Now, Trust: trust}
		inputs = append(inputs, Inputs(name, data, verifier.Verify(name, data, o), o)...)
	}
	d := Build(inputs, Options{Now: pectest.Now})
	again, err := Unpack(Pack(inputs))
	if err != nil {
		t.Fatal(err)
	}
	packed := Build(again, Options{Now: pectest.Now})
	for i := range d.Transmissions {
		a, b := d.Transmissions[i], packed.Transmissions[i]
		if states(a) != states(b) || a.System != b.System || len(a.Contradictions) != len(b.Contradictions) || a.Digest == nil != (b.Digest == nil) {
			t.Errorf("packed: %s, not %s", states(b), states(a))
		}
	}
	return d
}

func states(t Transmission) string {
	var out []string
	for _, r := range t.Recipients {
		out = append(out, r.Address+" "+string(r.State))
	}
	return strings.Join(out, ", ")
}

func TestRegisteredMailIsJoined(t *testing.T) {
	trust := remTrust(t, "../../testdata/trust/rem-list.xml", "../../testdata/trust/ca.pem")
	o := pectest.NewREMOffice()
	s := o.Sending()
	other := *s
	other.OriginalBytes = append(slices.Clone(s.OriginalBytes), "PS\r\n"...)
	noNews := s.ConsignmentFailure(1)
	noNews.Reasons[0] = [3]string{"S_ERDSP_ReceivedNoDeliveryInfoFromR_ERDSP", "RD03", "No news"}
	outside := *s
	outside.Untrusted = []int{2}
	late := s.Consignment(1)
	late.Time = late.Time.Add(1e9)
	all := func(list ...*pectest.REMMessage) []*pectest.REMMessage { return list }
	one, two := s.To[0], s.To[1]
	for name, test := range map[string]struct {
		mails    []*pectest.REMMessage
		want     string // states of the first transmission
		count    int
		complete bool
		against  bool // something contradicts
		doubts   bool
	}{
		"delivered to both":                {all(s.Acceptance(), s.Consignment(1), s.Consignment(2)), one + " proved, " + two + " proved", 1, true, false, false},
		"consignment of one is of one":     {all(s.Acceptance(), s.Consignment(1)), one + " proved, " + two + " missing", 1, false, false, false},
		"taken over is not delivered":      {all(s.Acceptance(), s.RelayAcceptance()), one + " missing, " + two + " missing", 1, false, false, false},
		"accepted is not delivered":        {all(s.Acceptance()), one + " missing, " + two + " missing", 1, false, false, false},
		"a dispatch is the recipient's":    {all(s.Dispatch()), one + " missing, " + two + " missing", 1, false, false, false},
		"refused by the other provider":    {all(s.Acceptance(), s.Consignment(1), s.RelayRejection(2), s.RelayFailure(2)), one + " proved, " + two + " failed", 1, false, false, false},
		"not relayed, for all":             {all(s.Acceptance(), s.RelayFailure()), one + " failed, " + two + " failed", 1, false, false, false},
		"never sent":                       {all(s.Rejection()), one + " failed, " + two + " failed", 1, false, false, false},
		"outside of REM":                   {all(outside.Acceptance(), outside.Consignment(1)), one + " proved, " + two + " not-provable", 1, true, false, false},
		"no news, and delivered":           {all(s.Acceptance(), s.Consignment(1), s.Consignment(2), noNews), one + " proved, " + two + " proved", 1, false, false, true},
		"no news":                          {all(s.Acceptance(), s.Consignment(2), noNews), one + " failed, " + two + " proved", 1, false, false, false},
		"delivered and failed":             {all(s.Acceptance(), s.Consignment(1), s.Consignment(2), s.ConsignmentFailure(1)), one + " contradicted, " + two + " proved", 1, false, true, false},
		"delivered at two times":           {all(s.Acceptance(), s.Consignment(1), s.Consignment(2), late), one + " proved, " + two + " proved", 1, false, true, false},
		"another message, same identifier": {all(s.Acceptance(), s.Consignment(1), other.Consignment(2)), one + " proved, " + two + " missing", 2, false, false, true},
	} {
		mails := map[string][]byte{}
		for i, m := range test.mails {
			mails[string(rune('a'+i))+".eml"] = m.Bytes()
		}
		d := joinedREM(t, trust, mails)
		if len(d.Transmissions) != test.count {
			t.Errorf("%s: %d transmissions", name, len(d.Transmissions))
			continue
		}
		got := d.Transmissions[0]
		if states(got) != test.want || got.Complete != test.complete || len(got.Contradictions) > 0 != test.against || len(got.Doubts) > 0 != test.doubts || got.System != "rem" || got.Digest == nil {
			t.Errorf("%s: %s, complete %v, %v, %v", name, states(got), got.Complete, got.Contradictions, got.Doubts)
		}
	}
}

var ofPEC = regexp.MustCompile(`\bPEC\b|logUntil|24 hours|12 hours|30 months|complete (delivery )?receipt|concise|brief|L\. 53|altro|envelope`)

// TestWordsOfREM: nothing that a dossier says of registered mail is true of PEC alone, and every sentence has its values.
func TestWordsOfREM(t *testing.T) {
	trust := remTrust(t, "../../testdata/trust/rem-list.xml", "../../testdata/trust/ca.pem")
	o := pectest.NewREMOffice()
	s := o.Sending()
	outside := *s
	outside.Untrusted = []int{2}
	noNews := func(after time.Duration) *pectest.REMMessage {
		m := s.ConsignmentFailure(1)
		m.Reasons[0], m.Time = [3]string{"S_ERDSP_ReceivedNoDeliveryInfoFromR_ERDSP", "RD03", "No news"}, m.Time.Add(after)
		return m
	}
	bare := s.ConsignmentFailure(1)
	bare.Reasons[0] = [3]string{"MessageNotConsignedForQuota", "", ""}
	virus := s.ConsignmentFailure(1)
	virus.Reasons[0][1] = "virus"
	late := s.Consignment(1)
	late.Time = late.Time.Add(time.Second)
	unlisted := func(m *pectest.REMMessage) *pectest.REMMessage {
		m.Provider = m.Provider.With(o.Leaf(m.Provider, 0x7001, pectest.TestKey("person")))
		return m
	}
	headers := s.Consignment(1)
	all := [][]*pectest.REMMessage{
		{s.Acceptance(), s.Consignment(1), s.Consignment(2)}, {s.Acceptance(), s.Consignment(1), s.RelayRejection(2), s.RelayFailure(2)}, {s.Rejection()}, {s.Dispatch()}, {s.RelayAcceptance()},
		{s.Acceptance()}, {s.Acceptance(), s.Rejection(), s.Consignment(1)}, {s.Rejection(), s.Consignment(1)}, {s.Acceptance(), s.Consignment(1), s.ConsignmentFailure(1)},
		{s.Acceptance(), s.Consignment(1), noNews(0)}, {s.Acceptance(), s.Consignment(1), noNews(time.Hour)}, {s.Acceptance(), noNews(0)}, {s.Acceptance(), bare}, {s.Acceptance(), virus},
		{s.Acceptance(), s.Consignment(1), late}, {outside.Acceptance(), outside.RelayToOutside(2), outside.RelayToOutsideFailure(2)}, {outside.Acceptance(), outside.Consignment(2)},
		{s.Acceptance(), unlisted(s.Consignment(1))}, {s.Acceptance(), unlisted(s.ConsignmentFailure(1))}, {unlisted(s.Consignment(1))}, {s.Received()}, {headers},
	}
	said := map[string]bool{}
	for i, mails := range all {
		var inputs []Input
		for n, m := range mails {
			data, name, v := m.Bytes(), strconv.Itoa(n)+".eml", verifier.Options{Now: pectest.Now, Trust: trust}
			if m == headers { // nothing but the headers
				data = append(data[:bytes.Index(data, []byte("MIME-Version"))], "\r\nEcco\r\n"...)
			}
			inputs = append(inputs, Inputs(name, data, verifier.Verify(name, data, v), v)...)
		}
		for _, at := range []time.Time{pectest.Now, s.Sent.Add(time.Hour)} {
			d := Build(inputs, Options{Now: at})
			for reason, detail := range answersIn(t, d) {
				said[reason] = true
				if ofPEC.MatchString(detail) {
					t.Errorf("%d: %s: %s", i, reason, detail)
				}
			}
			for _, one := range d.Transmissions {
				if one.Checklist != nil {
					t.Errorf("%d: a list of PEC", i)
				}
			}
		}
	}
	for reason := range sentences {
		if strings.HasSuffix(reason, ".rem") && !said[reason] {
			t.Errorf("nothing says %s: the test is blind to it", reason)
		}
	}
}

// answersIn finds every answer of a dossier, and what it says. A sentence that lacks a value is an error, but for a detail at its end.
func answersIn(t *testing.T, d Dossier) map[string]string {
	t.Helper()
	text, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	var visit func(any)
	visit = func(x any) {
		switch x := x.(type) {
		case []any:
			for _, one := range x {
				visit(one)
			}
		case map[string]any:
			reason, _ := x["reason"].(string)
			if sentence, ok := sentences[reason]; ok {
				out[reason], _ = x["detail"].(string)
				values, _ := x["values"].(map[string]any)
				for _, name := range regexp.MustCompile(`\{(\w+)\}`).FindAllStringSubmatch(sentence, -1) {
					if values[name[1]] == nil && !strings.HasSuffix(sentence, "{errorDetail}") || values[name[1]] == nil && name[1] != "errorDetail" {
						t.Errorf("%s lacks %s: %s", reason, name[1], out[reason])
					}
				}
			}
			for _, one := range x {
				visit(one)
			}
		}
	}
	visit(tree)
	return out
}

// TestAlteredNoticeOfREM: a notice of failure whose bytes were altered is not passed over: it may be a notice about any sending here.
func TestAlteredNoticeOfREM(t *testing.T) {
	trust := remTrust(t, "../../testdata/trust/rem-list.xml")
	s := pectest.NewREMOffice().Sending()
	altered := bytes.Replace(s.ConsignmentFailure(1).Bytes(), []byte("Evento"), []byte("evento"), 1)
	d := joinedREM(t, trust, map[string][]byte{"a.eml": s.Acceptance().Bytes(), "b.eml": s.Consignment(1).Bytes(), "c.eml": s.Consignment(2).Bytes(), "d.eml": altered})
	if len(d.Transmissions) != 1 || d.Transmissions[0].Complete || len(d.Leftover) != 1 || d.Leftover[0].Reason != "leftover.altered-notice" || d.Leftover[0].Unjudged != 1 {
		t.Errorf("complete %v, %+v", d.Transmissions[0].Complete, d.Leftover)
	}
}

// TestSentCopyOfREM: what the sender's program kept is joined by the Message-ID that it gave, and held against the message of a dispatch in
// all that the provider leaves alone; its Message-ID, which the provider replaces, is no difference. With receipts alone there is a digest and
// nothing else to hold it against: that nothing was compared is said, and never that it differs.
func TestSentCopyOfREM(t *testing.T) {
	trust := remTrust(t, "../../testdata/trust/rem-list.xml")
	s := pectest.NewREMOffice().Sending()
	kept := bytes.Replace(s.OriginalBytes, []byte("Message-ID: <"+s.MessageID+">\r\nREM-UAMessageIdentifier: "+s.ClientID), []byte("Message-ID: "+s.ClientID), 1)
	if bytes.Equal(kept, s.OriginalBytes) {
		t.Fatal("the message has other headers than this test thinks")
	}
	for name, test := range map[string]struct {
		sent      []byte
		mails     []*pectest.REMMessage
		agreement string
		against   bool
	}{
		"as it was sent":            {kept, []*pectest.REMMessage{s.Acceptance(), s.Dispatch()}, "agree", false},
		"stored with line feeds":    {pectest.LF(kept), []*pectest.REMMessage{s.Acceptance(), s.Dispatch()}, "agree", false},
		"another text":              {bytes.Replace(kept, []byte("gli atti"), []byte("altri atti"), 1), []*pectest.REMMessage{s.Acceptance(), s.Dispatch()}, "differ", true},
		"receipts alone":            {kept, []*pectest.REMMessage{s.Acceptance(), s.Consignment(1), s.Consignment(2)}, "one", false},
		"another, receipts alone":   {bytes.Replace(kept, []byte("gli atti"), []byte("altri atti"), 1), []*pectest.REMMessage{s.Acceptance(), s.Consignment(1)}, "one", false},
		"taken out of the dispatch": {s.OriginalBytes, []*pectest.REMMessage{s.Acceptance(), s.Dispatch()}, "", false},
	} {
		mails := map[string][]byte{"sent.eml": test.sent}
		for i, m := range test.mails {
			mails[strconv.Itoa(i)+".eml"] = m.Bytes()
		}
		d := joinedREM(t, trust, mails)
		if len(d.Transmissions) != 1 {
			t.Errorf("%s: %d transmissions", name, len(d.Transmissions))
			continue
		}
		o := d.Transmissions[0].Original
		if test.agreement != "" && (o.Agreement != test.agreement || len(d.Leftover) > 0) || len(d.Transmissions[0].Contradictions) > 0 != test.against || slices.Contains(o.Compared, "messageID") {
			t.Errorf("%s: %s, compared %v, %v, left over %v", name, o.Agreement, o.Compared, d.Transmissions[0].Contradictions, d.Leftover)
		}
	}
}

// TestNeverOneProofOfBoth: a receipt of PEC and evidence of REM with one identifier are two sendings.
func TestNeverOneProofOfBoth(t *testing.T) {
	trust := remTrust(t, "../../testdata/trust/rem-list.xml", "../../testdata/trust/ca.pem")
	pec := pectest.NewOffice().Dispatch()
	s := pectest.NewREMOffice().Sending()
	s.MessageID = pec.Consegna().Data.Identifier
	d := joinedREM(t, trust, map[string][]byte{"a.eml": pec.Accettazione().Bytes(), "b.eml": s.Consignment(1).Bytes()})
	if len(d.Transmissions) != 2 {
		t.Fatalf("%d transmissions", len(d.Transmissions))
	}
	for _, one := range d.Transmissions {
		if len(one.Evidence) != 1 || len(one.Doubts) == 0 || one.Complete {
			t.Errorf("%+v", one)
		}
	}
}

// TestNoFailureOfREMIsOverlooked: what tells of a failure, or may, and whose it is not known to be, leaves nothing complete.
func TestNoFailureOfREMIsOverlooked(t *testing.T) {
	trust := remTrust(t, "../../testdata/trust/rem-list.xml", "../../testdata/trust/ca.pem")
	s := pectest.NewREMOffice().Sending()
	unlisted := verdict(verifier.Indeterminate, verifier.NoCertificateChain)
	failure := func(edit func(*pectest.REMMessage)) *pectest.REMMessage {
		m := s.ConsignmentFailure(1)
		edit(m)
		return m
	}
	event := func(name string) []byte { return failure(func(m *pectest.REMMessage) { m.Event = name }).Bytes() }
	stranger := *s
	stranger.Sender = "altri@altrove.example"
	elsewhere := *s
	elsewhere.MessageID = "2@uno.example"
	pec := pectest.NewOffice().Dispatch().ErroreConsegna("no-dest", "5.1.1")
	pec.Data.Identifier = s.MessageID
	for name, test := range map[string]struct {
		mail []byte
		edit func(*verifier.Report)
		want string // the reasons of doubts, and of what is left over; "" = it is complete
	}{
		"altered": {failure(func(m *pectest.REMMessage) {
			m.Tamper = func(b []byte) []byte { return pectest.Replace(b, "evidence", "Evidence") }
		}).Bytes(), nil, "doubt.unjudged leftover.altered-notice"},
		"by a stranger":                        {failure(func(*pectest.REMMessage) {}).Bytes(), unlisted, "doubt.unheard"},
		"by a stranger, of another digest":     {failure(func(m *pectest.REMMessage) { m.Digest = make([]byte, 32) }).Bytes(), unlisted, "doubt.unjudged leftover.undecided"},
		"by a stranger, of another sender":     {stranger.ConsignmentFailure(1).Bytes(), unlisted, "doubt.unjudged leftover.undecided"},
		"by a stranger, of PEC":                {pec.Bytes(), unlisted, "doubt.unjudged leftover.undecided"},
		"by a stranger, of another identifier": {elsewhere.ConsignmentFailure(1).Bytes(), unlisted, "leftover.uncounted"},
		"a handing over that failed": {failure(func(m *pectest.REMMessage) {
			m.Event, m.Reasons[0] = "ContentHandoverFailure", [3]string{"MessageHandoverTimeout", "RE04", "nobody came"}
		}).Bytes(), nil, "doubt.event"},
		"an event that nobody knows": {event("ContentLost"), nil, "doubt.event"},
		"an event of another form":   {event("ContentLost"), kind(verifier.KindUnknown), "doubt.event"},
		"such an event without news": {failure(func(m *pectest.REMMessage) {
			m.Event, m.Reasons[0] = "ContentLost", [3]string{"S_ERDSP_ReceivedNoDeliveryInfoFromR_ERDSP", "RD03", "No news"}
		}).Bytes(), nil, "doubt.event"},
		"the recipient's refusal":             {event("ConsignmentRejection"), nil, "doubt.unheard"},
		"an event that is no failure, judged": {event("NotificationDelivered"), nil, ""},
	} {
		var in []Input
		for i, m := range []*pectest.REMMessage{s.Acceptance(), s.Consignment(1), s.Consignment(2)} {
			in = append(in, pieces(t, trust, string(rune('a'+i))+".eml", m.Bytes())...)
		}
		last := pieces(t, trust, "z.eml", test.mail)
		if test.edit != nil {
			test.edit(last[0].Report)
		}
		in = append(in, last...)
		packed, err := Unpack(Pack(in))
		if err != nil {
			t.Fatal(err)
		}
		for how, in := range map[string][]Input{"given": in, "packed": packed} {
			d := Build(in, Options{Now: pectest.Now})
			said := reasons(d.Transmissions[0].Doubts)
			for _, l := range d.Leftover {
				said = strings.TrimSpace(said + " " + l.Reason)
			}
			if said != test.want || d.Transmissions[0].Complete != (said == "" || said == "leftover.uncounted") {
				t.Errorf("%s, %s: complete %v, %s", name, how, d.Transmissions[0].Complete, said)
			}
		}
	}
}

// TestREMDossiers: those that the README of the examples tells of.
func TestREMDossiers(t *testing.T) {
	const corpus = "../../../shared/corpus/rem/"
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("the examples are not here")
	}
	trust := remTrust(t, corpus+"made-list.xml")
	for prefix, want := range map[string][]string{
		"agid-sit2": {"recC@r2-rems-only-for-test.it proved, recE@r2-rems-only-for-test.it failed, recD@r2-rems-only-for-test.it proved, recF@r2-rems-only-for-test.it failed"},
		"etsi-s1":   {"rcp1@rb-rems.rem proved, rcp2@rcp2domain.rem proved, rcp3@rc-rems.rem proved, rcp4@non-rem-domain.nrem not-provable"},
		"etsi-s3":   {"rcp1@rb-rems.rem failed, rcp2@rcp2domain.rem failed"},
		"etsi-s5":   {"rcp1@rb-rems.rem proved, rcp2@rcp2domain.rem failed, rcp3@rc-rems.rem failed, rcp4@non-rem-domain.nrem not-provable"},
	} {
		mails := map[string][]byte{}
		names, _ := filepath.Glob(corpus + prefix + "-*.eml")
		for _, name := range names {
			if strings.Contains(name, "original") {
				continue
			}
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			mails[filepath.Base(name)] = data
		}
		d := joinedREM(t, trust, mails)
		var got []string
		for _, one := range d.Transmissions {
			got = append(got, states(one))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", prefix, got)
		}
		if prefix == "etsi-s3" && len(d.Transmissions) == 1 {
			failures := 0
			for _, n := range d.Transmissions[0].Recipients[0].Evidence {
				if d.Transmissions[0].Evidence[n].Kind == "RelayFailure" {
					failures++
				}
			}
			if failures != 5 {
				t.Errorf("%d failures are shown", failures)
			}
		}
	}
	mails := map[string][]byte{}
	for _, pattern := range []string{"agid-intra-*", "agid-inflow-*", "agid-outflow-*"} {
		names, _ := filepath.Glob(corpus + pattern + ".eml")
		for _, name := range names {
			if !strings.Contains(name, "original") {
				mails[filepath.Base(name)], _ = os.ReadFile(name)
			}
		}
	}
	if d := joinedREM(t, trust, mails); len(d.Transmissions) != 3 {
		t.Errorf("%d transmissions of three messages with one identifier", len(d.Transmissions))
	}
}

// How long a log is kept is a rule of PEC: of registered mail each sentence with that day has a form of its own, but for those to which
// registered mail does not come.
func TestRegisteredMailIsNotToldOfLogs(t *testing.T) {
	never := map[string]string{
		"contradicted.given-up":   "it has no notices after 24 hours",
		"contradicted.sender":     "its evidence is joined by the sender too",
		"missing.delivery-late":   "no log has a known end",
		"missing.notice":          "it has no notices by hours",
		"missing.notice12h":       "it has no notices after 12 hours",
		"missing.acceptance-late": "no log has a known end",
	}
	for reason, text := range sentences {
		if !strings.Contains(text, "{logUntil}") {
			continue
		}
		own, there := sentences[reason+".rem"]
		switch _, exempt := never[reason]; {
		case strings.HasSuffix(reason, ".rem"):
			t.Errorf("%s names the end of a log", reason)
		case exempt == there:
			t.Errorf("%s: its form for registered mail %q; exempt %t", reason, own, exempt)
		}
	}
}
