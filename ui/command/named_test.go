package command

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// namedCommands are the commands that keys and the guide name, by where each stands.
func namedCommands(t *testing.T) map[string]string {
	t.Helper()
	named := map[string]string{}
	inCode := regexp.MustCompile("`(rollbook [^`]+)`")
	err := filepath.WalkDir("..", func(path string, entry os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case strings.HasSuffix(path, ".md"):
			text, err := os.ReadFile(path)
			for _, found := range inCode.FindAllStringSubmatch(string(text), -1) {
				named[path+": "+found[1]] = found[1]
			}
			return err
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if pair, ok := n.(*ast.KeyValueExpr); ok {
				if key, ok := pair.Key.(*ast.Ident); ok && key.Name == "Command" {
					if text, ok := pair.Value.(*ast.BasicLit); ok && text.Kind == token.STRING {
						command, _ := strconv.Unquote(text.Value)
						named[path+": "+command] = command
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return named
}

func TestEveryCommandThatAKeyOrTheGuideNamesIsThere(t *testing.T) {
	p, _, _ := program()
	root := (&run{Program: p}).tree()
	named := namedCommands(t)
	if len(named) < 40 {
		t.Errorf("only %d commands are named", len(named))
	}
	for where, command := range named {
		if why := unknown(root, command); why != "" {
			t.Errorf("%s: %s", where, why)
		}
	}
}

// unknown says what of a command line is not there, empty for nothing.
func unknown(root *cobra.Command, line string) string {
	words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ()|[]", r) })
	c := root
	for _, word := range words[1:] {
		if below, rest, err := c.Find([]string{word}); err == nil && len(rest) == 0 && below != c {
			c = below
			continue
		}
		break
	}
	if c.HasSubCommands() && c != root && c.Use == c.Name() { // one that takes arguments says so
		return pathOf(c) + " needs a word more"
	}
	for _, word := range words[1:] {
		switch name, _, _ := strings.Cut(strings.TrimPrefix(word, "--"), "="); {
		case strings.HasPrefix(word, "--") && c.Flags().Lookup(name) == nil && c.InheritedFlags().Lookup(name) == nil:
			return "there is no --" + name
		case !strings.HasPrefix(word, "-") && c == root && word == strings.ToLower(word) && word != "help":
			if found, _, err := root.Find([]string{word}); err != nil || found == root {
				return "there is no command " + word
			}
		}
	}
	return ""
}

func TestACommandThatIsNotThereIsSeen(t *testing.T) {
	p, _, _ := program()
	root := (&run{Program: p}).tree()
	for line, known := range map[string]bool{
		"rollbook mark --cohort C --day N (--row R|--rest)": true, "rollbook --date DATE": true, "rollbook": true,
		"rollbook attend": false, "rollbook roster": false, "rollbook roster add NAME --colour red": false, "rollbook undo --gesture ID": true,
	} {
		if why := unknown(root, line); (why == "") != known {
			t.Errorf("%s: %q", line, why)
		}
	}
}
