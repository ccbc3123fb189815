package main

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"regexp"
)

// single is the page in one file, which works from a folder or a stick: nothing is fetched, and the policy forbids it.
func single(core, worker, examples, services []byte, spoken []language, version string) ([]byte, error) {
	packed, err := gzipped(core)
	if err != nil {
		return nil, err
	}
	list, err := gzipped(services)
	if err != nil {
		return nil, err
	}
	style, err := inlineStyles()
	if err != nil {
		return nil, err
	}
	// What the file shows of itself is compared with these.
	manifest := map[string]string{"core": integrity(core), "worker": integrity(worker), "style": integrity(style)}
	script, err := bundleSingle(worker, examples, version, manifest)
	if err != nil {
		return nil, err
	}
	if bytes.ContainsRune(script, '\r') || bytes.ContainsRune(style, '\r') || bytes.Contains(bytes.ToLower(script), []byte("</script")) {
		return nil, fmt.Errorf("%s: a browser would not read the script as it was written", singleFile)
	}
	policy := "default-src 'none'; script-src '" + integrity(script) + "' 'wasm-unsafe-eval'; style-src 'unsafe-inline'; img-src data:; font-src data:; " +
		"connect-src 'none'; worker-src blob:; base-uri 'none'; form-action 'none'"
	made, err := page{file: "index.html"}.filled(spoken, version, slots{
		"app":     "",
		"policy":  policyMeta(policy),
		"style":   "<style id=\"pec-style\">" + string(style) + "</style>",
		"scripts": "<script type=\"module\" id=\"pec-script\">" + string(script) + "</script>",
		"parts": "<script type=\"text/plain\" id=\"pec-core\">" + base64.StdEncoding.EncodeToString(packed) + "</script><script type=\"text/plain\" id=\"pec-services\">" +
			base64.StdEncoding.EncodeToString(list) + "</script>",
	})
	return siteOnly.ReplaceAll(made, nil), err
}

// siteOnly is what leads to other files of the site.
var siteOnly = regexp.MustCompile(`(?m)^\s*<p class="site-only">.*</p>\n`)

// gzipped has no name and no time in it.
func gzipped(content []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return packed.Bytes(), nil
}
