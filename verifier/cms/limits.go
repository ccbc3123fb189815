package cms

// What one signature structure may hold. Everything in it comes from whoever sent the mail.
const (
	MaxInput        = 256 << 20 // octets given to Parse, opaque content included
	MaxStructure    = 16 << 20  // octets of the structure without its content
	MaxCore         = 512 << 10 // octets of the structure without content and CRLs
	MaxDepth        = 32        // nested ASN.1 values
	MaxConstructed  = 1 << 18   // constructed values of an encoding that is not DER yet
	MaxCertificates = 64
	MaxSigners      = 16
	MaxAttributes   = 64 // signed attributes of one signer
	MaxVersion      = 5  // RFC 5652 §5.1, §5.3
	MinRSABits      = 1024
	MaxRSABits      = 8192 // beyond, one verification costs too much
	maxSalt         = MaxRSABits / 8
	maxTwins        = 2 // certificates of one name and serial that are tried
)
