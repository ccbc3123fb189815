package dossier

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/internal/msgid"
)

// Build joins pieces into transmissions. It reads its input and never changes it; the result is the same for any
// order of inputs.
func Build(inputs []Input, o Options) Dossier {
	all := []Transmission{}
	d, _ := Walk(inputs, o, func(t Transmission) error {
		all = append(all, t)
		return nil
	})
	d.Transmissions = slices.Clip(all)
	return d
}

// Walk is Build for many transmissions, each with up to thousands of recipients: it hands out one after the other, and what it
// gives back has none. An error of visit ends it.
func Walk(inputs []Input, o Options, visit func(Transmission) error) (Dossier, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	b := &builder{now: o.Now, profile: o.Profile}
	b.take(inputs)
	b.group()
	b.joinSent()
	return b.dossier(visit)
}

// item is one input, prepared for joining. The same file met again is among its copies.
type item struct {
	report    *verifier.Report
	role      verifier.Kind // what the piece does in a sending: in PEC its kind
	rem       bool          // of registered mail
	sent      *Sent
	source    Source
	id        msgid.ID // identificativo; "" = none that is certified
	client    msgid.ID // msgid, of a sent mail its Message-ID
	recipient string   // key of consegna, for presa-in-carico of all ricezione
	at        time.Time
	counted   bool
	mended    bool // storage had damaged the file, reversibly
	copies    []place
	position  int   // in the evidence of its transmission
	variant   *item // the next piece of the same kind, recipient and time that states something else
	group     *group
	sameList  bool // its recipients are, word for word, those of the reference
}

// place is where the same piece was met again. What its file was like there is its own.
type place struct {
	Source
	mended bool
}

// group is what bears one identifier, but for the case of its letters.
type group struct {
	id     msgid.ID // as the first piece states it
	items  []*item  // in canonical order, counting or not
	sent   []*item
	rem    bool            // of registered mail; no piece of PEC is in it
	twin   bool            // another sending bears the same identifier
	differ [][2]*item      // same kind, recipient and time, and not the same statement
	said   map[claim]*item // the first of each, with its variants behind it
}

// claim is what makes two pieces the same, unless what they state differs.
type claim struct {
	recipient string
	kind      int
	at        int64
}

type builder struct {
	now      time.Time
	profile  string
	items    []*item
	sent     []*item
	groups   []*group
	leftover []Leftover
	unjudged int
	files    []verifier.File
	decoding map[string]bool // providers that are seen to take the hashes of brief receipts over the decoded bytes
}

// take prepares the inputs and brings them into the one order on which everything else rests.
func (b *builder) take(inputs []Input) {
	mails := map[[2]string]bool{} // what is taken as a sent mail is not listed as holding no evidence
	all := make([]item, len(inputs))
	b.items = make([]*item, 0, len(inputs))
	b.files = make([]verifier.File, 0, len(inputs))
	for i, in := range inputs {
		it := &all[i]
		it.report, it.sent = in.Report, in.Sent
		switch {
		case in.Sent != nil:
			it.source, it.client = in.Sent.Source, msgid.Of(in.Sent.MessageID)
			mails[[2]string{it.source.File.SHA256, it.source.Part}] = true
			b.sent = append(b.sent, it)
		case in.Unread != nil:
			it.source = in.Unread.Source
			b.leftover = append(b.leftover, in.Unread.leftover())
		case in.Report != nil:
			it.source = Source{in.Report.File, in.Report.Part}
			it.read()
			b.items = append(b.items, it)
		default:
			continue
		}
		b.files = append(b.files, it.source.File)
	}
	b.items = slices.DeleteFunc(b.items, func(it *item) bool {
		return it.report.Indication == verifier.NoEvidence && readWhole(it.report) && mails[[2]string{it.source.File.SHA256, it.source.Part}]
	})
	slices.SortFunc(b.items, canonical)
	slices.SortFunc(b.sent, canonical)
	slices.SortFunc(b.files, compareFiles)
	b.files = slices.Compact(b.files)
	b.items, b.sent = foldFiles(b.items), foldFiles(b.sent)
	b.markUnsearched()
}

func (it *item) read() {
	r := it.report
	it.role = roleOf(r.Kind)
	it.counted = r.Error == "" && r.Indication == verifier.TotalPassed
	it.mended = isMended(r)
	it.rem = r.System == verifier.SystemREM
	if r.Error != "" || r.Certified == nil {
		return
	}
	it.id, it.client = msgid.Of(r.Certified.Identifier), msgid.Of(r.Certified.MessageID)
	it.at, _ = time.Parse(time.RFC3339, r.Certified.Time)
	if it.rem {
		it.readREM()
		r = it.report
	}
	it.recipient = addressKey(r.Certified.DeliveredTo)
	if len(r.Certified.ReceivedFor) > 0 {
		var keys []string
		for _, a := range r.Certified.ReceivedFor {
			keys = append(keys, addressKey(a))
		}
		slices.Sort(keys)
		it.recipient = strings.Join(keys, " ")
	}
}

