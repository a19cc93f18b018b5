// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"time"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/cmd/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
)

// event is an event of the world, by a short name for the log.
type event struct{ name, id, subscription string }

func emulatedEvent(e event) emulator.Event { return emulator.NewEvent(e.subscription, e.id) }

// game is one world and one configuration.
type game struct {
	seed       uint64
	dir        string
	program    *program
	service    *emulator.Server
	watcher    *watcher
	events     []event
	fillers    int // further events, in the first subscription
	config     *config
	history    *history
	memory     map[string]map[standing]bool // what each event's object may remember
	followed   map[string]map[standing]bool // what each imported object may follow
	late       *savedPlan                   // to be applied later
	actions    bool                         // the CLI has them
	lag        int
	unsettled  bool   // a write that the provider has not seen may show late
	throttles  bool   // the service
	refusal    string // what the service refuses; empty: nothing
	plans      int
	complained int // complaints of the service until then
	added      int // fillers since
	moves      []time.Time
	log        io.Writer
	areas      *areas
	audited    int // lines of the audit log that earlier steps wrote
}

func (g *game) say(format string, args ...any) {
	_, _ = fmt.Fprintf(g.log, "    "+format+"\n", args...)
}

func (g *game) name(id string) string {
	for _, e := range g.events {
		if e.id == id {
			return e.name
		}
	}
	return id
}

// source returns the random numbers of one step, which do not depend on other steps. So a failure
// can be repeated without them.
func source(seed uint64, step int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(step))) //nolint:gosec // G404, G115: repeatable, small.
}

// open creates the world of a seed.
func open(seed uint64, dir string, found cli.CLI, bin string, log io.Writer) (*game, error) {
	r := source(seed, 0)
	names := &naming{}
	g := &game{seed: seed, dir: dir, log: log, watcher: &watcher{names: names},
		config: &config{manyReactivate: map[string]bool{}, maxRetries: manyRetries,
			timeout: longTimeout, names: names},
		memory: map[string]map[standing]bool{}, followed: map[string]map[standing]bool{},
		actions: hasActions(found)}
	service, err := emulator.Start(emulator.Options{OnRequest: g.watcher.heard})
	if err != nil {
		return nil, err
	}
	g.service = service
	g.history = &history{user: service.UserPrincipalName(), moments: map[string][]moment{}}
	g.watcher.look = func(at time.Time) { g.history.look(service.Events(), at) }
	g.populate(r)
	service.SetBehaviour(func(b *emulator.Behaviour) {
		g.say("Partner Center: %s", behave(r, b))
		g.say("Graph: %s", behaveGraph(r, b))
		if g.refusal = refuse(r, b); g.refusal != "" {
			g.say("the service: %s", g.refusal)
		}
		g.lag = max(b.UpdateLag, b.GraphUpdateLag)
		g.throttles = b.ThrottleCalls > 0 || b.GraphThrottleCalls > 0
	})
	g.speak(pick(r, partnerCenter, partnerCenter, graph))
	if g.config.classic = g.config.api == partnerCenter && r.IntN(5) == 0; g.config.classic {
		g.watcher.classic = true
		g.say("the provider: classic events model")
	}
	g.say("the provider: the API %s", g.config.api)
	g.history.look(service.Events(), time.Now())
	return g, errors.Join(g.prepare(found, bin), g.openAreas(r))
}

// populate creates three subscriptions with four events each, some of which are decided.
func (g *game) populate(r *rand.Rand) {
	for s := range 3 {
		subscription := guid(r)
		for n := range 4 {
			e := event{fmt.Sprintf("%c%d", 'A'+s, n), subscription + "_" + guid(r), subscription}
			g.events = append(g.events, e)
			g.service.Inject(emulatedEvent(e))
			g.config.names.add(emulatedEvent(e))
			if to := pickDecision(r); r.IntN(3) == 0 {
				_ = g.service.ChangeStatus(e.id, to.Status, to.Reason, "colleague@contoso.example")
			}
		}
	}
	if r.IntN(3) == 0 {
		g.fillers = 130
		var all []emulator.Event
		for n := range g.fillers {
			filler := emulator.NewEvent(g.events[0].subscription, fmt.Sprintf("filler-0%d", n))
			filler.EventTime = fmt.Sprintf("2026-01-%02dT00:00:00", 1+n%28)
			all = append(all, filler)
		}
		g.service.Inject(all...)
	}
}

