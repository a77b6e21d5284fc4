package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
)

const streamError = "X-Stream-Error"

// A command: what it answers it emits, and what goes wrong it returns.
type command func(ctx context.Context, call *call) error

type call struct {
	options url.Values
	request *http.Request
	writer  http.ResponseWriter
	begun   bool
}

func (n *node) routes() http.Handler {
	commands := map[string]command{
		"version":                n.version,
		"add":                    n.add,
		"cat":                    n.cat,
		"files/cp":               n.filesCp,
		"files/flush":            n.filesFlush,
		"files/ls":               n.filesLs,
		"files/mkdir":            n.filesMkdir,
		"files/mv":               n.filesMv,
		"files/read":             n.filesRead,
		"files/rm":               n.filesRm,
		"files/stat":             n.filesStat,
		"block/rm":               n.blockRm,
		"pin/add":                n.pinAdd,
		"pin/ls":                 n.pinLs,
		"pin/rm":                 n.pinRm,
		"pin/remote/add":         n.pinRemoteAdd,
		"pin/remote/ls":          n.pinRemoteLs,
		"pin/remote/rm":          n.pinRemoteRm,
		"pin/remote/service/add": n.pinRemoteServiceAdd,
		"pin/remote/service/rm":  n.pinRemoteServiceRm,
		"repo/gc":                n.repoGc,
	}
	mux := http.NewServeMux()
	for name, run := range commands {
		mux.HandleFunc("/api/v0/"+name, serve(run))
	}
	return mux
}

func serve(run command) http.HandlerFunc {
	return func(writer http.ResponseWriter, request *http.Request) {
		if request.Method != http.MethodPost {
			writer.Header().Set("Allow", "OPTIONS, POST")
			http.Error(writer, "405 - Method Not Allowed", http.StatusMethodNotAllowed)
			return
		}
		if request.Header.Get("Origin") != "" {
			http.Error(writer, "403 - Forbidden", http.StatusForbidden)
			return
		}
		// Answers begin before the last file of a request is read.
		if err := http.NewResponseController(writer).EnableFullDuplex(); err != nil {
			http.Error(writer, err.Error(), http.StatusInternalServerError)
			return
		}
		call := &call{options: request.URL.Query(), request: request, writer: writer}
		writer.Header().Set("Trailer", streamError)
		writer.Header().Set("Content-Type", "application/json")
		err := run(request.Context(), call)
		// What is left unread would close the connection behind the answer.
		if _, unread := io.Copy(io.Discard, request.Body); err == nil {
			err = unread
		}
		call.end(err)
	}
}

// Before the first byte an error is a status of its own, after it a trailer.
func (c *call) end(err error) {
	if err == nil {
		return
	}
	if c.begun {
		c.writer.Header().Set(streamError, err.Error())
		return
	}
	if missing, ok := err.(missingArgument); ok {
		c.writer.Header().Del("Trailer")
		http.Error(c.writer, missing.Error(), http.StatusBadRequest)
		return
	}
	c.writer.WriteHeader(http.StatusInternalServerError)
	_ = json.NewEncoder(c.writer).Encode(struct {
		Message string
		Code    int
		Type    string
	}{err.Error(), 0, "error"})
}

func (c *call) emit(value any) error {
	c.begun = true
	return json.NewEncoder(c.writer).Encode(value)
}

// Sends bytes as they are.
func (c *call) stream(content io.Reader) error {
	c.begun = true
	c.writer.Header().Set("Content-Type", "text/plain")
	c.writer.Header().Set("X-Stream-Output", "1")
	c.writer.WriteHeader(http.StatusOK)
	_, err := io.Copy(c.writer, content)
	return err
}

type missingArgument string

func (m missingArgument) Error() string {
	return fmt.Sprintf("argument %q is required", string(m))
}

func (c *call) arguments(names ...string) ([]string, error) {
	given := c.options["arg"]
	if len(given) < len(names) {
		return nil, missingArgument(names[len(given)])
	}
	return given, nil
}

func (c *call) flag(name string, otherwise bool) bool {
	value, err := strconv.ParseBool(c.options.Get(name))
	if err != nil {
		return otherwise
	}
	return value
}
