// Package tst reads time-stamp tokens (RFC 3161): what was stamped, when, and whether the token is intact. Whose authority it
// was is asked elsewhere.
package tst

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"time"

	"pecverifier/verifier/internal/cms"

	"golang.org/x/crypto/cryptobyte"
	cryptobyte_asn1 "golang.org/x/crypto/cryptobyte/asn1"
)

// Errors of this package; each that is returned wraps one of them, or one of package cms.
var (
	ErrMalformed   = errors.New("malformed time-stamp")
	ErrRefused     = errors.New("the authority refused to stamp")
	ErrImprint     = errors.New("the time-stamp is over something else")
	ErrCertificate = errors.New("the certificate is not that of the time-stamp, or may not stamp")
)

// Info is TSTInfo, RFC 3161 §2.4.2.
type Info struct {
	Policy   asn1.ObjectIdentifier
	Hash     crypto.Hash // of the imprint
	Imprint  []byte
	Serial   *big.Int
	Time     time.Time     // in UTC
	Accuracy time.Duration // 0 = not stated
	Nonce    *big.Int      // nil = not stated
}

// Token is a time-stamp token: a SignedData with one signer over a TSTInfo.
type Token struct {
	Info
	Data   *cms.SignedData
	Signer *cms.SignerInfo
}

var oidTSTInfo = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}

// digests by their object identifier; SHA-3 is not read.
var digests = map[string]crypto.Hash{
	"1.3.14.3.2.26": crypto.SHA1, "2.16.840.1.101.3.4.2.1": crypto.SHA256, "2.16.840.1.101.3.4.2.2": crypto.SHA384,
	"2.16.840.1.101.3.4.2.3": crypto.SHA512, "2.16.840.1.101.3.4.2.4": crypto.SHA224,
}

// Parse reads a token, or a TimeStampResp around one: both stand in files named .tsr.
func Parse(raw []byte) (*Token, error) {
	token, err := unwrap(raw)
	if err != nil {
		return nil, err
	}
	data, err := cms.ParseDocument(token)
	if err != nil {
		return nil, err
	}
	if !data.ContentType.Equal(oidTSTInfo) || !data.HasContent {
		return nil, fmt.Errorf("%w: its content is no TSTInfo", ErrMalformed)
	}
	if len(data.Signers) != 1 { // RFC 3161 §2.4.2
		return nil, fmt.Errorf("%w: %d signers", ErrMalformed, len(data.Signers))
	}
	info, err := readInfo(data.Content)
	if err != nil {
		return nil, err
	}
	return &Token{Info: *info, Data: data, Signer: &data.Signers[0]}, nil
}

// unwrap takes the token out of a TimeStampResp, which begins with a PKIStatusInfo (RFC 3161 §2.4.2).
func unwrap(raw []byte) ([]byte, error) {
	input := cryptobyte.String(raw)
	var response, status, token cryptobyte.String
	if !input.ReadASN1(&response, cryptobyte_asn1.SEQUENCE) || !response.PeekASN1Tag(cryptobyte_asn1.SEQUENCE) {
		return raw, nil
	}
	var granted int
	if !response.ReadASN1(&status, cryptobyte_asn1.SEQUENCE) || !status.ReadASN1Integer(&granted) || !input.Empty() {
		return nil, fmt.Errorf("%w: response", ErrMalformed)
	}
	if granted != 0 && granted != 1 { // granted, grantedWithMods
		return nil, fmt.Errorf("%w: status %d", ErrRefused, granted)
	}
	if token = response; len(token) == 0 {
		return nil, fmt.Errorf("%w: a response without token", ErrMalformed)
	}
	return token, nil
}

