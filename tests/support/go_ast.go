// Go's own answer: go/ast says what each file declares at package level.
//
// usage: go run go_ast.go ROOT DIRECTORY... -> lines "path\tline\tend\tkind\tcontainer\tname\texported"
// of every .go file directly in ROOT/DIRECTORY that parses; nothing is compiled.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
)

var out = bufio.NewWriter(os.Stdout)

func main() {
	defer out.Flush()
	root := os.Args[1]
	for _, directory := range os.Args[2:] {
		files, _ := filepath.Glob(filepath.Join(root, directory, "*.go"))
		for _, path := range files {
			set := token.NewFileSet()
			file, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				continue
			}
			relative, _ := filepath.Rel(root, path)
			fmt.Fprintf(out, "%s\n", filepath.ToSlash(relative))
			declarations(set, filepath.ToSlash(relative), file)
		}
	}
}

func declarations(set *token.FileSet, path string, file *ast.File) {
	say := func(name *ast.Ident, kind, container string, end token.Pos) {
		// the end is the position behind the last character
		fmt.Fprintf(out, "%s\t%d\t%d\t%s\t%s\t%s\t%v\n", path, set.PositionFor(name.Pos(), false).Line,
			set.PositionFor(end-1, false).Line, kind, container, name.Name, ast.IsExported(name.Name))
	}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				say(d.Name, "function", "", d.End())
			} else {
				say(d.Name, "method", receiver(d.Recv.List[0].Type), d.End())
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					say(s.Name, kindOf(s.Type), "", s.End())
					if methods, ok := s.Type.(*ast.InterfaceType); ok {
						for _, field := range methods.Methods.List {
							if _, ok := field.Type.(*ast.FuncType); ok && len(field.Names) == 1 {
								say(field.Names[0], "method", s.Name.Name, field.End())
							}
						}
					}
				case *ast.ValueSpec:
					for _, name := range s.Names {
						if name.Name != "_" {
							say(name, map[token.Token]string{token.VAR: "variable", token.CONST: "constant"}[d.Tok], "", s.End())
						}
					}
				}
			}
		}
	}
}

func kindOf(t ast.Expr) string {
	switch t.(type) {
	case *ast.StructType:
		return "struct"
	case *ast.InterfaceType:
		return "interface"
	}
	return "type"
}

func receiver(t ast.Expr) string {
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return strings.TrimSpace(fmt.Sprint(x))
		}
	}
}