func guid(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-8%03x-%012x", a>>32, a>>16&0xffff, a&0xfff, b>>52,
		b&0xffffffffffff)
}

// prepare writes what the CLI needs.
func (g *game) prepare(found cli.CLI, bin string) error {
	rc := filepath.Join(g.dir, "cli.tfrc")
	content := fmt.Sprintf("disable_checkpoint = true\nprovider_installation {\n  dev_overrides {\n"+
		"    %q = %q\n  }\n  direct {}\n}\n", "terraform-partnercenter/partnercenter", bin)
	var settings []string
	for name, value := range g.service.Env() {
		settings = append(settings, name+"="+value)
	}
	work := filepath.Join(g.dir, "work")
	settings = append(settings, "TF_LOG_PROVIDER=TRACE", "TF_LOG_SDK_FRAMEWORK=OFF",
		"TF_LOG_PATH="+filepath.Join(g.dir, "trace.log"))
	g.program = &program{path: found.Path, dir: work, env: cli.Automated(rc, settings)}
	return errors.Join(os.MkdirAll(work, 0o700), os.WriteFile(rc, []byte(content), 0o600))
}

func (g *game) auditLog() string { return filepath.Join(g.dir, "audit.jsonl") }

// moved notes that somebody else has changed the world.
func (g *game) moved() {
	now := time.Now()
	g.moves = append(g.moves, now)
	g.history.look(g.service.Events(), now)
}

func (g *game) movedSince(t time.Time) bool {
	return len(g.moves) > 0 && g.moves[len(g.moves)-1].After(t)
}

func (g *game) stateFile() string { return filepath.Join(g.program.dir, "terraform.tfstate") }

// state reads the state. The CLI does not write it in one step, so a signal can leave half of it.
// Then the state is lost, as it is for a user without a backup.
func (g *game) state() (*state, error) {
	s, err := readState(g.stateFile(), g.config.event)
	if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
		g.say("the CLI has lost the state")
		return &state{lost: true, events: map[string][]held{}}, os.Remove(g.stateFile())
	}
	return s, err
}

// command runs the CLI once.
func (g *game) command(ctx context.Context, d during, args ...string) (*run, error) {
	return g.commandIn(ctx, g.program.dir, d, args...)
}

// commandIn runs the CLI once, in a folder.
func (g *game) commandIn(ctx context.Context, dir string, d during, args ...string) (*run,
	error) {
	p := *g.program
	p.dir = dir
	v := &victim{}
	g.watcher.begin(d.triggers(v))
	g.service.OnPage(d.onPage)
	g.service.ForgetWaits()
	done, err := p.do(ctx, v, args...)
	if err != nil {
		return nil, err
	}
	g.watcher.end(done)
	done.complaints = g.complaints()
	g.say("%s: exit %d, %d lists, %d writes, %s %s", done.line, done.exit, done.lists,
		len(done.writes), done.took.Round(100*time.Millisecond), done.killed)
	if done.exit == 1 {
		g.say("%s", firstErrors(done.output))
	}
	return done, nil
}

// complaints returns what the service complains about since the last command.
func (g *game) complaints() []string {
	all := g.service.Violations()
	fresh := all[g.complained:]
	g.complained = len(all)
	return fresh
}

func (g *game) writeConfig() error {
	content, err := g.config.render(g.auditLog())
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(g.program.dir, "main.tf.json"), content, 0o600)
}

func (g *game) close() error {
	g.areas.receiver.server.Close()
	return g.service.Close()
}
