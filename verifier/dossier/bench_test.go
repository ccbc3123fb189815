package dossier

import (
	"runtime"
	"strconv"
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
			suffix := strconv.FormatUint(seed, 10)
			in.Report.File.SHA256 += suffix
			if in.Report.Certified != nil {
				in.Report.Certified.Identifier += suffix
			}
			out = append(out, in)
		}
	}
	return out[:n]
}

// Ten thousand reports are to be grouped well under 300 ms, also in a browser; ns/report is to stay what it is, however many
// there are.
func BenchmarkBuild1000(b *testing.B)   { benchmark(b, 1000) }
func BenchmarkBuild10000(b *testing.B)  { benchmark(b, 10_000) }
func BenchmarkBuild100000(b *testing.B) { benchmark(b, 100_000) }

func benchmark(b *testing.B, n int) {
	in, err := Unpack(Pack(pileOf(n))) // as they come to the page: what is the same in them is shared
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC() // what making the input left behind is not Build's
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		Build(in, Options{Now: now})
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/report")
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
		if _, err := Build(in, Options{Now: now}).Pages(); err != nil {
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

// What is allocated for each report is told exactly, whatever the machine does beside it.
func TestGroupingAllocatesLittle(t *testing.T) {
	const n = 2000
	in, err := Unpack(Pack(pileOf(n)))
	if err != nil {
		t.Fatal(err)
	}
	if each := testing.AllocsPerRun(3, func() { Build(in, Options{Now: now}) }) / n; each > 14 {
		t.Errorf("%.1f allocations for each report", each)
	}
}
