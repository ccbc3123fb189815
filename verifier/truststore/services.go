package truststore

import (
	"errors"
	"fmt"
	"strings"

	"pecverifier/trustlist"
	leaf "pecverifier/trustlist/certificate"
	"pecverifier/trustlist/qualified"
	"pecverifier/verifier/eulist"
)

// MaxBytes is the longest list that is read: a trusted list of a state is longer than one of PEC.
const MaxBytes = 20 << 20

// openServices reads a trusted list of a state (ETSI TS 119 612). A signature that does not hold is an error. One by a certificate
// that the list of lists names is a listed authority's; an unsigned list, or one of a signer nobody names, is taken, and its origin shown.
func openServices(name string, data []byte) (*opened, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("%s: %w: %d bytes, at most %d", name, trustlist.ErrTooLarge, len(data), MaxBytes)
	}
	signed, err := eulist.Read(data)
	switch {
	case errors.Is(err, eulist.ErrSignature):
		return nil, fmt.Errorf("%s: %w: %w", name, ErrListSignature, err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w: %w", name, trustlist.ErrFormat, err)
	case signed.List.LOTL: // it names lists, and no service
		return nil, fmt.Errorf("%s: a list of lists: %w", name, trustlist.ErrFormat)
	}
	l := signed.List
	if name == "" {
		name = l.Name()
	}
	out := &trustlist.List{Name: name, Kind: trustlist.KindServices, Date: l.Issued, SHA256: l.SHA256, Services: l, From: trustlist.FromFile,
		Signed: trustlist.Origin{Kind: trustlist.OriginUnsigned}}
	if s := signed.Signer; s != nil {
		out.Signed = trustlist.Origin{Kind: trustlist.OriginUnknown, Signer: leaf.Attribute(s.Subject, "2.5.4.10"), SHA256: s.SHA256()}
		if signed.Vouch(qualified.Embedded()) {
			out.Signed.Kind = trustlist.OriginListed
		}
	}
	for _, r := range l.Refused {
		out.Refused = append(out.Refused, trustlist.Refusal{Entry: name, Reason: r})
	}
	return &opened{list: out}, nil
}

// originOfServices is the origin of a trusted list: what it was read with, or what the person confirmed of it. It speaks for no other.
func (h *held) originOfServices() trustlist.Origin {
	o := h.list.Signed
	if o.Kind == trustlist.OriginUnknown || o.Kind == trustlist.OriginConfirmed {
		o.Kind = trustlist.OriginUnknown
		if strings.EqualFold(h.Confirmed, o.SHA256) {
			o.Kind = trustlist.OriginConfirmed
		}
	}
	return o
}
