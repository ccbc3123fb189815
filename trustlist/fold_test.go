package trustlist

import "testing"

func TestFoldsToIsFold(t *testing.T) {
	names := []string{"", " ", "Gestore", " gestore ", "GESTORE", "\vGestore", "\u00a0Gestore", "Kelvin", "kelvin", "\u212aelvin", "İl", "i̇l", "1 S.p.A.", "Ärzte", "ärzte", "aruba"}
	for _, a := range names {
		for _, b := range names {
			if folded := fold(b); foldsTo(a, folded) != (fold(a) == folded) {
				t.Errorf("%q, %q", a, b)
			}
		}
	}
}
