// Package guide is the guide that the program carries, because there is no internet in the room:
// plain text in a few pages, shown under the page of keys.
package guide

import (
	"embed"
	"strings"

	"rollbook/ui/kit"
)

//go:embed *.md
var files embed.FS

// order is the order in which the pages are read.
var order = []string{"day.md", "marks.md", "people.md", "page.md", "plan.md", "notes.md", "review.md", "makeup.md", "paper.md", "sharing.md", "places.md", "book.md", "lock.md"}

// Pages are the pages of the guide, in order.
func Pages() []kit.Page {
	var pages []kit.Page
	for _, name := range order {
		data, err := files.ReadFile(name)
		if err != nil {
			continue // a test names a page that is missing
		}
		title, text, _ := strings.Cut(strings.TrimPrefix(string(data), "# "), "\n")
		pages = append(pages, kit.Page{Title: title, Text: strings.TrimSpace(text)})
	}
	return pages
}
