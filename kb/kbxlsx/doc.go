// Package kbxlsx reads and writes entries as Excel workbooks (XLSX). It is a module
// of its own, so that only those who need it link a spreadsheet library.
//
// The first row of a sheet names the columns, as [kb.ParseHeader] knows them, and
// each further row is an entry: what is in a CSV file may be in a sheet. [ReadRows]
// gives what [kb.Library.ImportRows] takes; [Write] makes a workbook that ReadRows
// reads back; [Template] is one to be filled in by people.
//
// Files are hostile until the contrary is shown: what an archive may unpack to is
// bounded, and texts that a spreadsheet program might take for formulas are written
// with an apostrophe in front.
package kbxlsx
