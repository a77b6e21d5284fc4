package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	gopath "path"
	"strings"
	"sync/atomic"

	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/boxo/mfs"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
)

// How many changes may be left unflushed, as in Kubo.
const noFlushLimit = 256

var unflushed atomic.Int64

type stat struct {
	Hash           string
	Size           uint64
	CumulativeSize uint64
	Blocks         int
	Type           string
}

func (n *node) filesStat(ctx context.Context, c *call) error {
	at, err := c.mfsPath()
	if err != nil {
		return err
	}
	found, err := n.lookup(ctx, at)
	if err != nil {
		return err
	}
	result, err := statOf(found)
	if err != nil {
		return err
	}
	return c.emit(result)
}

func statOf(found ipld.Node) (*stat, error) {
	size, err := found.Size()
	if err != nil {
		return nil, err
	}
	result := &stat{Hash: found.Cid().String(), Size: size, CumulativeSize: size, Type: "file"}
	if _, raw := found.(*merkledag.RawNode); raw {
		return result, nil
	}
	entry, err := unixfs.ExtractFSNode(found)
	if err != nil {
		return nil, err
	}
	result.Size = entry.FileSize()
	result.Blocks = len(found.Links())
	if entry.IsDir() {
		result.Type = "directory"
	}
	return result, nil
}

func (n *node) filesLs(ctx context.Context, c *call) error {
	at, err := c.mfsPath()
	if err != nil {
		return err
	}
	entry, err := mfs.Lookup(n.files, at)
	if err != nil {
		return err
	}
	type listing struct{ Entries []mfs.NodeListing }
	directory, ok := entry.(*mfs.Directory)
	if !ok {
		return c.emit(listing{[]mfs.NodeListing{{Name: gopath.Base(at)}}})
	}
	if c.flag("long", false) {
		entries, err := directory.List(ctx)
		if err != nil {
			return err
		}
		return c.emit(listing{entries})
	}
	names, err := directory.ListNames(ctx)
	if err != nil {
		return err
	}
	var result listing
	for _, name := range names {
		result.Entries = append(result.Entries, mfs.NodeListing{Name: name})
	}
	return c.emit(result)
}

func (n *node) filesRead(ctx context.Context, c *call) error {
	at, err := c.mfsPath()
	if err != nil {
		return err
	}
	entry, err := mfs.Lookup(n.files, at)
	if err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	file, ok := entry.(*mfs.File)
	if !ok {
		return fmt.Errorf("%s was not a file", at)
	}
	content, err := file.Open(ctx, mfs.Flags{Read: true})
	if err != nil {
		return err
	}
	defer content.Close()
	return c.stream(content)
}

func (n *node) filesMkdir(ctx context.Context, c *call) error {
	at, err := c.mfsPath()
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	flush := c.flag("flush", true)
	if err := countUnflushed(flush); err != nil {
		return err
	}
	var options []mfs.Option
	if c.options.Get("cid-version") == "1" {
		prefix, err := merkledag.PrefixForCidVersion(1)
		if err != nil {
			return err
		}
		options = append(options, mfs.WithCidBuilder(prefix))
	}
	return mfs.Mkdir(n.files, at, mfs.MkdirOpts{Mkparents: c.flag("parents", false), Flush: flush}, options...)
}

func (n *node) filesCp(ctx context.Context, c *call) error {
	given, err := c.arguments("source", "dest")
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	from, to := gopath.Clean(given[0]), gopath.Clean(given[1])
	content, err := n.lookup(ctx, from)
	if err != nil {
		return fmt.Errorf("cp: cannot get node from path %s: %s", from, err)
	}
	if c.flag("parents", false) && gopath.Dir(to) != "/" {
		if err := mfs.Mkdir(n.files, gopath.Dir(to), mfs.MkdirOpts{Mkparents: true}); err != nil {
			return err
		}
	}
	if c.flag("force", false) {
		if err := n.unlinkFile(to); err != nil {
			return fmt.Errorf("cp: cannot unlink existing file: %s", err)
		}
	}
	flush := c.flag("flush", true)
	if err := countUnflushed(flush); err != nil {
		return err
	}
	if err := mfs.PutNode(n.files, to, content); err != nil {
		return fmt.Errorf("cp: cannot put node in path %s: %s", to, err)
	}
	if !flush {
		return nil
	}
	if _, err := mfs.FlushPath(ctx, n.files, to); err != nil {
		return fmt.Errorf("cp: cannot flush the created file %s: %s", to, err)
	}
	if _, err := mfs.FlushPath(ctx, n.files, gopath.Dir(to)); err != nil {
		return fmt.Errorf("cp: cannot flush the created file's parent folder %s: %s", to, err)
	}
	return nil
}

