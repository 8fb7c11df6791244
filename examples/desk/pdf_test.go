package main

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf16"

	"github.com/stretchr/testify/require"
)

// pdfFile is a PDF as Chromium writes it: objects with their numbers, streams packed by zlib, texts as codes of glyphs with a table
// of what these say. It is no reader of other PDFs.
type pdfFile struct {
	t       *testing.T
	objects map[string][]byte
	glyphs  map[string]map[string]string // what the codes of a font say, by the font's name
}

var (
	objectOf  = regexp.MustCompile(`(?s)(?:^|\n)(\d+) 0 obj\n`)
	streamOf  = regexp.MustCompile(`(?s)/Length (\d+).*?>>\s*stream\r?\n`)
	fontOf    = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	unicodeOf = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	oneGlyph  = regexp.MustCompile(`(?m)^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$`)
	someGlyph = regexp.MustCompile(`(?m)^<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>$`)
	ligatures = strings.NewReplacer("\ufb00", "ff", "\ufb01", "fi", "\ufb02", "fl", "\ufb03", "ffi", "\ufb04", "ffl")
	wordOf    = regexp.MustCompile(`/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj`)
)

func readPDF(t *testing.T, data []byte) *pdfFile {
	p := &pdfFile{t: t, objects: map[string][]byte{}, glyphs: map[string]map[string]string{}}
	places := objectOf.FindAllSubmatchIndex(data, -1)
	for i, at := range places {
		end := len(data)
		if i+1 < len(places) {
			end = places[i+1][0]
		}
		p.objects[string(data[at[2]:at[3]])] = data[at[1]:end]
	}
	for _, font := range fontOf.FindAllSubmatch(data, -1) {
		if table := unicodeOf.FindSubmatch(p.objects[string(font[2])]); table != nil && p.glyphs[string(font[1])] == nil {
			p.glyphs[string(font[1])] = p.table(string(table[1]))
		}
	}
	return p
}

// stream unpacks that of an object.
func (p *pdfFile) stream(number string) []byte {
	object := p.objects[number]
	at := streamOf.FindSubmatchIndex(object)
	require.NotNil(p.t, at, "object %s has no stream", number)
	length, err := strconv.Atoi(string(object[at[2]:at[3]]))
	require.NoError(p.t, err)
	packed, err := zlib.NewReader(bytes.NewReader(object[at[1] : at[1]+length]))
	require.NoError(p.t, err)
	content, err := io.ReadAll(packed)
	require.NoError(p.t, err)
	return content
}

// table reads what codes of glyphs say.
func (p *pdfFile) table(number string) map[string]string {
	says := map[string]string{}
	_, content, _ := bytes.Cut(p.stream(number), []byte("endcodespacerange"))
	for _, one := range oneGlyph.FindAllSubmatch(content, -1) {
		says[strings.ToUpper(string(one[1]))] = p.utf16(string(one[2]), 0)
	}
	for _, some := range someGlyph.FindAllSubmatch(content, -1) {
		from, to := must(strconv.ParseInt(string(some[1]), 16, 32)), must(strconv.ParseInt(string(some[2]), 16, 32))
		for code := from; code <= to; code++ {
			digits := strings.ToUpper(strconv.FormatInt(code, 16))
			says[strings.Repeat("0", len(some[1])-len(digits))+digits] = p.utf16(string(some[3]), uint16(code-from))
		}
	}
	return says
}

func (p *pdfFile) utf16(text string, more uint16) string {
	b, err := hex.DecodeString(text)
	require.NoError(p.t, err)
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	units[len(units)-1] += more
	return string(utf16.Decode(units))
}

// pages are the texts of the pages, without spaces, and whether each is as large as A4.
func (p *pdfFile) pages() (texts []string, a4 bool) {
	a4 = true
	for n := 1; n <= len(p.objects); n++ {
		page := p.objects[strconv.Itoa(n)]
		if !bytes.HasPrefix(page, []byte("<</Type /Page\n")) {
			continue
		}
		a4 = a4 && bytes.Contains(page, []byte("/MediaBox [0 0 594.95996 841.91998]"))
		content := regexp.MustCompile(`/Contents (\d+) 0 R`).FindSubmatch(page)
		require.NotNil(p.t, content)
		var text strings.Builder
		font := map[string]string{}
		for _, word := range wordOf.FindAllSubmatch(p.stream(string(content[1])), -1) {
			if len(word[1]) > 0 {
				font = p.glyphs[string(word[1])]
				continue
			}
			width := 2
			for code := range font {
				width = len(code)
				break
			}
			for codes := strings.ToUpper(string(word[2])); len(codes) >= width; codes = codes[width:] {
				text.WriteString(font[codes[:width]])
			}
		}
		texts = append(texts, spaceless(ligatures.Replace(text.String())))
	}
	return texts, a4
}

func spaceless(s string) string { return strings.Join(strings.Fields(s), "") }

// reads tells whether a text is on paper. A glyph that is a radical as well as a character may say either: such a radical counts as any
// character.
func reads(paper, text string) bool {
	all, want := []rune(paper), []rune(text)
	for i := range len(all) - len(want) + 1 {
		if slices.EqualFunc(all[i:i+len(want)], want, func(is, should rune) bool {
			return is == should || is >= 0x2e80 && is <= 0x2fdf && unicode.Is(unicode.Han, should)
		}) {
			return true
		}
	}
	return false
}
