# Reads the decisions file, and refuses what would get lost or bent on the way.

variable "decisions_file" {
  description = "The YAML file with the decisions. A pull request changes this file and nothing else."
  type        = string
  default     = "decisions.yaml"
}

variable "evidence" {
  description = "The keys of the evidence that every decision must have."
  type        = list(string)
  default     = ["ticket", "decided_by", "rationale"]
}

variable "optional_evidence" {
  description = "The keys of the evidence that a decision may have."
  type        = list(string)
  default     = ["approved_by"]
}

locals {
  evidence = concat(var.evidence, var.optional_evidence)
  texts    = concat(["subscription_id", "event_id", "status", "reason"], local.evidence)
  switches = ["allow_overwrite", "allow_unlisted"]

  # yamldecode refuses a file of comments alone. Such a file has no entries; a blank one is a mistake.
  text    = replace(trimprefix(file(var.decisions_file), "\ufeff"), "/\\r\\n?|[\\x{85}\\x{2028}\\x{2029}]/", "\n")
  content = yamldecode(can(regex("(?m)^[ \\t]*[^#\\s]", local.text)) ? local.text : "{}")
  entries = try({ for key, entry in local.content : key => entry if can(keys(local.content)) }, {})

  # The texts of each entry: "" stands for what is missing, null or no text.
  given = { for key, entry in local.entries : key =>
    { for name in local.texts : name => try(trimspace(tostring(entry[name])), "") }
  }

  # Without a reason an entry waits for its decision, and nothing is declared for it.
  undecided = { for key, given in local.given : key => given.reason == "" && contains(["", "Resolved"], given.status) }

  decisions = { for key, entry in local.entries : key => {
    subscription_id = tostring(entry.subscription_id)
    event_id        = tostring(entry.event_id)
    status          = try(tostring(entry.status), null)
    reason          = local.given[key].reason == "" ? null : tostring(entry.reason)
    annotations     = { for name in local.evidence : name => tostring(entry[name]) if local.given[key][name] != "" }
    allow_overwrite = try(tobool(entry.allow_overwrite), null)
    allow_unlisted  = try(tobool(entry.allow_unlisted), null)
  } if local.given[key].subscription_id != "" && local.given[key].event_id != "" && !local.undecided[key] }
}

# The entries as they stand in the text, by key. yamldecode keeps the last of two equal keys, the text has both.
locals {
  written = {
    for part in regexall(
      "(?m)^(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\n]|'')*'|[^\\s#\"'?:{}\\[\\],<][^\\n]*?)[ \\t]*:((?:[ \\t].*)?$(?:\\n(?:[ \\t#].*)?$)*)",
      replace(local.text, "/(?m)^(---|\\.\\.\\.|%).*$/", "#")
    ) : replace(part[0], "/^[\"']|[\"']$/", "") => part[1]...
  }

  # How each line with a key of the entry begins: deeper lines belong to a text of several lines.
  line_start = { for key, parts in local.written : key => try("\\n${regex("\\n([ \\t]+)[^ \\t#\\n]", parts[0])[0]}[\"']?", "\\n") }

  same_event = { for key, given in local.given : lower("${given.subscription_id}/${given.event_id}") => key... }
}

# What is wrong with the file, in one error.
locals {
  wrong = { for key, entry in local.entries : key => concat(
    can(keys(entry)) ? [] : ["is not a map. Write its keys below it, indented."],
    [for name in ["subscription_id", "event_id"] : "lacks ${name}." if local.given[key][name] == ""],
    [for name in ["status"] : "lacks ${name}." if local.given[key][name] == "" && !local.undecided[key]],
    [for missing in [[for name in var.evidence : name if local.given[key][name] == ""]] :
      "lacks evidence: write ${join(", ", missing)}." if length(missing) > 0 && !local.undecided[key]
    ],
    [for name in try(setsubtract(keys(entry), concat(local.texts, local.switches)), []) : "has the unknown key ${name}."],
    [for name in local.switches : "must have true or false, without quotes, as its ${name}."
      if can(entry[name]) && !try(contains(["true", "false", "null"], jsonencode(entry[name])), false)
    ],
    [for name in local.texts : "has a number, a date or a boolean as its ${name}. Put it in quotes."
      if can(entry[name]) && !try(jsonencode(entry[name]) == jsonencode(tostring(entry[name])), false) || try(
        can(regex("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)$", entry[name])) && !strcontains(local.written[key][0], entry[name]), false
      )
    ],
    [for name in local.evidence : "has a comment behind its ${name}. Put the text in quotes, with what follows # if that belongs to it."
      if try(can(regex("${local.line_start[key]}${name}[\"']?[ \\t]*:[ \\t]+([^\\s\"'|>#&*!].*)?[ \\t]*#", "${local.written[key][0]}")), false)
    ],
    [for name in concat(local.texts, local.switches) : "has the key ${name} twice."
      if try(length(regexall("${local.line_start[key]}${name}[\"']?[ \\t]*:", local.written[key][0])) > 1, false)
    ],
    [for other in local.same_event[lower("${local.given[key].subscription_id}/${local.given[key].event_id}")] :
      "decides about the same event as \"${other}\"." if other != key && local.given[key].event_id != ""
    ],
  ) }

  twice = [for key, parts in local.written : key if length(parts) > 1]
  wrong_file = concat(
    trimspace(local.text) == "" ? ["${var.decisions_file} is empty. With no entry left, write {} or a comment."] : [],
    local.content == null || can(keys(local.content)) ? [] : ["${var.decisions_file} must be a map: a key for each entry, no list."],
    [for key in local.twice : "${var.decisions_file} has the key \"${key}\" twice. One of the two decisions would get lost: rename it."],
    length(local.twice) == 0 && can(keys(local.content)) && length(local.written) != length(local.entries) ?
    ["${var.decisions_file} has keys that cannot be counted. Begin the line of each entry with its key, without spaces, braces or <<."] : [],
  )
  problems = concat(local.wrong_file, flatten([for key, wrong in local.wrong : [for what in wrong : "The decision \"${key}\" ${what}"]]))
}

output "undecided_entries" {
  description = "The entries of the decisions file that wait for a reason."
  value       = [for key, undecided in local.undecided : key if undecided]

  precondition {
    condition     = length(local.problems) == 0
    error_message = join("\n", local.problems)
  }
}
