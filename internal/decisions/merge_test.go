// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package decisions

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/terraform-partnercenter/terraform-provider-partnercenter/internal/acctest/expect"
)

const subscription = "9d2c1b7e-3a64-4f0b-8e15-7c90d2a1f6b3"

func draft(key, event string) Draft {
	return Draft{Key: key, SubscriptionID: subscription, EventID: event,
		Facts: []string{"High: unusual usage"}, Values: []Value{
			{"status", "Resolved", ""},
			{"reason", "", "Fraud, Ignore or Legitimate"},
			{"rationale", "a \"b\" \\ # \x1b", ""},
		}}
}

const (
	oldEntry = "old:\n  subscription_id: \"" + subscription + "\"\n  event_id: \"OLD\"\n" +
		"  status: Investigating\n"
	newEntry = "new:\n  # High: unusual usage\n  subscription_id: \"" + subscription + "\"\n" +
		"  event_id: \"new\"\n  status: Resolved\n  reason: \"\" # Fraud, Ignore or Legitimate\n" +
		"  rationale: \"a \\\"b\\\" \\\\ # \\x1b\"\n"
	flowOld = `"old": {"subscription_id": "` + subscription + `", "event_id": "old"}`
	flowNew = `"new": {"subscription_id": "` + subscription + `", "event_id": "new", ` +
		`"status": "Resolved", "reason": "", "rationale": "a \"b\" \\ # \x1b"}`
)

// Where the entry goes in files of every form. Every other byte stays unchanged.
func TestMerge_Places(t *testing.T) {
	t.Parallel()
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	indented := func(s string) string {
		return strings.TrimSuffix("  "+strings.ReplaceAll(s, "\n", "\n  "), "  ")
	}
	kept := "last:\n  note: |+\n    text\n"
	for name, test := range map[string]struct{ file, want string }{
		"entries":                  {oldEntry, oldEntry + "\n" + newEntry},
		"a comment at the end":     {oldEntry + "# end", oldEntry + "# end\n\n" + newEntry},
		"no final line break":      {strings.TrimSuffix(oldEntry, "\n"), oldEntry + "\n" + newEntry},
		"CRLF":                     {crlf(oldEntry), crlf(oldEntry + "\n" + newEntry)},
		"BOM":                      {"\ufeff" + oldEntry, "\ufeff" + oldEntry + "\n" + newEntry},
		"indented":                 {indented(oldEntry), indented(oldEntry) + "\n" + indented(newEntry)},
		"empty":                    {"", Modeline + "\n\n" + newEntry},
		"only BOM":                 {"\ufeff", "\ufeff" + Modeline + "\n\n" + newEntry},
		"blank":                    {"\n", "\n\n" + newEntry},
		"braces":                   {"{}", Modeline + "\n\n" + newEntry},
		"braces in a comment":      {"# {} {}\n{}\n", "# {} {}\n\n" + newEntry},
		"braces before a comment":  {"{} # none\n", " # none\n\n" + newEntry},
		"braces behind the marker": {"--- { }\n", "---\n\n" + newEntry},
		"braces, CRLF, BOM":        {"\ufeff# a\r\n{}\r\n", "\ufeff# a\r\n" + crlf("\n"+newEntry)},
		"comments":                 {"# {}", "# {}\n\n" + newEntry},
		"marker":                   {"---\n", "---\n\n" + newEntry},
		"marker without an end":    {"---", "---\n\n" + newEntry},
		"end of document":          {oldEntry + "...\n", oldEntry + "\n" + newEntry + "...\n"},
		"end of an empty document": {"---\n...\n# x\n", "---\n\n" + newEntry + "...\n# x\n"},
		"a block that keeps lines": {kept, kept + newEntry},
		"a block without its end": {oldEntry + "\n# about last\n" + strings.TrimSuffix(kept, "\n"),
			oldEntry + "\n" + newEntry + "\n# about last\n" + strings.TrimSuffix(kept, "\n")},
		"a question mark": {"? old\n:\n" + strings.TrimPrefix(oldEntry, "old:\n"),
			"? old\n:\n" + strings.TrimPrefix(oldEntry, "old:\n") + "\n" + newEntry},
		"a question mark, indented": {indented("? old\n:\n" + strings.TrimPrefix(oldEntry, "old:\n")),
			indented("? old\n:\n"+strings.TrimPrefix(oldEntry, "old:\n")) + "\n" + indented(newEntry)},
		"JSON": {"{\n  " + flowOld + "\n}\n", "{\n  " + flowOld + ",\n" + flowNew + "\n}\n"},
		"JSON in a line, comma, comment": {"{" + flowOld + ",} # }",
			"{" + flowOld + ",\n" + flowNew + "} # }"},
		"flow style with a comment at the end": {"{" + flowOld + " # old\n}\n",
			"{" + flowOld + " # old\n,\n" + flowNew + "\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			merged, found := Merge([]byte(test.file), []Draft{draft("new", "new")})
			if found != nil {
				t.Fatal(found)
			}
			expect.Equal(t, "the file", strings.SplitAfter(test.want, "\n"),
				strings.SplitAfter(string(merged.File), "\n"))
			expect.Equal(t, "added", 1, merged.Added)
			again, found := Merge(merged.File, []Draft{draft("new", "NEW")})
			if found != nil || again.Added != 0 || !bytes.Equal(again.File, merged.File) {
				t.Errorf("the second time: %d, %v\n%s", again.Added, found, again.File)
			}
		})
	}
}

