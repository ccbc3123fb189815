package smime

import (
	"errors"
	"slices"
	"strings"
)

// Signed is a multipart/signed entity taken apart (RFC 1847 §2.1).
type Signed struct {
	Entity    *Entity
	Content   *Entity // the first part: its Raw bytes are what was signed
	Signature *Entity // the second part
	Closed    bool    // the closing delimiter line is there
	Unmarked  bool    // the second part is some file by its type and name: its bytes may be a signature
}

// Errors of ReadSigned.
var (
	ErrAmbiguous   = errors.New("readers may disagree on the parts")
	ErrNoSignature = errors.New("the signature part is missing")
	ErrThirdPart   = errors.New("a third part stands beside the signed part and its signature")
	ErrNotSMIME    = errors.New("the second part is no S/MIME signature")
)

// IsSigned says whether the entity presents itself as multipart/signed, in any of its Content-Type fields.
func (e *Entity) IsSigned() bool { return e.signed }

// IsRenamed says whether the entity is a multipart of another name with a signature for its second and last part: what some mail services
// make of multipart/signed.
func (e *Entity) IsRenamed() bool {
	if !e.IsMultipart() || e.IsSigned() {
		return false
	}
	children, err := e.Children()
	return err == nil && len(children) == 2 && isSignaturePart(children[1]) && !children[1].Named("smime.p7m")
}

// IsOpaque says whether the entity is a pkcs7-mime part that may hold an opaque signature (RFC 8551 §3.5.2).
func (e *Entity) IsOpaque() bool {
	if e.Type != "application/pkcs7-mime" && e.Type != "application/x-pkcs7-mime" {
		return false
	}
	t := strings.ToLower(e.Parameter("smime-type"))
	return t == "" || t == "signed-data"
}

// ReadSigned takes a multipart/signed apart. Signed is given with what could be read also beside an error.
func ReadSigned(e *Entity) (*Signed, error) {
	s := &Signed{Entity: e}
	children, err := e.Children()
	if len(children) > 0 {
		s.Content = children[0]
	}
	if err != nil {
		return s, err
	}
	s.Closed = e.Closed()
	switch {
	case e.Ambiguous != "":
		return s, ErrAmbiguous
	case len(children) < 2:
		return s, ErrNoSignature
	case len(children) > 2:
		return s, ErrThirdPart
	}
	s.Signature = children[1]
	if s.Signature.Ambiguous != "" {
		return s, ErrAmbiguous
	}
	s.Unmarked = !isSignaturePart(s.Signature)
	if s.Unmarked && (s.Signature.Type != "application/octet-stream" || s.Signature.HoldsMessage()) {
		return s, ErrNotSMIME
	}
	return s, nil
}

// isSignaturePart knows the part by its type, or by its name where software relabelled it.
func isSignaturePart(e *Entity) bool {
	switch e.Type {
	case "application/pkcs7-signature", "application/x-pkcs7-signature":
		return true
	case "application/octet-stream", "application/pkcs7-mime", "application/x-pkcs7-mime":
		return e.Named("smime.p7m") || slices.ContainsFunc(e.Names(), func(n string) bool {
			return strings.HasSuffix(strings.ToLower(strings.TrimSpace(n)), ".p7s") // QUIRK: gateways number it, or call it ATT00001.p7s
		})
	}
	return false
}
