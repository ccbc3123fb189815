package mend

import (
	"bytes"
	"unicode/utf8"
)

// The characters of bytes 80 to FF. The five that windows-1252 does not assign are what Windows and browsers take them for.
const (
	Windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ" + latin1Rest
	Latin9      = "\u0080\u0081\u0082\u0083\u0084\u0085\u0086\u0087\u0088\u0089\u008a\u008b\u008c\u008d\u008e\u008f" +
		"\u0090\u0091\u0092\u0093\u0094\u0095\u0096\u0097\u0098\u0099\u009a\u009b\u009c\u009d\u009e\u009f" +
		"\u00a0¡¢£€¥Š§š©ª«¬\u00ad®¯°±²³Žµ¶·ž¹º»ŒœŸ¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
	MacRoman = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ"

	latin1Rest = "\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ"
)

// fromUTF8 undoes a conversion of a whole file to UTF-8 by a program that took its bytes for that charset (three of ten real mails in one
// archive, as Latin-1). Of windows-1252 also what Latin-1 makes of bytes 80 to 9F is undone.
func fromUTF8(charset string) func([]byte) ([]byte, bool) {
	bytesOf := map[rune]byte{}
	if charset == Windows1252 {
		for b := 0x80; b < 0xa0; b++ {
			bytesOf[rune(b)] = byte(b)
		}
	}
	next := 0x80
	for _, r := range charset {
		bytesOf[r] = byte(next)
		next++
	}
	return func(data []byte) ([]byte, bool) {
		first := firstHigh(data)
		if first < 0 {
			return nil, false
		}
		out := append(make([]byte, 0, len(data)), data[:first]...)
		for i := first; i < len(data); {
			if data[i] < utf8.RuneSelf {
				out = append(out, data[i])
				i++
				continue
			}
			r, n := utf8.DecodeRune(data[i:])
			b, ok := bytesOf[r]
			if !ok || r == utf8.RuneError && n <= 1 {
				return nil, false
			}
			out = append(out, b)
			i += n
		}
		return out, true
	}
}

// toUTF8 undoes the reverse: a file in UTF-8 that a program read as that and saved in the charset.
func toUTF8(charset string) func([]byte) ([]byte, bool) {
	runes := []rune(charset)
	return func(data []byte) ([]byte, bool) {
		first := firstHigh(data)
		if first < 0 || utf8.Valid(data) {
			return nil, false
		}
		out := append(make([]byte, 0, len(data)+len(data)/8), data[:first]...)
		for _, b := range data[first:] {
			if b < utf8.RuneSelf {
				out = append(out, b)
			} else {
				out = utf8.AppendRune(out, runes[b-utf8.RuneSelf])
			}
		}
		return out, true
	}
}

// ifAny undoes a damage only where data has what tells it from another that is tried before.
func ifAny(telling string, undo func([]byte) ([]byte, bool)) func([]byte) ([]byte, bool) {
	return func(data []byte) ([]byte, bool) {
		for _, r := range telling {
			if bytes.Contains(data, utf8.AppendRune(nil, r)) {
				return undo(data)
			}
		}
		return nil, false
	}
}

func firstHigh(data []byte) int {
	for i, b := range data {
		if b >= utf8.RuneSelf {
			return i
		}
	}
	return -1
}

func twice(undo func([]byte) ([]byte, bool)) func([]byte) ([]byte, bool) {
	return func(data []byte) ([]byte, bool) {
		if data, ok := undo(data); ok {
			return undo(data)
		}
		return nil, false
	}
}

// undoDoubledCR undoes a text-mode write of a file that had CRLF already.
func undoDoubledCR(data []byte) ([]byte, bool) {
	doubled := []byte("\r\r\n")
	if !bytes.Contains(data, doubled) {
		return nil, false
	}
	return bytes.ReplaceAll(data, doubled, []byte("\r\n")), true
}

// UndoDoubledLines undoes what made two line ends of each: a program that took both bytes of CRLF for a line end.
func UndoDoubledLines(data []byte) ([]byte, bool) {
	out := make([]byte, 0, len(data))
	for len(data) > 0 {
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			out = append(out, data...)
			break
		}
		end := data[max(0, i-1) : i+1] // LF, or CRLF
		if i == 0 || data[i-1] != '\r' {
			end = data[i : i+1]
		}
		out = append(out, data[:i+1]...)
		data = data[i+1:]
		if !bytes.HasPrefix(data, end) {
			return nil, false
		}
		data = data[len(end):]
	}
	return out, true
}

// undoDots undoes the dots that a mail server puts before those at line starts (RFC 5321 §4.5.2).
func undoDots(data []byte) ([]byte, bool) {
	return dropAtLineStart(data, func(line []byte) bool { return bytes.HasPrefix(line, []byte("..")) })
}

// undoFromBlank undoes the blank that Thunderbird puts before `From ` in place of a sign.
func undoFromBlank(data []byte) ([]byte, bool) {
	return dropAtLineStart(data, func(line []byte) bool { return bytes.HasPrefix(line, []byte(" From ")) })
}

// undoFromOnce undoes the sign of a mailbox that quotes `From ` alone (mboxo), where the text has quoted lines of its own.
func undoFromOnce(data []byte) ([]byte, bool) {
	if !bytes.Contains(data, []byte("\n>>")) {
		return nil, false // the same as undoing all
	}
	return dropAtLineStart(data, func(line []byte) bool { return bytes.HasPrefix(line, []byte(">From ")) })
}

// undoFromBoth is for a mail that lay in mailboxes of both kinds.
func undoFromBoth(data []byte) ([]byte, bool) {
	var signs, blanks bool
	out, ok := dropAtLineStart(data, func(line []byte) bool {
		sign, blank := bytes.HasPrefix(line, []byte(">From ")), bytes.HasPrefix(line, []byte(" From "))
		signs, blanks = signs || sign, blanks || blank
		return sign || blank
	})
	return out, ok && signs && blanks
}

// dropAtLineStart takes one byte off the lines for which drop says so.
func dropAtLineStart(data []byte, drop func(line []byte) bool) ([]byte, bool) {
	var out []byte
	kept := 0
	for at := 0; at < len(data); {
		end := bytes.IndexByte(data[at:], '\n')
		if drop(data[at:]) {
			out = append(out, data[kept:at]...)
			kept = at + 1
		}
		if end < 0 {
			break
		}
		at += end + 1
	}
	if kept == 0 {
		return nil, false
	}
	return append(out, data[kept:]...), true
}