// An event that the file names in any form is not added.
func TestMerge_KnowsTheEventsInTheFile(t *testing.T) {
	t.Parallel()
	sub := "subscription_id: \"" + subscription + "\""
	for name, file := range map[string]string{
		"other case": "a:\n  " + strings.ToUpper(sub[:1]) + sub[1:] + "\n  " + sub +
			"\n  event_id: E1\n",
		"white space":    "a:\n  " + sub + "\n  event_id: \" e1 \"\n",
		"single quotes":  "'a':\n  'subscription_id': '" + subscription + "'\n  'event_id': 'e1'\n",
		"flow style":     "a: {" + sub + ", event_id: e1}\n",
		"alias":          "a:\n  " + sub + "\n  event_id: &id e1\nb:\n  " + sub + "\n  event_id: *id\n",
		"merge":          "a: &a\n  " + sub + "\n  event_id: x\nb:\n  <<: *a\n  event_id: e1\n",
		"alias of entry": "a: &a\n  " + sub + "\n  event_id: e1\nb: *a\n",
		"a block":        "a:\n  " + sub + "\n  event_id: >-\n    e1\n",
		"escapes":        "a:\n  " + sub + "\n  event_id: \"\\x65\\u0031\"\n",
		"unused evidence": "a:\n  " + sub + "\n  event_id: e1\n  status: Resolved\n" +
			"  reason: wrong\n  case: 0042\n",
	} {
		merged, found := Merge([]byte(file), []Draft{draft("a", "e1")})
		if found != nil || merged.Added != 0 || string(merged.File) != file {
			t.Errorf("%s: %d added, %v\n%s", name, merged.Added, found, merged.File)
		}
	}
	number := "a:\n  " + sub + "\n  event_id: 0x10\n"
	for _, id := range []string{"0x10", "16"} {
		if merged, found := Merge([]byte(number), []Draft{draft("a", id)}); found != nil ||
			merged.Added != 0 {
			t.Errorf("a number, %s: %d added, %v", id, merged.Added, found)
		}
	}
}

