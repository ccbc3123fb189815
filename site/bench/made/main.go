// Command made writes what the benchmark in the browser measures: receipts, as mails and in the pieces that other
// programs want, and PKI.js in one file.
//
//	go run ./site/bench/made FOLDER
package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"

	"pecverifier/verifier/pectest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: made FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "made:", err)
		os.Exit(1)
	}
}

func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	office := pectest.NewOffice()
	files := map[string][]byte{"ca.pem": office.Authority.CA.PEM()}
	// A small delivery receipt has 18 KB, as real ones do; the large one has 100 MB.
	for name, attached := range map[string]int{"small": 6 << 10, "large": 75_000_000} {
		d := office.Dispatch()
		d.Original.Attachments = []pectest.Attachment{{Name: "atto.pdf", Type: "application/pdf", Content: pectest.Noise(attached)}}
		m := d.Consegna()
		files[name+".eml"] = m.Bytes()
		files[name+".signed"] = m.SignedBytes()
		files[name+".p7s"] = m.SignatureDER(m.SignedBytes())
		if !bytes.Contains(files[name+".eml"], files[name+".signed"]) {
			return fmt.Errorf("%s: the pieces are not those of the mail", name)
		}
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil {
			return err
		}
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: []string{"site/bench/pkijs.js"},
		Bundle:      true,
		Format:      api.FormatIIFE,
		GlobalName:  "pkijs",
		Outfile:     filepath.Join(folder, "pkijs.js"),
		Write:       true,
		LogLevel:    api.LogLevelWarning,
	})
	if len(result.Errors) > 0 {
		return fmt.Errorf("bundle PKI.js")
	}
	return nil
}
