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
// may import nothing and be imported by nobody but tests. internal/ is that of verifier.
var packages = map[string][]string{
	"statement": {}, // how the program says anything

	"trustlist": {"statement", "trustlist/certificate", "trustlist/qualified"},

	// Low rooms, which know nobody and which trusted lists and signatures both need.
	"trustlist/xmltree": {}, "trustlist/certificate": {},
	"trustlist/qualified": {"trustlist/certificate", "trustlist/xmltree"},

	"internal/bound": {"statement"}, "internal/sigalg": {}, "internal/charset": {}, "verifier/digest": {}, "internal/intake": {}, "internal/daticert": {},
	"internal/smime":   {"internal/bound", "internal/charset", "verifier/digest"},
	"internal/cms":     {"verifier/digest", "internal/sigalg"},
	"internal/content": {"internal/bound", "internal/charset", "verifier/digest", "internal/smime"},

	// the signatures of what was sent, and European REM
	"internal/xmlsig": {"trustlist/xmltree", "internal/sigalg"}, "internal/tst": {"internal/cms"}, "internal/pdfsig": {"internal/cms"},
	"verifier/eulist": {"trustlist/certificate", "trustlist/qualified", "trustlist/xmltree", "internal/xmlsig"},
	"internal/ocsp":   {"trustlist/certificate"},
	"internal/attach": {"statement", "trustlist", "internal/ocsp", "trustlist/certificate", "trustlist/qualified", "trustlist/xmltree", "internal/bound", "internal/cms", "verifier/digest", "internal/intake", "internal/pdfsig", "internal/smime",
		"internal/tst", "internal/xmlsig"},
	"internal/rem": {"trustlist/xmltree", "internal/smime", "internal/xmlsig"},

	"internal/mend":                {"internal/bound", "internal/intake", "internal/smime"},
	"internal/msgid":               {"internal/smime"},
	"internal/law":                 {},
	"internal/verified":            {"internal/cms", "verifier/digest", "internal/smime"},
	"trustlist/qualified/services": {"trustlist/qualified"},
	"verifier": {"statement", "internal/sigalg", "trustlist", "trustlist/certificate", "trustlist/qualified", "internal/attach", "internal/bound", "internal/charset", "internal/cms", "internal/content", "internal/daticert", "verifier/digest", "internal/intake",
		"internal/law", "internal/mend", "internal/msgid", "internal/rem", "internal/smime", "internal/tst", "internal/verified", "internal/xmlsig"},
	"verifier/truststore": {"trustlist", "trustlist/certificate", "trustlist/qualified", "internal/cms", "verifier/eulist", "internal/intake", "internal/verified"},
	"verifier/dossier":    {"statement", "verifier", "internal/attach", "internal/content", "verifier/digest", "internal/intake", "internal/law", "internal/msgid", "internal/smime"},

	"wasm": {"trustlist", "trustlist/qualified", "verifier", "verifier/digest", "verifier/dossier", "verifier/truststore"},

	"verifier/pecverify/words": {"verifier"},
	"verifier/pecverify":       {"statement", "verifier/pecverify/words", "trustlist", "trustlist/qualified/services", "verifier", "internal/attach", "verifier/dossier", "verifier/truststore"},
	"verifier/schema":          {"statement", "trustlist", "verifier", "verifier/dossier", "internal/intake"},
	"verifier/pectest":         {}, "verifier/pectest/vectors": {"verifier/pectest"},
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
				out = append(out, shortened(strings.TrimPrefix(name, module)))
			}
		}
		return out
	}) {
		allowed, known := packages[shortened(from)]
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

func shortened(name string) string {
	if inner, ok := strings.CutPrefix(name, "verifier/internal/"); ok {
		return "internal/" + inner
	}
	return name
}

// folder is a room of the page's sources, and what it may import.
type folder struct {
	name string
	to   []string
}

// rooms are the folders of the page's sources, from the top, each with what it may import: only what stands below it, so that there is no circle.
// "." is the element.
var rooms = []folder{
	{"page", []string{".", "core", "model", "texts"}},
	{".", []string{"views/start", "views/list", "views/dossier", "views/report", "views/providers", "views/takeaway", "views/parts", "files", "core", "model", "texts", "styles"}},

	{"views/start", []string{"views/report", "views/parts", "core", "model", "texts"}},
	{"views/list", []string{"views/report", "views/takeaway", "views/parts", "files", "core", "model", "texts"}},
	{"views/dossier", []string{"views/takeaway", "views/parts", "files", "core", "model", "texts", "styles"}},
	{"views/report", []string{"views/content", "views/providers", "views/takeaway", "views/parts", "core", "model", "texts"}},
	{"views/content", []string{"views/parts", "core", "model", "texts"}},
	{"views/providers", []string{"views/parts", "core", "model", "texts"}},
	{"views/takeaway", []string{"views/parts", "model", "texts"}},
	{"views/parts", []string{"files", "model", "texts"}},

	{"files", []string{"core", "model"}},
	{"core", []string{"model", "texts"}},
	{"model", []string{"texts"}},
	{"texts", nil},
	{"styles", nil},
}

var imported = regexp.MustCompile(`(?:from|import|import\() ?"(\.[^"]+)"`)

func TestFoldersOfThePageImportWhatTheyMay(t *testing.T) {
	const root = "site/src"
	allowed := map[string][]string{}
	for i, from := range rooms {
		allowed[from.name] = from.to
		for _, name := range from.to {
			if !slices.ContainsFunc(rooms[i+1:], func(below folder) bool { return below.name == name }) {
				t.Errorf("site/src/%s may import %s, which does not stand below it", from.name, name)
			}
		}
	}
	for from, to := range arrows(t, root, ".ts", func(file string) []string {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, m := range imported.FindAllStringSubmatch(string(text), -1) {
			to := filepath.Join(filepath.Dir(file), m[1])
			if is, err := os.Stat(to); err == nil && is.IsDir() {
				to = filepath.Join(to, "index")
			}
			name, err := filepath.Rel(root, to)
			if err != nil {
				t.Fatal(err)
			}
			if name = filepath.ToSlash(name); !strings.HasPrefix(name, "../") { // the bridge's types, package.json
				out = append(out, room(name))
			}
		}
		return out
	}) {
		from = room(from + "/x")
		if _, known := allowed[from]; !known {
			t.Errorf("site/src/%s is no room that ARCHITECTURE.md knows: name it in rooms, with what it may import", from)
			continue
		}
		for _, name := range to {
			if name != from && !slices.Contains(allowed[from], name) {
				t.Errorf("site/src/%s imports from site/src/%s", from, name)
			}
		}
	}
}

// room is the one that a file below site/src belongs to: its first folder, of views the second, too; "." where the file lies there itself.
func room(name string) string {
	parts := strings.Split(path.Clean(name), "/")
	switch {
	case len(parts) == 1:
		return "."
	case parts[0] == "views" && len(parts) > 2:
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// A file is one job, and short enough to be read at once. Tables of texts are one file a language, what is generated nobody reads, and vectors are tables.
func TestEveryFileIsShortEnoughToRead(t *testing.T) {
	most := map[string]int{".go": 500, ".ts": 350, ".scss": 350}
	table := regexp.MustCompile(`\.gen\.ts$|^site/src/texts/[a-z]{2}\.ts$|^verifier/pectest/`)
	files := 0
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if passedOver(entry) || name == "site/test" || name == "site/bench" {
				return filepath.SkipDir
			}
			return nil
		}
		limit := most[filepath.Ext(name)]
		if limit == 0 || table.MatchString(name) {
			return nil
		}
		text, err := os.ReadFile(name)
		if lines := strings.Count(string(text), "\n"); lines > limit {
			t.Errorf("%s has %d lines, more than %d: what is a job of its own in it?", name, lines, limit)
		}
		files++
		return err
	})
	if err != nil || files < 400 {
		t.Fatalf("%d files read: %v", files, err)
	}
}

// passedOver are folders of what is made or installed; some of it comes and goes while other tests run.
func passedOver(folder fs.DirEntry) bool {
	name := folder.Name()
	return slices.Contains([]string{"dist", "node_modules", "test-results"}, name) || strings.HasPrefix(name, ".") && name != "."
}

// arrows gives for each folder below root what its files import.
func arrows(t *testing.T, root, extension string, imports func(file string) []string) map[string][]string {
	t.Helper()
	found := map[string]map[string]bool{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (passedOver(entry) || entry.Name() == "testdata") {
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
