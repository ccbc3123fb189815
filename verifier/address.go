package verifier

import (
	"slices"
	"strings"

	"pecverifier/verifier/internal/smime"
)

// mailbox is one address of a header value, with whatever mail programs show beside it: display name, comments, the name of a
// group. Either may be "".
type mailbox struct {
	name    string
	address string
}

// parties are who the fields of headers name: many signed parts may stand under one header, which is read once.
type parties map[partyField][]mailbox

type partyField struct {
	header *smime.Header
	name   string
}

// of reads all fields of that name.
func (p parties) of(h *smime.Header, name string) []mailbox {
	key := partyField{h, name}
	out, known := p[key]
	if !known {
		for _, v := range h.Values(name) {
			out = append(out, mailboxes(v)...)
		}
		if p != nil {
			p[key] = out
		}
	}
	return out
}

// addresses gives the different addresses in all fields of that name.
func (p parties) addresses(h *smime.Header, name string) []string {
	return addressesOf(p.of(h, name))
}

func addressesOf(list []mailbox) []string {
	var out []string
	seen := map[string]bool{}
	for _, m := range list {
		if key := addressKey(m.address); key != "" && !seen[key] {
			seen[key] = true
			out = append(out, m.address)
		}
	}
	return out
}

// addressList gives the addresses of one value; a signed value that holds none as an address has it is taken whole.
func addressList(value string) []string {
	var out []string
	for _, m := range mailboxes(value) {
		if m.address != "" {
			out = append(out, m.address)
		}
	}
	if len(out) == 0 && bareAddress(value) != "" {
		out = append(out, value)
	}
	return out
}

// mailboxes takes an address list apart as RFC 5322 §3.4 has it, and real and hostile mail too: what stands in angle brackets
// is an address, and so is a word with an @ where there are no brackets. A second address in one mailbox is one more. Words
// are decoded after that, since what they hold is text.
func mailboxes(value string) []mailbox {
	r := &addressReader{rest: value}
	r.read()
	return r.out
}

type addressReader struct {
	rest     string
	group    string
	phrase   []string // what stands outside of comments and brackets: words, and quoted strings with their quotes
	comments []string
	angles   []string
	out      []mailbox
	// What is not closed makes its opening a character, from there to the end.
	noQuotes, noAngles, noWords bool
}

// cutName ends the name of a group that is too long to be looked at, which may name anybody.
const cutName = "…@…"

func (r *addressReader) read() {
	for r.rest != "" {
		switch c := r.rest[0]; c {
		case ' ', '\t', '\r', '\n':
			r.rest = r.rest[1:]
		case '"':
			if word := r.quoted(); word != "" {
				r.phrase = append(r.phrase, word)
			}
		case '(':
			r.comments = append(r.comments, r.comment())
		case '<':
			r.angles = append(r.angles, r.angle())
		case ',', ';':
			r.end()
			if c == ';' {
				r.group = ""
			}
			r.rest = r.rest[1:]
		case ':':
			if len(r.group) <= maxGroup {
				r.group = r.name(r.phrase)
			}
			if len(r.group) > maxGroup {
				r.group = r.group[:maxGroup] + cutName
			}
			r.phrase, r.comments, r.rest = nil, nil, r.rest[1:]
		default:
			n := r.word()
			if n == 0 {
				n = strings.IndexAny(r.rest, " \t\r\n\"(<,;:")
			}
			if n < 0 {
				n = len(r.rest)
			}
			r.phrase, r.rest = append(r.phrase, r.rest[:n]), r.rest[n:]
		}
	}
	r.end()
}

// quoted takes a quoted string with its quotes; a quote that is not closed is a character.
func (r *addressReader) quoted() string {
	for i := 1; i < len(r.rest) && !r.noQuotes; i++ {
		switch r.rest[i] {
		case '\\':
			i++
		case '"':
			out := r.rest[:i+1]
			r.rest = r.rest[i+1:]
			return out
		}
	}
	r.noQuotes, r.rest = true, r.rest[1:]
	return ""
}