func (n *node) filesMv(ctx context.Context, c *call) error {
	given, err := c.arguments("source", "dest")
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	flush := c.flag("flush", true)
	if err := countUnflushed(flush); err != nil {
		return err
	}
	from, to := gopath.Clean(given[0]), gopath.Clean(given[1])
	if err := mfs.Mv(n.files, from, to); err != nil || !flush {
		return err
	}
	for _, changed := range []string{gopath.Dir(to), gopath.Dir(from), "/"} {
		if _, err := mfs.FlushPath(ctx, n.files, changed); err != nil {
			return err
		}
	}
	return nil
}

func (n *node) unlinkFile(at string) error {
	above, err := mfs.Lookup(n.files, gopath.Dir(at))
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	directory, ok := above.(*mfs.Directory)
	if !ok {
		return fmt.Errorf("not a directory: %s", gopath.Dir(at))
	}
	entry, err := directory.Child(gopath.Base(at))
	if err != nil {
		return nil
	}
	if entry.Type() != mfs.TFile {
		return fmt.Errorf("not a file: %s", at)
	}
	return directory.Unlink(gopath.Base(at))
}

func (n *node) filesRm(ctx context.Context, c *call) error {
	given, err := c.arguments("path")
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	failed := false
	for _, each := range given {
		at := gopath.Clean(each)
		if err := n.removeEntry(at, c.flag("force", false), c.flag("recursive", false)); err != nil {
			failed = true
			if err := c.emit(fmt.Sprintf("%s: %s", at, err)); err != nil {
				return err
			}
		}
	}
	if failed {
		return errors.New("can't remove some files")
	}
	return nil
}

func (n *node) removeEntry(at string, force bool, recursive bool) error {
	if at == "/" {
		return errors.New("cannot delete root")
	}
	above, err := mfs.Lookup(n.files, gopath.Dir(at))
	if err != nil {
		if force && err == os.ErrNotExist {
			return nil
		}
		return err
	}
	directory, ok := above.(*mfs.Directory)
	if !ok {
		return errors.New("expected *mfs.Directory, didn't get it. This is likely a race condition")
	}
	name := gopath.Base(at)
	if !force {
		entry, err := directory.Child(name)
		if err != nil {
			return err
		}
		if _, ok := entry.(*mfs.Directory); ok && !recursive {
			return errors.New("path is a directory, use -r to remove directories")
		}
	}
	if err := directory.Unlink(name); err != nil {
		if force && err == os.ErrNotExist {
			return nil
		}
		return err
	}
	return directory.Flush()
}

func (n *node) filesFlush(ctx context.Context, c *call) error {
	at, err := c.mfsPath()
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	flushed, err := mfs.FlushPath(ctx, n.files, at)
	if err != nil {
		return err
	}
	unflushed.Store(0)
	return c.emit(struct{ Cid string }{flushed.Cid().String()})
}

func countUnflushed(flush bool) error {
	if flush {
		unflushed.Store(0)
		return nil
	}
	if unflushed.Load() >= noFlushLimit {
		return fmt.Errorf("reached limit of %d unflushed MFS operations. To resolve: 1) run 'ipfs files flush' to persist changes, "+
			"2) use --flush=true (default), or 3) increase Internal.MFSNoFlushLimit in config", noFlushLimit)
	}
	unflushed.Add(1)
	return nil
}

func (c *call) mfsPath() (string, error) {
	given, err := c.arguments("path")
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(given[0], "/") {
		return "", errors.New("paths must start with a leading slash")
	}
	return gopath.Clean(given[0]), nil
}

func (n *node) blockRm(ctx context.Context, c *call) error {
	given, err := c.arguments("cid")
	if err != nil {
		return err
	}
	for _, each := range given {
		block, err := cid.Decode(each)
		if err != nil {
			return err
		}
		if err := n.blocks.DeleteBlock(ctx, block); err != nil {
			return err
		}
		if err := c.emit(struct{ Hash string }{each}); err != nil {
			return err
		}
	}
	return nil
}
