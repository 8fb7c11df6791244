package dialog

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// ErrUnsafeFile says: a file was found to do harm, or is of a kind that is not taken.
var ErrUnsafeFile = errors.New("dialog: unsafe file")

// Scan says what is known about the harmlessness of a file.
type Scan string

// The results of scanning.
const (
	ScanNone    Scan = "none"    // nobody looked
	ScanPending Scan = "pending" // somebody is looking
	ScanClean   Scan = "clean"
	ScanUnsafe  Scan = "unsafe" // not to be handed to anybody
)

// File describes a file that customers and agents exchange.
type File struct {
	// ID is the store's id, URL where whoever may see the file finds it.
	ID  string `json:"id,omitempty"`
	URL string `json:"url,omitempty"`
	// Name is its name without folders, MIME its media type, Size its length in
	// bytes.
	Name string `json:"name"`
	MIME string `json:"mime,omitempty"`
	Size int64  `json:"size,omitempty"`
	// Conversation and From say where it was handed over and by whom.
	Conversation string `json:"conversation,omitempty"`
	From         Role   `json:"from,omitempty"`
	Scan         Scan   `json:"scan,omitempty"`
}

// FileStore keeps the files of conversations, such as object storage behind a
// virus scanner. It is safe for concurrent use and honours its contexts.
type FileStore interface {
	// Put keeps a file and returns it with ID, URL, Size and Scan filled in. It reads
	// content to its end; when that fails it keeps nothing and returns the error of
	// content. f.Size is not known yet.
	Put(ctx context.Context, f File, content io.Reader) (File, error)
	// Open returns a file and its content, which the caller closes; [ErrNotFound] if
	// there is none.
	Open(ctx context.Context, id string) (File, io.ReadCloser, error)
}

// Files is the gate in front of a [FileStore]: what goes in and out through it is
// bounded, of a kind that is taken, and not known to do harm. It serves both
// directions, customers' and agents'. It is safe for concurrent use if its store
// is.
type Files struct {
	// Store keeps the files. Required.
	Store FileStore
	// Bytes is the greatest size. Default: 20 MB.
	Bytes int64
	// MIME are the media types that are taken, "image/*" for a family. Default: all.
	MIME []string
	// Refused are the endings of names that are never taken, in lower case with a
	// dot. Default: those of programs and scripts that run by a click.
	Refused []string
	// MustScan takes only what was scanned and found clean: a file whose scan is
	// still pending is kept, but not handed out. Default: false.
	MustScan bool
	// Timeout bounds a call of the store. Default: 30 s.
	Timeout time.Duration
}

// Take keeps a file that somebody hands over, and returns the part to put into
// his message: an image, a video, audio or a file, by its media type. A file that
// is too long, empty or without a name is [ErrInvalid]; one of a kind that is not
// taken, or found unsafe, [ErrUnsafeFile]. The name loses its folders and control
// characters.
func (g *Files) Take(ctx context.Context, f File, content io.Reader) (Part, error) {
	f.Name = fileName(f.Name)
	f.MIME = strings.ToLower(strings.TrimSpace(f.MIME))
	switch {
	case f.Name == "":
		return Part{}, &FieldError{Field: "name", Reason: "is empty"}
	case slices.Contains(g.refused(), strings.ToLower(path.Ext(f.Name))):
		return Part{}, ErrUnsafeFile
	case len(g.MIME) > 0 && !(&Medium{MIME: g.MIME}).shows(f.MIME):
		return Part{}, ErrUnsafeFile
	}
	bounded := &boundedReader{from: content, left: g.bytes()}
	first := make([]byte, 1)
	if _, err := io.ReadFull(bounded, first); errors.Is(err, io.EOF) {
		return Part{}, &FieldError{Field: "size", Reason: "is 0"}
	} else if err != nil {
		return Part{}, err
	}
	whole := io.MultiReader(bytes.NewReader(first), bounded)
	kept, err := within(ctx, g.timeout(), func(ctx context.Context) (File, error) { return g.Store.Put(ctx, f, whole) })
	switch {
	case bounded.over:
		return Part{}, &FieldError{Field: "size", Reason: "is above " + strconv.FormatInt(g.bytes(), 10)}
	case err != nil:
		return Part{}, err
	case kept.Scan == ScanUnsafe || g.MustScan && kept.Scan != ScanClean && kept.Scan != ScanPending:
		return Part{}, ErrUnsafeFile
	}
	return Part{Kind: kindOfFile(f.MIME), Title: f.Name, URL: kept.URL, MIME: f.MIME, Size: bounded.read}, nil
}

