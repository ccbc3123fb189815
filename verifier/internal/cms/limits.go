package cms

// What one signature structure may hold. Everything in it comes from whoever sent the mail.
const (
	MaxInput        = 256 << 20 // octets given to Parse, opaque content included
	MaxStructure    = 16 << 20  // octets of the structure without its content
	MaxCore         = 512 << 10 // octets of the structure without content, certificates and CRLs
	MaxDepth        = 32        // nested ASN.1 values
	MaxConstructed  = 1 << 18   // constructed values of an encoding that is not DER yet
	MaxCertificates = 128       // certificates read; anybody can add more, for no signature covers them
	maxCertificate  = 64 << 10  // octets of one, as of an authority in package trustlist: real ones have 2 KB, and one in millions costs seconds
	maxNamed        = 96        // of these, certificates that a signer names: the rest is for authorities
	MaxRevocations  = 32        // revocation lists and responses that are handed out
	MaxSigners      = 16
	MaxAttributes   = 64 // signed attributes of one signer
	MaxVersion      = 5  // RFC 5652 §5.1, §5.3
	MinRSABits      = 1024
	MaxRSABits      = 4096    // no authority certifies more; beyond, one verification costs too much
	MaxExponent     = 1 << 17 // real ones are 65537, and 42573 and 48491; a long one costs twice as much and more
	maxSalt         = MaxRSABits / 8
)
