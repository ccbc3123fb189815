package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// compiled is a program for the browser as compileCore makes it, before anything of it is changed.
func compiled(t *testing.T, name string) []byte {
	t.Helper()
	target := filepath.Join(t.TempDir(), "program.wasm")
	command := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", target, name)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	module, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

func run(t *testing.T, module []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "program.wasm")
	if err := os.WriteFile(name, module, 0o600); err != nil {
		t.Fatal(err)
	}
	wasmExec, err := loader()
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(filepath.Join(filepath.Dir(wasmExec), "go_js_wasm_exec"), name).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}

func TestAProgramWithoutNamesDoesTheSame(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program for the browser")
	}
	module := compiled(t, "./testdata/walks")
	want := run(t, module)
	if !bytes.Contains([]byte(want), []byte("done\n")) {
		t.Fatalf("%q", want)
	}
	var problem error
	was, is := 0, 0
	changed, err := mergeSegments(module, func(image []byte) {
		was = len(image) - bytes.Count(image, []byte{0})
		if bytes.Count(image, []byte("main.(*thing)")) == 0 && !bytes.Contains(image, []byte("main.thing.Say")) {
			t.Error("there were no names")
		}
		problem = withoutNames(image)
		is = len(image) - bytes.Count(image, []byte{0})
		for _, gone := range []string{"main.thing.Say", "main.guarded", "fmt.(*pp).printArg"} {
			if bytes.Contains(image, []byte(gone+"\x00")) {
				t.Errorf("%s is still there", gone)
			}
		}
		if !bytes.Contains(image, []byte("runtime.gcBgMarkWorker\x00")) {
			t.Error("a name by which the runtime decides is gone")
		}
	})
	if err != nil || problem != nil {
		t.Fatal(err, problem)
	}
	if is > was*9/10 {
		t.Errorf("%d of %d octets are left", is, was)
	}
	if got := run(t, changed); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTablesOfAnotherShapeStay(t *testing.T) {
	other := append(bytes.Repeat([]byte{7}, 100), headerOfTables...)
	other = append(other, bytes.Repeat([]byte{9}, 200)...)
	for name, image := range map[string][]byte{"none": []byte("nothing"), "a header alone": other, "a later magic": {0xef, 0xff, 0xff, 0xff, 0, 0, 1, 8}} {
		before := bytes.Clone(image)
		if err := withoutNames(image); !errors.Is(err, errTables) || !bytes.Equal(image, before) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
