package dossier

import (
	"bytes"
	"reflect"
	"testing"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// What Build says of packed pieces is what it says of the pieces themselves, whole reports with all their checks.
func TestPackKeepsWhatBuildReads(t *testing.T) {
	pile := signed(t, pectest.Transmissions(7, 40, 12))
	pile = append(pile, inputs(pectest.Transmissions(8, 100, 30))...)
	pile = append(pile, Input{Report: &verifier.Report{Schema: verifier.Schema, File: verifier.File{Name: "x"}, Error: "too large"}})
	pile = append(pile, Input{Report: mended()})
	var parts []byte
	for _, in := range pile { // each packed alone, as they come
		parts = append(parts, Pack([]Input{in})...)
	}
	if whole := Pack(pile); !bytes.Equal(whole, parts) {
		t.Error("packs in a row are not a pack of all")
	}
	back, err := Unpack(parts)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Now: now, Profile: ProfileL53}
	if got, want := Build(back, o), Build(pile, o); !reflect.DeepEqual(got, want) {
		t.Error("the dossier of packed pieces is another one")
	}
}

// mended is an acceptance that storage had damaged: the check list asks for that.
func mended() *verifier.Report {
	r := report(pectest.Transmissions(9, 1, 1).Plans[0], pectest.Piece{Kind: "accettazione", Name: "mended.eml", Number: 1 << 20, Time: now, Form: "none"})
	r.Checks = append(r.Checks, verifier.Check{ID: "repair.lineends", Status: verifier.Warning})
	return r
}

func TestPackOfNothing(t *testing.T) {
	if in, err := Unpack(Pack(nil)); err != nil || len(in) != 0 {
		t.Errorf("%v, %v", in, err)
	}
}

func TestDamagedPack(t *testing.T) {
	pack := Pack(inputs(pectest.Transmissions(1, 1, 3))[:2])
	for n := 1; n < len(pack); n++ {
		first, err := Unpack(pack[:n])
		if err == nil && len(first) != 1 { // cut between the two pieces is no damage
			t.Errorf("cut at %d of %d bytes it passes", n, len(pack))
		}
	}
	for _, pack := range []string{"x", "r\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", "s\x80"} {
		if _, err := Unpack([]byte(pack)); err == nil {
			t.Errorf("%q passes", pack)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	for _, in := range inputs(pectest.Transmissions(2, 3, 3)) {
		f.Add(Pack([]Input{in}))
	}
	f.Fuzz(func(t *testing.T, pack []byte) {
		if in, err := Unpack(pack); err == nil {
			Build(in, Options{Now: now, Profile: ProfileL53})
		}
	})
}
