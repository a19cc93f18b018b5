// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"bufio"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/emulator"
	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/settings"
)

const webhookGuide = "examples/guides/webhook/"

// container is what the guide's files say about the receiver. No container runs here.
type container struct {
	command []string // ENTRYPOINT and CMD
	listen  string
	service composeService
	secrets map[string]map[string]string
}

type composeService struct {
	Environment     map[string]string `yaml:"environment"`
	Secrets         []string          `yaml:"secrets"`
	StopGracePeriod string            `yaml:"stop_grace_period"`
	Healthcheck     struct {
		Test []string `yaml:"test"`
	} `yaml:"healthcheck"`
}

func readContainer(t *testing.T) container {
	t.Helper()
	var c container
	file := readFile(t, webhookGuide+"Dockerfile")
	for _, name := range []string{"ENTRYPOINT", "CMD"} {
		found := regexp.MustCompile(`(?m)^`+name+` (\[.*\])$`).FindAllStringSubmatch(file, -1)
		if len(found) != 1 {
			t.Fatalf("the Dockerfile has %d lines %s", len(found), name)
		}
		var words []string
		expect.NoError(t, json.Unmarshal([]byte(found[0][1]), &words))
		c.command = append(c.command, words...)
	}
	c.listen = c.command[slices.Index(c.command, "--listen")+1]
	var compose struct {
		Services map[string]composeService    `yaml:"services"`
		Secrets  map[string]map[string]string `yaml:"secrets"`
	}
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t, webhookGuide+"compose.yaml")), &compose))
	c.service, c.secrets = compose.Services["receiver"], compose.Secrets
	return c
}

// run runs the container's command on this machine, and returns its address. mounts are the
// contents of its secrets.
func (c container) run(t *testing.T, s *emulator.Server, mounts, more map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	expect.Equal(t, "secrets", slices.Sorted(slices.Values(c.service.Secrets)),
		slices.Sorted(maps.Keys(mounts)))
	for name, content := range mounts {
		writeFile(t, filepath.Join(folder, name), content+"\n", 0o600)
	}
	env := s.Env()
	for _, name := range []string{"PARTNERCENTER_CLIENT_SECRET", "PARTNERCENTER_REFRESH_TOKEN"} {
		delete(env, name) // the container has files
	}
	for name, value := range c.service.Environment {
		if file, mounted := strings.CutPrefix(value, "/run/secrets/"); mounted {
			env[name] = filepath.Join(folder, file)
		}
	}
	args := slices.Clone(c.command[1:])
	args[slices.Index(args, c.listen)] = "127.0.0.1:0"
	_, host, _ := strings.Cut(s.HTTPSBaseURL(), "://")
	args = append(args, "--allow-certificate-host", host) // the emulator's
	cmd := exec.CommandContext(context.WithoutCancel(t.Context()), acctest.CompanionProgram(t),
		args...)
	for _, variables := range []map[string]string{env, more} {
		for name, value := range variables {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
	}
	cmd.Env = append(cmd.Env, "PATH="+absolute(t, webhookGuide)+string(os.PathListSeparator)+
		os.Getenv("PATH"))
	said := expect.Must(cmd.StderrPipe())(t)
	expect.NoError(t, cmd.Start())
	lines := bufio.NewScanner(said)
	lines.Scan()
	var first struct{ Msg, Address string }
	if err := json.Unmarshal(lines.Bytes(), &first); err != nil || first.Msg != "listening" {
		t.Fatalf("the receiver says %s", lines.Text())
	}
	log := make(chan string)
	go func() {
		var all strings.Builder
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
		}
		log <- all.String()
	}()
	t.Cleanup(func() {
		expect.NoError(t, cmd.Process.Signal(os.Interrupt))
		said := <-log
		expect.NoError(t, cmd.Wait())
		expect.Contains(t, said, `"msg":"handed on"`, `"msg":"stopped"`)
		for name, content := range mounts {
			if strings.Contains(said, content) {
				t.Errorf("the log has the secret %s", name)
			}
		}
	})
	return first.Address
}

