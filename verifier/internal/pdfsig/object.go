package pdfsig

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// What reading a file reports.
var (
	ErrNotPDF    = errors.New("not a PDF")
	ErrBroken    = errors.New("the PDF cannot be read")
	ErrEncrypted = errors.New("the PDF is encrypted, and its form cannot be read")
	ErrLimit     = errors.New("limit exceeded")
)

// file is what is read of a PDF, and what reading may still cost.
type file struct {
	data     []byte
	base     int // octets before the header that the file's own offsets do not count
	sections map[int]*section
	unpacked map[int]*objectStream // by the offset of the stream
	rebuilt  bool
	locked   bool // something could not be read because it is encrypted
	cipher   bool // the file is encrypted

	entries, values, octets, inflated int // that are left
}

type object struct {
	num, at, end int // at = -1: in an object stream
	value        value
}

func (f *file) lexer(at int) *lexer {
	return &lexer{data: f.data, pos: min(max(at, 0), len(f.data)), values: &f.values}
}

func (f *file) charge(octets int) error {
	if f.octets -= octets; f.octets < 0 {
		return ErrLimit
	}
	return nil
}

// objectAt reads the indirect object at an offset (ISO 32000-2 §7.3.10). v is asked for the length of a stream.
func (f *file) objectAt(at int, v *view) (o object, err error) {
	l := f.lexer(at)
	defer func() {
		if e := f.charge(l.pos - at); e != nil {
			err = e
		}
	}()
	if at < 0 || at >= len(f.data) {
		return o, errSyntax
	}
	l.skip()
	o.at = l.pos
	var ok bool
	if o.num, ok = l.number(); !ok {
		return o, errSyntax
	}
	if _, ok = l.number(); !ok || !l.keyword("obj") {
		return o, errSyntax
	}
	if o.value, err = l.value(0); err != nil {
		return o, err
	}
	if d, isDict := o.value.(dict); isDict && l.keyword("stream") {
		s := &stream{dict: d}
		if s.at, s.end, err = f.extent(l.pos, d["Length"], v); err != nil {
			return o, err
		}
		o.value = s
		l.pos = s.end
		if l.skip(); !l.keyword("endstream") {
			return o, errSyntax
		}
	}
	if !l.keyword("endobj") {
		return o, errSyntax
	}
	o.end = l.pos
	return o, nil
}

// extent finds the data of a stream whose keyword ends at pos. A length that is wrong is mended by searching, as viewers do.
func (f *file) extent(pos int, length value, v *view) (int, int, error) {
	rest := f.data[pos:]
	switch {
	case bytes.HasPrefix(rest, []byte("\r\n")):
		pos += 2
	case bytes.HasPrefix(rest, []byte("\n")), bytes.HasPrefix(rest, []byte("\r")):
		pos++
	}
	if r, indirect := length.(ref); indirect && v != nil {
		if e, ok := v.lookup(r.num); ok && e.kind == plain {
			l := f.lexer(e.at)
			num, ok := l.number()
			if _, ok2 := l.number(); ok && ok2 && num == r.num && l.keyword("obj") {
				if n, ok := l.number(); ok {
					length = n
				}
			}
		} else if ok {
			if o, err := f.load(v, r.num); err == nil {
				length = o.value
			}
		}
	}
	if n, ok := length.(int); ok && n >= 0 && n <= len(f.data)-pos {
		l := f.lexer(pos + n)
		if l.keyword("endstream") && l.pos-(pos+n) <= len("endstream")+4 {
			return pos, pos + n, nil
		}
	}
	i := bytes.Index(f.data[pos:], []byte("endstream"))
	if i < 0 {
		f.charge(len(f.data) - pos)
		return 0, 0, errSyntax
	}
	end := pos + i
	if end > pos && f.data[end-1] == '\n' {
		end--
	}
	if end > pos && f.data[end-1] == '\r' {
		end--
	}
	return pos, end, f.charge(i)
}

// load reads an object by its number; one that is not there is null.
func (f *file) load(v *view, num int) (object, error) {
	e, ok := v.lookup(num)
	if !ok || e.kind == free {
		return object{num: num, at: -1}, nil
	}
	return f.loadEntry(v, num, e)
}

func (f *file) loadEntry(v *view, num int, e entry) (object, error) {
	if e.kind == packed {
		return f.unpack(v, num, e)
	}
	o, err := f.objectAt(e.at, v)
	if err == nil && o.num != num {
		err = fmt.Errorf("%w: another object stands there", errSyntax)
	}
	return o, err
}

// resolve follows references; what cannot be read is null.
func (f *file) resolve(v *view, x value) value {
	for range maxDepth {
		r, ok := x.(ref)
		if !ok {
			return x
		}
		o, err := f.load(v, r.num)
		if err != nil {
			return nil
		}
		x = o.value
	}
	return nil
}

func (f *file) dict(v *view, x value) dict {
	d, _ := f.resolve(v, x).(dict)
	return d
}

func (f *file) array(v *view, x value) array {
	a, _ := f.resolve(v, x).(array)
	return a
}

