package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// examples are the messages for who has none, with the one list that knows their authority, as the page reads them. They are vectors of
// testdata/: nobody's mail.
func examples() ([]byte, error) {
	read := func(name string) ([]byte, error) { return os.ReadFile(filepath.Join("testdata", name)) }
	list, err := read("trust/ca.pem")
	if err != nil {
		return nil, err
	}
	delivered, err := read("kinds/consegna-completa.eml")
	if err != nil {
		return nil, err
	}
	unknown, err := read("attacks-trust/other-root.eml")
	if err != nil {
		return nil, err
	}
	// A quarter of an hour earlier, as somebody would wish it who was late.
	altered := bytes.ReplaceAll(delivered, []byte("10:15:32"), []byte("10:00:32"))
	all := map[string]string{}
	for name, content := range map[string][]byte{"list": list, "delivered": delivered, "altered": altered, "unknown": unknown} {
		if !utf8.Valid(content) {
			return nil, fmt.Errorf("example %s is no text", name)
		}
		all[name] = string(content)
	}
	if all["altered"] == all["delivered"] {
		return nil, fmt.Errorf("the example to be altered does not say when it was delivered")
	}
	return []byte(inJSON(all)), nil
}
