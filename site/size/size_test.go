package main

import (
	"errors"
	"testing"
)

func TestFunctions(t *testing.T) {
	// One imported function, then two of one and two bytes, the second of which has a name.
	module := []byte("\x00asm\x01\x00\x00\x00" + "\x02\x01\x01" + "\x0a\x06\x02\x01a\x02bc" + "\x00\x0e\x04name\x01\x07\x01\x02\x04a.b.")
	all, err := sections(module)
	if err != nil {
		t.Fatal(err)
	}
	found, err := functions(all)
	if err != nil || len(found) != 2 || found[0] != (function{"", 1}) || found[1] != (function{"a.b.", 2}) {
		t.Errorf("%v, %v", found, err)
	}
	if _, err := sections(module[:12]); !errors.Is(err, errModule) {
		t.Errorf("cut short: %v", err)
	}
}

func TestPackageOf(t *testing.T) {
	for symbol, want := range map[string]string{
		"runtime.mallocgc":                           "runtime",
		"crypto_internal_fips140_rsa.VerifyPKCS1v15": "crypto_internal_fips140_rsa",
		"type:.eq.reflect.Method":                    "(generated)",
		"":                                           "(generated)",
		"wasm_pc_f_loop":                             "(runtime)",
		"github.com_beevik_etree.__Element_.readFrom":   "github.com_beevik_etree",
		"go.mozilla.org_pkcs7.readObject":               "go.mozilla.org_pkcs7",
		"golang.org_x_crypto_cryptobyte.__String_.Read": "golang.org_x_crypto_cryptobyte",
	} {
		if got := packageOf(symbol); got != want {
			t.Errorf("%s: %s, want %s", symbol, got, want)
		}
	}
}
