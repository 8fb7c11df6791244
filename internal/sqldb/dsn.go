package sqldb

import (
	"net/url"
	"path/filepath"
	"strings"
)

// SQLiteDSN returns the data source name that opens the file at path with
// modernc.org/sqlite under the settings that [DB] insists on: write-ahead log,
// a sync at every commit, five seconds of patience with other processes, and
// foreign keys; and temporary tables in memory, because one of them takes what a
// savepoint may have to restore, with every write of a group. They have to be in the DSN, because database/sql opens further
// connections on its own. Any character may occur in path.
func SQLiteDSN(path string) string {
	path = filepath.ToSlash(path)
	if filepath.VolumeName(path) != "" {
		path = "/" + path // file:///C:/...
	}
	// Two leading slashes would begin a host name.
	if strings.HasPrefix(path, "//") {
		path = "/" + strings.TrimLeft(path, "/")
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() +
		"?_pragma=busy_timeout(5000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)" +
		"&_pragma=foreign_keys(1)&_pragma=temp_store(MEMORY)&_txlock=immediate"
}
