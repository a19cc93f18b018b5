// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package emulator runs Partner Center and a sign-in server on this machine.
package emulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/shell"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/fidelity"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/files"
)

type flags struct {
	options      emulator.Options
	api          plainAPI
	envFile      string
	envFormat    string
	readyFile    string
	behaveLike   string
	publicClient bool
	verbose      bool
}

// plainAPI is the value of --api-http: an address, or none to select a free port.
type plainAPI struct {
	wanted bool
	addr   string
}

func (p *plainAPI) String() string { return p.addr }

// Type returns the name of the value in the help.
func (p *plainAPI) Type() string { return "address" }

func (p *plainAPI) Set(value string) error {
	p.wanted, p.addr = value != "false", ""
	if value != "true" && value != "false" {
		p.addr = value
	}
	return nil
}

// run serves until the context is done.
func (in *flags) run(ctx context.Context, env cli.Environment) error {
	if in.verbose {
		in.options.OnRequest = requestLog(env.Stderr)
	}
	envFile, err := in.prepareFiles()
	if err != nil {
		return err
	}
	defer envFile.Discard()
	var like fidelity.Imitation
	if in.behaveLike != "" {
		if like, err = readReport(in.behaveLike); err != nil {
			return err
		}
	}
	server, err := emulator.Start(in.options)
	if err != nil {
		return err
	}
	if err = imitate(server, like, env); err == nil {
		err = in.announce(server, envFile, env.Stdout)
	}
	if err == nil {
		<-ctx.Done()
	}
	if in.readyFile != "" {
		err = errors.Join(err, removeIfThere(in.readyFile))
	}
	return errors.Join(err, server.Close())
}

// prepareFiles rejects unwritable files before the emulator starts, and removes files that a killed
// emulator left behind. The file is nil if none is requested.
func (in *flags) prepareFiles() (envFile *files.Private, err error) {
	if in.readyFile != "" {
		if in.readyFile, err = files.Resolve(in.readyFile); err == nil {
			err = removeIfThere(in.readyFile)
		}
		if err != nil {
			return nil, err
		}
	}
	if in.envFile == "" {
		return nil, nil
	}
	return files.NewPrivate(in.envFile)
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:   "emulator",
		Short: "Run Partner Center and a sign-in server on this machine, for trials and tests",
		Long: `Run Partner Center and a sign-in server on this machine, for trials and tests.

The emulator listens on loopback only. It prints the variables that point the provider and the other
commands at it, the address of its portal for your browser, then "ready". It serves until it is
interrupted.`,
		Example: `  partnercenter emulator --seed-events 40 --env-file emulator.env
  partnercenter emulator --seed-guides --api-http --env-file emulator.env
  partnercenter emulator --seed-events 40 --behave-like fidelity.json`,
		Args: cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := in.settle(); err != nil {
				return err
			}
			return in.run(cmd.Context(), env)
		},
	}
	in.register(cmd, env)
	return cmd
}

