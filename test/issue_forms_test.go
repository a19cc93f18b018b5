// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package test

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

// issueForm is what GitHub reads: it silently hides a form with a mistake.
type issueForm struct {
	Name, Description, Title string
	Labels                   []string
	Body                     []formElement
}

type formElement struct {
	Type, ID   string
	Attributes struct {
		Label, Description, Placeholder, Value, Render string

		Multiple bool
		Options  []yaml.Node
	}
	Validations struct{ Required bool }
}

// formOption is an option of checkboxes. An option of a dropdown is a text.
type formOption struct {
	Label    string
	Required bool
}

// formMistakes returns what GitHub would refuse.
func formMistakes(content string) []string {
	var form issueForm
	var mistakes []string
	wrong := func(format string, values ...any) {
		mistakes = append(mistakes, fmt.Sprintf(format, values...))
	}
	decoder := yaml.NewDecoder(strings.NewReader(content))
	decoder.KnownFields(true)
	if err := decoder.Decode(&form); err != nil {
		return []string{err.Error()}
	}
	for key, value := range map[string]string{"name": form.Name, "description": form.Description} {
		if strings.TrimSpace(value) == "" {
			wrong("%s is missing", key)
		}
	}
	ids, labels, inputs := map[string]bool{}, map[string]bool{}, 0
	for i, e := range form.Body {
		if e.Type != "markdown" {
			inputs++
			if ids[e.ID] || labels[e.Attributes.Label] {
				wrong("body[%d]: id %q or label %q appears twice", i, e.ID, e.Attributes.Label)
			}
			ids[e.ID], labels[e.Attributes.Label] = true, true
		}
		for _, mistake := range e.mistakes() {
			wrong("body[%d]: %s", i, mistake)
		}
	}
	if inputs == 0 {
		wrong("body has nothing to fill in")
	}
	return mistakes
}

