package report

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font/sfnt"

	"rollbook/model"
)

// The fonts have all letters of the Latin, Greek and Cyrillic scripts that people spell names with,
// those of Vietnamese, of Wabanaki and of African languages among them. Their licence stands beside
// them. They are read when the first PDF is made, not at the start.

//go:embed fonts/LiberationSans-Regular.ttf
var regularFont []byte

//go:embed fonts/LiberationSans-Bold.ttf
var boldFont []byte

var parsedFont = sync.OnceValue(func() *sfnt.Font {
	font, err := sfnt.Parse(regularFont)
	if err != nil {
		panic(err) // the build carries a font that its tests would have refused
	}
	return font
})

// inked are the scripts that can be printed letter by letter. Others need a shaper.
var inked = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Common, unicode.Inherited}

// ink knows what the fonts can print.
type ink struct {
	buffer sfnt.Buffer
	known  map[rune]bool
}

func newInk() *ink { return &ink{known: map[rune]bool{}} }

func (k *ink) has(r rune) bool {
	if r == ' ' {
		return true
	}
	has, known := k.known[r]
	if !known {
		index, err := parsedFont().GlyphIndex(&k.buffer, r)
		has = err == nil && index != 0 && r < 0x10000 && unicode.In(r, inked...)
		k.known[r] = has
	}
	return has
}

// prints reports whether every character of a text can be printed.
func (k *ink) prints(text string) bool {
	for _, r := range text {
		if !k.has(r) && !plainer(r) {
			return false
		}
	}
	return true
}

// plainer reports whether a character has a plain one that stands for it as well.
func plainer(r rune) bool { return asPlain[r] != "" || unicode.IsSpace(r) }

// asPlain are what hands and telephones type that the fonts lack.
var asPlain = map[rune]string{'\u2010': "-", '\u2011': "-", '\u2012': "–", '\u02bc': "’", '\u2032': "'", '\u2033': "\"", '\u2212': "-"}

// starred is what stands for words that can't be printed.
const starred = "[…]*"

// starNote explains it at the foot of the page.
const starNote = "* Written in a script that this paper can't print: print the HTML page."

// text is a text as it can be printed; words that can't are starred, neighbours as one.
func (k *ink) text(text string) (printed string, whole bool) {
	whole = true
	var out strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteByte('\n')
		}
		last := ""
		for j, word := range strings.Split(line, " ") {
			said := starred
			if k.prints(word) {
				said = k.plain(word)
			} else {
				whole = false
			}
			if said == starred && last == starred {
				continue
			}
			if j > 0 {
				out.WriteByte(' ')
			}
			out.WriteString(said)
			last = said
		}
	}
	return out.String(), whole
}

func (k *ink) plain(word string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case k.has(r):
			return r
		case unicode.IsSpace(r):
			return '\u00a0'
		}
		return []rune(asPlain[r])[0]
	}, word)
}

// name is a person's name as it can be printed: in another script, the row number and how to say it.
func (k *ink) name(t *model.Trainee, row int) (printed string, whole bool) {
	if k.prints(t.Name) {
		return k.plain(t.Name), true
	}
	who := "this person"
	if row > 0 {
		who = fmt.Sprintf("row %d", row)
	}
	if t.Say != "" && k.prints(t.Say) {
		return who + ", say " + k.plain(t.Say) + "*", false
	}
	return who + "*", false
}
