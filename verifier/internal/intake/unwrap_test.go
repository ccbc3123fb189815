package intake

import (
	"reflect"
	"strings"
	"testing"
)

func TestUnwrapTakesOffWhatStandsBeforeTheHeader(t *testing.T) {
	for name, tt := range map[string]struct {
		before string
		notes  []Note
	}{
		"nothing":               {"", nil},
		"a byte order mark":     {"\xEF\xBB\xBF", []Note{NoteBOM}},
		"blank lines":           {"\r\n\n \t\n", []Note{NoteBlankLines}},
		"a From line":           {fromLine, []Note{NoteFromLine}},
		"a From line with CRLF": {"From - Tue Nov 13 16:39:27 2018\r\n", []Note{NoteFromLine}},
		"a From line, no date":  {"From \n", []Note{NoteFromLine}},
		"all of them":           {"\xEF\xBB\xBF\r\n" + fromLine, []Note{NoteBOM, NoteBlankLines, NoteFromLine}},
	} {
		t.Run(name, func(t *testing.T) {
			data := []byte(tt.before + mail)
			message, notes := Unwrap(data)
			if string(message) != mail || !reflect.DeepEqual(notes, tt.notes) {
				t.Errorf("%q, %v", message, notes)
			}
			if &message[len(message)-1] != &data[len(data)-1] {
				t.Error("the message is a copy")
			}
		})
	}
}

func TestUnwrapLeavesTheRest(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"two From lines":                  {fromLine + fromLine + mail, mail},
		"many From lines":                 {strings.Repeat(fromLine, 9) + mail, strings.Repeat(fromLine, 9) + mail},
		"a From field":                    {mail[len("Return-Path: <a@pec.example>\r\n"):], mail[len("Return-Path: <a@pec.example>\r\n"):]},
		"a From line before no header":    {"From Monday on\nwe are closed", "From Monday on\nwe are closed"},
		"a From line alone":               {"From ", "From "},
		"a quoted From line in the body":  {mail + ">From x\r\n", mail + ">From x\r\n"},
		"blanks before the first field":   {"\n  " + mail, "  " + mail},
		"blanks alone":                    {"\n \n ", " "},
		"nothing":                         {"", ""},
		"a From line before a quoted one": {fromLine + ">From x\n" + mail, mail},
	} {
		if got, _ := Unwrap([]byte(tt.data)); string(got) != tt.want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestUnquoteFrom(t *testing.T) {
	for name, tt := range map[string]struct {
		data, want string
		changed    bool
	}{
		"one":            {"a\n>From b\nc", "a\nFrom b\nc", true},
		"one with CRLF":  {"a\r\n>From b\r\n", "a\r\nFrom b\r\n", true},
		"twice quoted":   {"a\n>>From b\n", "a\n>From b\n", true},
		"the first line": {">From b\n", "From b\n", true},
		"several":        {">From a\n>From b\nx\n>From c", "From a\nFrom b\nx\nFrom c", true},
		"a quoted mail":  {"> From b\n", "> From b\n", false},
		"inside a line":  {"a >From b\n", "a >From b\n", false},
		"another word":   {">Fromage\n", ">Fromage\n", false},
		"nothing":        {"", "", false},
	} {
		data := []byte(tt.data)
		got, changed := UnquoteFrom(data)
		if string(got) != tt.want || changed != tt.changed || string(data) != tt.data {
			t.Errorf("%s: %q, %v", name, got, changed)
		}
	}
}
