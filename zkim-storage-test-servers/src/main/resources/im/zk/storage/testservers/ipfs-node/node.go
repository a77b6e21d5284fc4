package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ipfs/boxo/blockservice"
	"github.com/ipfs/boxo/blockstore"
	"github.com/ipfs/boxo/exchange/offline"
	bsfetcher "github.com/ipfs/boxo/fetcher/impl/blockservice"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs"
	"github.com/ipfs/boxo/mfs"
	"github.com/ipfs/boxo/path"
	"github.com/ipfs/boxo/path/resolver"
	pin "github.com/ipfs/boxo/pinning/pinner"
	"github.com/ipfs/boxo/pinning/pinner/dspinner"
	"github.com/ipfs/go-cid"
	"github.com/ipfs/go-datastore"
	"github.com/ipfs/go-datastore/mount"
	flatfs "github.com/ipfs/go-ds-flatfs"
	leveldb "github.com/ipfs/go-ds-leveldb"
	ipld "github.com/ipfs/go-ipld-format"
	"github.com/ipfs/go-unixfsnode"
	dagpb "github.com/ipld/go-codec-dagpb"
)

// How long MFS waits for a block under its locks, as in Kubo.
const fetchTimeout = time.Minute

var filesRoot = datastore.NewKey("/local/filesroot")

type node struct {
	store    datastore.Batching
	blocks   blockstore.GCBlockstore
	dag      ipld.DAGService
	resolver resolver.Resolver
	pins     pin.Pinner
	files    *mfs.Root
	services *services
}

func open(ctx context.Context, repository string) (*node, error) {
	if err := os.MkdirAll(repository, 0o700); err != nil {
		return nil, err
	}
	blockFiles, err := flatfs.CreateOrOpen(filepath.Join(repository, "blocks"), flatfs.NextToLast(2), true)
	if err != nil {
		return nil, err
	}
	rest, err := leveldb.NewDatastore(filepath.Join(repository, "datastore"), nil)
	if err != nil {
		return nil, err
	}
	store := mount.New([]mount.Mount{
		{Prefix: blockstore.BlockPrefix, Datastore: blockFiles},
		{Prefix: datastore.NewKey("/"), Datastore: rest},
	})
	blocks := blockstore.NewGCBlockstore(blockstore.NewBlockstore(store), blockstore.NewGCLocker())
	service := blockservice.New(blocks, offline.Exchange(blocks))
	dag := merkledag.NewDAGService(service)
	fetchers := bsfetcher.NewFetcherConfig(service)
	fetchers.PrototypeChooser = dagpb.AddSupportToChooser(bsfetcher.DefaultPrototypeChooser)
	pins, err := dspinner.New(ctx, store, dag)
	if err != nil {
		return nil, err
	}
	n := &node{
		store:    store,
		blocks:   blocks,
		dag:      dag,
		resolver: resolver.NewBasicResolver(fetchers.WithReifier(unixfsnode.Reify)),
		pins:     pins,
		services: newServices(),
	}
	n.files, err = n.openFiles(ctx)
	return n, err
}

// The root of MFS is what was published last; publishing brings the blocks to the disk first.
func (n *node) openFiles(ctx context.Context) (*mfs.Root, error) {
	publish := func(ctx context.Context, root cid.Cid) error {
		if err := n.store.Sync(ctx, blockstore.BlockPrefix); err != nil {
			return err
		}
		if err := n.store.Put(ctx, filesRoot, root.Bytes()); err != nil {
			return err
		}
		return n.store.Sync(ctx, filesRoot)
	}
	root, err := n.publishedRoot(ctx)
	if err != nil {
		return nil, err
	}
	return mfs.NewRoot(ctx, n.dag, root, publish, nil, mfs.WithFetchTimeout(fetchTimeout))
}

func (n *node) publishedRoot(ctx context.Context) (*merkledag.ProtoNode, error) {
	value, err := n.store.Get(ctx, filesRoot)
	if errors.Is(err, datastore.ErrNotFound) {
		empty := unixfs.EmptyDirNode()
		return empty, n.dag.Add(ctx, empty)
	}
	if err != nil {
		return nil, err
	}
	root, err := cid.Cast(value)
	if err != nil {
		return nil, err
	}
	found, err := n.dag.Get(ctx, root)
	if err != nil {
		return nil, fmt.Errorf("error loading filesroot from dagservice: %s", err)
	}
	proto, ok := found.(*merkledag.ProtoNode)
	if !ok {
		return nil, merkledag.ErrNotProtobuf
	}
	return proto, nil
}

// What is at a path of MFS, or at one that begins with /ipfs/ and a content identifier.
func (n *node) lookup(ctx context.Context, at string) (ipld.Node, error) {
	if strings.HasPrefix(at, "/ipfs/") {
		return n.resolve(ctx, at)
	}
	entry, err := mfs.Lookup(n.files, at)
	if err != nil {
		return nil, err
	}
	return entry.GetNode()
}

func (n *node) resolve(ctx context.Context, at string) (ipld.Node, error) {
	if !strings.HasPrefix(at, "/") {
		at = "/ipfs/" + at
	}
	parsed, err := path.NewPath(at)
	if err != nil {
		return nil, err
	}
	immutable, err := path.NewImmutablePath(parsed)
	if err != nil {
		return nil, err
	}
	found, rest, err := n.resolver.ResolveToLastNode(ctx, immutable)
	if err != nil {
		return nil, err
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("path %q goes on behind a file", at)
	}
	return n.dag.Get(ctx, found)
}

// Removes every block that is neither pinned nor in MFS, while nobody adds any.
func (n *node) collect(ctx context.Context, removed func(cid.Cid) error) error {
	defer n.blocks.GCLock(ctx).Unlock(ctx)
	kept := cid.NewSet()
	links := merkledag.GetLinksWithDAG(n.dag)
	lenient := func(ctx context.Context, c cid.Cid) ([]*ipld.Link, error) {
		found, err := links(ctx, c)
		if ipld.IsNotFound(err) {
			return nil, nil
		}
		return found, err
	}
	root, err := n.files.GetDirectory().GetNode()
	if err != nil {
		return err
	}
	if err := merkledag.Walk(ctx, lenient, root.Cid(), kept.Visit); err != nil {
		return err
	}
	for pinned := range n.pins.RecursiveKeys(ctx, false) {
		if pinned.Err != nil {
			return pinned.Err
		}
		if err := merkledag.Walk(ctx, links, pinned.Pin.Key, kept.Visit); err != nil {
			return err
		}
	}
	hashes := map[string]bool{}
	_ = kept.ForEach(func(c cid.Cid) error {
		hashes[string(c.Hash())] = true
		return nil
	})
	all, err := n.blocks.AllKeysChan(ctx)
	if err != nil {
		return err
	}
	for block := range all {
		if hashes[string(block.Hash())] {
			continue
		}
		if err := n.blocks.DeleteBlock(ctx, block); err != nil {
			return err
		}
		if err := removed(block); err != nil {
			return err
		}
	}
	return nil
}
