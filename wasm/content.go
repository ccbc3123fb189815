//go:build js && wasm

package main

import (
	"errors"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/digest"
)

// kept is what the last file that was verified, or opened, turned out to be: what somebody looks at is what was judged, and nothing is
// read or judged again for it. It goes with the next file.
var kept struct {
	sha256  string
	part    string // the one that was judged; "" = all
	trust   *trustlist.List
	reports []verifier.Report
}

func keep(sha256, part string, trust *trustlist.List, reports []verifier.Report) {
	kept.sha256, kept.part, kept.trust, kept.reports = sha256, part, trust, reports
}

// letGo frees the file that is kept, before another one is read beside it.
func letGo() { keep("", "", nil, nil) }

// openedMessage is what openContent gives. wasm.d.ts mirrors it.
type openedMessage struct {
	From        string             `json:"from"`
	To          []string           `json:"to"`
	Subject     string             `json:"subject"`
	Date        string             `json:"date"`
	Fields      []verifier.Field   `json:"fields"`
	Bodies      []openedBody       `json:"bodies"`
	Attachments []openedAttachment `json:"attachments"`
	Daticert    bool               `json:"daticert"`
	Cut         bool               `json:"cut"`
}

type openedBody struct {
	Type    string `json:"type"`
	Charset string `json:"charset"`
	Text    string `json:"text"`
	Raw     []byte `json:"raw,omitempty"` // base64 in JSON
	Cut     bool   `json:"cut"`
}

type openedAttachment struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Size    int    `json:"size"`
	SHA256  string `json:"sha256"`
	Message bool   `json:"message"`
	ID      string `json:"id"`
}

// openContent(name, bytes, sha256, part, path) promises the JSON of the message that a report's part certifies. path leads into
// messages attached to it: the numbers of attachments, from 0, joined by dots.
func openContent(args []js.Value) (any, error) {
	o, err := opened(args)
	if err != nil {
		return nil, err
	}
	m := openedMessage{To: []string{}, Fields: o.Fields, Bodies: []openedBody{}, Attachments: []openedAttachment{}, Daticert: o.Daticert != nil}
	if o.Message != nil {
		m.From, m.To, m.Subject, m.Date, m.Cut = o.Message.From, o.Message.To, o.Message.Subject, o.Message.Date, o.Message.Cut
		for i, a := range o.Message.Attachments {
			m.Attachments = append(m.Attachments, openedAttachment{a.Name, a.Type, a.Size, a.SHA256, o.IsMessage(i), o.ContentID(i)})
		}
	}
	for _, b := range o.Bodies {
		m.Bodies = append(m.Bodies, openedBody(b))
	}
	return written(m)
}

// attachment(name, bytes, sha256, part, path, number) promises the bytes of one attachment.
func attachment(args []js.Value) (any, error) {
	o, err := opened(args)
	if err != nil {
		return nil, err
	}
	number := args[5].Int()
	if o.Message == nil || number < 0 || number >= len(o.Message.Attachments) {
		return nil, &failure{codeContent, verifier.ErrNoSuchPart.Error()}
	}
	sink := newSink(o.Message.Attachments[number].Size)
	if err := o.WriteTo(sink, number); err != nil {
		return nil, &failure{codeContent, err.Error()}
	}
	return sink.array, nil
}

// sink is a Uint8Array that is filled piece by piece: a large attachment is in memory once, where it is wanted.
type sink struct {
	array js.Value
	at    int
}

func newSink(size int) *sink { return &sink{array: js.Global().Get("Uint8Array").New(size)} }

func (s *sink) Reset() { s.at = 0 }

func (s *sink) Write(p []byte) (int, error) {
	if s.at+len(p) > s.array.Get("length").Int() {
		return 0, verifier.ErrNoSuchPart // another size than the report has
	}
	js.CopyBytesToJS(s.array.Call("subarray", s.at, s.at+len(p)), p)
	s.at += len(p)
	return len(p), nil
}

// daticert(name, bytes, sha256, part) promises the bytes of daticert.xml.
func daticertBytes(args []js.Value) (any, error) {
	o, err := opened(args)
	if err != nil {
		return nil, err
	}
	if o.Daticert == nil {
		return nil, &failure{codeContent, "there is no daticert.xml"}
	}
	return bytesToJS(o.Daticert), nil
}

// brief(bytes) promises the JSON of the hashes that a brief receipt may state for a file.
func brief(args []js.Value) (any, error) {
	letGo()
	data, err := input(args[0])
	if err != nil {
		return nil, err
	}
	return written(verifier.BriefHashes(data))
}

// opened reads the arguments name, file, sha256, part and, where there are more, path. Where the file is not the one that is kept
// it is read and judged once more; it may have been written to since it was verified: nothing is shown as what a report certifies
// that is not in the bytes which it is about.
func opened(args []js.Value) (*verifier.Opened, error) {
	sum, part, trust := args[2].String(), args[3].String(), inUse.Current()
	if kept.sha256 != sum || kept.trust != trust || kept.part != "" && kept.part != part {
		letGo()
		data, err := input(args[1])
		if err != nil {
			return nil, err
		}
		if digest.SHA256(data) != sum {
			return nil, &failure{codeChanged, "these are not the bytes that were verified"}
		}
		keep(sum, part, trust, check(args[0].String(), data, verifier.Options{Trust: trust, Now: time.Now(), Keep: true, Only: part}))
	}
	o, err := verifier.Open(kept.reports, part)
	if err != nil {
		return nil, contentFailure(err)
	}
	if len(args) > 4 && args[4].String() != "" {
		for _, step := range strings.Split(args[4].String(), ".") {
			i, err := strconv.Atoi(step)
			if err != nil || o.Message == nil {
				return nil, &failure{codeArguments, "a path is numbers joined by dots"}
			}
			if o, err = o.Nested(i); err != nil {
				return nil, &failure{codeContent, err.Error()}
			}
		}
	}
	return o, nil
}

func contentFailure(err error) error {
	for _, known := range []error{verifier.ErrNoPart, verifier.ErrNotAuthentic, verifier.ErrNoContent} {
		if errors.Is(err, known) {
			return &failure{codeContent, err.Error()}
		}
	}
	return err
}
