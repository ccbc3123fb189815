package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
)

// commandWords are the texts that the command says too. They have one home, that of the page; make generate copies them.
var commandWords = regexp.MustCompile(`^((rem\.)?(passed|verdict|question)|tone|kind|reason|check|status|revocation-reason|error|fact|value|zone|unread|answer|times)\.|^(unconfirmed|trustlist\.embedded)$`)

const wordsFolder = "verifier/pecverify/words"

// writeWords writes one file a language, the keys in their order.
func writeWords() error {
	all, err := languages()
	if err != nil {
		return err
	}
	for _, l := range all {
		text, err := wordsOf(l)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(wordsFolder, l.Code+".json"), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func wordsOf(l language) ([]byte, error) {
	words := map[string]string{}
	for key, text := range l.Texts {
		if commandWords.MatchString(key) {
			words[key] = text
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(words)
	return b.Bytes(), err
}
