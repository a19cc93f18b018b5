// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

// Package webhook runs the receiver of Partner Center's webhooks.
package webhook

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"os"

	"github.com/spf13/cobra"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/access"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/cmd/partnercenter/internal/cli"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/anatomy"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/ledger"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/webhook"
)

const help = `Receive the webhooks of Partner Center, verify them, and hand them on. The command
never writes to Partner Center.

Each event is handed on as a CloudEvent 1.0 in JSON: to a command on its standard input, to a URL,
or to both. For an alert (azure-fraud-event-detected), the receiver lists the alert's subscription
and hands on each open event that it has not handed on before, or that was reopened, with the same
data as "partnercenter events -o json". Other events are handed on with the payload as data.

The receiver answers 2xx only after the command has ended with status 0 and the URL has answered
2xx. Otherwise Partner Center sends the event again, at most 10 times. After a restart, the receiver
can hand on an event again: it has the same id. The command inherits the receiver's variables,
except for the secrets of the sign-in.

An alert can come before its event is listed. The receiver then answers 503, and lists the
subscription again by itself, up to an hour after its last alert. Keep a scheduled listing as well,
because Partner Center does not guarantee the delivery of an alert.

The receiver verifies the signature, the certificate, its chain, and its revocation, and drops
repeats. It answers refused deliveries with 400, or with 401 if they have no signature, and logs the
reason. The log goes to standard error: one line of JSON for each delivery, and for each other
message while the receiver runs. GET /healthz answers
200. Deliveries can have any other path.

Without --tls-cert, the receiver serves plain HTTP, for a proxy that ends TLS. It serves until it is
interrupted, and then finishes what it has begun.

With --api graph, the receiver lists alerts in Microsoft Graph, and hands them on with their ids
there. The webhooks still come from Partner Center.

The flags for the sign-in are below. All other settings come from the PARTNERCENTER_* variables, as
for the provider.`

const examples = `  partnercenter webhook --on-event ./alert.sh
  partnercenter webhook --listen :8080 --forward https://events.example.com/partnercenter
  partnercenter webhook --listen :8443 --tls-cert tls.crt --tls-key tls.key --on-event ./alert.sh`

type flags struct {
	access          access.Flags
	listen          string
	tlsCert, tlsKey string
	onEvent         string
	forward         string
	hosts           []string
}

// New returns the command.
func New(env cli.Environment) *cobra.Command {
	var in flags
	cmd := &cobra.Command{
		Use:     "webhook",
		Short:   "Receive alerts from Partner Center's webhook, and hand them on",
		Long:    help,
		Example: examples,
		Args:    cli.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cli.WrongUsages(in.mistakes()); err != nil {
				return err
			}
			return in.run(cmd.Context(), env)
		},
	}
	in.access.RegisterAPI(cmd)
	in.access.Register(cmd)
	flags := cmd.Flags()
	flags.StringVar(&in.listen, "listen", "127.0.0.1:8080",
		"`address` to serve on; :8080 serves on all interfaces")
	cli.PathVar(cmd, env, &in.tlsCert, "tls-cert",
		"PEM `file` with the server's certificate and its chain")
	cli.PathVar(cmd, env, &in.tlsKey, "tls-key", "PEM `file` with the server's private key")
	flags.StringVar(&in.onEvent, "on-event", "",
		"`command` line of the shell to run for each event, with the event on standard input")
	flags.StringVar(&in.forward, "forward", "",
		"`URL` to post each event to, in CloudEvents' structured mode")
	flags.StringArrayVar(&in.hosts, "allow-certificate-host", nil,
		"`host` that may serve signing certificates, instead of the one that Microsoft documents\n"+
			"for the cloud; repeat the flag for each host")
	return cmd
}

func (in flags) mistakes() (mistakes []string) {
	if in.onEvent == "" && in.forward == "" {
		mistakes = append(mistakes, "--on-event or --forward is required.")
	}
	if (in.tlsCert == "") != (in.tlsKey == "") {
		mistakes = append(mistakes, "--tls-cert and --tls-key require each other.")
	}
	if _, _, err := net.SplitHostPort(in.listen); err != nil {
		mistakes = append(mistakes, "--listen must be an address with a port, such as :8080.")
	}
	if u, err := url.Parse(in.forward); in.forward != "" &&
		(err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		mistakes = append(mistakes, "--forward must be an http or https URL.")
	}
	for _, host := range in.hosts {
		if u, err := url.Parse("https://" + host); err != nil || u.Host != host || u.Hostname() == "" {
			mistakes = append(mistakes, "--allow-certificate-host must be a host, such as "+
				"certificates.example.com.")
		}
	}
	return mistakes
}

// cannotListen explains an error of net, which repeats the address.
func cannotListen(address string, err error) error {
	reason := "the address is invalid"
	if failed := new(os.SyscallError); errors.As(err, &failed) {
		reason = failed.Err.Error()
	} else if unknown := new(net.DNSError); errors.As(err, &unknown) {
		reason = unknown.Err
	}
	return fmt.Errorf("cannot listen on %s: %s. Use another --listen", anatomy.Typed(address), reason)
}

func (in flags) run(ctx context.Context, env cli.Environment) error {
	log := slog.New(slog.NewJSONHandler(env.Stderr, nil))
	_, connection, err := in.access.Connect(env, access.LoggingTo(log))
	if err != nil {
		return err
	}
	hosts := in.hosts
	if len(hosts) == 0 {
		hosts = webhook.DefaultHosts(connection.Environment)
	}
	if len(hosts) == 0 {
		return cli.WrongUsage("The environment %s requires --allow-certificate-host: Microsoft does not "+
			"document the host of its signing certificates.", connection.Environment)
	}
	var config *tls.Config
	if in.tlsCert != "" {
		if config, err = serverTLS(in.tlsCert, in.tlsKey); err != nil {
			return err
		}
	}
	var targets []webhook.HandOn
	if in.onEvent != "" {
		targets = append(targets, webhook.ToCommand(in.onEvent,
			settings.WithoutSecrets(env.Values)))
	}
	if target, err := url.Parse(in.forward); in.forward != "" && err == nil {
		targets = append(targets, webhook.ToURL(connection.HTTPClient, target))
	}
	receiver := webhook.New(webhook.Config{
		Certificates: webhook.NewCertificates(connection.HTTPClient,
			webhook.Roots(connection.Roots), hosts),
		Lister:    ledger.New(ledger.ReadOnly(connection.Events), nil),
		HandOn:    webhook.InOrder(targets...),
		BaseURL:   connection.PartnerCenterURL,
		EventsURL: connection.BaseURL,
		Log:       log,
	})
	var listening net.ListenConfig
	listener, err := listening.Listen(ctx, "tcp", in.listen)
	if err != nil {
		return cannotListen(in.listen, err)
	}
	log.Info("listening", "address", listener.Addr().String(), "tls", config != nil)
	return receiver.Serve(ctx, listener, config)
}
