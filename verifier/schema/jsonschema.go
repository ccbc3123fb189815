package main

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"time"

	"pecverifier/verifier"
)

// jsonSchema writes shapes as a schema of draft 2020-12. Fields may be added to a format, so unknown ones are admitted.
func jsonSchema(d document, shapes []shape) []byte {
	defs := object{}
	for _, s := range shapes {
		properties, required := object{}, []string{}
		for _, f := range s.fields {
			properties = append(properties, member{f.name, about(f.about, schemaOf(f.goType, f.words))})
			if !f.optional {
				required = append(required, f.name)
			}
		}
		def := object{{"type", "object"}, {"properties", properties}}
		if len(required) > 0 {
			def = append(def, member{"required", required})
		}
		defs = append(defs, member{s.name, about(s.about, def)})
	}
	root := object{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", d.name}, {"description", d.about}}
	if len(d.roots) == 1 {
		root = append(root, member{"$ref", "#/$defs/" + exported(d.roots[0].Name())})
	} else {
		var any []object
		for _, r := range d.roots {
			any = append(any, object{{"$ref", "#/$defs/" + exported(r.Name())}})
		}
		root = append(root, member{"anyOf", any})
	}
	root = append(root, member{"$defs", defs})
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		panic(err) // strings, and lists and objects of strings
	}
	return b.Bytes()
}

func schemaOf(t reflect.Type, words []string) object {
	switch {
	case t.Kind() == reflect.Pointer:
		return schemaOf(t.Elem(), words)
	case isBytes(t):
		return object{{"type", "string"}, {"contentEncoding", "base64"}}
	case t == reflect.TypeFor[time.Time]():
		return object{{"type", "string"}, {"format", "date-time"}}
	}
	switch t.Kind() {
	case reflect.Slice:
		return object{{"type", []string{"array", "null"}}, {"items", schemaOf(t.Elem(), words)}}
	case reflect.Map:
		return object{{"type", "object"}, {"additionalProperties", schemaOf(t.Elem(), nil)}}
	case reflect.Struct:
		return object{{"$ref", "#/$defs/" + exported(t.Name())}}
	case reflect.Bool:
		return object{{"type", "boolean"}}
	case reflect.Int, reflect.Int64:
		return object{{"type", "integer"}}
	case reflect.String:
		if t == reflect.TypeFor[verifier.Kind]() { // an event of registered mail that is not known has its own name
			return object{{"anyOf", []object{{{"enum", slices.Clone(words)}}, {{"type", "string"}, {"pattern", "^[A-Z][A-Za-z0-9_-]{0,63}$"}}}}}
		}
		if words != nil {
			return object{{"enum", slices.Clone(words)}}
		}
		return object{{"type", "string"}}
	}
	panic("no schema for " + t.String())
}

func about(text string, o object) object {
	if text == "" {
		return o
	}
	return append(object{{"description", text}}, o...)
}

// object is a JSON object in a fixed order.
type object []member

type member struct {
	name  string
	value any
}

func (o object) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, m := range o {
		if i > 0 {
			b = append(b, ',')
		}
		var value bytes.Buffer
		e := json.NewEncoder(&value)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
		name, _ := json.Marshal(m.name)
		b = append(append(append(b, name...), ':'), bytes.TrimSpace(value.Bytes())...)
	}
	return append(b, '}'), nil
}
