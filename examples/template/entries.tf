# Reads the decisions file, and rejects entries that Terraform would silently
# drop or change.

variable "decisions_file" {
  description = "The YAML file with the decisions. A pull request changes only this file."
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
  texts = concat(
    ["subscription_id", "event_id", "status", "reason"], local.evidence
  )
  switches = ["allow_overwrite", "allow_unlisted"]

  # yamldecode rejects a file that contains only comments. Such a file has no
  # entries. An empty file is a mistake.
  text = replace(trimprefix(file(var.decisions_file), "\ufeff"), "/\\r\\n?|[\\x{85}\\x{2028}\\x{2029}]/", "\n")
  content = yamldecode(
    can(regex("(?m)^[ \\t]*[^#\\s]", local.text)) ? local.text : "{}"
  )
  is_map = can(keys(local.content))
  entries = try(
    { for key, entry in local.content : key => entry if local.is_map }, {}
  )

  # The strings of each entry: "" if one is missing, null, or not a string.
  given = { for key, entry in local.entries : key =>
    { for name in local.texts :
    name => try(trimspace(tostring(entry[name])), "") }
  }

  # An entry without a reason is undecided, and declares nothing.
  undecided = { for key, given in local.given :
    key => given.reason == "" && contains(["", "Resolved"], given.status)
  }

  decisions = { for key, entry in local.entries : key => {
    subscription_id = tostring(entry.subscription_id)
    event_id        = tostring(entry.event_id)
    status          = try(tostring(entry.status), null)
    reason = (
      local.given[key].reason == "" ? null : tostring(entry.reason)
    )
    annotations = { for name in local.evidence :
      name => tostring(entry[name]) if local.given[key][name] != ""
    }
    allow_overwrite = try(tobool(entry.allow_overwrite), null)
    allow_unlisted  = try(tobool(entry.allow_unlisted), null)
    } if local.given[key].subscription_id != "" &&
    local.given[key].event_id != "" && !local.undecided[key]
  }
}

# Reads the file as text: yamldecode keeps only the last of two equal keys, but
# the text has both.
locals {
  # The lines of each entry, once for each time that its key starts a line.
  written = {
    for part in regexall(
      "(?m)^(\"(?:[^\"\\\\\\n]|\\\\.)*\"|'(?:[^'\\n]|'')*'|[^\\s#\"'?:{}\\[\\],<][^\\n]*?)[ \\t]*:((?:[ \\t].*)?$(?:\\n(?:[ \\t#].*)?$)*)",
      replace(local.text, "/(?m)^(---|\\.\\.\\.|%).*$/", "#")
    ) : replace(part[0], "/^[\"']|[\"']$/", "") => part[1]...
  }
  lines = merge(
    { for key, entry in local.entries : key => [""] }, local.written
  )
  starts = { for key, lines in local.lines : key => try(
    "\\n${regex("\\n([ \\t]+)[^ \\t#\\n]", lines[0])[0]}[\"']?", "\\n"
  ) }
  events = { for key, given in local.given :
    lower("${given.subscription_id}/${given.event_id}") => key...
  }

  # The facts about each entry. Calling a function over the whole map for each
  # entry would be slow for a long file.
  facts = { for key, entry in local.entries : key => {
    entry = entry
    given = local.given[key]
    lines = local.lines[key][0]
    times = length(local.lines[key])
    start = local.starts[key]
    same = [for other in local.events[lower(
      "${local.given[key].subscription_id}/${local.given[key].event_id}"
    )] : other if other != key]
    waits  = local.undecided[key]
    wanted = local.undecided[key] ? [] : var.evidence
  } }
}

# The problems of each entry, and of the file.
locals {
  wrong = { for key, of in local.facts : key => concat(
    can(keys(of.entry)) ? [] : ["is not a map. Write its keys below it, indented."],
    of.times > 1 ? [
      "appears twice in ${var.decisions_file}, and Terraform reads only the last one. Rename one."
    ] : [],
    [for name in ["subscription_id", "event_id"] :
    "lacks ${name}." if of.given[name] == ""],
    of.given.status == "" && !of.waits ? ["lacks status."] : [],
    [for missing in [join(", ", [for name in of.wanted :
      name if !can(regex("[\\pL\\pN]", of.given[name]))])] :
    "lacks evidence: write ${missing}." if missing != ""],
    [for name in try(setsubtract(
      keys(of.entry), concat(local.texts, local.switches)
    ), []) : "has the unknown key ${name}."],
    [for name in local.switches :
      "must have true or false, without quotes, as its ${name}."
      if can(of.entry[name]) && !try(contains(
        ["true", "false", "null"], jsonencode(of.entry[name])
      ), false)
    ],
    # Terraform turns a date into a string that differs from the file.
    [for name in local.texts :
      "has a number, a date or a boolean as its ${name}. Put it in quotes."
      if can(of.entry[name]) && !try(
        jsonencode(of.entry[name]) ==
        jsonencode(tostring(of.entry[name])), false
      ) ||
      can(regex("^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+(Z|[+-]\\d\\d:\\d\\d)$", of.given[name])) &&
      !strcontains(of.lines, of.given[name])
    ],
    [for name in local.evidence :
      "has a comment after its ${name}. Put the text in quotes, and include what follows # if it belongs to the text."
      if can(regex(
        "${of.start}${name}[\"']?[ \\t]*:[ \\t]+([^\\s\"'|>#&*!].*)?[ \\t]*#",
        of.lines
      ))
    ],
    [for name in concat(local.texts, local.switches) :
      "has the key ${name} twice."
      if length(regexall("${of.start}${name}[\"']?[ \\t]*:", of.lines)) > 1
    ],
    [for other in of.same :
      "is about the same event as \"${other}\"." if of.given.event_id != ""
    ],
  ) }

  # The resource reports problems of declared decisions. These are the problems
  # of entries that declare nothing.
  problems = concat(
    trimspace(local.text) == "" ? [
      "${var.decisions_file} is empty. With no entry left, write {} or a comment."
    ] : [],
    local.content == null || local.is_map ? [] : [
      "${var.decisions_file} must be a map, with a key for each entry, not a list."
    ],
    local.is_map && length(local.written) != length(local.entries) ?
    [
      "${var.decisions_file} has keys that cannot be counted. Begin the line of each entry with its key, without spaces, braces or <<."
    ] : [],
    flatten([for key, wrong in local.wrong :
      [for what in wrong : "The decision \"${key}\" ${what}"]
      if local.undeclared[key]
    ]),
  )
  undeclared = merge(
    { for key, wrong in local.wrong : key => true },
    { for key, decision in local.decisions : key => false }
  )
}

output "undecided_entries" {
  description = "The entries of the decisions file that wait for a reason."
  value       = [for key, undecided in local.undecided : key if undecided]

  precondition {
    condition     = length(local.problems) == 0
    error_message = join("\n", local.problems)
  }
}
