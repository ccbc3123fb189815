// Package services holds the data file of all qualified services of the Italian trusted list, with keys and the history of their
// status. It is apart from package qualified so that a program which fetches the file where it is needed does not carry it.
package services

import (
	_ "embed"
	"sync"

	"pecverifier/trustlist/qualified"
)

//go:embed qualified.json
var file []byte

// Data is the file, read once.
var Data = sync.OnceValue(func() *qualified.Data {
	d, err := qualified.ReadData(file)
	if err != nil {
		panic("qualified: the data of all services: " + err.Error())
	}
	return d
})
