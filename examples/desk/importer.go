package main

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/kefu-go/kefu/kb"
)

//go:embed shop/en.jsonl
var shopEnglish []byte

//go:embed shop/zh.jsonl
var shopChinese []byte

// The extras are a table of products, guides, a live answer and the like, in both
// languages.
//
//go:embed shop/extras.jsonl
var shopExtras []byte

// importShop fills an empty knowledge base with the sample shop. All files are one
// import, so that a start that is cut short leaves nothing or everything.
func (d *desk) importShop(ctx context.Context) error {
	if n, err := d.bot.KB().Len(ctx); err != nil || n > 0 {
		return err
	}
	shop := bytes.Join([][]byte{shopEnglish, shopChinese, shopExtras}, []byte("\n"))
	report, err := d.bot.KB().Import(ctx, bytes.NewReader(shop), kb.ImportOptions{AllOrNothing: true})
	if err != nil {
		return fmt.Errorf("sample shop: %w", err)
	}
	d.log.Info("imported the sample shop", "entries", report.Added)
	return nil
}

// importFile imports the good rows of a file and prints what became of it.
// An error means that the file could not be read to its end or not be stored.
func (d *desk) importFile(ctx context.Context, path string, out io.Writer) (err error) {
	format, err := formatOf(path)
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	var rows io.Reader = file
	if strings.HasSuffix(strings.ToLower(path), ".gz") {
		if rows, err = gzip.NewReader(file); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	report, err := d.bot.KB().Import(ctx, rows, kb.ImportOptions{Format: format})
	for _, row := range report.Rows {
		switch {
		case row.Err == nil:
		case row.Err.Column == "":
			fmt.Fprintf(out, "%s:%d: %s\n", path, row.Line, row.Err.Reason)
		default:
			fmt.Fprintf(out, "%s:%d: %s %s\n", path, row.Line, row.Err.Column, row.Err.Reason)
		}
	}
	fmt.Fprintf(out, "%s: %d added, %d updated, %d unchanged, %d failed\n",
		path, report.Added, report.Updated, report.Unchanged, report.Failed)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// formatOf tells the format by the name of a file.
func formatOf(path string) (kb.Format, error) {
	name := strings.TrimSuffix(strings.ToLower(filepath.Base(path)), ".gz")
	switch filepath.Ext(name) {
	case ".jsonl", ".ndjson":
		return kb.JSONL, nil
	case ".csv":
		return kb.CSV, nil
	}
	return "", fmt.Errorf("%s: the name ends in none of .jsonl, .csv, .jsonl.gz, .csv.gz", path)
}