func readInfo(der []byte) (*Info, error) {
	malformed := func(what string) (*Info, error) { return nil, fmt.Errorf("%w: %s", ErrMalformed, what) }
	input := cryptobyte.String(der)
	var info, imprint, algorithm cryptobyte.String
	var version int
	i := &Info{Serial: new(big.Int)}
	if !input.ReadASN1(&info, cryptobyte_asn1.SEQUENCE) || !input.Empty() || !info.ReadASN1Integer(&version) || version != 1 {
		return malformed("version")
	}
	var id asn1.ObjectIdentifier
	if !info.ReadASN1ObjectIdentifier(&i.Policy) || !info.ReadASN1(&imprint, cryptobyte_asn1.SEQUENCE) ||
		!imprint.ReadASN1(&algorithm, cryptobyte_asn1.SEQUENCE) || !algorithm.ReadASN1ObjectIdentifier(&id) ||
		!imprint.ReadASN1Bytes(&i.Imprint, cryptobyte_asn1.OCTET_STRING) || !imprint.Empty() {
		return malformed("imprint")
	}
	if i.Hash = digests[id.String()]; i.Hash == 0 {
		return nil, fmt.Errorf("%w: digest %s of the imprint", cms.ErrUnsupported, id)
	}
	if len(i.Imprint) != i.Hash.Size() {
		return malformed("length of the imprint")
	}
	if !info.ReadASN1Integer(i.Serial) {
		return malformed("serial number")
	}
	var stamp cryptobyte.String
	if !info.ReadASN1(&stamp, cryptobyte_asn1.GeneralizedTime) {
		return malformed("time")
	}
	var err error
	if i.Time, err = readTime(string(stamp)); err != nil {
		return nil, err
	}
	if info.PeekASN1Tag(cryptobyte_asn1.SEQUENCE) {
		var accuracy cryptobyte.String
		if !info.ReadASN1(&accuracy, cryptobyte_asn1.SEQUENCE) {
			return malformed("accuracy")
		}
		if i.Accuracy, err = readAccuracy(accuracy); err != nil {
			return nil, err
		}
	}
	if info.PeekASN1Tag(cryptobyte_asn1.BOOLEAN) && !info.SkipASN1(cryptobyte_asn1.BOOLEAN) {
		return malformed("ordering")
	}
	if info.PeekASN1Tag(cryptobyte_asn1.INTEGER) {
		i.Nonce = new(big.Int)
		if !info.ReadASN1Integer(i.Nonce) {
			return malformed("nonce")
		}
	}
	for _, number := range []uint8{0, 1} { // tsa, extensions: nothing is read of them
		if !info.SkipOptionalASN1(cryptobyte_asn1.Tag(number).ContextSpecific().Constructed()) {
			return malformed("name or extensions")
		}
	}
	if !info.Empty() {
		return malformed("more than a TSTInfo has")
	}
	return i, nil
}

// readTime reads a GeneralizedTime in UTC, which may have a fraction here (RFC 3161 §2.4.2).
func readTime(s string) (time.Time, error) {
	t, err := time.Parse("20060102150405Z", s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%w: time %q", ErrMalformed, s)
	}
	return t, nil
}

func readAccuracy(s cryptobyte.String) (time.Duration, error) {
	var total time.Duration
	units := []struct {
		tag  cryptobyte_asn1.Tag
		unit time.Duration
		most int
	}{{cryptobyte_asn1.INTEGER, time.Second, 1 << 31}, {cryptobyte_asn1.Tag(0).ContextSpecific(), time.Millisecond, 999}, {cryptobyte_asn1.Tag(1).ContextSpecific(), time.Microsecond, 999}}
	for _, u := range units {
		var content cryptobyte.String
		present := false
		if !s.ReadOptionalASN1(&content, &present, u.tag) {
			return 0, fmt.Errorf("%w: accuracy", ErrMalformed)
		}
		if !present {
			continue
		}
		n := new(big.Int).SetBytes(content)
		if len(content) == 0 || content[0]&0x80 != 0 || !n.IsInt64() || n.Int64() > int64(u.most) {
			return 0, fmt.Errorf("%w: accuracy", ErrMalformed)
		}
		total += time.Duration(n.Int64()) * u.unit
	}
	if !s.Empty() {
		return 0, fmt.Errorf("%w: accuracy", ErrMalformed)
	}
	return total, nil
}

// Stamps says whether the token is over what digest gives the digest of; else the error is ErrImprint. A token proves nothing
// of anything else.
func (t *Token) Stamps(digest cms.Digester) error {
	got, err := digest(t.Hash)
	if err != nil {
		return err
	}
	if !bytes.Equal(got, t.Imprint) {
		return fmt.Errorf("%w: %s %x, stamped was %x", ErrImprint, t.Hash, got, t.Imprint)
	}
	return nil
}

// Verify says whether the token is intact, made with the key of this certificate, which its signed attribute names and which
// may only stamp (RFC 3161 §2.3). nil means all of that; trust is another question.
func (t *Token) Verify(cert *x509.Certificate) error {
	r := t.Signer.Verify(func(h crypto.Hash) ([]byte, error) {
		w := h.New()
		w.Write(t.Data.Content)
		return w.Sum(nil), nil
	}, cert)
	if err := errors.Join(r.Digest, r.Value, r.Weak); err != nil {
		return err
	}
	id, err := t.Signer.SigningCertificate()
	switch {
	case err != nil:
		return err
	case id == nil:
		return fmt.Errorf("%w: no attribute names it", ErrCertificate)
	case !id.Matches(cert.Raw):
		return fmt.Errorf("%w: the attribute names another", ErrCertificate)
	case !onlyStamps(cert):
		return fmt.Errorf("%w: its extended key usage is not timeStamping alone, and critical", ErrCertificate)
	}
	return nil
}

var oidExtKeyUsage = asn1.ObjectIdentifier{2, 5, 29, 37}

func onlyStamps(cert *x509.Certificate) bool {
	if len(cert.ExtKeyUsage) != 1 || cert.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping || len(cert.UnknownExtKeyUsage) > 0 {
		return false
	}
	for _, e := range cert.Extensions {
		if e.Id.Equal(oidExtKeyUsage) {
			return e.Critical
		}
	}
	return false
}
