package dossier

import (
	"reflect"
	"testing"

	"pecverifier/verifier"
	"pecverifier/verifier/pectest"
)

// What Build says of packed pieces is what it says of the pieces themselves, whole reports with all their checks.
func TestPackKeepsWhatBuildReads(t *testing.T) {
	pectest.Native(t, "a large pile")
	pile := signed(t, pectest.Transmissions(7, 40, 12))
	pile = append(pile, inputs(pectest.Transmissions(8, 100, 30))...)
	pile = append(pile, Input{Report: &verifier.Report{Schema: verifier.Schema, File: verifier.File{Name: "x"}, Error: "too large"}})
	pile = append(pile, Input{Report: mended()})
	var parts []byte
	for _, in := range pile { // each packed alone, as they come
		parts = append(parts, Pack([]Input{in})...)
	}
	o := Options{Now: now, Profile: ProfileL53}
	want := Build(pile, o)
	var once, own []byte // as whoever leaves out the blocks that were there puts them together
	known := map[string]bool{}
	for _, in := range pile {
		blocks, rest := PackApart([]Input{in})
		for _, b := range blocks {
			if key := string(b[:BlockKey]); !known[key] {
				known[key] = true
				once = append(once, b...)
			}
		}
		own = append(own, rest...)
	}
	if len(once)+len(own) > len(parts)/2 {
		t.Errorf("%d bytes with all blocks once, %d with all", len(once)+len(own), len(parts))
	}
	for what, pack := range map[string][]byte{"one pack": Pack(pile), "packs in a row": parts, "every block once": append(once, own...)} {
		back, err := Unpack(pack)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(Build(back, o), want) {
			t.Errorf("%s: the dossier of packed pieces is another one", what)
		}
	}
}

func TestPackWithoutItsBlocks(t *testing.T) {
	_, own := PackApart(inputs(pectest.Transmissions(1, 1, 3))[:2])
	if _, err := Unpack(own); err == nil {
		t.Error("it passes")
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
		if err == nil && len(first) > 1 { // cut between two pieces, or two blocks, is no damage
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
