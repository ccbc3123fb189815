package dossier

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"testing"

	"pecverifier/verifier"
)

// acceptances are so many, of transmissions of their own to so many recipients.
func acceptances(n, recipients int) (all []Input) {
	for i := range n {
		r := &verifier.Report{Schema: verifier.Schema, File: verifier.File{Name: fmt.Sprint(i), Size: 100, SHA256: hash(fmt.Sprint(i))}, System: "pec",
			Kind: "accettazione", Indication: verifier.TotalPassed,
			Certified: &verifier.Certified{Provider: "GESTORE UNO S.p.A.", Time: "2025-03-12T10:15:30+01:00", Sender: "a@pec.example", Identifier: fmt.Sprint("id", i),
				MessageID: fmt.Sprintf("<%d@x>", i), Error: "nessuno"}}
		for j := range recipients {
			r.Certified.Recipients = append(r.Certified.Recipients, verifier.Recipient{Address: fmt.Sprintf("u%d.%d@pec.example", i, j), Type: "certificato"})
		}
		all = append(all, Input{Report: r})
	}
	return all
}

func TestWalkGivesWhatBuildGives(t *testing.T) {
	inputs := acceptances(5, 3)
	want := Build(inputs, Options{Now: now})
	var got []Transmission
	d, err := Walk(inputs, Options{Now: now}, func(tr Transmission) error { got = append(got, tr); return nil })
	if err != nil || !reflect.DeepEqual(got, want.Transmissions) || len(got) != 5 {
		t.Errorf("%d transmissions, %v", len(got), err)
	}
	if d.Transmissions = want.Transmissions; !reflect.DeepEqual(d, want) {
		t.Error("what stands beside the transmissions differs")
	}
	stop, seen := errors.New("enough"), 0
	if _, err := Walk(inputs, Options{Now: now}, func(Transmission) error { seen++; return stop }); err != stop || seen != 1 {
		t.Errorf("%v after %d", err, seen)
	}
}

// A few megabytes of acceptances name a quarter of a million recipients, of whom each takes a kilobyte and more here.
func TestWalkHoldsOneTransmission(t *testing.T) {
	const n, recipients = 20, 2000
	inputs := acceptances(n, recipients)
	live := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	var first, last uint64
	seen := 0
	_, err := Walk(inputs, Options{Now: now}, func(tr Transmission) error {
		if len(tr.Recipients) != recipients {
			t.Fatalf("%d recipients", len(tr.Recipients))
		}
		switch seen++; seen {
		case 1:
			first = live()
		case n:
			last = live()
		}
		runtime.KeepAlive(tr)
		return nil
	})
	if err != nil || seen != n {
		t.Fatalf("%d transmissions: %v", seen, err)
	}
	runtime.KeepAlive(inputs)
	if one := uint64(recipients * 1000); last > first+3*one {
		t.Errorf("%d bytes beside the first transmission, %d beside the last", first, last)
	}
}
