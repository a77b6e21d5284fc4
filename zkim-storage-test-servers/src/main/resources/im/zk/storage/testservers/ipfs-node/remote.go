package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	pinclient "github.com/ipfs/boxo/pinning/remote/client"
	"github.com/ipfs/go-cid"
)

// The pinning services that the node knows, by name.
type services struct {
	lock    sync.Mutex
	clients map[string]*pinclient.Client
}

func newServices() *services {
	return &services{clients: map[string]*pinclient.Client{}}
}

func (n *node) pinRemoteServiceAdd(_ context.Context, c *call) error {
	given, err := c.arguments("service", "endpoint", "key")
	if err != nil {
		return err
	}
	n.services.lock.Lock()
	defer n.services.lock.Unlock()
	if n.services.clients[given[0]] != nil {
		return errors.New("service already present")
	}
	n.services.clients[given[0]] = pinclient.NewClient(strings.TrimRight(given[1], "/"), given[2])
	return nil
}

func (n *node) pinRemoteServiceRm(_ context.Context, c *call) error {
	given, err := c.arguments("name")
	if err != nil {
		return err
	}
	n.services.lock.Lock()
	defer n.services.lock.Unlock()
	delete(n.services.clients, given[0])
	return nil
}

func (n *node) service(c *call) (*pinclient.Client, error) {
	name := c.options.Get("service")
	if name == "" {
		return nil, errors.New("a service name must be passed")
	}
	n.services.lock.Lock()
	defer n.services.lock.Unlock()
	client := n.services.clients[name]
	if client == nil {
		return nil, errors.New("service not known")
	}
	return client, nil
}

type remotePin struct {
	Status string
	Cid    string
	Name   string
}

func (n *node) pinRemoteAdd(ctx context.Context, c *call) error {
	client, err := n.service(c)
	if err != nil {
		return err
	}
	given, err := c.arguments("ipfs-path")
	if err != nil {
		return err
	}
	found, err := n.resolve(ctx, given[0])
	if err != nil {
		return err
	}
	pinned, err := client.Add(ctx, found.Cid(), pinclient.PinOpts.WithName(c.options.Get("name")))
	if err != nil {
		return err
	}
	return c.emit(remoteOf(pinned))
}

func (n *node) pinRemoteLs(ctx context.Context, c *call) error {
	client, err := n.service(c)
	if err != nil {
		return err
	}
	found, err := list(ctx, client, c)
	if err != nil {
		return err
	}
	for _, each := range found {
		if err := c.emit(remoteOf(each)); err != nil {
			return err
		}
	}
	return nil
}

func (n *node) pinRemoteRm(ctx context.Context, c *call) error {
	client, err := n.service(c)
	if err != nil {
		return err
	}
	found, err := list(ctx, client, c)
	if err != nil {
		return fmt.Errorf("error while listing remote pins: %v", err)
	}
	if len(found) > 1 && !c.flag("force", false) {
		return errors.New("multiple remote pins are matching this query, add --force to confirm the bulk removal")
	}
	for _, each := range found {
		if err := client.DeleteByID(ctx, each.GetRequestId()); err != nil {
			return fmt.Errorf("removing pin identified by requestid=%q failed: %v", each.GetRequestId(), err)
		}
	}
	return nil
}

func list(ctx context.Context, client *pinclient.Client, c *call) ([]pinclient.PinStatusGetter, error) {
	var options []pinclient.LsOption
	if name := c.options.Get("name"); name != "" {
		options = append(options, pinclient.PinOpts.FilterName(name))
	}
	for _, each := range c.options["cid"] {
		wanted, err := cid.Decode(each)
		if err != nil {
			return nil, fmt.Errorf("CID %q cannot be parsed: %v", each, err)
		}
		options = append(options, pinclient.PinOpts.FilterCIDs(wanted))
	}
	wanted := []pinclient.Status{pinclient.StatusPinned}
	if given := c.options["status"]; len(given) > 0 {
		wanted = nil
		for _, each := range given {
			status := pinclient.Status(each)
			if status.String() == string(pinclient.StatusUnknown) {
				return nil, fmt.Errorf("status %q is not valid", each)
			}
			wanted = append(wanted, status)
		}
	}
	options = append(options, pinclient.PinOpts.FilterStatus(wanted...))
	return client.LsSync(ctx, options...)
}

func remoteOf(pinned pinclient.PinStatusGetter) remotePin {
	return remotePin{
		Status: pinned.GetStatus().String(),
		Cid:    pinned.GetPin().GetCid().String(),
		Name:   pinned.GetPin().GetName(),
	}
}
