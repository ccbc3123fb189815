package law

import (
	"testing"
	"time"
	_ "time/tzdata"
)

func TestRomeIsWhatTheZoneTableSays(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	from, to := time.Date(1996, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2037, 12, 31, 0, 0, 0, 0, time.UTC)
	for at := from; at.Before(to); at = at.Add(30 * time.Minute) {
		name, offset := at.In(rome).Zone()
		gotName, got := Rome(at).Zone()
		if got != offset || gotName != name {
			t.Fatalf("%s: %s %d, want %s %d", at, gotName, got, name, offset)
		}
	}
	for y := 1996; y < 2037; y++ { // the second before and of each change
		for _, month := range []time.Month{time.March, time.October} {
			change := lastSunday(y, month)
			for _, at := range []time.Time{change.Add(-time.Second), change} {
				if _, want := at.In(rome).Zone(); want != zone(at) {
					t.Errorf("%s: %d, want %d", at, zone(at), want)
				}
			}
		}
	}
}

func zone(t time.Time) int {
	_, offset := Rome(t).Zone()
	return offset
}

func TestEffectiveTime(t *testing.T) {
	for _, test := range []struct {
		name, delivered, effective string
		moved                      bool
	}{
		{"in the day", "2025-03-12T10:00:00+01:00", "2025-03-12T10:00:00+01:00", false},
		{"the last second of the day", "2025-03-12T20:59:59+01:00", "2025-03-12T20:59:59+01:00", false},
		{"at nine in the evening", "2025-03-12T21:00:00+01:00", "2025-03-13T07:00:00+01:00", true},
		{"before midnight", "2025-03-12T23:59:59+01:00", "2025-03-13T07:00:00+01:00", true},
		{"after midnight", "2025-03-13T00:00:00+01:00", "2025-03-13T07:00:00+01:00", true},
		{"the last second of the night", "2025-03-13T06:59:59+01:00", "2025-03-13T07:00:00+01:00", true},
		{"at seven", "2025-03-13T07:00:00+01:00", "2025-03-13T07:00:00+01:00", false},
		{"in UTC, in the day of Rome's summer", "2025-07-01T18:30:00Z", "2025-07-01T20:30:00+02:00", false},
		{"in UTC, in the night of Rome's summer", "2025-07-01T19:30:00Z", "2025-07-02T07:00:00+02:00", true},
		{"the night in which summer time begins", "2025-03-29T22:00:00+01:00", "2025-03-30T07:00:00+02:00", true},
		{"that night, before the change", "2025-03-30T01:30:00+01:00", "2025-03-30T07:00:00+02:00", true},
		{"the night in which summer time ends", "2025-10-25T22:00:00+02:00", "2025-10-26T07:00:00+01:00", true},
		{"that night, in the hour that comes twice", "2025-10-26T02:30:00+02:00", "2025-10-26T07:00:00+01:00", true},
		{"the last night of the year", "2025-12-31T22:00:00+01:00", "2026-01-01T07:00:00+01:00", true},
		{"a zone stated wrongly in summer", "2025-07-01T20:30:00+01:00", "2025-07-02T07:00:00+02:00", true},
	} {
		at, err := time.Parse(time.RFC3339, test.delivered)
		if err != nil {
			t.Fatal(err)
		}
		got, moved := Effective(at)
		if got.Format(time.RFC3339) != test.effective || moved != test.moved {
			t.Errorf("%s: %s, moved %v", test.name, got.Format(time.RFC3339), moved)
		}
	}
}

func TestLogUntil(t *testing.T) {
	for at, want := range map[string]string{
		"2025-03-12T10:15:30+01:00": "2027-09-12",
		"2025-08-31T10:00:00+02:00": "2028-02-29",
		"2024-08-31T10:00:00+02:00": "2027-02-28",
		"2025-03-31T23:30:00Z":      "2027-10-01", // in Rome it was April
	} {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := LogUntil(when); got != want {
			t.Errorf("%s: %s", at, got)
		}
	}
	last := time.Date(2027, 9, 12, 21, 59, 59, 0, time.UTC)
	if Past("2027-09-12", last) || !Past("2027-09-12", last.Add(time.Second)) {
		t.Error("a day ends at midnight in Rome")
	}
}
