package trustlist

// Everything read here may be hostile; these are the most of each thing that is looked at.
const (
	MaxBytes = 16 << 20 // bytes of one list file

	maxCertificates = 5000    // certificates in one list
	maxAuthorities  = 64      // authorities in one list
	maxProviders    = 5000    // providers in one list
	maxDomains      = 300000  // domains in one list, over all its providers
	maxAdmissions   = 5000    // domains and organisations that one authority admits
	maxRevocations  = 500000  // revoked certificates in one list
	maxCRLs         = 64      // revocation lists in one list
	maxText         = 4096    // bytes of one name, address or source in a snapshot
	maxLine         = 1 << 20 // bytes of one unfolded LDIF line

	maxRSABits     = 8192     // of a key that signs certificates: beyond, one check costs too much
	maxExponent    = 1 << 17  // of the same
	maxDepth       = 5        // CA certificates in a path, the brought one included
	maxOthers      = 256      // certificates of a message that are looked at as intermediates
	maxCertificate = 64 << 10 // bytes of an intermediate
	maxSignatures  = 1024     // signature checks for one message; anybody can add certificates that cost one each
	maxNodes       = 256      // ways from the brought authorities down to a CA, that their signatures prove
	maxPaths       = 64       // whole paths judged for one signer: of one CA there may be twenty certificates
	maxSubtrees    = 1024     // name constraints of one certificate
	maxNames       = 64       // alternative names of one certificate that are held against name constraints
	maxReasons     = 24       // reasons in one answer
)
