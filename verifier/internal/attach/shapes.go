package attach

import "pecverifier/statement"

// Signed is what is said of the signatures of one file.
type Signed struct {
	// Container is what the bytes are: cades (CMS, .p7m and .p7s), pades (a signed PDF), xades (XML signatures), asic, tst (a time-stamp
	// by itself), tsd, m7m (a file with its time-stamp), encrypted, certificates; "" = nothing that could be signed, or no signature in it.
	Container string `json:"container" one:"\"\" cades pades xades asic tst tsd m7m encrypted certificates"`
	Encoding  string `json:"encoding,omitempty" one:"ber der base64 pem"`
	NameFits  bool   `json:"nameFits"` // the name says what the bytes are
	// Checks are questions about the container as a whole; those about one signature stand with it.
	Checks     []FileCheck     `json:"checks,omitempty"`
	Signatures []FileSignature `json:"signatures,omitempty"`
	Timestamps []Timestamp     `json:"timestamps,omitempty"` // of the whole file or document: no signatures
	Content    *SignedContent  `json:"content,omitempty"`    // what lies inside of a cover
	Unsigned   []string        `json:"unsigned,omitempty"`   // files of a container that no signature covers
	Active     []string        `json:"active,omitempty"`     // what can change what the file shows: javascript, launch, embedded, remote, media, xfa, macros
	data       []byte          // the file itself

	Limits []string `json:"limits,omitempty"` // bounds that kept something from being judged
}

// SignedContent is the file inside of a signature's or a time-stamp's cover.
type SignedContent struct {
	Name   string  `json:"name"` // without the cover's ending, made safe
	Type   string  `json:"type"` // by its bytes
	Size   int     `json:"size"` // bytes
	SHA256 string  `json:"sha256"`
	Signed *Signed `json:"signed,omitempty"`
}

// FileSignature is one person's, or one organisation's.
type FileSignature struct {
	Layer         string        `json:"layer"` // the cover that it stands in, from outside: "", "1", "1.1"
	Index         int           `json:"index"` // in its structure, from 1
	Format        string        `json:"format"`
	Indication    string        `json:"indication" one:"TOTAL-PASSED TOTAL-FAILED INDETERMINATE"`
	Subindication string        `json:"subindication"`
	Intact        bool          `json:"intact"` // the bytes are those that were signed, with the key of this certificate
	Signer        *Signatory    `json:"signer,omitempty"`
	Qualified     string        `json:"qualified" one:"yes no unknown"`        // a qualified certificate at Time
	Type          string        `json:"type" one:"signature seal web unknown"` // of the certificate: a person's or an organisation's
	Device        string        `json:"device" one:"qscd no unknown"`          // whether its key lies in a qualified device
	Time          SignatureTime `json:"time"`                                  // at which it was judged
	Timestamps    []Timestamp   `json:"timestamps,omitempty"`
	Covers        Coverage      `json:"covers"`
	Trust         Authority     `json:"trust"`
	// CounterSigners signed this signature, not the document.
	CounterSigners []CounterSigner `json:"counterSigners,omitempty"`
	Digest         string          `json:"digest,omitempty"`
	Algorithm      string          `json:"algorithm,omitempty"`
	KeyBits        int             `json:"keyBits,omitempty"`
	Checks         []FileCheck     `json:"checks"`
}

// Signatory is what the certificate says of whoever signed.
type Signatory struct {
	Name         string `json:"name"`
	Organisation string `json:"organisation,omitempty"`
	Country      string `json:"country,omitempty"`
	Identifier   string `json:"identifier,omitempty"` // serialNumber of the name, as TINIT-…: a person's own datum
	Issuer       string `json:"issuer"`
	Serial       string `json:"serial"`
	NotBefore    string `json:"notBefore"` // RFC 3339
	NotAfter     string `json:"notAfter"`
	SHA256       string `json:"sha256"`
}

// SignatureTime is when the signature existed for certain.
type SignatureTime struct {
	// Basis is what proves it: certified (the receipt's time), timestamp (a qualified one); none = it is judged as of At, the moment of
	// the verification.
	Basis   string `json:"basis" one:"certified timestamp none"`
	At      string `json:"at"`
	Claimed string `json:"claimed,omitempty"` // the signer's own word
}

// Coverage is what the signature is over.
type Coverage struct {
	// What: all; revision = an earlier one, and only what the rules allow came after; changed = an earlier one, and what is shown may be
	// another; part; none.
	What    string   `json:"what" one:"all revision changed part none"`
	Size    int      `json:"size,omitempty"`    // bytes of the signed revision, or of the content
	Files   []string `json:"files,omitempty"`   // of a container
	Element string   `json:"element,omitempty"` // of an XML document, where it is a part
	Changes []string `json:"changes,omitempty"` // what came after, by a word
}

// Authority says on whose word the signer bears the name.
type Authority struct {
	Path       string `json:"path" one:"list none"`
	Service    string `json:"service,omitempty"`
	Provider   string `json:"provider,omitempty"`
	Status     string `json:"status,omitempty"` // of the service at Time
	List       string `json:"list,omitempty"`   // the list that knows it, or those that were searched
	ListDate   string `json:"listDate,omitempty"`
	NextUpdate string `json:"nextUpdate,omitempty"`
	// Revocation is what the authority itself says, by a list or a response that the file or the person brings; good is of Time.
	Revocation string `json:"revocation" one:"good revoked unknown"`
	RevokedAt  string `json:"revokedAt,omitempty"` // before or after Time
}

// CounterSigner is somebody who signed a signature.
type CounterSigner struct {
	Name       string `json:"name"`
	Indication string `json:"indication" one:"TOTAL-PASSED TOTAL-FAILED INDETERMINATE"`
}

// Timestamp is a time-stamp (RFC 3161).
type Timestamp struct {
	Kind          string `json:"kind" one:"signature document file"` // what it is over
	At            string `json:"at"`
	Authority     string `json:"authority,omitempty"`
	Qualified     string `json:"qualified" one:"yes no unknown"`
	Indication    string `json:"indication" one:"TOTAL-PASSED TOTAL-FAILED INDETERMINATE"`
	Subindication string `json:"subindication"`
}

// FileCheck is one question and its answer, as in the report.
type FileCheck struct {
	ID     string `json:"id"`
	Status string `json:"status" one:"passed warning failed skipped"`
	statement.Statement
}
