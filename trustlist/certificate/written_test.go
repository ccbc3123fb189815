package certificate

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"fmt"
	"runtime"
	"testing"
)

// names are sequences of attributes as certificates have them, and as they have them not.
func names() (all []pkix.RDNSequence) {
	attribute := func(value any, id ...int) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: id, Value: value}
	}
	cn, org, other := attribute("Anna", 2, 5, 4, 3), attribute("A, B + C <#>", 2, 5, 4, 10), attribute("x", 1, 2, 3)
	for _, a := range []pkix.AttributeTypeAndValue{cn, org, other, attribute("IT", 2, 5, 4, 6), attribute("Roma", 2, 5, 4, 7), attribute("RM", 2, 5, 4, 8),
		attribute("Via 1", 2, 5, 4, 9), attribute("00100", 2, 5, 4, 17), attribute("7", 2, 5, 4, 5), attribute("Ufficio", 2, 5, 4, 11),
		attribute("VATIT-1", 2, 5, 4, 97), attribute(" #a ", 2, 5, 4, 3), attribute("", 2, 5, 4, 3), attribute(12, 2, 5, 4, 3), attribute([]byte{1}, 2, 5, 4, 12),
		attribute("a@b", 1, 2, 840, 113549, 1, 9, 1)} {
		all = append(all, pkix.RDNSequence{{a}}, pkix.RDNSequence{{a}, {cn}, {a}}, pkix.RDNSequence{{org, a}, {other}, {a, cn}})
	}
	return append(all, nil, pkix.RDNSequence{{}}, pkix.RDNSequence{{}, {cn}})
}

func TestNamesAreWrittenAsEverywhere(t *testing.T) {
	for _, n := range names() {
		if got := Written(n); got != n.String() {
			t.Errorf("%q is written %q", n.String(), got)
		}
		var read pkix.Name
		read.FillFromRDNSequence(&n)
		if got := WrittenName(read); got != read.String() {
			t.Errorf("%q is written %q", read.String(), got)
		}
	}
}

// A name of half a megabyte took gigabytes.
func TestALongNameIsWrittenOnce(t *testing.T) {
	var sequence pkix.RDNSequence
	for i := range 20_000 {
		sequence = append(sequence, pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier{2, 5, 4, 11}, Value: fmt.Sprint("unit ", i)}})
	}
	var set pkix.RelativeDistinguishedNameSET
	for _, s := range sequence {
		set = append(set, s...)
	}
	for what, write := range map[string]func() string{
		"a sequence": func() string { return Written(sequence) },
		"a set":      func() string { return Written(pkix.RDNSequence{set}) },
		"one that is read": func() string {
			var read pkix.Name
			read.FillFromRDNSequence(&sequence)
			return WrittenName(read)
		},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		size := len(write())
		runtime.ReadMemStats(&after)
		if took := after.TotalAlloc - before.TotalAlloc; size < 200_000 || took > 200*uint64(size) {
			t.Errorf("%s: %d bytes took %d", what, size, took)
		}
	}
}
