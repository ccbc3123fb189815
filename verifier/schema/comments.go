package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
)

// comments are the doc comments of types, and of fields also what stands behind them: by "package.Type" and "package.Type.Field".
type comments map[string]string

func (c comments) of(t reflect.Type, field string) string {
	name := t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:] + "." + t.Name()
	if field != "" {
		name += "." + field
	}
	return c[name]
}

func readComments(root string, packages ...string) (comments, error) {
	out := comments{}
	for _, folder := range packages {
		names, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				return nil, err
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments)
			if err != nil {
				return nil, err
			}
			for _, d := range file.Decls {
				if types, ok := d.(*ast.GenDecl); ok && types.Tok == token.TYPE {
					out.add(file.Name.Name, types)
				}
			}
		}
	}
	return out, nil
}

func (c comments) add(pkg string, types *ast.GenDecl) {
	for _, spec := range types.Specs {
		t := spec.(*ast.TypeSpec)
		doc := t.Doc
		if doc == nil {
			doc = types.Doc
		}
		c[pkg+"."+t.Name.Name] = oneLine(doc)
		s, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		for _, f := range s.Fields.List {
			text := strings.TrimSpace(oneLine(f.Doc) + " " + oneLine(f.Comment))
			for _, name := range f.Names {
				c[pkg+"."+t.Name.Name+"."+name.Name] = text
			}
		}
	}
}

func oneLine(c *ast.CommentGroup) string { return strings.Join(strings.Fields(c.Text()), " ") }
