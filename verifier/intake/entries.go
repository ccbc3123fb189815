package intake

import (
	"fmt"
	"strconv"
	"strings"
)

// Slugs of what keeps a container, or one entry of it, from being read.
const (
	SlugNoContainer  = "not-a-container"
	SlugTooMany      = "too-many-entries"
	SlugTooLarge     = "too-large"
	SlugBomb         = "zip-bomb"
	SlugNested       = "nested-too-deep"
	SlugEncrypted    = "zip-encrypted"
	SlugZipDamaged   = "zip-damaged"
	SlugMsgDamaged   = "msg-damaged"
	SlugMsgUnsigned  = "msg-without-signed-blob"
	SlugMsgTooLarge  = "msg-too-large"
	SlugEmptyArchive = "zip-empty"
)

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

// Entry is one thing that a container holds. What could not be read has a Problem and no Data.
type Entry struct {
	Name    string // a label, which no other entry has
	Data    []byte
	Problem *Problem
}

// walk is one call of Entries.
type walk struct {
	visit    func(Entry) error
	entries  int
	unpacked int
	names    Names
}

// Names gives each label once.
type Names map[string]int

// Entries hands over what an mbox, a zip or an Outlook message holds, in its order. What it hands over is never itself
// an mbox or a zip: those found in a zip are opened too, zips one deep, and their names joined with a slash. All
// names are labels to be shown, not paths, and each is given once: "1", "2", … in an mbox, the entry's own in a zip, the
// attachment's in a message. An Outlook message in a zip is handed over as it is.
//
// What cannot be read, an entry or a container in the container, is handed over too, with the Problem in place of its bytes;
// what keeps the container itself from being read, or from being read further, is a Problem without a name, the last. An error
// of visit ends the walk and is returned.
func Entries(name string, data []byte, visit func(Entry) error) error {
	w := &walk{visit: visit, names: Names{}}
	var err error
	switch f := Identify(name, data); f {
	case Mbox:
		err = w.mbox("", data)
	case Zip:
		err = w.zip("", data, 1)
	case Msg:
		err = w.msg(data)
	default:
		err = &stop{&Problem{Slug: SlugNoContainer, Detail: "this is no container of messages: " + f.Slug()}}
	}
	switch err := err.(type) {
	case nil:
		return nil
	case *stop:
		return visit(Entry{Name: err.Entry, Problem: err.Problem})
	}
	return err
}

// stop carries a Problem that ends the walk through it.
type stop struct{ *Problem }

// entry hands one over, under a name that no other has.
func (w *walk) entry(name string, data []byte) error {
	if err := w.count(); err != nil {
		return err
	}
	return w.visit(Entry{Name: w.names.Unique(name), Data: data})
}

func (w *walk) count() error {
	if w.entries++; w.entries > maxEntries {
		return &stop{&Problem{Slug: SlugTooMany, Detail: fmt.Sprintf("it holds more than %d entries", maxEntries)}}
	}
	return nil
}

// Inside names what stands inside an entry; Unique gives no name that could be taken for it.
func Inside(entry, name string) string {
	if entry == "" {
		return name
	}
	return entry + inside + name
}

const inside = "#/"

// Unique gives a name that it has not given before. None ends like a part inside an entry, as "x.eml#2.1" does, and none
// reads like what Inside gives.
func (n Names) Unique(name string) string {
	if name == "" {
		name = "?"
	}
	name = strings.ReplaceAll(name, inside, "# /")
	if i := strings.LastIndexByte(name, '#'); i >= 0 && i < len(name)-1 && strings.Trim(name[i+1:], "0123456789.") == "" {
		name += " (1)"
	}
	for {
		n[name]++
		count := n[name]
		if count == 1 {
			return name
		}
		name += " (" + strconv.Itoa(count) + ")"
	}
}

// pass hands over why an entry cannot be read, and goes on.
func (w *walk) pass(p *Problem) error {
	if err := w.count(); err != nil {
		return err
	}
	named := *p
	named.Entry = w.names.Unique(p.Entry)
	return w.visit(Entry{Name: named.Entry, Problem: &named})
}
