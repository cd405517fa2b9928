package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// module is the path of the main module; every import of ours starts with it.
const module = "github.com/udr-egress/terraform-provider-udr"

// root is the repository, seen from this package's folder, where go test runs it.
const root = "../.."

// skipped folders hold nothing that is committed, or modules of their own.
var skipped = []string{".git", "bin", "dist", ".terraform", "testdata", "vendor", "node_modules"}

// goFile is one Go source file. All build constraints are read alike, so that a file for another system is held to the
// same rules.
type goFile struct {
	path  string // slash-separated, from the repository root
	dir   string // "." for the root package
	test  bool
	ast   *ast.File
	lines int
}

// imports returns the file's import paths.
func (f goFile) imports() []string {
	var paths []string
	for _, spec := range f.ast.Imports {
		if p, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, p)
		}
	}
	return paths
}

// ours returns the folder, from the repository root, of each package of this module that the file imports.
func (f goFile) ours() []string {
	var dirs []string
	for _, p := range f.imports() {
		if p == module {
			dirs = append(dirs, ".")
		} else if dir, ok := strings.CutPrefix(p, module+"/"); ok {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// foreign returns the import paths that are neither ours nor the standard library's.
func (f goFile) foreign() []string {
	return slices.DeleteFunc(f.imports(), func(p string) bool {
		return p == module || strings.HasPrefix(p, module+"/") || !strings.Contains(strings.Split(p, "/")[0], ".")
	})
}

var parse = sync.OnceValues(func() ([]goFile, error) {
	var files []goFile
	fset := token.NewFileSet()
	err := walk(func(name string) error {
		if path.Ext(name) != ".go" {
			return nil
		}
		text, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(fset, name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, goFile{
			path: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), ast: parsed,
			lines: fset.Position(parsed.FileEnd).Line - 1,
		})
		return nil
	})
	return files, err
})

// source returns every Go file of the main module.
func source(t *testing.T) []goFile {
	t.Helper()
	files, err := parse()
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatal("no Go files found: the rules below would hold of nothing")
	}
	return files
}

// walk calls visit with the path, from the repository root, of each regular file outside the skipped folders.
func walk(visit func(name string) error) error {
	return filepath.WalkDir(root, func(p string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if slices.Contains(skipped, entry.Name()) {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() || entry.Name() == ".git" { // in a worktree, .git is a file
			return nil
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		return visit(filepath.ToSlash(name))
	})
}
