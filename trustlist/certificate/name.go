package certificate

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// attributes are the names that RFC 4514 §3 and usage give.
var attributes = map[string]string{
	"2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU", "2.5.4.5": "SERIALNUMBER",
	"2.5.4.97": "organizationIdentifier",
}

// Name writes an encoded Name in the order in which RFC 4514 has it, the most particular first. It is for showing and for
// comparing after Fold; the values are escaped so that no two names are written alike.
func Name(encoded []byte) string {
	in := (&reader{rest: encoded}).take(tagSequence).inside()
	var parts []string
	for len(in.rest) > 0 && len(parts) < maxNames {
		set := in.take(tagSet).inside()
		var one []string
		for len(set.rest) > 0 && !in.bad && len(one) < maxNames {
			pair := set.take(tagSequence).inside()
			id := dotted(pair.take(tagOID).content)
			v, ok := pair.next()
			if set.bad || !ok {
				return ""
			}
			if short := attributes[id]; short != "" {
				id = short
			}
			one = append(one, id+"="+escape(text(v)))
		}
		if in.bad || len(one) == 0 {
			return ""
		}
		parts = append(parts, strings.Join(one, "+"))
	}
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return strings.Join(parts, ",")
}

// Attribute gives the first value of an attribute of an encoded Name, by its object identifier.
func Attribute(encoded []byte, id string) string {
	in := (&reader{rest: encoded}).take(tagSequence).inside()
	for n := 0; len(in.rest) > 0 && n < maxNames; n++ {
		set := in.take(tagSet).inside()
		for len(set.rest) > 0 && !in.bad {
			pair := set.take(tagSequence).inside()
			found := dotted(pair.take(tagOID).content)
			v, ok := pair.next()
			if set.bad || !ok {
				return ""
			}
			if found == id {
				return text(v)
			}
		}
	}
	return ""
}

// text decodes a DirectoryString.
func text(v value) string {
	switch {
	case v.tag == tagBMP:
		units := make([]uint16, len(v.content)/2)
		for i := range units {
			units[i] = uint16(v.content[2*i])<<8 | uint16(v.content[2*i+1])
		}
		return string(utf16.Decode(units))
	case v.tag == tagUTF8 || utf8.Valid(v.content):
		return strings.ToValidUTF8(string(v.content), "\uFFFD")
	}
	var b strings.Builder // QUIRK: T61String that holds Latin-1, in every old Italian authority
	for _, c := range v.content {
		b.WriteRune(rune(c))
	}
	return b.String()
}

var special = strings.NewReplacer(`\`, `\\`, ",", `\,`, "+", `\+`, `"`, `\"`, "<", `\<`, ">", `\>`, ";", `\;`, "=", `\=`)

func escape(s string) string { return special.Replace(s) }

// Fold makes two spellings of a name equal: case, and white space within and around (RFC 5280 §7.1).
func Fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }
