package cms

import (
	"bytes"
	"crypto/x509"
	"sync"
)

// Thousands of messages bring the same few certificates; x509 reads each once. Full, the memory begins anew.
const (
	maxKnown      = 256
	maxKnownBytes = 8 << 10 // of one certificate; real ones have under 3 KB
)

var known struct {
	sync.RWMutex
	certificates map[string]*x509.Certificate // by all of their bytes
}

// parseCertificate reads a certificate. What it gives is shared and must not be changed.
func parseCertificate(der []byte) (*x509.Certificate, error) {
	if len(der) > maxKnownBytes {
		return x509.ParseCertificate(der)
	}
	known.RLock()
	c := known.certificates[string(der)]
	known.RUnlock()
	if c != nil {
		return c, nil
	}
	// A certificate holds on to the bytes that it was read from: not to the whole message.
	c, err := x509.ParseCertificate(bytes.Clone(der))
	if err != nil {
		return nil, err
	}
	known.Lock()
	defer known.Unlock()
	if known.certificates == nil || len(known.certificates) >= maxKnown {
		known.certificates = map[string]*x509.Certificate{}
	}
	known.certificates[string(c.Raw)] = c
	return c, nil
}
