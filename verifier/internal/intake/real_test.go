package intake

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRealMessagesAreMessages(t *testing.T) {
	found, _ := filepath.Glob("../../../../shared/corpus/real/*.eml")
	if len(found) == 0 {
		t.Skip("the real samples are not here")
	}
	for _, path := range found {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		message, notes := Unwrap(data)
		if f := Identify("", data); f != Message || len(message) != len(data) || notes != nil {
			t.Errorf("%s: %s, %v", filepath.Base(path), f, notes)
		}
		if f := Identify("", append([]byte("\xEF\xBB\xBF\r\n"+fromLine), data...)); f != Message {
			t.Errorf("%s behind a From line: %s", filepath.Base(path), f)
		}
	}
}
