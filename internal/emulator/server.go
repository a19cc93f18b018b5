// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package emulator

import (
	"context"
	"crypto/rsa"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// Server is a running emulator. Its methods are safe for concurrent use.
type Server struct {
	opts       Options
	ca         *authority
	signingKey *rsa.PrivateKey
	lock       *flock.Flock
	tempDir    string // removed by Close
	bundlePath string
	https      net.Listener
	plain      net.Listener // nil without a plain HTTP listener
	servers    []*http.Server
	serving    sync.WaitGroup
	inflight   inflight
	closing    context.Context // done when Close begins
	stop       context.CancelFunc

	recorder *recorder
	faults   *faultQueue
	throttle *throttle

	eventsSaver    *saver
	directorySaver *saver

	mu           sync.Mutex // guards what follows
	behaviour    Behaviour
	onPage       func(subscriptionID string, page int)
	store        *store
	directory    *directory
	codes        map[string]*authorizationCode
	devices      map[string]*deviceCode
	secrets      map[string]bool
	saveErr      error
	listedNew    bool // a listing used the new events model
	closeOnce    sync.Once
	closeOutcome error
}

// Start starts an emulator and returns when it listens. Close stops it.
func Start(opts Options) (*Server, error) {
	s := newServer(opts.withDefaults())
	if err := s.start(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func newServer(opts Options) *Server {
	s := &Server{
		opts:      opts,
		recorder:  newRecorder(),
		faults:    &faultQueue{},
		throttle:  &throttle{},
		store:     newStore(),
		directory: newDirectory(),
		codes:     map[string]*authorizationCode{},
		devices:   map[string]*deviceCode{},
		secrets:   map[string]bool{},
	}
	s.closing, s.stop = context.WithCancel(context.Background())
	s.eventsSaver = &saver{snapshot: s.snapshotEvents}
	s.directorySaver = &saver{snapshot: s.snapshotDirectory}
	return s
}

func (s *Server) start() error {
	if err := s.openDataDir(); err != nil {
		return err
	}
	if err := s.loadKeys(); err != nil {
		return err
	}
	if err := s.loadState(); err != nil {
		return err
	}
	return s.listen()
}

// openDataDir takes hold of the data folder; two emulators must not write to one.
func (s *Server) openDataDir() error {
	if s.opts.DataDir == "" {
		return nil
	}
	dir, err := filepath.Abs(s.opts.DataDir) // CABundlePath must hold in other folders too
	if err != nil {
		return fmt.Errorf("emulator data folder: %w", err)
	}
	s.opts.DataDir = dir
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("emulator data folder: %w", err)
	}
	s.lock = flock.New(filepath.Join(dir, lockFile))
	locked, err := s.lock.TryLock()
	if err != nil {
		return fmt.Errorf("emulator data folder: %w", err)
	}
	if !locked {
		return fmt.Errorf("emulator data folder %s is in use by another emulator", dir)
	}
	s.eventsSaver.path = filepath.Join(dir, eventsFile)
	s.directorySaver.path = filepath.Join(dir, directoryFile)
	return nil
}

// loadState reads the data folder. What is not there yet is made and written.
func (s *Server) loadState() error {
	had, err := load(s.opts.DataDir, directoryFile, s.directory)
	if err != nil {
		return err
	}
	if !had {
		err = s.changeDirectory(func() {})
	}
	var saved savedEvents
	had, loadErr := load(s.opts.DataDir, eventsFile, &saved)
	if err = errors.Join(err, loadErr); err != nil {
		return err
	}
	if had {
		s.store.restore(saved)
		return nil
	}
	return s.changeEvents(func() {
		subscriptions, events := s.opts.Seed.make()
		for _, id := range subscriptions {
			s.store.know(id)
		}
		s.store.put(events...)
	})
}

func (s *Server) listen() error {
	listener, err := listenLoopback(s.opts.Addr)
	if err != nil {
		return err
	}
	s.https = listener
	config, err := s.ca.serverConfig(s.opts.Now(), listener.Addr())
	if err != nil {
		return err
	}
	s.serve(tls.NewListener(listener, config), s.handler())
	if s.opts.APIAddr == "" {
		return nil
	}
	if s.plain, err = listenLoopback(s.opts.APIAddr); err != nil {
		return err
	}
	s.serve(s.plain, s.apiOnly())
	return nil
}

func (s *Server) serve(listener net.Listener, handler http.Handler) {
	server := &http.Server{
		Handler:           s.inflight.guard(handler),
		ReadHeaderTimeout: time.Minute,
		ErrorLog:          discardLog(),
	}
	s.servers = append(s.servers, server)
	s.serving.Go(func() { _ = server.Serve(listener) })
}

// Close stops the emulator and frees its ports. It returns an error when the data folder could not be kept up to
// date.
func (s *Server) Close() error {
	s.closeOnce.Do(func() { s.closeOutcome = s.close() })
	return s.closeOutcome
}

func (s *Server) close() error {
	s.stop()
	s.inflight.close()
	var errs []error
	for _, server := range s.servers {
		errs = append(errs, server.Close())
	}
	if len(s.servers) == 0 && s.https != nil {
		errs = append(errs, s.https.Close())
	}
	s.serving.Wait()
	s.inflight.working.Wait()
	s.mu.Lock()
	errs = append(errs, s.saveErr)
	s.mu.Unlock()
	if s.lock != nil {
		errs = append(errs, s.lock.Unlock())
	}
	if s.tempDir != "" {
		errs = append(errs, os.RemoveAll(s.tempDir))
	}
	return errors.Join(errs...)
}

// changeEvents changes the events and returns when the change is safe on disk.
func (s *Server) changeEvents(change func()) error {
	return s.changeSaved(s.eventsSaver, change)
}

// changeDirectory changes the directory and returns when the change is safe on disk.
func (s *Server) changeDirectory(change func()) error {
	return s.changeSaved(s.directorySaver, change)
}

func (s *Server) changeSaved(f *saver, change func()) error {
	s.mu.Lock()
	change()
	number := f.noteChange()
	s.mu.Unlock()
	return f.flush(number)
}

// noteError keeps an error of saving for Close, where the caller has no way to return it.
func (s *Server) noteError(err error) {
	if err == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.saveErr = err
}

func (s *Server) snapshotEvents() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store.saved() // stored events never change, so they may be encoded without the lock
}

func (s *Server) snapshotDirectory() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	content, _ := json.Marshal(s.directory) // plain texts, numbers and times: cannot fail
	return json.RawMessage(content)
}
