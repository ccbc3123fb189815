package intake

import (
	"bufio"
	"fmt"
	"strconv"
	"strings"
)

// Slugs of what keeps a container, or one entry of it, from being read.
const (
	SlugTooMany      = "too-many-entries"
	SlugTooLarge     = "too-large"
	SlugBomb         = "bomb"
	SlugNested       = "nested-too-deep"
	SlugEncrypted    = "zip-encrypted"
	SlugZipMethod    = "zip-method"
	SlugZipDamaged   = "zip-damaged"
	SlugTarDamaged   = "tar-damaged"
	SlugPackDamaged  = "compressed-damaged"
	SlugMsgDamaged   = "msg-damaged"
	SlugMsgTooLarge  = "msg-too-large"
	SlugEmptyArchive = "archive-empty"
	SlugUnclosed     = "mailbox-unclosed"
)

// ProblemSlugs are all of them.
var ProblemSlugs = []string{SlugTooMany, SlugTooLarge, SlugBomb, SlugNested, SlugEncrypted, SlugZipMethod, SlugZipDamaged, SlugTarDamaged,
	SlugPackDamaged, SlugMsgDamaged, SlugMsgTooLarge, SlugEmptyArchive, SlugUnclosed}

// Problem is why a container, or the named entry of one, could not be read.
type Problem struct {
	Slug   string // one of the Slug constants
	Entry  string // the entry's label, "" = the container itself
	Detail string // English sentence
}

func (p *Problem) Error() string {
	if p.Entry == "" {
		return p.Detail
	}
	return fmt.Sprintf("%s: %s", p.Entry, p.Detail)
}

// Entry is one thing that a walk comes to: a mail, a file that is none, or with a Problem something that could not be read.
type Entry struct {
	Name   string // a label, which no other entry of the walk has; "" is the file itself
	Format Format
	Data   []byte // nil beside a Problem, and where Format says that no mail can be in it
	Notes  []Note // what was taken off, or undone, on the way to Data

	// Whole is the same mail of a mailbox up to its own closing delimiter, where that lies beyond a separator which no signature
	// covers: the separator is right, or the mail is. Data ends at the separator. nil where there is nothing to choose.
	Whole []byte

	Problem *Problem
}

// Span is a range of bytes.
type Span struct{ From, To int }

// Walk opens containers in each other, wherever they stand: the file that was given, and what a mail in it has attached. All share
// one set of bounds and one set of names. The zero value but for Visit knows no signatures.
type Walk struct {
	// Visit is given each entry, in order. What it returns ends the walk.
	Visit func(Entry) error

	// Content gives the file that a SignedData or TimeStampedData is a cover of; not ok where it is none.
	Content func(der []byte) (content []byte, ok bool)

	// Covered says which bytes of a mail a provider's signature holds: what stands there is that mail's text.
	Covered func(mail []byte) []Span

	size     int // of the file
	left     room
	attached room // for what mails have attached, apart: whoever sends a mail keeps none of its neighbours from being read
	inPart   bool
	garbage  int           // bytes unpacked since the last collection
	head     *bufio.Reader // of the entry of a zip that is being unpacked
	depth    int
	names    Names
	stopped  bool
}

// room is how much may still be handed over, and unpacked.
type room struct{ entries, bytes int }

// place is where in the walk something stands.
type place struct {
	label  string // its own name
	inside string // what its entries' names begin with
	notes  []Note
	part   bool // in a mail: what cannot hold a mail is passed over
}

func (p place) entry(name string) place {
	return place{label: p.inside + name, inside: p.inside + name + "/", notes: p.notes, part: p.part}
}

func (p place) noted(n Note) place {
	p.notes = append(p.notes[:len(p.notes):len(p.notes)], n)
	return p
}

// File opens what was given, whatever it is. A file that is no container is its own one entry, without a name; in a mailbox the names
// are "1", "2", …, in an archive the entry's own, containers in each other are joined with a slash. All names are labels to be shown,
// not paths. What is unpacked is nothing that Open opens, but for Outlook messages, which are handed over as they are.
//
// What cannot be read, an entry or the file itself, is handed over with its Problem; what keeps the walk from going on is the last.
func (w *Walk) File(name string, data []byte) error {
	w.size, w.names = len(data), Names{}
	w.left = room{maxEntries, w.most()}
	w.attached = w.left
	return w.open(place{}, name, data)
}

