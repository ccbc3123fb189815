//go:build js && wasm

package main

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"pecverifier/verifier"
	"pecverifier/verifier/content"
	"pecverifier/verifier/digest"
)

var contentFunctions = map[string]func(js.Value, []js.Value) any{
	"openContent": openContent, "attachment": attachment, "daticert": daticertBytes, "brief": brief,
}

// codeContent is the code of a rejection where there is no such content, or none that may be shown.
const codeContent = "content"

// original opens the certified message of one report, where it is authentic.
var original = verifier.Original

// openedMessage is what openContent gives. wasm.d.ts mirrors it.
type openedMessage struct {
	From        string             `json:"from"`
	To          []string           `json:"to"`
	Subject     string             `json:"subject"`
	Date        string             `json:"date"`
	Fields      []content.Field    `json:"fields"`
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
func openContent(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		o, err := opened(args, 5)
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
		text, err := json.Marshal(m)
		return string(text), err
	})
}

// attachment(name, bytes, sha256, part, path, number) promises the bytes of one attachment.
func attachment(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		o, err := opened(args, 6)
		if err != nil {
			return nil, err
		}
		if args[5].Type() != js.TypeNumber {
			return nil, &failure{codeArguments, "the number of an attachment is a number"}
		}
		raw, err := o.Bytes(args[5].Int())
		if err != nil {
			return nil, &failure{codeContent, err.Error()}
		}
		return bytesToJS(raw), nil
	})
}

// daticert(name, bytes, sha256, part) promises the bytes of daticert.xml.
func daticertBytes(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		o, err := opened(args, 4)
		if err != nil {
			return nil, err
		}
		if o.Daticert == nil {
			return nil, &failure{codeContent, "there is no daticert.xml"}
		}
		return bytesToJS(o.Daticert), nil
	})
}

// brief(bytes) promises the JSON of the hashes that a brief receipt may state for a file.
func brief(_ js.Value, args []js.Value) any {
	return promise(func() (any, error) {
		if len(args) != 1 || !isBytes(args[0]) {
			return nil, &failure{codeArguments, "brief takes a Uint8Array"}
		}
		text, err := json.Marshal(content.Brief(bytesFromJS(args[0])))
		return string(text), err
	})
}

// opened reads the arguments name, bytes, sha256, part and, where there are five or more, path. A file may have been written
// to since it was verified: nothing is shown as what a report certifies that is not in the bytes which it is about.
func opened(args []js.Value, count int) (*content.Opened, error) {
	if len(args) != count || args[0].Type() != js.TypeString || !isBytes(args[1]) || args[2].Type() != js.TypeString ||
		args[3].Type() != js.TypeString || count > 4 && args[4].Type() != js.TypeString {
		return nil, &failure{codeArguments, "name, Uint8Array, SHA-256, part, and what follows"}
	}
	data := bytesFromJS(args[1])
	if digest.SHA256(data) != args[2].String() {
		return nil, &failure{codeChanged, "these are not the bytes that were verified"}
	}
	o, err := original(args[0].String(), data, args[3].String(), verifier.Options{Trust: inUse.Current(), Now: time.Now()})
	if err != nil {
		return nil, contentFailure(err)
	}
	if count > 4 && args[4].String() != "" {
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

func isBytes(v js.Value) bool {
	return v.Type() == js.TypeObject && v.InstanceOf(js.Global().Get("Uint8Array"))
}

func bytesFromJS(v js.Value) []byte {
	data := make([]byte, v.Get("length").Int())
	js.CopyBytesToGo(data, v)
	return data
}

func bytesToJS(data []byte) js.Value {
	v := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(v, data)
	return v
}
