package main

import (
	"path/filepath"
	"strings"
)

const statementFile = "accessibility.html"

// statement is the accessibility statement in every language, one below the other: it needs no script.
func statement(spoken []language, style, version string) ([]byte, error) {
	var all strings.Builder
	for _, l := range spoken {
		article, err := document{filepath.Join(source, "accessibility.article.html"), l.Access}.filled(slots{"language": l.Code})
		if err != nil {
			return nil, err
		}
		all.Write(article)
	}
	return document{filepath.Join(source, statementFile), nil}.filled(slots{
		"policy": policyMeta(pagePolicy), "style": style, "version": version, "statements": all.String(),
		"languages": markup(spoken, `<a href="#%[1]s" lang="%[1]s" hreflang="%[1]s">%[3]s</a>`),
	})
}