// Part opens a part of a mail that Visit was given, while it has it: label is its own, inside what the labels of its entries begin
// with. Only mails are handed over, and what is known to hold some and cannot be read.
func (w *Walk) Part(label, inside, name string, data []byte) error {
	if !w.inPart { // each has half of what there is, so that the next has some too
		saved, stopped := w.left, w.stopped
		share := room{w.attached.entries / 2, w.attached.bytes / 2}
		w.left, w.inPart = share, true
		defer func() {
			w.attached.entries -= share.entries - max(w.left.entries, 0)
			w.attached.bytes -= share.bytes - max(w.left.bytes, 0)
			w.left, w.stopped, w.inPart = saved, stopped, false
		}()
	}
	p := place{label: label, inside: inside, part: true}
	if w.left.bytes -= len(data); w.left.bytes < 0 {
		return w.fail(p, SlugTooLarge, "the attachments of the file are too large together")
	}
	return w.open(p, name, data)
}

// open goes into a container, or hands over what is none.
func (w *Walk) open(at place, name string, data []byte) error {
	if w.stopped {
		return nil
	}
	if w.depth == maxDepth {
		return w.fail(at, SlugNested, "containers are nested too deep; unpack it and give what is in it")
	}
	w.depth++
	defer func() { w.depth-- }()
	data, notes := recode(data)
	for _, n := range notes {
		at = at.noted(n)
	}
	f := identify(name, data)
	if at.label != "" && KeptBySystem(name, f) {
		return nil
	}
	switch f {
	case Message:
		return w.mails(at, data)
	case Zip:
		return w.zip(at, data)
	case Tar:
		return w.tar(at, data)
	case Gzip, Bzip2:
		return w.compressed(at, name, f, data)
	case CMS, Stamped:
		return w.cover(at, name, f, data)
	case Base64:
		if raw, ok := decodeBase64(skipBlank(data)); ok {
			return w.open(at.noted(NoteBase64), name, raw)
		}
		return w.leaf(at, Entry{Format: f, Data: data})
	default:
		return w.leaf(at, Entry{Format: f, Data: data})
	}
}

// cover takes a signed or time-stamped container off.
func (w *Walk) cover(at place, name string, f Format, data []byte) error {
	if w.Content != nil {
		note := NoteSigned
		if f == Stamped {
			note = NoteStamped
		}
		if der, ok := SignedData(data); ok {
			if content, ok := w.Content(der); ok {
				return w.open(at.noted(note), name, content)
			}
		}
	}
	return w.leaf(at, Entry{Format: f, Data: data})
}

// leaf hands an entry over, under a name that no other has.
func (w *Walk) leaf(at place, e Entry) error {
	if at.part && !e.Format.telling() && e.Problem == nil || w.stopped {
		return nil
	}
	if w.left.entries--; w.left.entries < 0 {
		w.stopped = true
		e = Entry{Problem: &Problem{Slug: SlugTooMany, Detail: "it holds too many entries: what follows in it was not read"}}
		if !w.inPart {
			return w.Visit(e)
		}
	}
	e.Name, e.Notes = at.label, at.notes
	if e.Name != "" {
		e.Name = w.names.Unique(at.label)
	}
	if e.Problem != nil {
		e.Problem.Entry = e.Name
	}
	return w.Visit(e)
}

// fail hands over why something cannot be read.
func (w *Walk) fail(at place, slug, detail string) error {
	return w.leaf(at, Entry{Problem: &Problem{Slug: slug, Detail: detail}})
}

// most is how many bytes may be unpacked in all, most of one entry mostEntry.
func (w *Walk) most() int      { return min(maxUnpacked, unpackedTimes*w.size+unpackedMin) }
func (w *Walk) mostEntry() int { return min(maxEntry, entryTimes*w.size+entryMin) }

// Inside names what stands inside an entry; no entry of a container has a name that could be taken for it.
func Inside(entry, name string) string {
	if entry == "" {
		return name
	}
	return entry + inside + name
}

const inside = "#/"

// Names gives each label once.
type Names map[string]int

// Unique gives a name that it has not given before.
func (n Names) Unique(name string) string {
	for {
		n[name]++
		count := n[name]
		if count == 1 {
			return name
		}
		name += " (" + strconv.Itoa(count) + ")"
	}
}

// own makes the name that a container gives its entry one that nothing else bears: it does not end like a part inside an entry, as
// "x.eml#2.1" does, and neither it nor what stands in it reads like what Inside gives.
func own(name string) string {
	if name = label(name); name == "" {
		name = "?"
	}
	name = strings.ReplaceAll(name, inside, "# /")
	if i := strings.LastIndexByte(name, '#'); i >= 0 && strings.Trim(name[i+1:], "0123456789.") == "" {
		name += " (1)"
	}
	return name
}