// A file is left alone if Terraform cannot read it, or if it does not show which events it names.
func TestMerge_BrokenFiles(t *testing.T) {
	t.Parallel()
	unreadable := 0
	for name, file := range corpus(t, "broken") {
		report := Check(file, defaultRules())
		merged, found := Merge(file, []Draft{draft("new", "new")})
		if report.Unreadable && name != "empty" {
			unreadable++
			if found == nil || *found != report.Findings[0] {
				t.Errorf("%s: %v, want %v", name, found, report.Findings[0])
			}
		}
		if found == nil && !bytes.HasPrefix(merged.File, bytes.TrimSpace(file)) {
			t.Errorf("%s is rewritten:\n%s", name, merged.File)
		}
	}
	if unreadable < 20 {
		t.Errorf("%d unreadable files", unreadable)
	}
	for file, want := range map[string]string{
		"- a\n":                               "1:1: the file is a list",
		"text\n":                              "1:1: the file is not a map",
		"# none yet\nnull # later\n":          "2:1: the file contains \"null\" instead of entries",
		"--- ~\n":                             "1:5: the file contains \"~\" instead of entries",
		"a: 1\n":                              "1:4: the entry \"a\" is not a map",
		"a:\n  x: 1\na:\n  x: 2\n":            "3:1: the key \"a\" appears twice",
		"a: &a\n  event_id: x\nb:\n  <<: 1\n": "",
		"a:\n  event_id: [x]\n":               "2:13: \"event_id\" of \"a\" is a map or a list",
	} {
		_, found := Merge([]byte(file), []Draft{draft("new", "new")})
		if got := found.String(); want != "" && !strings.HasPrefix(got, want) {
			t.Errorf("%q: %s, want %s", file, got, want)
		}
	}
}

// manyEntries returns a file that many people have edited.
func manyEntries(entries int) string {
	var b strings.Builder
	b.WriteString("\ufeff# Decisions {}\r\nbase: &base\r\n  subscription_id: \"" + subscription +
		"\"\r\n  event_id: base\r\n")
	for i := range entries {
		switch i % 5 {
		case 0:
			fmt.Fprintf(&b, "\r\n# entry %d\r\n'k%d':\r\n    <<: *base\r\n    event_id:   'E-%d' # ...\r\n",
				i, i, i)
		case 1:
			fmt.Fprintf(&b, "k%d: {subscription_id: %s, 'event_id': e-%d,}\r\n", i, subscription, i)
		case 2:
			fmt.Fprintf(&b, "\"k\\x2d%d\":\r\n  subscription_id: &s%d \"%s\"\r\n  event_id: >-\r\n"+
				"    e-%d\r\n  rationale: |\r\n    new: text\r\n\r\n     more\r\n", i, i, subscription, i)
		case 3:
			fmt.Fprintf(&b, "k%d  :\r\n  subscription_id: *s%d\r\n  event_id: \"e\\x2D%d\"\r\n",
				i, i-1, i)
		default: // the event of the entry before it, in another case
			fmt.Fprintf(&b, "k%d:\r\n  subscription_id: %s\r\n  event_id: 'E-%d'\r\n", i,
				strings.ToUpper(subscription), i-1)
		}
	}
	return strings.TrimSuffix(b.String(), "\r\n")
}

func TestMerge_ThousandEntriesGetOnlyAdditions(t *testing.T) {
	t.Parallel()
	file := manyEntries(1000)
	var drafts []Draft
	for i := range 1003 {
		drafts = append(drafts, draft(fmt.Sprintf("k%d", i), fmt.Sprintf("e-%d", i)))
	}
	merged, found := Merge([]byte(file), drafts)
	if found != nil {
		t.Fatal(found)
	}
	added, ok := strings.CutPrefix(string(merged.File), file+"\r\n\r\n")
	if !ok || merged.Added != 203 || strings.Count(strings.ReplaceAll(added, "\r\n", ""), "\n") > 0 {
		t.Errorf("%d added; only added: %v\n%s", merged.Added, ok, added)
	}
	expect.Contains(t, added, "k4-2:", "k1000:", "k1002:")
	again, found := Merge(merged.File, drafts)
	if found != nil || again.Added != 0 || !bytes.Equal(again.File, merged.File) {
		t.Errorf("the second time %d are added, %v", again.Added, found)
	}
}

// A merged file stays the same except for the addition.
func TestMerge_GoodFilesStayGood(t *testing.T) {
	t.Parallel()
	for name, file := range corpus(t, "good") {
		before := Check(file, defaultRules())
		merged, found := Merge(file, []Draft{draft("new", "new")})
		if found != nil {
			t.Errorf("%s: %v", name, found)
			continue
		}
		after := Check(merged.File, defaultRules())
		if after.Entries != before.Entries+1 || len(after.Findings) > 0 {
			t.Errorf("%s: %v\n%s", name, after, merged.File)
		}
	}
}
