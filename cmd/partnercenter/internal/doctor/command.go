// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package doctor reports whether a configuration reaches Partner Center.
package doctor

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/terminal"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// patience is how long the checks may take. If a service asks for a longer wait, the report says so
// at once.
const patience = 2 * time.Minute

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in access.Flags
	var output, file string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Report, line by line, whether this configuration reaches Partner Center",
		Long: `Report, line by line, whether this configuration reaches Partner Center.

The command reads one fraud event, writes nothing, and takes at most two minutes. All other settings
come from the PARTNERCENTER_* variables, as for the provider.

With --report, it also records how the service behaves: the forms of its replies, the names of
documented keys and headers, error codes, and limits, but no values. That takes about thirty more
calls, which only read, and at most three more minutes. Read the file before you attach it to an
issue. With it, "partnercenter emulator --behave-like" behaves like the service.

Exit status: 0 if every check holds; 1 if one fails, and for every error, including an invalid
command line.`,
		Args: cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return run(cmd.Context(), in, output, file, env)
		},
	}
	in.RegisterAPI(cmd)
	in.Register(cmd)
	cli.OutputVar(cmd, &output, "`format` of the checks: text or json", cli.Text, cli.JSON)
	cli.PathVar(cmd, env, &file, "report",
		"also write to this `file` how the service behaves, as shapes without values")
	return cmd
}

func run(ctx context.Context, in access.Flags, output, file string, env cli.Environment) error {
	subject := about{Program: cli.Program + " " + env.Build().String()}
	var seen session
	out, err := prepare(file)
	if err != nil {
		return err
	}
	defer out.Discard()
	found := newDiagnosis(examine(ctx, in, env, &subject, &seen))
	if out != nil {
		if subject.Report, err = seen.report(ctx, out, &subject, env); err != nil {
			return err
		}
		subject.Report = anatomy.Path(file) + ": " + subject.Report
	}
	found.About = subject
	if err := ctx.Err(); err != nil {
		return err
	}
	content := found.text()
	if output == cli.JSON {
		content, err = terminal.JSON(found)
	}
	if err == nil {
		err = env.Print("the report", []byte(env.Message(string(content))))
	}
	if err != nil {
		return err
	}
	if !found.OK {
		// the report says which check has failed
		return fmt.Errorf("this configuration cannot reach %s", subject.service)
	}
	return nil
}

func examine(ctx context.Context, flags access.Flags, env cli.Environment, subject *about,
	seen *session) []check {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var asking bool
	var withoutMFA string
	settled, connection, err := flags.Connect(env, func(o *backend.Options) {
		o.ObserveExchange = func(_ context.Context, e transport.Exchange) { subject.sees(e.Server) }
		o.ObserveSignIn = seen.redeemed
		warn := o.Warn
		o.Warn = func(ctx context.Context, message string) {
			if asking { // a client has no other warnings
				withoutMFA = message
				return
			}
			warn(ctx, message)
		}
	})
	subject.service = backend.Service(settled.API)
	if err != nil {
		return append([]check{credentialMistake(err)},
			unreached(append([]string{checkToken}, serviceChecks()...)...)...)
	}
	seen.connection = connection
	subject.Service, subject.Tenant = addressOf(connection), settled.Text("tenant_id")
	checks := []check{credentialFound(connection)}
	token, err := connection.Tokens.Token(ctx, auth.TokenRequest{})
	if err != nil {
		return append(checks, tokenRefused(err)...)
	}
	subject.belongsTo(token, subject.Tenant)
	facts := tokenFacts(token, connection.Service)
	asking = true
	said := ask(ctx, connection.Events)
	said.withoutMFA, said.address = withoutMFA, addressOf(connection)
	said.service = subject.service
	return append(append(checks, tokenObtained(token)), judge(facts, said)...)
}