// objectStream is an object stream, inflated (§7.5.7).
type objectStream struct {
	data  []byte
	nums  []int
	at    []int
	first int
}

// packed gives the numbers of the objects of a stream.
func (f *file) packed(v *view, num int) ([]int, error) {
	s, err := f.objectStream(v, num)
	if err != nil {
		return nil, err
	}
	return s.nums, nil
}

func (f *file) objectStream(v *view, num int) (*objectStream, error) {
	e, ok := v.lookup(num)
	if !ok || e.kind != plain { // a stream is not packed itself
		return nil, errSyntax
	}
	if s, known := f.unpacked[e.at]; known {
		if s == nil {
			return nil, errSyntax
		}
		return s, nil
	}
	f.unpacked[e.at] = nil
	if f.cipher {
		f.locked = true
		return nil, ErrEncrypted
	}
	o, err := f.loadEntry(v, num, e)
	if err != nil {
		return nil, err
	}
	body, ok := o.value.(*stream)
	if !ok || body.dict.name("Type") != "ObjStm" {
		return nil, errSyntax
	}
	count, ok := f.resolve(v, body.dict["N"]).(int)
	first, ok2 := f.resolve(v, body.dict["First"]).(int)
	if !ok || !ok2 || count < 0 || count > maxObjects || first < 0 {
		return nil, errSyntax
	}
	s := &objectStream{first: first}
	if s.data, err = f.inflate(body); err != nil {
		return nil, err
	}
	l := &lexer{data: s.data[:min(first, len(s.data))], values: &f.values, inside: true}
	for range count {
		n, ok := l.number()
		at, ok2 := l.number()
		if !ok || !ok2 {
			return nil, errSyntax
		}
		s.nums, s.at = append(s.nums, n), append(s.at, first+at)
	}
	f.unpacked[e.at] = s
	return s, nil
}

func (f *file) unpack(v *view, num int, e entry) (object, error) {
	s, err := f.objectStream(v, e.at)
	if err != nil {
		return object{}, err
	}
	if e.index >= len(s.nums) || s.nums[e.index] != num || s.at[e.index] > len(s.data) {
		return object{}, errSyntax
	}
	l := &lexer{data: s.data, pos: s.at[e.index], values: &f.values, inside: true}
	x, err := l.value(0)
	if e := f.charge(l.pos - s.at[e.index]); e != nil {
		return object{}, e
	}
	return object{num: num, at: -1, value: x}, err
}

// inflate undoes the one filter that cross-references and object streams have, FlateDecode, with its predictors.
func (f *file) inflate(s *stream) ([]byte, error) {
	data := f.data[s.at:s.end]
	parameters := s.dict["DecodeParms"]
	switch filter := s.dict["Filter"].(type) {
	case nil:
		return data, nil
	case name:
		if filter != "FlateDecode" {
			return nil, errSyntax
		}
	case array:
		if len(filter) != 1 || filter[0] != name("FlateDecode") {
			return nil, errSyntax
		}
		if p, ok := parameters.(array); ok && len(p) == 1 {
			parameters = p[0]
		}
	default:
		return nil, errSyntax
	}
	z, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, errSyntax
	}
	most := min(maxStream, f.inflated)
	out, err := io.ReadAll(io.LimitReader(z, int64(most)+1))
	f.inflated -= len(out)
	if len(out) > most {
		return nil, ErrLimit
	}
	if err != nil && len(out) == 0 {
		return nil, errSyntax
	}
	p, _ := parameters.(dict)
	return unpredict(out, p)
}

// unpredict undoes the predictors of PNG (§7.4.4.4).
func unpredict(data []byte, p dict) ([]byte, error) {
	predictor, _ := p["Predictor"].(int)
	if predictor < 10 {
		if predictor > 1 {
			return nil, errSyntax
		}
		return data, nil
	}
	get := func(key string, missing int) int {
		if n, ok := p[key].(int); ok {
			return n
		}
		return missing
	}
	columns, colors, depth := get("Columns", 1), get("Colors", 1), get("BitsPerComponent", 8)
	if columns < 1 || columns > 1<<16 || colors < 1 || colors > 8 || depth != 8 {
		return nil, errSyntax
	}
	row, left := columns*colors, colors
	out := make([]byte, 0, len(data))
	above := make([]byte, row)
	for len(data) > row {
		kind, line := data[0], data[1:1+row]
		data = data[1+row:]
		for i := range line {
			var a, c int
			if i >= left {
				a, c = int(line[i-left]), int(above[i-left])
			}
			b := int(above[i])
			switch kind {
			case 0:
			case 1:
				line[i] += byte(a)
			case 2:
				line[i] += byte(b)
			case 3:
				line[i] += byte((a + b) / 2)
			case 4:
				line[i] += byte(paeth(a, b, c))
			default:
				return nil, errSyntax
			}
		}
		out = append(out, line...)
		above = line
	}
	return out, nil
}

func paeth(a, b, c int) int {
	abs := func(n int) int { return max(n, -n) }
	pa, pb, pc := abs(b-c), abs(a-c), abs(a+b-2*c)
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}
