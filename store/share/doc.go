// Package share is how books meet without a server: files named by their content, sealed for those
// who know the share's passphrase, and the places where they lie (a folder, an S3 bucket, WebDAV).
//
// What the files mean for a book is package store's: here is how they are written and read, and how
// they come to a place and back. Start reading at Segment, Key and Place. store/FORMAT.md describes
// the files so that another program can read them.
package share
