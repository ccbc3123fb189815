package smime

import (
	"bufio"
	"bytes"
	"fmt"

	"pecverifier/verifier/internal/bound"
)

// Bounds of one input. They are far above what a mail system accepts (30 MB a message, RFC 6109 §3.1.1).
const (
	MaxDepth       = 100      // entities inside entities, messages included
	MaxParts       = 20_000   // entities in one input
	MaxHeaderBytes = 4 << 20  // one header block: the To of a message to 50,000 people
	MaxFields      = 100_000  // header fields in all header blocks of one input
	maxSameName    = 1_000    // fields of one name that are looked at, half of them from either end: what a provider adds stands there
	decodedTimes   = 2        // bytes that encoded nested messages may unfold to in all, as a multiple of the input
	decodedMin     = 16 << 20 // bytes, beside the multiple
	decodedCost    = 4        // what decoding a byte costs, where searching it costs 1
	searchedTimes  = 12       // bytes searched for delimiters in all, parts inside parts counted again, as a multiple of the input
	searchedMin    = 64 << 20 // bytes, beside the multiple
	maxBoundary    = 1024     // RFC 2046 §5.1.1 says 70
	longBoundary   = 70       // what it says: a longer one is read, and others may not
	maxCharsetName = 80       // bytes of the charset of an encoded word (RFC 2047 §2 has 75 for all of it)
	maxWords       = 10_000   // encoded words of one header value: each may ask the platform for its charset
	maxParameters  = 64       // parameters of one Content-Type
)

// LimitError says which bound an input exceeds.
type LimitError struct {
	Limit string // what was counted
	Max   int
}

func (e *LimitError) Error() string { return fmt.Sprintf("more than %d %s", e.Max, e.Limit) }

// budget is what is left of the bounds for one input.
type budget struct {
	parts   int
	fields  int
	decoded int                // left
	most    int                // decoded, of this input
	search  int                // left to be searched for delimiters
	size    int                // of this input
	pool    *bound.Pool        // of the input that this one may be a part of
	lines   *bufio.Reader      // of the header that was read last: each would make a block of its own
	ends    map[*byte]LineEnds // of each input or decoded body that was asked about, by its first byte
}

// reader reads data; the one before is at its end.
func (b *budget) reader(data []byte) *bufio.Reader {
	if b.lines == nil {
		b.lines = bufio.NewReaderSize(nil, 512)
	}
	b.lines.Reset(bytes.NewReader(data))
	return b.lines
}

func newBudget(input []byte, pool *bound.Pool) *budget {
	most := decodedTimes*len(input) + decodedMin
	return &budget{decoded: most, most: most, search: searchable(len(input)), size: len(input), pool: pool}
}

func searchable(size int) int { return searchedTimes*size + searchedMin }

func (b *budget) part() error {
	if b.parts++; b.parts > MaxParts {
		return &LimitError{"MIME parts", MaxParts}
	}
	return nil
}

func (b *budget) field(n int) error {
	if b.fields += n; b.fields > MaxFields {
		return &LimitError{"header fields", MaxFields}
	}
	return nil
}

func (b *budget) delimiters(n int) error {
	if b.search -= n; b.search < 0 {
		return &LimitError{"bytes searched for delimiters", searchable(b.size)}
	}
	return b.take(n)
}

func (b *budget) decode(n int) error {
	if b.decoded -= n; b.decoded < 0 {
		return &LimitError{"bytes in decoded messages", b.most}
	}
	return b.take(decodedCost * n)
}

// take asks the pool of the whole input.
func (b *budget) take(n int) error {
	if !b.pool.Take(n) {
		return &LimitError{"bytes searched and decoded in one file", b.pool.All()}
	}
	return nil
}
