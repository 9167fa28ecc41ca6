// Empty is the least that rollbook could be: a Bubble Tea program that links the same modules and
// draws one full screen of 80×24, with the same options. The start-up benchmark measures against it.
package main

import (
	"fmt"
	"os"
	"strings"

	_ "charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	_ "charm.land/lipgloss/v2"
	_ "filippo.io/age"
	_ "github.com/fxamacker/cbor/v2"
	_ "github.com/go-pdf/fpdf"
	_ "github.com/minio/minio-go/v7"
	_ "github.com/pelletier/go-toml/v2"
	_ "github.com/spf13/cobra"
	_ "github.com/studio-b12/gowebdav"
	_ "github.com/xuri/excelize/v2"
	_ "go.etcd.io/bbolt"
	_ "golang.org/x/crypto/chacha20poly1305"
	_ "golang.org/x/text/collate"
	_ "golang.org/x/text/encoding/charmap"
	_ "golang.org/x/text/unicode/norm"
)

type empty struct{ screen string }

func (empty) Init() tea.Cmd { return nil }

func (m empty) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok && key.String() == "q" {
		return m, tea.Quit
	}
	return m, nil
}

func (m empty) View() tea.View {
	v := tea.NewView(m.screen)
	v.AltScreen = true
	v.Cursor = tea.NewCursor(0, 2)
	return v
}

func main() {
	rows := make([]string, 0, 24)
	rows = append(rows, "empty")
	for row := 2; row <= 24; row++ {
		rows = append(rows, fmt.Sprintf("%2d %s", row, strings.Repeat("x", 77)))
	}
	if _, err := tea.NewProgram(empty{strings.Join(rows, "\n")}, tea.WithFPS(120)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, "empty:", err)
		os.Exit(1)
	}
}