// Open returns a file that may be handed out; [ErrUnsafeFile] if it may not, or
// not yet.
func (g *Files) Open(ctx context.Context, id string) (File, io.ReadCloser, error) {
	type opened struct {
		file    File
		content io.ReadCloser
	}
	o, err := within(ctx, 0, func(ctx context.Context) (o opened, err error) { // no bound: the content is read under the same context
		o.file, o.content, err = g.Store.Open(ctx, id)
		return o, err
	})
	if err != nil {
		return File{}, nil, err
	}
	if o.file.Scan == ScanUnsafe || g.MustScan && o.file.Scan != ScanClean {
		return File{}, nil, errors.Join(ErrUnsafeFile, o.content.Close())
	}
	return o.file, o.content, nil
}

func (g *Files) bytes() int64 {
	if g.Bytes > 0 {
		return g.Bytes
	}
	return 20 << 20
}

func (g *Files) timeout() time.Duration {
	if g.Timeout > 0 {
		return g.Timeout
	}
	return 30 * time.Second
}

func (g *Files) refused() []string {
	if g.Refused != nil {
		return g.Refused
	}
	return []string{
		".exe", ".com", ".scr", ".pif", ".msi", ".msp", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf", ".wsh", ".hta", ".cpl",
		".dll", ".jar", ".lnk", ".reg", ".app", ".apk", ".ipa", ".dmg", ".pkg", ".sh", ".desktop", ".html", ".htm", ".svg", ".xhtml",
	}
}

// within calls a store; its panic is an error. The store is trusted to honour its
// context, because a stream cannot be left behind.
func within[T any](ctx context.Context, timeout time.Duration, call func(context.Context) (T, error)) (value T, err error) {
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	defer func() {
		if recover() != nil {
			err = errHookPanic
		}
	}()
	return call(ctx)
}

var errHookPanic = errors.New("dialog: a hook panicked")

// kindOfFile is the kind of part that shows a media type.
func kindOfFile(mime string) PartKind {
	switch family, _, _ := strings.Cut(mime, "/"); family {
	case "image":
		return ImagePart
	case "video":
		return VideoPart
	case "audio":
		return AudioPart
	}
	return FilePart
}

// fileName is a name that leads nowhere else, of at most 120 characters; what is
// too long is cut before the ending.
func fileName(name string) string {
	name = path.Base(strings.ReplaceAll(strings.ToValidUTF8(name, ""), "\\", "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || strings.ContainsRune(`<>:"|?*`, r) {
			return -1
		}
		return r
	}, name)
	if name = strings.TrimRight(strings.TrimSpace(name), ". "); name == "" || name == "/" {
		return ""
	}
	const most = 120
	if runes := []rune(name); len(runes) > most {
		ext := []rune(path.Ext(name))
		if len(ext) > 16 {
			ext = nil
		}
		name = string(runes[:most-len(ext)]) + string(ext)
	}
	return name
}

// boundedReader reads until there is too much.
type boundedReader struct {
	from       io.Reader
	left, read int64
	over       bool
}

// Read returns [ErrInvalid] behind the bound.
func (b *boundedReader) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if int64(n) > b.left {
		b.over = true
		return 0, ErrInvalid
	}
	b.left, b.read = b.left-int64(n), b.read+int64(n)
	return n, err
}