// The whole way: Partner Center detects an alert and calls the receiver, which starts the workflow,
// which opens a pull request with an entry for the alert.
func TestGuideWebhook_FromAnAlertToAPullRequest(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("alert.sh runs in a Linux container")
	}
	a, s := newAlerts(t)
	dispatched := make(chan string, 10)
	a.forge.dispatch = func(eventType string) { dispatched <- eventType }
	c := readContainer(t)
	address := c.run(t, s, map[string]string{"client_secret": s.ClientSecret(),
		"refresh_token": s.RefreshToken(), "github_token": jobToken},
		map[string]string{"GITHUB_API_URL": a.forge.URL, "GITHUB_REPOSITORY": "contoso/fraud-events"})
	s.RegisterWebhook("http://"+address+"/", "azure-fraud-event-detected")

	alert := emulator.NewEvent(fabrikam, fabrikam+"_webhook")
	s.Inject(alert)
	eventType := expect.Received(t, "the start of a workflow", dispatched)
	var workflow struct {
		On struct {
			Dispatch struct{ Types []string } `yaml:"repository_dispatch"`
		}
	}
	expect.NoError(t, yaml.Unmarshal([]byte(readFile(t,
		"examples/template/.github/workflows/alerts.yml")), &workflow))
	expect.Equal(t, "types of the workflow", []string{eventType}, workflow.On.Dispatch.Types)

	a.start("alerts.yml", "repository_dispatch").job("propose", success)
	a.wantPulls("open")
	expect.Contains(t, a.file(alertsBranch), alert.EventID)
	expect.Equal(t, "writes", 0, s.Count(emulator.KindUpdate))
}

// What the files say of each other, and of the command, is right.
func TestGuideWebhook_FilesOfTheContainerAgree(t *testing.T) {
	t.Parallel()
	c := readContainer(t)
	expect.Equal(t, "command", []string{"partnercenter", "webhook"}, c.command[:2])
	_, port, _ := strings.Cut(c.listen, ":")
	expect.Contains(t, readFile(t, webhookGuide+"Caddyfile"), "reverse_proxy receiver:"+port+"\n")
	health := c.service.Healthcheck.Test
	expect.Equal(t, "health", "http://localhost:"+port+"/healthz", health[len(health)-1])
	dockerfile := readFile(t, webhookGuide+"Dockerfile")
	expect.Contains(t, dockerfile, "apk add --no-cache ca-certificates "+health[1]+"\n")

	domain, _, _ := strings.Cut(readFile(t, webhookGuide+"Caddyfile"), " ")
	page := readFile(t, "templates/guides/webhook.md.tmpl")
	expect.Contains(t, page, "https://"+domain+"/healthz", "Register `https://"+domain+"/`")

	grace := expect.Must(time.ParseDuration(c.service.StopGracePeriod))(t)
	if grace <= 20*time.Second { // of the receiver
		t.Errorf("the container is killed after %v", grace)
	}
	var variables []string
	for name, value := range c.service.Environment {
		variables = append(variables, name+"="+value)
		file, mounted := strings.CutPrefix(value, "/run/secrets/")
		if mounted && !slices.Contains(c.service.Secrets, file) {
			t.Errorf("%s names the secret %s, which the container does not have", name, file)
		}
		if settings.IsSecret(strings.ToLower(strings.TrimPrefix(name, "PARTNERCENTER_"))) {
			t.Errorf("%s is a secret in a variable", name)
		}
	}
	expect.Equal(t, "unknown variables", 0, len(settings.UnknownVariables(variables)))
	for _, secret := range c.service.Secrets {
		expect.Equal(t, "file of "+secret, "./secrets/"+secret, c.secrets[secret]["file"])
	}
}

func (f *forge) dispatches(r *http.Request) (status int, body any) {
	var sent struct {
		EventType string `json:"event_type"`
	}
	if json.NewDecoder(r.Body).Decode(&sent) != nil || f.dispatch == nil {
		return http.StatusUnprocessableEntity, nil
	}
	f.dispatch(sent.EventType)
	return http.StatusNoContent, nil
}
