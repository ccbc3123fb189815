package daticert

import (
	"strings"
	"time"

	"github.com/beevik/etree"
)

// time reads data: local time and zone make one instant (RFC 6109 §4.4).
func (r *reader) time(data *etree.Element) time.Time {
	day, hour := r.need(data, "giorno"), r.need(data, "ora")
	if r.bad != nil {
		return time.Time{}
	}
	zone, there := "", false
	for _, a := range data.Attr {
		if a.Space == "" && a.Key == "zona" {
			zone, there = strings.TrimSpace(a.Value), true
		}
	}
	if !there {
		r.fail(malformed(ReasonMissing, "data has no attribute zona"))
		return time.Time{}
	}
	written := r.text(day, maxLine) + " " + r.text(hour, maxLine)
	t, ok := instant(written, zone)
	if !ok {
		r.fail(malformed(ReasonTime, "%s %s is no time", quote(written), quote(zone)))
	}
	return t
}

// instant takes `dd/mm/yyyy hh:mm:ss` of the real calendar, without leap seconds, and `[+-]hhmm` or `[+-]hh:mm`.
func instant(written, zone string) (time.Time, bool) {
	offset, ok := seconds(zone)
	// time.Parse alone would take a fraction of a second.
	if !ok || !looks(written, "00/00/0000 00:00:00") {
		return time.Time{}, false
	}
	t, err := time.ParseInLocation("02/01/2006 15:04:05", written, time.FixedZone("", offset))
	return t, err == nil && t.Year() > 0
}

func seconds(zone string) (int, bool) {
	if !looks(zone, "+0000") && !looks(zone, "+00:00") {
		return 0, false
	}
	hours := int(zone[1]-'0')*10 + int(zone[2]-'0')
	minutes := int(zone[len(zone)-2]-'0')*10 + int(zone[len(zone)-1]-'0')
	if minutes > 59 || hours*60+minutes > 14*60 { // no place on earth is further off
		return 0, false
	}
	offset := (hours*60 + minutes) * 60
	if zone[0] == '-' {
		offset = -offset
	}
	return offset, true
}

// looks compares with a pattern: 0 stands for a digit, + for a sign, the rest for itself.
func looks(s, pattern string) bool {
	if len(s) != len(pattern) {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; pattern[i] {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case '+':
			if c != '+' && c != '-' {
				return false
			}
		default:
			if c != pattern[i] {
				return false
			}
		}
	}
	return true
}
