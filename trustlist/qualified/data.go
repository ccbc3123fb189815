package qualified

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Schema names the shape of the data file.
const Schema = "pec-qualified/1"

// Data is what is known beforehand: facts of official lists, each with its source and date, and who may sign a newer one. The
// command trustlist/qualified/snapshot makes it from the lists themselves.
type Data struct {
	Schema string  `json:"schema"`
	LOTL   LOTL    `json:"lotl"`
	Lists  []*List `json:"lists"`
}

// LOTL is what the list of lists of the Union says: the certificates that may sign the list of each territory.
type LOTL struct {
	Sequence int                 `json:"sequence"`
	Issued   time.Time           `json:"issued"`
	SHA256   string              `json:"sha256"`
	Signer   string              `json:"signer"`
	Anchors  string              `json:"anchors"` // where the certificates are published that may sign it
	Source   string              `json:"source"`
	Signers  map[string][]string `json:"signers"` // SHA-256, lower-case hexadecimal
}

// Names says who vouches for the signer of a territory's list; "" = nobody.
func (d *Data) Names(territory, signer string) string {
	if signer != "" && slices.Contains(d.LOTL.Signers[territory], signer) {
		return fmt.Sprintf("LOTL %d", d.LOTL.Sequence)
	}
	return ""
}

// ErrData says that a data file is not of the form that is read here.
var ErrData = errors.New("not a file of qualified services")

// ReadData reads a data file.
func ReadData(data []byte) (*Data, error) {
	d := &Data{}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(d); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrData, err)
	}
	if d.Schema != Schema {
		return nil, fmt.Errorf("%w: schema %.40q", ErrData, d.Schema)
	}
	for _, l := range d.Lists {
		if err := l.Check(); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Check holds a list that was not read from a state's own file against what is relied on.
func (l *List) Check() error {
	bad := func(why string) error { return fmt.Errorf("%w: %s", ErrData, why) }
	if len(l.Services) > maxServices {
		return bad("too many services")
	}
	for _, text := range []string{l.Territory, l.Operator, l.SHA256, l.Signer, l.Vouched, l.Source} {
		if len(text) > maxText {
			return bad("a text too long")
		}
	}
	for _, s := range l.Services {
		switch {
		case len(s.Periods) == 0 || len(s.Identities) == 0:
			return bad("a service without a period or a certificate")
		case len(s.Periods) > maxHistory || len(s.Identities) > maxIdentities || len(s.Provider) > maxText || len(s.Name) > maxText:
			return bad("a service with too much of something")
		case !slices.IsSortedFunc(s.Periods, func(a, b Period) int { return a.From.Compare(b.From) }):
			return bad("periods that do not follow one another")
		}
		for _, p := range s.Periods {
			if len(p.Type) > maxText || len(p.Status) > maxText || len(p.Qualifiers) > maxCriteria {
				return bad("a period with too much of something")
			}
		}
	}
	return nil
}

// Write writes the data file, a service a line. The same facts give the same bytes.
func (d *Data) Write() ([]byte, error) {
	var b bytes.Buffer
	lotl, err := json.Marshal(d.LOTL)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, "{\"schema\":%q,\n\"lotl\":%s,\n\"lists\":[", d.Schema, lotl)
	for i, l := range d.Lists {
		head := *l
		head.Services = nil
		text, err := json.Marshal(head)
		if err != nil {
			return nil, err
		}
		before, after, _ := strings.Cut(string(text), `"services":null`)
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + before + `"services":[`)
		for j, s := range l.Services {
			line, err := json.Marshal(s)
			if err != nil {
				return nil, err
			}
			if j > 0 {
				b.WriteByte(',')
			}
			b.WriteString("\n" + string(line))
		}
		b.WriteString("\n]" + after)
	}
	b.WriteString("\n]}\n")
	return b.Bytes(), nil
}

//go:embed delivery.json
var delivery []byte

// Embedded are the facts that come with the program: who may sign a list, and the delivery services of the Italian one.
var Embedded = sync.OnceValue(func() *Data {
	d, err := ReadData(delivery)
	if err != nil {
		panic("qualified: the embedded data: " + err.Error())
	}
	return d
})
