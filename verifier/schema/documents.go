package main

import (
	"reflect"

	"pecverifier/trustlist"
	"pecverifier/verifier"
	"pecverifier/verifier/dossier"
)

// document is one format that this program hands out.
type document struct {
	name       string         // of the file, and the format's identifier
	about      string         // one sentence
	roots      []reflect.Type // a document is one of these
	typescript string         // where the page reads the shapes; "" = it does not. What a document before this one has is imported from there
}

func of[T any]() reflect.Type { return reflect.TypeFor[T]() }

var documents = []document{
	{
		name:  "pec-report-1",
		about: "What one verification says of one piece of evidence, or of something given that was not judged.",
		roots: []reflect.Type{of[verifier.Report](), of[verifier.Unjudged]()},

		typescript: "site/src/model/report.gen.ts",
	},
	{
		name:  "pec-dossier-1",
		about: "What many reports mean together: each transmission with its recipients, and what belongs to none.",
		roots: []reflect.Type{of[dossier.Dossier]()},

		typescript: "site/src/model/dossier.gen.ts",
	},
	{
		name:  "pec-trustlist-1",
		about: "A provider list as facts, each with source and date.",
		roots: []reflect.Type{trustlist.SnapshotType()},
	},
}

// words are the strings that a value of a type may be.
var words = map[reflect.Type][]string{
	of[verifier.Indication]():     list(verifier.Indications),
	of[verifier.Subindication]():  append([]string{""}, list(verifier.Subindications)...),
	of[verifier.Kind]():           list(verifier.Kinds()),
	of[verifier.Meant]():          list(verifier.Meants()),
	of[verifier.Stated]():         append([]string{""}, list(verifier.Stateds())...),
	of[verifier.Status]():         list(verifier.Statuses),
	of[dossier.State]():           list(dossier.States),
	of[dossier.Side]():            list(dossier.Sides),
	of[dossier.AcceptanceState](): list(dossier.AcceptanceStates),
}

func list[T ~string](values []T) []string {
	var out []string
	for _, v := range values {
		out = append(out, string(v))
	}
	return out
}
