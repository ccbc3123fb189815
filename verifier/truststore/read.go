package truststore

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"pecverifier/trustlist"
	"pecverifier/verifier/eulist"
	"pecverifier/verifier/internal/cms"
	"pecverifier/verifier/internal/intake"
	"pecverifier/verifier/internal/verified"
)

// ErrListSignature says that a signed provider list is not what its signer signed.
var ErrListSignature = errors.New("the signature of the list does not hold")

// errMail: a provider signs whatever its customers write, as part of a mail. Its own words around it must not be passed over.
var errMail = fmt.Errorf("what is signed is part of a mail: %w", trustlist.ErrFormat)

// ReadList reads a provider list in any format that trustlist.Parse takes, and the signed index (.ldif.p7m,
// RFC 6109 §4.5) around it. The result's Signed field says by whom it is signed, seen from the list in use: a
// listed authority, a certificate whose SHA-256 is among confirmed, nobody known, or nobody at all. A signature that does not
// hold is an error, and nothing of such a file is given. An index states no date: that of a signed one is when its signer
// says that it was signed.
//
// Revocation lists in it are not yet believed: CheckCRLs of package trustlist asks whether a listed authority signed them.
func ReadList(name string, data []byte, inUse *trustlist.List, now time.Time, confirmed ...string) (*trustlist.List, error) {
	o, err := open(name, data, inUse, now)
	if err != nil {
		return nil, err
	}
	if o.signer != nil {
		o.list.Signed = inUse.OriginOf(o.signer, o.at, confirmed...)
	}
	return o.list, nil
}

// opened is a file that was read, and the signature around it verified: once, for both are dear.
type opened struct {
	list   *trustlist.List
	signer *x509.Certificate // nil: nobody signed it
	at     time.Time         // when the signer says that he did, or now
}

// errNoSigner: the certificate is neither in the file nor in a list in use; another file may bring it.
var errNoSigner = fmt.Errorf("%w: its signer's certificate is not there", ErrListSignature)

func open(name string, data []byte, inUse *trustlist.List, now time.Time) (*opened, error) {
	if eulist.Looks(data) {
		return openServices(name, data)
	}
	list, err := trustlist.Parse(name, data)
	if err == nil {
		return &opened{list: list}, nil
	}
	if !errors.Is(err, trustlist.ErrSigned) {
		return nil, err
	}
	der, ok := intake.SignedData(data)
	if !ok {
		return nil, err
	}
	signed, err := cms.Parse(der)
	if err != nil {
		return nil, fmt.Errorf("signed list: %w", err)
	}
	if !signed.HasContent || len(signed.Signers) != 1 {
		return nil, fmt.Errorf("%w: it needs one signer and the list inside", ErrListSignature)
	}
	signer := &signed.Signers[0]
	signed.Charge(cms.NewWork(maxWork, 0))
	content := verified.Digests(signed.Content)
	verify := func(c *x509.Certificate) cms.Result { return signer.Verify(content, c) }
	cert := signer.Choose(append(slices.Clip(signed.Certificates), inUse.Certificates()...), verify,
		inUse.Ask(signed.Certificates, nil).Vouches).Certificate
	if cert == nil {
		return nil, errNoSigner
	}
	r := signer.Verify(content, cert)
	if err := errors.Join(r.Digest, r.Value, r.Weak); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrListSignature, err)
	}
	if isEntity(signed.Content) {
		return nil, fmt.Errorf("%s: %w", name, errMail)
	}
	list, err = trustlist.Parse(name, signed.Content)
	if err != nil {
		return nil, err
	}
	at := signer.SigningTime
	if at.IsZero() {
		at = now
	}
	outer := sha256.Sum256(data)
	list.SHA256 = hex.EncodeToString(outer[:])
	if list.Date.IsZero() {
		list.Date = signer.SigningTime
	}
	return &opened{list, cert, at}, nil
}

// isEntity says whether signed content is a MIME entity (RFC 8551 §3.1): header fields, or none and the blank line behind them.
func isEntity(content []byte) bool {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	name, _, isField := bytes.Cut(bytes.ToLower(bytes.TrimSpace(line)), []byte(":"))
	return len(bytes.TrimSpace(line)) == 0 || isField && (bytes.HasPrefix(name, []byte("content-")) || string(name) == "mime-version")
}
