package main

import (
	"archive/zip"
	"bytes"
	"strconv"
	"testing"
)

// TestALaterReleaseHasALaterDate: a server, and unzip, tell versions apart by the date.
func TestALaterReleaseHasALaterDate(t *testing.T) {
	const first = 1_800_000_000
	dates := map[int]int64{}
	for _, seconds := range []int{first, first + 2} {
		t.Setenv("SOURCE_DATE_EPOCH", strconv.Itoa(seconds))
		d := dist{"index.html": []byte("<p>"), "sw.js": []byte("x")}
		if err := d.pack("1.0.0"); err != nil {
			t.Fatal(err)
		}
		archive := d["pec-verifier-1.0.0.zip"]
		r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		if err != nil || len(r.File) != 2 {
			t.Fatalf("%v, %d files", err, len(r.File))
		}
		for _, f := range r.File {
			if f.Modified.Unix() != int64(seconds) {
				t.Errorf("%s is of %s", f.Name, f.Modified)
			}
		}
		dates[seconds] = r.File[0].Modified.Unix()
	}
	if dates[first] >= dates[first+2] {
		t.Error("the later one is not later")
	}
}
