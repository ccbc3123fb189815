//go:build !js

package charset

import (
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
)

func other(name string, raw []byte) (text string, ok bool) {
	e, err := htmlindex.Get(name)
	if err != nil || e == encoding.Replacement {
		return "", false
	}
	out, err := e.NewDecoder().Bytes(raw)
	return string(out), err == nil
}
