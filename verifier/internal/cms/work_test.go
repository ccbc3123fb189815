package cms

import (
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"math/big"
	"slices"
	"testing"

	"pecverifier/verifier/internal/sigalg"
)

const square2048 = 2048 * 2048

// spent is what f takes of a pool, in RSA operations of 2048 bits.
func spent(f func(w *Work)) int64 {
	const pool = 1000 * square2048
	w := NewWork(pool, 0)
	f(w)
	return (pool - w.pool) / square2048
}

func charged(t *testing.T, m message, w *Work) *SignerInfo {
	t.Helper()
	p, err := Parse(m.build(t))
	if err != nil {
		t.Fatal(err)
	}
	p.Charge(w)
	return &p.Signers[0]
}

func TestWorkIsCounted(t *testing.T) {
	good := digestOfContent(sample)
	otherOrder := message{attributes: reversed, over: func([]byte) []byte { return set(usualAttributes(oidData, sum(5, sample))...) }}
	for _, tt := range []struct {
		name string
		m    message
		cert *x509.Certificate
		want int64
	}{
		{"one verification", message{}, rsa2048().cert, 1},
		{"a value that does not verify", message{over: func([]byte) []byte { return nil }}, rsa2048().cert, 1},
		{"two orders of the attributes", otherOrder, rsa2048().cert, 2},
		{"without attributes", message{bare: true}, rsa2048().cert, 1},
		{"without attributes, over other bytes: what was signed is recovered", message{bare: true, signs: []byte("x")}, rsa2048().cert, 2},
		{"no certificate", message{}, nil, 0},
		{"a key that does not fit the algorithm", message{}, p256().cert, 0},
		{"a curve", message{by: p256()}, p256().cert, 4},
		{"a larger curve", message{by: p521()}, p521().cert, 60},
	} {
		t.Run(tt.name, func(t *testing.T) {
			once := spent(func(w *Work) { charged(t, tt.m, w).Verify(good, tt.cert) })
			if once != tt.want {
				t.Errorf("cost %d, want %d", once, tt.want)
			}
			raw := tt.m.build(t)
			again := spent(func(w *Work) {
				var first Result
				for i := range 5 {
					p, err := Parse(slices.Clone(raw))
					if err != nil {
						t.Fatal(err)
					}
					p.Charge(w)
					r := p.Signers[0].Verify(good, tt.cert)
					if i == 0 {
						first = r
					}
					if (r.Value == nil) != (first.Value == nil) || errors.Is(r.Value, ErrDigest) != errors.Is(first.Value, ErrDigest) || r.Reordered != first.Reordered {
						t.Errorf("asked again it says %+v, first %+v", r, first)
					}
				}
			})
			if again != tt.want {
				t.Errorf("asked five times it costs %d, want %d", again, tt.want)
			}
		})
	}
}

// Whatever the answer depends on must be in the question, or one answer would serve for another.
func TestWhatWasVerifiedIsNotMistaken(t *testing.T) {
	w := NewWork(1000*square2048, 0)
	good := digestOfContent(sample)
	s := charged(t, message{}, w)
	if r := s.Verify(good, rsa2048().cert); r.Value != nil {
		t.Fatal(r.Value)
	}
	for name, change := range map[string]func(s *SignerInfo) *x509.Certificate{
		"another key":      func(*SignerInfo) *x509.Certificate { return exponent(65539).cert },
		"another value":    func(s *SignerInfo) *x509.Certificate { s.value[9] ^= 1; return rsa2048().cert },
		"other attributes": func(s *SignerInfo) *x509.Certificate { s.encoded[len(s.encoded)-1] ^= 1; return rsa2048().cert },
		"another scheme": func(s *SignerInfo) *x509.Certificate {
			s.scheme = scheme{sigalg.RSAPSS, s.Digest, 32}
			return rsa2048().cert
		},
		"another algorithm": func(s *SignerInfo) *x509.Certificate { s.Digest = 7; return rsa2048().cert },
	} {
		s := charged(t, message{}, w)
		if r := s.Verify(good, change(s)); r.Value == nil {
			t.Errorf("%s verifies", name)
		}
	}
}

func TestWorkThatIsTooMuchIsNotDone(t *testing.T) {
	good := digestOfContent(sample)
	for name, m := range map[string]message{"attributes": {}, "none": {bare: true}, "of other bytes": {bare: true, signs: []byte("x")}} {
		w := NewWork(square2048-1, 0)
		r := charged(t, m, w).Verify(good, rsa2048().cert)
		if !errors.Is(r.Value, ErrWork) || !w.Refused() || r.Weak != nil {
			t.Errorf("%s: %+v, refused %v", name, r, w.Refused())
		}
		if m.bare && !errors.Is(r.Digest, ErrWork) || !m.bare && r.Digest != nil {
			t.Errorf("%s: digest %v", name, r.Digest)
		}
		if w.pool != square2048-1 {
			t.Errorf("%s: something was spent on what was not done", name)
		}
	}
	w := NewWork(2*square2048-1, 0)
	if r := charged(t, message{bare: true, signs: []byte("x")}, w).Verify(good, rsa2048().cert); !errors.Is(r.Value, ErrSignature) {
		t.Errorf("what was shown not to verify is %v", r.Value)
	}
	w = NewWork(square2048, 0)
	s := charged(t, message{}, w)
	if c := s.Choose([]*x509.Certificate{issue(20, nil, exponent(3).key).cert, rsa2048().cert}, nil, nil); !c.Untried {
		t.Errorf("%+v", c)
	}
}

func TestShareOfEachMessage(t *testing.T) {
	key := &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(1), 2047), E: 3}
	times := func(w *Work) (n int) {
		for w.Spend(key) {
			n++
		}
		return n
	}
	w := NewWork(5*square2048, 6*square2048)
	w.Allot(2 * square2048)
	if n := times(w); n != 7 || !w.Refused() {
		t.Errorf("the first message takes %d, its own 2 and the pool's 5", n)
	}
	w.Allot(3 * square2048)
	if w.Refused() {
		t.Error("what the first message was refused counts for the second")
	}
	if n := times(w); n != 3 {
		t.Errorf("the second takes %d, its own 3", n)
	}
	w.Allot(3 * square2048)
	if n := times(w); n != 1 {
		t.Errorf("the third takes %d of the share, which has 1 left", n)
	}
	small := &rsa.PublicKey{N: big.NewInt(187), E: 3}
	w = NewWork(square2048, 0)
	for n := 0; w.Spend(small); n++ {
		if n > 4 {
			t.Fatal("keys of no size cost nothing")
		}
	}
	var none *Work
	none.Allot(1)
	if !none.Spend(key) || none.Refused() {
		t.Error("without bounds something is refused")
	}
}
