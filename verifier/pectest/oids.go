package pectest

import "encoding/asn1"

// Object identifiers that tests name.
var (
	OIDPolicyPEC         = asn1.ObjectIdentifier{1, 3, 76, 16, 3, 1, 1} // provider certificates
	OIDPolicyCA          = asn1.ObjectIdentifier{1, 3, 76, 16, 3, 1}
	OIDEmailProtection   = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 4}
	OIDServerAuth        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 1}
	OIDClientAuth        = asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 3, 2}
	OIDData              = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	OIDSignedData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	OIDEnvelopedData     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 3}
	OIDContentType       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	OIDMessageDigest     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	OIDSigningTime       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 5}
	OIDSMIMECapabilities = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 15}
)

var (
	oidRSA        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidMD5RSA     = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 4}
	oidSHA1RSA    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 5}
	oidMGF1       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 8}
	oidPSS        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 10}
	oidSHA256RSA  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidSHA384RSA  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 12}
	oidSHA512RSA  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 13}
	oidEC         = asn1.ObjectIdentifier{1, 2, 840, 10045, 2, 1}
	oidECSHA1     = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 1}
	oidECSHA256   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
	oidECSHA384   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 3}
	oidECSHA512   = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 4}
	oidMD5        = asn1.ObjectIdentifier{1, 2, 840, 113549, 2, 5}
	oidSHA1       = asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}
	oidSHA256     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512     = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidCountry    = asn1.ObjectIdentifier{2, 5, 4, 6}
	oidState      = asn1.ObjectIdentifier{2, 5, 4, 8}
	oidLocality   = asn1.ObjectIdentifier{2, 5, 4, 7}
	oidOrg        = asn1.ObjectIdentifier{2, 5, 4, 10}
	oidUnit       = asn1.ObjectIdentifier{2, 5, 4, 11}
	oidCommonName = asn1.ObjectIdentifier{2, 5, 4, 3}
	oidEmailDN    = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}
	oidSKI        = asn1.ObjectIdentifier{2, 5, 29, 14}
	oidKeyUsage   = asn1.ObjectIdentifier{2, 5, 29, 15}
	oidSAN        = asn1.ObjectIdentifier{2, 5, 29, 17}
	oidBasic      = asn1.ObjectIdentifier{2, 5, 29, 19}
	oidCRLNumber  = asn1.ObjectIdentifier{2, 5, 29, 20}
	oidCRLReason  = asn1.ObjectIdentifier{2, 5, 29, 21}
	oidNameLimits = asn1.ObjectIdentifier{2, 5, 29, 30}
	oidPolicies   = asn1.ObjectIdentifier{2, 5, 29, 32}
	oidAKI        = asn1.ObjectIdentifier{2, 5, 29, 35}
	oidEKU        = asn1.ObjectIdentifier{2, 5, 29, 37}
)
