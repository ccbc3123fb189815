package verifier

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"runtime"
	"sync"
	"testing"
)

// edits is how many random changes one run tries; under js/wasm it is a sample, the bytes being the same.
func edits() int {
	if runtime.GOOS == "js" {
		return 500
	}
	return 20_000
}

// certifies lists what passing reports certify, with kind and content.
func certifies(reports []Report) map[string]bool {
	out := map[string]bool{}
	for _, r := range reports {
		if r.Indication == TotalPassed {
			raw, _ := json.Marshal([]any{r.Kind, r.Certified, r.Content})
			out[string(raw)] = true
		}
	}
	return out
}

func TestNoEditChangesWhatIsCertified(t *testing.T) {
	all := vectors(t)
	random := rand.New(rand.NewPCG(7, 11))
	// Of all vectors, not of the edited one alone: an edit may take out what an attack had put in.
	genuine := map[string]bool{}
	for _, v := range all {
		reports := Verify(v.File, v.data, v.options)
		for said := range certifies(reports) {
			genuine[said] = true
		}
		// A time-stamp stands outside of the signature: anybody takes it away, or makes it one that is not read.
		for i := range reports {
			if c := reports[i].Certified; c != nil {
				c.Timestamp = nil
			}
		}
		for said := range certifies(reports) {
			genuine[said] = true
		}
	}
	type edited struct {
		vector
		data []byte
	}
	copies := make(chan edited)
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for c := range copies {
				for said := range certifies(Verify(c.File, c.data, c.options)) {
					if !genuine[said] {
						t.Errorf("%s/%s: an edited copy passes and certifies %s", c.group, c.name, said)
					}
				}
			}
		})
	}
	for range edits() {
		if v := all[random.IntN(len(all))]; len(v.data) > 0 && len(v.data) <= 200_000 {
			copies <- edited{v, edit(random, v.data)}
		}
	}
	close(copies)
	workers.Wait()
}

// edit changes, removes, inserts or copies a few bytes, now and then a whole line.
func edit(random *rand.Rand, data []byte) []byte {
	out := bytes.Clone(data)
	for range 1 + random.IntN(3) {
		if len(out) == 0 {
			return out
		}
		at := random.IntN(len(out))
		switch random.IntN(6) {
		case 0:
			out[at] ^= 1 << random.IntN(8)
		case 1:
			out[at] = byte(random.Uint32())
		case 2:
			out = append(out[:at], out[min(len(out), at+1+random.IntN(8)):]...)
		case 3:
			out = append(out[:at], append([]byte(interesting[random.IntN(len(interesting))]), out[at:]...)...)
		case 4: // a copy of some stretch elsewhere
			to := random.IntN(len(out))
			stretch := bytes.Clone(out[at:min(len(out), at+random.IntN(400))])
			out = append(out[:to], append(stretch, out[to:]...)...)
		case 5: // a line lost
			if end := bytes.IndexByte(out[at:], '\n'); end >= 0 {
				out = append(out[:at], out[at+end+1:]...)
			}
		}
	}
	return out
}

var interesting = []string{"\r\n", "\n", "\r\n\r\n", "--", " ", "\x00", "=", "<", "&#65;", "Content-Type: multipart/mixed\r\n",
	"Content-Type: text/plain; boundary=x\r\n", "X-Ricevuta: accettazione\r\n", "\xe8", "\xc3\xa8", "(", "\"", ";"}

// smallVectors are the three smallest messages that pass.
func smallVectors(t *testing.T) []vector {
	var out []vector
	for _, v := range vectors(t) {
		if v.group == "kinds" && len(v.Reports) == 1 && v.Reports[0].Indication == TotalPassed {
			out = append(out, v)
		}
	}
	for range out {
		for i := 1; i < len(out); i++ {
			if len(out[i].data) < len(out[i-1].data) {
				out[i], out[i-1] = out[i-1], out[i]
			}
		}
	}
	return out[:3]
}

func TestEveryByteOfTheSignedPart(t *testing.T) {
	step := 1
	if runtime.GOOS == "js" {
		step = 97
	}
	for _, v := range smallVectors(t) {
		from, to := signedRange(t, v.data)
		for at := from; at < to; at += step {
			data := bytes.Clone(v.data)
			data[at] ^= 1 << (at % 8)
			for _, r := range Verify(v.File, data, v.options) {
				if r.Indication != TotalFailed || r.Subindication != HashFailure || r.Certified != nil {
					t.Errorf("%s, byte %d of %d: %s %s", v.name, at, len(data), r.Indication, r.Subindication)
				}
			}
		}
	}
}

func TestOuterHeaderDecidesNothing(t *testing.T) {
	for _, v := range smallVectors(t) {
		before := only(t, Verify(v.File, v.data, v.options))
		for _, test := range []struct{ field, value, check string }{
			{"Subject", "CONSEGNA: something else", "headers.subject"},
			{"From", "someone@else.example", "headers.from"},
			{"Date", "Mon, 1 Jan 2001 00:00:00 +0100", "headers.date"},
			{"X-Ricevuta", "presa-in-carico", "headers.kind"},
			{"X-Riferimento-Message-ID", "<other@else.example>", "headers.reference"},
		} {
			data, replaced := replaceField(v.data, test.field, test.value)
			if !replaced {
				continue
			}
			after := only(t, Verify(v.File, data, v.options))
			if status(before, test.check) != Passed || status(after, test.check) != Warning {
				t.Errorf("%s, %s edited: %s is %s before and %s after", v.name, test.field, test.check, status(before, test.check), status(after, test.check))
			}
			a, _ := json.Marshal([]any{before.Kind, before.Indication, before.Certified, before.Content})
			b, _ := json.Marshal([]any{after.Kind, after.Indication, after.Certified, after.Content})
			if !bytes.Equal(a, b) {
				t.Errorf("%s, %s edited: verdict or certified fields changed", v.name, test.field)
			}
		}
	}
}

// replaceField rewrites one unfolded field of the outer header.
func replaceField(data []byte, field, value string) ([]byte, bool) {
	start := bytes.Index(data, []byte("\n"+field+": "))
	body := bytes.Index(data, []byte("\r\n\r\n"))
	if start < 0 || start > body {
		return nil, false
	}
	end := start + 1 + bytes.IndexByte(data[start+1:], '\n')
	return append(append(append([]byte{}, data[:start+1]...), field+": "+value+"\r"...), data[end:]...), true
}

func TestEveryBitOfTheSignatureValueCounts(t *testing.T) {
	v := smallVectors(t)[0]
	root, signature := signatureOf(t, v.data)
	for bit := 0; bit < 8*len(signature); bit += 61 {
		changed := bytes.Clone(root)
		at := bytes.Index(changed, signature)
		changed[at+bit/8] ^= 1 << (bit % 8)
		r := only(t, Verify(v.File, replaceSignature(t, v.data, changed), v.options))
		if r.Indication != TotalFailed || r.Subindication != SigCryptoFailure || r.Certified != nil {
			t.Errorf("bit %d: %s %s", bit, r.Indication, r.Subindication)
		}
	}
}
