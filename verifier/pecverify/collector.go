package main

import (
	"os"
	"runtime/debug"
	"sync"
)

// A small receipt leaves little behind, so that the garbage collector need not run often. What a large file needs is in
// proportion to its size, and may not wait until it is several times that.
const (
	collectSeldom = 400     // percent, GOGC
	collectOften  = 100     // percent, while a large file is judged or a dossier is put together
	largeFile     = 1 << 20 // bytes
	memoryLimit   = 1 << 30 // bytes, GOMEMLIMIT
)

// collector says how often garbage is collected. The zero value leaves that as it is.
type collector struct {
	on    bool
	mu    sync.Mutex
	large int // pieces of work that need much memory
}

// newCollector leaves the choice to whoever states one in the environment.
func newCollector() *collector {
	c := &collector{on: os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == ""}
	if c.on {
		debug.SetGCPercent(collectSeldom)
		debug.SetMemoryLimit(memoryLimit)
	}
	return c
}

// need begins a piece of work on so many bytes, and gives what ends it.
func (c *collector) need(size int) (done func()) {
	if !c.on || size < largeFile {
		return func() {}
	}
	c.add(1)
	return func() { c.add(-1) }
}

func (c *collector) add(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.large
	if c.large += n; (before == 0) != (c.large == 0) {
		percent := collectSeldom
		if c.large > 0 {
			percent = collectOften
		}
		debug.SetGCPercent(percent)
	}
}
