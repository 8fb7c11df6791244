package dialog_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kefu-go/kefu/dialog"
)

// shelf is a store of files that finds a virus in what says so.
type shelf map[string]shelved

type shelved struct {
	file    dialog.File
	content []byte
}

func (s shelf) Put(_ context.Context, f dialog.File, content io.Reader) (dialog.File, error) {
	data, err := io.ReadAll(content)
	if err != nil {
		return dialog.File{}, err
	}
	f.ID, f.Size, f.Scan = f.Name, int64(len(data)), dialog.ScanClean
	f.URL = "https://files.example/" + f.ID
	switch {
	case bytes.Contains(data, []byte("virus")):
		f.Scan = dialog.ScanUnsafe
	case bytes.Contains(data, []byte("queue")):
		f.Scan = dialog.ScanPending
	case bytes.Contains(data, []byte("unseen")):
		f.Scan = dialog.ScanNone
	case bytes.Contains(data, []byte("panic")):
		panic("full")
	}
	s[f.ID] = shelved{f, data}
	return f, nil
}

func (s shelf) Open(_ context.Context, id string) (dialog.File, io.ReadCloser, error) {
	kept, ok := s[id]
	if !ok {
		return dialog.File{}, nil, dialog.ErrNotFound
	}
	return kept.file, io.NopCloser(bytes.NewReader(kept.content)), nil
}

// Contracts and pictures go both ways through one gate.
func TestFilesTakeAndOpen(t *testing.T) {
	store := shelf{}
	gate := dialog.Files{Store: store}
	for _, f := range []dialog.File{
		{Name: `C:\docs\合同 v2.pdf`, MIME: "Application/PDF", From: dialog.Customer, Conversation: "c"},
		{Name: "../../photo.jpg", MIME: "image/jpeg", From: dialog.Agent, Conversation: "c"},
	} {
		part, err := gate.Take(t.Context(), f, strings.NewReader("content"))
		require.NoError(t, err)
		require.EqualValues(t, 7, part.Size)
		require.Equal(t, "https://files.example/"+part.Title, part.URL)
		got, content, err := gate.Open(t.Context(), part.Title)
		require.NoError(t, err)
		data, err := io.ReadAll(content)
		require.NoError(t, err)
		require.Equal(t, "content", string(data))
		require.Equal(t, f.From, got.From)
	}
	require.Contains(t, store, "合同 v2.pdf")
	require.Contains(t, store, "photo.jpg")
	_, _, err := gate.Open(t.Context(), "nothing")
	require.ErrorIs(t, err, dialog.ErrNotFound)
}

func TestFilesRefuse(t *testing.T) {
	long := strings.Repeat("长", 200) + ".pdf"
	for _, c := range []struct {
		name    string
		gate    dialog.Files
		file    dialog.File
		content io.Reader
		err     error // nil: taken
		kept    string
	}{
		{"as large as it may be", dialog.Files{Bytes: 5}, dialog.File{Name: "a"}, strings.NewReader("12345"), nil, "a"},
		{"a byte more", dialog.Files{Bytes: 5}, dialog.File{Name: "a"}, strings.NewReader("123456"), dialog.ErrInvalid, ""},
		{"nothing", dialog.Files{}, dialog.File{Name: "a"}, strings.NewReader(""), dialog.ErrInvalid, ""},
		{"no name", dialog.Files{}, dialog.File{Name: "a/.."}, strings.NewReader("x"), dialog.ErrInvalid, ""},
		{"a program", dialog.Files{}, dialog.File{Name: "invoice.pdf.EXE"}, strings.NewReader("x"), dialog.ErrUnsafeFile, ""},
		{"a program in disguise", dialog.Files{}, dialog.File{Name: "a\u202efdp.exe. "}, strings.NewReader("x"), dialog.ErrUnsafeFile, ""},
		{"a program that the host takes", dialog.Files{Refused: []string{".bat"}}, dialog.File{Name: "a.exe"}, strings.NewReader("x"), nil, "a.exe"},
		{"a type that is taken", dialog.Files{MIME: []string{"image/*", "application/pdf"}}, dialog.File{Name: "a", MIME: "image/png"}, strings.NewReader("x"), nil, "a"},
		{"a type that is not", dialog.Files{MIME: []string{"image/*", "application/pdf"}}, dialog.File{Name: "a"}, strings.NewReader("x"), dialog.ErrUnsafeFile, ""},
		{"a virus", dialog.Files{}, dialog.File{Name: "a"}, strings.NewReader("virus"), dialog.ErrUnsafeFile, "a"},
		{"what nobody looked at", dialog.Files{MustScan: true}, dialog.File{Name: "a"}, strings.NewReader("unseen"), dialog.ErrUnsafeFile, "a"},
		{"what somebody looks at", dialog.Files{MustScan: true}, dialog.File{Name: "a"}, strings.NewReader("queue"), nil, "a"},
		{"a long name keeps its ending", dialog.Files{}, dialog.File{Name: long}, strings.NewReader("x"), nil, strings.Repeat("长", 116) + ".pdf"},
		{"a connection that breaks", dialog.Files{}, dialog.File{Name: "a"}, io.MultiReader(strings.NewReader("x"), brokenReader{}), io.ErrUnexpectedEOF, ""},
	} {
		store := shelf{}
		c.gate.Store = store
		_, err := c.gate.Take(t.Context(), c.file, c.content)
		if c.err == nil {
			require.NoError(t, err, c.name)
		} else {
			require.ErrorIs(t, err, c.err, c.name)
		}
		if c.kept == "" {
			require.Empty(t, store, c.name)
		} else {
			require.Contains(t, store, c.kept, c.name)
		}
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// What is found unsafe, or not yet found safe, is not handed out.
func TestFilesHandOut(t *testing.T) {
	store := shelf{
		"unsafe":  {dialog.File{Scan: dialog.ScanUnsafe}, nil},
		"pending": {dialog.File{Scan: dialog.ScanPending}, nil},
		"clean":   {dialog.File{Scan: dialog.ScanClean}, nil},
	}
	for id, open := range map[string][2]bool{"unsafe": {false, false}, "pending": {true, false}, "clean": {true, true}} {
		for i, must := range []bool{false, true} {
			gate := dialog.Files{Store: store, MustScan: must}
			_, _, err := gate.Open(t.Context(), id)
			require.Equal(t, !open[i], errors.Is(err, dialog.ErrUnsafeFile), "%s %t", id, must)
		}
	}
}

func TestFilesStorePanics(t *testing.T) {
	gate := dialog.Files{Store: shelf{}}
	_, err := gate.Take(t.Context(), dialog.File{Name: "a"}, strings.NewReader("panic"))
	require.ErrorContains(t, err, "panicked")
}

func TestFilesAreShownByTheirType(t *testing.T) {
	gate := dialog.Files{Store: shelf{}}
	for mime, kind := range map[string]dialog.PartKind{
		"image/png": dialog.ImagePart, "video/mp4": dialog.VideoPart, "audio/amr": dialog.AudioPart, "text/plain": dialog.FilePart, "": dialog.FilePart,
	} {
		part, err := gate.Take(t.Context(), dialog.File{Name: "a", MIME: mime}, strings.NewReader("x"))
		require.NoError(t, err)
		require.Equal(t, kind, part.Kind, mime)
	}
}
