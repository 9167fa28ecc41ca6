// Mirror is the program that the tests of pty run: it shows what the terminal sends it. With
// arguments it is no screen: 'echo' repeats its input, 'env' prints its environment, 'hang' and
// 'half' never end, 'leave CODE' ends at once.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

type mirror struct {
	width, height int
	keys          []string
	pasted        string
	modes         []string
	dark          string
	saving        bool
	hidden        bool
}

type saved struct{}

func (mirror) Init() tea.Cmd { return tea.RequestBackgroundColor }

func (m mirror) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		m.dark = strconv.FormatBool(msg.IsDark())
	case tea.ModeReportMsg:
		m.modes = append(m.modes, fmt.Sprintf("%d=%d", msg.Mode.Mode(), msg.Value))
	case tea.PasteMsg:
		m.pasted = msg.Content
	case saved:
		m.saving = false
	case tea.KeyPressMsg:
		return m.press(msg.String())
	}
	return m, nil
}

func (m mirror) press(key string) (tea.Model, tea.Cmd) {
	switch key {
	case "q":
		return m, tea.Quit
	case "S":
		m.saving = true
		return m, func() tea.Msg { return saved{} }
	case "H":
		m.hidden = !m.hidden
	}
	m.keys = append(m.keys, key)
	return m, nil
}

func (m mirror) View() tea.View {
	header := "mirror: saved"
	if m.saving {
		header = "mirror: saving"
	}
	v := tea.NewView(strings.Join([]string{
		header,
		fmt.Sprintf("size %d by %d", m.width, m.height),
		"keys " + strings.Join(m.keys, " "),
		fmt.Sprintf("pasted %q", m.pasted),
		"modes " + strings.Join(m.modes, " "),
		"dark " + m.dark,
		"wide 日本語 ● ◐ end",
	}, "\n"))
	v.AltScreen = true
	if !m.hidden {
		v.Cursor = tea.NewCursor(len(m.keys), 2)
	}
	return v
}

func main() {
	if len(os.Args) > 1 {
		os.Exit(plain(os.Args[1], os.Args[2:]))
	}
	if _, err := tea.NewProgram(mirror{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, "mirror:", err)
		os.Exit(1)
	}
	fmt.Println("goodbye")
	os.Exit(3)
}

func plain(what string, args []string) int {
	switch what {
	case "echo":
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			fmt.Println("heard", lines.Text())
		}
		fmt.Fprintln(os.Stderr, "no more")
	case "env":
		fmt.Println(strings.Join(os.Environ(), "\n"))
	case "hang":
		fmt.Println("hanging")
		time.Sleep(time.Hour)
	case "half":
		fmt.Print("whole\x1b[?2026h, then a half")
		time.Sleep(time.Hour)
	case "leave":
		code, _ := strconv.Atoi(args[0])
		return code
	}
	return 0
}
