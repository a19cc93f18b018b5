// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/auth"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/backend"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/transport"
)

// doctor is the command's name, by which errors name what it has.
const doctor = "doctor"

// runAgain is the advice where there is no other.
const runAgain = "Run partnercenter doctor again."

// patience is how long the checks may take. A service that asks for a longer wait than that is told
// of at once.
const patience = 2 * time.Minute

// errUnwell says that a check does not hold, and that this has been reported.
var errUnwell = errors.New("this configuration cannot reach Partner Center")

func newDoctorCommand(env environment) *cobra.Command {
	var in signInFlags
	var output string
	cmd := &cobra.Command{
		Use:   doctor,
		Short: "Report, line by line, whether this configuration reaches Partner Center",
		Long: `Report, line by line, whether this configuration reaches Partner Center.

The command reads one fraud event, writes nothing, and takes at most two minutes. All other settings
come from the PARTNERCENTER_* variables, as for the provider.

Exit status: 0 if every check holds; 1 if one fails; 2 if the command line is invalid.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runDoctor(cmd.Context(), in, output, env)
		},
	}
	in.register(cmd.Flags())
	completeSignIn(cmd)
	outputVar(cmd, &output, "`form` of the report: text or json", outputText, outputJSON)
	return cmd
}

// runDoctor says, line by line, whether the configuration can reach Partner Center.
func runDoctor(ctx context.Context, in signInFlags, output string, env environment) error {
	subject := newAbout()
	found := newDiagnosis(examine(ctx, in, env, &subject))
	found.About = subject
	if err := ctx.Err(); err != nil {
		return err
	}
	if output == outputJSON {
		if err := found.writeJSON(env.stdout); err != nil {
			return err
		}
	} else {
		found.writeText(env.stdout)
	}
	if !found.OK {
		return errUnwell
	}
	return nil
}

// examine makes the checks.
func examine(ctx context.Context, flags signInFlags, env environment, subject *about) []check {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var asking bool
	var withoutMFA string
	settled, connection, err := connectWith(flags, env, backend.Options{
		ObserveExchange: func(_ context.Context, e transport.Exchange) { subject.sees(e.Server) },
		Warn: func(_ context.Context, message string) {
			if asking { // a client warns of nothing else
				withoutMFA = message
				return
			}
			say(env.stderr, "Warning: %s\n", message)
		},
	})
	if err != nil {
		return append([]check{credentialMistake(err)},
			unreached(append([]string{checkToken}, serviceChecks()...)...)...)
	}
	subject.Service, subject.Tenant = addressOf(connection), settled.Text("tenant_id")
	checks := []check{credentialFound(connection)}
	token, err := connection.Tokens.Token(ctx, auth.TokenRequest{})
	if err != nil {
		return append(append(checks, tokenRefused(err)), unreached(serviceChecks()...)...)
	}
	subject.belongsTo(token, subject.Tenant)
	cloud, _ := auth.LookupCloud(settled.Text("environment")) // the connection needed it
	facts := tokenFacts(token, cloud.Resource)
	asking = true
	said := ask(ctx, connection.Events)
	said.withoutMFA, said.address = withoutMFA, addressOf(connection)
	return append(append(checks, tokenObtained(token)), judge(facts, said)...)
}

func connect(flags signInFlags, env environment,
	warn func(context.Context, string)) (settings.Settings, *backend.Connection, error) {
	return connectWith(flags, env, backend.Options{Warn: warn})
}

// connectWith adds who asks to the options.
func connectWith(flags signInFlags, env environment, options backend.Options) (settings.Settings,
	*backend.Connection, error) {
	settled, err := flags.resolve(env)
	if err != nil {
		return settled, nil, err
	}
	options.UserAgent = userAgent()
	connection, err := backend.Connect(settled, options)
	return settled, connection, err
}