func (e formElement) mistakes() (found []string) {
	a := e.Attributes
	switch e.Type {
	case "markdown":
		if strings.TrimSpace(a.Value) == "" || e.ID != "" {
			found = append(found, "markdown needs a value, and has no id")
		}
		return found
	case "textarea", "input":
		if len(a.Options) > 0 {
			found = append(found, e.Type+" has options")
		}
		if a.Render != "" && regexp.MustCompile(`(?i)\b(attach|drop)`).MatchString(a.Description) {
			found = append(found, "a rendered "+e.Type+" takes no files")
		}
	case "dropdown", "checkboxes":
		found = append(found, optionMistakes(e.Type, a.Options)...)
	default:
		found = append(found, fmt.Sprintf("unknown type %q", e.Type))
	}
	// We give each field an id: links fill in fields by id.
	if !regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`).MatchString(e.ID) {
		found = append(found, fmt.Sprintf("id %q", e.ID))
	}
	if strings.TrimSpace(a.Label) == "" {
		found = append(found, "label is missing")
	}
	return found
}

func optionMistakes(elementType string, options []yaml.Node) (found []string) {
	var known []string
	for _, node := range options {
		text := node.Value
		if elementType == "checkboxes" {
			var option formOption
			if node.Decode(&option) != nil || option.Label == "" {
				found = append(found, "a checkbox needs a label")
			}
			text = option.Label
		} else if node.Tag != "!!str" {
			found = append(found, "option "+node.Value+" is not a text: quote it")
		}
		if slices.Contains(known, text) {
			found = append(found, "option "+text+" appears twice")
		}
		known = append(known, text)
	}
	if len(known) == 0 {
		found = append(found, "there are no options")
	}
	return found
}

func TestIssueForms_AreValid(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for _, path := range glob(t, ".github/ISSUE_TEMPLATE/*.yml") {
		name := filepath.Base(path)
		if name == "config.yml" {
			continue
		}
		content := readFile(t, ".github/ISSUE_TEMPLATE/"+name)
		for _, mistake := range formMistakes(content) {
			t.Errorf("%s: %s", name, mistake)
		}
		var form issueForm
		expect.NoError(t, yaml.Unmarshal([]byte(content), &form))
		if other, taken := names[form.Name]; taken {
			t.Errorf("%s and %s have the name %q", name, other, form.Name)
		}
		names[form.Name] = name
		if !strings.Contains(content, "secret") && !strings.Contains(content, "tokens") {
			t.Errorf("%s does not say that secrets are left out", name)
		}
	}
	if len(names) < 3 {
		t.Errorf("only %d forms were found", len(names))
	}
}

func TestIssueForms_MistakesAreFound(t *testing.T) {
	t.Parallel()
	const head = "name: Bug\ndescription: A bug.\nbody:\n"
	const field = "  - {type: textarea, id: versions, attributes: {label: Versions}}\n"
	const dropdown = "  - {type: dropdown, id: tried, attributes: {label: Tried, options: "
	if found := formMistakes(head + field + dropdown + "[\"Yes\", \"No\"]}}\n"); len(found) > 0 {
		t.Errorf("a good form has mistakes: %v", found)
	}
	for mistake, form := range map[string]string{
		"name is missing":        strings.TrimPrefix(head, "name: Bug\n") + field,
		"nothing to fill in":     head + "  - {type: markdown, attributes: {value: Hello}}\n",
		"appears twice":          head + field + field,
		"unknown type":           head + strings.Replace(field, "textarea", "text", 1),
		"label is missing":       head + strings.Replace(field, "label: Versions", "value: x", 1),
		`id ""`:                  head + strings.Replace(field, "id: versions, ", "", 1),
		"field labels not found": head + strings.Replace(field, "label", "labels", 1),
		"is not a text":          head + dropdown + "[true, false]}}\n",
		"option A appears twice": head + dropdown + "[A, A]}}\n",
		"there are no options":   head + dropdown + "[]}}\n",
		"textarea has options":   head + strings.Replace(field, "label", "options: [A], label", 1),
		"a rendered textarea takes no files": head + strings.Replace(field, "label",
			"render: text, description: Drop the file here., label", 1),
		"a checkbox needs a label": head + strings.Replace(dropdown, "dropdown", "checkboxes", 1) +
			"[A]}}\n",
		"needs a value, and has no id": head + field + "  - {type: markdown, attributes: {label: x}}\n",
		"did not find expected":        head + field + "    - oops: [\n",
		"description is missing":       "name: Bug\nbody:\n" + field,
		"field validation not found":   head + strings.Replace(field, "id:", "validation: {}, id:", 1),
		"field assignee not found":     "assignee: kim\n" + head + field,
	} {
		if found := strings.Join(formMistakes(form), "; "); !strings.Contains(found, mistake) {
			t.Errorf("got %q, want %q", found, mistake)
		}
	}
}

// The page for new issues leads away those that do not belong into a public issue.
func TestIssueForms_ConfigurationIsValid(t *testing.T) {
	t.Parallel()
	var config struct {
		BlankIssuesEnabled *bool                               `yaml:"blank_issues_enabled"`
		ContactLinks       []struct{ Name, URL, About string } `yaml:"contact_links"`
	}
	decoder := yaml.NewDecoder(strings.NewReader(readFile(t, ".github/ISSUE_TEMPLATE/config.yml")))
	decoder.KnownFields(true)
	expect.NoError(t, decoder.Decode(&config))
	if config.BlankIssuesEnabled == nil || *config.BlankIssuesEnabled {
		t.Error("an issue without a form would be possible")
	}
	advisories := false
	for _, link := range config.ContactLinks {
		if link.Name == "" || link.About == "" || !strings.HasPrefix(link.URL, "https://") {
			t.Errorf("incomplete: %+v", link)
		}
		advisories = advisories || strings.HasSuffix(link.URL, "/security/advisories/new")
	}
	if !advisories {
		t.Error("no link leads to a private report of a vulnerability")
	}
}
