package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/url"
	gopath "path"
	"strconv"
	"strings"

	chunker "github.com/ipfs/boxo/chunker"
	"github.com/ipfs/boxo/ipld/merkledag"
	"github.com/ipfs/boxo/ipld/unixfs/importer/balanced"
	"github.com/ipfs/boxo/ipld/unixfs/importer/helpers"
	uio "github.com/ipfs/boxo/ipld/unixfs/io"
	"github.com/ipfs/boxo/mfs"
	pin "github.com/ipfs/boxo/pinning/pinner"
	"github.com/ipfs/go-cid"
	ipld "github.com/ipfs/go-ipld-format"
)

func (n *node) version(_ context.Context, c *call) error {
	return c.emit(map[string]string{"Version": "0.43.0-boxo", "Commit": "", "Repo": "18", "System": "", "Golang": ""})
}

// Whoever adds holds off the collector of garbage until what was added is linked in MFS, or pinned.
func (n *node) add(ctx context.Context, c *call) error {
	parts, err := c.request.MultipartReader()
	if err != nil {
		return missingArgument("path")
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	for added := 0; ; added++ {
		part, err := parts.NextPart()
		if err == io.EOF && added > 0 {
			return nil
		}
		if err == io.EOF {
			return errors.New("expected a file argument")
		}
		if err != nil {
			return err
		}
		if err := n.addFile(ctx, c, part); err != nil {
			return err
		}
	}
}

func (n *node) addFile(ctx context.Context, c *call, part *multipart.Part) error {
	name, err := url.QueryUnescape(part.FileName())
	if err != nil {
		return err
	}
	added, err := n.importFile(ctx, c, part)
	if err != nil {
		return err
	}
	size, err := added.Size()
	if err != nil {
		return err
	}
	type answer struct{ Name, Hash, Size string }
	if err := c.emit(answer{name, added.Cid().String(), strconv.FormatUint(size, 10)}); err != nil {
		return err
	}
	if c.flag("pin", true) {
		if err := n.pins.PinWithMode(ctx, added.Cid(), pin.Recursive, ""); err != nil {
			return err
		}
		if err := n.pins.Flush(ctx); err != nil {
			return err
		}
	}
	to := c.options.Get("to-files")
	if to == "" {
		return nil
	}
	if strings.HasSuffix(to, "/") {
		to += gopath.Base(name)
	}
	return n.linkAdded(gopath.Clean(to), added)
}

func (n *node) importFile(ctx context.Context, c *call, content io.Reader) (ipld.Node, error) {
	chunking := c.options.Get("chunker")
	if chunking == "" {
		chunking = "size-262144"
	}
	chunks, err := chunker.FromString(content, chunking)
	if err != nil {
		return nil, err
	}
	version, _ := strconv.Atoi(c.options.Get("cid-version"))
	prefix, err := merkledag.PrefixForCidVersion(version)
	if err != nil {
		return nil, err
	}
	buffered := ipld.NewBufferedDAG(ctx, n.dag)
	parameters := helpers.DagBuilderParams{
		Dagserv:    buffered,
		RawLeaves:  c.flag("raw-leaves", version > 0),
		Maxlinks:   helpers.DefaultLinksPerBlock,
		CidBuilder: prefix,
	}
	builder, err := parameters.New(chunks)
	if err != nil {
		return nil, err
	}
	added, err := balanced.Layout(builder)
	if err != nil {
		return nil, err
	}
	return added, buffered.Commit()
}

func (n *node) linkAdded(to string, added ipld.Node) error {
	if _, err := mfs.Lookup(n.files, gopath.Dir(to)); err != nil {
		return fmt.Errorf("to-files: MFS destination parent %q %q does not exist: %w", to, gopath.Dir(to), err)
	}
	if err := mfs.PutNode(n.files, to, added); err != nil {
		return fmt.Errorf("to-files: cannot put node in path %q: %w", to, err)
	}
	return nil
}

func (n *node) cat(ctx context.Context, c *call) error {
	given, err := c.arguments("ipfs-path")
	if err != nil {
		return err
	}
	found, err := n.resolve(ctx, given[0])
	if err != nil {
		return err
	}
	content, err := uio.NewDagReader(ctx, found, n.dag)
	if err != nil {
		return err
	}
	defer content.Close()
	c.writer.Header().Set("X-Content-Length", strconv.FormatUint(content.Size(), 10))
	return c.stream(content)
}

func (n *node) repoGc(ctx context.Context, c *call) error {
	return n.collect(ctx, func(removed cid.Cid) error {
		return c.emit(map[string]any{"Key": map[string]string{"/": removed.String()}})
	})
}

func (n *node) pinAdd(ctx context.Context, c *call) error {
	given, err := c.arguments("ipfs-path")
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	found, err := n.resolve(ctx, given[0])
	if err != nil {
		return err
	}
	if err := n.pins.Pin(ctx, found, true, ""); err != nil {
		return err
	}
	if err := n.pins.Flush(ctx); err != nil {
		return err
	}
	return c.emit(map[string][]string{"Pins": {found.Cid().String()}})
}

func (n *node) pinRm(ctx context.Context, c *call) error {
	given, err := c.arguments("ipfs-path")
	if err != nil {
		return err
	}
	defer n.blocks.PinLock(ctx).Unlock(ctx)
	pinned, err := cid.Decode(given[0])
	if err != nil {
		return err
	}
	if err := n.pins.Unpin(ctx, pinned, true); err != nil {
		return err
	}
	if err := n.pins.Flush(ctx); err != nil {
		return err
	}
	return c.emit(map[string][]string{"Pins": {given[0]}})
}

func (n *node) pinLs(ctx context.Context, c *call) error {
	keys := map[string]map[string]string{}
	for pinned := range n.pins.RecursiveKeys(ctx, false) {
		if pinned.Err != nil {
			return pinned.Err
		}
		keys[pinned.Pin.Key.String()] = map[string]string{"Type": "recursive", "Name": ""}
	}
	return c.emit(map[string]any{"Keys": keys})
}
