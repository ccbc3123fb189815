package main

import (
	"path/filepath"
	"strings"
)

const statementFile = "accessibility.html"

// statement is the accessibility statement in every language, one below the other: it needs no script.
func statement(style, version string) ([]byte, error) {
	var texts map[string]map[string]string
	if err := evaluate("access", "./access", &texts); err != nil {
		return nil, err
	}
	var all strings.Builder
	for _, language := range []string{"it", "en", "de"} {
		article, err := document{filepath.Join(source, "accessibility.article.html"), texts[language]}.filled(slots{"language": language})
		if err != nil {
			return nil, err
		}
		all.Write(article)
	}
	return document{filepath.Join(source, statementFile), nil}.filled(slots{
		"policy": policyMeta(pagePolicy), "style": style, "version": version, "statements": all.String(),
	})
}
