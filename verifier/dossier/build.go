package dossier

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"pecverifier/verifier"
)

// Build joins pieces into transmissions. It reads its input and never changes it; the result is the same for any
// order of inputs.
func Build(inputs []Input, o Options) Dossier {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	b := &builder{now: o.Now, profile: o.Profile}
	b.take(inputs)
	b.group()
	b.joinSent()
	return b.dossier()
}

// item is one input, prepared for joining. The same file met again is among its copies.
type item struct {
	report    *verifier.Report
	sent      *Sent
	source    Source
	id        string // identificativo; "" = none that is certified
	recipient string // key of consegna, for presa-in-carico of all ricezione
	at        time.Time
	counted   bool
	copies    []Source
	position  int   // in the evidence of its transmission
	variant   *item // the next piece of the same kind, recipient and time that states something else
	group     *group
	sameList  bool // its recipients are, word for word, those of the reference
}

// group is what bears one identifier.
type group struct {
	id     string
	items  []*item // in canonical order, counting or not
	sent   []*item
	differ [][2]*item          // same kind, recipient and time, and not the same statement
	said   map[statement]*item // the first of each, with its variants behind it
}

// statement is what makes two pieces the same, unless what they state differs.
type statement struct {
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
	files    []verifier.File
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
			it.source = in.Sent.Source
			mails[[2]string{it.source.File.SHA256, it.source.Part}] = true
			b.sent = append(b.sent, it)
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
		return it.report.Indication == verifier.NoEvidence && mails[[2]string{it.source.File.SHA256, it.source.Part}]
	})
	slices.SortFunc(b.items, canonical)
	slices.SortFunc(b.sent, canonical)
	slices.SortFunc(b.files, compareFiles)
	b.files = slices.Compact(b.files)
	b.items, b.sent = foldFiles(b.items), foldFiles(b.sent)
}

func (it *item) read() {
	r := it.report
	it.counted = r.Error == "" && r.Indication == verifier.TotalPassed
	if r.Error != "" || r.Certified == nil {
		return
	}
	it.id = BareID(r.Certified.Identifier)
	it.at, _ = time.Parse(time.RFC3339, r.Certified.Time)
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
		if c := cmp.Compare(kindOrder[a.report.Kind], kindOrder[b.report.Kind]); c != 0 {
			return c
		}
		if c := cmp.Or(cmp.Compare(a.recipient, b.recipient), cmp.Compare(a.id, b.id)); c != 0 {
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
	return cmp.Or(cmp.Compare(a.File.SHA256, b.File.SHA256), cmp.Compare(a.Part, b.Part), cmp.Compare(a.File.Name, b.File.Name))
}

func compareFiles(a, b verifier.File) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.SHA256, b.SHA256), cmp.Compare(a.Size, b.Size))
}