// kindOrder breaks ties of time in the order in which things happen.
var kindOrder = map[verifier.Kind]int{"accettazione": 1, "non-accettazione": 2, "posta-certificata": 3, "presa-in-carico": 4,
	"rilevazione-virus": 5, "avvenuta-consegna": 6, "preavviso-errore-consegna": 7, "errore-consegna": 8}

// canonical orders pieces by time, kind, recipient and place. It never looks at where they stood in the input.
func canonical(a, b *item) int {
	if c := a.at.Compare(b.at); c != 0 {
		return c
	}
	if a.report != nil && b.report != nil {
		if c := cmp.Compare(kindOrder[a.role], kindOrder[b.role]); c != 0 {
			return c
		}
		if c := strings.Compare(a.recipient, b.recipient); c != 0 {
			return c
		}
		if c := cmp.Compare(a.id, b.id); c != 0 {
			return c
		}
	}
	if c := compareSources(a.source, b.source); c != 0 {
		return c
	}
	if a.report != nil && b.report != nil {
		return cmp.Or(cmp.Compare(a.report.Indication, b.report.Indication), cmp.Compare(a.report.Subindication, b.report.Subindication))
	}
	return 0
}

func compareSources(a, b Source) int {
	if c := strings.Compare(a.File.SHA256, b.File.SHA256); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.Part, b.Part), strings.Compare(a.File.Name, b.File.Name))
}

func compareFiles(a, b verifier.File) int {
	if c := strings.Compare(a.Name, b.Name); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Size, b.Size))
}

// foldFiles keeps the first of pieces that are the same bytes: the same part of a file of the same hash.
func foldFiles(items []*item) []*item {
	type same struct {
		sha256, part string
		verdict      verifier.Indication // the same bytes judged otherwise, with another list, are not folded
	}
	first := make(map[same]*item, len(items))
	kept := items[:0]
	for _, it := range items {
		p := same{sha256: it.source.File.SHA256, part: it.source.Part}
		if it.report != nil {
			p.verdict = it.report.Indication
		}
		if it.source.File.SHA256 == "" { // a file that was too large to be read
			kept = append(kept, it)
			continue
		}
		if same := first[p]; same != nil {
			same.copies = append(same.copies, place{it.source, it.mended})
			continue
		}
		first[p] = it
		kept = append(kept, it)
	}
	return kept
}

// group joins by identifier. Only counting evidence makes a transmission; what does not count goes where its own
// intact bytes say that it belongs, if that is there.
func (b *builder) group() {
	groups, bearing := map[string]*group{}, map[string]*group{}
	kept := make([]*item, 0, len(b.items))
	for _, it := range b.items {
		if !it.counted || it.id == "" {
			kept = append(kept, it)
			continue
		}
		key := it.key()
		g := groups[key]
		if g == nil {
			g = &group{id: it.id, rem: it.rem, said: map[claim]*item{}}
			if other := bearing[g.id.Folded()]; other != nil {
				other.twin, g.twin = true, true
			}
			bearing[g.id.Folded()] = g
			groups[key] = g
			b.groups = append(b.groups, g)
		}
		it.group = g
		said := claim{it.recipient, kindOrder[it.role], it.at.Unix()}
		same, first := g.said[said].saying(it)
		if same != nil {
			same.copies = append(append(same.copies, place{it.source, it.mended}), it.copies...)
			continue
		}
		if first != nil && it.rem { // another evidence: each stands for itself
			it.variant, first.variant = first.variant, it
		} else if first != nil {
			g.differ = append(g.differ, [2]*item{first, it})
			it.variant, first.variant = first.variant, it
		} else {
			g.said[said] = it
		}
		kept = append(kept, it)
	}
	for _, it := range kept {
		g := it.group
		if g == nil && it.id != "" {
			g = groups[it.key()]
		}
		if g != nil {
			it.position = len(g.items)
			g.items = append(g.items, it)
			continue
		}
		b.leave(it, bearing[it.id.Folded()] != nil)
	}
}

