// Package architecture holds no code: its test holds the arrows that ARCHITECTURE.md draws.
package architecture

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "pecverifier/"

// packages are the rooms and what each may import, besides what is no room of this repository. A room that is not named
// may import nothing and be imported by nobody but tests.
var packages = map[string][]string{
	"trustlist": {"trustlist/certificate", "trustlist/qualified"},

	// Low rooms, which know nobody and which trusted lists and signatures both need.
	"trustlist/xmltree": {}, "trustlist/certificate": {},
	"trustlist/qualified": {"trustlist/certificate", "trustlist/xmltree"},

	"verifier/bound": {}, "verifier/charset": {}, "verifier/digest": {}, "verifier/intake": {}, "verifier/daticert": {},
	"verifier/smime":   {"verifier/bound", "verifier/charset", "verifier/digest"},
	"verifier/cms":     {"verifier/digest"},
	"verifier/content": {"verifier/bound", "verifier/charset", "verifier/digest", "verifier/smime"},

	// the signatures of what was sent, and European REM
	"verifier/xmlsig": {"trustlist/xmltree"}, "verifier/tst": {"verifier/cms"}, "verifier/pdfsig": {"verifier/cms"},
	"verifier/eulist": {"trustlist/certificate", "trustlist/qualified", "trustlist/xmltree", "verifier/xmlsig"},
	"verifier/attach": {"trustlist/certificate", "trustlist/qualified", "trustlist/xmltree", "verifier/bound", "verifier/cms", "verifier/digest", "verifier/intake", "verifier/pdfsig", "verifier/smime",
		"verifier/tst", "verifier/xmlsig"},
	"verifier/rem": {"trustlist/xmltree", "verifier/smime", "verifier/xmlsig"},

	"verifier/msgid":               {"verifier/smime"},
	"verifier/verified":            {"verifier/cms", "verifier/digest", "verifier/smime"},
	"trustlist/qualified/services": {"trustlist/qualified"},
	"verifier": {"trustlist", "trustlist/certificate", "trustlist/qualified", "verifier/attach", "verifier/bound", "verifier/charset", "verifier/cms", "verifier/content", "verifier/daticert", "verifier/digest", "verifier/intake",
		"verifier/msgid", "verifier/rem", "verifier/smime", "verifier/tst", "verifier/verified", "verifier/xmlsig"},
	"verifier/truststore": {"trustlist", "trustlist/certificate", "trustlist/qualified", "verifier/cms", "verifier/eulist", "verifier/intake", "verifier/verified"},
	"verifier/dossier":    {"verifier", "verifier/attach", "verifier/content", "verifier/digest", "verifier/intake", "verifier/msgid", "verifier/smime"},

	"wasm": {"trustlist", "trustlist/qualified", "verifier", "verifier/content", "verifier/digest", "verifier/dossier", "verifier/intake", "verifier/msgid", "verifier/truststore"},

	"verifier/pecverify": {"trustlist", "trustlist/qualified/services", "verifier", "verifier/attach", "verifier/dossier", "verifier/truststore"},
	"verifier/schema":    {"trustlist", "verifier", "verifier/dossier", "verifier/intake"},
	"verifier/pectest":   {}, "verifier/pectest/vectors": {"verifier/pectest"},
	"trustlist/snapshot": {"trustlist"}, "trustlist/qualified/snapshot": {"trustlist/qualified", "verifier/eulist"},

	"site/build": {}, "site/dev": {}, "site/serve": {}, "site/size": {}, "site/test/react": {},
	"site/bench/made": {"verifier/pectest"}, "site/test/lists": {"verifier/pectest"}, "site/test/made": {"verifier/pectest"},
	"site/test/piles": {"trustlist", "verifier", "verifier/dossier", "verifier/pectest"},
}

func TestGoArrowsRunDownwards(t *testing.T) {
	for from, to := range arrows(t, ".", ".go", func(file string) []string {
		if strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, i := range parsed.Imports {
			if name, _ := strconv.Unquote(i.Path.Value); strings.HasPrefix(name, module) {
				out = append(out, strings.TrimPrefix(name, module))
			}
		}
		return out
	}) {
		allowed, known := packages[from]
		if !known {
			t.Errorf("%s is no room that ARCHITECTURE.md knows: name it in packages, with what it may import", from)
		}
		for _, name := range to {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s imports %s", from, name)
			}
		}
	}
}

// exceptions are arrows between folders of the page's sources that run upwards or in a circle today. None may be added.
var exceptions = map[string][]string{
	"content":   {".", "core", "report", "safe", "texts"},
	"core":      {"dossier", "report"},
	"dossier":   {".", "content", "core", "report", "safe", "styles", "takeaway", "texts", "work"},
	"drop":      {"many", "report"},
	"embed":     {".", "page", "report"},
	"many":      {".", "report", "safe", "texts"},
	"office":    {"report", "texts"},
	"offline":   {"."},
	"page":      {"."},
	"proof":     {".", "core"},
	"providers": {".", "core", "report", "texts"},
	"report":    {".", "content", "core", "providers", "takeaway", "texts"},
	"results":   {"content", "many", "report", "takeaway", "texts", "work"},
	"start":     {".", "content", "core", "report"},
	"takeaway":  {".", "content", "report", "safe", "texts"},
	"texts":     {"safe"},
	"work":      {"core", "many", "report"},
}

var imported = regexp.MustCompile(`(?:from|import|import\() ?"(\.[^"]+)"`)

func TestFoldersOfThePageImportWhatTheyMay(t *testing.T) {
	const root = "site/src"
	for from, to := range arrows(t, root, ".ts", func(file string) []string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, m := range imported.FindAllStringSubmatch(string(text), -1) {
			name, err := filepath.Rel(root, filepath.Join(filepath.Dir(file), m[1]))
			if err != nil {
				t.Fatal(err)
			}
			switch name = filepath.ToSlash(name); {
			case strings.HasPrefix(name, "../"): // the bridge's types, package.json
			default:
				out = append(out, folder(name))
			}
		}
		return out
	}) {
		from = folder(from + "/x")
		if from == "." { // the entries, which put the rest together
			continue
		}
		for _, name := range to {
			if name != from && !slices.Contains(exceptions[from], name) {
				t.Errorf("site/src/%s imports from site/src/%s", from, name)
			}
		}
	}
}

// folder is the first one of a path below site/src; "." where the file lies there itself.
func folder(name string) string {
	first, _, below := strings.Cut(path.Clean(name), "/")
	if !below {
		return "."
	}
	return first
}

// arrows gives for each folder below root what its files import.
func arrows(t *testing.T, root, extension string, imports func(file string) []string) map[string][]string {
	t.Helper()
	found := map[string]map[string]bool{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "node_modules" || entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && len(entry.Name()) > 1) {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(name, extension) || filepath.Dir(name) == "." {
			return nil
		}
		from, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		from = filepath.ToSlash(from)
		if found[from] == nil {
			found[from] = map[string]bool{}
		}
		for _, to := range imports(name) {
			found[from][to] = true
		}
		return nil
	})
	if err != nil || len(found) == 0 {
		t.Fatalf("nothing read in %s: %v", root, err)
	}
	out := map[string][]string{}
	for from, to := range found {
		out[from] = slices.Sorted(maps.Keys(to))
	}
	return out
}
