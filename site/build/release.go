package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/andybalholm/brotli"
)

// compressible are the kinds of file that a host sends compressed; fonts are already.
var compressible = map[string]bool{
	".css": true, ".html": true, ".js": true, ".json": true, ".svg": true, ".wasm": true, ".webmanifest": true,
}

// compress puts name.br and name.gz beside each file, for hosts that send what lies there.
func (d dist) compress() error {
	var names []string
	for name := range d {
		if compressible[path.Ext(name)] {
			names = append(names, name)
		}
	}
	type packed struct {
		gz, br []byte
		err    error
	}
	all := make([]packed, len(names))
	var each sync.WaitGroup
	for i, name := range names { // the largest take most of the time, each on a processor of its own
		each.Go(func() {
			p := &all[i]
			if p.gz, p.err = gzipped(d[name]); p.err == nil {
				p.br, p.err = brotlied(d[name])
			}
		})
	}
	each.Wait()
	for i, name := range names {
		if all[i].err != nil {
			return fmt.Errorf("compress %s: %w", name, all[i].err)
		}
		d[name+".gz"], d[name+".br"] = all[i].gz, all[i].br
	}
	return nil
}

func brotlied(content []byte) ([]byte, error) {
	var packed bytes.Buffer
	w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	err := w.Close()
	return packed.Bytes(), err
}

// releaseDate is the last commit's, or SOURCE_DATE_EPOCH where there is no history: the same sources give the same archive, and
// a later release has a later date. Servers tell two versions of a file apart by date and size, and unzip keeps the date.
func releaseDate() (time.Time, error) {
	text := os.Getenv("SOURCE_DATE_EPOCH")
	if text == "" {
		printed, err := exec.Command("git", "log", "-1", "--format=%ct").Output()
		if err != nil {
			return time.Time{}, fmt.Errorf("the date of the last commit (SOURCE_DATE_EPOCH stands in for it): %w", err)
		}
		text = strings.TrimSpace(string(printed))
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return time.Time{}, fmt.Errorf("the date of the release: %w", err)
	}
	return time.Unix(seconds, 0).UTC(), nil
}

// pack adds the archive of all files, and its sum.
func (d dist) pack(version string) error {
	date, err := releaseDate()
	if err != nil {
		return err
	}
	folder := "pec-verifier-" + version
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(d)) {
		header := &zip.FileHeader{Name: path.Join(folder, name), Modified: date, Method: zip.Store}
		if compressible[path.Ext(name)] {
			header.Method = zip.Deflate
		}
		header.SetMode(0o644)
		entry, err := w.CreateHeader(header)
		if err != nil {
			return err
		}
		if _, err := entry.Write(d[name]); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	file := folder + ".zip"
	d[file] = archive.Bytes()
	d[file+".sha256"] = dist{file: d[file]}.sums()
	return nil
}
