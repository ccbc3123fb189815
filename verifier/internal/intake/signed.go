package intake

import (
	"bytes"
	"slices"
)

// Signed is a signed entity that stands somewhere in a text: from its header block to the end of its closing delimiter line.
type Signed struct {
	Span
	Field int // where its Content-Type begins
}

// FindSigned finds every whole signed entity that stands in a text as it is, by its Content-Type, in order. cut says that there are more
// than are looked for.
func FindSigned(data []byte) (all []Signed, cut bool) {
	return (&search{data: data}).all()
}

// search goes through a text once, however many entities claim the same header or the same end.
type search struct {
	data             []byte
	start, end, long int // the last run of fields: where it begins, where it ends, how many lines it has
	read             int // bytes
}

func (s *search) all() (all []Signed, cut bool) {
	data := s.data
	var starts []int
	var boundaries []string
	for at := 0; at < len(data); {
		line := data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		if isSignedType(data, at, line) {
			if len(starts) == maxSigned || s.read > searchedTimes*len(data)+searchedMin {
				cut = true
				break
			}
			start, boundary := s.fields(at), ""
			if n := len(all); n > 0 && all[n-1].From == start {
				boundary = boundaries[n-1]
			} else {
				read := 0
				boundary, read = readBoundary(data[start:])
				s.read += read
			}
			all = append(all, Signed{Span{start, -1}, at})
			starts = append(starts, start)
			boundaries = append(boundaries, boundary)
		}
		at += len(line)
	}
	body, encoded := 0, 0
	for i, end := range closings(data, starts, boundaries) {
		switch {
		case boundaries[i] == "":
			if all[i].Field >= body { // of another header
				body, encoded = s.encoded(all[i].Field)
			}
			all[i].To = encoded
		case end >= 0:
			all[i].To = min(len(data), end+1)
		}
	}
	return slices.DeleteFunc(all, func(s Signed) bool { return s.To < 0 }), cut
}

// isSignedType says whether a line begins the Content-Type of a signed entity.
func isSignedType(data []byte, at int, line []byte) bool {
	const field = "Content-Type:"
	if line[0] != 'C' && line[0] != 'c' || !hasPrefixFold(line, field) {
		return false
	}
	value := bytes.TrimSpace(line[len(field):])
	if len(value) == 0 { // folded at once
		value = bytes.TrimSpace(data[at+len(line) : min(len(data), at+len(line)+80)])
	}
	return hasPrefixFold(value, "multipart/signed") || hasPrefixFold(value, "application/pkcs7-mime") || hasPrefixFold(value, "application/x-pkcs7-mime")
}

// fields gives where the lines before a place begin that are fields or their continuations, at most maxHeaderLines of them. Places are
// asked about in order, and each line is looked at once.
func (s *search) fields(at int) int {
	start, lines := at, 0
	for start > 0 && start != s.end && lines < maxHeaderLines {
		from := bytes.LastIndexByte(s.data[:start-1], '\n') + 1
		line := s.data[from : start-1]
		s.read += len(line) + 1
		continuation := len(line) > 0 && (line[0] == ' ' || line[0] == '\t')
		if !continuation && fieldName(line) == "" {
			break
		}
		start = from
		lines++
	}
	if start == s.end && s.long > 0 {
		start, lines = s.start, lines+s.long
		for ; lines > maxHeaderLines; lines-- {
			start += bytes.IndexByte(s.data[start:], '\n') + 1
		}
	}
	s.start, s.end, s.long = start, at, lines
	return start
}

// encoded gives where the header ends that has a field, and where the base64 text behind it does.
func (s *search) encoded(field int) (body, end int) {
	body = len(s.data)
	for at := field; at < len(s.data); {
		line := s.data[at:]
		if end := bytes.IndexByte(line, '\n'); end >= 0 {
			line = line[:end+1]
		}
		s.read += len(line)
		blank := len(bytes.TrimSpace(line)) == 0
		switch {
		case at < body && blank:
			body = at
		case at > body && (blank || !isBase64(line)):
			return body, at
		}
		at += len(line)
	}
	return body, len(s.data)
}
