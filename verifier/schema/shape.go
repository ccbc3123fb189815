package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// shape is a Go struct as JSON has it.
type shape struct {
	goType reflect.Type
	name   string
	about  string
	fields []field
}

type field struct {
	name     string // in JSON
	about    string
	goType   reflect.Type
	words    []string // what the string may be; nil = any
	optional bool
}

// read gives the structs that the roots reach, the roots first, then as they are met.
func read(texts comments, roots ...reflect.Type) []shape {
	var out []shape
	waiting := slices.Clone(roots)
	for len(waiting) > 0 {
		t := waiting[0]
		waiting = waiting[1:]
		if slices.ContainsFunc(out, func(s shape) bool { return s.goType == t }) {
			continue
		}
		s := shape{goType: t, name: exported(t.Name()), about: texts.of(t, "")}
		s.fields = fields(texts, t)
		for _, f := range s.fields {
			if inner := structIn(f.goType); inner != nil {
				waiting = append(waiting, inner)
			}
		}
		out = append(out, s)
	}
	return out
}

// fields gives those that encoding/json writes, with those of embedded structs in their place.
func fields(texts comments, t reflect.Type) []field {
	var out []field
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-" || !f.IsExported():
			continue
		case f.Anonymous && name == "":
			out = append(out, fields(texts, f.Type)...)
			continue
		case name == "":
			panic(fmt.Sprintf("%s.%s has no name in JSON", t, f.Name))
		}
		one := field{name: name, about: texts.of(t, f.Name), goType: f.Type, optional: strings.Contains(options, "omit")}
		if tag := f.Tag.Get("one"); tag != "" {
			one.words = strings.Fields(strings.ReplaceAll(tag, `""`, " "))
			if strings.Contains(tag, `""`) {
				one.words = append([]string{""}, one.words...)
			}
		} else if t := elem(f.Type); t.Kind() == reflect.String {
			one.words = words[t]
		}
		out = append(out, one)
	}
	return out
}

// elem is what a pointer points to or a list holds, at the bottom.
func elem(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && !isBytes(t) {
		t = t.Elem()
	}
	return t
}

func structIn(t reflect.Type) reflect.Type {
	if t = elem(t); t.Kind() == reflect.Struct && t != reflect.TypeFor[time.Time]() {
		return t
	}
	return nil
}

func isBytes(t reflect.Type) bool {
	return t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Uint8
}

func exported(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
