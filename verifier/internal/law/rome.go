// Package law is what Italian law makes of the certified times of PEC, in Rome's calendar: from when a delivery counts, and until when a
// provider keeps its log.
package law

import "time"

// Rome gives a time as clocks in Italy show it. A program in a browser has no table of zones, so the rule is here:
// summer time from the last Sunday of March to the last Sunday of October, at 01:00 UTC (Directive 2000/84/EC, and as
// Italy did from 1996). Earlier years, in which no PEC was sent, get the same rule, which is then not exact.
func Rome(t time.Time) time.Time {
	u := t.UTC()
	if from, to := lastSunday(u.Year(), time.March), lastSunday(u.Year(), time.October); !u.Before(from) && u.Before(to) {
		return u.In(time.FixedZone("CEST", 2*60*60))
	}
	return u.In(time.FixedZone("CET", 60*60))
}

// lastSunday is 01:00 UTC on the last Sunday of a month of 31 days.
func lastSunday(year int, month time.Month) time.Time {
	last := time.Date(year, month, 31, 1, 0, 0, 0, time.UTC)
	return last.AddDate(0, 0, -int(last.Weekday()))
}

// art147From is when art. 147 c.p.c. got its present form, by Rome's date.
var art147From = time.Date(2023, 1, 1, 0, 0, 0, 0, time.FixedZone("CET", 60*60))

// Earlier says whether another rule than that of Effective was in force then (DL 179/2012 art. 16-septies, Corte cost. 75/2019).
func Earlier(t time.Time) bool { return t.Before(art147From) }

// Hours in which a delivery counts as of seven (art. 147 c.p.c., second and third paragraph, from 1 January 2023).
const (
	nightFrom = 21
	nightTo   = 7
)

// Effective is the time from which a delivery counts under art. 147 c.p.c., in Rome time, and whether it was moved.
func Effective(t time.Time) (at time.Time, moved bool) {
	at = Rome(t)
	if h := at.Hour(); h >= nightTo && h < nightFrom {
		return at, false
	}
	y, m, d := at.Date()
	if at.Hour() >= nightFrom {
		d++
	}
	// Summer time begins and ends at 01:00 UTC, so at six UTC the offset is already that of seven in the morning.
	_, offset := Rome(time.Date(y, m, d, 6, 0, 0, 0, time.UTC)).Zone()
	return Rome(time.Date(y, m, d, nightTo, 0, 0, 0, time.FixedZone("", offset))), true
}

// logMonths is how long a provider must keep its log (RFC 6109 §2.3, DPR 68/2005 art. 11).
const logMonths = 30

// LogUntil is the last day, as YYYY-MM-DD, on which a provider must still have its log of that moment. It stays in the month that it
// counts to: 30 months from 31 August end on the last day of February.
func LogUntil(t time.Time) string {
	y, m, d := Rome(t).Date()
	first := time.Date(y, m+logMonths, 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(d, last)-1).Format(time.DateOnly)
}

// Past says whether that day has ended.
func Past(day string, now time.Time) bool { return Rome(now).Format(time.DateOnly) > day }