// foldFiles keeps the first of pieces that are the same bytes: the same part of a file of the same hash.
func foldFiles(items []*item) []*item {
	type place struct {
		sha256, part string
		verdict      verifier.Indication // the same bytes judged otherwise, with another list, are not folded
	}
	first := make(map[place]*item, len(items))
	kept := items[:0]
	for _, it := range items {
		p := place{sha256: it.source.File.SHA256, part: it.source.Part}
		if it.report != nil {
			p.verdict = it.report.Indication
		}
		if it.source.File.SHA256 == "" { // a file that was too large to be read
			kept = append(kept, it)
			continue
		}
		if same := first[p]; same != nil {
			same.copies = append(same.copies, it.source)
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
	groups := map[string]*group{}
	kept := make([]*item, 0, len(b.items))
	for _, it := range b.items {
		if !it.counted || it.id == "" {
			kept = append(kept, it)
			continue
		}
		g := groups[it.id]
		if g == nil {
			g = &group{id: it.id, said: map[statement]*item{}}
			groups[it.id] = g
			b.groups = append(b.groups, g)
		}
		it.group = g
		key := statement{it.recipient, kindOrder[it.report.Kind], it.at.Unix()}
		same, first := g.said[key].saying(it)
		if same != nil {
			same.copies = append(append(same.copies, it.source), it.copies...)
			continue
		}
		if first != nil {
			g.differ = append(g.differ, [2]*item{first, it})
			it.variant, first.variant = first.variant, it
		} else {
			g.said[key] = it
		}
		kept = append(kept, it)
	}
	for _, it := range kept {
		g := it.group
		if g == nil && it.id != "" {
			g = groups[it.id]
		}
		if g != nil {
			it.position = len(g.items)
			g.items = append(g.items, it)
			continue
		}
		b.leave(it)
	}
}

// saying finds, among a piece and its variants, one that says the same in every field, whatever its own Message-ID and
// signature. It looks at few: nobody but an attacker makes more.
func (first *item) saying(it *item) (same, variantOf *item) {
	for other, n := first, 0; other != nil && n < maxVariants; other, n = other.variant, n+1 {
		if equalCertified(other.report.Certified, it.report.Certified) && equalContent(other.report.Content, it.report.Content) {
			return other, first
		}
	}
	return nil, first
}

func equalCertified(a, b *verifier.Certified) bool {
	return a.Provider == b.Provider && a.Sender == b.Sender && a.ReplyTo == b.ReplyTo && a.Subject == b.Subject && a.MessageID == b.MessageID &&
		a.ReceiptType == b.ReceiptType && a.DeliveredTo == b.DeliveredTo && a.Error == b.Error && a.ErrorDetail == b.ErrorDetail &&
		a.Notice == b.Notice && equalLists(a.Recipients, b.Recipients) && slices.Equal(a.ReceivedFor, b.ReceivedFor)
}

func equalContent(a, b *verifier.Content) bool {
	if a == b || a == nil || b == nil {
		return a == b
	}
	return a.Form == b.Form && a.MessageID == b.MessageID && a.From == b.From && a.Subject == b.Subject && a.Date == b.Date &&
		slices.Equal(a.To, b.To) && slices.Equal(a.Attachments, b.Attachments) && slices.Equal(a.Texts, b.Texts)
}

// leave lists a report that belongs to no transmission.
func (b *builder) leave(it *item) {
	r := it.report
	l := Leftover{Source: it.source, Kind: r.Kind, Indication: r.Indication, Subindication: r.Subindication, Identifier: it.id, Copies: sources(it.copies)}
	switch {
	case r.Error != "":
		l.Answer = answer("leftover.unreadable", "error", r.Error)
	case r.Indication == verifier.NoEvidence:
		l.Answer = answer("leftover.none", "type", fileType(r))
	case it.counted && r.Kind == verifier.KindAnomaly:
		l.Answer = answer("leftover.anomaly")
	case it.counted:
		l.Answer = answer("leftover.no-identifier")
	case r.Certified != nil:
		l.Answer = answer("leftover.uncounted", "indication", string(r.Indication), "subindication", string(r.Subindication))
	case r.Subindication == verifier.FormatFailure:
		l.Answer = answer("leftover.format")
	case r.Indication == verifier.TotalFailed:
		l.Answer = answer("leftover.altered")
	default:
		l.Answer = answer("leftover.uncounted", "indication", string(r.Indication), "subindication", string(r.Subindication))
	}
	b.leftover = append(b.leftover, l)
}

// joinSent joins sent messages by identifier, where one bears it (a postacert.eml that was taken out), else by msgid.
// A msgid that several transmissions bear joins nothing.
func (b *builder) joinSent() {
	if len(b.sent) == 0 {
		return
	}
	byID, byMsgid := map[string]*group{}, map[string][]*group{}
	for _, g := range b.groups {
		byID[g.id] = g
		for _, it := range g.items {
			id := BareID(it.report.Certified.MessageID)
			if known := byMsgid[id]; it.counted && id != "" && (len(known) == 0 || known[len(known)-1] != g) {
				byMsgid[id] = append(known, g)
			}
		}
	}
	for _, it := range b.sent {
		l := Leftover{Source: it.source, Kind: verifier.KindNone, Copies: sources(it.copies)}
		id := BareID(it.sent.MessageID)
		known := byMsgid[id]
		switch g := byID[id]; {
		case id == "":
			l.Answer = answer("leftover.sent-no-id")
		case g != nil:
			g.sent = append(g.sent, it)
			continue
		case len(known) == 0:
			l.Answer = answer("leftover.sent-unmatched", "messageID", id)
		case len(known) > 1:
			var ids []string
			for _, g := range known {
				ids = append(ids, g.id)
			}
			slices.Sort(ids)
			l.Answer = answer("leftover.sent-ambiguous", "messageID", id, "count", strconv.Itoa(len(ids)), "identifiers", some(ids))
		default:
			known[0].sent = append(known[0].sent, it)
			continue
		}
		b.leftover = append(b.leftover, l)
	}
}

func (b *builder) dossier() Dossier {
	d := Dossier{Schema: Schema, Now: b.now.UTC().Format(time.RFC3339), Profile: b.profile,
		Transmissions: make([]Transmission, 0, len(b.groups)), Leftover: b.leftover, Files: b.files}
	for _, g := range b.groups { // in the order of their first piece, which is that of time
		d.Transmissions = append(d.Transmissions, b.transmission(g))
	}
	slices.SortStableFunc(d.Leftover, func(x, y Leftover) int {
		return cmp.Or(cmp.Compare(x.File.Name, y.File.Name), compareSources(x.Source, y.Source))
	})
	if d.Leftover == nil {
		d.Leftover = []Leftover{}
	}
	return d
}

func sources(list []Source) []Source {
	if list == nil {
		return []Source{}
	}
	return list
}

// BareID makes identifiers comparable by taking one pair of angle brackets off: identificativo is written without them,
// msgid with (RULES.md §1.4).
func BareID(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">") {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return s
}

// addressKey makes addresses comparable. No provider tells mailboxes apart by case, which is that of ASCII: a Kelvin sign is
// no k.
func addressKey(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, BareID(s))
}
