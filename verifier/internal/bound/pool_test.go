package bound

import "testing"

func TestAPoolLeavesEachItsShare(t *testing.T) {
	p := NewPool(10, 30)
	p.Allot(12)
	for _, step := range []struct {
		n    int
		want bool
	}{{5, true}, {18, false}, {17, true}, {1, false}, {0, true}} {
		if got := p.Take(step.n); got != step.want {
			t.Errorf("taking %d is %v", step.n, got)
		}
	}
	p.Allot(12)
	if !p.Take(12) || p.Take(1) {
		t.Error("the second message has not its share, or more")
	}
	p.Allot(12) // six are left of the share
	if p.All() != 40 || p.Take(7) || !p.Take(6) {
		t.Error("the third message has not what is left")
	}
	p.Allot(12)
	if p.Take(1) {
		t.Error("there is more than was given")
	}
}

func TestNoPoolBoundsNothing(t *testing.T) {
	var p *Pool
	p.Allot(1)
	if !p.Take(1 << 40) {
		t.Error("refused")
	}
}
