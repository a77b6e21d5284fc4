// A node with the part of Kubo's RPC API that a key store needs, on Kubo's own engine: for tests where Kubo itself cannot be had.
package main

import (
	"context"
	"flag"
	"log"
	"net"
	"net/http"
)

func main() {
	address := flag.String("address", "127.0.0.1:5001", "where to listen")
	repository := flag.String("repository", "", "the folder in which everything is stored")
	flag.Parse()
	node, err := open(context.Background(), *repository)
	if err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatal(err)
	}
	log.Fatal(http.Serve(listener, node.routes()))
}