// angle takes what stands in angle brackets.
// QUIRK: an unclosed bracket, met in real mail, ends with the mailbox.
func (r *addressReader) angle() string {
	inside := r.rest[1:]
	if !r.noAngles {
		if i := strings.IndexByte(inside, '>'); i >= 0 {
			r.rest = inside[i+1:]
			return inside[:i]
		}
	}
	r.noAngles, r.rest = true, ""
	if i := strings.IndexAny(inside, ",;"); i >= 0 {
		inside, r.rest = inside[:i], inside[i:]
	}
	return inside
}

// word is the length of the RFC 2047 word that the rest begins with, 0 where there is none.
func (r *addressReader) word() int {
	if r.noWords || !strings.HasPrefix(r.rest, "=?") {
		return 0
	}
	n := smime.EncodedWord(r.rest)
	r.noWords = n < 0
	return max(n, 0)
}

// comment takes what stands in parentheses, which nest; one that is not closed ends with the value.
func (r *addressReader) comment() string {
	depth := 0
	for i := 0; i < len(r.rest); i++ {
		switch r.rest[i] {
		case '\\':
			i++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				out := r.rest[1:i]
				r.rest = r.rest[i+1:]
				return out
			}
		}
	}
	out := r.rest[1:]
	r.rest = ""
	return out
}

// name joins what is shown beside an address, not yet decoded.
func (r *addressReader) name(phrase []string) string {
	return strings.Join(strings.Fields(strings.Join([]string{r.group, plain(phrase), strings.Join(r.comments, " ")}, " ")), " ")
}

// end closes a mailbox.
func (r *addressReader) end() {
	phrase, addresses := r.phrase, r.angles
	if len(addresses) == 0 {
		phrase, addresses = bare(phrase)
	}
	name := smime.DecodeWords(r.name(phrase))
	for _, a := range addresses {
		r.out = append(r.out, mailbox{name, bareAddress(a)})
	}
	if len(addresses) == 0 && name != "" {
		r.out = append(r.out, mailbox{name: name})
	}
	r.phrase, r.comments, r.angles = nil, nil, nil
}

// bare finds addresses that stand without brackets.
func bare(phrase []string) (rest, addresses []string) {
	for i, word := range phrase {
		at := strings.IndexByte(word, '@')
		switch {
		case at < 0 || strings.HasPrefix(word, `"`) || smime.EncodedWord(word) > 0:
			rest = append(rest, word)
		case at == 0 && i > 0 && strings.HasPrefix(phrase[i-1], `"`): // "quoted local part"@domain
			rest = rest[:len(rest)-1]
			addresses = append(addresses, phrase[i-1]+word)
		default:
			addresses = append(addresses, word)
		}
	}
	return rest, addresses
}

// plain joins the words of a phrase, without quotes and backslashes.
func plain(phrase []string) string {
	var out []string
	for _, word := range phrase {
		if strings.HasPrefix(word, `"`) && len(word) > 1 {
			word = unescaped(word[1 : len(word)-1])
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func unescaped(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// bareAddress is an address without brackets, blanks, and the quotes that real mail puts around all of it.
func bareAddress(s string) string {
	if strings.ContainsAny(s, " \t\r\n") {
		s = strings.Join(strings.Fields(s), "")
	}
	return strings.Trim(s, "<>'")
}

// addressKey makes addresses comparable. No provider tells mailboxes apart by case, which is that of ASCII: a Kelvin sign is
// no k.
func addressKey(address string) string {
	out := []byte(bareAddress(address))
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}

// missing gives the addresses of a that are in none of the lists.
func missing(a []string, lists ...[]string) []string {
	known := map[string]bool{}
	for _, list := range lists {
		for _, s := range list {
			known[addressKey(s)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return known[addressKey(s)] })
}

func containsAddress(list []string, s string) bool { return len(missing([]string{s}, list)) == 0 }
