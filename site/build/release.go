package main

import (
	"archive/zip"
	"bytes"
	"maps"
	"path"
	"slices"
	"time"

	"github.com/andybalholm/brotli"
)

// compressible are the kinds of file that a host sends compressed; fonts are already.
var compressible = map[string]bool{".css": true, ".html": true, ".js": true, ".wasm": true}

// compress puts name.br and name.gz beside each file, for hosts that send what lies there.
func (d dist) compress() error {
	for _, name := range slices.Collect(maps.Keys(d)) {
		if !compressible[path.Ext(name)] {
			continue
		}
		var err error
		if d[name+".gz"], err = gzipped(d[name]); err != nil {
			return err
		}
		var packed bytes.Buffer
		w := brotli.NewWriterLevel(&packed, brotli.BestCompression)
		if _, err := w.Write(d[name]); err != nil {
			return err
		}
		if err := w.Close(); err != nil {
			return err
		}
		d[name+".br"] = packed.Bytes()
	}
	return nil
}

// packed is the date of everything in the archive, the first that the format knows: the same content gives the same archive.
var packed = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// pack adds the archive of all files, and its sum.
func (d dist) pack(version string) error {
	folder := "pec-verifier-" + version
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for _, name := range slices.Sorted(maps.Keys(d)) {
		header := &zip.FileHeader{Name: path.Join(folder, name), Modified: packed, Method: zip.Store}
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
