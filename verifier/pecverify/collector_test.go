package main

import (
	"runtime/debug"
	"testing"
)

// percent is how often garbage is collected now.
func percent() int {
	p := debug.SetGCPercent(100)
	debug.SetGCPercent(p)
	return p
}

func TestMemoryIsCollectedOftenBesideLargeFiles(t *testing.T) {
	defer debug.SetGCPercent(percent())
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(-1))
	t.Setenv("GOGC", "")
	t.Setenv("GOMEMLIMIT", "")
	c := newCollector()
	var first, second, small func()
	for _, step := range []struct {
		what string
		want int
		do   func()
	}{
		{"at the start", collectSeldom, func() {}},
		{"a small file", collectSeldom, func() { small = c.need(largeFile - 1) }},
		{"a large file", collectOften, func() { first = c.need(largeFile) }},
		{"a second one", collectOften, func() { second = c.need(largeFile) }},
		{"the first ends", collectOften, func() { first() }},
		{"the small one ends", collectOften, func() { small() }},
		{"the second ends", collectSeldom, func() { second() }},
	} {
		if step.do(); percent() != step.want {
			t.Errorf("%s: %d percent, want %d", step.what, percent(), step.want)
		}
	}
}

func TestMemoryIsLeftToTheEnvironment(t *testing.T) {
	defer debug.SetGCPercent(percent())
	debug.SetGCPercent(77)
	t.Setenv("GOGC", "77")
	if c := newCollector(); percent() != 77 {
		t.Errorf("%d percent", percent())
	} else if c.need(largeFile); percent() != 77 {
		t.Errorf("beside a large file %d percent", percent())
	}
}
