package share

import (
	"bytes"
	"context"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// bucket is a place in an S3-compatible object store. It needs nothing of one but listing, whole gets
// and puts, and deletes: no conditional headers, no parts, no copies.
type bucket struct {
	remote
	at     s3Target
	client *minio.Client
}

const s3Advice = "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or the files of aws and mc, or ask for the right to use it"

// newBucket makes no connection.
func newBucket(at s3Target, keys credentials.Provider, wait limits) (*bucket, error) {
	b := &bucket{remote: newRemote("the bucket "+at.bucket+" at "+at.host, at.endpoint(), s3Advice, wait), at: at}
	var err error
	b.client, err = minio.New(at.host, &minio.Options{
		Creds:      credentials.New(keys),
		Secure:     at.secure,
		Transport:  b,
		Region:     at.region,
		MaxRetries: 3, // of a server that is busy: a network that failed is not tried again
	})
	if err != nil {
		return nil, badTarget("the endpoint of %s is no address: write it as https://host or http://host:port", at)
	}
	return b, nil
}

// String is the target.
func (b *bucket) String() string { return b.at.String() }

// key is what the bucket calls a file.
func (b *bucket) key(name string) string {
	if b.at.prefix == "" {
		return name
	}
	return b.at.prefix + "/" + name
}

// Most bytes of an answer that is no file: a page of a listing is a thousand names.
const mostAnswer = 16 << 20

// Probe lists one name: it is what a sync begins with, and tells wrong keys from a missing bucket.
func (b *bucket) Probe(ctx context.Context) error {
	call, x, cancel := b.begin(ctx, b.wait.answer, mostAnswer)
	defer cancel()
	for object := range b.client.ListObjectsIter(call, b.at.bucket, minio.ListObjectsOptions{Prefix: b.key("v1/"), Recursive: true, MaxKeys: 1}) {
		return b.problem(ctx, x, object.Err, "", false)
	}
	return b.cutShort(ctx, call, x)
}

// List asks for v1/ as we write it and for V1/ as it comes from a stick that was copied by hand.
func (b *bucket) List(ctx context.Context, each func(Entry) error) error {
	count := 0
	for _, below := range []string{"v1/", "V1/"} {
		call, x, cancel := b.begin(ctx, b.wait.list(), mostAnswer)
		defer cancel()
		for object := range b.client.ListObjectsIter(call, b.at.bucket, minio.ListObjectsOptions{Prefix: b.key(below), Recursive: true}) {
			if object.Err != nil {
				return b.problem(ctx, x, object.Err, "", false)
			}
			name, below := strings.CutPrefix(object.Key, b.key(""))
			if !below || !ValidName(name) {
				continue
			}
			if count++; count > MostFiles {
				return tooMany(b.where)
			}
			if err := each(Entry{Name: name, Size: object.Size, Changed: object.LastModified, Tag: object.ETag}); err != nil {
				return err
			}
		}
		if err := b.cutShort(ctx, call, x); err != nil {
			return err
		}
	}
	return nil
}

// cutShort is the error of a listing that ended because the context did: the library then ends it
// without a word.
func (b *bucket) cutShort(ctx, call context.Context, x *exchange) error {
	if call.Err() == nil && x.ended() == nil {
		return nil
	}
	return b.problem(ctx, x, context.Cause(call), "", false)
}

// Get reads an object.
func (b *bucket) Get(ctx context.Context, name string, most int64) ([]byte, error) {
	if !ValidName(name) {
		return nil, badName(name)
	}
	call, x, cancel := b.begin(ctx, b.wait.file(most), max(most, mostAnswer))
	defer cancel()
	core := minio.Core{Client: b.client}
	body, info, _, err := core.GetObject(call, b.at.bucket, b.key(name), minio.GetObjectOptions{})
	if err != nil {
		return nil, b.problem(ctx, x, err, name, false)
	}
	defer body.Close()
	data, err := readAll(body, info.Size, most)
	if errors.Is(err, ErrTooLarge) {
		return nil, tooLarge(b.where, name)
	}
	if err != nil {
		return nil, b.problem(ctx, x, err, name, false)
	}
	return data, nil
}

// Put sends an object with its sums, which the server checks before it takes any of it, and asks
// afterwards how long it is there.
func (b *bucket) Put(ctx context.Context, name string, data []byte) error {
	if !ValidName(name) {
		return badName(name)
	}
	call, x, cancel := b.begin(ctx, b.wait.file(int64(len(data))), mostAnswer)
	defer cancel()
	md5sum, sha := md5.Sum(data), sha256.Sum256(data)
	core := minio.Core{Client: b.client}
	_, err := core.PutObject(call, b.at.bucket, b.key(name), bytes.NewReader(data), int64(len(data)),
		base64.StdEncoding.EncodeToString(md5sum[:]), hex.EncodeToString(sha[:]),
		// One signature over the whole, instead of one over each piece, which fewer servers can read.
		minio.PutObjectOptions{DisableContentSha256: true, ContentType: "application/octet-stream"})
	if err != nil {
		return b.problem(ctx, x, err, "", true)
	}
	info, err := b.client.StatObject(call, b.at.bucket, b.key(name), minio.StatObjectOptions{})
	if err != nil {
		return b.problem(ctx, x, err, name, false)
	}
	if info.Size != int64(len(data)) {
		return tornPut(b.where, name)
	}
	return nil
}

// Delete deletes an object. Where the bucket keeps versions, older ones stay in it.
func (b *bucket) Delete(ctx context.Context, name string) error {
	if !ValidName(name) {
		return badName(name)
	}
	call, x, cancel := b.begin(ctx, b.wait.file(0), mostAnswer)
	defer cancel()
	err := b.problem(ctx, x, b.client.RemoveObject(call, b.at.bucket, b.key(name), minio.RemoveObjectOptions{}), name, true)
	if isMissing(err) {
		return nil
	}
	return err
}

// problem is the sentence of an error of the library; nil for none.
func (b *bucket) problem(ctx context.Context, x *exchange, err error, name string, writing bool) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, errNoKeys) {
		return &problem{b.where + " asks for credentials, and there are none: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws configure", []error{ErrRefused}}
	}
	var limit tooSlow
	if errors.As(err, &limit) {
		_ = x.end(err)
	}
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		_ = x.end(tooSlow{b.wait.answer})
	}
	var answered minio.ErrorResponse
	errors.As(err, &answered)
	if answered.Code == "NoSuchBucket" {
		name = ""
		answered.StatusCode = 404
	}
	if answered.Code == "NoSuchKey" {
		answered.StatusCode = 404
	}
	return x.problem(ctx, answered.StatusCode, answered.Code, name, writing)
}
