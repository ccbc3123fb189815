package dossier

import (
	"encoding/json"
	"runtime"
	"testing"

	"pecverifier/verifier/pectest"
)

// pileOf gives at least n reports.
func pileOf(n int) []Input {
	var out []Input
	for seed := uint64(1); len(out) < n; seed++ {
		for _, in := range inputs(pectest.Transmissions(seed, 200, 200)) {
			if in.Report == nil {
				continue
			}
			suffix := string(rune('a' + seed))
			in.Report.File.SHA256 += suffix
			if in.Report.Certified != nil {
				in.Report.Certified.Identifier += suffix
			}
			out = append(out, in)
		}
	}
	return out[:n]
}

// Ten thousand reports are to be grouped well under 300 ms, also in a browser.
func BenchmarkBuild10000(b *testing.B) { benchmark(b, 10_000) }

// BenchmarkBuild40000 shows that the time is linear in the number of reports.
func BenchmarkBuild40000(b *testing.B) { benchmark(b, 40_000) }

func benchmark(b *testing.B, n int) {
	in := pileOf(n)
	runtime.GC() // what making the input left behind is not Build's
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		Build(in, Options{Now: now})
	}
}

// BenchmarkPacked10000 is the way of the page: packs are read, joined, and the answer is written.
func BenchmarkPacked10000(b *testing.B) {
	pack := Pack(pileOf(10_000))
	b.SetBytes(int64(len(pack)))
	runtime.GC()
	b.ReportAllocs()
	for b.Loop() {
		in, err := Unpack(pack)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := json.Marshal(Build(in, Options{Now: now})); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnpack10000(b *testing.B) {
	pack := Pack(pileOf(10_000))
	runtime.GC()
	for b.Loop() {
		Unpack(pack)
	}
}
