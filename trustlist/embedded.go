package trustlist

import (
	_ "embed"
	"sync"
)

//go:embed snapshot.json
var snapshot []byte

var embedded = sync.OnceValue(func() *List {
	l, err := Parse("", snapshot)
	if err != nil {
		panic("trustlist: embedded snapshot" + err.Error()) // a test reads it
	}
	l.Signed, l.From = Origin{Kind: OriginEmbedded}, FromEmbedded
	return l
})

// Embedded returns the list that comes with the program: facts distilled from official files by the command
// trustlist/snapshot, each with its source and date. It is read once, on first use, and must not be changed.
func Embedded() *List { return embedded() }
