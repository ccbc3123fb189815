package trustlist

import (
	"fmt"
	"testing"
)

func TestCacheIsBounded(t *testing.T) {
	c := cache[int, string]{most: 3}
	asked := 0
	for i := range 100 {
		for range 2 {
			got := c.of(i, func() string { asked++; return fmt.Sprint(i) })
			if got != fmt.Sprint(i) {
				t.Fatalf("%d gives %s", i, got)
			}
			if len(c.values) > c.most {
				t.Fatalf("%d answers are kept, at most %d may be", len(c.values), c.most)
			}
		}
	}
	if asked != 100 {
		t.Errorf("asked %d times, want once for each question", asked)
	}
}
