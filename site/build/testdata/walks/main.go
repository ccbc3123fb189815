// Command walks does what makes the runtime read its function tables: it grows stacks, collects while deep in calls, calls methods
// through reflection, panics, recovers, and runs finishers.
package main

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync"
)

type node struct {
	next *node
	pad  [64]byte
}

func deep(n int, keep *node) int {
	var frame [256]byte
	frame[n%256] = byte(n)
	if n == 0 {
		runtime.GC()
		return len(frame) - 256 + count(keep)
	}
	return deep(n-1, &node{next: keep}) + int(frame[(n+1)%256])
}

func count(n *node) (all int) {
	for ; n != nil; n = n.next {
		all++
	}
	return all
}

type thing struct{ name string }

func (t thing) Say(n int) string { return fmt.Sprint(t.name, n) }

func guarded(work func()) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("recovered: %v", cause)
		}
	}()
	work()
	return nil
}

func main() {
	fmt.Println(deep(20_000, nil))
	fmt.Println(guarded(func() { deep(100, nil); panic("deep") }))
	fmt.Println(guarded(func() { var n *node; _ = n.pad[3] }))
	fmt.Println(guarded(func() { var list []int; _ = list[deep(10, nil)] }))
	say := reflect.ValueOf(thing{"thing"}).Method(0).Interface().(func(int) string)
	fmt.Println(say(deep(3, nil)))
	swap := reflect.MakeFunc(reflect.TypeFor[func(int, string) (string, int)](), func(in []reflect.Value) []reflect.Value {
		runtime.GC()
		deep(500, nil)
		return []reflect.Value{in[1], in[0]}
	}).Interface().(func(int, string) (string, int))
	fmt.Println(swap(1, "one"))
	var wait sync.WaitGroup
	results := make([]int, 50)
	for i := range results {
		wait.Go(func() { results[i] = deep(i*20, nil) })
	}
	wait.Wait()
	fmt.Println(results[49], errors.Is(errors.Join(fmt.Errorf("x: %w", errors.ErrUnsupported)), errors.ErrUnsupported))
	for range 20 {
		runtime.GC()
	}
	fmt.Println("done")
}