// saying finds, among a piece and its variants, one that says the same in every field, whatever its own Message-ID and
// signature. It looks at few: nobody but an attacker makes more.
func (first *item) saying(it *item) (same, variantOf *item) {
	for other, n := first, 0; other != nil && n < maxVariants; other, n = other.variant, n+1 {
		if other.id == it.id && equalCertified(other.report.Certified, it.report.Certified) && equalContent(other.report.Content, it.report.Content) {
			return other, first
		}
	}
	return nil, first
}

func equalCertified(a, b *verifier.Certified) bool {
	return a.Provider == b.Provider && a.Sender == b.Sender && a.ReplyTo == b.ReplyTo && a.Subject == b.Subject && a.MessageID == b.MessageID &&
		a.ReceiptType == b.ReceiptType && a.DeliveredTo == b.DeliveredTo && a.Error == b.Error && a.ErrorDetail == b.ErrorDetail &&
		a.Notice == b.Notice && a.EvidenceIdentifier == b.EvidenceIdentifier && slices.Equal(a.Reasons, b.Reasons) && equalLists(a.Recipients, b.Recipients) && slices.Equal(a.ReceivedFor, b.ReceivedFor)
}

func equalContent(a, b *verifier.Content) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	return a.Form == b.Form && a.MessageID == b.MessageID && a.From == b.From && a.Subject == b.Subject && a.Date == b.Date &&
		slices.Equal(a.To, b.To) && slices.EqualFunc(a.Attachments, b.Attachments, sameFile) && slices.Equal(a.Texts, b.Texts)
}

// sameFile: what its signatures prove is not the message's.
func sameFile(a, b verifier.Attachment) bool {
	a.Signed, b.Signed = nil, nil
	return a == b
}

// joinSent joins sent messages by identifier, where one bears it (a postacert.eml that was taken out), else by msgid.
// A msgid that several transmissions bear joins nothing.
func (b *builder) joinSent() {
	if len(b.sent) == 0 {
		return
	}
	byID, byMsgid := map[string]*group{}, map[string][]*group{}
	for _, g := range b.groups {
		if !g.rem { // of registered mail several sendings may bear one
			byID[g.id.Folded()] = g
		}
		for _, it := range g.items {
			id := it.client.Folded()
			if known := byMsgid[id]; it.counted && id != "" && (len(known) == 0 || known[len(known)-1] != g) {
				byMsgid[id] = append(known, g)
			}
		}
	}
	for _, it := range b.sent {
		l := Leftover{Source: it.source, Kind: verifier.KindNone, Copies: sources(it.copies)}
		id := it.client.Folded()
		known := byMsgid[id]
		switch g := byID[id]; {
		case it.sent.Lost && g == nil && len(known) != 1:
			l.Answer, l.Unjudged = answer("leftover.lost", "type", "file.mail"), 1+len(it.copies)
		case id == "":
			l.Answer = answer("leftover.sent-no-id")
		case g != nil:
			g.sent = append(g.sent, it)
			continue
		case len(known) == 0:
			l.Answer = answer("leftover.sent-unmatched", "messageID", string(it.client))
		case len(known) > 1:
			var ids []string
			for _, g := range known {
				ids = append(ids, string(g.id))
			}
			slices.Sort(ids)
			l.Answer = answer("leftover.sent-ambiguous", "messageID", string(it.client), "count", strconv.Itoa(len(ids)), "identifiers", some(ids))
		default:
			known[0].sent = append(known[0].sent, it)
			continue
		}
		b.leftover = append(b.leftover, l)
	}
	b.learnForms()
}

func (b *builder) dossier(visit func(Transmission) error) (Dossier, error) {
	d := Dossier{Schema: Schema, Now: b.now.UTC().Format(time.RFC3339), Profile: b.profile, Leftover: b.leftover, Files: b.files}
	for _, l := range d.Leftover {
		d.Unjudged += l.Unjudged
	}
	b.unjudged = d.Unjudged
	for _, g := range b.groups { // in the order of their first piece, which is that of time
		if err := visit(b.transmission(g)); err != nil {
			return d, err
		}
	}
	slices.SortStableFunc(d.Leftover, func(x, y Leftover) int {
		if c := strings.Compare(x.File.Name, y.File.Name); c != 0 {
			return c
		}
		return cmp.Or(compareSources(x.Source, y.Source), strings.Compare(x.Detail, y.Detail), cmp.Compare(x.Unjudged, y.Unjudged))
	})
	if d.Leftover == nil {
		d.Leftover = []Leftover{}
	}
	return d, nil
}

func sources(list []place) []Source {
	out := make([]Source, 0, len(list))
	for _, p := range list {
		out = append(out, p.Source)
	}
	return out
}

// addressKey makes addresses comparable. No provider tells mailboxes apart by case.
func addressKey(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return msgid.Lower(s)
}