func (in *flags) register(cmd *cobra.Command, env cli.Environment) {
	o, flags := &in.options, cmd.Flags()
	flags.StringVar(&o.Addr, "addr", "127.0.0.1:0",
		"loopback `address` for HTTPS; port 0 selects a free port")
	flags.Var(&in.api, "api-http", "also serve the API and the portal over plain HTTP, on any free "+
		"port or on the given `address`")
	flags.Lookup("api-http").NoOptDefVal = "true"
	cli.PathVar(cmd, env, &o.DataDir, "data-dir",
		"`folder` for state and certificates across restarts; if empty, nothing is kept")
	flags.IntVar(&o.Seed.Events, "seed-events", 0,
		"initial `number` of events; a data folder with state keeps its own")
	flags.IntVar(&o.Seed.Subscriptions, "seed-subscriptions", 0,
		"`number` of subscriptions with these events")
	flags.IntVar(&o.Seed.Customers, "seed-customers", 0,
		"`number` of customers who own the subscriptions")
	flags.Uint64Var(&o.Seed.Random, "seed", 1, "equal `numbers` produce equal events")
	flags.Func("seed-base", "the events were detected just before this `time` (RFC 3339; default "+
		"now)", func(v string) (err error) {
		if o.Seed.Base, err = time.Parse(time.RFC3339, v); err != nil {
			return cli.Mistake(fmt.Errorf("must be a time in RFC 3339, got %s", anatomy.Typed(v)))
		}
		return nil
	})
	cli.ChoiceVar(cmd, &o.Seed.Story, "seed-guides", "",
		"also create the events that the guides print, of one `story`: decisions (if none is named), "+
			"onboarding, or bulk-clean-up", emulator.Stories()...)
	flags.Lookup("seed-guides").NoOptDefVal = emulator.StoryDecisions
	flags.DurationVar(&o.Latency, "latency", 0, "delay every call by this `time`")
	cli.OutVar(cmd, env, &in.envFile, "env-file",
		"write the environment variables to this `file` (mode 0600) instead of printing them",
		"omit the flag")
	cli.ChoiceVar(cmd, &in.envFormat, "env-format", "",
		"`form` of the variables: sh or powershell; by default powershell for a file named *.ps1",
		shell.Names()...)
	cli.PathVar(cmd, env, &in.readyFile, "ready-file",
		"create this `file` when the emulator is ready, and remove it at the end")
	cli.PathVar(cmd, env, &in.behaveLike, "behave-like",
		"behave like the service in this `file`, a report of \"partnercenter doctor --report\"")
	flags.BoolVar(&in.publicClient, "public-client", false,
		"use an app without a secret, as required by \"partnercenter login --device-code\"")
	flags.BoolVarP(&in.verbose, "verbose", "v", false,
		"log one line for each request to standard error")
}

func (in *flags) settle() error {
	o := &in.options
	if o.Seed.Events < 0 || o.Seed.Subscriptions < 0 || o.Seed.Customers < 0 || o.Latency < 0 {
		return cli.WrongUsage("numbers and times must not be negative.")
	}
	o.PlainHTTPAPI, o.APIAddr = in.api.wanted, in.api.addr
	return nil
}

// announce prints how to reach the emulator, and then that it is ready.
func (in *flags) announce(server *emulator.Server, envFile *files.Private,
	stdout io.Writer) error {
	syntax := shell.For(in.envFormat, in.envFile)
	exports := syntax.Assign(emulatorVariables(server, in.publicClient))
	if envFile == nil {
		cli.Say(stdout, "%s# Portal: %s\n", exports, server.PortalURL())
	} else {
		if err := envFile.Write([]byte(exports)); err != nil {
			return err
		}
		path, err := filepath.Abs(in.envFile)
		if err != nil {
			return err
		}
		cli.Say(stdout, "To use it: . %s\nPortal: %s\n", syntax.Quote(path), server.PortalURL())
	}
	if in.readyFile != "" {
		if err := files.WritePrivate(in.readyFile, []byte(server.AuthorityURL()+"\n")); err != nil {
			return err
		}
	}
	cli.Say(stdout, "ready\n")
	return nil
}

// emulatorVariables point to the emulator. For a public client, the secret is set to an empty
// value, so that the shell does not keep the secret of an earlier emulator.
func emulatorVariables(server *emulator.Server, publicClient bool) map[string]string {
	variables := server.Env()
	if publicClient {
		id := server.PublicClientID()
		variables["PARTNERCENTER_CLIENT_ID"], variables["PARTNERCENTER_CLIENT_SECRET"] = id, ""
		variables["PARTNERCENTER_REFRESH_TOKEN"] = server.IssueRefreshToken(emulator.WithClient(id))
	}
	return variables
}

// requestLog writes one short line for each request, without secrets: it omits queries of the
// sign-in server.
func requestLog(w io.Writer) func(emulator.Request) {
	var mu sync.Mutex
	return func(r emulator.Request) {
		query := ""
		if r.Kind == emulator.KindList && len(r.Query) > 0 {
			query = "?" + r.Query.Encode()
		}
		status := fmt.Sprint(r.Status)
		if r.Status == 0 {
			status = "connection broken"
		}
		mu.Lock()
		defer mu.Unlock()
		cli.Say(w, "%s %s %s%s %s\n", r.Time.Format(time.TimeOnly), r.Method,
			terminal.Visible(r.Path), query, status)
	}
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
