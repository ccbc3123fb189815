package bound

// Pool is what all messages of one input may take together of something that costs. Each has a part of the share, by its own size,
// and what is left of the pool is for whoever comes first: a message that takes much leaves the others theirs. nil bounds nothing.
type Pool struct{ left, share, own, all int }

// NewPool begins an input.
func NewPool(left, share int) *Pool { return &Pool{left: left, share: share, all: left + share} }

// Allot begins the next message: of the share it gets most, as far as there is so much.
func (p *Pool) Allot(most int) {
	if p != nil {
		p.own = min(most, p.share)
		p.share -= p.own
	}
}

// Take asks for n; what is refused takes nothing.
func (p *Pool) Take(n int) bool {
	if p == nil {
		return true
	}
	if n > p.own+p.left {
		return false
	}
	own := min(n, p.own)
	p.own -= own
	p.left -= n - own
	return true
}

// All is what the pool began with.
func (p *Pool) All() int { return p.all }
